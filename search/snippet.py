"""The page that fits best and the piece of it to show, the hits marked. Done here for both indexes alike."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from search.analysis import Token, find_joints, find_tokens, fold, stem
from search.query import AllOf, Exact, Phrase, Prefix, Stem, leaves

OPEN, CLOSE = "\ue000", "\ue001"
WIDTH = 240
LEAD = 60
"""Characters shown before the first hit, so that it is read in its sentence."""

MOST_CHARACTERS = 400_000
"""So much of a letter (about 150 pages) is looked through for its best page."""


class Span(NamedTuple):
    """A hit on a page and which part of the query it answers."""

    start: int
    end: int
    leaf: int


def make_snippet(pages: Sequence[str], query: AllOf) -> tuple[int | None, str]:
    """The index of the page with most parts of the query (then most hits), and its snippet.

    Where no page holds any part of the query the page is None and the snippet the letter's beginning.
    """
    wanted = tuple(dict.fromkeys(leaves(query)))
    best: tuple[int, int] = (0, 0)
    found: tuple[int | None, str, list[Span]] = (None, next(filter(str.strip, pages), ""), [])
    looked_through = 0
    for number, text in enumerate(pages):
        if not wanted or looked_through > MOST_CHARACTERS:
            break
        looked_through += len(text)
        spans = find_spans(text, wanted)
        rank = (len({span.leaf for span in spans}), len(spans))
        if rank > best:
            best, found = rank, (number, text, spans)
    page, text, spans = found
    return page, cut(text, merge(spans))


def find_spans(text: str, wanted: Sequence[Stem | Exact | Prefix | Phrase]) -> list[Span]:
    """Where the parts of the query stand, in order."""
    tokens = find_tokens(text)
    stems = [stem(token.word) for token in tokens]
    folded = [(token, fold(token.word)) for token in tokens]
    folded += [(joint, form) for joint in find_joints(text, tokens) for form in {fold(joint.word), stem(joint.word)}]
    spans: list[Span] = []
    for leaf, part in enumerate(wanted):
        match part:
            case Stem(word):
                hits = [token for token, found in zip(tokens, stems, strict=True) if found == word]
            case Exact(word):
                hits = [token for token, found in folded if found == word]
            case Prefix(start):
                hits = [token for token, found in folded if found.startswith(start)]
            case Phrase(words):
                hits = find_phrase(tokens, stems, words)
        spans += [Span(token.start, token.end, leaf) for token in hits]
    return sorted(spans)


def find_phrase(tokens: Sequence[Token], stems: Sequence[str], words: tuple[str, ...]) -> list[Token]:
    """Where the stems follow each other, from the first to the last."""
    starts = [at for at in range(len(stems) - len(words) + 1) if tuple(stems[at : at + len(words)]) == words]
    return [Token(tokens[at].start, tokens[at + len(words) - 1].end, "") for at in starts]


def merge(spans: Sequence[Span]) -> list[Span]:
    """Spans that overlap become one."""
    merged: list[Span] = []
    for span in spans:
        if merged and span.start < merged[-1].end:
            merged[-1] = merged[-1]._replace(end=max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def cut(text: str, spans: Sequence[Span]) -> str:
    """The stretch of the text with most hits, the hits between U+E000 and U+E001, white space made single."""
    start = word_start(text, densest(spans) - LEAD) if spans else 0
    end = start + WIDTH + LEAD
    pieces, at = [], start
    for span in spans:
        if start <= span.start and span.end <= end:
            pieces += [plain(text[at : span.start]), OPEN, plain(text[span.start : span.end]), CLOSE]
            at = span.end
    stop = word_end(text, at, end)
    snippet = re.sub(r"\s+", " ", "".join([*pieces, plain(text[at:stop])])).strip()
    return ("… " if text[:start].strip() else "") + snippet + (" …" if text[stop:].strip() else "")


def densest(spans: Sequence[Span]) -> int:
    """Where a snippet shows most hits."""
    starts = [span.start for span in spans]
    return max(starts, key=lambda start: bisect_right(starts, start + WIDTH) - bisect_left(starts, start))


def plain(text: str) -> str:
    """The text without the two signs that mark hits."""
    return text.replace(OPEN, " ").replace(CLOSE, " ")


def word_start(text: str, at: int) -> int:
    """The beginning of the first whole word from `at` on."""
    space = re.compile(r"\s").search(text, max(at, 0), max(at, 0) + LEAD)
    return space.end() if space and at > 0 else max(at, 0)


def word_end(text: str, least: int, at: int) -> int:
    """The end of the last whole word between `least` and `at`."""
    if at >= len(text):
        return len(text)
    found = max(text.rfind(sign, least, at) for sign in " \n")
    return found if found > 0 else at
