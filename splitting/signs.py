"""What splitting needs of a page: few signs, seen once when the page is read, so that a batch of hundreds of pages is
split anew with every page that comes without its words being loaded again."""

import re
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict

from letters.page import ReadPage
from letters.reasons import Reason
from splitting.separators import Separator, find_separator

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
HEAD_ZONES = ("address", "subject", "letterhead", "return_line")

HeadSign = Literal["address", "subject", "letterhead", "return_line", "salutation", "mail_head"]


class Numbering(NamedTuple):
    """What a page says of its own number: which, and of how many."""

    number: int | None = None
    total: int | None = None


class PageSigns(BaseModel):
    """The signs of one page. `head`: what only a letter's first page shows; `closed`: a complimentary close stands on
    it; `encloses`: it names enclosures; `ends_early`: its text ends well above the foot; `fault`: why it is not read.

    Sizes in points; `number` counts from 0 within the scan.
    """

    model_config = ConfigDict(frozen=True)

    number: int
    part: int = 0
    blank: bool = False
    width_pt: float
    height_pt: float
    head: tuple[HeadSign, ...] = ()
    closed: bool = False
    encloses: bool = False
    ends_early: bool = False
    numbering: Numbering = Numbering()
    separator: Separator | None = None
    fault: Reason | None = None


def see_signs(page: ReadPage) -> PageSigns:
    """The signs that the page shows."""
    zones = {zone.name for zone in page.zones}
    head: list[HeadSign] = [name for name in HEAD_ZONES if name in zones]  # type: ignore[misc]
    if SALUTATION.search(page.text):
        head.append("salutation")
    if MAIL_HEAD.search(page.text):
        head.append("mail_head")
    return PageSigns(
        number=page.number,
        part=page.part,
        blank=page.blank,
        width_pt=page.width_pt,
        height_pt=page.height_pt,
        head=tuple(head),
        closed=bool(CLOSING.search(page.text)),
        encloses=bool(ENCLOSES.search(page.text)),
        ends_early=bool(page.words) and text_end(page) < EARLY,
        numbering=read_number(page.text),
        separator=find_separator(page),
        fault=page.doubts[0] if page.source == "unread" and page.doubts else None,
    )


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
