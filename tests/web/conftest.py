"""The pages over a small office."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from config.settings import Settings
from tests.web.memory_desk import MemoryDesk
from tests.web.offices import an_office
from web.app import make_app


@pytest.fixture
def office(tmp_path: Path) -> MemoryDesk:
    return an_office(tmp_path)


@pytest.fixture
def client(office: MemoryDesk) -> Iterator[TestClient]:
    with TestClient(make_app(office, Settings()), base_url="http://127.0.0.1:8765", follow_redirects=False) as client:
        yield client
