"""An office small enough for a test: a register in memory, a real file store, real folders."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from config.settings import Folder, Intake
from intake.folder import WatchedFolder
from intake.receive import Added, Receiver
from letters.errors import ServiceError
from letters.reasons import Reason
from letters.scan import Arrival
from store.files import FileStore


class Row(NamedTuple):
    """What the register keeps of a scan."""

    arrival: Arrival
    status: str
    sha256: str | None = None
    original: int | None = None
    reason: Reason | None = None


class MemoryRegister:
    """A register of scans that lives as long as the test."""

    def __init__(self) -> None:
        self.rows: dict[int, Row] = {}
        self.down = False
        self.lock = threading.Lock()

    def find_by_key(self, key: str) -> int | None:
        if self.down:
            raise ServiceError("database_down", problem="switched off")
        return next((scan for scan, row in self.rows.items() if row.arrival.key == key), None)

    def find_original(self, sha256: str) -> int | None:
        return next((scan for scan, row in self.rows.items() if row.sha256 == sha256 and row.status == "waiting"), None)

    def add(self, arrival: Arrival, sha256: str, size: int) -> Added:
        scan = self.keep(Row(arrival, "waiting", sha256))
        return Added(scan, (scan,))

    def add_duplicate(self, arrival: Arrival, sha256: str, size: int, original: int) -> int:
        return self.keep(Row(arrival, "duplicate", sha256, original))

    def add_refused(self, arrival: Arrival, reason: Reason) -> int:
        return self.keep(Row(arrival, "refused", reason=reason))

    def keep(self, row: Row) -> int:
        with self.lock:
            known = self.find_by_key(row.arrival.key)
            if known is not None:
                return known
            self.rows[len(self.rows) + 1] = row
            return len(self.rows)

    def refuse(self, scan: int, code: str) -> None:
        """What a worker does with a scan that it cannot open."""
        self.rows[scan] = self.rows[scan]._replace(status="refused", reason=Reason(code=code))

    def statuses(self) -> list[str]:
        return [row.status for row in self.rows.values()]


class Bell:
    """Counts its rings."""

    def __init__(self) -> None:
        self.rung: list[int] = []

    def ring(self, work: Sequence[int], lane: str) -> None:
        self.rung += work


class StoppedClock:
    """Half past eleven at night in Greenwich, half past midnight of the next day in Berlin."""

    def now(self) -> datetime:
        return datetime(2026, 1, 14, 23, 30, tzinfo=UTC)


QUICK = Intake(rest=0.3, rescan=0.4, empty_wait=0.8)


class ObservedFolder(WatchedFolder):
    """Says when it has looked for the first time: from then on it hears what happens."""

    def __init__(self, *parts: Any) -> None:
        super().__init__(*parts)
        self.looked = threading.Event()

    def look(self, moment: float) -> float:
        pause = super().look(moment)
        self.looked.set()
        return pause


class House:
    """A watched folder with its reception. `look` moves an invented clock, `running` uses the real one."""

    def __init__(self, place: Path, settings: Intake = QUICK, watch: str = "events") -> None:
        self.scans = place / "scans"
        self.scans.mkdir(parents=True, exist_ok=True)
        self.register = MemoryRegister()
        self.bell = Bell()
        self.files = FileStore(place / "files")
        self.receiver = Receiver(self.files, self.register, self.bell)
        self.settings = settings
        self.watch = watch
        self.moment = 0.0
        self.folder = self.open()

    def open(self) -> ObservedFolder:
        """The folder as a process that starts now would watch it."""
        folder = Folder.model_validate({"path": self.scans, "watch": self.watch, "hints": {"tray": "north"}})
        self.folder = ObservedFolder(folder, self.settings, self.receiver, StoppedClock(), ZoneInfo("Europe/Berlin"))
        return self.folder

    def look(self, later: float = 0.0) -> float:
        self.moment += later
        return self.folder.look(self.moment)

    def settle(self) -> None:
        """Look until everything there has rested."""
        self.look()
        self.look(self.settings.rest)

    @contextmanager
    def running(self) -> Iterator[None]:
        stop = threading.Event()
        thread = threading.Thread(target=self.folder.run, args=(stop,))
        thread.start()
        try:
            assert self.folder.looked.wait(60)
            yield
        finally:
            stop.set()
            self.folder.wake()
            thread.join(60)
            assert not thread.is_alive()

    def names(self, tray: str) -> list[str]:
        where = self.scans / tray
        return sorted(path.name for path in where.iterdir()) if where.is_dir() else []

    def stored(self, scan: int) -> bytes:
        sha256 = self.register.rows[scan].sha256
        assert sha256
        return self.files.path(sha256).read_bytes()
