"""Opens a scan: what it is, how many pages it has, whether they can be made at all."""

from pathlib import Path

from letters.errors import LetterError
from letters.scan import OpenedScan, Part
from reading.kinds import sniff_kind
from reading.limits import Limits
from reading.pdf_files import count_pdf_pages
from reading.picture_files import count_frames


def open_file(path: Path, name: str, folder: Path, limits: Limits) -> OpenedScan:
    """The scan's kind and page count; `folder` is where a rendition would be written.

    Raises LetterError: empty_file, unknown_kind, encrypted, damaged, too_many_pages, too_many_pixels.
    """
    kind = sniff_kind(path)
    if kind == "pdf":
        count = count_pdf_pages(path, limits)
    elif kind in ("tiff", "jpeg", "png"):
        count = count_frames(path, kind, limits)
    else:
        raise LetterError("unknown_kind")
    return OpenedScan(kind=kind, page_count=count, parts=(Part(name=name, kind=kind, first_page=0, page_count=count),))
