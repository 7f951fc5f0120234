"""Handwriting is told from print: hardly a word is read surely, and the lines have no edge, for no hand keeps one.

Measured on drawn hands, rendered letters (clean and poor), real scans, and print in scripts that the engine cannot
read: row by row, ink changes by 0.013 to 0.035 of its square sum in a hand, by 0.06 and more in print, tables and
drawings, by 0.001 in photographs.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from letters.page import Word

CELL_DPI = 50
ROW_DPI = 100
DARK = 0.7  # of the paper's tone
TRUSTED = 0.75  # words read this surely are print
MOST_TRUSTED = 0.3  # of the ink may lie in them
MOST_INK = 0.25  # of the page: a picture has more
SOFTEST, SHARPEST = 0.006, 0.045


def is_handwritten(grey: Image.Image, dpi: float, words: Sequence[Word]) -> bool:
    """Whether the upright page is mostly written by hand, given the words that were read of it."""
    cells = np.asarray(grey.reduce(max(1, round(dpi / CELL_DPI))))
    dark = DARK * float(np.percentile(cells, 75))
    ink = inside(cells < dark)
    share = float(ink.mean())
    if not 0 < share < MOST_INK or trusted_share(ink, words) > MOST_TRUSTED:
        return False
    rows = inside(np.asarray(grey.reduce(max(1, round(dpi / ROW_DPI)))) < dark)
    return SOFTEST < line_sharpness(rows) < SHARPEST


def inside(ink: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The ink without that of the page's edge."""
    kept = ink.copy()
    edge = max(1, min(ink.shape) // 40)
    kept[:edge], kept[-edge:], kept[:, :edge], kept[:, -edge:] = False, False, False, False
    return kept


def trusted_share(ink: NDArray[np.bool_], words: Sequence[Word]) -> float:
    """The share of the ink that lies in words read surely (0..1)."""
    left = ink.copy()
    height, width = ink.shape
    for word in words:
        if word.sure >= TRUSTED and sum(map(str.isalnum, word.text)) >= 2:
            x0, y0, x1, y1 = word.box
            left[int(y0 * height) : int(y1 * height) + 2, int(x0 * width) : int(x1 * width) + 2] = False
    return 1 - float(left.sum()) / float(ink.sum())


def line_sharpness(ink: NDArray[np.bool_]) -> float:
    """How suddenly the amount of ink changes from row to row, against how much there is."""
    profile = ink.sum(axis=1).astype(np.float64)
    return float(np.square(np.diff(profile)).sum() / max(1.0, np.square(profile).sum()))
