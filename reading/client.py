"""The worker's side of a reader: starts the process, gives it orders under a time limit, replaces it when it dies."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from config.settings import Reading
from letters.errors import LetterError, ServiceError
from letters.page import ReadPage
from letters.ports import CopyOrder, PageReader
from letters.scan import ArchiveCopy, OpenedScan
from reading.orders import Answer, Order
from reading.tessdata import find_tessdata
from reading.wire import Frame, PipeClosedError, PipeTooSlowError, receive_frame, send_frame

Found = TypeVar("Found")

ROOT = Path(__file__).resolve().parent.parent
ONE_THREAD = dict.fromkeys(("OMP_THREAD_LIMIT", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
"""A reader a core: threads inside one only get in each other's way (measured: six times slower)."""
START_SECONDS = 20.0  # for the first order: models are still being loaded
LONGEST_LOG = 1 << 20
KILLED_FROM_OUTSIDE = (-signal.SIGKILL, -signal.SIGTERM, -signal.SIGINT, -signal.SIGHUP)


def open_reader(settings: Reading, log_folder: Path) -> PageReader:
    """A reader process with its engine kept warm.

    Raises SettingsError("tessdata_missing") when a language's model is not installed.
    """
    find_tessdata(settings.languages)
    return ReaderProcess(settings, log_folder)


class ReaderProcess:
    """One reader process; safe to share between threads, which then wait for each other."""

    def __init__(self, settings: Reading, log_folder: Path) -> None:
        self.settings = settings
        self.log = log_folder / "reader.log"
        self.lock = threading.Lock()
        self.process = self.start()
        self.fresh = True

    def open_scan(self, path: Path, name: str, folder: Path, *, two_passes: bool = False) -> OpenedScan:
        """What kind of file it is and how many pages it has. Raises LetterError, ServiceError("reader_died")."""
        place, folder = path.absolute(), folder.absolute()
        answer, _ = self.ask(Order(task="open", path=place, name=name, folder=folder, two_passes=two_passes))
        return self.expect(answer.opened)

    def read_page(self, path: Path, kind: str, number: int) -> ReadPage:
        """Read one page (from 0). Raises LetterError, ServiceError("reader_died")."""
        answer, _ = self.ask(Order(task="read", path=path.absolute(), kind=kind, number=number))
        page = self.expect(answer.page)
        return self.expect(page if page.number == number else None)

    def picture(self, path: Path, kind: str, number: int, width: int, read: ReadPage | None = None) -> bytes:
        """The upright page as JPEG; `read` (how it was read) spares reading it anew. Raises as `read_page`."""
        order = Order(task="picture", path=path.absolute(), kind=kind, number=number, width=width, read=read)
        _, blob = self.ask(order)
        return self.expect(blob or None)

    def copy_pages(self, order: CopyOrder) -> ArchiveCopy:
        """Write the archive copy of some pages. Raises LetterError, ServiceError("reader_died")."""
        answer, _ = self.ask(Order(task="copy", **order._asdict()))
        return self.expect(answer.copied)

    def close(self) -> None:
        """End the process."""
        with self.lock:
            self.stop()

    def ask(self, order: Order) -> tuple[Answer, bytes]:
        """Have the order carried out; a reader found dead before it began is simply replaced."""
        with self.lock:
            if self.process.poll() is not None:
                self.restart()
            try:
                return self.exchange(order)
            except PipeTooSlowError:
                self.restart()
                raise over_time(order, self.settings) from None
            except PipeClosedError:
                status = self.process.wait()
                self.restart()
                raise death(order, status) from None
            except (ValueError, ValidationError):
                self.restart()
                raise page_error(order) from None

    def exchange(self, order: Order) -> tuple[Answer, bytes]:
        """Send the order and wait for its answer. Raises LetterError as the reader says."""
        assert self.process.stdin
        assert self.process.stdout
        seconds = self.settings.page_seconds + (START_SECONDS if self.fresh else 0.0)
        send_frame(self.process.stdin.fileno(), Frame(order.model_dump(mode="json", exclude_defaults=True)))
        frame = receive_frame(self.process.stdout.fileno(), seconds)
        self.fresh = False
        answer = Answer.model_validate(frame.message)
        if answer.spent_out:
            self.restart()
        if answer.error:
            raise LetterError(answer.error.code, **answer.error.params)
        return answer, frame.blob

    def expect(self, found: Found | None) -> Found:
        """What an answer must hold; a reader that answers something else is not trusted any more."""
        if found is None:
            with self.lock:
                self.restart()
            raise ServiceError("reader_died")
        return found

    def start(self) -> "subprocess.Popen[bytes]":
        """A new process in a session of its own, so that it can be ended with all that it started."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        mode = "wb" if self.log.exists() and self.log.stat().st_size > LONGEST_LOG else "ab"
        with self.log.open(mode) as log:
            return subprocess.Popen(  # noqa: S603 - our own module, by this interpreter
                [sys.executable, "-m", "reading.reader", self.settings.model_dump_json()],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                start_new_session=True,
                env={**os.environ, **ONE_THREAD, "PYTHONPATH": str(ROOT)},
            )

    def stop(self) -> None:
        """End the process and everything it started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe:
                pipe.close()

    def restart(self) -> None:
        """Replace the process."""
        self.stop()
        self.process = self.start()
        self.fresh = True


def page_error(order: Order) -> LetterError:
    """The order's file or page is at fault."""
    code = "damaged" if order.task == "open" else "page_unreadable"
    return LetterError(code, page=str(order.number + 1))


def over_time(order: Order, settings: Reading) -> LetterError:
    """The order took longer than the limit."""
    limit = str(round(settings.page_seconds))
    if order.task == "open":
        return LetterError("too_slow", limit=limit)
    return LetterError("page_too_slow", page=str(order.number + 1), limit=limit)


def death(order: Order, status: int) -> LetterError | ServiceError:
    """Why the reader died: ended from outside (tried again), or by what the page did to it (the letter's fault)."""
    if status in KILLED_FROM_OUTSIDE or status >= 0:
        return ServiceError("reader_died")
    return page_error(order)
