"""What lies in a watched folder: everything in it and below, except done/, refused/ and what is passed over."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from intake.arrivals import Identity, identity_of
from intake.names import is_passed_over

DONE = "done"
REFUSED = "refused"


class Found(NamedTuple):
    """A thing that lies in the folder, with its stat (a link's own, it is never followed)."""

    path: Path
    stat: os.stat_result

    @property
    def identity(self) -> Identity:
        """What it keeps through a rename."""
        return identity_of(self.stat)

    @property
    def is_file(self) -> bool:
        """Whether it is an ordinary file."""
        return stat.S_ISREG(self.stat.st_mode)

    @property
    def kind(self) -> str:
        """What it is, if it is no ordinary file, in a word that German and English share."""
        mode = self.stat.st_mode
        if stat.S_ISLNK(mode):
            return "Symlink"
        if stat.S_ISFIFO(mode):
            return "FIFO"
        return "Socket" if stat.S_ISSOCK(mode) else "Device"


def look_around(folder: Path) -> list[Found]:
    """Everything that lies in the folder, the oldest first. Raises OSError when the folder itself cannot be read."""
    found = walk(folder, leaving=(DONE, REFUSED))
    return sorted(found, key=lambda each: (each.stat.st_mtime_ns, os.fsencode(each.path)))


def walk(folder: Path, leaving: tuple[str, ...] = ()) -> Iterator[Found]:
    """Everything below the folder that is not a folder, without the entries of the folder named in `leaving`.

    Subfolders that cannot be read or have gone are left out.
    """
    with os.scandir(folder) as entries:
        for entry in entries:
            if is_passed_over(entry.name) or entry.name in leaving:
                continue
            path = folder / entry.name
            try:
                if entry.is_dir(follow_symlinks=False):
                    yield from walk(path)
                else:
                    yield Found(path, path.lstat())
            except (FileNotFoundError, PermissionError):
                continue


def count_resting(folder: Path) -> int:
    """How many things lie in the folder that are still to be taken in or refused.

    Files that only a person's hand can help (empty ones, unreadable ones) do not count: they would be waited for
    in vain. A folder that is not there holds nothing.
    """
    if not folder.is_dir():
        return 0
    return sum(1 for found in look_around(folder) if counts(found))


def counts(found: Found) -> bool:
    """Whether the house will do something about it by itself."""
    return not found.is_file or (found.stat.st_size > 0 and os.access(found.path, os.R_OK))
