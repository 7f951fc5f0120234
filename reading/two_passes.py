"""A stack scanned in two passes, all fronts and then, the stack turned over, all backs: its pages laid in order.

The sheets' order is turned round with the stack, so the second pass begins with the last sheet's back.
"""

from collections.abc import Iterator
from pathlib import Path

from pikepdf import Dictionary, Matrix, Name, Page, Pdf, PdfError

from letters.errors import LetterError
from reading.archive_pictures import take_frame
from reading.picture_files import open_picture, stated_resolution
from reading.sheets import resolution


def collated_order(count: int) -> list[int]:
    """The file's pages (from 0) as the sheets lie: front, back, front, back.

    Raises LetterError("passes_uneven") for an odd number of pages: a sheet was missed or pulled in twice.
    """
    if count % 2:
        raise LetterError("passes_uneven", count=str(count))
    return [page for front in range(count // 2) for page in (front, count - 1 - front)]


def collate(path: Path, kind: str, count: int, folder: Path) -> Path:
    """A PDF of the `count` pages of a PDF or TIFF in the order of the sheets, written into the folder; the pictures are
    the scanner's own. Raises LetterError: passes_uneven, damaged, page_unreadable.
    """
    order, target = collated_order(count), folder / "rendition.pdf"
    try:
        with Pdf.open(path) if kind == "pdf" else frames_as_pdf(path, kind, count) as scanned, Pdf.new() as whole:
            whole.pages.extend(scanned.pages[number] for number in order)
            whole.save(target)
    except PdfError as error:
        raise LetterError("damaged") from error
    return target


def frames_as_pdf(path: Path, kind: str, count: int) -> Pdf:
    """The pages of a picture file as a document. Raises LetterError("page_unreadable")."""
    pdf = Pdf.new()
    for number, (width, height) in enumerate(frame_sizes(path, kind, count)):
        pdf.add_blank_page(page_size=(width, height))
        fill_page(pdf, pdf.pages[-1], path, kind, number, Matrix(width, 0, 0, height, 0, 0))
    return pdf


def fill_page(pdf: Pdf, page: Page, path: Path, kind: str, number: int, sheet: Matrix) -> None:
    """Lay the pictures of a page of the file over the whole of the new page."""
    drawn, pictures = [], Dictionary()
    for place, placed in enumerate(take_frame(pdf, path, kind, number).placed):
        name = f"/P{place}"
        pictures[name] = placed.picture
        drawn.append(b"q %b cm %b Do Q" % ((placed.matrix @ sheet).encode(), name.encode()))
    page.Resources = Dictionary({"/XObject": pictures})
    page.Contents = pdf.make_stream(b"\n".join(drawn))
    page.Type = Name.Page


def frame_sizes(path: Path, kind: str, count: int) -> Iterator[tuple[float, float]]:
    """Width and height of each page in points, as they show."""
    with open_picture(path, kind) as picture:
        for number in range(count):
            picture.seek(number)
            across, down = resolution(*picture.size, stated_resolution(picture))
            yield picture.width / across * 72, picture.height / down * 72
