"""Patch codes: four bars, wide or narrow, across the paper's edge; no bar code library reads them.

The order of the bars, counted from the edge of the paper inwards, and their widths (narrow bars and all spaces 0.08
inch, wide bars 0.20, 0.80 in all): Kodak, "Patch Code Information for Kodak Scanners", A-61599, and as a second
source the encodings of BWIPP (bwipp/postscriptbarcode, issue 100: patch 1 is 5252222, bars and spaces alternating).
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from letters.page import Box, Mark

PATCHES = {
    "WWNN": "1",
    "WNNW": "2",
    "WNWN": "3",
    "NWWN": "4",
    "NNWW": "6",
    "NWNW": "T",
}
"""Kodak A-61599, zones A to G of each code."""
UNITS = 10.0  # a code is ten narrow widths wide: two wide bars of 2.5, two narrow bars, three spaces
LEAST_INCHES, MOST_INCHES = 0.6, 1.0  # printed smaller to fit the page, or copied larger
WIDEST_NARROW, NARROWEST_WIDE = 1.7, 1.8  # units
QUIET_UNITS = 1.2  # of white before and after
LEAST_LENGTH = 0.7  # inches that the bars are long
STEP_INCHES = 0.1
SCAN_DPI = 100


class Hit(NamedTuple):
    """A code crossed by one scan line: which line, from where to where along it, and its bars in that order."""

    line: int
    start: int
    end: int
    bars: str


def find_patches(grey: Image.Image, dpi: float) -> tuple[Mark, ...]:
    """The patch codes of a page that lies straight, in either direction, whichever edge they stand at."""
    factor = max(1, round(dpi / SCAN_DPI))
    small = np.asarray(grey.reduce(factor))
    dark = small < 0.6 * np.percentile(small, 80)
    marks = {mark.text: mark for mark in find_across(dark.T, dpi / factor)}
    marks |= {mark.text: turn_mark(mark) for mark in find_across(dark, dpi / factor)}
    return tuple(marks.values())


def find_across(dark: NDArray[np.bool_], dpi: float) -> Iterator[Mark]:
    """The codes whose bars the rows of `dark` cross; boxes as if those rows were the page's columns."""
    step = max(1, round(STEP_INCHES * dpi))
    hits = scan_lines(dark[::step], dpi)
    enough = max(3, round(LEAST_LENGTH * dpi / step))
    while hits:
        group = [hit for hit in hits if hit.bars == hits[0].bars and abs(hit.start - hits[0].start) < 0.5 * dpi]
        hits = [hit for hit in hits if hit not in group]
        if len(group) < enough or group[-1].line - group[0].line > 1.3 * len(group):
            continue
        start, end = min(hit.start for hit in group), max(hit.end for hit in group)
        outward = start + end > dark.shape[1]
        name = PATCHES[group[0].bars[::-1] if outward else group[0].bars]
        top, bottom = start / dark.shape[1], end / dark.shape[1]
        left, right = (min(1.0, line * step / dark.shape[0]) for line in (group[0].line, group[-1].line + 1))
        yield Mark("Patch", name, Box(left, top, right, bottom))


def scan_lines(lines: NDArray[np.bool_], dpi: float) -> list[Hit]:
    """Where scan lines (rows) cross four bars that make a code."""
    padded = np.pad(lines, ((0, 0), (1, 1)))
    width = padded.shape[1]
    edges = np.flatnonzero(np.diff(padded.ravel().astype(np.int8)))
    starts, ends = edges[0::2], edges[1::2]
    if starts.size < 4:
        return []
    first, last = starts[:-3], ends[3:]
    unit = (last - first) / UNITS
    bars = np.stack([ends[i : ends.size - 3 + i] - starts[i : starts.size - 3 + i] for i in range(4)]) / unit
    gaps = np.stack([starts[i + 1 : starts.size - 2 + i] - ends[i : ends.size - 3 + i] for i in range(3)]) / unit
    fits = (
        (first // width == last // width) & (unit * UNITS >= LEAST_INCHES * dpi) & (unit * UNITS <= MOST_INCHES * dpi)
    )
    fits &= (gaps < WIDEST_NARROW).all(axis=0) & (gaps > 0.4).all(axis=0) & (bars > 0.4).all(axis=0)
    fits &= ((bars < WIDEST_NARROW) | (bars > NARROWEST_WIDE)).all(axis=0)
    fits &= is_quiet(starts, ends, unit, width)
    found = []
    for index in np.flatnonzero(fits):
        code = "".join("W" if bar > NARROWEST_WIDE else "N" for bar in bars[:, index])
        if code in PATCHES:
            line = int(first[index]) // width
            found.append(Hit(line, int(first[index]) - line * width, int(last[index]) - line * width, code))
    return found


def is_quiet(
    starts: NDArray[np.int64], ends: NDArray[np.int64], unit: NDArray[np.float64], width: int
) -> NDArray[np.bool_]:
    """Whether the code at each place stands free: white, or the line's end, before and after it."""
    count = unit.size
    before = np.concatenate(([width], starts[1:count] - ends[: count - 1]))
    after = np.concatenate((starts[4:] - ends[3:-1], [width]))
    return np.asarray((before > QUIET_UNITS * unit) & (after > QUIET_UNITS * unit))


def turn_mark(mark: Mark) -> Mark:
    """The mark with its box's axes exchanged."""
    box = mark.box
    return mark._replace(box=Box(box.y0, box.x0, box.y1, box.x1))
