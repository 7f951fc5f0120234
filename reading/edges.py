"""Black edges that a scanner adds around a sheet smaller than its glass: they mislead the engine, and are no ink."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

COARSE = 8
DARK = 0.45  # of the paper's tone: the mean of a row or column of a black edge lies below
DEEPEST = 0.2  # of the page: what reaches further in is a dark page, not an edge


def whiten_edges(grey: Image.Image) -> Image.Image:
    """The picture with its black edges in the paper's tone; the picture as it is where it has none."""
    small = np.asarray(grey.reduce(COARSE), dtype=np.float64)
    paper = float(np.percentile(small, 80))
    left, right = edge_depths(small.mean(axis=0) < DARK * paper)
    top, bottom = edge_depths(small.mean(axis=1) < DARK * paper)
    if not (left or right or top or bottom):
        return grey
    inside = (left * COARSE, top * COARSE, grey.width - right * COARSE, grey.height - bottom * COARSE)
    page = Image.new("L", grey.size, round(paper))
    page.paste(grey.crop(inside), inside[:2])
    return page


def edge_depths(dark: NDArray[np.bool_]) -> tuple[int, int]:
    """How many rows or columns are dark from either end, with one more for the edge's shadow; 0 for no edge."""
    light = np.flatnonzero(~dark)
    if not light.size:
        return 0, 0
    first, last = int(light[0]), dark.size - 1 - int(light[-1])
    most = DEEPEST * dark.size
    return first + 1 if 0 < first <= most else 0, last + 1 if 0 < last <= most else 0
