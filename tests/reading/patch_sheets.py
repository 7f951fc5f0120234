"""Patch sheets as another program would print them: nothing of the detector's or of our own sheets' table is in here.

The widths are those of BWIPP (bwipp/postscriptbarcode, issue 100): bars and spaces in turn, from the paper's edge
inwards, 5 wide and 2 narrow. The measures in inches are Kodak's (A-61599): narrow 0.08, wide 0.20, bars 2 inches long
or more, at least 0.25 inch of white before the first.
"""

from PIL import Image, ImageDraw

WIDTHS = {"1": "5252222", "2": "5222225", "3": "5222522", "4": "2252522", "T": "2252225", "6": "2222525"}
UNIT, LENGTH, EDGE = 0.04, 3.0, 0.30
A4 = (8.27, 11.69)


def patch_sheet(patch: str, dpi: int) -> Image.Image:
    """A white sheet with the bars across its head."""
    size = (round(A4[0] * dpi), round(A4[1] * dpi))
    page = Image.new("L", size, 255)
    pen, down = ImageDraw.Draw(page), EDGE
    left, right = (round((A4[0] + side * LENGTH) / 2 * dpi) for side in (-1, 1))
    for place, width in enumerate(WIDTHS[patch]):
        below = down + int(width) * UNIT
        if place % 2 == 0:
            pen.rectangle((left, round(down * dpi), right, round(below * dpi) - 1), fill=0)
        down = below
    return page
