"""What is the tantivy index's own: one writer, readers in other processes, generations."""

import multiprocessing
import os
import signal
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from letters.errors import ServiceError
from letters.finding import SearchQuery
from search.generations import Generations
from search.indexed import FORMAT
from search.tantivy_index import TantivyIndex
from tests.search.archive import LETTERS, letter

SPAWN = multiprocessing.get_context("spawn")


def write_and_hold(folder: Path, line: Connection) -> None:
    """In another process: write two letters, tell, and hold the writer until told otherwise."""
    index = TantivyIndex(folder)
    index.write(LETTERS[:2])
    line.send("written")
    line.recv()
    index.rebuild(LETTERS)
    line.send("rebuilt")
    line.recv()


def total(index: TantivyIndex) -> int:
    """How many letters are found."""
    return index.search(SearchQuery()).total


def test_readers_see_what_another_process_writes_and_rebuilds(tmp_path: Path) -> None:
    here, there = SPAWN.Pipe()
    reader = TantivyIndex(tmp_path)
    assert total(reader) == 0
    writer = SPAWN.Process(target=write_and_hold, args=(tmp_path, there))
    writer.start()
    assert here.recv() == "written"
    assert total(reader) == 2
    with pytest.raises(ServiceError) as busy:
        reader.write(LETTERS)
    assert busy.value.reason.code == "index_busy"
    with pytest.raises(ServiceError):
        reader.rebuild(LETTERS)
    here.send("go on")
    assert here.recv() == "rebuilt"
    assert total(reader) == len(LETTERS)
    here.send("end")
    writer.join()


def test_a_killed_writer_leaves_its_lock_and_its_commits(tmp_path: Path) -> None:
    here, there = SPAWN.Pipe()
    writer = SPAWN.Process(target=write_and_hold, args=(tmp_path, there))
    writer.start()
    assert here.recv() == "written"
    assert writer.pid is not None
    os.kill(writer.pid, signal.SIGKILL)
    writer.join()
    index = TantivyIndex(tmp_path)
    index.write(LETTERS[2:])
    assert total(index) == len(LETTERS)


def test_closed_writer_lets_the_next_one_in(tmp_path: Path) -> None:
    first, second = TantivyIndex(tmp_path), TantivyIndex(tmp_path)
    first.write(LETTERS[:1])
    first.close()
    second.write(LETTERS[1:])
    assert total(first) == total(second) == len(LETTERS)


def test_writer_follows_a_rebuild_by_another(tmp_path: Path) -> None:
    first, second = TantivyIndex(tmp_path), TantivyIndex(tmp_path)
    first.write(LETTERS[:1])
    first.close()
    second.rebuild(LETTERS[:3])
    second.close()
    first.write([letter(9, "Auftrag")])
    assert total(second) == 4


def test_only_the_live_generation_is_kept(tmp_path: Path) -> None:
    index = TantivyIndex(tmp_path)
    for _ in range(3):
        index.rebuild(LETTERS)
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == [Generations(tmp_path).live]


def test_index_of_another_format_is_not_read(tmp_path: Path) -> None:
    old = Generations(tmp_path)
    (tmp_path / f"{FORMAT + 1}-000004").mkdir()
    (tmp_path / "live").write_text(f"{FORMAT + 1}-000004")
    assert old.live is None
    index = TantivyIndex(tmp_path)
    assert total(index) == 0
    assert index.rebuild(LETTERS) == len(LETTERS)


def test_broken_directory_is_a_service_error(tmp_path: Path) -> None:
    index = TantivyIndex(tmp_path)
    index.write(LETTERS)
    index.close()
    live = Generations(tmp_path).live
    assert live
    (tmp_path / live / "meta.json").write_text("{")
    with pytest.raises(ServiceError) as down:
        index.search(SearchQuery())
    assert down.value.reason.code == "index_down"
    assert index.rebuild(LETTERS) == len(LETTERS)
    assert total(index) == len(LETTERS)


def test_folder_that_cannot_be_made_is_a_service_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ServiceError):
        TantivyIndex(tmp_path / "file" / "index").write(LETTERS)
