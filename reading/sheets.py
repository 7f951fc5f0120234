"""A page as a grey picture with square pixels: what every later step of reading works on."""

from typing import NamedTuple

from PIL import Image

from letters.page import Word
from letters.reasons import Reason

A4_INCHES = (8.27, 11.69)
MOST_ENLARGED = 2.0
PLAUSIBLE_INCHES = (1.5, 50.0)  # from a receipt's width to an A0 sheet


class Sheet(NamedTuple):
    """A page not yet straightened: `grey` is 8-bit at `dpi`, `layer` the words that the file itself carries.

    `scanned` tells a picture of paper from a page that a program drew.
    """

    grey: Image.Image
    dpi: float
    width_pt: float
    height_pt: float
    scanned: bool = True
    layer: tuple[Word, ...] = ()
    doubts: tuple[Reason, ...] = ()


def resolution(width: int, height: int, stated: tuple[float, float] | None) -> tuple[float, float]:
    """Dots per inch across and down: as stated where that gives a plausible page, else as if the page were A4."""
    if stated and min(stated) > 1:
        inches = (width / stated[0], height / stated[1])
        if PLAUSIBLE_INCHES[0] <= min(inches) and max(inches) <= PLAUSIBLE_INCHES[1]:
            return stated
    short, long = sorted((width, height))
    dpi = max(long / A4_INCHES[1], short / A4_INCHES[0])
    return dpi, dpi


def scale_to(grey: Image.Image, dpi: tuple[float, float], wanted: float) -> tuple[Image.Image, float]:
    """The picture with square pixels at `wanted` dpi, and its dpi: smaller by area averaging, larger at most twice.

    A page scanned at 150 dpi is read a third better when it is enlarged to 200 (bench/reading).
    """
    target = min(MOST_ENLARGED * max(dpi), wanted)
    size = (max(1, round(grey.width * target / dpi[0])), max(1, round(grey.height * target / dpi[1])))
    if size == grey.size:
        return grey, target
    smaller = size[0] <= grey.width and size[1] <= grey.height
    return grey.resize(size, Image.Resampling.BOX if smaller else Image.Resampling.BICUBIC), target
