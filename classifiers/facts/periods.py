"""Days and periods that a letter names as an end: “bis zum 3. Juli”, “binnen zwei Wochen”, “10 Tage netto”, “KW 32”."""

import calendar
import re
from collections.abc import Iterator
from datetime import date, timedelta

from classifiers.facts.counting import NUMBER, UNIT, UNITS, WEEKDAYS, End, as_number
from classifiers.facts.dates import MONTHS, find_dates
from classifiers.facts.relative_days import relative_days
from workdays.calendar import Unit, add_months, count_period

PERIOD = re.compile(
    rf"\b{NUMBER}(?:[\s-]+(?:\([^)]{{1,12}}\)\s)?(?:volle[nr]?|ganze[nr]?|weitere[nr]?)?\s?|\s?-\s?){UNIT}",
    re.IGNORECASE,
)
WEEK = re.compile(
    r"\b(?:(?:KW|Kalenderwoche|calendar week|week)\s?(?P<a>\d{1,2})|(?P<b>\d{1,2})\.\s?(?:KW|"
    r"Kalenderwoche))(?:[/ ]+(?P<y>20\d\d))?",
    re.IGNORECASE,
)
WEEKDAY = re.compile(
    rf"\b(?P<which>letzten|letzter|vergangenen|kommenden|kommender|nächsten|nächster|naechsten|diesen|"
    rf"diese|übernächsten|this|next|coming)?\s?"
    rf"(?P<day>{'|'.join(WEEKDAYS)})(?:s?abend|mittag|vormittag|morgen)?\b"
    r"(?:\s(?P<after>(?:der )?(?:nächste|kommende)[rn]? woche|"
    r"in einer woche|next week|della prossima settimana|van volgende week|de la semaine prochaine))?",
    re.IGNORECASE,
)
MONTH_PART = re.compile(
    r"\b(?P<part>anfang|mitte|ende|the end of|end of|mid|fin|fine|koniec|noch im|noch in diesem|im laufe des)\s"
    r"(?:des\s(?:monats\s)?|der\s|de\s|du mois d(?:e\s|['’])|laufenden\s)?"
    r"(?P<what>kommenden monats|nächsten monats|laufenden monats|dieses monats|monats|monat|the month|"
    r"this month|next month|"
    r"the week|this week|dieser woche|der woche|woche|nächster woche|kommender woche|"
    r"des jahres|dieses jahres|(?:des\s)?kalenderjahres|jahres|"
    rf"quartals|{'|'.join(sorted(MONTHS, key=len, reverse=True))})\b(?:\s(?P<y>20\d\d))?",
    re.IGNORECASE,
)
ONE_WORD = re.compile(
    r"(?<!heute )(?<!guten )(?<!gestern )(?<!früh am )\b(?P<w>monatsende|wochenende|jahresende|"
    r"quartalsende|heute|morgen|übermorgen|tomorrow|today|"
    r"monatsletzten|ultimo)\b",
    re.IGNORECASE,
)
SET_WORDS: tuple[tuple[str, int, Unit], ...] = (
    (r"monatsfrist\b", 1, "month"),
    (r"jahresfrist\b", 1, "year"),
    (r"wochenfrist\b", 1, "week"),
    (r"innerhalb de[rs] (?:gesetzlichen |üblichen )?monats\b", 1, "month"),
    (r"(?:within|in) (?:a|the) month\b|w ciągu miesiąca|do miesiąca", 1, "month"),
    (r"(?:within|in) (?:a|the) week\b|w ciągu tygodnia|do týdne|o săptămână", 1, "week"),
    (r"(?:within|in) a fortnight\b", 2, "week"),
)
SET_PERIODS = tuple((re.compile(rf"\b{words}", re.IGNORECASE), amount, unit) for words, amount, unit in SET_WORDS)
"""Periods whose number is not said."""
HOURS = re.compile(rf"\b{NUMBER}\s(?:stunden|hours)\b", re.IGNORECASE)
DAY_NAME = "|".join(WEEKDAYS)
DAY_ALONE = re.compile(
    rf"\b(?:bis|zum|am|spätestens|de[nm]|(?:{DAY_NAME}),?)\s(?P<d>[0-3]?\d)\."
    r"(?=[\s,;:)](?!\s?(?-i:[A-ZÄÖÜ0-9])))|"
    rf"\b(?:bis(?: zum| am)?|spätestens(?: am)?|also(?: am| bis zum)?|(?:{DAY_NAME}), de[nm])\s(?P<f>[0-3]?\d)\."
    rf"(?=$|\s(?!\s?\d|(?:{'|'.join(MONTHS)})\b))|"
    rf"\b(?:the|{DAY_NAME}) (?P<e>\d{{1,2}})(?:st|nd|rd|th)\b(?! of)",
    re.IGNORECASE,
)
APPOSED = re.compile(r"\W{0,3}(?:de[nmr]\s|the\s|dem\s)?\W{0,2}")
"""What stands between a weekday and its date: “Mittwoch, den 30. Juli”."""
AGO = re.compile(r"\b(?:vor|seit)\s$", re.IGNORECASE)
"""Before a period: it lies behind us."""
INSIDE_SENTENCE = re.compile(r"[^\W\d_],?\s$")
FRIDAY = 4


def find_ends(text: str, written_on: date, received_on: date, country: str = "DE", state: str = "") -> tuple[End, ...]:
    """All days that a text names or counts, in order; where two overlap, the longer one.

    Days without a year are those next to `written_on`; periods count from `received_on`; weeks end on their Friday.
    """
    found = [
        *named_days(text, written_on),
        *periods(text, received_on, country, state),
        *weeks(text, written_on),
        *weekdays(text, written_on),
        *parts_of_months(text, written_on),
        *single_words(text, written_on),
        *days_alone(text, written_on),
    ]
    found += relative_days(text, [end for end in found if not end.counted])
    found = [end for end in found if not is_apposed(text, end, found)]
    kept: list[End] = []
    for end in sorted(found, key=lambda entry: (entry.start - entry.end, entry.start)):
        if not any(end.start < other.end and other.start < end.end for other in kept):
            kept.append(end)
    return tuple(sorted(kept, key=lambda entry: entry.start))


def is_apposed(text: str, end: End, found: list[End]) -> bool:
    """Whether a weekday only names again the date that stands right behind it."""
    if end.counted or not WEEKDAY.fullmatch(text[end.start : end.end].strip()):
        return False
    return any(
        other.start >= end.end
        and APPOSED.fullmatch(text[end.end : other.start])
        and any(map(str.isdigit, text[other.start : other.end]))
        for other in found
    )


def days_alone(text: str, written_on: date) -> Iterator[End]:
    """“bis zum 15.”: that day of this month, or of the next where it is past."""
    for match in DAY_ALONE.finditer(text):
        number = int(match["d"] or match["e"] or match["f"])
        for month in (written_on.replace(day=1), add_months(written_on.replace(day=1), 1)):
            if (
                number <= calendar.monthrange(month.year, month.month)[1]
                and month.replace(day=max(number, 1)) >= written_on
            ):
                yield End(month.replace(day=max(number, 1)), match.start(), match.end(), False)
                break


def named_days(text: str, written_on: date) -> Iterator[End]:
    """Dates as such."""
    for entry in find_dates(text):
        yield End(entry.near(written_on), entry.start, entry.end, False)


def periods(text: str, received_on: date, country: str, state: str) -> Iterator[End]:
    """So many days, weeks, months; hours are rounded up to days."""
    for match in PERIOD.finditer(text):
        amount = as_number(match["n"])
        unit = UNITS[match["u"].lower()]
        if AGO.search(text, 0, match.start()):
            continue
        if match["u"].lower() == "quartal":
            amount *= 3
        if 0 < amount <= 366:
            yield End(count_period(received_on, amount, unit, country, state), match.start(), match.end(), True)
    for match in HOURS.finditer(text):
        days = -(-as_number(match["n"]) // 24)
        yield End(received_on + timedelta(days=days), match.start(), match.end(), True)
    for pattern, amount, unit in SET_PERIODS:
        for match in pattern.finditer(text):
            yield End(count_period(received_on, amount, unit, country, state), match.start(), match.end(), True)


def weeks(text: str, written_on: date) -> Iterator[End]:
    """A calendar week (ISO 8601) ends for the office on its Friday."""
    for match in WEEK.finditer(text):
        number, year = int(match["a"] or match["b"]), int(match["y"] or 0)
        if not 1 <= number <= 52:
            continue
        day = date.fromisocalendar(year or written_on.isocalendar().year, number, FRIDAY + 1)
        if not year and (written_on - day).days > 120:
            day = date.fromisocalendar(day.isocalendar().year + 1, number, FRIDAY + 1)
        yield End(day, match.start(), match.end(), False)


def weekdays(text: str, written_on: date) -> Iterator[End]:
    """The next day of that name after the letter was written; “next week” means the week after."""
    for match in WEEKDAY.finditer(text):
        ahead = (WEEKDAYS[match["day"].lower()] - written_on.weekday()) % 7 or 7
        if (match["which"] or "").lower().startswith(("letzt", "vergangen")):
            continue
        weeks_later = (match["which"] or "").lower().startswith("über")
        monday = written_on - timedelta(days=written_on.weekday())
        if match["after"]:
            day = monday + timedelta(days=7 + WEEKDAYS[match["day"].lower()])
        else:
            day = written_on + timedelta(days=ahead + 7 * weeks_later)
        yield End(day, match.start(), match.end(), False)


def parts_of_months(text: str, written_on: date) -> Iterator[End]:
    """“Ende Mai”, “Mitte des Monats”, “Ende der Woche”."""
    for match in MONTH_PART.finditer(text):
        part, what = match["part"].lower(), match["what"].lower()
        if "woche" in what or "week" in what:
            later = 7 * what.startswith(("nächst", "kommend"))
            yield End(written_on + timedelta(days=(FRIDAY - written_on.weekday()) % 7 + later), *match.span(), False)
        elif "jahr" in what:
            yield End(date(written_on.year, 12, 31), *match.span(), False)
        elif what == "quartals":
            yield End(end_of_quarter(written_on), *match.span(), False)
        else:
            yield End(part_of(part, month_meant(what, match["y"], written_on)), *match.span(), False)


def month_meant(what: str, year: str | None, written_on: date) -> date:
    """The first day of the month meant."""
    first = written_on.replace(day=1)
    if what in MONTHS:
        number = MONTHS[what]
        return date(int(year) if year else written_on.year + (number < written_on.month - 2), number, 1)
    return add_months(first, 1) if what.startswith(("kommend", "nächst", "next")) else first


def part_of(part: str, month: date) -> date:
    """The beginning (5th), middle (15th) or last day of a month."""
    if part.startswith("anfang"):
        return month.replace(day=5)
    if part.startswith("mi"):
        return month.replace(day=15)
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])


def end_of_quarter(day: date) -> date:
    """The last day of the quarter."""
    return part_of("ende", date(day.year, (day.month + 2) // 3 * 3, 1))


def single_words(text: str, written_on: date) -> Iterator[End]:
    """“Monatsende”, “heute”, “morgen” and the like."""
    for match in ONE_WORD.finditer(text):
        word = match["w"].lower()
        if match["w"] == "Morgen" and INSIDE_SENTENCE.search(text, 0, match.start()):
            continue  # the morning
        friday = written_on + timedelta(days=(FRIDAY - written_on.weekday()) % 7)
        days = {
            "heute": written_on,
            "today": written_on,
            "morgen": written_on + timedelta(days=1),
            "tomorrow": written_on + timedelta(days=1),
            "übermorgen": written_on + timedelta(days=2),
            "wochenende": friday,
            "jahresende": date(written_on.year, 12, 31),
            "quartalsende": end_of_quarter(written_on),
        }
        yield End(days.get(word, part_of("ende", written_on.replace(day=1))), match.start(), match.end(), False)
