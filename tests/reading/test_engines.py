"""Both engines keep one contract."""

import pytest
from PIL import Image

from config.settings import Reading
from letters.errors import SettingsError
from reading.engines import Engine, open_engine
from reading.tessdata import find_tessdata
from tests.reading.material import error_rate, page_picture, scan, written_page


@pytest.fixture(scope="module", params=["tesserocr", "pytesseract"])
def engine(request: pytest.FixtureRequest) -> Engine:
    return open_engine(Reading(engine=request.param), find_tessdata(("deu", "eng")))


def test_it_reads_words_with_boxes_and_confidence(engine: Engine) -> None:
    picture = page_picture("clean", 200)
    words = engine.recognise(picture.tobytes(), *picture.size, 200, ("deu",))
    assert error_rate(" ".join(word.text for word in words), scan("clean", 200).text) < 0.03
    assert all(0 <= edge <= 1 for word in words for edge in word.box)
    assert all(word.box.x0 <= word.box.x1 and word.box.y0 <= word.box.y1 for word in words)
    assert all(0 <= word.sure <= 1 and word.text.strip() == word.text != "" for word in words)
    assert [word.line for word in words] == sorted(word.line for word in words)
    assert [word.block for word in words] == sorted(word.block for word in words)


def test_its_boxes_lie_on_the_words(engine: Engine) -> None:
    picture = written_page(["Rechnung"])
    (word,) = engine.recognise(picture.tobytes(), *picture.size, 200, ("deu",))
    assert word.text == "Rechnung"
    assert word.box.x0 == pytest.approx(200 / 1654, abs=0.01)
    assert word.box.y0 == pytest.approx(310 / 2339, abs=0.01)


def test_an_empty_page_has_no_words(engine: Engine) -> None:
    assert engine.recognise(b"\xff" * 10_000, 100, 100, 200, ("deu",)) == ()


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_it_tells_how_a_page_lies(engine: Engine, turned: int) -> None:
    upright = page_picture("clean", 150)
    lying = upright.transpose(Image.Transpose[f"ROTATE_{360 - turned}"]) if turned else upright
    found, sure = engine.orientation(lying.tobytes(), *lying.size, 150)
    assert found == turned
    assert sure > 1


def test_an_empty_page_has_no_orientation(engine: Engine) -> None:
    assert engine.orientation(b"\xff" * 10_000, 100, 100, 150)[1] == 0.0


def test_it_says_its_name_and_version(engine: Engine) -> None:
    name, version = engine.name.split()
    assert name in ("tesserocr", "tesseract")
    assert version[0].isdigit()


def test_missing_language_data_name_the_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TESSDATA_PREFIX", raising=False)
    with pytest.raises(SettingsError) as caught:
        find_tessdata(("deu", "xyz_abc"))
    assert caught.value.reason.code == "tessdata_missing"
    assert "apt install tesseract-ocr-xyz-abc" in str(caught.value)
