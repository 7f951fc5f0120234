"""Words in boxes to lines and blocks in reading order: a recursive cut along the white bands of the page."""

from collections.abc import Sequence
from typing import NamedTuple

from letters.page import Box, Word


class Piece(NamedTuple):
    """A word where it stands, in points, origin top left."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def height(self) -> float:
        """How tall the word's box is."""
        return self.y1 - self.y0


COLUMN_GAP = 2.0  # white bands this many line heights wide part columns
BLOCK_GAP = 0.75  # and this many line heights high part blocks
DEEPEST = 12


def arrange_words(pieces: Sequence[Piece], width: float, height: float) -> tuple[Word, ...]:
    """The words in reading order with line and block numbers, boxes in 0..1 of `width` × `height` points."""
    words: list[Word] = []
    line_number = 0
    for block_number, block in enumerate(cut_blocks(list(pieces))):
        for line in gather_lines(block):
            for piece in line:
                box = Box(piece.x0 / width, piece.y0 / height, piece.x1 / width, piece.y1 / height)
                words.append(Word(piece.text, clamp_box(box), 1.0, line_number, block_number))
            line_number += 1
    return tuple(words)


def clamp_box(box: Box) -> Box:
    """The box kept inside the page."""
    return Box(*(round(min(1.0, max(0.0, value)), 5) for value in box))


def cut_blocks(pieces: list[Piece], depth: int = 0) -> list[list[Piece]]:
    """The pieces parted at white bands, in reading order: rows first, then columns."""
    if len(pieces) < 2 or depth > DEEPEST:
        return [pieces] if pieces else []
    typical = sorted(piece.height for piece in pieces)[len(pieces) // 2] or 1.0
    rows = part(pieces, BLOCK_GAP * typical, vertical=True)
    if len(rows) > 1:
        return [block for row in rows for block in cut_blocks(row, depth + 1)]
    columns = part(pieces, COLUMN_GAP * typical, vertical=False)
    if len(columns) > 1 and not is_table(columns):
        return [block for column in columns for block in cut_blocks(column, depth + 1)]
    return [pieces]


def is_table(columns: list[list[Piece]]) -> bool:
    """Whether the columns are one line high: cells of one row, which belong together."""
    return len({round(piece.y1) for column in columns for piece in column}) == 1


def part(pieces: list[Piece], gap: float, vertical: bool) -> list[list[Piece]]:
    """The pieces parted where nothing stands for at least `gap` points, down the page or across it."""
    spans = sorted(((p.y0, p.y1, p) if vertical else (p.x0, p.x1, p)) for p in pieces)
    groups: list[list[Piece]] = []
    reach = float("-inf")
    for start, end, piece in spans:
        if start - reach >= gap or not groups:
            groups.append([])
        groups[-1].append(piece)
        reach = max(reach, end)
    return groups


def gather_lines(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """The pieces of one block as lines from top to bottom, each from left to right."""
    lines: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: (piece.y0 + piece.y1, piece.x0)):
        middle = (piece.y0 + piece.y1) / 2
        if lines and lines[-1][0].y0 <= middle <= lines[-1][0].y1:
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return [sorted(line, key=lambda piece: piece.x0) for line in lines]
