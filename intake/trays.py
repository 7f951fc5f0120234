"""The two trays inside a watched folder: done/ and refused/. Everything is moved by rename, never copied or opened."""

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path

from intake.arrivals import Identity, identity_in
from intake.names import beside, numbered, printable
from intake.tree import DONE, REFUSED, Found, look_around, walk
from letters.reasons import Reason

TEXT = """Nicht angenommen: {name}

{german}
Danach die Datei neu in den überwachten Ordner legen oder im Posteingang unter „Abgewiesen“ „Erneut versuchen“ wählen.

Not taken: {name}

{english}
Then drop the file into the watched folder again, or choose “Try again” under “Refused” in Posteingang.
"""


def lay_done(folder: Path, path: Path, scan: int) -> Path | None:
    """Move a received file into done/ under its name, or with the scan's id where that is taken.

    Returns its new place, None where the file has gone from its old one.
    """
    tray = folder / DONE
    tray.mkdir(exist_ok=True)
    target = next(tray / name for name in names_for(path.name, scan) if not os.path.lexists(tray / name))
    return moved(path, target)


def lay_refused(folder: Path, path: Path, scan: int, reason: Reason) -> Path | None:
    """Move what cannot be taken into refused/, beside a text that says why and what to do.

    Its time of change becomes now, so that the file moved back by hand is a new arrival, tried anew.
    Returns its new place, None where it has gone from its old one.
    """
    target, text = reserve(folder / REFUSED, path.name, scan, reason)
    if moved(path, target) is None:
        text.unlink(missing_ok=True)
        return None
    set_changed(target, time.time_ns())
    return target


def refuse_received(folder: Path, key: str, scan: int, reason: Reason) -> Path | None:
    """Move the file of a scan that could not be opened from done/ (or from where it still lies) into refused/.

    Returns its new place, None where the file is nowhere in the folder any more.
    """
    for _ in range(3):  # intake may be moving it into done/ at this very moment
        found = find_received(folder, identity_in(key))
        if found is None:
            return None
        if place := lay_refused(folder, found, scan, reason):
            return place
    return None


def bring_back(folder: Path, key: str) -> Path | None:
    """Move a refused file back into the watched folder, where it is a new arrival; its text is removed.

    `key` is that of its arrival. Returns its new place, None where it does not lie in refused/ any more.
    """
    path = find_refused(folder, identity_in(key))
    if path is None:
        return None
    set_changed(path, time.time_ns())
    names = names_for(path.name, identity_in(key).inode)
    target = next(folder / name for name in names if not os.path.lexists(folder / name))
    path.with_name(beside(path.name)).unlink(missing_ok=True)
    return moved(path, target)


def accept_after_all(folder: Path, key: str, scan: int) -> Path | None:
    """Move a refused file into done/ when its stored bytes could be opened after all; its text is removed.

    Returns its new place, None where it does not lie in refused/ any more.
    """
    path = find_refused(folder, identity_in(key))
    if path is None:
        return None
    path.with_name(beside(path.name)).unlink(missing_ok=True)
    set_changed(path, identity_in(key).mtime_ns)
    return lay_done(folder, path, scan)


def find_refused(folder: Path, identity: Identity) -> Path | None:
    """Where the refused file lies; its time of change is not that of its arrival any more."""
    for found in listed(folder / REFUSED):
        if (found.stat.st_ino, found.stat.st_size) == (identity.inode, identity.size):
            return found.path
    return None


def find_received(folder: Path, identity: Identity) -> Path | None:
    """Where the file of this identity lies: in done/ or still among the arrivals."""
    for found in (*listed(folder / DONE), *look_around(folder), *listed(folder / DONE)):
        if found.identity == identity:
            return found.path
    return None


def listed(tray: Path) -> Iterator[Found]:
    """What lies in a tray; nothing where there is no tray yet."""
    if tray.is_dir():
        yield from walk(tray)


def names_for(name: str, scan: int) -> Iterator[str]:
    """The names to try in a tray: its own, with the scan's id, with the id and a number."""
    yield name
    yield numbered(name, str(scan))
    for further in count(2):
        yield numbered(name, f"{scan}-{further}")


def reserve(tray: Path, name: str, scan: int, reason: Reason) -> tuple[Path, Path]:
    """A free place in refused/ and the text beside it, written now: creating the text reserves the name."""
    tray.mkdir(exist_ok=True)
    for each in names_for(name, scan):
        target, text = tray / each, tray / beside(each)
        if os.path.lexists(target):
            continue
        try:
            with text.open("x", encoding="utf-8") as stream:
                stream.write(explain(name, reason))
        except FileExistsError:
            continue
        return target, text
    raise AssertionError("names_for never ends")


def explain(name: str, reason: Reason) -> str:
    """The text beside a refused file."""
    return TEXT.format(name=printable(name), german=reason.in_language("de"), english=reason.in_language("en"))


def moved(path: Path, target: Path) -> Path | None:
    """Rename; None where `path` has gone."""
    try:
        return path.rename(target)
    except FileNotFoundError:
        return None


def set_changed(path: Path, mtime_ns: int) -> None:
    """Set the time of change, a link's own; left as it is where the file is another user's."""
    with suppress(PermissionError):
        os.utime(path, ns=(mtime_ns, mtime_ns), follow_symlinks=False)
