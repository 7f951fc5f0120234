"""What people see of the office: frozen views, and the desk that shows them. Pages and JSON API know no more."""

from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple, Protocol

from pydantic import BaseModel, ConfigDict

from config.taxonomy import Taxonomy
from letters.facts import Sentiment
from letters.finding import SearchQuery
from letters.letter import ClassifiedLetter, RoutedLetter
from letters.reasons import Reason


class View(BaseModel):
    """A view: a picture of one moment."""

    model_config = ConfigDict(frozen=True)


class QueueView(View):
    """A queue: how many lie in it, since when the oldest, how many are of priority 0 or past their due day."""

    name: str
    """A department's key, or `clearing`."""
    count: int = 0
    oldest: datetime | None = None
    urgent: int = 0
    overdue: int = 0


class Overview(View):
    """The whole office at a glance: the queues, clearing first, then the departments in the taxonomy's order.

    `under_way`: scans and letters that are still being read, classified or routed; `refused`: refused scans.
    """

    queues: tuple[QueueView, ...]
    under_way: int = 0
    refused: int = 0


class ItemView(View):
    """A line in a queue or in a list of finds. `letter` is None where a scan has no letter (then `scan` alone)."""

    letter: int | None
    scan: int
    status: str
    queue: str | None = None
    source_name: str
    subject: str | None = None
    sender_name: str | None = None
    sender_type: str | None = None
    topic: str | None = None
    topic_sure: float | None = None
    department: str | None = None
    priority: int = 2
    """0 (at once) to 3 (whenever)."""
    urgent: bool = False
    sentiment: Sentiment = "neutral"
    sealed: bool = False
    page_count: int = 0
    received_at: datetime
    received_on: date
    deadline: date | None = None
    due: date | None = None
    reason: Reason | None = None
    """Why a person must look at it."""


class ItemList(View):
    """Some items of a longer list: those from `offset` on, `total` in all."""

    items: tuple[ItemView, ...]
    total: int
    offset: int = 0


class PageView(View):
    """A page of a letter; `number` counts from 0 within the letter. Sizes in points."""

    number: int
    width_pt: float
    height_pt: float
    text: str = ""
    doubts: tuple[Reason, ...] = ()


class EventView(View):
    """Something that happened to a letter or its scan, and by whom: a step of the house, or a person."""

    at: datetime
    by: str
    what: str
    data: dict[str, str | int | float | bool | None] = {}


class LetterView(View):
    """A letter with everything known of it; `meaning` and `route` are None as long as they are not known."""

    id: int
    version: int
    item: ItemView
    pages: tuple[PageView, ...] = ()
    meaning: ClassifiedLetter | None = None
    route: RoutedLetter | None = None
    doubts: tuple[Reason, ...] = ()
    events: tuple[EventView, ...] = ()
    replaced_by: int | None = None

    @property
    def text(self) -> str:
        """The pages' texts joined by form feed."""
        return "\f".join(page.text for page in self.pages)


class Neighbours(View):
    """A letter's place in its queue: the letters before and after it, its position from 1, and how many lie there."""

    before: int | None = None
    after: int | None = None
    position: int = 0
    total: int = 0


class ScanPage(View):
    """A page of a scan; `number` counts from 0. `role`: letter, separator or blank; None until splitting has said.

    `first`: its letter begins here; `suggested`: how sure (0..1) it is that one may, where a person should look.
    """

    number: int
    role: str | None = None
    letter: int | None = None
    first: bool = False
    suggested: float | None = None
    sealed: bool = False


class ScanView(View):
    """A file taken in, or refused; `stored` says whether its bytes can be had."""

    id: int
    name: str
    channel: str = "folder"
    status: str
    received_at: datetime
    size: int = 0
    """Bytes."""
    stored: bool = True
    reason: Reason | None = None
    letters: tuple[int, ...] = ()
    pages: tuple[ScanPage, ...] = ()

    @property
    def can_be_retried(self) -> bool:
        """Whether it was not opened: refused, or laid into clearing without a page."""
        return self.status == "refused" or (self.status == "clearing" and not self.pages)


class ScanList(View):
    """Some scans of a longer list."""

    scans: tuple[ScanView, ...]
    total: int
    offset: int = 0


class FoundLetter(View):
    """A find: the letter's line, the page (from 0) that fits best, a snippet with hits between U+E000 and U+E001."""

    item: ItemView
    page: int | None = None
    snippet: str = ""


class FoundList(View):
    """Some finds of `total`."""

    found: tuple[FoundLetter, ...]
    total: int
    offset: int = 0


class Choice(View):
    """What a person chose for a letter. `version` is that of the letter they saw; None: whatever it is now."""

    department: str
    topic: str | None = None
    """None: as it is."""
    sender_type: str | None = None
    version: int | None = None


class Cutting(View):
    """How a person cuts a scan: the pages (from 0) on which letters begin, and those to be brought back though they
    were left out as blank or as separators. `letters`: those of the scan that the person saw; None: whatever it has.
    """

    firsts: tuple[int, ...]
    kept: tuple[int, ...] = ()
    letters: tuple[int, ...] | None = None


class Original(NamedTuple):
    """A stored file, its name as it arrived, and its media type."""

    path: Path
    name: str
    media_type: str


class Desk(Protocol):
    """The office as one viewer may see it. Every method is safe to call from several threads.

    All raise ServiceError when a service is down, and AccessError for what is not there or not theirs:
    no_such_letter, no_such_scan, no_such_label (a queue too).
    """

    @property
    def taxonomy(self) -> Taxonomy:
        """The labels that can be chosen, with their names."""
        ...

    def overview(self) -> Overview:
        """The queues with their counts."""
        ...

    def items(self, queue: str, offset: int = 0, limit: int = 50) -> ItemList:
        """A queue's letters in the order of work: by priority, then due day, then the oldest first."""
        ...

    def neighbours(self, letter: int) -> Neighbours:
        """The letter's place in its queue, in the same order; empty where it lies in none."""
        ...

    def letter(self, letter: int) -> LetterView:
        """The letter."""
        ...

    def picture(self, letter: int, page: int, width: int) -> bytes:
        """The page (from 0), upright, as JPEG of `width` pixels, as the boxes of the facts and verdicts lie on it.

        Raises AccessError("letter_sealed").
        """
        ...

    def original(self, letter: int) -> Original:
        """The file that the letter came in; AccessError("letter_sealed") where it is sealed."""
        ...

    def decide(self, letter: int, choice: Choice) -> LetterView:
        """Confirm or correct; the letter lies in the department's queue then.

        Raises AccessError: no_such_label for a label that the taxonomy does not have, letter_under_way before it is
        routed, letter_changed when `choice.version` is not the letter's any more.
        """
        ...

    def scan(self, scan: int) -> ScanView:
        """The scan."""
        ...

    def scan_original(self, scan: int) -> Original:
        """The scan's file; AccessError: file_gone where none was stored, letter_sealed where a letter of it is."""
        ...

    def scan_picture(self, scan: int, page: int, width: int) -> bytes:
        """A page of the scan (from 0), upright, as JPEG; AccessError: no_such_scan_page, letter_sealed where it is in a
        sealed letter, or left out beside one."""
        ...

    def cut(self, scan: int, cutting: Cutting) -> ScanView:
        """Lay the scan's pages to letters as the person says. A letter whose pages change is replaced by a new one,
        which is classified and routed anew.

        Raises AccessError: scan_not_placed, scan_changed, no_such_scan_page, nothing_to_cut, letter_under_way,
        letter_sealed.
        """
        ...

    def close_scan(self, scan: int) -> ScanView:
        """A person is done with a scan that lies in clearing without a letter.

        Raises AccessError("not_in_clearing").
        """
        ...

    def refused(self, offset: int = 0, limit: int = 50) -> ScanList:
        """Refused scans, the newest first."""
        ...

    def retry(self, scan: int) -> None:
        """Have a refused scan tried again, or one in clearing without a page; it lies there no longer.

        Raises AccessError("not_refused").
        """
        ...

    def search(self, query: SearchQuery) -> FoundList:
        """Find letters. Raises LetterError("query_not_understood")."""
        ...
