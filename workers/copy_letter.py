"""Step: a letter's archive copy is made, off its way and after everything else: a searchable PDF/A."""

from collections.abc import Sequence

from letters.ports import CopyOrder
from letters.reasons import Reason
from store.database import Transaction
from store.events import letter_subject, note_event
from store.scans import get_scan, letter_pages, page_source, stored_sha256
from store.work import NewWork
from workers.classify_letter import the_letter
from workers.house import House, Record


def copy_letter(house: House, letter: int) -> Record:
    """Make the copy from the words already read. A sealed letter has none, nor one of which a page is not read, nor
    one that was cut anew meanwhile."""
    with house.database.reading() as tx:
        row = the_letter(tx, letter)
        scan, pages = get_scan(tx, row.scan_id), tuple(letter_pages(tx, letter))
    if row.sealed or row.status == "replaced" or any(page.source == "unread" for page in pages):
        return leave_copy(house, letter, Reason(code="copy_left_out"))
    file, kind = page_source(scan)
    target = house.folder / f"copy-{letter}-{house.claimant.pid}.pdf"
    attached = house.files.path(stored_sha256(scan)) if scan.kind == "xml" else None
    order = CopyOrder(house.files.path(file), kind, pages, target.absolute(), scan.name, scan.received_at, attached)
    try:
        made = house.reader().copy_pages(order)
        with target.open("rb") as stream:
            sha256 = house.files.put(stream)
    finally:
        target.unlink(missing_ok=True)

    def record(tx: Transaction) -> Sequence[NewWork]:
        the_letter(tx, letter).archive_copy = sha256
        data = {"level": made.level, "drawn": len(made.drawn), "sha256": sha256}
        note_event(tx, letter_subject(letter), "copied", "archive", house.clock.now(), data)
        return []

    return record


def leave_copy(house: House, letter: int, reason: Reason) -> Record:
    """The letter has no copy; its original is kept all the same."""

    def record(tx: Transaction) -> Sequence[NewWork]:
        note_event(tx, letter_subject(letter), "not_copied", "archive", house.clock.now(), {"code": reason.code})
        return []

    return record
