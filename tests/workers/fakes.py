"""Short fake steps on the real work rows: a letter goes through three of them, each leaves one result."""

import random
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from sqlalchemy import make_url
from sqlalchemy.orm import Session

from config.settings import Settings
from letters.reasons import Reason
from store.database import Database
from store.files import FileStore
from store.tables import ResultRow
from store.work import NewWork, this_process
from workers.celery_app import SilentDoorbell
from workers.house import FRONT, PAGES, House, Record
from workers.path import Step, Way
from workers.sweep import sweep, work_inline

STEPS = ("first", "second", "third")


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


def make_house(database: Database, folder: Path) -> House:
    """A house for fake steps: there is no reader, no classifier and no router, and nobody asks for them."""

    def nobody() -> Any:
        raise AssertionError("a fake step needs no such part")

    return House(
        settings=Settings(),
        database=database,
        files=FileStore(folder / "files"),
        doorbell=SilentDoorbell(),
        clock=SystemClock(),
        reader=nobody,
        classifier=nobody,
        router=cast("Any", None),
        claimant=this_process(),
        folder=folder,
    )


def note(house: House, letter: int, step: str, following: Sequence[NewWork]) -> Record:
    def record(tx: Session) -> Sequence[NewWork]:
        tx.add(ResultRow(letter_id=letter, step=step, version=random.getrandbits(40), value="{}", at=house.clock.now()))
        return following

    return record


def fake_step(name: str, after: str | None, work: Callable[[], None], lane: str = PAGES) -> Step:
    following = [after] if after else []

    def run(house: House, letter: int) -> Record:
        work()
        return note(house, letter, name, [NewWork("letter", letter, each, lane) for each in following])

    def leave(house: House, letter: int, reason: Reason) -> Record:
        return note(house, letter, f"{name}:{reason.code}", [NewWork("letter", letter, e, lane) for e in following])

    return Step("letter", name, 60, run, leave)


def slow_way() -> Way:
    def nap() -> None:
        time.sleep(random.uniform(0.005, 0.03))

    return tuple(fake_step(name, after, nap) for name, after in zip(STEPS, (*STEPS[1:], None), strict=True))


def quick_way(work: Callable[[], None] = lambda: None) -> Way:
    return (fake_step("first", "second", work, FRONT), fake_step("second", None, lambda: None))


def work_until_killed(database: str, folder: str) -> None:
    house = make_house(Database(make_url(database)), Path(folder))
    while True:
        sweep(house)
        work_inline(house, slow_way())
        time.sleep(0.01)
