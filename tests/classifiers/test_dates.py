from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifiers.facts.dates import find_dates
from classifiers.facts.letter_date import date_of_line
from classifiers.facts.periods import find_ends

MONTHS = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
]
THURSDAY = date(2026, 3, 5)
WAYS = [
    lambda day: f"{day.day}. {MONTHS[day.month - 1]} {day.year}",
    lambda day: f"{day.day:02}.{day.month:02}.{day.year}",
    lambda day: f"{day.day}.{day.month}.{day.year % 100:02}",
    lambda day: f"{day.day}. {day.month}. {day.year}",
    lambda day: day.isoformat(),
    lambda day: f"{day.day}. {MONTHS[day.month - 1][:3]}. {day.year}",
]


@given(
    st.dates(date(2001, 1, 1), date(2039, 12, 31)), st.sampled_from(WAYS), st.sampled_from(["", "Köln, den ", "am "])
)
def test_a_date_written_out_is_read_back(day: date, way: object, before: str) -> None:
    assert callable(way)
    found = find_dates(f"{before}{way(day)}, wie besprochen")
    assert [entry.near(THURSDAY) for entry in found] == [day]


@given(st.dates(date(2026, 1, 10), date(2026, 12, 20)))
def test_a_date_without_year_is_the_next_one(day: date) -> None:
    (found,) = find_dates(f"bis zum {day.day}. {MONTHS[day.month - 1]} bitte")
    near = found.near(day)
    assert near == day
    assert found.near(date(2026, 1, 5)) in (day, day.replace(year=2025) if (day.month, day.day) != (2, 29) else day)


@pytest.mark.parametrize(
    "text", ["31. Februar 2026", "12,50 Euro", "Tel. 0511 12.13", "V 1.2.3", "30.13.2026", "§ 4 Abs. 2"]
)
def test_what_is_no_day_is_not_read_as_one(text: str) -> None:
    assert find_dates(text) == ()


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Please answer by June 22 at the latest.", [(6, 22)]),
        ("closes on January 31; after that", [(1, 31)]),
        ("bis 31.05 bitte", [(5, 31)]),
        ("bis 10.30 Uhr", []),
        ("bis 10.11 Uhr", []),
        ("zum 12.50 Euro teuren", []),
    ],
)
def test_a_date_may_lack_year_and_full_stop(text: str, days: list[tuple[int, int]]) -> None:
    assert [(found.month, found.day) for found in find_dates(text)] == days


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Karlsruhe im März 2025 (10.3.)", date(2025, 3, 10)),
        ("Wiesbaden, 7.X.2025", date(2025, 10, 7)),
        ("Deggendorf, am Dreikönigstag 2026", date(2026, 1, 6)),
        ("Jöhstadt, im Januar 2026, am 19.", date(2026, 1, 19)),
        ("Saint-Aubrac, le 9 janvier 2026", date(2026, 1, 9)),
        ("İzmir, 3 Eylül 2025", date(2025, 9, 3)),
        ("Westerbruch 14/5/25", date(2025, 5, 14)),
        ("Siegburg, 29..April 2024", date(2024, 4, 29)),
        ("Meggerdorf, Reformationstag 2025", date(2025, 10, 31)),
        ("im Sommer", None),
    ],
)
def test_a_date_in_pieces_is_put_together(line: str, day: date | None) -> None:
    assert date_of_line(line) == day


@pytest.mark.parametrize(
    ("phrase", "day"),
    [
        ("bis zum 3. Juli", "2026-07-03"),
        ("bis spätestens 15.05.", "2026-05-15"),
        ("binnen zwei Wochen", "2026-03-19"),
        ("innerhalb von 14 Tagen nach Zugang", "2026-03-19"),
        ("10 Tage netto", "2026-03-15"),
        ("innerhalb eines Monats nach Bekanntgabe", "2026-04-05"),
        ("binnen einer Frist von drei (3) Werktagen", "2026-03-09"),
        ("binnen drei Arbeitstagen", "2026-03-10"),
        ("noch im April", "2026-04-30"),
        ("within a fortnight", "2026-03-19"),
        ("innerhalb des gesetzlichen Monats", "2026-04-05"),
        ("bis Freitag, 20. März,", "2026-03-20"),
        ("also bis zum 21.", "2026-03-21"),
        ("by Friday 20th", "2026-03-20"),
        ("do 26. září 2026", "2026-09-26"),
        ("w ciągu miesiąca", "2026-04-05"),
        ("entro due settimane", "2026-03-19"),
        ("entro fine maggio", "2026-05-31"),
        ("avant la fin du mois d'août", "2026-08-31"),
        ("zum Ende des Kalenderjahres", "2026-12-31"),
        ("до 19 декабря", "2026-12-19"),
        ("bis Ende des Monats", "2026-03-31"),
        ("bis Ende April", "2026-04-30"),
        ("Mitte Mai", "2026-05-15"),
        ("in KW 32", "2026-08-07"),
        ("in der 14. Kalenderwoche", "2026-04-03"),
        ("bis kommenden Freitag", "2026-03-06"),
        ("bis Montag", "2026-03-09"),
        ("bis Mittwoch nächster Woche", "2026-03-11"),
        ("bis zum Monatsende", "2026-03-31"),
        ("bis morgen", "2026-03-06"),
        ("binnen 48 Stunden", "2026-03-07"),
        ("binnen Monatsfrist", "2026-04-05"),
        ("zum Quartalsende", "2026-03-31"),
        ("within ten working days", "2026-03-19"),
        ("by 15 April 2026", "2026-04-15"),
        ("bis zum Ende der Woche", "2026-03-06"),
        ("innert 30 Tagen", "2026-04-04"),
    ],
)
def test_ends_are_named_in_all_german_ways(phrase: str, day: str) -> None:
    ends = find_ends(f"Wir bitten Sie, {phrase} zu antworten.", THURSDAY, THURSDAY, "DE", "BE")
    assert [end.day.isoformat() for end in ends] == [day]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Am 2. Mai tagt der Vorstand. Bis zum Vortag brauchen wir Ihr Ja.", "2026-05-01"),
        ("Der Aushang geht am 7. Juni raus, am Tag davor sollten wir es wissen.", "2026-06-06"),
        ("Am 23. März habe ich ein Gespräch, bis zum Freitag davor bräuchte ich es.", "2026-03-20"),
        ("Wir eröffnen am 20. Juni und brauchen es zwei Wochen vorher.", "2026-06-06"),
        ("Spätestens am Tag vor der Verhandlung (12. Mai) ist er einzureichen.", "2026-05-11"),
    ],
)
def test_a_day_may_be_told_by_another(text: str, day: str) -> None:
    assert day in [end.day.isoformat() for end in find_ends(text, THURSDAY, THURSDAY)]


@given(st.text(max_size=80))
def test_any_text_is_survived_and_places_lie_inside(text: str) -> None:
    for end in find_ends(text, THURSDAY, THURSDAY):
        assert 0 <= end.start < end.end <= len(text)
