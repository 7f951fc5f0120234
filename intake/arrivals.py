"""An arriving file's key: it names this very arrival, before and after a crash, here and after its move to done/."""

import hashlib
import os
from datetime import date
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from intake.names import printable
from letters.ports import Clock
from letters.scan import Arrival


class Identity(NamedTuple):
    """What a file keeps through a rename: inode, time of change in nanoseconds, size in bytes."""

    inode: int
    mtime_ns: int
    size: int


def identity_of(stat: os.stat_result) -> Identity:
    """The identity by a stat."""
    return Identity(stat.st_ino, stat.st_mtime_ns, stat.st_size)


def key_of(folder: Path, path: Path, identity: Identity) -> str:
    """The key of a file that lies at `path` in the watched `folder`.

    The two paths go in as a hash: a key is short enough for a database's index whatever the path, and always text.
    """
    place = hashlib.sha256(os.fsencode(folder) + b"\0" + os.fsencode(path)).hexdigest()[:32]
    return "-".join((*map(str, identity), place))


def identity_in(key: str) -> Identity:
    """The identity that a key was made of; raises ValueError where the key is not a folder's."""
    inode, mtime_ns, size, _ = key.split("-")
    return Identity(int(inode), int(mtime_ns), int(size))


class Origin(NamedTuple):
    """Where files come from and what that says of them: the channel, its folder, and hints for every file of it."""

    channel: str
    folder: Path
    hints: dict[str, str]


def arrive(origin: Origin, path: Path, stat: os.stat_result, clock: Clock, zone: ZoneInfo) -> Arrival:
    """The arrival of the file at `path`, received now; its day is today in the organisation's time zone."""
    moment = clock.now()
    return Arrival(
        channel=origin.channel,
        key=key_of(origin.folder, path, identity_of(stat)),
        path=path,
        name=printable(path.name),
        received_at=moment,
        received_on=day_in(zone, clock),
        hints=origin.hints,
    )


def day_in(zone: ZoneInfo, clock: Clock) -> date:
    """Today in the time zone."""
    return clock.now().astimezone(zone).date()
