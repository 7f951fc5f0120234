"""Both databases: whatever holds on one holds on the other."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import make_url

from store.database import Database


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty database with the newest tables."""
    if request.param == "sqlite":
        url = make_url(f"sqlite:///{tmp_path}/store.sqlite")
    else:
        url = make_url(request.getfixturevalue("postgres_url")).set(drivername="postgresql+psycopg")
    database = Database(url)
    database.migrate()
    yield database
    database.close()
