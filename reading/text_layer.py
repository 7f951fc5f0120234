"""The words that a digital page carries itself, and whether they can be believed."""

import logging
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pdfplumber
from pdfplumber.utils.text import extract_words

from letters.page import Word
from reading.layout import Piece, arrange_words
from reading.recognised import clean_text

FEWEST_WORDS = 5  # with fewer, the page itself is looked at
GARBAGE = re.compile(r"\(cid:\d+\)|[\ue000-\uf8ff\ufffd]")
COMMON = frozenset("enisratlou")
MOST_GARBAGE = 0.02  # of the characters
FEWEST_COMMON = 0.5  # of the letters: 0.6 to 0.8 in the languages of Europe, a quarter in a shifted encoding
LONGEST_WORD = 200

logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # it writes a line for every oddity, with the text in it


def read_layer(path: Path, number: int) -> tuple[Word, ...]:
    """The words of the page's text layer in reading order; none where it holds none that lie upright, or is broken."""
    try:
        with pdfplumber.open(path, pages=[number + 1]) as document:
            pieces, width, height = upright_pieces(document.pages[0])
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - at broken files it raises whatever Python can; the page is recognised instead
        return ()
    return arrange_words(pieces, width, height)


def upright_pieces(page: Any) -> tuple[list[Piece], float, float]:
    """The page's words in points from the visible page's top left corner, and the visible page's size."""
    x0, top, x1, bottom = page.bbox
    width, height = x1 - x0, bottom - top
    pieces = []
    for word in extract_words(single_chars(page.chars), x_tolerance=2, y_tolerance=2):
        text = clean_text(word["text"])[:LONGEST_WORD]
        piece = Piece(text, word["x0"] - x0, word["top"] - top, word["x1"] - x0, word["bottom"] - top)
        middle = (piece.x0 + piece.x1) / 2, (piece.y0 + piece.y1) / 2
        if text and word["upright"] and 0 <= middle[0] <= width and 0 <= middle[1] <= height:
            pieces.append(piece)
    return pieces, width, height


def single_chars(chars: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The characters without those printed twice on one spot, as some programs do to make them bold."""
    return list({(char["text"], round(char["x0"]), round(char["top"])): char for char in reversed(chars)}.values())[
        ::-1
    ]


def is_believable(words: Sequence[Word]) -> bool:
    """Whether the layer is language: hardly any unmapped glyph, and letters as frequent as in any of Europe's."""
    if len(words) < FEWEST_WORDS:
        return False
    text = " ".join(word.text for word in words)
    garbage = sum(len(found[0]) for found in GARBAGE.finditer(text))
    letters = [char for char in text.lower() if char.isalpha()]
    common = sum(char in COMMON for char in letters)
    return garbage <= MOST_GARBAGE * len(text) and common >= FEWEST_COMMON * len(letters)
