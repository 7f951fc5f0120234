"""The archive copy of a letter: a searchable PDF/A-2b, or -3b where it carries files (ISO 19005-2 and -3).

It is made from the words already read and from the scanner's own picture data, so it costs little: no recognition, no
decoding, no loss. The same input gives the same bytes.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from pikepdf import Array, Dictionary, Name, ObjectStreamMode, Page, Pdf

from letters.page import ReadPage
from letters.scan import ArchiveCopy
from reading.archive_meta import Attachment, Level, attach_files, describe_copy
from reading.archive_pages import Kept, lay_pictures, take_page
from reading.archive_pictures import take_frame
from reading.archive_source import Source, find_invoices
from reading.archive_text import FONT, TextFont, write_text_layer

__all__ = ["ArchiveCopy", "Attachment", "make_archive_copy"]

PICTURE_KINDS = ("tiff", "jpeg", "png")


def make_archive_copy(
    original: Path,
    kind: str,
    pages: Sequence[ReadPage],
    target: Path,
    *,
    title: str,
    created: datetime,
    attachments: Sequence[Attachment] = (),
) -> ArchiveCopy:
    """Write the copy of these pages of the original to `target`; a `kind` that is no picture's means a PDF.

    Where no attachments are given, the copy carries the XML of an invoice that the PDF itself carries.

    Raises LetterError (page_unreadable, encrypted, damaged) when a page can be neither kept nor drawn.
    """
    carried = list(attachments) or ([] if kind in PICTURE_KINDS else find_invoices(original))
    level: Level = "3b" if carried else "2b"
    with Pdf.new() as pdf, page_taker(pdf, original, kind) as take_one:
        font = TextFont(pdf)
        drawn = [place for place, page in enumerate(pages) if add_page(pdf, font, page, take_one(page))]
        font.finish()
        attach_files(pdf, carried, created)
        describe_copy(pdf, level, title, created, drawn)
        pdf.save(target, force_version="1.7", object_stream_mode=ObjectStreamMode.generate, deterministic_id=True)
    return ArchiveCopy(level=level, drawn=tuple(pages[place].number for place in drawn))


@contextmanager
def page_taker(pdf: Pdf, original: Path, kind: str) -> Iterator[Callable[[ReadPage], Kept]]:
    """What takes a page of the original into the copy; the original stays open as long, for its bytes are read late."""
    if kind in PICTURE_KINDS:
        yield lambda page: lay_pictures(pdf, take_frame(pdf, original, kind, page.number), page)
        return
    source = Source(original)
    try:
        yield lambda page: take_page(pdf, source, page)
    finally:
        source.close()


def add_page(pdf: Pdf, font: TextFont, page: ReadPage, kept: Kept) -> bool:
    """Add the page, shown upright, with its text; gives whether it had to be drawn."""
    text = b"" if kept.has_text else write_text_layer(page, font, kept.frame.sheet)
    resources = kept.resources
    contents = list(kept.contents)
    if text:
        fonts = Dictionary(dict(resources.get("/Font", Dictionary()).items()))
        fonts[FONT] = font.object
        resources.Font = fonts
        contents = [pdf.make_stream(text), *contents]
    x0, y0, x1, y1, turn = kept.frame
    made = Dictionary(
        Type=Name.Page,
        MediaBox=Array([round(side, 3) for side in (x0, y0, x1, y1)]),
        Rotate=(turn - page.turned) % 360,
        Resources=resources,
        Contents=Array(contents),
    )
    if kept.group is not None:
        made.Group = kept.group
    pdf.pages.append(Page(pdf.make_indirect(made)))
    return kept.drawn
