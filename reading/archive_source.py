"""The original PDF of an archive copy: its pages with everything that they show, and the same drawn by pdfium."""

from pathlib import Path

import pypdfium2
from pikepdf import Array, Page, Pdf, PdfError
from PIL import Image

from letters.errors import LetterError
from reading.archive_fonts import FontBook
from reading.archive_meta import Attachment
from reading.archive_rules import Examined, NotArchivableError
from reading.invoices import EMBEDDED, LARGEST, read_invoice
from reading.pdf_files import opened_page, read_embedded

DRAWN_DPI = 200
MOST_PIXELS = 25e6
LONGEST_SIDE = 20_000  # pixels
BARE_ANNOTATIONS = frozenset(("/Link", "/Popup"))
"""These show nothing by themselves."""


class Source:
    """The original PDF, opened once for all pages; pages with notes or form fields come from a second copy of it, in
    which these are drawn into the content."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.plain = open_quietly(path)
        self.flat: Pdf | None = None
        self.examined = Examined(set(), FontBook())

    def page(self, number: int) -> tuple[Pdf, Page]:
        """The page with everything that it shows in its content, and the document it is of.

        Raises NotArchivableError where the original cannot be opened.
        """
        if self.plain is None:
            raise NotArchivableError
        page = self.plain.pages[number]
        if not shows_annotations(page):
            return self.plain, page
        if self.flat is None:
            self.flat = Pdf.open(self.path)
            self.flat.generate_appearance_streams()
            self.flat.flatten_annotations("screen")
        return self.flat, self.flat.pages[number]

    def close(self) -> None:
        """Close the files."""
        for pdf in (self.plain, self.flat):
            if pdf is not None:
                pdf.close()


def open_quietly(path: Path) -> Pdf | None:
    """The document; None where qpdf cannot open it (pdfium mends more)."""
    try:
        return Pdf.open(path)
    except PdfError:
        return None


def shows_annotations(page: Page) -> bool:
    """Whether form fields, notes or stamps lie on the page."""
    notes = page.obj.get("/Annots", Array())
    return any(str(note.get("/Subtype", "")) not in BARE_ANNOTATIONS for note in notes.as_list())


def draw_page(path: Path, number: int) -> Image.Image:
    """The page as pdfium draws it, in colour. Raises LetterError: page_unreadable, encrypted, damaged."""
    with opened_page(path, number) as page:
        width, height = page.get_size()
        scale = min(DRAWN_DPI / 72, (MOST_PIXELS / max(1.0, width * height)) ** 0.5, LONGEST_SIDE / max(width, height))
        try:
            picture: Image.Image = page.render(scale=scale, may_draw_forms=True).to_pil()
        except pypdfium2.PdfiumError as error:
            raise LetterError("page_unreadable", page=str(number + 1)) from error
        return picture.convert("RGB")


def find_invoices(path: Path) -> list[Attachment]:
    """The XML of the invoice that the PDF carries (ZUGFeRD, Factur-X), known by name and content."""
    return [
        Attachment(name, data)
        for name, data in read_embedded(path)
        if name.lower() in EMBEDDED and len(data) <= LARGEST and read_invoice(data)
    ]
