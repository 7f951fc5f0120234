"""The date of a letter: the date line, the mail's own line, or what else stands in the head or at the end."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from classifiers.anatomy import Anatomy
from classifiers.facts.dates import MONTHS, find_dates
from letters.facts import DateFact

ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
ROMAN_DATE = re.compile(r"\b(\d{1,2})\.\s?([ivx]+)\.\s?((?:20)?\d\d)\b", re.IGNORECASE)
LONE_YEAR = re.compile(r"(?<![\d.])(20\d\d)(?![\d.])")
MONTH_OF_YEAR = re.compile(rf"\b({'|'.join(sorted(MONTHS, key=len, reverse=True))})\s+(20\d\d)", re.IGNORECASE)
SHORT_SLASHED = re.compile(r"(?<![\d/])([0-3]?\d)/([01]?\d)/(\d\d)(?![\d/])")
FIRST_LINES = 25
DAY_ALONE = re.compile(r"\bam\s(\d{1,2})\.(?!\s?\d)", re.IGNORECASE)
NAMED_DAYS = {
    "neujahr": (1, 1),
    "dreikönig": (1, 6),
    "lichtmeß": (2, 2),
    "lichtmess": (2, 2),
    "johanni": (6, 24),
    "allerheiligen": (11, 1),
    "martini": (11, 11),
    "nikolaus": (12, 6),
    "heiligabend": (12, 24),
    "heiliger abend": (12, 24),
    "silvester": (12, 31),
    "reformationstag": (10, 31),
    "josefi": (3, 19),
    "mariä geburt": (9, 8),
    "mariä himmelfahrt": (8, 15),
    "mariä empfängnis": (12, 8),
    "tag der arbeit": (5, 1),
}
FAR = 730
"""A date so many days from the day of receipt is hardly the letter's own."""


def find_letter_date(anatomy: Anatomy, received_on: date) -> DateFact | None:
    """The date of the letter, or None. One that lies after the day of receipt or far before it is doubted."""
    for sure, numbers in places_to_look(anatomy):
        for number in numbers:
            value = date_of_line(anatomy.sheet.lines[number].text)
            if value is not None:
                start = anatomy.sheet.starts[number]
                place = anatomy.sheet.place(start, start + len(anatomy.sheet.lines[number].text))
                odd = value > received_on or (received_on - value).days > FAR
                return DateFact(value=value, place=place, sure=sure * (0.5 if odd else 1.0))
    return None


def places_to_look(anatomy: Anatomy) -> Iterator[tuple[float, Sequence[int]]]:
    """Lines that may hold the letter's date, the surest first."""
    if anatomy.date_line is not None:
        yield 0.98, [anatomy.date_line]
    lines = anatomy.sheet.lines
    short = [number for number in range(anatomy.subject.stop) if len(lines[number].text) < 60]
    yield 0.8, [number for number in short if not re.match(r"^[^:]*[a-zß.]\s*:|.*\bvom\b", lines[number].text)]
    yield 0.7, [number for number in anatomy.closing if len(lines[number].text) < 60]
    yield 0.5, short
    yield 0.3, anatomy.subject
    yield 0.3, [number for number in range(min(FIRST_LINES, len(lines))) if len(lines[number].text) < 40]


def date_of_line(line: str) -> date | None:
    """The date that a line gives in full, perhaps in pieces (“im März 2025 (10.3.)”, “7.X.2025”, “Dreikönig 2026”)."""
    found = find_dates(line)
    whole = next((entry for entry in found if entry.year is not None), None)
    if whole:
        return whole.near(date(2000, 1, 1))
    odd = odd_date(line)
    if odd is not None:
        return odd
    year = LONE_YEAR.search(line)
    if not year:
        return None
    if found:
        return valid_date(int(year[1]), found[0].month, found[0].day)
    month, day = MONTH_OF_YEAR.search(line), DAY_ALONE.search(line)
    if month and day:
        return valid_date(int(year[1]), MONTHS[month[1].lower()], int(day[1]))
    named = next((value for name, value in NAMED_DAYS.items() if name in line.lower()), None)
    return valid_date(int(year[1]), *named) if named else None


def odd_date(line: str) -> date | None:
    """“7.X.2025”, “14/5/25”."""
    roman, slashed = ROMAN_DATE.search(line), SHORT_SLASHED.search(line)
    if roman and roman[2].lower() in ROMAN:
        return valid_date(int(roman[3]) % 100 + 2000, ROMAN.index(roman[2].lower()) + 1, int(roman[1]))
    return valid_date(2000 + int(slashed[3]), int(slashed[2]), int(slashed[1])) if slashed else None


def valid_date(year: int, month: int, day: int) -> date | None:
    """The date, or None where the calendar has none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
