"""Specks: fax noise and dithered grounds, which keep the engine busy for minutes and say nothing."""

import numpy as np
from PIL import Image, ImageFilter

MOST_SPECKS = 3e-4
"""Of the pixels of a band may be lone dark ones: a clean page has under 1e-5, a noisy fax 1e-3 and more."""


def remove_specks(grey: Image.Image) -> Image.Image:
    """The picture without lone dark pixels, where there are many; else the picture as it is."""
    return grey.filter(ImageFilter.MedianFilter(3)) if speck_share(grey) > MOST_SPECKS else grey


def speck_share(grey: Image.Image) -> float:
    """The share of lone dark pixels, counted in a band across the middle of the page."""
    band = np.asarray(grey.crop((0, grey.height * 3 // 8, grey.width, grey.height * 5 // 8)))
    dark = band < 110
    around = dark[:-2, 1:-1] | dark[2:, 1:-1] | dark[1:-1, :-2] | dark[1:-1, 2:]
    around |= dark[:-2, :-2] | dark[:-2, 2:] | dark[2:, :-2] | dark[2:, 2:]
    lone = dark[1:-1, 1:-1] & ~around
    return float(lone.mean()) if lone.size else 0.0
