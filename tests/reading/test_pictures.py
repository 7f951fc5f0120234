"""Every kind of picture that a scanner or a fax sends is read; what is missing of it is said."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from config.settings import Reading
from letters.errors import LetterError
from reading.edges import whiten_edges
from reading.engines import open_engine
from reading.limits import Limits
from reading.pages import Desk
from reading.picture_files import is_sound_jpeg, load_frame
from reading.sheets import resolution
from reading.tessdata import find_tessdata
from tests.reading.material import encode, error_rate, page_picture, save, scan

LIMITS = Limits(pages=20, megapixels=50)


@pytest.fixture(scope="module")
def desk() -> Desk:
    settings = Reading()
    return Desk(settings, open_engine(settings, find_tessdata(settings.languages)))


def sixteen_bit(picture: Image.Image) -> Image.Image:
    return Image.fromarray(np.asarray(picture, dtype=np.uint16) * 257)


def yellow(picture: Image.Image) -> Image.Image:
    return Image.merge(
        "RGB", (picture, picture.point(lambda tone: tone * 9 // 10), picture.point(lambda tone: tone // 2))
    )


MODES = {
    "1": lambda picture: picture.convert("1", dither=Image.Dither.NONE),
    "P": lambda picture: picture.convert("P"),
    "RGB": lambda picture: picture.convert("RGB"),
    "CMYK": lambda picture: picture.convert("RGB").convert("CMYK"),
    "RGBA": lambda picture: picture.convert("RGBA"),
    "LA": lambda picture: picture.convert("LA"),
    "I;16": sixteen_bit,
}


@pytest.mark.parametrize("mode", MODES)
def test_every_mode_of_picture_is_read_as_grey(tmp_path: Path, mode: str) -> None:
    grey = page_picture("clean", 150)
    path = save(tmp_path, "a.tif", encode(MODES[mode](grey), "TIFF", dpi=(150, 150)))
    sheet = load_frame(path, "tiff", 0, 150, LIMITS)
    assert sheet.grey.mode == "L"
    difference = np.abs(np.asarray(sheet.grey, dtype=float) - np.asarray(grey, dtype=float)).mean()
    assert difference < 6
    assert (sheet.width_pt, sheet.height_pt) == pytest.approx((595, 842), abs=2)


def test_a_transparent_page_lies_on_white(tmp_path: Path) -> None:
    page = Image.new("RGBA", (300, 400), (0, 0, 0, 0))
    sheet = load_frame(save(tmp_path, "a.png", encode(page, "PNG")), "png", 0, 200, LIMITS)
    assert sheet.grey.getextrema() == (255, 255)


def test_a_fax_with_oblong_pixels_is_read(desk: Desk, tmp_path: Path) -> None:
    fax = page_picture("clean", 300).resize((1728, 1143), Image.Resampling.BOX).point(lambda tone: 255 * (tone > 140))
    path = save(tmp_path, "fax.tif", encode(fax.convert("1"), "TIFF", dpi=(204, 98), compression="group3"))
    page = desk.read_page(path, "tiff", 0)
    assert page.height_pt / page.width_pt == pytest.approx(1.41, abs=0.05)
    assert error_rate(page.text, scan("clean").text) < 0.25


def test_a_fax_that_is_read_badly_is_for_people(desk: Desk, tmp_path: Path) -> None:
    coarse = page_picture("poor", 200).resize((1500, 992), Image.Resampling.BOX).point(lambda tone: 255 * (tone > 140))
    path = save(tmp_path, "fax.tif", encode(coarse.convert("1"), "TIFF", dpi=(177, 85), compression="group3"))
    page = desk.read_page(path, "tiff", 0)
    assert error_rate(page.text, scan("poor").text) > 0.2, "nobody could work with this"
    assert [doubt.code for doubt in page.doubts] == ["page_doubtful"]


@pytest.mark.parametrize(
    "change",
    [yellow, lambda p: p.point(lambda t: 150 + t // 5), lambda p: p.reduce(2), lambda p: p.resize((4960, 7016))],
)
def test_coloured_pale_and_coarse_pages_are_read(desk: Desk, tmp_path: Path, change: object) -> None:
    picture = page_picture("clean", 300)
    changed = change(picture)  # type: ignore[operator]
    dpi = 300 * changed.width // picture.width
    page = desk.read_page(save(tmp_path, "a.png", encode(changed, "PNG", dpi=(dpi, dpi))), "png", 0)
    assert error_rate(page.text, scan("clean").text) < 0.04


def test_a_truncated_picture_is_read_as_far_as_it_goes_and_says_so(desk: Desk, tmp_path: Path) -> None:
    data = encode(page_picture("clean", 150), "JPEG", quality=80, dpi=(150, 150))
    page = desk.read_page(save(tmp_path, "a.jpg", data[: len(data) * 2 // 3]), "jpeg", 0)
    assert "Süßmilch" in page.text
    assert [doubt.code for doubt in page.doubts] == ["page_incomplete"]


def test_garbage_in_the_middle_of_a_jpeg_is_noticed(desk: Desk, tmp_path: Path) -> None:
    data = bytearray(encode(page_picture("clean", 150), "JPEG", quality=80, dpi=(150, 150)))
    middle = len(data) // 2
    assert is_sound_jpeg(bytes(data))
    data[middle : middle + 2000] = np.random.default_rng(1).bytes(2000)
    assert not is_sound_jpeg(bytes(data))
    page = desk.read_page(save(tmp_path, "a.jpg", bytes(data)), "jpeg", 0)
    assert "page_incomplete" in [doubt.code for doubt in page.doubts]


def test_a_tiff_cut_off_gives_the_pages_before_the_cut(tmp_path: Path) -> None:
    page = page_picture("clean", 150)
    data = encode(page, "TIFF", save_all=True, append_images=[page, page], compression="raw")
    path = save(tmp_path, "a.tif", data[: len(data) * 2 // 5])
    assert np.asarray(load_frame(path, "tiff", 0, 150, LIMITS).grey).min() < 50
    with pytest.raises(LetterError):
        load_frame(path, "tiff", 2, 150, LIMITS)


def test_a_page_over_the_pixel_limit_is_refused(tmp_path: Path) -> None:
    path = save(tmp_path, "a.png", encode(Image.new("1", (3000, 3000)), "PNG"))
    with pytest.raises(LetterError) as caught:
        load_frame(path, "png", 0, 200, Limits(pages=1, megapixels=5))
    assert caught.value.reason.code == "too_many_pixels"


@pytest.mark.parametrize(
    ("size", "stated", "expected"),
    [
        ((2480, 3508), (300, 300), (300, 300)),
        ((1728, 1143), (204, 98), (204, 98)),
        ((2480, 3508), None, (300, 300)),
        ((2480, 3508), (72, 72), (72, 72)),
        ((9920, 14032), (72, 72), (1200, 1200)),
    ],
)
def test_the_resolution_is_believed_where_it_is_plausible(
    size: tuple[int, int], stated: tuple[float, float] | None, expected: tuple[float, float]
) -> None:
    assert resolution(*size, stated) == pytest.approx(expected, rel=0.01)


def test_black_edges_of_the_scanner_are_whitened(desk: Desk, tmp_path: Path) -> None:
    page = page_picture("clean", 150)
    wider = Image.new("L", (page.width + 120, page.height + 60), 12)
    wider.paste(page, (120, 0))
    read = desk.read_page(save(tmp_path, "a.png", encode(wider, "PNG", dpi=(150, 150))), "png", 0)
    assert error_rate(read.text, scan("clean").text) < 0.04
    assert read.ink < 0.1


def test_a_dark_page_keeps_its_ink() -> None:
    dark = page_picture("clean", 150).point(lambda tone: 60 if tone > 128 else 0)
    assert whiten_edges(dark) is dark


def test_a_header_with_a_thumbnail_is_no_damage() -> None:
    inner = encode(Image.new("L", (16, 16), 90), "JPEG")
    outer = encode(page_picture("clean", 150), "JPEG")
    segment = b"\xff\xe1" + (len(inner) + 2).to_bytes(2, "big") + inner
    assert is_sound_jpeg(outer[:2] + segment + outer[2:])
