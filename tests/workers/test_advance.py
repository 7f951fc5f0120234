"""What becomes of work whose result cannot be written."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import make_url, select

from letters.reasons import Reason
from store.database import Database, Transaction
from store.state import get_state, set_state
from store.tables import WorkRow
from store.work import NewWork, add_work
from tests.workers.fakes import SystemClock, make_house
from workers.advance import ATTEMPTS, advance
from workers.house import House, Record
from workers.path import Step


def unwritable(_house: House, _subject: int) -> Record:
    def record(_tx: Transaction) -> Sequence[NewWork]:
        raise ValueError("Streng geheim")

    return record


def left(_house: House, _subject: int, reason: Reason) -> Record:
    def record(tx: Transaction) -> Sequence[NewWork]:
        set_state(tx, "left", reason.code)
        return []

    return record


def test_a_result_that_cannot_be_written_ends_with_a_person(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    database = Database(make_url(f"sqlite:///{tmp_path}/store.sqlite"))
    database.migrate()
    house, way = make_house(database, tmp_path), (Step("letter", "first", 60, unwritable, left),)
    with database.writing() as tx:
        work = add_work(tx, [NewWork("letter", 1, "first", "front")], SystemClock().now())[0].work
    for _ in range(ATTEMPTS):
        advance(house, work, way)
        with database.reading() as tx:
            assert tx.scalars(select(WorkRow.claim)).one() is None, "due again at once"
    advance(house, work, way)
    with database.reading() as tx:
        assert get_state(tx, "left") == "stopped_three_times"
        assert tx.scalars(select(WorkRow.id)).all() == []
    assert "ValueError" in caplog.text
    assert "geheim" not in caplog.text
    database.close()
