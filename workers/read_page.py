"""Step: a page is read. Its words, boxes, zones and marks; whatever is doubtful about it stays with it."""

from collections.abc import Sequence

from letters.errors import LetterError
from letters.page import ReadPage
from letters.reasons import Reason
from splitting import see_signs
from store.database import Transaction
from store.scans import get_page, get_scan, page_source
from store.work import NewWork
from workers.house import FRONT, House, Record

A4_POINTS = (595.0, 842.0)


def read_page(house: House, page: int) -> Record:
    """Read the page; one that cannot be read is kept as such, so that the account of pages holds."""
    with house.database.reading() as tx:
        row = get_page(tx, page)
        scan = get_scan(tx, row.scan_id)
    file, kind = page_source(scan)
    try:
        read = house.reader().read_page(house.files.path(file), kind, row.number)
    except LetterError as error:
        read = unread_page(row.number, error.reason)
    return keep_page(page, read)


def leave_page(house: House, page: int, reason: Reason) -> Record:
    """The page stays unread: its letter goes to clearing with the reason."""
    with house.database.reading() as tx:
        number = get_page(tx, page).number
    return keep_page(page, unread_page(number, reason))


def unread_page(number: int, reason: Reason) -> ReadPage:
    """A page of which nothing is known but why."""
    width, height = A4_POINTS
    return ReadPage(number=number, width_pt=width, height_pt=height, source="unread", confidence=0.0, doubts=(reason,))


def keep_page(page: int, read: ReadPage) -> Record:
    """Write the page down; its scan is split anew over what is read by now."""

    def record(tx: Transaction) -> Sequence[NewWork]:
        row = get_page(tx, page)
        row.read, row.signs = read.model_dump_json(), see_signs(read).model_dump_json()
        return [NewWork("scan", row.scan_id, "split", FRONT)]

    return record
