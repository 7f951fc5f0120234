"""The twin keeps the desk's contract, so that what is tested with it holds for the office's own desk."""

from pathlib import Path

import pytest

from inbox.views import Desk
from tests.web.desk_contract import *  # noqa: F403
from tests.web.offices import an_office


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return an_office(tmp_path)
