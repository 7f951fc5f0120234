"""Refused scans: the arrived file is laid beside its reason, and may be tried again. So may one that has no letter."""

from collections.abc import Sequence
from pathlib import Path

from intake.folder import CHANNEL
from intake.trays import accept_after_all, bring_back, refuse_received
from letters.errors import AccessError
from letters.ports import Clock
from letters.reasons import Reason
from store.database import Database, Transaction
from store.events import note_event, scan_subject
from store.items import close_scan_item
from store.scans import unsettled_scans
from store.tables import ScanRow
from store.work import NewWork, Ring, add_work


def settle_files(database: Database, folders: Sequence[Path]) -> int:
    """Lay the files of refused scans into refused/, those of reopened ones into done/; how many scans were seen to.

    Safe to repeat after a crash.
    """
    with database.reading() as tx:
        unsettled = unsettled_scans(tx)
    for row in unsettled:
        if row.channel == CHANNEL:
            any(settle_file(folder, row) for folder in folders)
        with database.writing() as tx:
            settled = tx.get(ScanRow, row.id)
            if settled is not None and settled.status == row.status:
                settled.settled = True
    return len(unsettled)


def settle_file(folder: Path, row: ScanRow) -> bool:
    """Lay the scan's file where it belongs; whether it was found in this folder."""
    if row.status == "refused" and row.reason:
        return refuse_received(folder, row.arrival_key, row.id, Reason.model_validate_json(row.reason)) is not None
    return accept_after_all(folder, row.arrival_key, row.id) is not None


def retry_scan(database: Database, clock: Clock, folders: Sequence[Path], scan: int) -> list[Ring]:
    """Try a refused scan again, or one in clearing of which no page was made.

    Its stored bytes are opened anew, or the file goes back into its folder.
    Returns the doorbells to ring. Raises AccessError("no_such_scan", "not_refused", "file_gone").
    """
    with database.writing() as tx:
        row = tx.get(ScanRow, scan)
        if row is None:
            raise AccessError("no_such_scan", scan=str(scan))
        if row.status != "refused" and not (row.status == "clearing" and row.page_count is None):
            raise AccessError("not_refused", scan=str(scan))
        if row.sha256 is not None:
            return reopen(tx, row, clock)
        if not any(bring_back(folder, row.arrival_key) for folder in folders):
            raise AccessError("file_gone", name=row.name)
        row.status = "retried"
        note_event(tx, scan_subject(scan), "retried", "person", clock.now())
        return []


def reopen(tx: Transaction, row: ScanRow, clock: Clock) -> list[Ring]:
    """Open the stored bytes anew."""
    close_scan_item(tx, row.id, "returned", clock.now())
    row.status, row.reason, row.settled = "waiting", None, False
    note_event(tx, scan_subject(row.id), "retried", "person", clock.now())
    return add_work(tx, [NewWork("scan", row.id, "open", "front")], clock.now())
