"""Separator sheets as PDF: print them at 100 %, on both sides for duplex scanners, and never photocopy them."""

import io
from collections.abc import Mapping, Sequence

import img2pdf
import numpy as np
import zxingcpp
from PIL import Image, ImageDraw, ImageFont

from reading.patch_codes import PATCHES

PREFIX = "POSTEINGANG:"
PLAIN = "PATCHT"
DPI = 300
SIZE = (2480, 3508)  # A4
NARROW, WIDE, LENGTH = 24, 60, 750  # 0.08, 0.20 and 2.5 inches
EDGE = 96  # white before the first bar: Kodak A-61599 asks for at least 0.25 inch


def make_separators(sheets: Sequence[Mapping[str, str]], patch: str = "T") -> bytes:
    """A PDF with two pages (front and back) a sheet: patch code, bar code or QR code, and its hints in plain words.

    `sheets`: the hints of each (department, priority, batch …), empty for a plain one. `patch`: 1, 2, 3, 4, 6 or T.
    """
    pages = [encode_page(draw_page(hints, patch)) for hints in sheets for _ in range(2)]
    return bytes(img2pdf.convert(pages))


def draw_page(hints: Mapping[str, str], patch: str) -> Image.Image:
    """One page: the patch at head and foot, so that either may go first, and the code between."""
    page = Image.new("1", SIZE, 1)
    draw_patch(page, patch)
    page = page.transpose(Image.Transpose.ROTATE_180)
    draw_patch(page, patch)
    pen = ImageDraw.Draw(page)
    lines = [f"{name} = {value}" for name, value in hints.items()] or ["Neuer Brief / New letter"]
    write_line(pen, PLAIN if patch == "T" else f"PATCH {patch}", 700, 150)
    if hints or patch == "T":
        paste_code(page, hints)
    for number, line in enumerate(lines):
        write_line(pen, line, 2350 + 110 * number, 80)
    return page


def draw_patch(page: Image.Image, patch: str) -> None:
    """The bars across the head of the page."""
    bars = next(bars for bars, name in PATCHES.items() if name == patch)
    pen, top, left = ImageDraw.Draw(page), EDGE, (SIZE[0] - LENGTH) // 2
    for bar in bars:
        height = WIDE if bar == "W" else NARROW
        pen.rectangle((left, top, left + LENGTH - 1, top + height - 1), fill=0)
        top += height + NARROW


def paste_code(page: Image.Image, hints: Mapping[str, str]) -> None:
    """Code 128 for a plain separator, a QR code for one that says something; modules of half a millimetre or more."""
    text = PREFIX + ";".join(f"{name}={value}" for name, value in hints.items())
    if hints:
        code = zxingcpp.create_barcode(text, zxingcpp.QRCode, ec_level="M").to_image(scale=14)
    else:
        code = zxingcpp.create_barcode(PLAIN, zxingcpp.Code128).to_image(scale=7)
    picture = Image.fromarray(np.asarray(code))
    page.paste(picture, ((SIZE[0] - picture.width) // 2, 1100))


def write_line(pen: ImageDraw.ImageDraw, text: str, top: int, size: int) -> None:
    """A line of text in the middle, in the font that Pillow brings along."""
    pen.text((SIZE[0] / 2, top), text, fill=0, font=ImageFont.load_default(size), anchor="ma")


def encode_page(page: Image.Image) -> bytes:
    """The page as a picture file with its resolution."""
    buffer = io.BytesIO()
    page.save(buffer, "PNG", dpi=(DPI, DPI))
    return buffer.getvalue()
