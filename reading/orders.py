"""What a reader is asked to do, and what it answers: both ends check what they are sent against these."""

from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from letters.page import ReadPage
from letters.reasons import Reason
from letters.scan import ArchiveCopy, OpenedScan


class Order(BaseModel):
    """One order: open a scan (`name`, `folder`, `two_passes`), read a page, make its picture (`width`, `read`), or
    write the archive copy of some pages to `target` (`pages` as read, `name` its title, `attached` an e-invoice's XML).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    task: Literal["open", "read", "picture", "copy"]
    path: Path
    name: str = ""
    folder: Path = Path()
    two_passes: bool = False
    kind: str = ""
    number: int = 0
    width: int = 0
    read: ReadPage | None = None
    pages: tuple[ReadPage, ...] = ()
    target: Path = Path()
    created: datetime = datetime.min
    attached: Path | None = None


class Answer(BaseModel):
    """What came of it: exactly one of the results (a picture's bytes come beside), or why there is none.

    `spent_out`: the reader had not enough memory for this and should be replaced.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    opened: OpenedScan | None = None
    page: ReadPage | None = None
    copied: ArchiveCopy | None = None
    error: Reason | None = None
    spent_out: bool = False
