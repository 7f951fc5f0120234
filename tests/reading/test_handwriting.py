"""A page written by hand goes to people as such; print, however poor, and pictures are not taken for it."""

import json
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from config.settings import Reading
from reading.engines import open_engine
from reading.handwriting import is_handwritten
from reading.pages import Desk
from reading.straighten import deskew, find_skew
from reading.tessdata import find_tessdata
from samples.render_letters import Quality, render_letter
from tests.reading.handwriting import SIZE, handwritten_page
from tests.reading.material import encode, page_picture, save

HANDS = range(1000, 1040)  # none of them was drawn when the measure was chosen
SAMPLES = sorted((Path(__file__).parents[2] / "samples" / "letters").glob("*.jsonl"))


def looks_handwritten(picture: Image.Image, dpi: int = 200) -> bool:
    """By its looks alone, as if no word had been read: the harder question."""
    grey = deskew(picture, find_skew(picture, dpi))
    return is_handwritten(grey, dpi, ())


def worn(picture: Image.Image, seed: int) -> Image.Image:
    """Scanned askew, blurred and noisy."""
    askew = picture.rotate((seed % 7 - 3) * 0.8, resample=Image.Resampling.BILINEAR, fillcolor=255)
    grey = np.asarray(askew.filter(ImageFilter.GaussianBlur(1)), dtype=np.float64)
    noise = np.random.default_rng(seed).normal(0, 8, grey.shape)
    return Image.fromarray(np.clip(grey * 0.85 + 15 + noise, 0, 255).astype(np.uint8))


@pytest.mark.slow
def test_nearly_every_hand_is_known() -> None:
    known = [looks_handwritten(handwritten_page(seed)) for seed in HANDS]
    assert sum(known) >= 0.95 * len(known)


@pytest.mark.slow
def test_nearly_every_hand_is_known_on_a_worn_scan() -> None:
    known = [looks_handwritten(worn(handwritten_page(seed), seed)) for seed in HANDS]
    assert sum(known) >= 0.9 * len(known)


@pytest.mark.slow
@pytest.mark.parametrize("quality", ["office", "poor"])
def test_no_printed_letter_is_taken_for_handwriting(quality: Quality) -> None:
    alarms = []
    for number, file in enumerate(SAMPLES):
        letters = file.read_text(encoding="utf-8").splitlines()
        letter = json.loads(letters[(7 * number + 3) % len(letters)])
        with pypdfium2.PdfDocument(render_letter(letter, number, 200, quality).pdf) as document:
            for page in document:
                picture = page.render(scale=200 / 72, grayscale=True).to_pil().convert("L")
                alarms += [letter["id"]] * looks_handwritten(picture)
    assert not alarms


@pytest.mark.parametrize("text", ["Уважаемые дамы и господа, сообщаем вам", "Αξιότιμοι κύριοι, σας ενημερώνουμε"])
def test_print_in_a_script_that_is_not_read_is_print(text: str) -> None:
    page = Image.new("L", SIZE, 255)
    font = ImageFont.truetype("DejaVuSerif.ttf", 36)
    for line in range(18):
        ImageDraw.Draw(page).text((180, 250 + 80 * line), text, fill=20, font=font)
    assert not looks_handwritten(page)


def test_a_photograph_is_not_handwriting() -> None:
    tones = np.random.default_rng(1).integers(0, 255, (30, 22)).astype(np.uint8)
    page = Image.new("L", SIZE, 255)
    page.paste(Image.fromarray(tones).resize((1400, 1900), Image.Resampling.BICUBIC), (120, 200))
    assert not looks_handwritten(page)


def test_a_table_is_not_handwriting() -> None:
    page = Image.new("L", SIZE, 255)
    draw = ImageDraw.Draw(page)
    for y in range(200, 2200, 80):
        draw.line((100, y, 1550, y), fill=0, width=3)
    assert not looks_handwritten(page)


@pytest.fixture(scope="module")
def desk() -> Desk:
    settings = Reading()
    return Desk(settings, open_engine(settings, find_tessdata(settings.languages)))


def test_a_page_by_hand_goes_to_people_as_such(desk: Desk, tmp_path: Path) -> None:
    path = save(tmp_path, "a.png", encode(handwritten_page(1000, lines=5), "PNG", dpi=(200, 200)))
    page = desk.read_page(path, "png", 0)
    assert [(doubt.code, doubt.params) for doubt in page.doubts] == [("handwritten", {"page": "1"})]
    assert not page.blank


def test_a_signature_or_a_note_on_a_printed_letter_is_no_page_by_hand(desk: Desk, tmp_path: Path) -> None:
    letter = handwritten_page(1001, lines=2, under=page_picture("office", 200))
    page = desk.read_page(save(tmp_path, "a.png", encode(letter, "PNG", dpi=(200, 200))), "png", 0)
    assert "handwritten" not in [doubt.code for doubt in page.doubts]
