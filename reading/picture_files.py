"""Pages of TIFF, JPEG and PNG files, in every mode that a scanner or a fax sends."""

import io
import re
import warnings
from pathlib import Path

import numpy as np
from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from letters.errors import LetterError
from letters.reasons import Reason
from reading.limits import Limits
from reading.sheets import Sheet, resolution, scale_to

FORMATS = {"tiff": ("TIFF",), "jpeg": ("JPEG", "MPO"), "png": ("PNG",)}
BROKEN = (OSError, ValueError, SyntaxError, TypeError, KeyError, IndexError, EOFError, ArithmeticError, RuntimeError)
"""What Pillow raises at broken pictures, as seen with fuzzed files: it has no error of its own for them."""
ILLEGAL_IN_SCAN = re.compile(rb"\xff[^\x00\xff\xc4\xd0-\xdd\xe0-\xef\xfe]")

Image.MAX_IMAGE_PIXELS = None  # Limits are ours: checked before decoding, and in megapixels of any mode
warnings.simplefilter("ignore", UserWarning)


def open_picture(source: Path | io.BytesIO, kind: str) -> Image.Image:
    """The file as Pillow's picture, nothing decoded yet. Raises LetterError("damaged")."""
    try:
        return Image.open(source, formats=FORMATS[kind])
    except (UnidentifiedImageError, *BROKEN) as error:
        raise LetterError("damaged") from error


def count_frames(path: Path, kind: str, limits: Limits) -> int:
    """How many pages the file has; a TIFF whose chain of pages breaks off has those before the break.

    Raises LetterError: damaged, too_many_pages, too_many_pixels (a one-page file's size is known at once).
    """
    with open_picture(path, kind) as picture:
        if kind != "tiff":
            limits.check_pixels(*picture.size)
            return 1
        count = 0
        try:
            while True:
                picture.seek(count)
                count += 1
                limits.check_pages(count)
        except BROKEN as error:
            if not count:
                raise LetterError("damaged") from error
        return count


def load_frame(path: Path, kind: str, number: int, dpi: float, limits: Limits) -> Sheet:
    """One page of the file. Raises LetterError: page_unreadable, too_many_pixels."""
    with open_picture(path, kind) as picture:
        try:
            picture.seek(number)
        except BROKEN as error:
            raise LetterError("page_unreadable", page=str(number + 1)) from error
        limits.check_pixels(*picture.size)
        stated = stated_resolution(picture)
        damaged = kind == "jpeg" and not is_sound_jpeg(path.read_bytes())
        grey, whole = decode_grey(picture, number)
        grey = ImageOps.exif_transpose(grey) if kind == "jpeg" else grey
    doubts = () if whole and not damaged else (Reason(code="page_incomplete", params={"page": str(number + 1)}),)
    return sheet_of(grey, stated, dpi, doubts)


def sheet_of(
    grey: Image.Image, stated: tuple[float, float] | None, dpi: float, doubts: tuple[Reason, ...] = ()
) -> Sheet:
    """The decoded picture as a page at `dpi`."""
    across, down = resolution(grey.width, grey.height, stated)
    size_pt = grey.width / across * 72, grey.height / down * 72
    grey, dpi = scale_to(grey, (across, down), dpi)
    return Sheet(grey, dpi, *size_pt, doubts=doubts)


def stated_resolution(picture: Image.Image) -> tuple[float, float] | None:
    """The dots per inch that the file names, if any."""
    stated = picture.info.get("dpi")
    try:
        across, down = (float(value) for value in stated or ())
    except (TypeError, ValueError, ArithmeticError):
        return None
    return (across, down) if across > 1 and down > 1 else None


def decode_grey(picture: Image.Image, number: int) -> tuple[Image.Image, bool]:
    """The picture as 8-bit grey, and whether it was whole.

    A truncated picture gives what there is, the rest white. Raises LetterError("page_unreadable").
    """
    picture.draft("L", picture.size)
    whole = True
    try:
        picture.load()
    except MemoryError:
        raise
    except BROKEN as error:
        whole = False
        if not decode_part(picture):
            raise LetterError("page_unreadable", page=str(number + 1)) from error
    return to_grey(picture), whole


def decode_part(picture: Image.Image) -> bool:
    """Decode what there is of a truncated picture; False when nothing can be made of it."""
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        picture.load()
        return picture.getextrema() is not None
    except BROKEN:
        return False
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = False


def to_grey(picture: Image.Image) -> Image.Image:
    """8-bit grey of any mode: transparent places become paper, 16-bit and float pictures are scaled to their range."""
    if picture.mode == "L":
        return picture.copy()
    if picture.mode.startswith(("I", "F")):
        return scale_range(picture)
    if picture.mode in ("LA", "PA", "RGBA", "La", "RGBa") or "transparency" in picture.info:
        paper = Image.new("RGBA", picture.size, "white")
        return Image.alpha_composite(paper, picture.convert("RGBA")).convert("L")
    return picture.convert("L")


def scale_range(picture: Image.Image) -> Image.Image:
    """A 16-bit, 32-bit or float picture as 8-bit grey: its own black to its own white, 16 bits by their full range."""
    values = np.asarray(picture, dtype=np.float64)
    low, high = (0.0, 65535.0) if picture.mode.startswith("I;16") else (float(values.min()), float(values.max()))
    scaled = (values - low) * (255.0 / max(high - low, 1e-9))
    return Image.fromarray(np.clip(np.nan_to_num(scaled), 0, 255).astype(np.uint8))


def is_sound_jpeg(data: bytes) -> bool:
    """Whether the JPEG ends as it must and its scans hold no marker that may not stand there.

    Decoders skip such damage in silence (ITU-T T.81, B.1.1.2: within a scan only stuffed zeros and restart markers;
    between the scans of a progressive picture also tables).
    """
    start = find_first_scan(data)
    end = data.find(b"\xff\xd9", start)
    return 0 < start < end and ILLEGAL_IN_SCAN.search(data, start, end) is None


def find_first_scan(data: bytes) -> int:
    """Where the first scan's data begin, behind all segments of the header; 0 where the header is broken."""
    place = 2
    while data[place : place + 1] == b"\xff" and place + 4 <= len(data):
        marker, length = data[place + 1], int.from_bytes(data[place + 2 : place + 4], "big")
        if marker == 0xDA:
            return place + 2 + length
        place += 1 if marker == 0xFF else 2 + length
    return 0
