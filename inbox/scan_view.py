"""A scan with its pages, as people see it."""

from collections.abc import Sequence

from inbox.views import ScanPage, ScanView
from letters.errors import AccessError
from letters.page import ReadPage
from letters.reasons import Reason
from store.database import Transaction
from store.letters import REASONS
from store.scans import PagePlace, live_letters, numbered_page, page_places
from store.tables import LetterRow, ScanRow

SUGGESTIONS = ("first_page_suggested", "back_begins")


def the_scan(tx: Transaction, scan: int) -> ScanRow:
    """The scan's row. Raises AccessError("no_such_scan")."""
    row = tx.get(ScanRow, scan)
    if row is None:
        raise AccessError("no_such_scan", scan=str(scan))
    return row


def scan_view(tx: Transaction, row: ScanRow) -> ScanView:
    """The view of a scan."""
    letters = live_letters(tx, row.id)
    return ScanView(
        id=row.id,
        name=row.name,
        channel=row.channel,
        status=row.status,
        received_at=row.received_at,
        size=row.size,
        stored=row.sha256 is not None,
        reason=Reason.model_validate_json(row.reason) if row.reason else None,
        letters=tuple(letter.id for letter in letters),
        pages=scan_pages(page_places(tx, row.id), letters),
    )


def scan_pages(places: Sequence[PagePlace], letters: Sequence[LetterRow]) -> tuple[ScanPage, ...]:
    """The pages of the scan, with where they lie and where another letter may begin."""
    suggested = {page: sure for letter in letters for page, sure in suggestions(letter).items()}
    firsts = {letter.first_page for letter in letters}
    return tuple(
        ScanPage(
            number=place.number,
            role=place.role,
            letter=place.letter,
            first=place.number in firsts,
            suggested=suggested.get(place.number),
            sealed=is_sealed(place, letters),
        )
        for place in places
    )


def is_sealed(place: PagePlace, letters: Sequence[LetterRow]) -> bool:
    """Whether nobody may see the page: it is in a sealed letter, or was left out beside one and may be a part of it."""
    return any(letter.sealed and place.letter in (None, letter.id) for letter in letters)


def suggestions(letter: LetterRow) -> dict[int, float]:
    """The pages (from 0) of the letter on which another may begin, and how surely."""
    doubts = [doubt for doubt in REASONS.validate_json(letter.doubts) if doubt.code in SUGGESTIONS]
    return {int(doubt.params["page"]) - 1: int(doubt.params["sure"]) / 100 for doubt in doubts}


def visible_page(tx: Transaction, row: ScanRow, number: int) -> ReadPage:
    """A page of the scan that may be shown. Raises AccessError: no_such_scan_page, letter_sealed."""
    read, places = numbered_page(tx, row.id, number), page_places(tx, row.id)
    if read is None:
        raise AccessError("no_such_scan_page", scan=str(row.id), page=str(number + 1), count=str(len(places)))
    if is_sealed(places[number], live_letters(tx, row.id)):
        raise AccessError("letter_sealed", letter=str(places[number].letter or "–"))
    return read
