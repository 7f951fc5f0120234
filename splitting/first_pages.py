"""Does a new letter begin on this page? Without separator sheets, the page itself tells: head, address, salutation.

The weights are log odds, set by hand on 200 of the project's own letters in random order: at 0.95 none of the 13 second
pages was taken for a first one, and three of four first pages were found; the rest is suggested to a person.
"""

import math
import re
from typing import NamedTuple

from letters.page import ReadPage

PAGE_NUMBER = re.compile(
    r"(?:^|\n)\W*(?:seite|page|blatt|s\.)\s*(\d{1,3})(?:\s*(?:von|of|/)\s*(\d{1,3}))?\W*(?:$|\n)", re.I
)
BARE_NUMBER = re.compile(r"^\s*[-–—]\s*(\d{1,2})\s*[-–—]\s*$", re.M)
CLOSING = re.compile(
    r"mit\s+(?:freundlich|besten|herzlich|vorzüglich|kollegial|lieben)\w*\s+gr[üu](?:ß|ss)|freundliche\s+gr[üu](?:ß|ss)e"
    r"|hochachtungsvoll|(?:yours|kind|best)\s+(?:sincerely|faithfully|regards)|beste\s+gr[üu](?:ß|ss)e",
    re.I,
)
SALUTATION = re.compile(r"(?:^|\n)(?:sehr\s+geehrt|liebe[rs]?\s|guten\s+tag|hallo\b|dear\s)", re.I)
MAIL_HEAD = re.compile(r"(?:^|\n)(?:von|from|absender):.*\n(?:.*\n){0,4}(?:an|to|empfänger):", re.I)
ENCLOSES = re.compile(r"(?:^|\n)\W*(?:anlagen?|enclosures?|encl\.)\b", re.I)
EARLY = 0.72  # of the page's height: a page whose text ends above it was the letter's last
BIAS = -3.0
WEIGHTS = {
    "address": 2.6,
    "salutation": 2.4,
    "subject": 1.0,
    "letterhead": 0.8,
    "return_line": 0.8,
    "numbered_one": 3.0,
    "before_ended": 2.0,
    "before_closed": 1.5,
    "numbered_later": -6.0,
    "before_goes_on": -4.0,
    "size_changed": 1.0,
    "mail_head": 3.5,
    "before_ends_early": 1.8,
    "before_encloses": -2.0,
}


class Numbering(NamedTuple):
    """What a page says of its own number: which, and of how many."""

    number: int | None = None
    total: int | None = None


def first_page_probability(page: ReadPage, before: ReadPage) -> float:
    """How likely (0..1) a new letter begins on `page`, which follows `before`."""
    signs = first_page_signs(page, before)
    return 1 / (1 + math.exp(-BIAS - sum(WEIGHTS[sign] for sign in signs)))


def first_page_signs(page: ReadPage, before: ReadPage) -> set[str]:
    """The signs, of those weighed, that the two pages show."""
    own, last = read_number(page.text), read_number(before.text)
    zones = {zone.name for zone in page.zones}
    signs = {name for name in ("address", "subject", "letterhead", "return_line") if name in zones}
    shown = {
        "salutation": bool(SALUTATION.search(page.text)),
        "numbered_one": own.number == 1,
        "numbered_later": own.number is not None and own.number > 1,
        "before_ended": last.number is not None and last.number == last.total,
        "before_goes_on": last.number is not None and last.total is not None and last.number < last.total,
        "before_closed": bool(CLOSING.search(before.text)),
        "mail_head": bool(MAIL_HEAD.search(page.text)),
        "before_ends_early": bool(before.words) and text_end(before) < EARLY,
        "before_encloses": bool(ENCLOSES.search(before.text)),
        "size_changed": abs(page.width_pt - before.width_pt) + abs(page.height_pt - before.height_pt) > 30,
    }
    return signs | {name for name, seen in shown.items() if seen}


def text_end(page: ReadPage) -> float:
    """How far down the page (0..1) its text goes, the footer aside."""
    footer = {index for zone in page.zones if zone.name == "footer" for index in zone.words}
    return max((word.box.y1 for index, word in enumerate(page.words) if index not in footer), default=0.0)


def read_number(text: str) -> Numbering:
    """The page number that stands on the page by itself (Seite 2 von 3, - 2 -)."""
    found = PAGE_NUMBER.search(text)
    if found:
        return Numbering(int(found[1]), int(found[2]) if found[2] else None)
    bare = BARE_NUMBER.search(text)
    return Numbering(int(bare[1])) if bare else Numbering()
