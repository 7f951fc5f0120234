"""Pages of a PDF for its archive copy: a scanner's pictures taken over, a digital page kept, any other drawn."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pikepdf import Array, Dictionary, Matrix, Name, Object, Page, Pdf, PdfError, unparse_content_stream

from letters.page import ReadPage
from reading.archive_pictures import Placed, Taken, take_drawn
from reading.archive_rules import (
    INVISIBLE,
    LONGEST,
    SHOWING,
    Instruction,
    NotArchivableError,
    Used,
    check,
    check_content,
    check_fonts,
    cleanse,
    parse_names,
    read_instructions,
)
from reading.archive_source import Source, draw_page
from reading.pdf_files import SMALLEST_PT
from reading.picture_files import BROKEN

STATE_ONLY = parse_names("q Q cm BT ET BMC BDC EMC BX EX MP DP w J j M d i Tf Td TD Tm T* Tc Tw Tz TL Tr Ts")
"""Operators that leave no mark on the page."""
LARGEST_PT = 14400.0  # 6.1.13


class Frame(NamedTuple):
    """Where a page's visible part lies, in points, and how a viewer turns it (0, 90, 180, 270 clockwise)."""

    x0: float
    y0: float
    x1: float
    y1: float
    turn: int

    @property
    def sheet(self) -> Matrix:
        """Maps the page as a viewer shows it (0..1, origin top left) to its points."""
        return UNTURNED[self.turn] @ Matrix(self.x1 - self.x0, 0, 0, self.y0 - self.y1, self.x0, self.y1)


UNTURNED = {
    0: Matrix(1, 0, 0, 1, 0, 0),
    90: Matrix(0, -1, 1, 0, 0, 1),
    180: Matrix(-1, 0, 0, -1, 1, 1),
    270: Matrix(0, 1, -1, 0, 1, 0),
}


class Kept(NamedTuple):
    """What of a page goes into the copy: its contents, what they use, its group of transparency, where it lies."""

    contents: tuple[Object, ...]
    resources: Object
    frame: Frame
    group: Object | None = None
    drawn: bool = False
    has_text: bool = False
    """Whether its own text serves; else the words read are laid over it."""


def take_page(pdf: Pdf, source: Source, read: ReadPage) -> Kept:
    """The page for the copy: as it is where PDF/A allows it, else drawn. Raises LetterError where neither can be."""
    try:
        owner, page = source.page(read.number)
        check("/UserUnit" not in page.obj)
        placed = find_pictures(page) if read.source != "text_layer" else ()
        return take_pictures(pdf, page, placed, source) if placed else keep_content(pdf, source, owner, page, read)
    except (NotArchivableError, PdfError, AttributeError, *BROKEN):  # whatever is odd about it, it can be drawn
        return lay_pictures(pdf, take_drawn(pdf, draw_page(source.path, read.number)), read)


def frame_of(page: Page) -> Frame:
    """Where the page lies. Raises NotArchivableError for a page of no size, or one too large."""
    crop, media = ([float(side) for side in box.as_list()] for box in (page.cropbox, page.mediabox))
    x0, x1 = max(min(crop[0::2]), min(media[0::2])), min(max(crop[0::2]), max(media[0::2]))
    y0, y1 = max(min(crop[1::2]), min(media[1::2])), min(max(crop[1::2]), max(media[1::2]))
    check(page.rotation % 360 in UNTURNED)
    check(min(x1 - x0, y1 - y0) >= SMALLEST_PT and max(x1 - x0, y1 - y0) <= LARGEST_PT)
    return Frame(x0, y0, x1, y1, page.rotation % 360)


def find_pictures(page: Page) -> tuple[Placed, ...]:
    """The pictures of a page that shows nothing else, as they lie on it; none where anything else is seen."""
    placed: list[Placed] = []
    states: list[tuple[Matrix, int]] = []
    matrix, mode = Matrix(), 0
    outer = page.resources.get("/XObject", Dictionary())
    for instruction in read_instructions(page.obj):
        operands, operator = instruction.operands, str(instruction.operator)
        if operator == "q":
            states.append((matrix, mode))
        elif operator == "Q":
            matrix, mode = states.pop() if states else (matrix, mode)
        elif operator == "cm":
            matrix = Matrix(*map(float, operands)) @ matrix
        elif operator == "Tr":
            mode = int(operands[0])
        elif operator == "Do" and is_plain_picture(outer.get(str(operands[0]))):
            placed.append(Placed(outer[str(operands[0])], matrix))
        elif operator not in STATE_ONLY and not (operator in SHOWING and mode == INVISIBLE):
            return ()
    return tuple(placed)


def is_plain_picture(item: Object | None) -> bool:
    """Whether it is a picture with colours of its own."""
    return item is not None and item.get("/Subtype") == Name.Image and not bool(item.get("/ImageMask", False))


def take_pictures(pdf: Pdf, page: Page, placed: tuple[Placed, ...], source: Source) -> Kept:
    """The page's pictures, their bytes untouched. Raises NotArchivableError."""
    copies = tuple(Placed(pdf.copy_foreign(picture), matrix) for picture, matrix in placed)
    cleanse(Array([picture for picture, _ in copies]), Dictionary(), source.examined)
    return show_pictures(pdf, copies, frame_of(page))


def lay_pictures(pdf: Pdf, taken: Taken, read: ReadPage) -> Kept:
    """Pictures of a whole sheet on a page of the sheet's size."""
    width, height = (min(max(side, SMALLEST_PT), LARGEST_PT) for side in (read.width_pt, read.height_pt))
    if read.turned in (90, 270):
        width, height = height, width
    sheet = Matrix(width, 0, 0, height, 0, 0)
    placed = tuple(Placed(picture, matrix @ sheet) for picture, matrix in taken.placed)
    return show_pictures(pdf, placed, Frame(0.0, 0.0, width, height, 0))._replace(drawn=taken.drawn)


def show_pictures(pdf: Pdf, placed: tuple[Placed, ...], frame: Frame) -> Kept:
    """A page of nothing but these pictures."""
    shown = b"".join(b"q %b cm /P%d Do Q\n" % (matrix.encode(), place) for place, (_, matrix) in enumerate(placed))
    pictures = Dictionary({f"/P{place}": picture for place, (picture, _) in enumerate(placed)})
    return Kept((pdf.make_stream(shown),), Dictionary(XObject=pictures), frame)


def keep_content(pdf: Pdf, source: Source, owner: Pdf, page: Page, read: ReadPage) -> Kept:
    """The page's content as it is. Raises NotArchivableError.

    Text that nobody sees is left out where the words were recognised: it is another tool's reading of the same page.
    """
    parts = content_parts(page)
    check(sum(len(part.read_raw_bytes()) for part in parts) <= LONGEST)
    used = check_content(page.obj)
    bundle = Dictionary(Contents=Array(parts), Resources=page.resources, Group=page.obj.get("/Group", Dictionary()))
    copy = pdf.copy_foreign(owner.make_indirect(bundle))
    resources = select_used(copy.Resources, used)
    cleanse(Dictionary(Resources=resources, Group=copy.Group), copy.Resources, source.examined)
    check_fonts(used, resources, source.examined)
    contents = tuple(copy.Contents.as_list())
    if read.source == "ocr":
        instructions = read_instructions(page.obj)
        visible = list(visible_instructions(instructions))
        if len(visible) < len(instructions):
            contents = (pdf.make_stream(unparse_content_stream(visible)),)
    group = copy.Group if len(copy.Group.keys()) else None
    return Kept(contents, resources, frame_of(page), group, has_text=read.source != "ocr")


def content_parts(page: Page) -> list[Object]:
    """The page's content streams."""
    contents = page.obj.get("/Contents", Array())
    return list(contents.as_list()) if isinstance(contents, Array) else [contents]


def select_used(resources: Object, used: Used) -> Dictionary:
    """The resources without the fonts and outer objects that the page does not use: some files list all of a batch."""
    selected = Dictionary({str(key): value for key, value in resources.items() if str(key) != "/ProcSet"})
    for kind, names in (("/Font", used.fonts), ("/XObject", used.objects)):
        given = selected.get(kind, Dictionary())
        selected[kind] = Dictionary({str(name): value for name, value in given.items() if str(name) in names})
    return selected


def visible_instructions(instructions: Sequence[Instruction]) -> Iterator[Instruction]:
    """The instructions without the showing of text that nobody sees."""
    modes, mode = [], 0
    for instruction in instructions:
        operator = str(instruction.operator)
        if operator == "q":
            modes.append(mode)
        elif operator == "Q":
            mode = modes.pop() if modes else mode
        elif operator == "Tr":
            mode = int(instruction.operands[0])
        if not (operator in SHOWING and mode == INVISIBLE):
            yield instruction
