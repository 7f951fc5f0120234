"""Originals and copies, kept by the SHA-256 of their bytes in folders ab/cd/…: whole or not at all."""

import hashlib
import os
import re
import tempfile
import time
from pathlib import Path
from typing import IO, BinaryIO

from letters.errors import ServiceError

PIECE = 1 << 20
INCOMING = "incoming"
LEFT_OVER = 3600.0
"""Seconds after which a temporary file is one that a killed process left."""


class FileStore:
    """The port Files on a folder; several processes may share it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, stream: BinaryIO) -> str:
        """Store the stream in pieces of 1 MiB and return its SHA-256 in hex; the same content twice is fine.

        Raises ServiceError("file_not_stored") when it cannot be read or written.
        """
        try:
            return self.write(stream)
        except OSError as error:
            raise ServiceError("file_not_stored", problem=error.strerror or "?") from error

    def write(self, stream: BinaryIO) -> str:
        """Write into a temporary file, force it to the disk, then give it its name."""
        incoming = self.folder / INCOMING
        incoming.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=incoming, delete=False) as copy:
            try:
                sha256 = copy_whole(stream, copy)
                target = self.place(sha256)
                make_durable_folder(target.parent)
                Path(copy.name).rename(target)
            except BaseException:
                Path(copy.name).unlink(missing_ok=True)
                raise
        flush_folder(target.parent)
        return sha256

    def path(self, sha256: str) -> Path:
        """The stored file. Raises ServiceError("file_missing")."""
        place = self.place(sha256)
        if not place.is_file():
            raise ServiceError("file_missing", sha256=sha256)
        return place

    def remove(self, sha256: str) -> None:
        """Erase the file; no error when it is gone already."""
        self.place(sha256).unlink(missing_ok=True)

    def place(self, sha256: str) -> Path:
        """Where the file of this SHA-256 belongs. Raises ValueError for what is no SHA-256 in lower-case hex."""
        if not re.fullmatch(r"[0-9a-f]{64}", sha256):
            raise ValueError("not a SHA-256 in hex")
        return self.folder / sha256[:2] / sha256[2:4] / sha256

    def clear_left_overs(self) -> None:
        """Remove temporary files that killed processes left more than an hour ago."""
        for path in (self.folder / INCOMING).glob("*"):
            if time.time() - path.stat().st_mtime > LEFT_OVER:
                path.unlink(missing_ok=True)


def copy_whole(stream: BinaryIO, copy: IO[bytes]) -> str:
    """Copy to the disk itself; returns the SHA-256 in hex of what was copied."""
    digest = hashlib.sha256()
    while piece := stream.read(PIECE):
        digest.update(piece)
        copy.write(piece)
    copy.flush()
    os.fsync(copy.fileno())
    return digest.hexdigest()


def make_durable_folder(folder: Path) -> None:
    """Make the folder so that it outlives a power cut: each new level is flushed into the one above."""
    if folder.is_dir():
        return
    make_durable_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    flush_folder(folder.parent)


def flush_folder(folder: Path) -> None:
    """Force the folder's entries to the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
