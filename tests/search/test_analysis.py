"""The analysis: what is the same word, and what stays apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import LONGEST, find_joints, find_tokens, fold, stem

SAME = [
    ("München", "Muenchen", "Munchen", "MÜNCHEN", "Mu\u0308nchen"),
    ("Straße", "Strasse", "Straßen", "STRASSE", "STRAẞE"),
    ("Größe", "Groesse", "Grösse"),
    ("Verträge", "Vertraege", "Vertrag", "Vertrages", "Verträgen"),
    ("neue", "neu", "neuen", "neues"),
    ("Steuer", "Steuern"),
    ("Treue", "treu", "treuen"),
    ("Bauer", "Bauern"),
    ("Quelle", "Quellen"),
    ("aktuell", "aktuelle", "aktuellen"),
    ("Frau", "Frauen"),
    ("Gebühr", "Gebühren", "Gebuehr"),
    ("Häuser", "Haeuser", "Haus", "Hauses"),
    ("Café", "Cafe"),
    ("\ufb01ktiv", "fiktiv"),
]

APART = [("Steuer", "Stür"), ("Vertrag", "Antrag"), ("Rechnung", "rechts"), ("4711", "4712")]


@pytest.mark.parametrize("words", SAME, ids=lambda words: words[0])
def test_same_stem(words: tuple[str, ...]) -> None:
    assert len({stem(token.word) for word in words for token in find_tokens(word)}) == 1


@pytest.mark.parametrize(("one", "other"), APART)
def test_other_stem(one: str, other: str) -> None:
    assert stem(one) != stem(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Müller", "mueller"), ("neue", "NEUE"), ("Fluß", "fluss"), ("Søren", "soren"), ("Æon", "aeon")]
)
def test_same_folded(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_ue_after_a_vowel_is_no_umlaut() -> None:
    assert [fold(word) for word in ("neue", "Steuer", "Treue", "Quelle", "Mauer")] == [
        "neue",
        "steuer",
        "treue",
        "quelle",
        "mauer",
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Kranken-\nversicherung", ["Krankenversicherung"]),
        ("Kranken-  \n  versicherung", ["Krankenversicherung"]),
        ("Kranken\u00adversicherung", ["Krankenversicherung"]),
        ("Kranken-\nund Pflegekosten", ["Kranken", "und", "Pflegekosten"]),
        ("Nord-\nSüd", ["Nord", "Süd"]),
        ("E-Mail", ["E", "Mail"]),
        ("info@firma.de", ["info", "firma", "de"]),
        ("§ 12 Abs. 3", ["12", "Abs", "3"]),
    ],
)
def test_tokens(text: str, words: list[str]) -> None:
    assert [token.word for token in find_tokens(text)] == words


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("IBAN DE41 4505 0001 0128 8340 72,", "DE41450500010128834072"),
        ("IBAN CH93 0076 2011 6238 5295 7", "CH9300762011623852957"),
        ("Tel. +49 (0)231 / 12 34 56", "490231123456"),
        ("Vertrag 2603-04417", "260304417"),
        ("Az. III ZR 12/26", "IIIZR1226"),
        ("E-Mail-Adresse", "EMailAdresse"),
        ("am 15. 3. 2026", "1532026"),
    ],
)
def test_joints(text: str, joined: str) -> None:
    assert joined in {joint.word for joint in find_joints(text, find_tokens(text))}


@pytest.mark.parametrize("text", ["drei Worte hier", "Seite 3\n2026", "1,5", "von 3 bis 4", "GmbH UND CO"])
def test_no_joints(text: str) -> None:
    assert list(find_joints(text, find_tokens(text))) == []


@given(st.text())
def test_tokens_stand_where_they_say(text: str) -> None:
    end = 0
    for token in find_tokens(text):
        assert end <= token.start < token.end <= len(text)
        assert token.word
        end = token.end


@given(st.text(alphabet=st.characters(categories=["L", "N", "Mn"]), min_size=1))
def test_stems_hold_letters_and_digits_only(word: str) -> None:
    # A space in a token would be two tokens to the indexes.
    for token in find_tokens(word):
        assert len(token.word) <= LONGEST
        for form in (stem(token.word), fold(token.word)):
            assert form == "" or form.isalnum()


@given(st.text(alphabet="0123456789", min_size=12, max_size=30), st.integers(2, 6))
def test_a_number_is_found_however_it_is_grouped(number: str, size: int) -> None:
    pieces = [number[at : at + size] for at in range(0, len(number), size)][:9]
    text = "Nummer " + " ".join(pieces) + " liegt bei"
    assert "".join(pieces) in {joint.word for joint in find_joints(text, find_tokens(text))}
