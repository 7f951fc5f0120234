"""Separator sheets are printed, scanned badly, and found again; letters are not taken for sheets."""

import io
import random
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageFilter

from config.settings import Reading
from letters.page import ReadPage
from reading.engines import open_engine
from reading.marks import find_marks, search_marks
from reading.pages import Desk
from reading.patch_codes import PATCHES, find_patches
from reading.separators import make_separators
from reading.tessdata import find_tessdata
from samples.render_letters import wear
from splitting import see_signs, split
from splitting.separators import Separator, find_separator
from tests.reading.material import encode, page_picture, save
from tests.reading.patch_sheets import WIDTHS, patch_sheet

NAMES = sorted(PATCHES.values())


def printed(patch: str, hints: dict[str, str] | None = None, dpi: int = 200) -> Image.Image:
    with pypdfium2.PdfDocument(make_separators([hints or {}], patch)) as document:
        picture: Image.Image = document[0].render(scale=dpi / 72, grayscale=True).to_pil().convert("L")
    return picture


def worn(picture: Image.Image) -> Image.Image:
    return Image.open(io.BytesIO(encode(wear(picture, random.Random(3), "poor"), "JPEG", quality=40))).convert("L")


WAYS: dict[str, Callable[[Image.Image], Image.Image]] = {
    "clean": lambda picture: picture,
    "worn": worn,
    "skewed": lambda picture: picture.rotate(1.2, fillcolor=255, resample=Image.Resampling.BICUBIC),
    "upside down": lambda picture: picture.transpose(Image.Transpose.ROTATE_180),
    "on its side": lambda picture: picture.transpose(Image.Transpose.ROTATE_90),
    "grey": lambda picture: picture.point(lambda tone: 90 + tone // 2),
    "printed at 94 %": lambda p: pasted(
        p.resize((round(p.width * 0.94), round(p.height * 0.94)), Image.Resampling.BOX), p.size
    ),
}


def pasted(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    page = Image.new("L", size, 255)
    page.paste(picture, ((size[0] - picture.width) // 2, (size[1] - picture.height) // 2))
    return page


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("patch", NAMES)
def test_every_patch_code_is_found(patch: str, way: str) -> None:
    assert [mark.text for mark in find_patches(WAYS[way](printed(patch)), 200)] == [patch]


@pytest.mark.parametrize("dpi", [100, 150, 300])
def test_patch_codes_are_found_at_every_resolution(dpi: int) -> None:
    assert [mark.text for mark in find_patches(printed("T", dpi=dpi), dpi)] == ["T"]


def test_the_table_of_patch_codes_agrees_with_its_second_source() -> None:
    ours = {name: "2".join("5" if bar == "W" else "2" for bar in bars) for bars, name in PATCHES.items()}
    assert ours == WIDTHS


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("patch", sorted(WIDTHS))
def test_sheets_of_another_program_are_found(patch: str, way: str) -> None:
    assert [mark.text for mark in find_patches(WAYS[way](patch_sheet(patch, 200)), 200)] == [patch]


@pytest.mark.parametrize("patch", NAMES)
def test_both_sides_of_a_printed_sheet_bear_the_code_at_head_and_foot(patch: str) -> None:
    with pypdfium2.PdfDocument(make_separators([{}, {}], patch)) as document:
        assert len(document) == 4
        for page in document:
            picture = page.render(scale=200 / 72, grayscale=True).to_pil().convert("L")
            half = picture.height // 2
            for part in ((0, 0, picture.width, half), (0, half, picture.width, picture.height)):
                assert [mark.text for mark in find_patches(picture.crop(part), 200)] == [patch]


@pytest.fixture(scope="module")
def desk() -> Desk:
    settings = Reading()
    return Desk(settings, open_engine(settings, find_tessdata(settings.languages)))


@pytest.mark.parametrize("angle", [-4.5, 3.0])
@pytest.mark.parametrize("patch", ["T", "2", "3"])
def test_a_sheet_pulled_in_askew_grey_and_worn_still_parts(
    desk: Desk, tmp_path: Path, patch: str, angle: float
) -> None:
    askew = patch_sheet(patch, 200).rotate(angle, fillcolor=255, resample=Image.Resampling.BICUBIC)
    tired = worn(askew.point(lambda tone: 40 + tone * 3 // 4))
    page = desk.read_page(save(tmp_path, "a.jpg", encode(tired, dpi=(200, 200))), "jpeg", 0)
    separator = find_separator(page)
    assert separator is not None
    assert (separator.dropped, separator.batch) == (patch != "2", patch == "3")


@pytest.mark.parametrize("way", ["clean", "worn", "upside down", "on its side"])
@pytest.mark.parametrize("hints", [{}, {"department": "legal", "priority": "1", "batch": "17"}])
def test_the_codes_of_the_sheet_are_read(hints: dict[str, str], way: str) -> None:
    found = search_marks(WAYS[way](printed("T", hints)))
    expected = "POSTEINGANG:department=legal;priority=1;batch=17" if hints else "PATCHT"
    assert [mark.text for mark in found] == [expected]
    assert found[0].symbology == ("QRCode" if hints else "Code128")


@pytest.mark.parametrize("way", ["clean", "worn", "upside down"])
@pytest.mark.parametrize("name", ["Code39", "Code128", "QRCode", "DataMatrix"])
def test_codes_that_others_print_are_read(name: str, way: str) -> None:
    picture = np.asarray(zxingcpp.create_barcode("PATCHT", getattr(zxingcpp, name)).to_image(scale=8))
    found = search_marks(WAYS[way](pasted(Image.fromarray(picture), (1654, 2339))))
    assert [(mark.symbology, mark.text) for mark in found] == [(name, "PATCHT")]


@pytest.mark.parametrize("patch", ["2", "3"])
def test_a_sheet_of_any_patch_says_what_it_was_told(desk: Desk, tmp_path: Path, patch: str) -> None:
    picture = worn(printed(patch, {"batch": "17", "priority": "0"}))
    page = desk.read_page(save(tmp_path, "a.jpg", encode(picture, dpi=(200, 200))), "jpeg", 0)
    separator = find_separator(page)
    assert separator == Separator(dropped=patch == "3", batch=True, hints={"batch": "17", "priority": "0"})


def test_the_quick_look_finds_the_codes_of_our_sheets() -> None:
    assert find_marks(printed("T", {"batch": "17"}), 200)
    assert find_marks(printed("T"), 200)


@pytest.mark.parametrize("quality", ["clean", "poor"])
def test_a_letter_holds_no_patch_code(quality: str) -> None:
    assert find_patches(page_picture("clean" if quality == "clean" else "poor", 200), 200) == ()


def test_ruled_lines_and_bars_of_other_measure_are_no_patch_code() -> None:
    page = np.full((2339, 1654), 255, dtype=np.uint8)
    for row in range(200, 1200, 40):
        page[row : row + 8, 200:1400] = 0
    page[1500:1560, 300:1300] = page[1700:1740, 300:1300] = 0
    assert find_patches(Image.fromarray(page), 200) == ()


def test_a_worn_batch_is_split_at_its_sheets(desk: Desk, tmp_path: Path) -> None:
    letter = page_picture("office", 200)
    stack = [
        letter,
        worn(printed("T", {"department": "legal"})),
        printed("T").filter(ImageFilter.GaussianBlur(1)),
        letter,
    ]
    data = encode(stack[0], "TIFF", save_all=True, append_images=stack[1:], dpi=(200, 200))
    path = save(tmp_path, "batch.tif", data)
    pages: list[ReadPage] = [desk.read_page(path, "tiff", number) for number in range(4)]
    assert [bool(find_separator(page)) for page in pages] == [False, True, True, False]
    result = split([see_signs(page) for page in pages], True, 0.95)
    assert [(cut.pages, cut.hints) for cut in result.cuts] == [((0,), {}), ((3,), {"department": "legal"})]
    assert result.separators == (1, 2)
