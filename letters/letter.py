"""A letter on its way: a different frozen type after each step, so that nobody reads what is not known yet."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from letters.facts import Amount, DateFact, Deadline, Reference, Sender, Sentiment, Urgency
from letters.page import ReadPage
from letters.reasons import Reason
from letters.scan import Part
from letters.verdict import Verdict


class PageRef(NamedTuple):
    """A page of a scan: `number` counts from 0 within the scan."""

    scan: int
    number: int


class Cut(BaseModel):
    """One letter that splitting found: its pages' numbers, what a separator sheet said, and what is doubtful."""

    model_config = ConfigDict(frozen=True)

    pages: tuple[int, ...]
    hints: dict[str, str] = {}
    doubts: tuple[Reason, ...] = ()


class Split(BaseModel):
    """An account of the pages read so far: every page before `pending` is in exactly one of the three."""

    model_config = ConfigDict(frozen=True)

    cuts: tuple[Cut, ...]
    separators: tuple[int, ...] = ()
    blanks: tuple[int, ...] = ()
    pending: int
    """The first page not yet assigned (the start of a letter that may still grow)."""


class ReadLetter(BaseModel):
    """A letter whose pages are all read: what classifying works on."""

    model_config = ConfigDict(frozen=True)

    source_name: str
    received_at: datetime
    received_on: date
    channel: str = "folder"
    pages: tuple[ReadPage, ...]
    parts: tuple[Part, ...] = ()
    hints: dict[str, str] = {}
    data: dict[str, str] = {}
    doubts: tuple[Reason, ...] = ()

    @property
    def text(self) -> str:
        """The pages' texts joined by form feed."""
        return joined_text(self.pages)


def joined_text(pages: Sequence[ReadPage]) -> str:
    """The pages' texts joined by form feed."""
    return "\f".join(page.text for page in pages)


class ClassifiedLetter(BaseModel):
    """What the letter says: verdicts with calibrated probabilities and the facts found in it."""

    model_config = ConfigDict(frozen=True)

    sender_type: Verdict
    topic: Verdict
    sender: Sender
    language: str
    date: DateFact | None = None
    deadline: Deadline | None = None
    references: tuple[Reference, ...] = ()
    amounts: tuple[Amount, ...] = ()
    sentiment: Sentiment = "neutral"
    urgency: Urgency = Urgency()
    addressee: str | None = None
    sealed: bool = False
    """Marked personal or confidential: it goes unopened to its addressee, its text is kept nowhere."""
    doubts: tuple[Reason, ...] = ()


class RoutedLetter(BaseModel):
    """Where the letter goes. `department` is the best guess even when `queue` is clearing.

    `priority`: 0 (at once) to 3 (whenever); `due`: the day by which the queue should have answered.
    """

    model_config = ConfigDict(frozen=True)

    department: str
    queue: str
    needs_review: bool
    review_reason: Reason | None = None
    priority: int
    due: date | None = None
    reasons: tuple[Reason, ...]
