"""Stretches of a letter that may be a number someone files something under: far more than are, a judge chooses."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from classifiers.anatomy import Anatomy
from classifiers.facts.reference_patterns import COLON_LINE, NO_LABEL

TOKEN = re.compile(r"\S+")
OPENING, CLOSING = "(„\"'[<#“‚»«*", ").,;:!?“”\"'>]…"
CORE = re.compile(r"[\w./+\-–°*&]+")
GROUP_BEFORE = re.compile(r"(?:^|\D)\d{1,4}$")
YEAR = re.compile(r"(?:19|20)\d\d")
MOST_TOKENS = 6
MOST_CHARACTERS = 32
LONGEST_WORD = 7
"""Words without a digit inside a number are short: “12 O 44/25”, “1877/24 sa-wi”."""


class Token(NamedTuple):
    """A word without the marks around it, and where it stands in the text."""

    start: int
    end: int
    text: str

    @property
    def numeric(self) -> bool:
        """Whether it holds a digit."""
        return any(map(str.isdigit, self.text))


class Span(NamedTuple):
    """A stretch of the text, and the first and last of its tokens."""

    start: int
    end: int
    first: int
    last: int


class Numbers:
    """A letter's words and the stretches of them that may be references."""

    def __init__(self, anatomy: Anatomy) -> None:
        self.anatomy, self.sheet, self.text = anatomy, anatomy.sheet, anatomy.sheet.text
        self.tokens = list(find_tokens(self.text))

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        """Every stretch that may be a number, each once: runs of words with digits, and what follows a colon."""
        found = {(span.start, span.end): span for span in (*self.runs(), *self.labelled())}
        return tuple(found.values())

    def runs(self) -> Iterator[Span]:
        """Runs of words one space (or line end) apart that hold a digit."""
        for first, token in enumerate(self.tokens):
            if not CORE.fullmatch(token.text) or not (token.numeric or is_prefix(token.text)):
                continue
            if first and self.is_grouped(first):
                continue
            for last in range(first, min(first + MOST_TOKENS, len(self.tokens))):
                if last > first and not self.goes_on(last):
                    break
                value = self.text[token.start : self.tokens[last].end]
                cut = last + 1 < len(self.tokens) and self.is_grouped(last + 1)
                if not cut and any(map(str.isdigit, value)) and sum(map(str.isalnum, value)) <= MOST_CHARACTERS:
                    yield Span(token.start, self.tokens[last].end, first, last)

    def goes_on(self, number: int) -> bool:
        """Whether a run may go on with this token."""
        token = self.tokens[number]
        near = self.gap(number) in (" ", "\n")
        return near and bool(CORE.fullmatch(token.text)) and (token.numeric or len(token.text) <= LONGEST_WORD)

    def is_grouped(self, number: int) -> bool:
        """Whether this token is a group of the number that the token before it begins (“61 883 204”)."""
        before, token = self.tokens[number - 1].text, self.tokens[number].text
        digits = token.isdigit() and len(token) > 1 and not YEAR.fullmatch(token)
        return digits and self.gap(number) == " " and bool(GROUP_BEFORE.search(before))

    def gap(self, number: int) -> str:
        """What stands between a token and the one before it."""
        return self.text[self.tokens[number - 1].end if number else 0 : self.tokens[number].start]

    def labelled(self) -> Iterator[Span]:
        """What follows a label and a colon above the subject, digits or not (“Mein Zeichen: PremEd/Alpen”)."""
        starts = [token.start for token in self.tokens]
        for match in COLON_LINE.finditer(self.text[: self.offset(self.anatomy.subject.start)]):
            start, end = match.span("value")
            if NO_LABEL.search(match["label"]) or "@" in match["value"]:
                continue
            first, last = bisect_left(starts, start), bisect_left(starts, end) - 1
            if first <= last:
                yield Span(start, self.tokens[last].end, first, last)

    def offset(self, line: int) -> int:
        """Where a line begins in the text; the text's end for a line after the last."""
        return self.sheet.starts[line] if line < len(self.sheet.starts) else len(self.text)

    def zone(self, span: Span) -> str:
        """The part of the letter in which a stretch begins."""
        parts = {"head": self.anatomy.subject, "subject": self.anatomy.body, "body": self.anatomy.closing}
        return next((name for name, after in parts.items() if span.start < self.offset(after.start)), "closing")


def find_tokens(text: str) -> Iterator[Token]:
    """The words of a text without the marks around them."""
    for match in TOKEN.finditer(text):
        begun = match.group().lstrip(OPENING)
        core = begun.rstrip(CLOSING)
        start = match.end() - len(begun)
        if core:
            yield Token(start, start + len(core), core)


def is_prefix(word: str) -> bool:
    """Whether a word without digits may begin a number: “KD 44 812”, “Az”."""
    return len(word) <= 6 and word[0].isupper()
