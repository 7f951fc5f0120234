"""The watched folder: one way in for what lies there at the start, what an event tells of, and what a rescan finds."""

import logging
import threading
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

from config.settings import Folder, Intake
from intake.arrivals import Origin, arrive
from intake.events import listening
from intake.patience import Patience
from intake.trays import lay_done, lay_refused
from intake.tree import DONE, REFUSED, Found, look_around
from intake.writers import is_being_written
from letters.errors import LetterError, ServiceError
from letters.ports import Clock
from letters.reasons import Reason
from letters.scan import TWO_PASSES, Arrival

log = logging.getLogger(__name__)

CHANNEL = "folder"
FORGOTTEN_SECONDS = 600.0
"""Whoever holds a file open for writing and has written nothing for so long has forgotten to close it."""
BREATH = 0.05
"""Seconds between two looks at least, so that a stream of events does not keep the folder busy."""


class Reception(Protocol):
    """Takes in what the folder hands over. Both answers are the same when the same arrival comes again."""

    def receive(self, arrival: Arrival) -> int:
        """Take the file in and return its scan's id.

        Raises LetterError to refuse it, ServiceError to be asked again later, FileNotFoundError when it has gone.
        """
        ...

    def refuse(self, arrival: Arrival, reason: Reason) -> int:
        """Note that this was refused and return its scan's id. Raises ServiceError to be asked again later."""
        ...


class WatchedFolder:
    """A folder whose files are taken in. Its `path` is absolute; each folder has one thread, and one process only."""

    def __init__(self, folder: Folder, settings: Intake, reception: Reception, clock: Clock, zone: ZoneInfo) -> None:
        self.folder = folder
        self.settings = settings
        self.reception = reception
        self.clock = clock
        self.zone = zone
        self.origin = Origin(CHANNEL, folder.path, folder.hints | (TWO_PASSES if folder.passes == 2 else {}))
        self.patience = Patience(settings)
        self.came_whole: set[Path] = set()
        self.lock = threading.Lock()
        self.woken = threading.Event()

    def run(self, stop: threading.Event) -> None:
        """Look after the folder until `stop` is set and `wake` was called."""
        self.folder.path.mkdir(parents=True, exist_ok=True)
        with ExitStack() as stack:
            if self.folder.watch == "events":
                stack.enter_context(listening(self.folder.path, self.hear))
            while not stop.is_set():
                self.woken.clear()
                pause = self.look(time.monotonic())
                self.woken.wait(pause)
                stop.wait(BREATH)

    def wake(self) -> None:
        """Look again at once."""
        self.woken.set()

    def hear(self, path: Path, came_whole: bool) -> None:
        """Something happened to `path`: look at once, unless it is our own moving to done/ and refused/.

        A file that came whole and is then written to is one that must rest like any other.
        """
        if any(path.is_relative_to(self.folder.path / tray) for tray in (DONE, REFUSED)):
            return
        with self.lock:
            (self.came_whole.add if came_whole else self.came_whole.discard)(path)
        self.woken.set()

    def look(self, moment: float) -> float:
        """Take everything that may be taken at `moment`; returns the seconds after which to look again."""
        try:
            present = look_around(self.folder.path)
        except OSError as error:
            log.warning("a watched folder cannot be read: %s", error.strerror)
            return self.settings.rescan
        paths = {found.path for found in present}
        self.patience.keep_only(paths)
        with self.lock:
            self.came_whole &= paths
        waits = [self.attend(found, moment) for found in present]
        return min([self.settings.rescan, *(wait for wait in waits if wait > 0)])

    def attend(self, found: Found, moment: float) -> float:
        """Take one thing if it is due; returns the seconds until it will be due, 0 when it was taken."""
        due = self.patience.due(found, moment, came_whole=found.path in self.came_whole)
        if due > moment:
            return due - moment
        if self.is_held(found, moment):
            return self.settings.rest
        try:
            self.take(found, moment)
        except FileNotFoundError:
            return 0.0
        except (ServiceError, OSError) as error:
            code = error.reason.code if isinstance(error, ServiceError) else error.strerror
            log.warning("a file could not be taken in (%s), it is tried again", code)
            self.patience.sight(found, moment).fail(moment)
            return max(0.0, self.patience.due(found, moment, came_whole=True) - moment)
        return 0.0

    def is_held(self, found: Found, moment: float) -> bool:
        """Whether somebody still writes to the file. Who merely forgot to close it is not waited for for ever.

        Not asked on network shares: there the answer is about this machine alone, if there is one.
        """
        if self.folder.watch != "events" or not found.is_file:
            return False
        rested = moment - self.patience.sight(found, moment).since
        return rested < FORGOTTEN_SECONDS and is_being_written(found.path)

    def take(self, found: Found, moment: float) -> None:
        """Have it received and lay it into done/, or into refused/ with the reason."""
        arrival = arrive(self.origin, found.path, found.stat, self.clock, self.zone)
        try:
            scan = self.receive(arrival, found, moment)
        except LetterError as error:
            scan = self.reception.refuse(arrival, error.reason)
            lay_refused(self.folder.path, found.path, scan, error.reason)
        else:
            lay_done(self.folder.path, found.path, scan)

    def receive(self, arrival: Arrival, found: Found, moment: float) -> int:
        """Have it received, once it is seen to be an ordinary file with something in it."""
        if not found.is_file:
            raise LetterError("not_a_file", what=found.kind)
        if found.stat.st_size == 0:
            raise LetterError("empty_file")
        try:
            return self.reception.receive(arrival)
        except PermissionError as error:
            if self.patience.is_hopeless(found, moment):
                raise LetterError("file_unreadable") from error
            raise
