"""Pages are read right, whichever way they lie and whatever they were scanned as."""

from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from config.settings import Reading
from letters.page import ReadPage
from reading.engines import open_engine
from reading.pages import Desk
from reading.tessdata import find_tessdata
from tests.reading.material import (
    digital,
    encode,
    error_rate,
    page_picture,
    save,
    scan,
    written_page,
)

SETTINGS = Reading()


@pytest.fixture(scope="module")
def desk() -> Desk:
    return Desk(SETTINGS, open_engine(SETTINGS, find_tessdata(SETTINGS.languages)))


def read_picture(desk: Desk, folder: Path, picture: Image.Image, dpi: float = 300) -> ReadPage:
    path = save(folder, "page.png", encode(picture, "PNG", dpi=(dpi, dpi)))
    return desk.read_page(path, "png", 0)


def test_a_scanned_letter_is_read(desk: Desk, tmp_path: Path) -> None:
    rendered = scan("office")
    page = desk.read_page(save(tmp_path, "a.pdf", rendered.pdf), "pdf", 0)
    assert error_rate(page.text, rendered.text) < 0.02
    assert (page.source, page.blank, page.language, page.turned) == ("ocr", False, "de", 0)
    assert page.confidence > 0.9
    assert not page.doubts
    assert "Süßmilch" in page.text
    assert set(page.spent) >= {"decode", "straighten", "engine", "marks"}


def test_the_zones_of_the_letter_are_found(desk: Desk, tmp_path: Path) -> None:
    page = desk.read_page(save(tmp_path, "a.pdf", scan("office").pdf), "pdf", 0)
    assert page.zone_text("address").splitlines()[0] == "Stadtwerke Beispielstadt"
    assert page.zone_text("address").splitlines()[-1] == "70173 Stuttgart"
    assert "Süßmilch" in page.zone_text("return_line")
    assert "Kündigung unseres Stromvertrags" in page.zone_text("subject")
    assert "K-4471-09" in page.zone_text("information")
    assert "hiermit kündigen wir" in page.zone_text("body").replace("\n", " ")
    assert "IBAN" in page.zone_text("footer")
    indices = [index for zone in page.zones for index in zone.words]
    assert sorted(indices) == list(range(len(page.words)))


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_a_turned_page_is_put_upright(desk: Desk, tmp_path: Path, turned: int) -> None:
    lying = page_picture().transpose(Image.Transpose[f"ROTATE_{360 - turned}"])
    page = read_picture(desk, tmp_path, lying)
    assert page.turned == turned
    assert error_rate(page.text, scan("office").text) < 0.03
    assert page.width_pt < page.height_pt


@pytest.mark.parametrize("skew", [-5.0, 3.0])
def test_a_skewed_page_is_put_straight(desk: Desk, tmp_path: Path, skew: float) -> None:
    lying = page_picture("clean").rotate(-skew, fillcolor=255, resample=Image.Resampling.BICUBIC)
    page = read_picture(desk, tmp_path, lying)
    assert abs(page.skew - skew) < 0.2
    assert error_rate(page.text, scan("clean").text) < 0.03


def test_boxes_lie_on_the_words_of_the_original_picture(desk: Desk, tmp_path: Path) -> None:
    upright = written_page(["Rechnung", "Zahlung"])
    lying = upright.transpose(Image.Transpose.ROTATE_270)  # clockwise by 90 degrees
    page = read_picture(desk, tmp_path, lying, dpi=200)
    assert page.turned == 90
    word = next(word for word in page.words if word.text == "Rechnung")
    x, y = (word.box.x0 + word.box.x1) / 2, (word.box.y0 + word.box.y1) / 2
    assert 200 / 1654 < x < 500 / 1654
    assert 300 / 2339 < y < 370 / 2339
    a, b, c, d, e, f = page.to_picture
    assert a * x + b * y + c == pytest.approx(1 - y, abs=0.005)
    assert d * x + e * y + f == pytest.approx(x, abs=0.005)


def test_a_digital_page_is_not_recognised_again(desk: Desk, tmp_path: Path) -> None:
    page = desk.read_page(save(tmp_path, "d.pdf", digital()), "pdf", 0)
    assert page.source == "text_layer"
    assert "engine" not in page.spent
    assert "Kündigung unseres Stromvertrags zum 30. Juni 2026" in page.text
    assert page.zone_text("address").splitlines()[-1] == "70173 Stuttgart"


def test_an_invisible_text_layer_of_another_tool_is_not_believed(desk: Desk, tmp_path: Path) -> None:
    with pikepdf.open(save(tmp_path, "a.pdf", scan("office").pdf)) as document:
        page = document.pages[0]
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        page.Resources["/Font"] = pikepdf.Dictionary(F1=font)
        words = b"(Xq wrong words that nobody sees on this page) Tj"
        page.contents_add(b"BT 3 Tr /F1 12 Tf 50 700 Td " + words + b" ET")
        document.save(tmp_path / "layered.pdf")
    read = desk.read_page(tmp_path / "layered.pdf", "pdf", 0)
    assert read.source == "ocr"
    assert "nobody" not in read.text
    assert "Stromvertrags" in read.text


def test_an_english_page_is_read_as_english(desk: Desk, tmp_path: Path) -> None:
    rendered = scan("office", english=True)
    page = desk.read_page(save(tmp_path, "e.pdf", rendered.pdf), "pdf", 0)
    assert page.language == "en"
    assert error_rate(page.text, rendered.text) < 0.02


def test_an_empty_page_is_blank_and_one_line_is_not(desk: Desk, tmp_path: Path) -> None:
    empty = read_picture(desk, tmp_path, Image.new("L", (1654, 2339), 236), dpi=200)
    assert (empty.blank, empty.words, empty.doubts) == (True, (), ())
    assert not read_picture(desk, tmp_path, written_page(["Ja, einverstanden!"]), dpi=200).blank


def test_a_back_with_bleed_through_is_blank(desk: Desk, tmp_path: Path) -> None:
    ghost = page_picture("clean").transpose(Image.Transpose.FLIP_LEFT_RIGHT).point(lambda tone: 225 + tone * 15 // 255)
    assert read_picture(desk, tmp_path, ghost).blank


def test_the_picture_is_upright_and_as_wide_as_asked(desk: Desk, tmp_path: Path) -> None:
    lying = page_picture().transpose(Image.Transpose.ROTATE_180)
    path = save(tmp_path, "u.png", encode(lying, "PNG", dpi=(300, 300)))
    page = desk.read_page(path, "png", 0)
    data = desk.picture(path, "png", 0, 800, page)
    saved = save(tmp_path, "p.jpg", data)
    with Image.open(saved) as picture:
        assert (picture.format, picture.width) == ("JPEG", 800)
        assert picture.height == pytest.approx(800 * 3508 / 2480, abs=2)
    again = desk.read_page(saved, "jpeg", 0)
    assert again.turned == 0
