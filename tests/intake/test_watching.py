"""The watched folder by the real clock, with the file system's own events."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from config.settings import Intake
from tests.intake.houses import House


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


@pytest.mark.parametrize("watch", ["events", "polling"])
def test_what_is_dropped_is_taken(tmp_path: Path, watch: str) -> None:
    house = House(tmp_path, watch=watch)
    (house.scans / "before.pdf").write_bytes(b"before")
    with house.running():
        (house.scans / "after.pdf").write_bytes(b"after")
        wait_for(lambda: house.names("done") == ["after.pdf", "before.pdf"])


def test_a_slow_writer_arrives_whole_and_once(tmp_path: Path) -> None:
    house = House(tmp_path, Intake(rest=2.0, rescan=0.4))
    with house.running():
        for _ in range(12):
            with (house.scans / "slow.pdf").open("ab") as stream:
                stream.write(b"piece ")
            time.sleep(0.25)
        wait_for(lambda: house.names("done") == ["slow.pdf"])
    assert house.stored(1) == b"piece " * 12
    assert len(house.register.rows) == 1


def test_events_hurry_a_rename_and_a_folder_moved_in(tmp_path: Path) -> None:
    patient = Intake(rest=1.0, rescan=3600, empty_wait=3600)
    house = House(tmp_path, patient)
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "b.pdf").write_bytes(b"in a folder")
    with house.running():
        (house.scans / "a.pdf.part").write_bytes(b"renamed")
        (house.scans / "a.pdf.part").rename(house.scans / "a.pdf")
        outside.rename(house.scans / "moved in")
        wait_for(lambda: house.names("done") == ["a.pdf", "b.pdf"])


def test_a_rename_is_heard_as_one_even_from_outside(tmp_path: Path) -> None:
    house = House(tmp_path, Intake(rest=3600, rescan=3600))
    (tmp_path / "a.pdf").write_bytes(b"whole")
    with house.running():
        (tmp_path / "a.pdf").rename(house.scans / "a.pdf")
        wait_for(lambda: house.names("done") == ["a.pdf"])


def test_two_folders_one_reception(tmp_path: Path) -> None:
    first, second = House(tmp_path / "one"), House(tmp_path / "two")
    second.receiver = first.receiver
    second.open()
    for number in range(8):
        for house in (first, second):
            (house.scans / "scan.pdf").with_stem(f"scan{number}").write_bytes(f"{house.scans} {number}".encode())
    with first.running(), second.running():
        wait_for(lambda: len(first.names("done")) == len(second.names("done")) == 8)
    assert first.register.statuses() == ["waiting"] * 16


def test_a_hundred_files_while_more_come(tmp_path: Path) -> None:
    house = House(tmp_path)

    def drop() -> None:
        for number in range(100):
            (house.scans / f"{number}.pdf").write_bytes(b"%d" % number)
            time.sleep(0.005)

    dropper = threading.Thread(target=drop)
    with house.running():
        dropper.start()
        wait_for(lambda: len(house.names("done")) == 100)
        dropper.join()
    assert sorted(int(house.stored(scan)) for scan in house.register.rows) == list(range(100))
