"""The only writer of new mail: the file is stored, then its row is committed, and only then may the file be moved."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import BinaryIO, NamedTuple, Protocol

from letters.errors import LetterError, ServiceError
from letters.ports import Doorbell, Files
from letters.reasons import Reason
from letters.scan import Arrival

LANE = "front"
"""The doorbell's lane for a scan that is to be opened: it goes before pages, so that every arrival is soon known."""


class Added(NamedTuple):
    """A new scan: its id, and the work rows that are due for it."""

    scan: int
    work: tuple[int, ...]


class ScanRegister(Protocol):
    """The rows of scans. Each method is one transaction; an arrival's key is unique among all scans.

    Where the key is there already by the time of writing, the methods that write return that scan and add nothing.
    All raise ServiceError when the database is down.
    """

    def find_by_key(self, key: str) -> int | None:
        """The scan of this very arrival."""
        ...

    def find_original(self, sha256: str) -> int | None:
        """The scan that stands for this content: the first that was neither refused nor ended without being routed."""
        ...

    def add(self, arrival: Arrival, sha256: str, size: int) -> Added:
        """A new scan, `waiting`, with its first work row. `size` in bytes."""
        ...

    def add_duplicate(self, arrival: Arrival, sha256: str, size: int, original: int) -> int:
        """A new scan, `duplicate` of `original`, with no work."""
        ...

    def add_refused(self, arrival: Arrival, reason: Reason) -> int:
        """A new scan, `refused`, with no stored file and no work."""
        ...


class Receiver:
    """The reception of every channel."""

    def __init__(self, files: Files, register: ScanRegister, doorbell: Doorbell) -> None:
        self.files = files
        self.register = register
        self.doorbell = doorbell

    def receive(self, arrival: Arrival) -> int:
        """Take in the file at `arrival.path` and return its scan's id; the same key again gives the same id.

        Raises LetterError("not_a_file"), ServiceError (file_changing, file_not_stored, the database's),
        FileNotFoundError and PermissionError.
        """
        known = self.register.find_by_key(arrival.key)
        if known is not None:
            return known
        with opened_at_rest(arrival) as (stream, size):
            sha256 = self.files.put(stream)
        original = self.register.find_original(sha256)
        if original is not None:
            return self.register.add_duplicate(arrival, sha256, size, original)
        added = self.register.add(arrival, sha256, size)
        with suppress(ServiceError):  # a broker that is down: the sweeper rings again
            self.doorbell.ring(added.work, LANE)
        return added.scan

    def refuse(self, arrival: Arrival, reason: Reason) -> int:
        """Note a refused arrival and return its scan's id; the same key again gives the same id."""
        known = self.register.find_by_key(arrival.key)
        return self.register.add_refused(arrival, reason) if known is None else known


@contextmanager
def opened_at_rest(arrival: Arrival) -> Iterator[tuple[BinaryIO, int]]:
    """The open file and its size in bytes. No link is followed, no FIFO waited for.

    Raises LetterError("not_a_file"), and ServiceError("file_changing") when it changes while it is open.
    """
    # Without O_NONBLOCK, opening a FIFO that took the file's place would wait for a writer for ever.
    descriptor = os.open(arrival.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(descriptor, "rb", buffering=0) as stream:
        before = os.fstat(descriptor)
        if not stat.S_ISREG(before.st_mode):
            raise LetterError("not_a_file", what="Device")
        yield stream, before.st_size
        after = os.fstat(descriptor)
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise ServiceError("file_changing")
