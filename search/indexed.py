"""What both indexes hold of a letter besides its labels: its tokens and the keys that it is sorted by."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from letters.finding import SearchDocument
from search.analysis import Token, find_joints, find_tokens, fold, stem

FORMAT = 1
"""Rises with every change of the fields or of the analysis: an index of another format must be built anew."""

LABELS = ("status", "topic", "sender_type", "department", "language")
"""The labels that a search filters by, besides the queues that the viewer may see."""

DAYS = ("received_on", "date", "deadline")
TITLE_WEIGHT = 2.0
"""A hit in subject, sender or references counts this much more."""

DEEPEST = 100_000
"""Hits beyond this many are counted, not shown."""

BREAK = " \u241f "
"""A token that no query can hold: a phrase never reaches over it from one page to the next."""

SECOND_BITS, ID_BITS = 34, 28
NO_DEADLINE = 1 << 22
"""Later than the last day that a date can name."""


class Indexed(NamedTuple):
    """Tokens with spaces between them: `text` stems of everything, `title` stems of subject, sender and references,
    `exact` folded words and joints without order; `newest` (descending) and `due` (ascending) order letters, ties by
    the later id."""

    text: str
    title: str
    exact: str
    newest: int
    due: int


def make_indexed(document: SearchDocument) -> Indexed:
    """The tokens and keys of a letter."""
    head = [part for part in (document.subject, document.sender_name, *document.references) if part]
    parts = [(text, find_tokens(text)) for text in (*document.pages, *head, document.source_name, document.iban or "")]
    first = len(document.pages)
    return Indexed(
        text=stems_of(tokens for _, tokens in parts),
        title=stems_of(tokens for _, tokens in parts[first : first + len(head)]),
        exact=" ".join(sorted(exact_of(parts))),
        newest=newest_key(document),
        due=due_key(document),
    )


def stems_of(parts: Iterable[Sequence[Token]]) -> str:
    """The stems of the texts, in order."""
    return BREAK.join(" ".join(filter(None, (stem(token.word) for token in tokens))) for tokens in parts)


def exact_of(parts: Iterable[tuple[str, Sequence[Token]]]) -> set[str]:
    """The folded words of the texts, and what is put together from pieces, folded and stemmed."""
    found: set[str] = set()
    for text, tokens in parts:
        found.update(fold(token.word) for token in tokens)
        for joint in find_joints(text, tokens):
            found.update((fold(joint.word), stem(joint.word)))
    return found - {""}


def newest_key(document: SearchDocument) -> int:
    """The second of arrival, then the id."""
    return int(document.received_at.timestamp()) << ID_BITS | document.id % (1 << ID_BITS)


def due_key(document: SearchDocument) -> int:
    """The day of the deadline (none: last), then the later id first."""
    day = document.deadline.toordinal() if document.deadline else NO_DEADLINE
    return day << SECOND_BITS | ((1 << SECOND_BITS) - 1 - document.id % (1 << SECOND_BITS))
