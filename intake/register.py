"""The rows of scans, as the reception needs them."""

from sqlalchemy import exists, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from intake.receive import LANE, Added
from letters.labels import ScanStatus
from letters.ports import Clock
from letters.reasons import Reason
from letters.scan import Arrival
from store.database import Database
from store.events import note_event, scan_subject
from store.tables import LetterRow, ScanRow
from store.work import NewWork, add_work

UNDER_WAY: tuple[ScanStatus, ...] = ("waiting", "reading")


class StoreRegister:
    """Keeps the port `ScanRegister` on the store."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.database = database
        self.clock = clock

    def find_by_key(self, key: str) -> int | None:
        """The scan of this very arrival."""
        with self.database.reading() as tx:
            return tx.scalar(select(ScanRow.id).where(ScanRow.arrival_key == key))

    def find_original(self, sha256: str) -> int | None:
        """The scan that stands for this content."""
        routed = exists().where(LetterRow.scan_id == ScanRow.id)
        stands = ScanRow.status.in_(UNDER_WAY) | ((ScanRow.status == "split") & routed)
        with self.database.reading() as tx:
            return tx.scalar(select(func.min(ScanRow.id)).where(ScanRow.sha256 == sha256, stands))

    def add(self, arrival: Arrival, sha256: str, size: int) -> Added:
        """A new scan with the work of opening it."""
        with self.database.writing() as tx:
            row, new = self.insert(tx, arrival, "waiting", sha256, size)
            works = [NewWork("scan", row.id, "open", LANE)] if new else []
            rings = add_work(tx, works, self.clock.now())
            return Added(row.id, tuple(ring.work for ring in rings))

    def add_duplicate(self, arrival: Arrival, sha256: str, size: int, original: int) -> int:
        """A new scan that is a duplicate of the original."""
        with self.database.writing() as tx:
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
        self, tx: Session, arrival: Arrival, status: ScanStatus, sha256: str | None, size: int
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
        try:
            with tx.begin_nested():
                tx.add(row)
        except IntegrityError:
            return tx.execute(select(ScanRow).where(ScanRow.arrival_key == arrival.key)).scalar_one(), False
        note_event(
            tx, scan_subject(row.id), status, arrival.channel, self.clock.now(), {"sha256": sha256, "size": size}
        )
        return row, True
