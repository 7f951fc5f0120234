"""Opens a scan: what it is, how many pages it has, whether they can be made at all."""

from pathlib import Path

from letters.reasons import Reason
from letters.scan import OpenedScan, Part
from reading.invoices import EMBEDDED, read_invoice
from reading.kinds import HEAD_BYTES, kind_of, sniff_kind
from reading.limits import Limits
from reading.pdf_files import count_pdf_pages, read_embedded
from reading.picture_files import count_frames
from reading.renditions import open_invoice, open_mail, open_office
from reading.two_passes import collate

SHEETS = ("pdf", "tiff")
"""What a scanner makes of a stack; a mail or a single picture has no backs."""


def open_file(path: Path, name: str, folder: Path, limits: Limits, *, two_passes: bool = False) -> OpenedScan:
    """The scan's kind, page count and structured data; a rendition, where one is needed, is written into `folder`.

    `two_passes`: the pages of a PDF or TIFF are fronts, then backs. Raises LetterError: empty_file, unknown_kind,
    encrypted, damaged, too_many_pages, too_many_pixels, office_file, outlook_message, passes_uneven.
    """
    kind = sniff_kind(path)
    if kind == "email":
        return open_mail(path, folder, limits)
    if kind == "xml":
        return open_invoice(path, name, folder, limits)
    if kind == "office":
        return open_office(path, name, folder, limits)
    count = count_pdf_pages(path, limits) if kind == "pdf" else count_frames(path, kind, limits)
    data, doubts = look_inside(path) if kind == "pdf" else ({}, ())
    part = Part(name=name, kind=kind, first_page=0, page_count=count)
    rendition = collate(path, kind, count, folder) if two_passes and kind in SHEETS else None
    return OpenedScan(kind=kind, page_count=count, parts=(part,), rendition=rendition, data=data, doubts=doubts)


def look_inside(path: Path) -> tuple[dict[str, str], tuple[Reason, ...]]:
    """The fields of the invoice that a ZUGFeRD or Factur-X file carries, and what it carries besides that has pages."""
    data: dict[str, str] = {}
    doubts = []
    for name, content in read_embedded(path):
        if name.lower() in EMBEDDED:
            data = data or read_invoice(content)
        elif kind_of(content[:HEAD_BYTES]) not in (None, "xml"):
            doubts.append(Reason(code="embedded_not_read", params={"name": name}))
    return data, tuple(doubts)
