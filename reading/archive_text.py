"""The invisible text of an archive copy: every word lies over its picture, in a font whose glyphs cover nothing.

Each line's words share one baseline and one height, so that a reader marks them as a line and copies them in order.
"""

import io
import statistics
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib.tables._g_l_y_f import Glyph
from pikepdf import Array, Dictionary, Matrix, Name, Object, Pdf, Stream

from letters.page import Affine, Box, ReadPage, Word
from reading.straighten import map_back

FONT = Name("/PosteingangText")
FONT_NAME = Name("/PosteingangGlyphless")
EM = 1000
ADVANCE = 500  # of every character, in thousandths of the font size
UNKNOWN = "\N{REPLACEMENT CHARACTER}"
FORBIDDEN = {"\0", "\ufeff", "\ufffe"}  # no character map of a PDF/A may name them (ISO 19005-2, 6.2.11.7.2)
MOST_CODES = 0xFFFF
MAP_BLOCK = 100  # entries that one block of a character map may hold (Adobe Technical Note 5014)
TALL = 1.8  # times the line's usual height: a drop capital or a stain keeps its own box
SMALLEST_PT = 0.5


class TextFont:
    """The font of one copy: it learns each character that is written, `finish` puts it into the document."""

    def __init__(self, pdf: Pdf) -> None:
        self.pdf = pdf
        self.object: Object = pdf.make_indirect(Dictionary(Type=Name.Font))
        self.codes: dict[str, int] = {UNKNOWN: 1}

    def encode(self, text: str) -> str:
        """The text as a hexadecimal string of two-byte codes."""
        return "".join(f"{self.code(char):04X}" for char in text)

    def code(self, char: str) -> int:
        """The character's code; what cannot stand in a PDF, or is one too many, becomes the replacement character."""
        if char in FORBIDDEN or "\ud800" <= char <= "\udfff":
            return self.codes[UNKNOWN]
        if len(self.codes) >= MOST_CODES:
            return self.codes.get(char, self.codes[UNKNOWN])
        return self.codes.setdefault(char, len(self.codes) + 1)

    def finish(self) -> None:
        """Write the font: its program, and what each of its codes means."""
        descriptor = Dictionary(
            Type=Name.FontDescriptor,
            FontName=FONT_NAME,
            Flags=4,
            FontBBox=Array([0, 0, ADVANCE, EM]),
            ItalicAngle=0,
            Ascent=EM,
            Descent=0,
            CapHeight=EM,
            StemV=80,
            FontFile2=self.pdf.make_stream(glyphless_program()),
        )
        system = Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0)
        glyphs = b"\0\0" + b"\0\1" * len(self.codes)
        descendant = Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType2,
            BaseFont=FONT_NAME,
            CIDSystemInfo=system,
            FontDescriptor=self.pdf.make_indirect(descriptor),
            DW=ADVANCE,
            CIDToGIDMap=self.pdf.make_stream(glyphs),
        )
        font = {
            Name.Subtype: Name.Type0,
            Name.BaseFont: FONT_NAME,
            Name.Encoding: Name("/Identity-H"),
            Name.DescendantFonts: Array([self.pdf.make_indirect(descendant)]),
            Name.ToUnicode: Stream(self.pdf, write_unicode_map(self.codes)),
        }
        for key, value in font.items():
            self.object[key] = value


@cache
def glyphless_program() -> bytes:
    """A TrueType font of two glyphs: .notdef, and the one that stands for every character.

    Its outline is a line from corner to corner: it covers nothing, but has the size by which viewers mark a word
    (pdfium finds no text at all in glyphs without one, once the page is turned).
    """
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    pen.lineTo((ADVANCE, EM))
    pen.closePath()
    glyphs = {".notdef": Glyph(), "space": pen.glyph()}
    builder = FontBuilder(EM, isTTF=True)
    builder.setupGlyphOrder(list(glyphs))
    builder.setupCharacterMap({})
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics(dict.fromkeys(glyphs, (ADVANCE, 0)))
    builder.setupHorizontalHeader(ascent=EM, descent=0)
    builder.setupPost(keepGlyphNames=False)
    builder.font["head"].created = builder.font["head"].modified = 0  # the same bytes every day
    builder.font.recalcTimestamp = False
    buffer = io.BytesIO()
    builder.save(buffer)
    return buffer.getvalue()


def write_unicode_map(codes: dict[str, int]) -> bytes:
    """The map from codes to Unicode (ISO 32000-1, 9.10.3)."""
    entries = [f"<{code:04X}> <{char.encode('utf-16-be').hex().upper()}>" for char, code in codes.items()]
    blocks = [entries[start : start + MAP_BLOCK] for start in range(0, len(entries), MAP_BLOCK)]
    maps = "".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar\n" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
        f"{maps}endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode("ascii")


def write_text_layer(page: ReadPage, font: TextFont, sheet: Matrix) -> bytes:
    """The operators that lay the page's words over it; none for a page without words.

    `sheet` maps the sheet as it lay in the scanner (0..1, origin top left) to the points of the PDF page. Each word
    lies where it is on the skewed sheet but level: viewers break slanted words up, so that no search finds them.
    """
    if not page.words:
        return b""
    upright = Matrix(1 / page.width_pt, 0, 0, -1 / page.height_pt, 0, 1)
    level = upright @ matrix_of(map_back(page.turned, 0.0, 1, 1))
    slant = upright @ matrix_of(page.to_picture) @ level.inverse()
    place = " ".join(f"{number:.6f}" for number in (level @ sheet).shorthand)
    shown = "\n".join(show_words(page, font, slant))
    return f"q {place} cm BT 3 Tr\n{shown}\nET Q\n".encode("ascii")


def matrix_of(affine: Affine) -> Matrix:
    """The same map as a PDF writes it."""
    return Matrix(affine.a, affine.d, affine.b, affine.e, affine.c, affine.f)


def show_words(page: ReadPage, font: TextFont, slant: Matrix) -> Iterator[str]:
    """The operators for each word, in points of the upright page; a space follows all but a line's last.

    `slant` moves a point of the straightened page to where it lies on the skewed one.
    """
    for _, group in groupby(page.words, key=lambda word: (word.block, word.line)):
        line = list(group)
        for place, (word, box) in enumerate(zip(line, even_boxes(line), strict=True)):
            size = max(SMALLEST_PT, (box.y1 - box.y0) * page.height_pt)
            width = max(SMALLEST_PT, (box.x1 - box.x0) * page.width_pt)
            middle = (box.x0 + box.x1) / 2 * page.width_pt, (1 - (box.y0 + box.y1) / 2) * page.height_pt
            x, y = slant.transform(middle)
            stretch = 100 * width / (max(1, len(word.text)) * size * ADVANCE / EM)
            text = font.encode(word.text + (" " if place < len(line) - 1 else ""))
            corner = f"{x - width / 2:.2f} {y - size / 2:.2f}"
            yield f"{FONT} {size:.2f} Tf {stretch:.2f} Tz 1 0 0 1 {corner} Tm <{text}> Tj"


def even_boxes(line: Sequence[Word]) -> list[Box]:
    """The words' boxes, all from the top to the bottom of their line; a box far taller than the others stays."""
    usual = statistics.median(word.box.y1 - word.box.y0 for word in line)
    even = [word.box for word in line if word.box.y1 - word.box.y0 <= TALL * usual]
    top, bottom = min(box.y0 for box in even), max(box.y1 for box in even)
    if bottom - top > TALL * usual:
        return [word.box for word in line]
    return [word.box._replace(y0=top, y1=bottom) if word.box in even else word.box for word in line]
