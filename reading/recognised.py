"""Words as an engine or a text layer gives them, put in order: NFC, text of a page, confidence."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import groupby

from letters.page import Box, Word

FIELDS = 12  # of a line of Tesseract's table: level, page, block, par, line, word, left, top, width, height, conf, text
WORD_LEVEL = "5"
LOOSE_UMLAUT = re.compile("([aouAOU])\N{DIAERESIS}|\N{DIAERESIS}([aouAOU])")


def parse_table(table: str, width: int, height: int) -> tuple[Word, ...]:
    """The words of Tesseract's table (TSV); a paragraph of its becomes a block of ours, empty words are left out."""
    words: list[Word] = []
    lines: dict[tuple[str, ...], int] = {}
    blocks: dict[tuple[str, ...], int] = {}
    for row in table.splitlines():
        fields = row.split("\t", FIELDS - 1)
        if len(fields) < FIELDS or fields[0] != WORD_LEVEL or not (text := clean_text(fields[11])):
            continue
        line = lines.setdefault(tuple(fields[2:5]), len(lines))
        block = blocks.setdefault(tuple(fields[2:4]), len(blocks))
        left, top, across, down = (int(field) for field in fields[6:10])
        box = make_box(left / width, top / height, (left + across) / width, (top + down) / height)
        words.append(Word(text, box, round(max(0.0, float(fields[10])) / 100, 4), line, block))
    return tuple(words)


def make_box(x0: float, y0: float, x1: float, y1: float) -> Box:
    """A box kept inside the page, rounded to a fiftieth of a millimetre."""
    left, top, right, bottom = (round(min(1.0, max(0.0, value)), 5) for value in (x0, y0, x1, y1))
    return Box(left, top, max(left, right), max(top, bottom))


def clean_text(text: str) -> str:
    """The text with umlaut marks joined to their letters (NFC) and without control characters or inner spaces."""
    joined = LOOSE_UMLAUT.sub(lambda found: (found[1] or found[2]) + "\N{COMBINING DIAERESIS}", text.strip())
    kept = (char for char in joined if unicodedata.category(char)[0] != "C" and not char.isspace())
    return unicodedata.normalize("NFC", "".join(kept))


def page_text(words: Sequence[Word]) -> str:
    """The words as text: a line a line, a blank line between blocks."""
    blocks = []
    for _, block in groupby(words, key=lambda word: word.block):
        lines = [" ".join(word.text for word in line) for _, line in groupby(block, key=lambda word: word.line)]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def mean_confidence(words: Iterable[Word]) -> float:
    """How sure the words are on average, long words counting more; 0.0 without words."""
    pairs = [(word.sure, len(word.text)) for word in words]
    return round(sum(sure * size for sure, size in pairs) / sum(size for _, size in pairs), 4) if pairs else 0.0
