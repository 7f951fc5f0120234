"""Words come in order, in NFC, inside the page; zones hold each word once; the map back to the picture is exact."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from letters.page import Box, Word
from reading.languages import other_language, page_language
from reading.layout import Piece, arrange_words
from reading.recognised import clean_text, page_text, parse_table
from reading.straighten import LEAST_SKEW, find_skew, map_back
from reading.text_layer import is_believable
from reading.zones import find_zones
from tests.reading.material import page_picture

EDGE = st.floats(0, 1)
BOXES = st.builds(lambda a, b, c, d: Box(min(a, b), min(c, d), max(a, b), max(c, d)), EDGE, EDGE, EDGE, EDGE)


def said(text: str) -> tuple[Word, ...]:
    return tuple(Word(word, Box(0, 0, 1, 1), 0.9, 0, 0) for word in text.split())


@pytest.mark.parametrize(
    ("loose", "joined"),
    [
        ("Mu\u0308ller", "Müller"),
        ("Mu¨ller", "Müller"),
        ("M¨uller", "Müller"),
        ("Ma\u00adß", "Maß"),
        ("a\x00b", "ab"),
        ("¨", "¨"),
    ],
)
def test_umlaut_marks_are_joined_to_their_letters(loose: str, joined: str) -> None:
    assert clean_text(loose) == joined


@given(st.text(max_size=30))
def test_cleaned_text_has_neither_spaces_nor_controls(text: str) -> None:
    cleaned = clean_text(text)
    assert cleaned == clean_text(cleaned)
    assert not any(char.isspace() for char in cleaned)


def test_the_table_of_the_engine_becomes_words() -> None:
    rows = [
        "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext",
        "4\t1\t1\t1\t1\t0\t10\t10\t80\t10\t-1\t",
        "5\t1\t1\t1\t1\t1\t10\t10\t30\t10\t96.5\tGuten",
        "5\t1\t1\t1\t1\t2\t50\t10\t30\t10\t91\tTag",
        "5\t1\t1\t1\t2\t1\t10\t30\t300\t10\t-1\tzu breit",
        "5\t1\t2\t1\t1\t1\t10\t60\t30\t10\t50\t ",
        "5\t1\t2\t1\t1\t2\t10\t60\t30\t10\t50\tGrüße",
    ]
    words = parse_table("\n".join(rows), 100, 100)
    assert [(word.text, word.line, word.block, word.sure) for word in words] == [
        ("Guten", 0, 0, 0.965),
        ("Tag", 0, 0, 0.91),
        ("zubreit", 1, 0, 0.0),
        ("Grüße", 2, 1, 0.5),
    ]
    assert words[2].box == Box(0.1, 0.3, 1.0, 0.4)
    assert page_text(words) == "Guten Tag\nzubreit\n\nGrüße"


def piece(text: str, x: float, y: float) -> Piece:
    return Piece(text, x, y, x + 6 * len(text), y + 10)


def test_columns_are_read_one_after_the_other_and_lines_stay_whole() -> None:
    pieces = [
        piece("Stadtwerke", 50, 100), piece("Datum:", 350, 101),
        piece("Rathausplatz", 50, 113), piece("1", 128, 113), piece("4.3.2026", 350, 114),
        piece("Sehr", 50, 200), piece("geehrte", 80, 200),
        piece("wir", 50, 213), piece("schreiben", 75, 213),
    ]  # fmt: skip
    words = arrange_words(list(reversed(pieces)), 595, 842)
    assert page_text(words) == "Stadtwerke\nRathausplatz 1\n\nDatum:\n4.3.2026\n\nSehr geehrte\nwir schreiben"


@given(
    st.lists(
        st.builds(piece, st.text("abc", min_size=1, max_size=8), st.floats(-20, 600), st.floats(-20, 850)), max_size=40
    )
)
def test_arranging_loses_no_word_and_keeps_order(pieces: list[Piece]) -> None:
    words = arrange_words(pieces, 595, 842)
    assert sorted(word.text for word in words) == sorted(one.text for one in pieces)
    assert [word.line for word in words] == sorted(word.line for word in words)
    assert [word.block for word in words] == sorted(word.block for word in words)
    assert all(0 <= edge <= 1 for word in words for edge in word.box)


@given(
    st.lists(
        st.tuples(st.sampled_from(["70173 Stuttgart", "Betreff: X", "Sehr geehrte", "IBAN", "Wort"]), BOXES),
        max_size=25,
    )
)
def test_every_word_stands_in_exactly_one_zone(entries: list[tuple[str, Box]]) -> None:
    words = [Word(text, box, 0.9, line, 0) for line, (phrase, box) in enumerate(entries) for text in phrase.split()]
    indices = [index for zone in find_zones(words) for index in zone.words]
    assert sorted(indices) == list(range(len(words)))


@given(st.sampled_from([0, 90, 180, 270]), st.floats(-6, 6), EDGE, EDGE)
def test_the_map_back_undoes_turn_and_skew(turned: int, skew: float, x: float, y: float) -> None:
    width, height = 1654, 2339
    a, b, c, d, e, f = map_back(turned, skew, width, height)
    back = a * x + b * y + c, d * x + e * y + f
    angle = math.radians(skew if abs(skew) >= LEAST_SKEW else 0)
    dx, dy = (x - 0.5) * width, (y - 0.5) * height
    across = 0.5 + (dx * math.cos(angle) - dy * math.sin(angle)) / width
    down = 0.5 + (dx * math.sin(angle) + dy * math.cos(angle)) / height
    expected = {0: (across, down), 90: (1 - down, across), 180: (1 - across, 1 - down), 270: (down, 1 - across)}
    assert back == pytest.approx(expected[turned], abs=1e-6)


@pytest.mark.parametrize("angle", [-5.0, -1.7, -0.3, 0.0, 0.6, 2.2, 5.0])
def test_the_skew_is_found(angle: float) -> None:
    lying = page_picture("clean", 200).rotate(-angle, fillcolor=255, resample=Image.Resampling.BICUBIC)
    assert find_skew(lying, 200) == pytest.approx(angle, abs=0.15)


def test_nothing_tells_the_skew_of_an_empty_page() -> None:
    assert find_skew(Image.new("L", (1654, 2339), 240), 200) == 0.0


@pytest.mark.parametrize(
    ("text", "believed"),
    [
        ("Sehr geehrte Damen und Herren, hiermit kündigen wir den Vertrag", True),
        ("Rechnung", False),
        ("(cid:12)(cid:44)(cid:3) (cid:9)(cid:8) (cid:1) (cid:2) (cid:7)", False),
        ("Vhku jhkuwh Gdphq xqg Khuuhq klhuplw nüqgljhq zlu ghq Yhuwudj", False),
        ("\ue001\ue002\ue003 \ue004\ue005 \ue006 \ue007 \ue008\ue009 \ue00a", False),
    ],
)
def test_a_text_layer_is_believed_when_it_is_language(text: str, believed: bool) -> None:
    assert is_believable(said(text)) is believed


def test_the_language_is_told_by_small_words() -> None:
    german = "wir bitten Sie um die Rechnung und das Angebot für den Vertrag mit der Stadt auf dem Markt"
    english = "we ask you for the invoice and for the offer that is in your letter to our office, please send it"
    assert (page_language(said(german)), page_language(said(english))) == ("de", "en")
    assert page_language(said("Malerbetrieb Öztürk Karlsruhe")) is None
    assert other_language(said(german), ("deu", "eng")) is None
    assert other_language(said(english), ("deu", "eng")) == "eng"
    assert other_language(said(english), ("deu",)) is None
