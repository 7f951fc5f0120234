"""A letter as lines of text that know where they stand: what all of classifying reads."""

import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from letters.letter import ReadLetter
from letters.page import Box, ReadPage, Word
from letters.verdict import Place

COLUMN_GAP = 0.03
"""Words further apart than this share of the page's width stand in different columns."""
HEAD_BOTTOM = 0.36
"""Above this, on the first page, columns are different things (address and information block)."""


class Line(NamedTuple):
    """A line: its text (columns three spaces apart), its page and block, and its words' offsets in the text."""

    text: str
    page: int
    block: int
    box: Box
    words: tuple[tuple[int, Box], ...]


@dataclass(frozen=True)
class Sheet:
    """A letter's lines. `text` joins them by newline; a place is found for any stretch of it."""

    lines: tuple[Line, ...]

    @cached_property
    def text(self) -> str:
        """All lines, joined by newline."""
        return "\n".join(line.text for line in self.lines)

    @cached_property
    def starts(self) -> list[int]:
        """The offset in `text` at which each line starts."""
        starts, offset = [], 0
        for line in self.lines:
            starts.append(offset)
            offset += len(line.text) + 1
        return starts

    def line_at(self, offset: int) -> int:
        """The number of the line that holds this offset of `text`."""
        return bisect.bisect_right(self.starts, offset) - 1

    def place(self, start: int, end: int) -> Place | None:
        """Where the words from `start` to `end` stand, on the line where they begin; None where there are none."""
        if not self.lines:
            return None
        number = self.line_at(start)
        line, first = self.lines[number], start - self.starts[number]
        last = end - self.starts[number]
        ends = [offset for offset, _ in line.words[1:]] + [len(line.text) + 1]
        touched = [box for (offset, box), stop in zip(line.words, ends, strict=True) if offset < last and stop > first]
        return Place(line.page, around(touched)) if touched else None


def read_sheet(letter: ReadLetter) -> Sheet:
    """The lines of all pages of a letter, in reading order."""
    return Sheet(tuple(line for index, page in enumerate(letter.pages) for line in page_lines(index, page)))


def page_lines(index: int, page: ReadPage) -> Iterator[Line]:
    """The page's lines; in the head of the first page each column is a line of its own."""
    for _, group in groupby(page.words, key=lambda word: (word.block, word.line)):
        words = list(group)
        if index == 0 and words[0].box.y0 < HEAD_BOTTOM:
            for column in columns(words):
                yield make_line(index, column)
        else:
            yield make_line(index, words)


def columns(words: Sequence[Word]) -> Iterator[list[Word]]:
    """The words of a line, parted where the gap is wide."""
    column = [words[0]]
    for word in words[1:]:
        if word.box.x0 - column[-1].box.x1 > COLUMN_GAP:
            yield column
            column = []
        column.append(word)
    yield column


def make_line(page: int, words: Sequence[Word]) -> Line:
    """One line of these words."""
    text, placed = "", []
    for number, word in enumerate(words):
        if number:
            text += "   " if word.box.x0 - words[number - 1].box.x1 > COLUMN_GAP else " "
        placed.append((len(text), word.box))
        text += word.text
    return Line(text, page, words[0].block, around([word.box for word in words]), tuple(placed))


def around(boxes: Sequence[Box]) -> Box:
    """The smallest box that holds them all."""
    return Box(
        min(box.x0 for box in boxes),
        min(box.y0 for box in boxes),
        max(box.x1 for box in boxes),
        max(box.y1 for box in boxes),
    )
