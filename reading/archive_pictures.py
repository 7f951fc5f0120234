"""Pictures of an archive copy, in the very bytes of the scanner wherever a PDF can hold them."""

import io
import struct
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from pikepdf import Array, Dictionary, Matrix, Name, Object, Pdf
from PIL import Image

from letters.errors import LetterError
from reading.picture_files import BROKEN, FORMATS, to_grey

JPEG_QUALITY = 80
PNG_HEADER = 8
PNG_COLOURS = {0: 1, 2: 3, 3: 1}  # colour types that a PDF holds as they are, with their number of channels
QUICK = 3  # the level of compression: 6 takes three times as long for 3 % less on a grey scan
ORIENTATION = 274
WIDTH, HEIGHT = 256, 257
COMPRESSION, PHOTOMETRIC, FILL_ORDER, STRIPS, ROWS, SIZES, TILES, TABLES = 259, 262, 266, 273, 278, 279, 322, 347
GROUP4, JPEG = 4, 7
REVERSED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))

# How a stored picture is placed in the unit square so that it shows as its orientation says (TIFF 6.0, tag 274).
ORIENTATIONS = {
    1: Matrix(1, 0, 0, 1, 0, 0),
    2: Matrix(-1, 0, 0, 1, 1, 0),
    3: Matrix(-1, 0, 0, -1, 1, 1),
    4: Matrix(1, 0, 0, -1, 0, 1),
    5: Matrix(0, -1, -1, 0, 1, 1),
    6: Matrix(0, -1, 1, 0, 0, 1),
    7: Matrix(0, 1, 1, 0, 0, 0),
    8: Matrix(0, 1, -1, 0, 1, 0),
}


class Placed(NamedTuple):
    """A picture and where it lies: `matrix` maps the unit square to the page."""

    picture: Object
    matrix: Matrix


class Taken(NamedTuple):
    """The pictures of one sheet, placed in the unit square; `drawn` where they are not the file's own pixels."""

    placed: tuple[Placed, ...]
    drawn: bool = False


def take_frame(pdf: Pdf, path: Path, kind: str, number: int) -> Taken:
    """One page of a JPEG, PNG or TIFF file. Raises LetterError("page_unreadable").

    Pillow is given the open file, not its name: by name it maps plain TIFFs into memory, and scrambles turned ones.
    """
    try:
        with path.open("rb") as stream, Image.open(stream, formats=FORMATS[kind]) as picture:
            picture.seek(number)
            return TAKERS[kind](pdf, stream, picture) or take_pixels(pdf, picture)
    except BROKEN as error:
        raise LetterError("page_unreadable", page=str(number + 1)) from error


def take_jpeg(pdf: Pdf, stream: io.BufferedReader, picture: Image.Image) -> Taken | None:
    """A JPEG file as it is; None for one in inks (CMYK), which mean nothing without a profile."""
    if picture.mode not in ("L", "RGB"):
        return None
    entries = Dictionary(Filter=Name.DCTDecode)
    image = write_image(pdf, read_whole(stream), picture.size, colour_space(picture.mode), 8, entries)
    return Taken((Placed(image, orientation(picture.getexif().get(ORIENTATION))),))


def orientation(value: Any) -> Matrix:
    """The placement for an orientation tag; upright for none or a wrong one."""
    return ORIENTATIONS.get(value, ORIENTATIONS[1])


def colour_space(mode: str) -> Object:
    """The colour space of a mode of Pillow's."""
    return Name.DeviceRGB if mode == "RGB" else Name.DeviceGray


def write_image(pdf: Pdf, data: bytes, size: tuple[int, int], space: Object, bits: int, entries: Dictionary) -> Object:
    """The picture as an image of the document."""
    image = pdf.make_stream(data, Type=Name.XObject, Subtype=Name.Image, ColorSpace=space, BitsPerComponent=bits)
    image.Width, image.Height = size
    for key, value in entries.items():
        image[key] = value
    return image


def read_whole(stream: io.BufferedReader) -> bytes:
    """All bytes of the file."""
    stream.seek(0)
    return stream.read()


def take_png(pdf: Pdf, stream: io.BufferedReader, picture: Image.Image) -> Taken | None:
    """A PNG's compressed rows as they are: PDF knows the same filters. None for interlaced and transparent ones."""
    chunks = list(read_chunks(read_whole(stream)))
    kinds = {kind for kind, _ in chunks}
    bits, colour, _, _, interlaced = struct.unpack_from(">BBBBB", chunks[0][1], 8)
    if interlaced or colour not in PNG_COLOURS or b"tRNS" in kinds or b"IEND" not in kinds:
        return None
    rows = b"".join(body for kind, body in chunks if kind == b"IDAT")
    parameters = Dictionary(Predictor=15, Colors=PNG_COLOURS[colour], BitsPerComponent=bits, Columns=picture.width)
    entries = Dictionary(Filter=Name.FlateDecode, DecodeParms=parameters)
    palette = next((body for kind, body in chunks if kind == b"PLTE"), b"")
    space = png_space(pdf, colour, palette)
    return Taken((Placed(write_image(pdf, rows, picture.size, space, bits, entries), ORIENTATIONS[1]),))


def read_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The chunks of a PNG: kind and content, up to the end or where it breaks off."""
    place = PNG_HEADER
    while place + 12 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, place)
        yield kind, data[place + 8 : place + 8 + length]
        place += 12 + length


def png_space(pdf: Pdf, colour: int, palette: bytes) -> Object:
    """The colour space of a PNG."""
    if colour == 3:
        return Array([Name.Indexed, Name.DeviceRGB, len(palette) // 3 - 1, pdf.make_stream(palette)])
    return Name.DeviceRGB if colour == 2 else Name.DeviceGray


def take_tiff(pdf: Pdf, stream: io.BufferedReader, picture: Image.Image) -> Taken | None:
    """A TIFF page's strips as they are, where they are fax (Group 4, one strip) or JPEG; else None."""
    tags: Any = getattr(picture, "tag_v2", {})
    compression = tags.get(COMPRESSION)
    starts, sizes = tags.get(STRIPS, ()), tags.get(SIZES, ())
    if TILES in tags or not starts or len(starts) != len(sizes):
        return None
    strips = [read_part(stream, *part) for part in zip(starts, sizes, strict=True)]
    if compression == GROUP4 and len(strips) == 1 and picture.mode == "1":
        image = write_fax(pdf, strips[0], tags)
        return Taken((Placed(image, orientation(tags.get(ORIENTATION))),))
    if compression == JPEG and picture.mode in ("L", "RGB"):
        return take_strips(pdf, strips, picture.mode, tags)
    return None


def read_part(stream: io.BufferedReader, start: int, size: int) -> bytes:
    """Bytes of the file."""
    stream.seek(start)
    return stream.read(size)


def write_fax(pdf: Pdf, data: bytes, tags: Any) -> Object:
    """A Group 4 strip; where the TIFF says that 0 is black, its black runs are the paper."""
    width, height = tags[WIDTH], tags[HEIGHT]
    inverted = tags.get(PHOTOMETRIC, 0) == 1
    parameters = Dictionary(K=-1, Columns=width, Rows=height, BlackIs1=inverted)
    data = data.translate(REVERSED) if tags.get(FILL_ORDER) == 2 else data
    entries = Dictionary(Filter=Name.CCITTFaxDecode, DecodeParms=parameters)
    return write_image(pdf, data, (width, height), Name.DeviceGray, 1, entries)


def take_strips(pdf: Pdf, strips: list[bytes], mode: str, tags: Any) -> Taken:
    """JPEG strips one below the other, each with the tables that they share (TIFF Technical Note 2)."""
    width, height = tags[WIDTH], tags[HEIGHT]
    rows = min(height, tags.get(ROWS, height))
    tables = tags.get(TABLES, b"")[:-2]  # without its end-of-image marker
    entries = Dictionary(Filter=Name.DCTDecode)
    if tags.get(PHOTOMETRIC) == 2:
        entries.DecodeParms = Dictionary(ColorTransform=0)
    placed = []
    for place, strip in enumerate(strips):
        top, bottom = place * rows, min(height, (place + 1) * rows)
        data = tables + strip[2:] if tables else strip
        image = write_image(pdf, data, (width, bottom - top), colour_space(mode), 8, entries)
        band = Matrix(1, 0, 0, (bottom - top) / height, 0, 1 - bottom / height)
        placed.append(Placed(image, band @ orientation(tags.get(ORIENTATION))))
    return Taken(tuple(placed))


def take_pixels(pdf: Pdf, picture: Image.Image) -> Taken:
    """Any other picture decoded and packed anew: without loss, except where its colours must be turned into ours."""
    picture.load()
    if picture.mode == "1":
        return take_bilevel(pdf, picture)
    if picture.mode in ("LA", "PA", "RGBA", "La", "RGBa") or "transparency" in picture.info:
        picture = Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture.convert("RGBA"))
        return pack_rows(pdf, picture.convert("RGB"))
    if picture.mode == "P":
        return pack_rows(pdf, picture.convert("RGB"))
    if picture.mode in ("L", "RGB"):
        return pack_rows(pdf, picture)
    grey = picture.mode.startswith(("I", "F"))
    return take_drawn(pdf, to_grey(picture) if grey else picture.convert("RGB"))


def take_bilevel(pdf: Pdf, picture: Image.Image) -> Taken:
    """A black and white picture as one strip of fax."""
    buffer = io.BytesIO()
    picture.save(buffer, "TIFF", compression="group4", tiffinfo={ROWS: picture.height})
    with Image.open(buffer, formats=["TIFF"]) as packed:
        tags: Any = packed.tag_v2  # type: ignore[attr-defined]
        strip = buffer.getvalue()[tags[STRIPS][0] : tags[STRIPS][0] + tags[SIZES][0]]
        return Taken((Placed(write_fax(pdf, strip, tags), ORIENTATIONS[1]),))


def pack_rows(pdf: Pdf, picture: Image.Image) -> Taken:
    """A grey or colour picture in Flate: each pixel as the difference to its neighbour (TIFF predictor)."""
    channels = len(picture.getbands())
    parameters = Dictionary(Predictor=2, Colors=channels, BitsPerComponent=8, Columns=picture.width)
    entries = Dictionary(Filter=Name.FlateDecode, DecodeParms=parameters)
    data = zlib.compress(differences(picture, channels), QUICK)
    return Taken(
        (Placed(write_image(pdf, data, picture.size, colour_space(picture.mode), 8, entries), ORIENTATIONS[1]),)
    )


def differences(picture: Image.Image, channels: int) -> bytes:
    """The rows with each value as its difference to the pixel at its left."""
    values = np.asarray(picture, dtype=np.uint8).reshape(picture.height, picture.width, channels)
    rows = values.copy()
    rows[:, 1:] -= values[:, :-1]
    return rows.tobytes()


def take_drawn(pdf: Pdf, picture: Image.Image) -> Taken:
    """A picture that is not the file's own, as JPEG."""
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=JPEG_QUALITY)
    entries = Dictionary(Filter=Name.DCTDecode)
    image = write_image(pdf, buffer.getvalue(), picture.size, colour_space(picture.mode), 8, entries)
    return Taken((Placed(image, ORIENTATIONS[1]),), drawn=True)


TAKERS: dict[str, Callable[[Pdf, io.BufferedReader, Image.Image], Taken | None]] = {
    "jpeg": take_jpeg,
    "png": take_png,
    "tiff": take_tiff,
}
