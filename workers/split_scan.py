"""Step: a scan is split over the pages read so far. A batch's first letters go on while later pages are still read."""

from collections.abc import Sequence

from letters.letter import Cut, Split
from letters.reasons import Reason
from splitting import PageSigns, split
from store.database import Transaction
from store.items import put_scan
from store.letters import add_letter
from store.scans import (
    close_scan,
    get_scan,
    lay_pages,
    letters_of_scan,
    scanned_twice,
    signs_so_far,
    unplaced_pages,
)
from store.tables import LetterRow, ScanRow
from store.work import NewWork
from workers.house import FRONT, House, Record

NOT_ITS_FAULT = ("stopped_three_times", "step_failed", "page_too_slow")
"""A page left unread for one of these may be sound, and can perhaps be looked at: a letter in clearing."""


def split_scan(house: House, scan: int) -> Record:
    """Find the letters among the pages read so far; the scan is done when every page is read."""
    with house.database.reading() as tx:
        row = get_scan(tx, scan)
        pages = [PageSigns.model_validate_json(signs) for signs in signs_so_far(tx, scan)]
    complete = len(pages) == row.page_count
    sure, two_passes = house.settings.splitting.first_page_sure, scanned_twice(row)
    found = split(pages, complete, sure, two_passes=two_passes)

    def record(tx: Transaction) -> Sequence[NewWork]:
        row = get_scan(tx, scan)
        if row.status != "reading":
            return []
        if complete and (reason := nothing_made(pages)):
            close_scan(tx, row, "refused", house.clock.now(), reason)
            return []
        letters = add_new_letters(house, tx, row, found)
        if complete:
            finish_scan(house, tx, row, found)
        return [NewWork("letter", letter.id, "classify", FRONT) for letter in letters]

    return record


def leave_split(house: House, scan: int, reason: Reason) -> Record:
    """What has no place yet becomes one letter in clearing, once every page is read."""

    def record(tx: Transaction) -> Sequence[NewWork]:
        row = get_scan(tx, scan)
        left = unplaced_pages(tx, scan)
        if row.status != "reading" or left is None:
            return []
        cut = Cut(pages=left, doubts=(reason,))
        letters = add_new_letters(house, tx, row, Split(cuts=(cut,), pending=row.page_count or 0)) if left else []
        close_scan(tx, row, "split", house.clock.now(), reason)
        return [NewWork("letter", letter.id, "classify", FRONT) for letter in letters]

    return record


def add_new_letters(house: House, tx: Transaction, row: ScanRow, found: Split) -> list[LetterRow]:
    """The letters that were not found before, with their pages laid to them."""
    there = letters_of_scan(tx, row.id)
    now = house.clock.now()
    new = [add_letter(tx, row.id, cut, row.hints, now) for cut in found.cuts if cut.pages[0] not in there]
    lay_pages(tx, row.id, found, {letter.first_page: letter for letter in new})
    return new


def finish_scan(house: House, tx: Transaction, row: ScanRow, found: Split) -> None:
    """Every page has its place. Where none is left for a letter, a person looks."""
    if found.cuts:
        close_scan(tx, row, "split", house.clock.now())
        return
    reason = Reason(code="nothing_left")
    close_scan(tx, row, "clearing", house.clock.now(), reason)
    put_scan(tx, row.id, reason, house.clock.now())


def nothing_made(pages: Sequence[PageSigns]) -> Reason | None:
    """Why the scan is refused after all: not one page could be made, and every page is itself at fault."""
    faults = [page.fault for page in pages if page.fault]
    if len(faults) < len(pages) or any(fault.code in NOT_ITS_FAULT for fault in faults):
        return None
    return faults[0] if len(faults) == 1 else Reason(code="damaged")
