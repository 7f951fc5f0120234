"""Every port of the house on one page: what a room promises to those above it. The roof picks who keeps the promise."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, NamedTuple, Protocol

from letters.finding import SearchDocument, SearchQuery, SearchResult
from letters.letter import ClassifiedLetter, ReadLetter, RoutedLetter
from letters.page import ReadPage, Word
from letters.scan import ArchiveCopy, OpenedScan


class Clock(Protocol):
    """The time, so that a test can set it."""

    def now(self) -> datetime:
        """The present moment, in UTC."""
        ...


class Files(Protocol):
    """Originals and copies, kept by the SHA-256 of their bytes."""

    def put(self, stream: BinaryIO) -> str:
        """Store the stream whole (temporary file, fsync, rename) and return its SHA-256 in hex."""
        ...

    def path(self, sha256: str) -> Path:
        """The stored file; raises ServiceError("file_missing") when it is not there."""
        ...

    def remove(self, sha256: str) -> None:
        """Erase the file; no error when it is gone already."""
        ...


class Doorbell(Protocol):
    """Tells workers that work is due. May lose a ring: the sweeper rings again."""

    def ring(self, work: Sequence[int], lane: str) -> None:
        """Ring for these work rows; the lane (front, pages, bulk, low) says what goes first.

        Raises ServiceError("broker_down").
        """
        ...


class CopyOrder(NamedTuple):
    """The archive copy to be made: these pages, as read, of the file at `path`, written to `target`.

    `name` is the copy's title, `attached` the XML of an e-invoice that the copy carries.
    """

    path: Path
    kind: str
    pages: tuple[ReadPage, ...]
    target: Path
    name: str
    created: datetime
    attached: Path | None = None


class PageReader(Protocol):
    """Opens scans and reads pages, in a process that may die without hurting the caller."""

    def open_scan(self, path: Path, name: str, folder: Path, *, two_passes: bool = False) -> OpenedScan:
        """What kind of file it is and how many pages it has; a rendition, if one is needed, is written into `folder`.

        `two_passes`: its first half are fronts, its second half their backs from the last to the first.

        Raises LetterError (refused: unknown_kind, encrypted, empty_file, damaged, too_large; a person can mend:
        outlook_message, office_file, passes_uneven).
        """
        ...

    def read_page(self, path: Path, kind: str, number: int) -> ReadPage:
        """Read one page (from 0). Raises LetterError when this page cannot be made or breaks a limit."""
        ...

    def picture(self, path: Path, kind: str, number: int, width: int, read: ReadPage | None = None) -> bytes:
        """The upright, deskewed page as JPEG, `width` pixels wide, as the boxes of `read_page` lie on it.

        `read` is the page as it was read, which spares reading it anew to know how it lies.
        """
        ...

    def copy_pages(self, order: CopyOrder) -> ArchiveCopy:
        """Write a searchable PDF/A of some pages. Raises LetterError when they can be neither kept nor drawn."""
        ...

    def close(self) -> None:
        """End the process."""
        ...


class OcrEngine(Protocol):
    """An engine that recognises the words of one upright grey picture."""

    @property
    def name(self) -> str:
        """Name and version, as kept in `ReadPage.engine`."""
        ...

    def recognise(self, grey: bytes, width: int, height: int, dpi: int, languages: Sequence[str]) -> tuple[Word, ...]:
        """The words of an 8-bit grey picture (row-major, `width` × `height` bytes), boxes in 0..1 of it.

        `languages` by Tesseract's names (deu, eng). Raises LetterError("page_unreadable").
        """
        ...


class Classifier(Protocol):
    """Words to meaning."""

    @property
    def version(self) -> str:
        """The model's version, as it stands in every verdict."""
        ...

    def classify(self, letter: ReadLetter) -> ClassifiedLetter:
        """What the letter says. Pure: the same letter and version give the same answer."""
        ...


class Router(Protocol):
    """Who gets it."""

    def choose(self, letter: ReadLetter, meaning: ClassifiedLetter) -> RoutedLetter:
        """The department, or clearing with the reason. Pure."""
        ...


class Index(Protocol):
    """The archive's index: a follower of the database, rebuilt at will."""

    def write(self, documents: Iterable[SearchDocument], removed: Iterable[int] = ()) -> None:
        """Put documents in (newer version wins, an older one is ignored) and take letters out; searchable on return.

        Raises ServiceError when the index cannot be reached: nothing is lost, the marks stay.
        """
        ...

    def search(self, query: SearchQuery) -> SearchResult:
        """Find letters. Raises ServiceError("index_down") or LetterError("query_not_understood")."""
        ...

    def rebuild(self, documents: Iterable[SearchDocument]) -> int:
        """Build a new index beside the live one from all documents, then swap; returns how many it holds."""
        ...

    def count(self) -> int:
        """How many letters it holds."""
        ...

    def close(self) -> None:
        """Let go of files and connections."""
        ...
