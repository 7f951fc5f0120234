"""File names: which are passed over, how a name is made printable, and how a taken name becomes a free one."""

import os
from fnmatch import fnmatchcase
from pathlib import PurePath

LONGEST = 255
"""Bytes of a file name that every common file system keeps."""

PASSED_OVER = (
    ".*",
    "~$*",
    "*~",
    "*.part",
    "*.partial",
    "*.filepart",
    "*.crdownload",
    "*.download",
    "*.tmp",
    "*.temp",
    "*.swp",
    "thumbs.db",
    "desktop.ini",
    "@eadir",
)
"""Hidden names and the unfinished files of browsers, copying tools and office suites; in lower case."""


def is_passed_over(name: str) -> bool:
    """Whether a file or folder of this name is left lying: hidden, temporary, or a system's own."""
    return any(fnmatchcase(name.lower(), pattern) for pattern in PASSED_OVER)


def printable(name: str) -> str:
    r"""The name as text that UTF-8 can hold: bytes that are no UTF-8 become `\xNN`."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def shortened(name: str, longest: int) -> str:
    """The name without so many of its last characters that it takes at most `longest` bytes."""
    while len(os.fsencode(name)) > longest:
        name = name[:-1]
    return name


def numbered(name: str, number: str) -> str:
    """The name with `-number` before its extension, short enough for a file system and for `.txt` behind it."""
    path = PurePath(name)
    ending = f"-{number}{path.suffix}"
    if len(os.fsencode(ending)) > LONGEST // 2:
        return numbered(path.stem, number)
    return shortened(path.stem, LONGEST - len(os.fsencode(ending)) - 4) + ending


def beside(name: str) -> str:
    """The name of the text that lies beside a refused file."""
    return shortened(name, LONGEST - 4) + ".txt"
