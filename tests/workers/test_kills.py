"""Exactly one result a step, whoever is killed when."""

import multiprocessing
import random
import time
from collections import Counter
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import pytest
from sqlalchemy import make_url, select

from store.database import Database
from store.tables import LetterRow, ResultRow, ScanRow, WorkRow
from store.work import NewWork, add_work, count_work
from tests.workers.fakes import STEPS, SystemClock, work_until_killed

LETTERS = 700
PROCESSES = 4
KILLS = 200
PAUSE = 0.08
FEW = 100


def add_letters(database: Database, count: int = LETTERS, key: str = "k") -> None:
    now = SystemClock().now()
    with database.writing() as tx:
        scan = ScanRow(
            arrival_key=key,
            channel="test",
            name="s",
            sha256="0",
            size=1,
            received_at=now,
            received_on=now.date(),
            status="split",
        )
        tx.add(scan)
        tx.flush()
        letters = [
            LetterRow(scan_id=scan.id, first_page=number, page_count=1, status="waiting", created_at=now)
            for number in range(count)
        ]
        tx.add_all(letters)
        tx.flush()
        add_work(tx, [NewWork("letter", letter.id, STEPS[0], "pages") for letter in letters], now)


def left(database: Database) -> int:
    with database.reading() as tx:
        return count_work(tx, low=True)


def holder(database: Database, running: list[ForkServerProcess]) -> ForkServerProcess | None:
    """One of the processes that is seen to hold a claim at this moment."""
    with database.reading() as tx:
        pids = set(tx.scalars(select(WorkRow.pid).where(WorkRow.claim.is_not(None))))
    holding = [process for process in running if process.pid in pids]
    return random.choice(holding) if holding else None


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_every_letter_gets_one_result_a_step_under_two_hundred_kills(tmp_path: Path) -> None:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.workers.fakes"])
    database = Database(make_url(f"sqlite:///{tmp_path}/kills.sqlite"))
    database.migrate()
    add_letters(database)

    def begin() -> ForkServerProcess:
        arguments = (database.url.render_as_string(False), str(tmp_path))
        process = context.Process(target=work_until_killed, args=arguments)
        process.start()
        return process

    running = [begin() for _ in range(PROCESSES)]
    kills, letters = 0, LETTERS
    try:
        while left(database):
            time.sleep(PAUSE)
            if kills < KILLS and left(database) < FEW:  # whoever works quickly gets more to do, and is killed as often
                add_letters(database, FEW, f"more-{letters}")
                letters += FEW
            victim = holder(database, running) if kills < KILLS else None
            if victim is not None:
                victim.kill()
                victim.join()
                kills += 1
                running[running.index(victim)] = begin()
    finally:
        for process in running:
            process.kill()
            process.join()
    with database.reading() as tx:
        results = tx.execute(select(ResultRow.letter_id, ResultRow.step)).all()
    by_step = Counter((letter, step.partition(":")[0]) for letter, step in results)
    given_up = sum(":" in step for _, step in results)
    print(f"\n{kills} kills of claim holders, {len(results)} results, {given_up} left to people after three stops")
    assert kills >= KILLS
    assert len(by_step) == letters * len(STEPS), "every letter has every result"
    assert set(by_step.values()) == {1}, "and has it once"
