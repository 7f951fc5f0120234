"""What PDF/A-2 forbids on a page (ISO 19005-2, clause 6): left out where nothing is lost by it, else a reason to draw.

Works on objects that are already copies: nothing here touches an original.
"""

from collections.abc import Sequence
from typing import NamedTuple

from pikepdf import (
    Array,
    ContentStreamInlineImage,
    ContentStreamInstruction,
    Dictionary,
    Name,
    Object,
    PdfError,
    PdfInlineImage,
    Stream,
    String,
    parse_content_stream,
)

from reading.archive_fonts import FontBook


def parse_names(names: str) -> frozenset[str]:
    """The names of a list that is written as one line."""
    return frozenset(names.split())


OPERATORS = parse_names(
    "b B b* B* BDC BMC BT BX c cm CS cs d d0 d1 Do DP EMC ET EX f F f* G g gs h i j J l m M MP n q Q re RG rg ri s S "
    "SC sc SCN scn sh T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz v w W W* y ' \""
)
"""All operators of ISO 32000-1 but those of CMYK, which mean nothing without a printing profile."""
DEEPEST = 28  # states saved inside each other (6.1.13)
LONGEST = 256 << 10  # packed bytes of operators; more take longer to check than to draw
INTENTS = frozenset(("/RelativeColorimetric", "/AbsoluteColorimetric", "/Perceptual", "/Saturation"))
BLENDS = parse_names(
    "/Normal /Compatible /Multiply /Screen /Overlay /Darken /Lighten /ColorDodge /ColorBurn /HardLight /SoftLight "
    "/Difference /Exclusion /Hue /Saturation /Color /Luminosity"
)
NEEDLESS = ("/Alternates", "/CharSet", "/CIDSet", "/HT", "/HTP", "/LastModified", "/Metadata", "/OPI", "/PieceInfo")
UNSOUND = ("/FFilter", "/FDecodeParms", "/PS", "/Ref", "/TR")
FORBIDDEN_VALUES = frozenset(("/DeviceCMYK", "/DeviceN", "/Crypt", "/JPXDecode", "/OCG", "/OCMD"))
PROFILE_SPACES = {b"GRAY": 1, b"RGB ": 3}
INVISIBLE = 3  # text rendering mode
SHOWING = frozenset(("Tj", "TJ", "'", '"'))

Instruction = ContentStreamInstruction | ContentStreamInlineImage


class NotArchivableError(Exception):
    """The page holds something that PDF/A does not allow and that cannot be left out."""


class Used(NamedTuple):
    """What a content stream uses: its fonts with all that is shown in each, and the names of outer objects."""

    fonts: dict[str, bytes]
    objects: frozenset[str]


class Examined(NamedTuple):
    """What of a copy was found sound so far, its objects and its fonts: pages share both."""

    objects: set[tuple[int, int]]
    fonts: FontBook


def check_content(content: Object) -> Used:
    """Check the operators of a page or form. Raises NotArchivableError."""
    fonts: dict[str, bytearray] = {}
    objects: set[str] = set()
    states: list[str] = []
    font = ""
    for instruction in read_instructions(content):
        operands, operator = instruction.operands, str(instruction.operator)
        if isinstance(instruction, ContentStreamInlineImage):
            check_inline(instruction.iimage)
        elif operator == "Tf":
            font = str(operands[0])
            fonts.setdefault(font, bytearray())
        elif operator in SHOWING:
            check(font in fonts)
            fonts[font] += shown_bytes(operands[-1])
        elif operator == "Do":
            objects.add(str(operands[0]))
        elif operator == "q":
            states.append(font)
            check(len(states) <= DEEPEST)
        elif operator == "Q":
            check(bool(states))
            font = states.pop()
        else:
            check_operator(operator, list(operands))
    return Used({name: bytes(shown) for name, shown in fonts.items()}, frozenset(objects))


def shown_bytes(operand: Object) -> bytes:
    """The bytes of a string, or of the strings in a list of strings and moves."""
    if isinstance(operand, Array):
        return b"".join(bytes(part) for part in operand.as_list() if isinstance(part, String))
    return bytes(operand)


def check_operator(operator: str, operands: Sequence[Object]) -> None:
    """Any other operator must exist, and name colours and intents that mean something. Raises NotArchivableError."""
    check(operator in OPERATORS)
    if operator == "ri":
        check(str(operands[0]) in INTENTS)
    elif operator in ("cs", "CS"):
        check(str(operands[0]) != "/DeviceCMYK")


def check_fonts(used: Used, resources: Object, examined: Examined) -> None:
    """The fonts used are there, and have the widths that are named. Raises NotArchivableError."""
    fonts = resources.get("/Font", Dictionary())
    for name, shown in used.fonts.items():
        check(name in fonts and examined.fonts.widths_agree(fonts[name], shown))


def read_instructions(content: Object) -> list[Instruction]:
    """The instructions of a content stream or page. Raises NotArchivableError where they are no such thing."""
    try:
        return list(parse_content_stream(content))
    except (PdfError, TypeError, ValueError) as error:
        raise NotArchivableError from error


def check(sound: bool) -> None:
    """Raises NotArchivableError unless the condition holds."""
    if not sound:
        raise NotArchivableError


def check_inline(picture: PdfInlineImage) -> None:
    """A picture inside the operators cannot be packed anew: its filter and colours must do."""
    check("/LZWDecode" not in picture.filters and picture.mode != "CMYK")


def cleanse(root: Object, inherited: Object, examined: Examined) -> None:
    """Check everything that `root` leads to, and leave out what is forbidden and needless.

    `inherited` are the page's resources, for forms that have none of their own; `examined` grows. Raises
    NotArchivableError.
    """
    seen = set(examined.objects)
    waiting = [root]
    while waiting:
        item = waiting.pop()
        if item.is_indirect:
            if item.objgen in seen:
                continue
            seen.add(item.objgen)
        if isinstance(item, Array):
            waiting += check_values(list(item.as_list()))
        elif isinstance(item, Dictionary | Stream):
            cleanse_dictionary(item, inherited, examined)
            waiting += check_values([value for _, value in item.items()])
    examined.objects.update(seen)


def check_values(values: list[object]) -> list[Object]:
    """Those of the values that lead further; a name among them must not be a forbidden one."""
    check(not any(isinstance(value, Name) and str(value) in FORBIDDEN_VALUES for value in values))
    return [value for value in values if isinstance(value, Array | Dictionary | Stream)]


def cleanse_dictionary(item: Object, inherited: Object, examined: Examined) -> None:
    """One dictionary, or a stream's."""
    for key in NEEDLESS:
        if key in item:
            del item[key]
    check(not any(key in item for key in UNSOUND))
    check(str(item.get("/TR2", "/Default")) == "/Default")
    check(str(item.get("/Intent", "/Perceptual")) in INTENTS)
    if "/BM" in item:
        check(str(item.BM) in BLENDS)
    if item.get("/Type") == Name.Font:
        check_font(item)
    if isinstance(item, Stream):
        cleanse_stream(item, inherited, examined)


def cleanse_stream(item: Stream, inherited: Object, examined: Examined) -> None:
    """A stream by its kind: picture, form, tiling pattern, colour profile."""
    check("/F" not in item)
    kind = str(item.get("/Subtype", ""))
    if kind == "/Image":
        item.Interpolate = False
    elif kind == "/Form" or "/PaintType" in item:
        if "/Resources" not in item:  # it would inherit the page's: allowed in PDF, not in PDF/A (6.2.2)
            item.Resources = inherited
        check(len(item.read_raw_bytes()) <= LONGEST)
        check_fonts(check_content(item), item.Resources, examined)
    elif kind == "/PS":
        raise NotArchivableError
    elif "/N" in item and "/FunctionType" not in item and "/First" not in item:
        check_profile(item)


def check_profile(item: Stream) -> None:
    """A colour profile of version 2 or 4 for grey or RGB (ICC.1, 7.2)."""
    try:
        data = item.read_bytes()
    except PdfError as error:
        raise NotArchivableError from error
    check(len(data) > 128 and data[36:40] == b"acsp" and data[8] <= 4)
    check(data[12:16] in (b"mntr", b"scnr", b"spac", b"prtr") and PROFILE_SPACES.get(data[16:20]) == item.N)


def check_font(font: Object) -> None:
    """The font's program must lie in the file, with the widths that are named (6.2.11)."""
    kind = str(font.get("/Subtype", ""))
    if kind == "/Type3":
        for procedure in font.CharProcs.as_dict().values():
            check_content(procedure)
        return
    if kind == "/Type0":
        check(len(font.get("/DescendantFonts", [])) == 1)
        return
    descriptor = font.get("/FontDescriptor", Dictionary())
    check(any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")))
    if kind == "/CIDFontType2" and "/CIDToGIDMap" not in font:
        font.CIDToGIDMap = Name.Identity
    if kind in ("/Type1", "/MMType1", "/TrueType"):
        check_widths(font)
    if kind == "/TrueType":
        check_encoding(font, descriptor)


def check_widths(font: Object) -> None:
    """A simple font names the width of each of its characters (6.2.11.2)."""
    check(all(key in font for key in ("/FirstChar", "/LastChar", "/Widths")))
    check(len(font.Widths.as_list()) == int(font.LastChar) - int(font.FirstChar) + 1)


def check_encoding(font: Object, descriptor: Object) -> None:
    """A symbolic TrueType font has no encoding, another has one of the two that exist (6.2.11.6)."""
    encoding = font.get("/Encoding")
    base = encoding.get("/BaseEncoding") if isinstance(encoding, Dictionary) else encoding
    symbolic = bool(int(descriptor.get("/Flags", 0)) & 4)
    check(encoding is None if symbolic else str(base) in ("/WinAnsiEncoding", "/MacRomanEncoding"))
