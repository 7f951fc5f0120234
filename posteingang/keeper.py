"""The keeper's process: watches the folders, sweeps, follows with the index, seals. Each in a thread of its own."""

import logging
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from zoneinfo import ZoneInfo

from inbox.refused import settle_files
from intake.folder import WatchedFolder
from letters.errors import ServiceError
from posteingang.assembly import Assembly
from posteingang.process import enter
from posteingang.school import give_lesson
from workers.follow_index import follow_index, order_if_lost, rebuild_index, rebuild_ordered
from workers.sweep import seal, sweep

log = logging.getLogger(__name__)

SWEEP_SECONDS = 5.0
FOLLOW_SECONDS = 0.2
SEAL_SECONDS = 60.0
SETTLE_SECONDS = 1.0
LEARN_SECONDS = 60.0
LONGEST_PAUSE = 30.0
"""Seconds that a loop waits at most after a service was found down."""


def run_keeper(assembly: Assembly) -> None:
    """Keep until SIGTERM."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    house = assembly.house(assembly.doorbell())
    with suppress(ServiceError):  # an index that is down is followed when it is back
        order_if_lost(assembly.database(), assembly.index())
    loops: list[tuple[Callable[[], object], float]] = [
        (lambda: sweep(house), SWEEP_SECONDS),
        (lambda: follow(assembly), FOLLOW_SECONDS),
        (lambda: seal(house), SEAL_SECONDS),
        (lambda: learn(assembly), LEARN_SECONDS),
        (lambda: settle_files(assembly.database(), assembly.folder_paths), SETTLE_SECONDS),
    ]
    folders = watched_folders(assembly)
    threads = [threading.Thread(target=repeat, args=(*loop, stop), daemon=True) for loop in loops]
    threads += [threading.Thread(target=folder.run, args=(stop,), daemon=True) for folder in folders]
    for thread in threads:
        thread.start()
    stop.wait()
    for folder in folders:
        folder.wake()
    for thread in threads:
        thread.join(timeout=5)
    assembly.index().close()


def watched_folders(assembly: Assembly) -> list[WatchedFolder]:
    """The folders that the keeper watches."""
    receiver, zone = assembly.receiver(assembly.doorbell()), ZoneInfo(assembly.settings.place.time_zone)
    return [WatchedFolder(each, assembly.settings.intake, receiver, assembly.clock, zone) for each in assembly.folders]


def follow(assembly: Assembly) -> None:
    """Bring the index up to the database; build it anew first where that is ordered."""
    if rebuild_ordered(assembly.database()):
        rebuild_index(assembly.database(), assembly.index())
    while follow_index(assembly.database(), assembly.index()):
        pass


def learn(assembly: Assembly) -> None:
    """Have the model learn from what people decided, when it has become enough."""
    if assembly.school().is_lesson_due():
        give_lesson(assembly.home.path)


def repeat(action: Callable[[], object], pause: float, stop: threading.Event) -> None:
    """Do the action again and again; where a service is down, wait longer each time."""
    wait = pause
    while not stop.wait(wait):
        try:
            action()
            wait = pause
        except ServiceError as error:
            wait = min(LONGEST_PAUSE, max(1.0, wait * 2))
            log.warning("%s, tried again in %.0f s", error.reason.code, wait)
        except Exception as error:
            wait = min(LONGEST_PAUSE, max(1.0, wait * 2))
            log.error("a round failed: %s", type(error).__name__, exc_info=True)


if __name__ == "__main__":
    run_keeper(enter("keeper"))
