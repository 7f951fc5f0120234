"""Pages of PDF files: the scanner's own picture where the page is one, else drawn by pdfium."""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from letters.errors import LetterError
from letters.page import Box
from letters.reasons import Reason
from reading.limits import LARGEST_DPI, Limits
from reading.picture_files import decode_grey, is_sound_jpeg, open_picture
from reading.sheets import Sheet, scale_to

FULL = 0.95  # of the page's width and height: then a picture is the page
INVISIBLE = (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)
DARK_PAGE = 100  # mean grey: an inverted picture whose inversion is said outside the JPEG
SMALLEST_PT = 3.0
MOST_EMBEDDED = 50
PARTS_KEY = "PosteingangParts"
"""In a rendition's document information: how many pages each part has."""


class Content(NamedTuple):
    """What stands on a page: the one picture that fills it (and nothing visible over it), the resolution of what fills
    it (0 where no picture does, nor strips together), the number of characters, whether any of them can be seen, and
    where each picture lies on the page as it shows."""

    picture: Any | None
    picture_dpi: float
    characters: int
    visible: bool
    areas: tuple[Box, ...] = ()


@contextmanager
def opened_pdf(path: Path) -> Iterator[Any]:
    """The document. Raises LetterError: encrypted, damaged."""
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        code = getattr(error, "err_code", None)
        raise LetterError("encrypted" if code == pdfium.FPDF_ERR_PASSWORD else "damaged") from error
    try:
        document.init_forms()
        yield document
    finally:
        document.close()


def count_pdf_pages(path: Path, limits: Limits) -> int:
    """How many pages the file has. Raises LetterError: encrypted, damaged (not one page opens), too_many_pages."""
    with opened_pdf(path) as document:
        count = len(document)
        limits.check_pages(count)
        if not any(page_opens(document, number) for number in range(count)):
            raise LetterError("damaged")
        return count


def part_of(path: Path, number: int) -> int:
    """The part of a mail that the rendition's page belongs to; 0 in any other PDF."""
    with opened_pdf(path) as document:
        counts = document.get_metadata_value(PARTS_KEY)[:1000].split()
    ends = accumulate(int(count) for count in counts if count.isdecimal())
    return next((part for part, end in enumerate(ends) if number < end), 0)


def read_embedded(path: Path) -> Iterator[tuple[str, bytes]]:
    """The files embedded in the document, by name; those that cannot be taken out are left out."""
    with opened_pdf(path) as document:
        for number in range(min(MOST_EMBEDDED, document.count_attachments())):
            try:
                attachment = document.get_attachment(number)
                yield attachment.get_name(), bytes(attachment.get_data())
            except (pypdfium2.PdfiumError, ValueError):
                continue


def page_opens(document: Any, number: int) -> bool:
    """Whether pdfium can load the page."""
    try:
        document[number].close()
    except pypdfium2.PdfiumError:
        return False
    return True


def look_at_page(path: Path, number: int) -> Content:
    """What stands on the page. Raises LetterError: page_unreadable, encrypted, damaged."""
    with opened_page(path, number) as page:
        return look_at(page)._replace(picture=None)


def load_pdf_page(path: Path, number: int, dpi: float, limits: Limits) -> Sheet:
    """The page as a picture at `dpi`.

    Raises LetterError: page_unreadable, too_many_pixels, encrypted, damaged.
    """
    with opened_page(path, number) as page:
        content = look_at(page)
        return take_picture(page, content, number, dpi, limits) or draw_page(page, content, dpi, limits)


@contextmanager
def opened_page(path: Path, number: int) -> Iterator[Any]:
    """The page, for as long as it is needed."""
    with opened_pdf(path) as document:
        try:
            yield document[number]
        except (pypdfium2.PdfiumError, IndexError) as error:
            raise LetterError("page_unreadable", page=str(number + 1)) from error


def look_at(page: Any) -> Content:
    """What stands on the page; text that a picture of the whole page was laid over is not visible."""
    pictures, filling, others, texts, visible = [], None, 0, 0, False
    for item in page.get_objects(max_depth=3):
        if item.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            pictures.append(item)
            if fills(item, page):
                filling, visible = item, False
        elif item.type == pdfium.FPDF_PAGEOBJ_TEXT:
            texts += 1
            visible = visible or pdfium.FPDFTextObj_GetTextRenderMode(item) not in INVISIBLE
        elif item.type != pdfium.FPDF_PAGEOBJ_FORM:
            others += 1
    characters = max(0, page.get_textpage().count_chars()) if texts else 0
    areas = tuple(picture_area(picture, page) for picture in pictures)
    if filling is None:
        strips = pictures if not visible and fill_together(pictures, page) else []
        return Content(None, max(map(picture_dpi, strips), default=0.0), characters, visible, areas)
    alone = len(pictures) == 1 and not others and not visible
    return Content(filling if alone else None, picture_dpi(filling), characters, visible, areas)


def picture_area(picture: Any, page: Any) -> Box:
    """Where the picture lies on the page as it shows (0..1), whichever way the page is turned."""
    x0, y0, x1, y1 = page.get_cropbox()
    left, bottom, right, top = picture.get_bounds()
    across = [min(1.0, max(0.0, (x - x0) / max(1.0, x1 - x0))) for x in (left, right)]
    down = [min(1.0, max(0.0, (y1 - y) / max(1.0, y1 - y0))) for y in (top, bottom)]
    for _ in range(page.get_rotation() // 90):
        across, down = [1 - down[1], 1 - down[0]], across
    return Box(across[0], down[0], across[1], down[1])


def picture_dpi(picture: Any) -> float:
    """The dots per inch across the picture as it lies on its page."""
    left, _, right, _ = picture.get_bounds()
    return float(picture.get_px_size()[0] / max(1.0, right - left) * 72)


def fill_together(pictures: Sequence[Any], page: Any) -> bool:
    """Whether the pictures cover the page as the strips do that some scanners send."""
    x0, y0, x1, y1 = page.get_cropbox()
    covered = 0.0
    for picture in pictures:
        left, bottom, right, top = picture.get_bounds()
        covered += max(0.0, min(right, x1) - max(left, x0)) * max(0.0, min(top, y1) - max(bottom, y0))
    return bool(covered >= FULL * FULL * (x1 - x0) * (y1 - y0))


def fills(picture: Any, page: Any) -> bool:
    """Whether the picture covers the page."""
    left, bottom, right, top = picture.get_bounds()
    x0, y0, x1, y1 = page.get_cropbox()
    across = min(right, x1) - max(left, x0)
    down = min(top, y1) - max(bottom, y0)
    return bool(across >= FULL * (x1 - x0) and down >= FULL * (y1 - y0))


def take_picture(page: Any, content: Content, number: int, dpi: float, limits: Limits) -> Sheet | None:
    """The scanner's own JPEG, if the page is nothing else (text over it must be invisible); else None."""
    picture = content.picture
    if picture is None or not lies_plain(picture, page) or picture.get_filters() != ["DCTDecode"]:
        return None
    data = bytes(picture.get_data())
    frame = open_picture(io.BytesIO(data), "jpeg")
    if frame.mode == "CMYK":
        return None
    limits.check_pixels(*frame.size)
    grey, whole = decode_grey(frame, number)
    if float(np.asarray(grey.reduce(16)).mean()) < DARK_PAGE:
        return None
    whole = whole and is_sound_jpeg(data)
    turn = page.get_rotation()
    if turn:
        grey = grey.transpose(Image.Transpose[f"ROTATE_{360 - turn}"])
    width_pt, height_pt = page.get_size()
    grey, dpi = scale_to(grey, (grey.width / width_pt * 72, grey.height / height_pt * 72), dpi)
    doubts = () if whole else (Reason(code="page_incomplete", params={"page": str(number + 1)}),)
    return Sheet(grey, dpi, width_pt, height_pt, doubts=doubts)


def lies_plain(picture: Any, page: Any) -> bool:
    """Whether the picture lies upright and unmirrored exactly on the page."""
    matrix = picture.get_matrix()
    x0, y0, x1, y1 = page.get_cropbox()
    left, bottom, right, top = picture.get_bounds()
    inside = max(abs(left - x0), abs(bottom - y0), abs(right - x1), abs(top - y1)) < 0.01 * max(x1 - x0, y1 - y0)
    return bool(matrix.a > 0 and matrix.d > 0 and abs(matrix.b) + abs(matrix.c) < 1e-3 and inside)


def draw_page(page: Any, content: Content, dpi: float, limits: Limits) -> Sheet:
    """The page drawn in grey; a page that is one picture is drawn in the picture's own resolution first."""
    width_pt, height_pt = (max(side, SMALLEST_PT) for side in page.get_size())
    fine = min(max(dpi, content.picture_dpi), LARGEST_DPI)
    largest = (limits.megapixels * 1e6 / (width_pt * height_pt)) ** 0.5 * 72
    fine, dpi = min(fine, largest), min(dpi, largest)
    grey = page.render(scale=fine / 72, grayscale=True, may_draw_forms=True).to_pil().convert("L")
    grey, dpi = scale_to(grey, (fine, fine), dpi)
    scanned = content.picture_dpi > 0
    return Sheet(grey, dpi, width_pt, height_pt, scanned=scanned)
