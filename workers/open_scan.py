"""Step: a scan is opened. What kind of file it is and how many pages it has; each page becomes work."""

import shutil
from collections.abc import Sequence

from letters.errors import LetterError
from letters.reasons import Reason
from letters.scan import OpenedScan
from store.database import Transaction
from store.items import put_scan
from store.scans import close_scan, get_scan, open_pages, scanned_twice, stored_sha256
from store.work import NewWork
from workers.house import BULK, FRONT, PAGES, House, Record

FIRST_PAGES = 20
"""So many pages of a scan go in the lane of single letters; the rest of a large batch gives way."""
MENDABLE = ("office_file", "outlook_message", "passes_uneven")
"""The file is sound: it was sent in the wrong form, or scanned wrongly. A person opens it and drops it anew."""


def open_scan(house: House, scan: int) -> Record:
    """Open the scan. Where not one page can be made it is refused, or laid to people who can mend that."""
    with house.database.reading() as tx:
        row = get_scan(tx, scan)
    folder = house.folder / f"scan-{scan}-{house.claimant.pid}"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        file = house.files.path(stored_sha256(row))
        opened = house.reader().open_scan(file, row.name, folder, two_passes=scanned_twice(row))
        rendition = keep_rendition(house, opened)
    except LetterError as error:
        leave = leave_scan if error.reason.code in MENDABLE else refuse_scan
        return leave(house, scan, error.reason)
    finally:
        shutil.rmtree(folder, ignore_errors=True)

    def record(tx: Transaction) -> Sequence[NewWork]:
        pages = open_pages(tx, get_scan(tx, scan), opened, rendition, house.clock.now())
        return [NewWork("page", page.id, "read", page_lane(page.number)) for page in pages]

    return record


def page_lane(number: int) -> str:
    """The first page goes on at once, where the scan was opened: most scans have no other."""
    if number == 0:
        return FRONT
    return PAGES if number < FIRST_PAGES else BULK


def keep_rendition(house: House, opened: OpenedScan) -> str | None:
    """Store the PDF that stands in for the original; its SHA-256."""
    if opened.rendition is None:
        return None
    with opened.rendition.open("rb") as stream:
        return house.files.put(stream)


def refuse_scan(house: House, scan: int, reason: Reason) -> Record:
    """Not one page can be made of it: the file goes to refused/ with the reason."""

    def record(tx: Transaction) -> Sequence[NewWork]:
        close_scan(tx, get_scan(tx, scan), "refused", house.clock.now(), reason)
        return []

    return record


def leave_scan(house: House, scan: int, reason: Reason) -> Record:
    """A person must look at the scan itself."""

    def record(tx: Transaction) -> Sequence[NewWork]:
        row = get_scan(tx, scan)
        close_scan(tx, row, "clearing", house.clock.now(), reason)
        put_scan(tx, row.id, reason, house.clock.now())
        return []

    return record
