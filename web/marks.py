"""What is drawn over a page's picture: where the words stand that decided, and where each fact was found."""

from typing import Literal, NamedTuple

from letters.facts import Fact
from letters.letter import ClassifiedLetter
from letters.page import Box
from letters.verdict import Evidence, Verdict

MOST = 8
"""So many words are shown for a verdict."""
CRUMB = 0.15
"""What weighs less than this share of the weightiest word is not worth a reader's time."""

MarkKind = Literal["topic", "sender_type", "sender", "date", "deadline", "reference", "amount"]


class PageMark(NamedTuple):
    """A box on a page (both as in the letter) and what it stands for; `name` links it to its line beside the page."""

    page: int
    box: Box
    kind: MarkKind
    name: str


def page_marks(meaning: ClassifiedLetter | None) -> tuple[PageMark, ...]:
    """All marks of a letter; none as long as it is not classified."""
    if meaning is None:
        return ()
    facts: list[tuple[MarkKind, str, Fact | None]] = [
        ("sender", "sender", meaning.sender),
        ("date", "date", meaning.date),
        ("deadline", "deadline", meaning.deadline),
        *(("reference", f"reference-{number}", fact) for number, fact in enumerate(meaning.references)),
        *(("amount", f"amount-{number}", fact) for number, fact in enumerate(meaning.amounts)),
    ]
    found = [PageMark(fact.place.page, fact.place.box, kind, name) for kind, name, fact in facts if fact and fact.place]
    words = (*verdict_marks("topic", meaning.topic), *verdict_marks("sender_type", meaning.sender_type))
    return (*words, *found)


def verdict_marks(kind: MarkKind, verdict: Verdict) -> list[PageMark]:
    """The places of the words that spoke for a verdict."""
    return [
        PageMark(evidence.place.page, evidence.place.box, kind, f"{kind}-{number}")
        for number, evidence in enumerate(shown_evidence(verdict))
        if evidence.place
    ]


def shown_evidence(verdict: Verdict) -> tuple[Evidence, ...]:
    """The evidence that is shown: what spoke for the verdict, the weightiest first, each word once, no crumbs.

    Nor figures and single letters: a sum may tell the model that it is a dunning letter, to a reader "55" says nothing.
    """
    words: dict[str, Evidence] = {}
    told = [evidence for evidence in verdict.evidence if sum(map(str.isalpha, evidence.text)) > 1]
    for evidence in sorted(told, key=lambda evidence: -evidence.weight):
        words.setdefault(evidence.text.casefold(), evidence)
    crumb = max((evidence.weight for evidence in words.values()), default=0.0) * CRUMB
    return tuple(evidence for evidence in words.values() if evidence.weight > max(crumb, 0.0))[:MOST]
