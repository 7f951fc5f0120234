"""The reader may die, hang or run out of memory: the worker goes on with the next page."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import psutil
import pytest
from PIL import Image

from config.settings import Reading
from letters.errors import LetterError, ServiceError
from reading import open_reader
from reading.client import ReaderProcess
from tests.reading.material import encode, error_rate, save, scan, written_page


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReaderProcess]:
    process = cast(ReaderProcess, open_reader(Reading(), tmp_path_factory.mktemp("log")))
    yield process
    process.close()


@pytest.fixture
def note(tmp_path: Path) -> Path:
    return save(tmp_path, "a.png", encode(written_page(["Guten Tag"]), "PNG", dpi=(200, 200)))


def test_it_opens_reads_and_pictures(reader: ReaderProcess, tmp_path: Path) -> None:
    rendered = scan("office")
    path = save(tmp_path, "a.pdf", rendered.pdf)
    opened = reader.open_scan(path, "a.pdf", tmp_path)
    page = reader.read_page(path, opened.kind, 0)
    assert (opened.kind, opened.page_count) == ("pdf", 1)
    assert error_rate(page.text, rendered.text) < 0.02
    assert reader.picture(path, "pdf", 0, 600, page).startswith(b"\xff\xd8")


def test_a_page_that_is_not_there_is_the_letters_fault(reader: ReaderProcess, note: Path) -> None:
    with pytest.raises(LetterError) as caught:
        reader.read_page(note, "png", 7)
    assert caught.value.reason.code == "page_unreadable"
    assert caught.value.reason.params["page"] == "8"
    assert reader.read_page(note, "png", 0).text == "Guten Tag"


def test_a_reader_killed_between_pages_is_replaced_unseen(reader: ReaderProcess, note: Path) -> None:
    os.kill(reader.process.pid, signal.SIGKILL)
    reader.process.wait()
    assert reader.read_page(note, "png", 0).text == "Guten Tag"


def test_a_reader_killed_at_work_is_a_fault_of_the_service_and_replaced(reader: ReaderProcess, note: Path) -> None:
    reader.restart()
    os.kill(reader.process.pid, signal.SIGSTOP)  # so that the order is surely not carried out before it is killed
    killer = threading.Timer(1.0, os.kill, (reader.process.pid, signal.SIGKILL))
    killer.start()
    with pytest.raises(ServiceError) as caught:
        reader.read_page(note, "png", 0)
    killer.join()
    assert caught.value.reason.code == "reader_died"
    assert reader.read_page(note, "png", 0).text == "Guten Tag"


def test_a_page_over_the_time_limit_ends_and_the_next_is_read(note: Path, tmp_path: Path) -> None:
    reader = cast(ReaderProcess, open_reader(Reading(page_seconds=2), tmp_path / "log"))
    try:
        assert reader.read_page(note, "png", 0).words
        os.kill(reader.process.pid, signal.SIGSTOP)
        with pytest.raises(LetterError) as caught:
            reader.read_page(note, "png", 0)
        assert caught.value.reason.code == "page_too_slow"
        assert reader.read_page(note, "png", 0).words
    finally:
        reader.close()


def test_a_page_over_the_memory_limit_ends_and_the_next_is_read(note: Path, tmp_path: Path) -> None:
    large = save(tmp_path, "large.png", encode(Image.new("RGB", (14_000, 14_000)), "PNG"))
    reader = cast(ReaderProcess, open_reader(Reading(memory_mb=900), tmp_path / "log"))
    try:
        with pytest.raises(LetterError) as caught:
            reader.read_page(large, "png", 0)
        assert caught.value.reason.code in ("over_memory", "page_unreadable")
        assert reader.read_page(note, "png", 0).words
    finally:
        reader.close()


def test_it_ends_when_its_parent_is_killed(tmp_path: Path) -> None:
    program = (
        "import time; from pathlib import Path; from config.settings import Reading; from reading import open_reader\n"
        f"print(open_reader(Reading(), Path({str(tmp_path)!r})).process.pid, flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert parent.stdout
    child = psutil.Process(int(parent.stdout.readline()))
    parent.kill()
    parent.wait()
    deadline = time.monotonic() + 20
    while child.is_running() and child.status() != psutil.STATUS_ZOMBIE and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not child.is_running() or child.status() == psutil.STATUS_ZOMBIE


def test_nothing_of_a_letter_stands_in_the_log(reader: ReaderProcess, note: Path) -> None:
    reader.read_page(note, "png", 0)
    assert "Guten" not in reader.log.read_text(encoding="utf-8")
