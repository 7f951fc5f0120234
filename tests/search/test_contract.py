"""One contract for both indexes: the same questions, the same answers."""

import re
from datetime import date
from pathlib import Path

import pytest

from letters.finding import SearchQuery
from letters.ports import Index

EVERYTHING = [8, 7, 6, 5, 4, 3, 2, 1]

TYPED: list[tuple[str, str, list[int]]] = [
    ("word", "Lebenslauf", [4]),
    ("case", "LEBENSLAUF", [4]),
    ("plural finds singular", "Rechnungen", [2, 3, 7]),
    ("singular finds plural", "Rechnung", [2, 3, 7]),
    ("genitive", "Vertrag", [1]),
    ("plural with umlaut", "Verträge", [1]),
    ("house and houses", "Haus", [6]),
    ("verb form", "kündigen", [1]),
    ("umlaut", "München", [1, 4]),
    ("umlaut spelled out", "Muenchen", [1, 4]),
    ("umlaut left out", "Munchen", [1, 4]),
    ("name with umlaut", "Mueller", [1]),
    ("ö as oe", "Joerg", [4]),
    ("capital umlaut", "aerztehaus", [6]),
    ("sharp s", "Hauptstraße", [4]),
    ("ss for sharp s", "Strassenbau", [2]),
    ("old spelling", "Fluss", [6]),
    ("ue after a vowel: neue", "neu", [6]),
    ("ue after a vowel: Steuer", "Steuern", [2]),
    ("ue after a vowel: Treue", "treu", [3]),
    ("ue after a vowel: Bauer", "Bauern", [4]),
    ("all words", "Rechnung Mahnung", [7]),
    ("all words, none has all", "Rechnung Lebenslauf", []),
    ("words on two pages", "Fahrer Muenchen", [4]),
    ("word of text and word of sender", "Lebenslauf Bauer", [4]),
    ("phrase", '"Sehr geehrte Damen"', [1]),
    ("phrase with inflection", '"letzter Monat"', [3]),
    ("phrase in the wrong order", '"Damen geehrte"', []),
    ("phrase with German marks", "„Sehr geehrte Damen“", [1]),
    ("phrase not closed", '"Sehr geehrte', [1]),
    ("phrase does not reach over pages", '"Lebenslauf Lebenslauf"', []),
    ("phrase of one word", '"Rechnungen"', [2, 3, 7]),
    ("without", "Rechnung -Mahnung", [2, 3]),
    ("without a phrase", 'Rechnung -"letzten Monate"', [2, 7]),
    ("without a number", "Rechnung -RE-2026-0815", [3, 7]),
    ("only without", "-Rechnung", [8, 6, 5, 4, 1]),
    ("prefix", "Lebens*", [4]),
    ("prefix with umlaut spelled out", "Muel*", [1]),
    ("prefix is not stemmed", "Rechnungen*", [3]),
    ("prefix of a number", "DE4145*", [2]),
    ("prefix of a number with spaces", "DE41 45*", [2]),
    ("number with hyphen", "2603-04417", [1]),
    ("number without hyphen", "260304417", [1]),
    ("number with a space", "2603 04417", [1]),
    ("number in lower case", "re-2026-0815", [2]),
    ("number put together", "RE20260815", [2]),
    ("number written with spaces", "RE-2026-0999", [7]),
    ("number's tail", "0815", [2]),
    ("IBAN with spaces", "DE41 4505 0001 0128 8340 72", [2]),
    ("IBAN without spaces", "DE41450500010128834072", [2]),
    ("IBAN in lower case", "de41 4505 0001 0128 8340 72", [2]),
    ("IBAN in other groups", "DE4145 050001 0128834072", [2]),
    ("IBAN written without spaces", "DE02 1203 0000 0000 2020 51", [7]),
    ("IBAN quoted", '"DE41 4505 0001 0128 8340 72"', [2]),
    ("middle of an IBAN", "0001 0128", [2]),
    ("wrong IBAN", "DE41 4505 0001 0128 8340 73", []),
    ("phone, other spaces", "0231 123456", [3]),
    ("phone without spaces", "0231123456", [3]),
    ("phone, other sign", "0231-98 76 54", [7]),
    ("date", "15.03.2026", [2]),
    ("amount", "1.234,56", [2]),
    ("two numbers apart", "2026 1.234,56 15.03.2026", [2]),
    ("hyphenated word", "E-Mail-Adresse", [4]),
    ("hyphenated word put together", "EMail", [4]),
    ("hyphenated word's part", "Adressen", [4]),
    ("hyphen at the end of a line", "Krankenversicherung", [6]),
    ("hyphen for a part left out", "Pflegekosten Kranken", [6]),
    ("file name", "leer.tif", [8]),
    ("sender", "Brown Sons", [5]),
    ("English", "payments", [5]),
    ("unknown word", "Zeppelin", []),
    ("nothing", "", EVERYTHING),
    ("spaces", "  \t ", EVERYTHING),
    ("signs", '*** (( "" -- ]] :: \\ / && || ~ ^ ! ? {', EVERYTHING),
    ("query language is text", "topic:invoice OR status:done", []),
    ("slashes and brackets", "/Lebenslauf/ [a TO", []),
    ("operators glued to a word", "+Lebenslauf~2^3", []),
    ("regular expression is text", "Leb.*", []),
    ("only a star", "*", EVERYTHING),
    ("zero byte", "Lebens\0lauf", []),
    ("lone surrogate's replacement", "\ufffd", EVERYTHING),
]


@pytest.mark.parametrize(("typed", "expected"), [row[1:] for row in TYPED], ids=[row[0] for row in TYPED])
def test_what_is_typed(archive: Index, typed: str, expected: list[int]) -> None:
    found = archive.search(SearchQuery(text=typed))
    assert sorted(hit.id for hit in found.hits) == sorted(expected)
    assert found.total == len(expected)


FILTERED: list[tuple[str, dict[str, object], list[int]]] = [
    ("queue", {"queues": ("hr",)}, [4]),
    ("two queues", {"queues": ("hr", "clearing")}, [6, 4]),
    ("no queue allowed", {"queues": ()}, []),
    (
        "a letter without queue is nobody's",
        {"queues": ("service", "accounting", "hr", "clearing")},
        [7, 6, 5, 4, 3, 2, 1],
    ),
    ("status", {"status": "done"}, [5]),
    ("topic", {"topic": "invoice"}, [5, 2]),
    ("sender type", {"sender_type": "applicant"}, [4]),
    ("department", {"department": "service"}, [6, 1]),
    ("language", {"language": "en"}, [5]),
    ("label that is not there", {"topic": "Invoice"}, []),
    ("received from", {"received_from": date(2026, 3, 6)}, [8, 7, 6]),
    ("received to", {"received_to": date(2026, 3, 2)}, [2, 1]),
    ("received between", {"received_from": date(2026, 3, 3), "received_to": date(2026, 3, 4)}, [4, 3]),
    ("dated between, undated left out", {"date_from": date(2026, 2, 28), "date_to": date(2026, 3, 1)}, [4, 2]),
    ("dated from", {"date_from": date(2026, 3, 2)}, [5]),
    ("due by, without deadline left out", {"deadline_to": date(2026, 3, 15)}, [7, 2]),
    ("range the wrong way", {"received_from": date(2026, 3, 5), "received_to": date(2026, 3, 4)}, []),
    ("several filters", {"department": "accounting", "status": "queued", "topic": "invoice"}, [2]),
    ("filter and words", {"text": "Rechnung", "topic": "reminder"}, [7]),
    ("filter and nothing found", {"text": "Lebenslauf", "topic": "reminder"}, []),
    ("oldest first", {"sort": "oldest"}, EVERYTHING[::-1]),
    ("newest first", {"sort": "newest", "text": "Rechnung"}, [7, 3, 2]),
    ("deadline first, none last, ties newest", {"sort": "deadline"}, [7, 2, 4, 8, 6, 5, 3, 1]),
    ("title counts more", {"text": "Mahnung"}, [7]),
    ("subject before text", {"text": "Rechnung", "topic": "invoice"}, [2]),
    ("first page", {"limit": 3}, [8, 7, 6]),
    ("second page", {"limit": 3, "offset": 3}, [5, 4, 3]),
    ("last page", {"limit": 3, "offset": 6}, [2, 1]),
    ("page after the last", {"limit": 3, "offset": 9}, []),
    ("far beyond", {"limit": 20, "offset": 5_000_000}, []),
    ("only the number", {"limit": 0}, []),
]


@pytest.mark.parametrize(("fields", "expected"), [row[1:] for row in FILTERED], ids=[row[0] for row in FILTERED])
def test_filters_sort_and_paging(archive: Index, fields: dict[str, object], expected: list[int]) -> None:
    found = archive.search(SearchQuery.model_validate(fields))
    assert [hit.id for hit in found.hits] == expected


def test_total_counts_what_is_not_shown(archive: Index) -> None:
    assert archive.search(SearchQuery(limit=3, offset=3)).total == len(EVERYTHING)
    assert archive.search(SearchQuery(limit=0)).total == len(EVERYTHING)
    assert archive.search(SearchQuery(limit=3, offset=5_000_000)).total == len(EVERYTHING)


def test_rank_puts_the_title_first(archive: Index) -> None:
    hits = archive.search(SearchQuery(text="Rechnung")).hits
    assert hits[0].id == 2
    assert hits[0].score > hits[1].score > 0


SNIPPETS: list[tuple[str, int, int | None, str]] = [
    ("Steuer", 2, 1, "Die \ue000Steuer\ue001 ist enthalten"),
    ("Steuern", 2, 1, "Die \ue000Steuer\ue001 ist enthalten"),
    ("DE41450500010128834072", 2, 0, "auf \ue000DE41 4505 0001 0128 8340 72\ue001."),
    ("München", 4, 1, "Geboren in \ue000Muenchen\ue001, wohnhaft"),
    ('"geehrte Damen"', 1, 0, "Sehr \ue000geehrte Damen\ue001 und Herren, hiermit"),
    ("Krankenversicherung", 6, 0, "Die \ue000Kranken- versicherung\ue001 zahlt"),
    ("Last*", 4, 1, "mit \ue000Lastwagen\ue001 und"),
    ("scan04", 4, None, "Ich bewerbe mich als Fahrer."),
    ("", 4, None, "Ich bewerbe mich als Fahrer."),
    ("leer", 8, None, ""),
    ("Rechnung -Mahnung", 3, 0, "Die \ue000Rechnungen\ue001 der"),
]


@pytest.mark.parametrize(("typed", "letter", "page", "part"), SNIPPETS)
def test_page_and_snippet(archive: Index, typed: str, letter: int, page: int | None, part: str) -> None:
    hits = {hit.id: hit for hit in archive.search(SearchQuery(text=typed)).hits}
    assert hits[letter].page == page
    assert part in hits[letter].snippet


@pytest.mark.parametrize("guide", ["search.de.md", "search.en.md"])
def test_the_guide_promises_what_is_tested(guide: str) -> None:
    text = (Path(__file__).parents[2] / "docs/guide" / guide).read_text(encoding="utf-8")
    promised = re.findall(r"^\| `(.+?)` \|", text, re.MULTILINE)
    assert len(promised) >= 10
    assert set(promised) <= {typed for _, typed, _ in TYPED}
