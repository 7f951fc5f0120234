"""A letter as lines of text that know where they stand: what all of classifying reads."""

import bisect
import re
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


LINE_HEIGHT = 0.02
LONE_DAY = re.compile(r"^\d{1,2}[.,;:]?$")
MONTH_FIRST = re.compile(
    r"^(jan|jän|feb|mär|mar|apr|mai|may|jun|jul|aug|sep|okt|oct|nov|dez|dec)[a-zé]*\.?\s20\d\d", re.IGNORECASE
)


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
    """The lines of all pages of a letter, blocks from top to bottom, days joined to their months."""
    lines = [line for index, page in enumerate(letter.pages) for line in from_above(list(page_lines(index, page)))]
    return Sheet(tuple(join_days(lines)))


def from_above(lines: list[Line]) -> list[Line]:
    """The lines by the tops of their blocks: recognition may read the right-hand blocks of a letterhead last."""
    tops: dict[int, float] = {}
    for line in lines:
        tops[line.block] = min(tops.get(line.block, 1.0), line.box.y0)
    return sorted(lines, key=lambda line: tops[line.block])


def join_days(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines, a lone day (“19.” set far left, as some word processors do) joined to the month on its height."""
    taken: set[int] = set()
    for number, line in enumerate(lines):
        if LONE_DAY.match(line.text):
            near = range(max(0, number - 3), min(len(lines), number + 4))
            month = next((other for other in near if other != number and is_beside(line, lines[other])), None)
            if month is not None:
                taken.add(number)
                day = re.sub(r"\D", "", line.text)
                yield lines[month]._replace(text=f"{day}. {lines[month].text}", words=shifted(line, lines[month], day))
                taken.add(month)
                continue
        if number not in taken:
            yield line


def is_beside(day: Line, month: Line) -> bool:
    """Whether the second line begins with a month and stands on the height of the first."""
    same = day.page == month.page and abs(day.box.y0 + day.box.y1 - month.box.y0 - month.box.y1) < LINE_HEIGHT
    return same and bool(MONTH_FIRST.match(month.text))


def shifted(day: Line, month: Line, digits: str) -> tuple[tuple[int, Box], ...]:
    """The words of the joined line with their offsets."""
    width = len(digits) + 2
    return ((0, day.box), *((offset + width, box) for offset, box in month.words))


def page_lines(index: int, page: ReadPage) -> Iterator[Line]:
    """The page's lines as recognised; in the head of the first page each column is a line of its own."""
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
