"""A letter with everything known of it, as people see it."""

from inbox.items import item_view
from inbox.views import EventView, LetterView, PageView
from letters.page import ReadPage
from store.database import Transaction
from store.events import events_of, letter_subject, scan_subject
from store.letters import REASONS, letter_meaning, letter_route
from store.scans import get_scan, letter_pages, opened_scan
from store.tables import LetterRow


def letter_view(tx: Transaction, row: LetterRow) -> LetterView:
    """The view of a letter."""
    opened = opened_scan(get_scan(tx, row.scan_id))
    return LetterView(
        id=row.id,
        version=row.version,
        item=item_view(tx, row),
        pages=tuple(page_view(number, page) for number, page in enumerate(letter_pages(tx, row.id))),
        meaning=letter_meaning(tx, row.id),
        route=letter_route(tx, row.id),
        doubts=(*opened.doubts, *REASONS.validate_json(row.doubts)),
        events=letter_events(tx, row),
        replaced_by=row.replaced_by,
    )


def page_view(number: int, page: ReadPage) -> PageView:
    """The view of a page."""
    return PageView(number=number, width_pt=page.width_pt, height_pt=page.height_pt, text=page.text, doubts=page.doubts)


def letter_events(tx: Transaction, row: LetterRow) -> tuple[EventView, ...]:
    """What happened to the letter and its scan, the oldest first; when the whole scan was done says nothing of it."""
    scan = scan_subject(row.scan_id)
    rows = events_of(tx, letter_subject(row.id), scan)
    told = [each for each in rows if (each.subject, each.what) != (scan, "split")]
    return tuple(EventView(at=each.at, by=each.by, what=each.what, data=each.data) for each in told)
