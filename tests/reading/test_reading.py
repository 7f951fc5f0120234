"""Pages are read right, whichever way they lie and whatever they were scanned as."""

from collections.abc import Sequence
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from config.settings import Reading
from letters.page import ReadPage, Word
from reading.engines import Engine, open_engine
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


def with_picture(folder: Path, picture: Image.Image, place: tuple[int, int, int, int], turn: int = 0) -> Path:
    """The digital letter with a picture laid at x, y, width, height (points from below), shown turned by `turn`."""
    with pikepdf.open(save(folder, "plain.pdf", digital())) as document:
        page = document.pages[0]
        image = document.make_stream(
            encode(picture.convert("L")),
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Image,
            Filter=pikepdf.Name.DCTDecode,
            ColorSpace=pikepdf.Name.DeviceGray,
            BitsPerComponent=8,
            Width=picture.width,
            Height=picture.height,
        )
        page.Resources["/XObject"] = pikepdf.Dictionary(P=image)
        x, y, width, height = place
        page.contents_add(b"q %d 0 0 %d %d %d cm /P Do Q" % (width, height, x, y))
        page.Rotate = turn
        document.save(folder / "pictured.pdf")
    return folder / "pictured.pdf"


NOTE = ["Das Wasser steht im Keller", "seit gestern Abend", "und niemand geht ans Telefon"]


@pytest.mark.parametrize("turn", [0, 180])
def test_what_stands_in_a_picture_on_a_digital_page_is_read_too(desk: Desk, tmp_path: Path, turn: int) -> None:
    inset = written_page(NOTE, (1400, 700)).rotate(turn)
    page = desk.read_page(with_picture(tmp_path, inset, (60, 90, 400, 200), turn), "pdf", 0)
    assert page.source == "text_layer"
    assert "Kündigung unseres Stromvertrags" in page.text or turn
    assert all(line in page.text for line in NOTE)
    indices = [index for zone in page.zones for index in zone.words]
    assert sorted(indices) == list(range(len(page.words)))
    assert {word.block for word in page.words} == set(range(1 + max(word.block for word in page.words)))


def test_a_logo_a_background_and_a_photograph_on_a_digital_page_cost_nothing_and_add_nothing(
    desk: Desk, tmp_path: Path
) -> None:
    plain = desk.read_page(save(tmp_path, "d.pdf", digital()), "pdf", 0)
    logo = with_picture(tmp_path, written_page(NOTE, (1400, 700)), (60, 60, 140, 70))
    assert desk.read_page(logo, "pdf", 0).spent.keys().isdisjoint({"engine"})
    background = with_picture(tmp_path, Image.new("L", (600, 800), 245), (30, 30, 540, 780))
    assert desk.read_page(background, "pdf", 0).spent.keys().isdisjoint({"engine"})
    tones = Image.effect_noise((1000, 600), 60)
    assert desk.read_page(with_picture(tmp_path, tones, (60, 40, 400, 200)), "pdf", 0).text == plain.text


def test_a_visible_text_layer_that_is_no_language_is_not_believed(desk: Desk, tmp_path: Path) -> None:
    with pikepdf.open(save(tmp_path, "d.pdf", digital())) as document:
        for font in document.objects:
            if isinstance(font, pikepdf.Dictionary) and "/ToUnicode" in font:
                del font["/ToUnicode"]  # what glyphs mean is said nowhere now: they show, and copy as rubbish
                font.Encoding = (
                    pikepdf.Dictionary(
                        Type=pikepdf.Name.Encoding,
                        Differences=[0, *(pikepdf.Name(f"/g{code}") for code in range(256))],
                    )
                    if font.Subtype == pikepdf.Name.Type3
                    else font.Encoding
                )
        document.save(tmp_path / "rubbish.pdf")
    page = desk.read_page(tmp_path / "rubbish.pdf", "pdf", 0)
    assert page.source == "ocr"
    assert "Stromvertrags" in page.text


class Counting:
    """The engine, and in which languages it was asked."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.name = engine.name
        self.asked: list[tuple[str, ...]] = []

    def recognise(self, grey: bytes, width: int, height: int, dpi: int, languages: Sequence[str]) -> tuple[Word, ...]:
        self.asked.append(tuple(languages))
        return self.engine.recognise(grey, width, height, dpi, languages)

    def orientation(self, grey: bytes, width: int, height: int, dpi: int) -> tuple[int, float]:
        return self.engine.orientation(grey, width, height, dpi)


@pytest.mark.parametrize("languages", [("deu", "eng"), ("deu", "eng", "fra", "pol")])
def test_a_german_page_costs_one_recognition_however_many_languages_there_are(
    desk: Desk, tmp_path: Path, languages: tuple[str, ...]
) -> None:
    engine = Counting(desk.engine)
    many = Desk(Reading(languages=languages), engine)
    page = many.read_page(save(tmp_path, "a.pdf", scan("office").pdf), "pdf", 0)
    assert (page.language, engine.asked) == ("de", [("deu",)])
    engine.asked.clear()
    page = many.read_page(save(tmp_path, "e.pdf", scan("office", english=True).pdf), "pdf", 0)
    assert (page.language, engine.asked) == ("en", [("deu",), ("eng", "deu")])


def test_a_landscape_page_that_lies_right_stays_as_it_is(desk: Desk, tmp_path: Path) -> None:
    page = read_picture(desk, tmp_path, written_page(NOTE, (2339, 1654)), dpi=200)
    assert (page.turned, page.width_pt > page.height_pt) == (0, True)
    assert all(line in page.text for line in NOTE)
