"""The watched folder by an invented clock: what is taken, when, and what becomes of it."""

import os
import socket
from datetime import date
from pathlib import Path
from typing import BinaryIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.settings import Intake
from intake.folder import FORGOTTEN_SECONDS
from intake.names import is_passed_over
from intake.receive import Added
from intake.tree import count_resting
from letters.reasons import Reason
from letters.scan import Arrival
from store.files import FileStore
from tests.intake.houses import House, MemoryRegister


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def test_a_file_at_rest_is_stored_then_moved(house: House) -> None:
    (house.scans / "brief.pdf").write_bytes(b"%PDF one")
    house.look()
    assert house.register.rows == {}
    house.look(house.settings.rest)
    row = house.register.rows[1]
    assert (row.status, row.arrival.name, row.arrival.hints) == ("waiting", "brief.pdf", {"tray": "north"})
    assert row.arrival.received_on == date(2026, 1, 15)
    assert house.stored(1) == b"%PDF one"
    assert house.names("done") == ["brief.pdf"]
    assert house.bell.rung == [1]


def test_a_file_that_grows_rests_anew(house: House) -> None:
    path = house.scans / "slow.pdf"
    path.write_bytes(b"first ")
    house.look()
    for _ in range(5):
        with path.open("ab") as stream:
            stream.write(b"more ")
        house.look(house.settings.rest * 0.9)
        assert house.register.rows == {}
    house.look(house.settings.rest)
    assert house.stored(1) == b"first " + b"more " * 5


def test_a_file_that_is_still_written_to_waits_however_long_its_writer_pauses(house: House) -> None:
    with (house.scans / "slow.pdf").open("wb", buffering=0) as stream:
        stream.write(b"first ")
        house.settle()
        assert house.look(house.settings.rest) <= house.settings.rest
        assert house.register.rows == {}
        assert count_resting(house.scans) == 1
        stream.write(b"last")
    house.settle()
    assert house.stored(1) == b"first last"


def test_a_file_that_somebody_forgot_to_close_is_taken_at_last(house: House) -> None:
    with (house.scans / "a.pdf").open("wb", buffering=0) as stream:
        stream.write(b"whole")
        house.look()
        house.look(FORGOTTEN_SECONDS - 1)
        assert house.register.rows == {}
        house.look(1)
        assert house.stored(1) == b"whole"


def test_a_file_that_lay_there_at_the_start_rests_too(house: House) -> None:
    old = house.scans / "old.pdf"
    old.write_bytes(b"half")
    os.utime(old, (1, 1))
    house.look()
    assert house.register.rows == {}


def test_the_pause_ends_when_the_next_file_is_due(house: House) -> None:
    (house.scans / "a.pdf").write_bytes(b"a")
    assert house.look() == pytest.approx(house.settings.rest)
    assert house.look(house.settings.rest) == house.settings.rescan


@pytest.mark.parametrize(
    "name",
    [".hidden", "a.pdf.part", "A.TMP", "~$brief.docx", "x.crdownload", ".~lock.a.odt#", "Thumbs.db", "a.filepart"],
)
def test_unfinished_and_hidden_files_stay(house: House, name: str) -> None:
    (house.scans / name).write_bytes(b"x")
    house.settle()
    assert (house.scans / name).exists()
    assert house.register.rows == {}
    assert count_resting(house.scans) == 0


def test_an_empty_file_waits_and_is_refused_with_a_text(house: House) -> None:
    (house.scans / "leer.pdf").touch()
    house.settle()
    assert house.register.rows == {}
    assert count_resting(house.scans) == 0
    house.look(house.settings.empty_wait)
    assert house.register.statuses() == ["refused"]
    assert house.names("refused") == ["leer.pdf", "leer.pdf.txt"]
    text = (house.scans / "refused/leer.pdf.txt").read_text(encoding="utf-8")
    assert "Die Datei ist leer" in text
    assert "The file is empty" in text


def test_links_are_moved_never_followed(house: House, tmp_path: Path) -> None:
    outside = tmp_path / "secret.pdf"
    outside.write_bytes(b"secret")
    (house.scans / "link.pdf").symlink_to(outside)
    (house.scans / "away").symlink_to(tmp_path)
    house.settle()
    assert house.register.statuses() == ["refused", "refused"]
    assert (house.scans / "refused/link.pdf").is_symlink()
    assert outside.read_bytes() == b"secret"
    assert not any((tmp_path / "files").rglob("*"))


def test_fifos_and_sockets_are_refused_unopened(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(house.scans / "pipe.pdf")
    monkeypatch.chdir(house.scans)  # a socket's path must be short
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("socket.pdf")
        house.settle()
    assert house.names("refused") == ["pipe.pdf", "pipe.pdf.txt", "socket.pdf", "socket.pdf.txt"]
    reasons = {row.reason.params["what"] for row in house.register.rows.values() if row.reason}
    assert reasons == {"FIFO", "Socket"}


def test_subfolders_are_looked_into_done_and_refused_are_not(house: House) -> None:
    for place in ("done", "refused", "north/done", "north/deep"):
        (house.scans / place).mkdir(parents=True)
        (house.scans / place / "a.pdf").write_bytes(place.encode())
    house.settle()
    assert sorted(house.stored(scan) for scan in house.register.rows) == [b"north/deep", b"north/done"]
    assert house.names("done") == ["a-1.pdf", "a-2.pdf", "a.pdf"]


def test_the_same_name_every_day(house: House) -> None:
    for day in range(3):
        (house.scans / "scan.pdf").write_bytes(b"day %d" % day)
        house.settle()
    assert house.names("done") == ["scan-2.pdf", "scan-3.pdf", "scan.pdf"]
    assert [house.stored(scan) for scan in (1, 2, 3)] == [b"day 0", b"day 1", b"day 2"]


def test_the_same_content_is_a_duplicate(house: House) -> None:
    for name in ("a.pdf", "b.pdf"):
        (house.scans / name).write_bytes(b"same")
        house.settle()
    assert house.register.statuses() == ["waiting", "duplicate"]
    assert house.register.rows[2].original == 1
    assert house.bell.rung == [1]


def test_content_that_was_refused_is_tried_anew(house: House) -> None:
    for name in ("a.pdf", "b.pdf"):
        (house.scans / name).write_bytes(b"same")
        house.settle()
        house.register.refuse(len(house.register.rows), "damaged")
    assert house.bell.rung == [1, 2]


def test_a_service_that_is_down_leaves_the_file_and_is_asked_later_and_later(house: House) -> None:
    (house.scans / "a.pdf").write_bytes(b"a")
    house.register.down = True
    house.look()
    pauses = []
    house.look(house.settings.rest)
    for _ in range(3):
        pauses.append(house.folder.patience.sights[house.scans / "a.pdf"].not_before - house.moment)
        house.look(pauses[-1])
    assert pauses == [pytest.approx(1), pytest.approx(2), pytest.approx(4)]
    house.register.down = False
    assert house.register.rows == {}
    house.look(8)
    assert house.names("done") == ["a.pdf"]


def test_a_folder_that_is_gone_is_waited_for(house: House) -> None:
    house.scans.rmdir()
    assert house.look() == house.settings.rescan
    house.scans.mkdir()
    (house.scans / "a.pdf").write_bytes(b"a")
    house.settle()
    assert house.names("done") == ["a.pdf"]


def test_a_crash_between_row_and_move_makes_no_second_scan(house: House) -> None:
    path = house.scans / "a.pdf"
    path.write_bytes(b"a")

    class Killed(BaseException):
        pass

    class DyingRegister(MemoryRegister):
        def add(self, arrival: Arrival, sha256: str, size: int) -> Added:
            super().add(arrival, sha256, size)
            raise Killed

    house.receiver.register = house.register = DyingRegister()
    with pytest.raises(Killed):
        house.settle()
    assert path.exists()
    house.open()
    house.settle()
    assert house.register.statuses() == ["waiting"]
    assert house.names("done") == ["a.pdf"]
    assert count_resting(house.scans) == 0


class SlowStore:
    """A store during whose work somebody writes on."""

    def __init__(self, store: FileStore, path: Path) -> None:
        self.store = store
        self.victim = path

    def put(self, stream: BinaryIO) -> str:
        with self.victim.open("ab") as writer:
            writer.write(b"late")
        return self.store.put(stream)

    def path(self, sha256: str) -> Path:
        return self.store.path(sha256)

    def remove(self, sha256: str) -> None:
        self.store.remove(sha256)


def test_a_changed_file_is_not_taken_half(house: House) -> None:
    path = house.scans / "a.pdf"
    path.write_bytes(b"a" * 100)
    house.receiver.files = SlowStore(house.files, path)
    house.settle()
    assert house.register.rows == {}
    house.receiver.files = house.files
    house.look()
    house.look(5)
    assert house.stored(1) == b"a" * 100 + b"late"


class LockedReception:
    """Reads nothing, as a process without the right to."""

    def __init__(self) -> None:
        self.refused: list[str] = []

    def receive(self, arrival: Arrival) -> int:
        raise PermissionError(13, "Permission denied", arrival.path)

    def refuse(self, arrival: Arrival, reason: Reason) -> int:
        self.refused.append(reason.code)
        return 1


def test_an_unreadable_file_is_refused_at_last(house: House) -> None:
    (house.scans / "a.pdf").write_bytes(b"a")
    house.folder.reception = reception = LockedReception()
    house.settle()
    assert (house.scans / "a.pdf").exists()
    for _ in range(4):
        house.look(house.settings.empty_wait)
    assert house.names("refused") == ["a.pdf", "a.pdf.txt"]
    assert reception.refused == ["file_unreadable"]


NAMES = st.binary(min_size=1, max_size=255).map(lambda raw: raw.replace(b"/", b"_").replace(b"\0", b"0"))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.lists(NAMES, min_size=1, max_size=4, unique=True))
def test_every_name_ends_in_a_tray(tmp_path_factory: pytest.TempPathFactory, names: list[bytes]) -> None:
    house = House(tmp_path_factory.mktemp("names"), Intake(rest=0.1, empty_wait=0.1))
    kept = [name for name in names if not is_passed_over(os.fsdecode(name))]
    for number, name in enumerate(kept):
        (house.scans / os.fsdecode(name)).write_bytes(b"%d" % number if number % 2 else b"")
    house.settle()
    for row in house.register.rows.values():
        f"{row.arrival.key} {row.arrival.name}".encode()
    assert len(house.register.rows) == len(kept)
    assert len(house.names("done")) == len(kept) // 2
    assert len(house.names("refused")) == 2 * (len(kept) - len(kept) // 2)
    assert count_resting(house.scans) == 0


def test_umlauts_spaces_newlines_and_bytes_that_are_no_utf8(house: House) -> None:
    names = ["Kündigung Größe.pdf", "zwei\nZeilen.pdf", " leer .pdf", os.fsdecode(b"kaputt\xff.pdf"), "x" * 255]
    for number, name in enumerate(names):
        (house.scans / name).write_bytes(b"%d" % number)
    house.settle()
    assert house.names("done") == sorted(names)
    kept = {row.arrival.name for row in house.register.rows.values()}
    assert kept == {*names[:3], "kaputt\\xff.pdf", names[4]}
