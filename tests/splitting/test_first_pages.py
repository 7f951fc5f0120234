"""What tells that a letter begins: the page's head, and how the page before it ended."""

import pytest

from letters.page import Box, ReadPage, Word, Zone, ZoneName
from splitting.first_pages import first_page_probability, first_page_signs
from splitting.signs import Numbering, PageSigns, read_number, see_signs


def page(text: str, *zones: ZoneName, end: float = 0.9) -> PageSigns:
    words = (Word("Wort", Box(0.1, 0.1, 0.5, end), 0.9, 0, 0),)
    found = tuple(Zone(name, Box(0, 0, 1, 1), ()) for name in zones)
    read = ReadPage(number=0, width_pt=595, height_pt=842, source="ocr", text=text, words=words, zones=found)
    return see_signs(read)


FULL = page("und deshalb bitten wir um")
LAST = page("Mit freundlichen Grüßen\nAnna Beispiel", end=0.5)
HEAD = page("Sehr geehrte Frau Muster,\nwir", "letterhead", "return_line", "address", "subject")


def test_a_whole_head_after_a_whole_letter_begins_one() -> None:
    assert first_page_probability(HEAD, LAST) > 0.98


def test_text_that_goes_on_begins_none() -> None:
    assert first_page_probability(page("ohne dass uns dies mitgeteilt wurde."), FULL) < 0.1


def test_a_page_numbered_two_begins_none_even_with_a_head() -> None:
    second = page("Seite 2 von 3\nStadt Beispiel", "letterhead", "address")
    assert first_page_probability(second, FULL) < 0.1


def test_enclosures_are_not_cut_off_without_asking() -> None:
    enclosing = page("Mit freundlichen Grüßen\n\nAnlage: Rechnung vom 3. März", end=0.5)
    copy = page("Rechnung", "letterhead", "address", "subject")
    assert 0.3 < first_page_probability(copy, enclosing) < 0.95


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Seite 2 von 3", Numbering(2, 3)),
        ("Text\nSeite 1/4\nText", Numbering(1, 4)),
        ("Blatt 7", Numbering(7)),
        ("Page 2 of 2", Numbering(2, 2)),
        ("Absatz\n- 2 -\nAbsatz", Numbering(2)),
        ("siehe Seite 3 des Vertrags, dort", Numbering()),
        ("am 2. März", Numbering()),
    ],
)
def test_page_numbers_count_only_where_they_stand_alone(text: str, expected: Numbering) -> None:
    assert read_number(text) == expected


def test_a_printed_mail_begins_with_its_head() -> None:
    mail = page("Von: Anna <a@x.example>\nAn: Stadt\nDatum: 1.3.2026\nBetreff: Frage\nHallo")
    assert "mail_head" in first_page_signs(mail, LAST)
