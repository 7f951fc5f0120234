"""Dates as German letters write them (and those of a dozen neighbours)."""

import calendar
import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

MONTHS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "januar jänner jaenner jan january janvier gennaio januari stycznia ocak enero ledna ianuarie января січня",
            (
                "februar feber febr feb february février fevrier febbraio februari lutego şubat subat "
                "febrero února februarie февраля лютого"
            ),
            "märz maerz mär mrz march mar mars marzo maart marca mart března martie марта березня",
            "april apr avril aprile kwietnia nisan abril dubna aprilie апреля квітня",
            "mai may maggio mei maja mayıs mayis mayo května мая травня",
            "juni jun june juin giugno czerwca haziran junio června iunie июня червня",
            "juli jul july juillet luglio lipca temmuz julio července iulie июля липня",
            "august aug août aout agosto augustus sierpnia ağustos agustos srpna августа серпня",
            (
                "september sept sep septembre settembre września wrzesnia eylül eylul septiembre září "
                "septembrie сентября вересня"
            ),
            (
                "oktober okt october oct octobre ottobre października pazdziernika ekim octubre října "
                "octombrie октября жовтня"
            ),
            "november nov novembre listopada kasım kasim noviembre listopadu noiembrie ноября",
            (
                "dezember dez december dec décembre decembre dicembre grudnia aralık aralik diciembre "
                "prosince decembrie декабря грудня"
            ),
        ),
        start=1,
    )
    for name in names.split()
}
ORDINALS = {
    stem: number
    for number, stem in enumerate(
        (
            *("erst", "zweit", "dritt", "viert", "fünft", "sechst", "siebt", "acht", "neunt", "zehnt", "elft"),
            *("zwölft", "dreizehnt", "vierzehnt", "fünfzehnt", "sechzehnt", "siebzehnt", "achtzehnt", "neunzehnt"),
            *("zwanzigst", "einundzwanzigst", "zweiundzwanzigst", "dreiundzwanzigst", "vierundzwanzigst"),
            *("fünfundzwanzigst", "sechsundzwanzigst", "siebenundzwanzigst", "achtundzwanzigst"),
            *("neunundzwanzigst", "dreißigst", "einunddreißigst"),
        ),
        start=1,
    )
}
MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
YEAR = r"(?:19|20)\d\d"
# A comma read for a point, and blanks inside, are what recognition makes of a date.
NUMERIC = rf"(?P<d1>[0-3]?\d)\s?[.,]\s?(?P<m1>[01]?\d)\s?[.,]\s?(?P<y1>{YEAR}|\d\d)(?![\d])"
SLASHED = rf"(?P<d2>[0-3]?\d)[/-](?P<m2>[01]?\d)[/-](?P<y2>{YEAR})"
ISO = rf"(?P<y3>{YEAR})-(?P<m3>[01]\d)-(?P<d3>[0-3]\d)"
WRITTEN = (
    rf"(?P<d4>[0-3]?\d)(?:\.{{1,2}}|er|st|nd|rd|th|º|°)?\s?(?:de\s|of\s)?(?P<n4>{MONTH})\b\.?"
    rf"(?:,?\s?(?:de\s)?(?P<y4>{YEAR})|\s?(?P<y7>['’]\d\d|\d\d(?![\d.:]|\s?(?:uhr|h)\b)))?"
)
AMERICAN = rf"(?P<n5>{MONTH})\s(?P<d5>[0-3]?\d)(?:st|nd|rd|th)?,?\s(?P<y5>{YEAR})"
ENGLISH = (
    "january|february|march|april|may|june|july|august|september|october|november|december|"
    "jan|feb|aug|sept|sep|oct|nov|dec"
)
MONTH_FIRST = rf"(?P<n0>{ENGLISH})\.?\s(?P<d0>[0-3]?\d)(?:st|nd|rd|th)?(?![\d.:]|,?\s?\d|\s(?:uhr|p\.?m|a\.?m)\b)"
IN_WORDS = rf"(?P<o8>{'|'.join(sorted(ORDINALS, key=len, reverse=True))})e[nr]?\s(?P<n8>{MONTH})\b(?:\s(?P<y8>{YEAR}))?"
SHORT = r"(?P<d6>[0-3]?\d)\.\s?(?P<m6>[01]?\d)\.(?!\d|\s?\d{2,4}\b)"
# Without the last full stop a day needs a word before it, else it is a time or a price: “bis 31.05”.
BARE = (
    r"(?:(?<=\bam )|(?<=\bbis )|(?<=\bzum )|(?<=\bden ))(?P<d9>[0-3]?\d)\.(?P<m9>[01]?\d)"
    r"(?!\d|[.,:/]\d|\.|\s?(?:uhr|h|€|eur|euro|%|prozent)\b)"
)
WAYS = (ISO, NUMERIC, SLASHED, AMERICAN, MONTH_FIRST, WRITTEN, IN_WORDS, SHORT, BARE)
DATE = re.compile(rf"(?<![\w.,/-])(?:{'|'.join(WAYS)})", re.IGNORECASE)
CENTURY = 2000
FAR_AHEAD = 70


class FoundDate(NamedTuple):
    """A date in a text. `year` is None where the letter leaves it out; the day exists in the year (or a leap year)."""

    year: int | None
    month: int
    day: int
    start: int
    end: int

    def near(self, anchor: date) -> date:
        """The date; without a year the first one not more than 60 days before `anchor`."""
        if self.year is not None:
            return date(self.year, self.month, self.day)
        for year in (anchor.year - 1, anchor.year, anchor.year + 1):
            day = min(self.day, calendar.monthrange(year, self.month)[1])
            if (date(year, self.month, day) - anchor).days >= -60:
                return date(year, self.month, day)
        return date(anchor.year, self.month, self.day)


def find_dates(text: str) -> tuple[FoundDate, ...]:
    """All dates of a text in order, with and without year."""
    return tuple(dates_in(text))


def dates_in(text: str) -> Iterator[FoundDate]:
    """Each date that exists in the calendar."""
    for match in DATE.finditer(text):
        fields = {name[0]: value for name, value in match.groupdict().items() if value}
        month = MONTHS[fields["n"].lower()] if "n" in fields else int(fields["m"])
        year = full_year(fields["y"]) if "y" in fields else None
        day = ORDINALS[fields["o"].lower()] if "o" in fields else int(fields["d"])
        if 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year or 2024, month)[1]:
            yield FoundDate(year, month, day, match.start(), match.end())


def full_year(digits: str) -> int:
    """The year of four or two digits; two are of this century, or of the last where that lies far ahead."""
    digits = digits.lstrip("'’")
    if len(digits) == 4:
        return int(digits)
    return CENTURY + int(digits) - (100 if int(digits) >= FAR_AHEAD else 0)
