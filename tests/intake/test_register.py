"""The register of scans: what comes in twice at once is one letter and one duplicate."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import make_url

from intake.register import StoreRegister
from letters.scan import Arrival
from store.database import Database

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


class FixedClock:
    def now(self) -> datetime:
        return NOW


def arrival(number: int) -> Arrival:
    return Arrival(
        channel="test", key=f"key-{number}", path=Path("/x"), name="x.pdf", received_at=NOW, received_on=NOW.date()
    )


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_the_same_content_by_eight_ways_at_once_is_one_letter(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    url = make_url(f"sqlite:///{tmp_path}/r.sqlite")
    if kind == "postgresql":
        url = make_url(request.getfixturevalue("postgres_url")).set(drivername="postgresql+psycopg")
    database = Database(url)
    database.migrate()
    register = StoreRegister(database, FixedClock())
    together = threading.Barrier(8)

    def add(number: int) -> bool:
        together.wait()
        return bool(register.add(arrival(number), "ab" * 32, 7).work)

    with ThreadPoolExecutor(8) as pool:
        fresh = list(pool.map(add, range(8)))
    assert fresh.count(True) == 1
    database.close()


def test_the_same_arrival_again_is_the_same_scan(tmp_path: Path) -> None:
    database = Database(make_url(f"sqlite:///{tmp_path}/r.sqlite"))
    database.migrate()
    register = StoreRegister(database, FixedClock())
    first = register.add(arrival(1), "ab" * 32, 7)
    assert register.add(arrival(1), "ab" * 32, 7).scan == first.scan
    database.close()
