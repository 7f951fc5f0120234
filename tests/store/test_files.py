"""The file store on a real disk."""

import hashlib
import io
import os
import threading
from pathlib import Path
from typing import BinaryIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from letters.errors import ServiceError
from store.files import INCOMING, PIECE, FileStore


@settings(max_examples=30, deadline=None)
@given(content=st.binary(max_size=2000), times=st.sampled_from([1, 1, 700]))
def test_what_goes_in_comes_out(tmp_path_factory: pytest.TempPathFactory, content: bytes, times: int) -> None:
    store = FileStore(tmp_path_factory.mktemp("files"))
    whole = content * times
    sha256 = store.put(io.BytesIO(whole))
    assert sha256 == hashlib.sha256(whole).hexdigest()
    assert store.path(sha256).read_bytes() == whole
    assert store.put(io.BytesIO(whole)) == sha256
    assert len([path for path in store.folder.rglob("*") if path.is_file()]) == 1


def test_a_file_lies_in_folders_by_its_sum(tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    sha256 = store.put(io.BytesIO(b"x"))
    assert store.path(sha256) == tmp_path / sha256[:2] / sha256[2:4] / sha256
    store.remove(sha256)
    store.remove(sha256)
    with pytest.raises(ServiceError, match="missing"):
        store.path(sha256)


class Torn(io.RawIOBase):
    """A stream that breaks off after its first piece."""

    def __init__(self) -> None:
        self.given = False

    def read(self, size: int = -1) -> bytes:
        if self.given:
            raise OSError(5, "Input/output error")
        self.given = True
        return b"x" * size


def test_a_torn_stream_leaves_nothing(tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    torn: BinaryIO = Torn()  # type: ignore[assignment]
    with pytest.raises(ServiceError, match="Input/output error"):
        store.put(torn)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_many_at_once_store_the_same_content(tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    content = os.urandom(3 * PIECE + 17)
    sums: list[str] = []
    threads = [threading.Thread(target=lambda: sums.append(store.put(io.BytesIO(content)))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(sums) == 8
    assert store.path(sums[0]).read_bytes() == content


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "a" * 63, "G" * 64])
def test_only_a_sum_names_a_file(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        FileStore(tmp_path).path(name)


def test_left_overs_of_killed_processes_are_cleared_by_their_age(tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    (tmp_path / INCOMING).mkdir()
    old, new = tmp_path / INCOMING / "old", tmp_path / INCOMING / "new"
    old.write_bytes(b"x")
    new.write_bytes(b"x")
    os.utime(old, (1, 1))
    store.clear_left_overs()
    assert not old.exists()
    assert new.exists()
