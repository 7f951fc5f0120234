"""Finding letters: the document that every index holds, the query, and what comes back."""

import datetime
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict


class SearchDocument(BaseModel):
    """What the index holds of a letter. `version` rises with every change; an older one never replaces a newer one."""

    model_config = ConfigDict(frozen=True)

    id: int
    version: int
    status: str
    queue: str | None = None
    source_name: str
    received_at: datetime.datetime
    received_on: datetime.date
    pages: tuple[str, ...] = ()
    """Text by page."""
    subject: str | None = None
    sender_name: str | None = None
    sender_type: str | None = None
    topic: str | None = None
    department: str | None = None
    language: str | None = None
    date: datetime.date | None = None
    deadline: datetime.date | None = None
    references: tuple[str, ...] = ()
    iban: str | None = None


SortOrder = Literal["rank", "newest", "oldest", "deadline"]


class SearchQuery(BaseModel):
    """A search: `text` as typed (words, "phrases", -without), filters by exact label, ranges inclusive."""

    model_config = ConfigDict(frozen=True)

    text: str = ""
    queues: tuple[str, ...] | None = None
    """The queues the viewer may see; None: all."""
    status: str | None = None
    topic: str | None = None
    sender_type: str | None = None
    department: str | None = None
    language: str | None = None
    received_from: datetime.date | None = None
    received_to: datetime.date | None = None
    date_from: datetime.date | None = None
    date_to: datetime.date | None = None
    deadline_to: datetime.date | None = None
    sort: SortOrder = "rank"
    offset: int = 0
    limit: int = 20


class Hit(NamedTuple):
    """A letter found: its id, its rank's score, the page (from 0) that fits best or None, and a snippet.

    `snippet` is text in which hits stand between U+E000 and U+E001, so that each surface marks them its own way.
    """

    id: int
    score: float
    page: int | None
    snippet: str


class SearchResult(NamedTuple):
    """The hits of one page of results and how many there are in all."""

    hits: tuple[Hit, ...]
    total: int
