"""The real path under kill -9: workers, readers, keeper, web page, and at last an emptied Redis. Each letter once."""

import random
import sqlite3
import time
from collections import Counter
from contextlib import closing
from typing import Any, NamedTuple

import psutil
import pytest
from redis import Redis

from posteingang.home import Home
from posteingang.redis_server import redis_socket
from tests.posteingang.conftest import MakeInstance
from tests.posteingang.instances import Instance, described, lives, wait_for

KILLS = 20
LEAST_LOST = 15
BETWEEN = 3.0
LEAST_WORK = 6
READERS_TURN = 5
"""Every so many kills a reader is killed instead of the worker that it reads for."""
OTHERS = {6: "posteingang.keeper", 10: "up", 14: "posteingang.keeper", 17: "posteingang.web_page"}
"""Who is killed besides, before which of the kills. None of them holds a claim, so they do not count."""


class Held(NamedTuple):
    """A claim as it stands: who holds it, by which token, and the how-manieth attempt it is."""

    pid: int
    token: str | None
    attempts: int


class Target(NamedTuple):
    """Whom to kill, and the claims that are seen to be running on it."""

    process: psutil.Process
    claims: dict[int, Held]


def rows(instance: Instance, query: str) -> list[Any]:
    """What the database of the home says, read past its owner."""
    with closing(sqlite3.connect(f"file:{instance.home}/posteingang.sqlite?mode=ro", uri=True, timeout=30)) as database:
        return database.execute(query).fetchall()


def held(instance: Instance) -> dict[int, Held]:
    """Every work row with its claim, where it has one."""
    return {work: Held(*row) for work, *row in rows(instance, "SELECT id, pid, claim, attempts FROM work")}


def was_lost(before: Held, now: Held | None) -> bool:
    """Whether a claim ended without a result: its work is still there, and the attempt counts."""
    if now is None or now.token == before.token:
        return False
    return now.attempts > before.attempts or (now.token is None and now.attempts == before.attempts)


def find_target(instance: Instance, number: int) -> Target | None:
    """A worker that is seen to hold a claim at this moment, or, in turn, the reader that reads for it."""
    workers = {child.pid: child for child in instance.children("posteingang.worker")}
    claims = {work: claim for work, claim in held(instance).items() if claim.token and claim.pid in workers}
    if not claims:
        return None
    pid = random.choice([claim.pid for claim in claims.values()])
    target = Target(workers[pid], {work: claim for work, claim in claims.items() if claim.pid == pid})
    if number % READERS_TURN != READERS_TURN // 2:
        return target
    readers = [child for child in workers[pid].children() if described(child) == "reading.reader"]
    return target._replace(process=readers[0]) if readers else None


def kill_a_claimant(instance: Instance, number: int) -> tuple[str, bool]:
    """Kill a process while its claim runs; what it was, and whether the claim was really lost by that."""
    until = time.monotonic() + 120
    while (target := find_target(instance, number)) is None:
        assert time.monotonic() < until, "waited in vain for a claim that runs"
        time.sleep(0.02)
    kind = described(target.process)
    target.process.kill()
    wait_for(lambda: all(claim != held(instance).get(work) for work, claim in target.claims.items()), 60, "its end")
    return kind, any(was_lost(claim, held(instance).get(work)) for work, claim in target.claims.items())


def kill_besides(instance: Instance, kind: str) -> str:
    """Kill one that holds no claim. `up` takes all others with it, and is started again, as a service manager would."""
    if kind == "up":
        everybody = instance.children()
        instance.kill()
        wait_for(lambda: not any(map(lives, everybody)), 120, "the children to follow")
        instance.up()
        return kind
    wait_for(lambda: bool(instance.children(kind)), 60, kind)
    instance.children(kind)[0].kill()
    return kind


def drop_copies(instance: Instance, scans: list[bytes], since: int) -> list[str]:
    """Every scan once more, with other bytes at the end, so that none is a duplicate; their names."""
    names = []
    for number, scan in enumerate(scans, since):
        names.append(f"Scan_{number:04}.pdf")
        path = instance.scans / f".{names[-1]}"
        path.write_bytes(scan + f"\n%{number}".encode())
        path.rename(instance.scans / names[-1])
    return names


def count(instance: Instance, what: str) -> int:
    """How many rows there are: `what` is a table and its condition."""
    return int(rows(instance, f"SELECT count(*) FROM {what}")[0][0])


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_every_letter_ends_exactly_once_whoever_is_killed(make_instance: MakeInstance, scans: list[bytes]) -> None:
    instance = make_instance()
    instance.up()
    lost, killed, dropped = 0, Counter[str](), list[str]()
    for number in range(KILLS):
        if count(instance, "work WHERE lane <> 'low'") < LEAST_WORK:
            dropped += drop_copies(instance, scans[:12], len(dropped))
        if number in OTHERS:
            killed[kill_besides(instance, OTHERS[number])] += 1
        begun = time.monotonic()
        kind, really = kill_a_claimant(instance, number)
        killed[kind] += 1
        lost += really
        time.sleep(max(0.0, BETWEEN - (time.monotonic() - begun)))
    with Redis(unix_socket_path=str(redis_socket(Home(instance.home)))) as redis:
        redis.flushall()
    instance.run("wait", "--all", "--timeout", "600", timeout=620)
    records = instance.records("--scans")
    clearing = [record for record in records if record["status"] == "clearing"]
    left = [each for each in clearing if each["review_reason"]["code"] == "stopped_three_times"]
    print(f"\nkilled {dict(killed)}; claims lost {lost}; {len(clearing)} in clearing, {len(left)} after three stops")
    assert lost >= LEAST_LOST
    assert Counter(record["source_name"] for record in records) == Counter(dropped)
    assert {record["status"] for record in records} <= {"queued", "clearing"}
    assert {pile["name"] for pile in instance.status()["work"]} <= {"letter.copy"}, "only archive copies may be left"
    assert sorted(path.name for path in (instance.scans / "done").iterdir()) == sorted(
        record["source_name"] for record in records
    )
    assert instance.call("doctor").returncode == 0
    instance.stop()


FALLS = 8
LEAST_BETWEEN = 6


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_killed_between_row_and_move_a_scan_is_no_duplicate_of_itself(
    make_instance: MakeInstance, scans: list[bytes]
) -> None:
    """A frozen Redis holds the keeper between the two: it rings when the row is committed, and only then moves."""
    instance = make_instance()
    instance.up()
    names, between = [f"Brief_{number:02}.pdf" for number in range(FALLS)], 0
    for name, scan in zip(names, scans, strict=False):
        between += killed_between(instance, name, scan)
        wait_for(lambda name=name: (instance.scans / "done" / name).exists(), 120, "the move")  # type: ignore[misc]
    instance.run("wait", "--timeout", "300", timeout=320)
    print(f"\nkilled between row and move: {between} of {FALLS}")
    assert between >= LEAST_BETWEEN
    records = instance.records("--scans")
    assert sorted(record["source_name"] for record in records) == names
    assert {record["status"] for record in records} <= {"queued", "clearing"}
    assert sorted(path.name for path in (instance.scans / "done").iterdir()) == names
    instance.stop()


def killed_between(instance: Instance, name: str, scan: bytes) -> bool:
    """Drop the scan and kill the keeper when the row is there; whether the file was seen to lie where it arrived."""
    wait_for(lambda: bool(instance.children("posteingang.keeper") and instance.children("redis-server")), 60, "both")
    keeper, redis = instance.children("posteingang.keeper")[0], instance.children("redis-server")[0]
    before = count(instance, "scans")
    redis.suspend()
    try:
        (instance.scans / f".{name}").write_bytes(scan)
        (instance.scans / f".{name}").rename(instance.scans / name)
        wait_for(lambda: count(instance, "scans") > before, 120, "the scan's row")
        keeper.kill()
        wait_for(lambda: not lives(keeper), 60, "the keeper's end")
        return (instance.scans / name).exists()
    finally:
        redis.resume()
