"""How much ink is on a page, and whether it is blank."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

CELL_DPI = 50
"""Ink is measured on a copy this small: a speck of dust averages away, a pen's stroke does not."""
MARGIN_INCHES = 0.3  # scanners draw shadows there
CLEAR = 0.30  # a cell counts as ink when it is darker than paper by this share
FAINT = 0.05  # and as faint when by this: bleed-through, or pale print
FEWEST_CELLS = 14  # of half a millimetre: about the ink of one short word
FEWEST_FAINT = 80


class Ink(NamedTuple):
    """The share of inked cells inside the margins (0..1); `blank`: too few for anything written in plain ink;
    `faint`: blank, but something pale is there, which may be print or shine through from the other side."""

    share: float
    blank: bool
    faint: bool


def measure_ink(grey: Image.Image, dpi: float) -> Ink:
    """The ink of a page of paper."""
    factor = max(1, round(dpi / CELL_DPI))
    cells = np.asarray(grey.reduce(factor), dtype=np.float64)
    margin = round(MARGIN_INCHES * dpi / factor)
    inner = cells[margin : cells.shape[0] - margin, margin : cells.shape[1] - margin]
    if not inner.size:
        inner = cells
    dark = 1 - inner / np.maximum(paper_of(inner), 1.0)
    inked = dark > CLEAR
    blank = int(inked.sum()) < FEWEST_CELLS
    return Ink(round(float(inked.mean()), 5), blank, blank and int((dark > FAINT).sum()) >= FEWEST_FAINT)


def paper_of(cells: NDArray[np.float64]) -> NDArray[np.float64]:
    """The paper's tone by place: the brightness of each strip of rows, for lighting is uneven."""
    return np.asarray(np.percentile(cells, 75, axis=1, keepdims=True))
