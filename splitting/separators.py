"""Separator sheets: which pages part letters, and what they say about the letters that follow.

What a patch code means is the scanner makers' convention (Kodak A-61599): T parts and is dropped, 2 begins a document
and is kept as its first page, 3 begins a batch and is dropped, 1, 4 and 6 steer the scanner and part nothing.
"""

from typing import NamedTuple

from letters.page import Mark, ReadPage

PREFIX = "POSTEINGANG:"
PRINTED = "PATCHT"
SHEET_WORDS = 60
"""A sheet has no more words: with more, the page is a letter that carries a sticker, and is kept."""
DROPPED_PATCHES = ("T", "3")
KEPT_PATCHES = ("2",)
LASTING = ("batch",)
"""Hints that hold until the next batch begins, not only until the next separator."""


class Separator(NamedTuple):
    """A page that parts letters: whether it is dropped, begins a batch, and its hints."""

    dropped: bool
    batch: bool
    hints: dict[str, str]


def find_separator(page: ReadPage) -> Separator | None:
    """What the page's marks say, or None where it parts nothing."""
    marks = [mark for mark in page.marks if parts_letters(mark)]
    if not marks:
        return None
    hints: dict[str, str] = {}
    for mark in marks:
        hints |= parse_hints(mark.text)
    patches = [mark.text for mark in marks if mark.symbology == "Patch"]
    kept = any(patch in KEPT_PATCHES for patch in patches) or len(page.words) > SHEET_WORDS
    return Separator(dropped=not kept, batch="3" in patches or "batch" in hints, hints=hints)


def parts_letters(mark: Mark) -> bool:
    """Whether the mark is one of ours: any other bar code in a letter (payment, franking) parts nothing."""
    if mark.symbology == "Patch":
        return mark.text in DROPPED_PATCHES + KEPT_PATCHES
    return mark.text == PRINTED or mark.text.startswith(PREFIX)


def parse_hints(text: str) -> dict[str, str]:
    """The hints of `POSTEINGANG:department=legal;priority=1`; parts without a name and a value are left out."""
    if not text.startswith(PREFIX):
        return {}
    pairs = (part.partition("=") for part in text.removeprefix(PREFIX).split(";"))
    return {name.strip().lower(): value.strip() for name, _, value in pairs if name.strip() and value.strip()}
