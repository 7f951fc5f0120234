"""The real path under kill -9: workers, readers, keeper, web page, and at last an emptied Redis. Each letter once."""

import random
import sqlite3
import time
from collections import Counter
from pathlib import Path

import psutil
import pytest
from redis import Redis

from posteingang.home import Home
from posteingang.redis_server import redis_socket
from tests.posteingang.conftest import MakeInstance
from tests.posteingang.instances import Instance, described, wait_for

KILLS = 20
LEAST_LOST = 15
BETWEEN = 3.0
LEAST_WORK = 6


def claims(instance: Instance) -> dict[int, tuple[int, str, int]]:
    """The claims held at this moment: work row to process, step and attempts."""
    with sqlite3.connect(f"file:{instance.home}/posteingang.sqlite?mode=ro", uri=True, timeout=30) as database:
        rows = database.execute("SELECT id, pid, step, attempts FROM work WHERE claim IS NOT NULL").fetchall()
    return {work: (pid, step, attempts) for work, pid, step, attempts in rows}


def victim(instance: Instance, number: int) -> psutil.Process | None:
    """Whom to kill while a claim is seen to be running: mostly a claiming worker, in turn its reader, or another."""
    held = {pid for pid, _, _ in claims(instance).values()}
    workers = [child for child in instance.children("posteingang.worker") if child.pid in held]
    if not workers:
        return None
    worker = random.choice(workers)
    if number % 6 == 2:
        readers = [child for child in worker.children(recursive=True) if described(child) == "reading.reader"]
        return readers[0] if readers else None
    if number % 10 == 9:
        return random.choice(instance.children("posteingang.keeper") or [worker])
    return worker


def next_victim(instance: Instance, number: int) -> psutil.Process:
    """The next to be killed; waits until a claim is seen to be running."""
    until = time.monotonic() + 90
    while time.monotonic() < until:
        target = victim(instance, number)
        if target is not None:
            return target
        time.sleep(0.05)
    raise AssertionError("waited 90 s in vain for a claim that runs")


def drop_copies(instance: Instance, scans: list[bytes], since: int) -> list[str]:
    """Every scan once more, with other bytes at the end, so that none is a duplicate; their names."""
    names = []
    for number, scan in enumerate(scans, since):
        names.append(f"Scan_{number:04}.pdf")
        path = instance.scans / f".{names[-1]}"
        path.write_bytes(scan + f"\n%{number}".encode())
        path.rename(instance.scans / names[-1])
    return names


def work_left(instance: Instance) -> int:
    """How many work rows there are."""
    with sqlite3.connect(f"file:{instance.home}/posteingang.sqlite?mode=ro", uri=True, timeout=30) as database:
        count: int = database.execute("SELECT count(*) FROM work WHERE lane <> 'low'").fetchone()[0]
    return count


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_every_letter_ends_exactly_once_whoever_is_killed(make_instance: MakeInstance, scans: list[bytes]) -> None:
    instance = make_instance()
    instance.up()
    lost, killed, dropped = 0, Counter[str](), list[str]()
    for number in range(KILLS):
        if work_left(instance) < LEAST_WORK:
            dropped += drop_copies(instance, scans[:12], len(dropped))
        begun = time.monotonic()
        target = next_victim(instance, number)
        before = claims(instance)
        kind = described(target)
        target.kill()
        killed[kind] += 1
        lost += bool(kind != "posteingang.keeper" and before)
        time.sleep(max(0.0, BETWEEN - (time.monotonic() - begun)))
    with Redis(unix_socket_path=str(redis_socket(Home(instance.home)))) as redis:
        redis.flushall()
    instance.run("wait", "--all", "--timeout", "300", timeout=320)
    records = instance.records("--scans")
    clearing = [record for record in records if record["status"] == "clearing"]
    left = [each for each in clearing if each["review_reason"]["code"] == "stopped_three_times"]
    print(f"\nkilled {dict(killed)}; claims lost {lost}; {len(clearing)} in clearing, {len(left)} after three stops")
    assert lost >= LEAST_LOST
    assert Counter(record["source_name"] for record in records) == Counter(dropped)
    assert {record["status"] for record in records} <= {"queued", "clearing"}
    assert instance.status()["work"] == []
    assert sorted(path.name for path in (instance.scans / "done").iterdir()) == sorted(
        record["source_name"] for record in records
    )
    assert instance.call("doctor").returncode == 0
    instance.stop()


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_killed_between_row_and_move_a_scan_is_no_duplicate_of_itself(
    make_instance: MakeInstance, scans: list[bytes], tmp_path: Path
) -> None:
    """The keeper is killed again and again while it takes files in; whatever it had begun, it finishes."""
    instance = make_instance()
    instance.up()
    names = [f"Brief_{number:02}.pdf" for number in range(12)]
    for number, name in enumerate(names):
        (instance.scans / f".{name}").write_bytes(scans[number])
        (instance.scans / f".{name}").rename(instance.scans / name)
        if number % 3 == 2:
            wait_for(lambda: bool(instance.children("posteingang.keeper")), 30, "the keeper")
            wait_for(lambda count=number: taken(instance) > count - 2, 60, "a scan's row")  # type: ignore[misc]
            for keeper in instance.children("posteingang.keeper"):
                keeper.kill()
    instance.run("wait", "--timeout", "200", timeout=220)
    records = instance.records("--scans")
    assert sorted(record["source_name"] for record in records) == names
    assert {record["status"] for record in records} <= {"queued", "clearing"}
    assert sorted(path.name for path in (instance.scans / "done").iterdir()) == names
    instance.stop()


def taken(instance: Instance) -> int:
    """How many scans have a row."""
    with sqlite3.connect(f"file:{instance.home}/posteingang.sqlite?mode=ro", uri=True, timeout=30) as database:
        count: int = database.execute("SELECT count(*) FROM scans").fetchone()[0]
    return count
