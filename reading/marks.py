"""Machine-readable marks on a page: bar codes and matrix codes."""

from collections.abc import Sequence
from itertools import zip_longest

import zxingcpp
from PIL import Image

from letters.page import Box, Mark, Word

FORMATS = zxingcpp.BarcodeFormats([zxingcpp.Code128, zxingcpp.Code39, zxingcpp.QRCode, zxingcpp.DataMatrix])
QUICK_DPI = 100
LONGEST_TEXT = 4096
PRINTED = "PATCHT"


def find_marks(grey: Image.Image, dpi: float) -> tuple[Mark, ...]:
    """The marks found on a small copy, without turning it: cheap enough for every page."""
    small = grey.reduce(max(1, round(dpi / QUICK_DPI)))
    return read_marks(small, thorough=False)


def search_marks(grey: Image.Image) -> tuple[Mark, ...]:
    """The marks found by every means: for pages with so few words that they may be a separator sheet."""
    return read_marks(grey, thorough=True)


def read_marks(grey: Image.Image, thorough: bool) -> tuple[Mark, ...]:
    """The marks of a picture, from top to bottom."""
    found = zxingcpp.read_barcodes(
        grey, FORMATS, try_rotate=thorough, try_downscale=thorough, try_invert=False, text_mode=zxingcpp.TextMode.Plain
    )
    marks = (
        Mark(code.symbology.name, code.text[:LONGEST_TEXT], box_of(code.position, grey.size))
        for code in found
        if code.text
    )
    return tuple(sorted(marks, key=lambda mark: (mark.box.y0, mark.box.x0, mark.text)))


def box_of(position: zxingcpp.Position, size: tuple[int, int]) -> Box:
    """The rectangle around a code, in 0..1."""
    corners = (position.top_left, position.top_right, position.bottom_left, position.bottom_right)
    across = [min(1.0, max(0.0, corner.x / size[0])) for corner in corners]
    down = [min(1.0, max(0.0, corner.y / size[1])) for corner in corners]
    return Box(min(across), min(down), max(across), max(down))


def find_printed(words: Sequence[Word]) -> tuple[Mark, ...]:
    """The words PATCHT, PATCH T or PATCH-T as printed on separator sheets, in capitals."""
    marks = []
    following = [word.text for word in words[1:]]
    for word, after in zip_longest(words, following):
        text = word.text.replace("-", "")
        if text == PRINTED or (text == "PATCH" and after == "T"):
            marks.append(Mark("Text", PRINTED, word.box))
    return tuple(marks)
