"""The desk of the office: shows what lies where, and takes decisions. Keeps the port `inbox.views.Desk`."""

from collections.abc import Callable, Sequence
from pathlib import Path

from config.taxonomy import Taxonomy
from inbox.cut import close_cleared, cut_scan
from inbox.decide import Decision, decide
from inbox.items import count_under_way, item_view, list_items, neighbours_of, queue_views
from inbox.letter_view import letter_view
from inbox.refused import retry_scan
from inbox.scan_view import scan_view, the_scan, visible_page
from inbox.views import (
    Choice,
    Cutting,
    FoundLetter,
    FoundList,
    ItemList,
    LetterView,
    Neighbours,
    Original,
    Overview,
    ScanList,
    ScanView,
)
from letters.errors import AccessError, ServiceError
from letters.finding import Hit, SearchQuery
from letters.labels import CLEARING
from letters.ports import Clock, Doorbell, Files, Index, PageReader
from store.counts import scans_by_status
from store.database import Database, Transaction
from store.events import scan_subject
from store.letters import get_letter
from store.locks import lock_name
from store.scans import get_scan, letter_pages, letters_of_scan, newest_refused, page_refs, page_source
from store.tables import LetterRow, ScanRow
from store.work import Ring, add_work

PERSON = "person"
"""Who decides, until there is sign-in."""
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "tiff": "image/tiff",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "email": "message/rfc822",
    "xml": "application/xml",
}


class OfficeDesk:
    """The desk of whoever may see all of it."""

    def __init__(
        self,
        database: Database,
        files: Files,
        index: Callable[[], Index],
        reader: Callable[[], PageReader],
        taxonomy: Taxonomy,
        clock: Clock,
        doorbell: Callable[[], Doorbell],
        folders: Sequence[Path],
    ) -> None:
        self.database = database
        self.files = files
        self.index = index
        self.reader = reader
        self._taxonomy = taxonomy
        self.clock = clock
        self.doorbell = doorbell
        self.folders = folders

    @property
    def taxonomy(self) -> Taxonomy:
        """The labels that can be chosen, with their names."""
        return self._taxonomy

    def overview(self) -> Overview:
        """The queues with their counts."""
        with self.database.reading() as tx:
            queues = queue_views(tx, (CLEARING, *self._taxonomy.departments), self.clock.now().date())
            return Overview(queues=queues, under_way=count_under_way(tx), refused=refused_count(tx))

    def items(self, queue: str, offset: int = 0, limit: int = 50) -> ItemList:
        """A queue's letters in the order of work."""
        if queue != CLEARING and queue not in self._taxonomy.departments:
            known = ", ".join((CLEARING, *self._taxonomy.departments))
            raise AccessError("no_such_label", label=queue, kind="queues", known=known)
        with self.database.reading() as tx:
            return list_items(tx, queue, offset, limit)

    def neighbours(self, letter: int) -> Neighbours:
        """The letter's place in its queue."""
        with self.database.reading() as tx:
            return neighbours_of(tx, letter)

    def letter(self, letter: int) -> LetterView:
        """The letter."""
        with self.database.reading() as tx:
            return letter_view(tx, the_letter(tx, letter))

    def picture(self, letter: int, page: int, width: int) -> bytes:
        """The page, upright, as JPEG. Raises AccessError("letter_sealed", "no_such_page")."""
        with self.database.reading() as tx:
            row = the_letter(tx, letter)
            if row.sealed:
                raise AccessError("letter_sealed", letter=str(letter))
            pages = page_refs(tx, letter)
            if not 0 <= page < len(pages):
                raise AccessError("no_such_page", letter=str(letter), page=str(page + 1))
            scan, read = get_scan(tx, pages[page].scan), letter_pages(tx, letter)[page]
        file, kind = page_source(scan)
        return self.reader().picture(self.files.path(file), kind, read.number, width, read)

    def original(self, letter: int) -> Original:
        """The file that the letter came in."""
        with self.database.reading() as tx:
            return self.unsealed(tx, get_scan(tx, the_letter(tx, letter).scan_id))

    def decide(self, letter: int, choice: Choice) -> LetterView:
        """Confirm or correct; the letter lies in the department's queue then."""
        with self.database.writing() as tx:
            row = get_letter(tx, letter)
            if row is not None and choice.version is not None and row.version != choice.version:
                raise AccessError("letter_changed", letter=str(letter))
            decision = Decision(choice.department, choice.topic, choice.sender_type)
            decide(tx, self._taxonomy, letter, decision, PERSON, self.clock.now())
            return letter_view(tx, the_letter(tx, letter))

    def scan(self, scan: int) -> ScanView:
        """The scan."""
        with self.database.reading() as tx:
            return scan_view(tx, the_scan(tx, scan))

    def scan_picture(self, scan: int, page: int, width: int) -> bytes:
        """The page, upright, as JPEG."""
        with self.database.reading() as tx:
            row = the_scan(tx, scan)
            read = visible_page(tx, row, page)
        file, kind = page_source(row)
        return self.reader().picture(self.files.path(file), kind, page, width, read)

    def cut(self, scan: int, cutting: Cutting) -> ScanView:
        """Lay the scan's pages to letters as the person says."""
        with self.database.writing() as tx:
            now = self.clock.now()
            rings = add_work(tx, cut_scan(tx, hold_scan(tx, scan), cutting, PERSON, now), now)
            view = scan_view(tx, the_scan(tx, scan))
        self.ring(rings)
        return view

    def close_scan(self, scan: int) -> ScanView:
        """The scan lies in clearing no longer."""
        with self.database.writing() as tx:
            close_cleared(tx, the_scan(tx, scan).id, PERSON, self.clock.now())
            return scan_view(tx, the_scan(tx, scan))

    def scan_original(self, scan: int) -> Original:
        """The scan's file."""
        with self.database.reading() as tx:
            return self.unsealed(tx, the_scan(tx, scan))

    def unsealed(self, tx: Transaction, row: ScanRow) -> Original:
        """The stored file of a scan, unless a letter in it is sealed: a batch's file holds the letters beside it."""
        for letter in letters_of_scan(tx, row.id).values():
            if the_letter(tx, letter).sealed:
                raise AccessError("letter_sealed", letter=str(letter))
        return self.stored(row)

    def stored(self, row: ScanRow) -> Original:
        """The stored file of a scan."""
        if row.sha256 is None:
            raise AccessError("file_gone", name=row.name)
        media_type = MEDIA_TYPES.get(row.kind or "", "application/octet-stream")
        return Original(self.files.path(row.sha256), row.name, media_type)

    def refused(self, offset: int = 0, limit: int = 50) -> ScanList:
        """Refused scans, the newest first."""
        with self.database.reading() as tx:
            views = tuple(scan_view(tx, row) for row in newest_refused(tx, offset, limit))
            return ScanList(scans=views, total=refused_count(tx), offset=offset)

    def retry(self, scan: int) -> None:
        """Have a refused scan tried again."""
        self.ring(retry_scan(self.database, self.clock, self.folders, scan))

    def ring(self, rings: Sequence[Ring]) -> None:
        """Ring for work that is due."""
        for ring in rings:
            try:
                self.doorbell().ring([ring.work], ring.lane)
            except ServiceError:
                return  # the sweeper rings again

    def search(self, query: SearchQuery) -> FoundList:
        """Find letters."""
        result = self.index().search(query)
        with self.database.reading() as tx:
            found = tuple(view for hit in result.hits if (view := found_letter(tx, hit)))
        return FoundList(found=found, total=result.total, offset=query.offset)


def found_letter(tx: Transaction, hit: Hit) -> FoundLetter | None:
    """A find with its letter's line; None where the letter has gone since it was indexed."""
    row = tx.get(LetterRow, hit.id)
    return FoundLetter(item=item_view(tx, row), page=hit.page, snippet=hit.snippet) if row else None


def the_letter(tx: Transaction, letter: int) -> LetterRow:
    """The letter's row. Raises AccessError("no_such_letter")."""
    row = tx.get(LetterRow, letter)
    if row is None:
        raise AccessError("no_such_letter", letter=str(letter))
    return row


def hold_scan(tx: Transaction, scan: int) -> ScanRow:
    """The scan's row, held against others who would cut it at the same time. Raises AccessError("no_such_scan")."""
    lock_name(tx, scan_subject(scan))
    return the_scan(tx, scan)


def refused_count(tx: Transaction) -> int:
    """How many scans are refused."""
    return scans_by_status(tx).get("refused", 0)
