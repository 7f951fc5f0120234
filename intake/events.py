"""Events of the file system. They only hurry: what they miss, the rescan finds."""

import logging
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from watchdog.events import (
    DirCreatedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers.api import BaseObserver

if sys.platform == "linux":
    from watchdog.observers.inotify import InotifyObserver

    def new_observer() -> BaseObserver:
        """An observer that tells of files moved in from outside as moved, not as created."""
        return InotifyObserver(generate_full_events=True)

else:
    from watchdog.observers import Observer

    new_observer = Observer

log = logging.getLogger(__name__)

WATCHED: list[type[FileSystemEvent]] = [
    DirCreatedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileModifiedEvent,
    FileMovedEvent,
]


class Listener(FileSystemEventHandler):
    """Tells which path something happened to, and whether a file came there whole, by rename."""

    def __init__(self, tell: Callable[[Path, bool], None]) -> None:
        self.tell = tell

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Pass the event on; of a file that was moved away there is nothing to tell."""
        came_whole = isinstance(event, FileMovedEvent)
        place = event.dest_path if isinstance(event, FileMovedEvent | DirMovedEvent) else event.src_path
        if place:
            self.tell(Path(os.fsdecode(place)), came_whole)


@contextmanager
def listening(folder: Path, tell: Callable[[Path, bool], None]) -> Iterator[None]:
    """Tell of every event in the folder and below; where the system gives no events, the rescan must do."""
    observer = new_observer()
    try:
        observer.schedule(Listener(tell), str(folder), recursive=True, event_filter=WATCHED)
        observer.start()
    except OSError as error:  # the system's number of watches is used up, or the share has none
        log.warning("no events for a watched folder (%s): the rescan alone finds what arrives", error.strerror)
    try:
        yield
    finally:
        if observer.is_alive():
            observer.stop()
            observer.join()
