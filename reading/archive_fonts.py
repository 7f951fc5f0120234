"""Whether a font's program has the widths that the PDF names: PDF/A wants them the same (ISO 19005-2, 6.2.11.5)."""

import io
import logging
import struct
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from fontTools import agl
from fontTools.cffLib import CFFFontSet
from fontTools.encodings.StandardEncoding import StandardEncoding
from fontTools.misc.psCharStrings import T2WidthExtractor
from fontTools.t1Lib import T1Font
from fontTools.ttLib import TTFont
from pikepdf import Dictionary, Name, Object, Stream

TOLERANCE = 1.0  # thousandths of the font size; so much a rounded number may differ
LARGEST_RANGE = 3000  # of characters that share one width
CODECS = {"/WinAnsiEncoding": "cp1252", "/MacRomanEncoding": "mac_roman"}
WIDE_CODES = ("/Identity-H", "/Identity-V")  # two bytes a character, which are its id
NO_GLYPH = ".notdef"
EVERY_CODE = range(256)
SYMBOLS = 0xF000  # where a symbolic TrueType font keeps its codes (Microsoft's cmap 3.0)


WidthOf = Callable[[int], float | None]
"""The width of a code (or character id), None where the program has no glyph for it."""

logging.getLogger("fontTools").setLevel(logging.CRITICAL)  # it writes a line for every oddity of a font


class FontBook:
    """The widths of the fonts met so far: pages share fonts, and a program is opened once."""

    def __init__(self) -> None:
        self.known: dict[tuple[int, int], tuple[Mapping[int, float], WidthOf]] = {}

    def widths_agree(self, font: Object, shown: bytes) -> bool:
        """Whether the font's program has the widths that the PDF names for the characters shown.

        Raises whatever fontTools does where the program is broken.
        """
        kind = str(font.get("/Subtype", ""))
        if kind == "/Type3":
            return True
        codes: set[int] = set(shown)
        if kind == "/Type0":
            if str(font.Encoding) not in WIDE_CODES or len(shown) % 2:
                return False
            font, codes = font.DescendantFonts[0], {code for (code,) in struct.iter_unpack(">H", shown)}
        named, built = self.open_font(font)
        usual = float(font.get("/DW", 1000) if kind == "/Type0" else font.FontDescriptor.get("/MissingWidth", 0))
        widths = [(named.get(code, usual), built(code)) for code in codes]
        return all(width is None or abs(said - width) <= TOLERANCE for said, width in widths)

    def open_font(self, font: Object) -> tuple[Mapping[int, float], WidthOf]:
        """The widths by code as the PDF names them, and as the program has them."""
        if font.objgen not in self.known or not font.is_indirect:
            named = dict(composite_widths(font) if "/CIDSystemInfo" in font else simple_widths(font))
            self.known[font.objgen] = named, cache(open_program(font, font.FontDescriptor))
        return self.known[font.objgen]


def simple_widths(font: Object) -> Iterator[tuple[int, float]]:
    """Code and width of a simple font."""
    first = int(font.FirstChar)
    for place, width in enumerate(font.Widths.as_list()):
        yield first + place, float(width)


def composite_widths(font: Object) -> Iterator[tuple[int, float]]:
    """Character id and width of a composite font (ISO 32000-1, 9.7.4.3): `first [w w …]` or `first last w`."""
    entries = iter(font.get("/W", []))
    for first in entries:
        start, second = int(first), next(entries)
        if isinstance(second, Object):
            for place, width in enumerate(second.as_list()):
                yield start + place, float(width)
        else:
            width = float(next(entries))
            for code in range(start, min(int(second), start + LARGEST_RANGE) + 1):
                yield code, width


def open_program(font: Object, descriptor: Object) -> WidthOf:
    """What tells the widths that the font's program has."""
    composite = "/CIDSystemInfo" in font
    if "/FontFile2" in descriptor:
        program = TTFont(io.BytesIO(descriptor.FontFile2.read_bytes()), lazy=True)
        return (composite_truetype if composite else simple_truetype)(font, program).get
    if "/FontFile3" not in descriptor:
        return open_type1(font, descriptor.FontFile)
    if descriptor.FontFile3.get("/Subtype") == Name.OpenType:
        return lambda code: None  # its widths are told twice already
    fonts = CFFFontSet()
    fonts.decompile(io.BytesIO(descriptor.FontFile3.read_bytes()), None)
    return (composite_compact if composite else simple_compact)(font, fonts[0])


def composite_truetype(font: Object, program: TTFont) -> dict[int, float]:
    """The widths of a TrueType program behind a composite font."""
    scale = 1000 / program["head"].unitsPerEm
    widths = [scale * advance for advance, _ in program["hmtx"].metrics.values()]
    given = font.get("/CIDToGIDMap", Name.Identity)
    if not isinstance(given, Stream):
        return dict(enumerate(widths))
    glyphs = [glyph for (glyph,) in struct.iter_unpack(">H", given.read_bytes())]
    return {code: widths[glyph] for code, glyph in enumerate(glyphs) if 0 < glyph < len(widths)}


def simple_truetype(font: Object, program: TTFont) -> dict[int, float]:
    """The widths of a TrueType program behind a simple font (ISO 32000-1, 9.6.6.4)."""
    scale = 1000 / program["head"].unitsPerEm
    maps = {(table.platformID, table.platEncID): table.cmap for table in program["cmap"].tables}
    found: dict[int, str] = {}
    if "/Encoding" in font and (3, 1) in maps:
        characters = {code: agl.toUnicode(name) for code, name in glyph_names(font, []).items()}
        found = {code: maps[3, 1].get(ord(text), "") for code, text in characters.items() if len(text) == 1}
    elif "/Encoding" not in font:
        symbols, roman = maps.get((3, 0), {}), maps.get((1, 0), {})
        found = {code: symbols.get(SYMBOLS + code) or symbols.get(code) or roman.get(code, "") for code in EVERY_CODE}
    metrics = program["hmtx"].metrics
    return {code: scale * metrics[name][0] for code, name in found.items() if name in metrics}


def simple_compact(font: Object, top: Any) -> WidthOf:
    """A bare CFF program behind a simple font."""
    names = glyph_names(font, StandardEncoding if top.Encoding == "StandardEncoding" else top.Encoding)
    return lambda code: glyph_width(top, names.get(code, NO_GLYPH))


def composite_compact(font: Object, top: Any) -> WidthOf:
    """A bare CFF program behind a composite font: the ids of characters are the program's, or its glyphs' order."""
    if hasattr(top, "ROS"):
        return lambda code: glyph_width(top, f"cid{code:05d}")
    return lambda code: glyph_width(top, top.charset[code] if code < len(top.charset) else NO_GLYPH)


def glyph_width(top: Any, name: str) -> float | None:
    """The advance of a glyph: the first number of its operators, where there is one (Technical Note 5177)."""
    if name == NO_GLYPH or name not in top.CharStrings:
        return None
    glyph = top.CharStrings[name]
    private = glyph.private
    subroutines = getattr(private, "Subrs", [])
    extractor = T2WidthExtractor(subroutines, glyph.globalSubrs, private.nominalWidthX, private.defaultWidthX, private)
    extractor.execute(glyph)
    scale = 1000 * top.FontMatrix[0] if hasattr(top, "FontMatrix") else 1.0
    return float(scale * extractor.width)


def open_type1(font: Object, stream: Object) -> WidthOf:
    """A Type 1 program."""
    program = T1Font.__new__(T1Font)  # its constructor wants a file
    program.data, program.encoding = stream.read_bytes(), "latin-1"
    glyphs = program.getGlyphSet()
    scale = 1000 * float(program["FontMatrix"][0])
    names = glyph_names(font, program["Encoding"])

    def width_of(code: int) -> float | None:
        name = names.get(code, NO_GLYPH)
        if name == NO_GLYPH or name not in glyphs:
            return None
        glyphs[name].calcBounds(glyphs)  # a glyph's width is known once it was drawn
        return float(scale * glyphs[name].width)

    return width_of


def glyph_names(font: Object, builtin: Sequence[str] | str) -> dict[int, str]:
    """The name of each code's glyph (ISO 32000-1, 9.6.6).

    `builtin` is the program's own encoding: a list, or the name of a standard one, which is Adobe's.
    """
    encoding = font.get("/Encoding")
    detailed = encoding if isinstance(encoding, Dictionary) else Dictionary()
    base = str(detailed.get("/BaseEncoding", "") if isinstance(encoding, Dictionary) else encoding)
    if base in CODECS:
        texts = (bytes([code]).decode(CODECS[base], "replace") for code in EVERY_CODE)
        names = {code: agl.UV2AGL.get(ord(text), "") for code, text in enumerate(texts)}
    else:
        names = dict(
            enumerate(StandardEncoding if base == "/StandardEncoding" or isinstance(builtin, str) else builtin)
        )
    code = 0
    for entry in detailed.get("/Differences", []):
        if isinstance(entry, Object):
            names[code] = str(entry)[1:]
            code += 1
        else:
            code = int(entry)
    return names
