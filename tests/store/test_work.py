"""Work rows: a claim is held by one, lasts a minute, is counted, and only its holder may finish."""

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from store.database import Database
from store.tables import WorkRow
from store.work import (
    Claim,
    Claimant,
    ClaimLost,
    NewWork,
    add_work,
    claim_work,
    count_work,
    finish_work,
    free_claims,
    free_dead_claims,
    next_due,
    postpone_work,
    release_work,
    renew_claim,
    ring_again,
    this_process,
)

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
READ = NewWork("page", 7, "read", "pages")


def add(database: Database, work: NewWork = READ) -> int:
    with database.writing() as tx:
        return add_work(tx, [work], NOW)[0].work


def claim(database: Database, work: int, now: datetime = NOW) -> Claim | None:
    with database.writing() as tx:
        return claim_work(tx, work, this_process(), now)


def held(database: Database, work: int, now: datetime = NOW) -> Claim:
    claimed = claim(database, work, now)
    assert claimed is not None
    return claimed


def test_a_work_row_is_claimed_once(database: Database) -> None:
    work = add(database)
    assert held(database, work).attempts == 1
    assert claim(database, work) is None


def test_pages_that_end_at_once_ask_for_one_splitting(database: Database) -> None:
    split = NewWork("scan", 1, "split", "front")
    with ThreadPoolExecutor(8) as pool:
        works = list(pool.map(lambda _: add(database, split), range(16)))
    assert len(set(works)) == 1
    with database.reading() as tx:
        assert tx.scalars(select(WorkRow.version)).all() == [16]


def test_of_many_at_once_one_gets_the_claim(database: Database) -> None:
    work = add(database)
    with ThreadPoolExecutor(8) as pool:
        claims = list(pool.map(lambda _: claim(database, work), range(16)))
    assert sum(each is not None for each in claims) == 1


def test_a_claim_runs_out_after_a_minute_and_the_next_is_counted(database: Database) -> None:
    work = add(database)
    held(database, work)
    assert claim(database, work, NOW + timedelta(seconds=59)) is None
    assert held(database, work, NOW + timedelta(seconds=61)).attempts == 2


def test_a_renewed_claim_lasts_another_minute(database: Database) -> None:
    work = add(database)
    mine = held(database, work)
    with database.writing() as tx:
        assert renew_claim(tx, mine, NOW + timedelta(seconds=50))
    assert claim(database, work, NOW + timedelta(seconds=100)) is None


def test_a_lost_claim_cannot_finish(database: Database) -> None:
    work = add(database)
    first = held(database, work)
    second = held(database, work, NOW + timedelta(seconds=61))
    with pytest.raises(ClaimLost), database.writing() as tx:
        add_work(tx, [NewWork("scan", 1, "split", "front")], NOW)
        finish_work(tx, first)
    with database.writing() as tx:
        assert finish_work(tx, second)
        assert not renew_claim(tx, second, NOW)
        assert count_work(tx, low=True) == 0, "the loser's next work is not there either"


def test_work_that_came_meanwhile_is_not_lost_by_finishing(database: Database) -> None:
    work = add(database)
    mine = held(database, work)
    assert add(database) == work
    with database.writing() as tx:
        assert not finish_work(tx, mine)
    assert held(database, work).attempts == 1


def test_a_service_that_is_down_is_not_held_against_the_letter(database: Database) -> None:
    work, now = add(database), NOW
    waits = []
    for _ in range(12):
        mine = held(database, work, now)
        assert mine.attempts == 1
        with database.writing() as tx:
            postpone_work(tx, mine, now, counts=False)
        with database.reading() as tx:
            due = tx.execute(select(WorkRow.due_at)).scalar_one()
        waits.append((due - now).total_seconds())
        now = due
    assert waits[:3] == [2, 4, 8]
    assert waits[-1] == 300


def test_a_death_counts_and_is_due_at_once(database: Database) -> None:
    work = add(database)
    with database.writing() as tx:
        postpone_work(tx, held_in(tx, work), NOW, counts=True)
    assert held(database, work).attempts == 2


def held_in(tx, work: int) -> Claim:  # type: ignore[no-untyped-def]
    mine = claim_work(tx, work, this_process(), NOW)
    assert mine is not None
    return mine


def test_what_nobody_heard_is_rung_again_a_bounded_number_a_round(database: Database) -> None:
    for subject in range(5):
        add(database, NewWork("page", subject, "read", "pages"))
    later = NOW + timedelta(seconds=31)
    with database.writing() as tx:
        assert ring_again(tx, NOW + timedelta(seconds=29)) == []
        assert len(ring_again(tx, later, limit=3)) == 3
        assert len(ring_again(tx, later, limit=3)) == 2
        assert ring_again(tx, later) == []


def test_what_the_dead_hold_is_freed_at_once_and_what_the_living_hold_is_not(database: Database) -> None:
    dead = Claimant(this_process().host, 2**22 + 1, 1.0)
    mine, theirs = add(database), add(database, NewWork("page", 8, "read", "pages"))
    elsewhere = add(database, NewWork("page", 9, "read", "pages"))
    held(database, mine)
    with database.writing() as tx:
        assert claim_work(tx, theirs, dead, NOW)
        assert claim_work(tx, elsewhere, dead._replace(host="another-host"), NOW)
        assert free_dead_claims(tx) == 1
    assert claim(database, mine) is None
    assert claim(database, elsewhere) is None
    assert held(database, theirs).attempts == 2


def test_a_new_process_under_an_old_pid_keeps_its_claim(database: Database) -> None:
    work = add(database)
    held(database, work)
    with database.writing() as tx:
        assert free_claims(tx, Claimant(this_process().host, os.getpid(), this_process().started - 60)) == []
        assert [ring.work for ring in free_claims(tx, this_process())] == [work]


def test_lanes_go_in_their_order_and_copies_do_not_count_as_work(database: Database) -> None:
    low = add(database, NewWork("letter", 1, "copy", "low"))
    front = add(database, NewWork("letter", 1, "route", "front"))
    with database.reading() as tx:
        assert next_due(tx, NOW, ("front", "low")) == front
        assert next_due(tx, NOW, ("low",)) == low
        assert (count_work(tx, low=False), count_work(tx, low=True)) == (1, 2)


def test_released_work_is_due_with_nothing_counted(database: Database) -> None:
    work = add(database)
    with database.writing() as tx:
        assert release_work(tx, held_in(tx, work))
    assert held(database, work).attempts == 1
