"""Days told by another day of the letter: “am Vortag”, “bis zum Freitag davor”, “eine Woche vorher”."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from classifiers.facts.counting import NUMBER, WEEKDAYS, End, as_number

EARLIER = r"(?:davor|vorher|zuvor|before)\b"
BEFORE_THAT = re.compile(
    rf"\b(?:vortag(?:es|e)?\b|vorabend\b|(?:tag(?:e)?|day) (?:{EARLIER}|vor (?:de[rmn]|unsere[rmn]|dieser) )|"
    rf"(?P<weekday>{'|'.join(WEEKDAYS)}),? {EARLIER}|{NUMBER}\s(?P<unit>tage?n?|wochen?|days?|weeks?) {EARLIER})",
    re.IGNORECASE,
)
FOLLOWING = 80
"""So many characters after it the other day may stand: “am Tag vor der Sitzung (12. Mai)”."""


def relative_days(text: str, named: Sequence[End]) -> Iterator[End]:
    """Days before the last day named in front of them, or before the one that follows at once."""
    for match in BEFORE_THAT.finditer(text):
        anchor = anchor_of(match, named)
        if anchor is not None:
            yield End(told_by(match, anchor), match.start(), match.end(), False)


def anchor_of(match: re.Match[str], named: Sequence[End]) -> date | None:
    """The day meant by “davor”: the nearest one named before, else the first that follows closely."""
    before = [end for end in named if end.end <= match.start()]
    after = [end for end in named if match.end() <= end.start <= match.end() + FOLLOWING]
    if before:
        return max(before, key=lambda end: end.end).day
    return min(after, key=lambda end: end.start).day if after else None


def told_by(match: re.Match[str], anchor: date) -> date:
    """The day that lies so much before the other one."""
    if match["weekday"]:
        back = (anchor.weekday() - WEEKDAYS[match["weekday"].lower()]) % 7 or 7
        return anchor - timedelta(days=back)
    if match["n"]:
        length = 7 if match["unit"].lower().startswith("w") else 1
        return anchor - timedelta(days=min(length * as_number(match["n"]), 366))
    return anchor - timedelta(days=1)
