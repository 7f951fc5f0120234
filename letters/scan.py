"""What arrives: a file at rest, a mail part, an upload; and the scan that it becomes once it is stored."""

from datetime import date, datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from letters.reasons import Reason

PASSES = "passes"
"""The hint of an arrival that says in how many passes its stack was scanned: "2" for all fronts, then all backs."""
TWO_PASSES = {PASSES: "2"}

FileKind = Literal["pdf", "tiff", "jpeg", "png", "email", "office", "xml"]


class Arrival(BaseModel):
    """A file at rest, before it is taken in. `key` names this very arrival: the same key again is the same arrival."""

    model_config = ConfigDict(frozen=True)

    channel: str
    key: str
    path: Path
    name: str
    received_at: datetime
    received_on: date
    hints: dict[str, str] = {}


class Scan(BaseModel):
    """A file taken in, stored byte for byte under its SHA-256."""

    model_config = ConfigDict(frozen=True)

    id: int
    sha256: str | None
    name: str
    channel: str
    received_at: datetime
    received_on: date
    hints: dict[str, str] = {}


class Part(BaseModel):
    """A file inside a scan: the body or an attachment of an e-mail. A plain scan has one part, named as the scan."""

    model_config = ConfigDict(frozen=True)

    name: str
    kind: str
    first_page: int
    page_count: int
    attachment: bool = False


class OpenedScan(BaseModel):
    """A scan whose kind and page count are known, its pages not yet read.

    `rendition`: a PDF that stands in for the original when pages are made (mail, office file, e-invoice), else None.
    `data`: what the file says of itself in structured form (`subject`, `from`, `invoice.number` …), text to text.
    `doubts`: what is missing or odd although pages can be made; each sends the scan's letters to clearing.
    """

    model_config = ConfigDict(frozen=True)

    kind: FileKind
    page_count: int
    parts: tuple[Part, ...] = ()
    rendition: Path | None = None
    data: dict[str, str] = {}
    doubts: tuple[Reason, ...] = ()


class ArchiveCopy(BaseModel):
    """What was made: the level of PDF/A, and the numbers (in the scan, from 0) of the pages drawn as pictures because
    they could not be kept."""

    model_config = ConfigDict(frozen=True)

    level: Literal["2b", "3b"]
    drawn: tuple[int, ...] = ()
