"""Handing files in from the command line, as the watched folder would."""

import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from intake.arrivals import Origin, arrive
from letters.errors import AccessError, LetterError
from letters.reasons import Reason
from letters.scan import TWO_PASSES
from posteingang.assembly import Assembly

CHANNEL = "command"


class Handed(NamedTuple):
    """What became of a file: the scan's id, and, where it was refused, why."""

    file: Path
    scan: int
    reason: Reason | None = None


def check_there(files: Sequence[Path]) -> None:
    """That every one of the files can be handed in, before any of them is.

    Raises AccessError("no_such_file", "is_a_folder", "file_unreadable").
    """
    for file in files:
        if not os.path.lexists(file):
            raise AccessError("no_such_file", name=str(file))
        if file.is_dir():
            raise AccessError("is_a_folder", name=str(file))
        if file.is_file() and not os.access(file, os.R_OK):
            raise AccessError("file_unreadable")


def hand_in(assembly: Assembly, file: Path, received_on: date | None, *, two_passes: bool) -> Handed:
    """Take a file in; it stays where it is. Raises ServiceError, and FileNotFoundError where it has gone meanwhile."""
    path = file.absolute()
    receiver, zone = assembly.receiver(assembly.doorbell()), ZoneInfo(assembly.settings.place.time_zone)
    arrival = arrive(
        Origin(CHANNEL, path.parent, TWO_PASSES if two_passes else {}), path, path.lstat(), assembly.clock, zone
    )
    if received_on is not None:
        arrival = arrival.model_copy(update={"received_on": received_on})
    try:
        if path.is_file() and not path.is_symlink() and path.stat().st_size == 0:
            raise LetterError("empty_file")
        return Handed(file, receiver.receive(arrival))
    except LetterError as error:
        return Handed(file, receiver.refuse(arrival, error.reason), error.reason)
