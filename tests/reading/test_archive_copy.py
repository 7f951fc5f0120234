"""The archive copy is a PDF/A, shows what the original shows, in the scanner's own bytes, and is found by its words."""

import io
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pdfplumber
import pikepdf
import pypdfium2
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from config.settings import Reading
from letters.errors import LetterError
from letters.page import Box, ReadPage, Word
from reading.archive_copy import ArchiveCopy, Attachment, make_archive_copy
from reading.engines import open_engine
from reading.pages import Desk
from reading.straighten import map_back
from reading.tessdata import find_tessdata
from reading.text_layer import read_layer
from tests.parts.verapdf import Validate
from tests.reading.material import digital, encode, save, scan

DPI = 150
CREATED = datetime(2026, 3, 9, 10, 30, tzinfo=UTC)
XML = b"""<?xml version='1.0'?><Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
 xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"><cbc:ID>R-1</cbc:ID></Invoice>"""


class Case(NamedTuple):
    """An original with its pages as read, and the copy made of it."""

    original: Path
    kind: str
    pages: tuple[ReadPage, ...]
    copy: Path
    made: ArchiveCopy


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("copies")


@pytest.fixture(scope="module")
def letter(folder: Path) -> ReadPage:
    """The digital letter as its text layer reads."""
    path = save(folder, "digital.pdf", digital())
    with pypdfium2.PdfDocument(path) as document:
        width, height = document[0].get_size()
    return ReadPage(number=0, width_pt=width, height_pt=height, source="text_layer", words=read_layer(path, 0))


def picture_of(path: Path, dpi: float = DPI, number: int = 0) -> Image.Image:
    """A page as pdfium draws it."""
    with pypdfium2.PdfDocument(path) as document:
        picture: Image.Image = document[number].render(scale=dpi / 72).to_pil().convert("RGB")
    return picture


def as_scanned(letter: ReadPage, turned: int = 0, skew: float = 0.0) -> ReadPage:
    """The letter as if read from paper that lay like this."""
    back = map_back(turned, skew, round(letter.width_pt * DPI / 72), round(letter.height_pt * DPI / 72))
    return letter.model_copy(update={"source": "ocr", "turned": turned, "skew": skew, "to_picture": back})


def lay(picture: Image.Image, turned: int, skew: float = 0.0) -> Image.Image:
    """The upright picture as a scanner sees it that is fed turned and skewed clockwise."""
    return picture.rotate(-skew, Image.Resampling.BICUBIC, fillcolor="white").rotate(-turned, expand=True)


def make(original: Path, kind: str, *pages: ReadPage, attachments: Sequence[Attachment] = ()) -> Case:
    """The copy beside the original."""
    copy = original.with_name(original.name + ".copy.pdf")
    made = make_archive_copy(original, kind, pages, copy, title="Kündigung", created=CREATED, attachments=attachments)
    return Case(original, kind, pages, copy, made)


def orientation(value: int) -> bytes:
    """The data of a JPEG's orientation tag."""
    exif = Image.Exif()
    exif[274] = value
    return exif.tobytes()


def originals(letter: ReadPage, folder: Path) -> Iterator[tuple[str, str, bytes, ReadPage]]:
    """Scans of the letter in every format: name, kind, bytes, and the page as read."""
    upright = picture_of(folder / "digital.pdf")
    grey, black = upright.convert("L"), upright.convert("L").point(lambda tone: 255 * (tone > 160)).convert("1")
    dpi = {"dpi": (DPI, DPI)}
    straight = as_scanned(letter)
    for turned in (0, 90, 180, 270):
        name = f"turned-{turned}.jpg"
        data = encode(lay(upright, turned), "JPEG", quality=75, **dpi)
        yield name, "jpeg", data, as_scanned(letter, turned)
    for skew in (-4.0, 2.5):
        data = encode(lay(upright, 0, skew), "JPEG", quality=75, **dpi)
        yield f"skew{skew}.jpg", "jpeg", data, as_scanned(letter, 0, skew)
    yield "both.jpg", "jpeg", encode(lay(grey, 270, 3), "JPEG", quality=75, **dpi), as_scanned(letter, 270, 3)
    exif = orientation(6)
    yield "exif.jpg", "jpeg", encode(upright.rotate(90, expand=True), "JPEG", exif=exif, **dpi), straight
    yield "progressive.jpg", "jpeg", encode(grey, "JPEG", progressive=True, **dpi), straight
    for name, picture in {"grey": grey, "colour": upright, "black": black, "palette": upright.convert("P")}.items():
        yield f"{name}.png", "png", encode(picture, "PNG", **dpi), straight
    yield "alpha.png", "png", encode(upright.convert("RGBA"), "PNG", **dpi), straight
    one_strip = encode(black, "TIFF", compression="group4", tiffinfo={278: 4000}, **dpi)
    yield "fax.tif", "tiff", one_strip, straight
    yield "fax-strips.tif", "tiff", encode(black, "TIFF", compression="group4", **dpi), straight
    inverted = encode(black, "TIFF", compression="group4", tiffinfo={262: 1, 278: 4000}, **dpi)
    yield "fax-white-is-1.tif", "tiff", inverted, straight
    yield "fax3.tif", "tiff", encode(black, "TIFF", compression="group3", **dpi), straight
    yield "lzw.tif", "tiff", encode(grey, "TIFF", compression="tiff_lzw", **dpi), straight
    yield "lzw-black.tif", "tiff", encode(black, "TIFF", compression="tiff_lzw", **dpi), straight
    yield "jpeg.tif", "tiff", encode(upright, "TIFF", compression="jpeg", **dpi), straight
    yield "turned.tif", "tiff", encode(lay(grey, 90), "TIFF", tiffinfo={274: 8}, **dpi), straight


@pytest.fixture(scope="module")
def scans(folder: Path, letter: ReadPage) -> dict[str, Case]:
    return {name: make(save(folder, name, data), kind, page) for name, kind, data, page in originals(letter, folder)}


def pdf_page(content: bytes, **resources: pikepdf.Object) -> Callable[[pikepdf.Pdf], None]:
    """Adds an A4 page of this content."""

    def add(pdf: pikepdf.Pdf) -> None:
        page = pdf.add_blank_page(page_size=(595, 842))
        page.obj.Contents = pdf.make_stream(content)
        page.obj.Resources = pikepdf.Dictionary({f"/{name}": value for name, value in resources.items()})

    return add


def write_pdf(folder: Path, name: str, add: Callable[[pikepdf.Pdf], None]) -> Path:
    """A PDF made by `add`."""
    with pikepdf.new() as pdf:
        add(pdf)
        pdf.save(folder / name)
    return folder / name


HELVETICA = pikepdf.Dictionary(
    F=pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
)
HALLO = ReadPage(
    number=0,
    width_pt=595,
    height_pt=842,
    source="text_layer",
    words=(Word("Grüße", Box(0.1, 0.1, 0.2, 0.12), 1.0, 0, 0), Word("€", Box(0.21, 0.1, 0.23, 0.12), 1.0, 0, 0)),
)


def add_form(pdf: pikepdf.Pdf) -> None:
    """A page with JavaScript, a link, and a form field whose appearance draws a black square."""
    pdf_page(b"0 0 0 rg 100 100 50 50 re f")(pdf)
    name = pikepdf.Name
    look = pdf.make_stream(b"0 0 0 rg 0 0 40 40 re f", Type=name.XObject, Subtype=name.Form, BBox=[0, 0, 40, 40])
    field = pikepdf.Dictionary(
        Type=name.Annot, Subtype=name.Widget, FT=name.Tx, T=pikepdf.String("f"), Rect=[300, 300, 340, 340], F=4
    )
    field.AP = pikepdf.Dictionary(N=look)
    link = pikepdf.Dictionary(Type=name.Annot, Subtype=name.Link, Rect=[0, 0, 9, 9])
    link.A = pikepdf.Dictionary(S=name.URI, URI=pikepdf.String("https://posteingang.example/"))
    page = pdf.pages[0].obj
    page.Annots = pikepdf.Array([pdf.make_indirect(field), pdf.make_indirect(link)])
    page.AA = pikepdf.Dictionary(O=pikepdf.Dictionary(S=name.JavaScript, JS=pikepdf.String("app.alert(1)")))
    pdf.Root.OpenAction = page.AA.O
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[page.Annots[0]])


def box_glyphs() -> FontBuilder:
    """A TrueType font whose letters A and B are boxes, 600 and 700 wide."""
    pen = TTGlyphPen(None)
    for corner in ((100, 0), (100, 700), (500, 700), (500, 0)):
        pen.lineTo(corner) if pen.points else pen.moveTo(corner)
    pen.closePath()
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "A", "B"])
    builder.setupCharacterMap({65: "A", 66: "B"})
    builder.setupGlyf(dict.fromkeys([".notdef", "A", "B"], pen.glyph()))
    builder.setupHorizontalMetrics({".notdef": (500, 100), "A": (600, 100), "B": (700, 100)})
    return builder


def box_outlines() -> FontBuilder:
    """The same with PostScript outlines."""
    builder = FontBuilder(1000, isTTF=False)
    builder.setupGlyphOrder([".notdef", "A", "B"])
    builder.setupCharacterMap({65: "A", 66: "B"})
    glyphs = {}
    for name, width in {".notdef": 500, "A": 600, "B": 700}.items():
        pen = T2CharStringPen(width, None)
        pen.moveTo((100, 0))
        pen.lineTo((100, 700))
        pen.lineTo((500, 700))
        pen.closePath()
        glyphs[name] = pen.getCharString()
    builder.setupCFF("Boxes", {}, glyphs, {})
    builder.setupHorizontalMetrics({".notdef": (500, 100), "A": (600, 100), "B": (700, 100)})
    return builder


def add_boxes(builder: FontBuilder, widths: list[int]) -> Callable[[pikepdf.Pdf], None]:
    """A page that shows AB in a simple font of boxes with these widths."""
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Boxes", "styleName": "Regular", "psName": "Boxes"})
    builder.setupOS2()
    builder.setupPost()
    buffer = io.BytesIO()
    builder.save(buffer)

    def add(pdf: pikepdf.Pdf) -> None:
        name = pikepdf.Name
        descriptor = pikepdf.Dictionary(
            Type=name.FontDescriptor, FontName=name.Boxes, Flags=32, FontBBox=[0, -200, 700, 800], ItalicAngle=0
        )
        descriptor.Ascent, descriptor.Descent, descriptor.CapHeight, descriptor.StemV = 800, -200, 700, 80
        if "CFF " in builder.font:
            program = builder.font.getTableData("CFF ")
            descriptor.FontFile3 = pdf.make_stream(program, Subtype=name.Type1C)
        else:
            descriptor.FontFile2 = pdf.make_stream(buffer.getvalue(), Length1=len(buffer.getvalue()))
        kind = name.Type1 if "CFF " in builder.font else name.TrueType
        font = pikepdf.Dictionary(Type=name.Font, Subtype=kind, BaseFont=name.Boxes, FirstChar=65, LastChar=66)
        font.Encoding, font.Widths, font.FontDescriptor = name.WinAnsiEncoding, widths, pdf.make_indirect(descriptor)
        content = b"BT /F 12 Tf 60 750 Td (AB) Tj ET"
        pdf_page(content, Font=pikepdf.Dictionary(F=pdf.make_indirect(font)))(pdf)

    return add


@pytest.fixture(scope="module")
def documents(folder: Path, letter: ReadPage) -> dict[str, Case]:
    """PDFs: digital ones that can be kept and that cannot, and scans in PDF."""
    invoice = [Attachment("factur-x.xml", XML)]
    bare = write_pdf(folder, "bare.pdf", pdf_page(b"BT /F 12 Tf 60 750 Td (Gr\\374\\337e) Tj ET", Font=HELVETICA))
    inks = write_pdf(folder, "inks.pdf", pdf_page(b"0 0 0 1 k 100 100 50 50 re f"))
    form = write_pdf(folder, "form.pdf", add_form)
    boxes = {
        f"{name}-{width}": write_pdf(folder, f"{name}-{width}.pdf", add_boxes(build(), [600, width]))
        for name, build in {"glyphs": box_glyphs, "outlines": box_outlines}.items()
        for width in (700, 650)
    }
    with pikepdf.open(folder / "digital.pdf") as locked:
        locked.save(folder / "locked.pdf", encryption=pikepdf.Encryption(owner="secret"))
    scanned = save(folder, "scan.pdf", scan("office", 200).pdf)
    unread = ReadPage(number=0, width_pt=595, height_pt=842, source="ocr")
    return {
        "digital": make(folder / "digital.pdf", "pdf", letter),
        "invoice": make(save(folder, "invoice.pdf", digital()), "pdf", letter, attachments=invoice),
        "hybrid": make(embed_files(folder), "pdf", letter),
        "locked": make(folder / "locked.pdf", "pdf", letter),
        "bare": make(bare, "pdf", HALLO),
        "inks": make(inks, "pdf", HALLO),
        "form": make(form, "pdf", unread),
        **{name: make(path, "pdf", HALLO) for name, path in boxes.items()},
        "scan": make(scanned, "pdf", as_scanned(letter)),
        "reread": make(reread_scan(folder, scanned), "pdf", as_scanned(letter, 180)),
    }


def embed_files(folder: Path) -> Path:
    """The digital letter with an invoice's XML and another file inside."""
    with pikepdf.open(folder / "digital.pdf") as pdf:
        for name, data in {"factur-x.xml": XML, "macro.exe": b"MZ"}.items():
            pdf.attachments[name] = data
        pdf.save(folder / "hybrid.pdf")
    return folder / "hybrid.pdf"


def reread_scan(folder: Path, scanned: Path) -> Path:
    """The scan turned by its page, with another tool's invisible text in a font that is not embedded."""
    with pikepdf.open(scanned) as pdf:
        page = pdf.pages[0]
        page.contents_add(pdf.make_stream(b"BT 3 Tr /F 12 Tf 60 750 Td (Kuendlgung) Tj ET"))
        page.obj.Resources.Font = HELVETICA
        page.rotate(180, relative=False)
        pdf.save(folder / "reread.pdf")
    return folder / "reread.pdf"


def test_every_copy_is_a_pdfa(scans: dict[str, Case], documents: dict[str, Case], verapdf: Validate) -> None:
    cases = [*scans.values(), *documents.values()]
    verdicts = verapdf([case.copy for case in cases])
    broken = {case.copy.name: verdicts[case.copy].broken for case in cases if verdicts[case.copy].broken}
    assert broken == {}
    assert {case.copy: verdicts[case.copy].level for case in cases} == {case.copy: case.made.level for case in cases}


def words_on(path: Path) -> list[tuple[str, Box]]:
    """The words of a copy's first page in their order, in 0..1 of the page as it is shown."""
    with pdfplumber.open(path) as document:
        page = document.pages[0]
        width, height = float(page.width), float(page.height)
        found = page.extract_words(use_text_flow=True, x_tolerance=1, y_tolerance=1)
        return [
            (word["text"], Box(word["x0"] / width, word["top"] / height, word["x1"] / width, word["bottom"] / height))
            for word in found
        ]


def test_the_text_is_what_was_read(scans: dict[str, Case], letter: ReadPage) -> None:
    expected = [word.text for word in letter.words]
    for name, case in scans.items():
        assert [text for text, _ in words_on(case.copy)] == expected, name


def test_words_lie_over_their_boxes(scans: dict[str, Case], letter: ReadPage) -> None:
    straight = [case for name, case in scans.items() if "skew" not in name and name != "both.jpg"]
    for case in straight:
        for word, (_, box) in zip(letter.words, words_on(case.copy), strict=True):
            assert abs(box.x0 - word.box.x0) < 0.002, case.copy.name
            assert abs(box.x1 - word.box.x1) < 0.002, case.copy.name
            assert box.y0 < word.box.y0 + 0.002 < word.box.y1 < box.y1 + 0.002, case.copy.name


def test_words_lie_over_the_ink(scans: dict[str, Case]) -> None:
    # Judged by what is seen alone: nearly all the ink of the shown page lies in the words' boxes.
    for name, case in scans.items():
        shown = picture_of(case.copy, 100)
        ink = np.asarray(shown.convert("L")) < 128
        total = int(ink.sum())
        assert total > 3000, name
        for _, box in words_on(case.copy):
            x0, y0, x1, y1 = box.x0 * shown.width, box.y0 * shown.height, box.x1 * shown.width, box.y1 * shown.height
            ink[max(0, int(y0) - 1) : int(y1) + 2, max(0, int(x0) - 1) : int(x1) + 2] = False
        assert int(ink.sum()) < 0.03 * total, name


def test_the_copy_shows_what_the_original_shows(scans: dict[str, Case], folder: Path) -> None:
    upright = picture_of(folder / "digital.pdf", 72).convert("L")
    for name, case in scans.items():
        if "skew" in name or name == "both.jpg":
            continue
        shown = picture_of(case.copy, 72).convert("L").resize(upright.size)
        assert np.asarray(ImageChops.difference(shown, upright)).mean() < 4, name


def is_picture(item: pikepdf.Object) -> bool:
    return isinstance(item, pikepdf.Stream) and item.get("/Subtype") == pikepdf.Name.Image


def raw_pictures(path: Path) -> list[bytes]:
    """The pictures' bytes as they stand in the file."""
    with pikepdf.open(path) as pdf:
        return [item.read_raw_bytes() for item in pdf.objects if is_picture(item)]


def test_a_jpeg_is_kept_byte_for_byte(scans: dict[str, Case], documents: dict[str, Case]) -> None:
    jpegs = [case for case in scans.values() if case.kind == "jpeg"]
    assert [raw_pictures(case.copy) for case in jpegs] == [[case.original.read_bytes()] for case in jpegs]
    for case in (documents["scan"], documents["reread"]):
        assert raw_pictures(case.copy) == raw_pictures(case.original)


def test_a_fax_is_kept_byte_for_byte(scans: dict[str, Case]) -> None:
    (strip,) = raw_pictures(scans["fax.tif"].copy)
    assert strip in scans["fax.tif"].original.read_bytes()


def test_nothing_is_lost_by_packing_anew(scans: dict[str, Case]) -> None:
    for name in (
        "grey.png",
        "colour.png",
        "black.png",
        "palette.png",
        "lzw.tif",
        "lzw-black.tif",
        "fax3.tif",
        "fax-strips.tif",
    ):
        case = scans[name]
        with pikepdf.open(case.copy) as pdf:
            (image,) = [item for item in pdf.objects if isinstance(item, pikepdf.Stream) and is_picture(item)]
            kept = pikepdf.PdfImage(image).as_pil_image().convert("RGB")
        assert ImageChops.difference(kept, Image.open(case.original).convert("RGB")).getbbox() is None, name


def test_a_copy_is_hardly_larger(scans: dict[str, Case], documents: dict[str, Case]) -> None:
    for case in [*(case for case in scans.values() if case.kind == "jpeg"), documents["scan"]]:
        assert case.copy.stat().st_size <= 1.1 * case.original.stat().st_size, case.original.name


def test_the_same_input_gives_the_same_bytes(scans: dict[str, Case], documents: dict[str, Case]) -> None:
    for case in (scans["both.jpg"], documents["digital"], documents["bare"]):
        first = case.copy.read_bytes()
        assert make(case.original, case.kind, *case.pages).copy.read_bytes() == first


def test_a_digital_page_is_kept(documents: dict[str, Case], letter: ReadPage) -> None:
    for name in ("digital", "locked"):
        assert documents[name].made == ArchiveCopy(level="2b")
        assert raw_pictures(documents[name].copy) == []
        assert [word.text for word in read_layer(documents[name].copy, 0)] == [word.text for word in letter.words]


def test_an_invoice_carries_its_data(documents: dict[str, Case]) -> None:
    for name in ("invoice", "hybrid"):
        assert documents[name].made == ArchiveCopy(level="3b")
        with pikepdf.open(documents[name].copy) as pdf:
            assert list(pdf.attachments) == ["factur-x.xml"]
            assert pdf.attachments["factur-x.xml"].get_file().read_bytes() == XML
            assert str(pdf.Root.AF[0].AFRelationship) == "/Alternative"


@pytest.mark.parametrize("name", ["bare", "inks"])
def test_what_cannot_be_kept_is_drawn_and_says_so(documents: dict[str, Case], name: str) -> None:
    case = documents[name]
    assert case.made == ArchiveCopy(level="2b", drawn=(0,))
    assert [text for text, _ in words_on(case.copy)] == ["Grüße", "€"]
    shown, original = (picture_of(path, 72).convert("L") for path in (case.copy, case.original))
    assert np.asarray(ImageChops.difference(shown.resize(original.size), original)).mean() < 2
    with pikepdf.open(case.copy) as pdf:
        assert b"Drawn as a picture, page: 1" in pdf.Root.Metadata.read_bytes()


@pytest.mark.parametrize("outlines", ["glyphs", "outlines"])
def test_a_font_with_false_widths_is_drawn(documents: dict[str, Case], outlines: str) -> None:
    assert documents[f"{outlines}-700"].made.drawn == ()
    assert documents[f"{outlines}-650"].made.drawn == (0,)


def test_form_fields_stay_and_scripts_go(documents: dict[str, Case]) -> None:
    case = documents["form"]
    assert case.made.drawn == ()
    assert picture_of(case.copy, 72).getpixel((320, 842 - 320)) == (0, 0, 0)
    assert b"JavaScript" not in case.copy.read_bytes()
    with pikepdf.open(case.copy) as pdf:
        assert not {"/OpenAction", "/AcroForm"} & set(pdf.Root.keys())
        assert not {"/AA", "/Annots"} & set(pdf.pages[0].obj.keys())


def test_another_tools_reading_is_replaced(documents: dict[str, Case], letter: ReadPage) -> None:
    case = documents["reread"]
    texts = [text for text, _ in words_on(case.copy)]
    assert "Kuendlgung" not in texts
    assert texts == [word.text for word in letter.words]
    with pikepdf.open(case.copy) as pdf:
        assert pdf.pages[0].rotation == 0  # fed upside down, and said so once by the file


def test_every_viewer_finds_the_words(scans: dict[str, Case]) -> None:
    for name, case in scans.items():
        with pypdfium2.PdfDocument(case.copy) as document:
            text = document[0].get_textpage().get_text_range()
        for wanted in ("Gärtnerei Süßmilch GmbH", "Kündigung", "Gewächshäuser", "1.284,50"):
            assert wanted in text, name


def test_pages_out_of_a_batch(folder: Path, letter: ReadPage) -> None:
    with pikepdf.new() as pdf:
        for _ in range(4):
            pdf.pages.extend(pikepdf.open(io.BytesIO(digital())).pages)
        pdf_page(b"0 0 0 1 k 100 100 50 50 re f")(pdf)
        pdf.save(folder / "batch.pdf")
    pages = [letter.model_copy(update={"number": 2}), HALLO.model_copy(update={"number": 4})]
    case = make(folder / "batch.pdf", "pdf", *pages)
    assert case.made.drawn == (4,)
    with pikepdf.open(case.copy) as pdf:
        assert len(pdf.pages) == 2
    frames = [picture_of(folder / "digital.pdf").convert("L"), Image.new("L", (620, 877))]
    save(folder, "batch.tif", encode(frames[0], "TIFF", save_all=True, append_images=frames[1:], dpi=(DPI, DPI)))
    case = make(folder / "batch.tif", "tiff", HALLO.model_copy(update={"number": 1, "source": "ocr"}))
    assert picture_of(case.copy).convert("L").getextrema() == (0, 0)


def test_pictures_in_inks_are_drawn(folder: Path) -> None:
    path = save(folder, "inks.jpg", encode(Image.new("CMYK", (620, 877), (0, 0, 0, 255))))
    case = make(path, "jpeg", HALLO.model_copy(update={"source": "ocr"}))
    assert case.made.drawn == (0,)
    assert np.asarray(picture_of(case.copy)).mean() < 60


@pytest.mark.parametrize("kind", ["pdf", "jpeg", "png", "tiff"])
def test_what_is_no_page_is_refused(tmp_path: Path, kind: str) -> None:
    with pytest.raises(LetterError):
        make(save(tmp_path, "broken", b"%PDF-1.7 \xff\xd8\xff nothing"), kind, HALLO)


def test_a_recognised_letter_is_found_in_its_copy(tmp_path: Path) -> None:
    reading = Reading()
    desk = Desk(reading, open_engine(reading, find_tessdata(reading.languages)))
    path = save(tmp_path, "scan.pdf", scan("office", 200).pdf)
    case = make(path, "pdf", desk.read_page(path, "pdf", 0))
    with pypdfium2.PdfDocument(case.copy) as document:
        assert document[0].get_textpage().search("Gewächshäuser").get_next()


def show_text(folder: Path, words: Sequence[str]) -> list[str]:
    """The words as pdfium reads them from a copy, one a line."""
    picture = folder / "white.png"
    if not picture.exists():
        save(folder, picture.name, encode(Image.new("1", (620, 877), 1), "PNG"))
    step = 0.9 / len(words)
    boxes = [Box(0.1, 0.05 + place * step, 0.9, 0.05 + (place + 0.6) * step) for place in range(len(words))]
    read = tuple(Word(text, box, 1.0, line, line) for line, (text, box) in enumerate(zip(words, boxes, strict=True)))
    case = make(picture, "png", HALLO.model_copy(update={"source": "ocr", "words": read}))
    with pikepdf.open(case.copy) as pdf:
        font = pdf.pages[0].obj.Resources.Font["/PosteingangText"]
        meanings = read_unicode_map(font.ToUnicode.read_bytes())
        shown = pikepdf.parse_content_stream(pdf.pages[0])
        codes = [bytes(part.operands[0]) for part in shown if str(part.operator) == "Tj"]
    return ["".join(meanings[code[at : at + 2]] for at in range(0, len(code), 2)) for code in codes]


def read_unicode_map(text: bytes) -> dict[bytes, str]:
    """What each code means."""
    pairs = [
        line.split() for line in text.decode("ascii").splitlines() if line.startswith("<") and line.count("<") == 2
    ]
    pairs = [pair for pair in pairs if pair != ["<0000>", "<FFFF>"]]
    return {bytes.fromhex(code[1:-1]): bytes.fromhex(char[1:-1]).decode("utf-16-be") for code, char in pairs}


WORDS = st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30), min_size=1)


@settings(max_examples=60, deadline=None)
@given(words=WORDS)
def test_any_character_can_be_copied(folder: Path, words: list[str]) -> None:
    expected = [word.replace("\ufeff", "\ufffd").replace("\ufffe", "\ufffd") for word in words]
    assert show_text(folder, words) == expected


def test_half_a_character_is_replaced(folder: Path) -> None:
    assert show_text(folder, ["a\ud800b", "\0"]) == ["a\ufffdb", "\ufffd"]
