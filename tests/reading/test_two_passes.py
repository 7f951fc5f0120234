"""A stack scanned in two passes is laid in the order of its sheets, in the scanner's own pixels."""

import io
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from config.settings import Reading
from letters.errors import LetterError
from letters.scan import OpenedScan
from reading.limits import limits_of
from reading.pdf_files import load_pdf_page
from reading.picture_files import load_frame
from reading.scans import open_file
from reading.two_passes import collated_order
from tests.reading.material import digital, encode, page_picture, save

LIMITS = limits_of(Reading())


@given(st.integers(0, 400))
def test_each_front_is_followed_by_its_own_back(sheets: int) -> None:
    order = collated_order(2 * sheets)
    assert sorted(order) == list(range(2 * sheets)), "no page is lost, none comes twice"
    stack = [(sheet, side) for side in "f" for sheet in range(sheets)]
    stack += [(sheet, "b") for sheet in reversed(range(sheets))]  # the stack was turned over
    assert [stack[page] for page in order] == [(sheet, side) for sheet in range(sheets) for side in "fb"]


@given(st.integers(0, 400))
def test_an_odd_number_of_pages_is_never_collated(sheets: int) -> None:
    with pytest.raises(LetterError) as refusal:
        collated_order(2 * sheets + 1)
    assert refusal.value.reason.code == "passes_uneven"
    assert str(2 * sheets + 1) in refusal.value.reason.in_language("en")


def numbered(count: int, mode: str, size: tuple[int, int] = (850, 1100)) -> list[Image.Image]:
    """Pages that each bear as many black bars as their number, so that the eye and a sum tell them apart."""
    pages = []
    for number in range(count):
        page = Image.new("L", size, 255)
        for bar in range(number + 1):
            page.paste(0, (100, 100 + 60 * bar, size[0] - 100, 130 + 60 * bar))
        pages.append(page.convert(mode))
    return pages


def bars(grey: Image.Image) -> int:
    """How many bars the page bears."""
    middle = np.asarray(grey)[:, grey.width // 2] < 128
    return int(np.diff(middle.astype(int)).clip(0).sum())


def collated(folder: Path, name: str, data: bytes) -> OpenedScan:
    return open_file(save(folder, name, data), name, folder, LIMITS, two_passes=True)


TIFFS: dict[str, tuple[str, dict[str, Any]]] = {
    "fax": ("1", {"compression": "group4", "dpi": (204.0, 98.0)}),
    "black and white": ("1", {"compression": "group4", "dpi": (300.0, 300.0)}),
    "jpeg": ("L", {"compression": "jpeg", "dpi": (200.0, 200.0)}),
    "grey": ("L", {"compression": "tiff_lzw", "dpi": (200.0, 200.0)}),
    "colour": ("RGB", {"compression": "tiff_deflate", "dpi": (200.0, 200.0)}),
    "no resolution": ("L", {"compression": "raw"}),
}


@pytest.mark.parametrize("form", TIFFS)
def test_a_tiff_is_collated_and_each_page_keeps_its_size_and_picture(tmp_path: Path, form: str) -> None:
    mode, options = TIFFS[form]
    first, *rest = numbered(6, mode)
    opened = collated(tmp_path, "stack.tif", encode(first, "TIFF", save_all=True, append_images=rest, **options))
    assert (opened.kind, opened.page_count) == ("tiff", 6)
    assert opened.rendition is not None
    for place, number in enumerate([0, 5, 1, 4, 2, 3]):
        made = load_pdf_page(opened.rendition, place, 100, LIMITS)
        plain = load_frame(tmp_path / "stack.tif", "tiff", number, 100, LIMITS)
        assert bars(made.grey) == bars(plain.grey) == number + 1
        assert (made.width_pt, made.height_pt) == pytest.approx((plain.width_pt, plain.height_pt), abs=1)
        assert made.scanned


def test_a_pdf_is_collated_without_touching_its_pictures(tmp_path: Path) -> None:
    with pikepdf.new() as document:
        for page in numbered(4, "L"):
            buffer = io.BytesIO()
            page.save(buffer, "PDF", resolution=100)
            with pikepdf.open(buffer) as one:
                document.pages.extend(one.pages)
        document.save(tmp_path / "stack.pdf")
    before = pictures_of(tmp_path / "stack.pdf")
    opened = collated(tmp_path, "stack.pdf", (tmp_path / "stack.pdf").read_bytes())
    assert opened.rendition is not None
    assert pictures_of(opened.rendition) == [before[0], before[3], before[1], before[2]]


def pictures_of(path: Path) -> list[bytes]:
    """The bytes of the one picture on each page."""
    with pikepdf.open(path) as document:
        return [next(iter(page.get_images().values())).read_raw_bytes() for page in document.pages]


def test_an_uneven_stack_is_not_opened(tmp_path: Path) -> None:
    first, *rest = numbered(3, "L")
    with pytest.raises(LetterError) as refusal:
        collated(tmp_path, "stack.tif", encode(first, "TIFF", save_all=True, append_images=rest))
    assert refusal.value.reason.code == "passes_uneven"


def test_a_single_picture_has_no_backs(tmp_path: Path) -> None:
    opened = collated(tmp_path, "a.jpg", encode(page_picture("clean", 100)))
    assert (opened.page_count, opened.rendition) == (1, None)


def test_without_two_passes_nothing_is_moved(tmp_path: Path) -> None:
    with pypdfium2.PdfDocument(digital()) as document:
        count = len(document)
    opened = open_file(save(tmp_path, "a.pdf", digital()), "a.pdf", tmp_path, LIMITS)
    assert (opened.page_count, opened.rendition) == (count, None)
