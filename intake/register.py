"""The rows of scans, as the reception needs them."""

from intake.receive import LANE, Added
from letters.labels import ScanStatus
from letters.ports import Clock
from letters.reasons import Reason
from letters.scan import Arrival
from store.database import Database, Transaction
from store.locks import lock_name
from store.scans import find_scan, insert_scan, standing_scan
from store.tables import ScanRow
from store.work import NewWork, add_work


class StoreRegister:
    """Keeps the port `ScanRegister` on the store."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.database = database
        self.clock = clock

    def find_by_key(self, key: str) -> int | None:
        """The scan of this very arrival."""
        with self.database.reading() as tx:
            row = find_scan(tx, key)
            return row.id if row else None

    def find_original(self, sha256: str) -> int | None:
        """The scan that stands for this content."""
        with self.database.reading() as tx:
            return standing_scan(tx, sha256)

    def add(self, arrival: Arrival, sha256: str, size: int) -> Added:
        """A new scan with the work of opening it; a duplicate after all where the same content came in meanwhile."""
        with self.database.writing() as tx:
            lock_name(tx, sha256)
            original = standing_scan(tx, sha256)
            if original is not None and find_scan(tx, arrival.key) is None:
                return Added(self.insert_duplicate(tx, arrival, sha256, size, original), ())
            row, new = self.insert(tx, arrival, "waiting", sha256, size)
            works = [NewWork("scan", row.id, "open", LANE)] if new else []
            rings = add_work(tx, works, self.clock.now())
            return Added(row.id, tuple(ring.work for ring in rings))

    def add_duplicate(self, arrival: Arrival, sha256: str, size: int, original: int) -> int:
        """A new scan that is a duplicate of the original."""
        with self.database.writing() as tx:
            return self.insert_duplicate(tx, arrival, sha256, size, original)

    def insert_duplicate(self, tx: Transaction, arrival: Arrival, sha256: str, size: int, original: int) -> int:
        """The row of a duplicate, in the transaction that found it to be one."""
        row, new = self.insert(tx, arrival, "duplicate", sha256, size)
        if new:
            row.duplicate_of = original
            row.reason = Reason(code="duplicate", params={"scan": str(original)}).model_dump_json()
        return row.id

    def add_refused(self, arrival: Arrival, reason: Reason) -> int:
        """A new scan of which nothing is stored."""
        with self.database.writing() as tx:
            row, new = self.insert(tx, arrival, "refused", None, 0)
            if new:
                row.reason = reason.model_dump_json()
            return row.id

    def insert(
        self, tx: Transaction, arrival: Arrival, status: ScanStatus, sha256: str | None, size: int
    ) -> tuple[ScanRow, bool]:
        """The row of the arrival, and whether it is new: another process may have been faster."""
        row = ScanRow(
            arrival_key=arrival.key,
            channel=arrival.channel,
            name=arrival.name,
            sha256=sha256,
            size=size,
            received_at=arrival.received_at,
            received_on=arrival.received_on,
            hints=dict(arrival.hints),
            status=status,
        )
        return insert_scan(tx, row, self.clock.now())
