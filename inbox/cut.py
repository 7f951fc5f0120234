"""A person cuts a scan anew: names the letters' first pages, brings back what was left out.

A letter whose pages stay keeps its place and its decisions; every other is replaced by the one its first page is in.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from inbox.views import Cutting
from letters.errors import AccessError
from letters.letter import Cut, Split
from splitting import PageSigns, cut_by_hand
from store.database import Transaction
from store.events import note_event, scan_subject
from store.items import close_items, close_scan_item
from store.letters import add_letter, change_letter, get_letter
from store.scans import PagePlace, close_scan, get_scan, lay_pages, page_places, signs_so_far
from store.tables import LetterRow, ScanRow
from store.work import NewWork

LANE = "front"
PLACED = ("split", "clearing")


class Anew(NamedTuple):
    """What a cut changes: letters that end, and cuts that become letters, with the hints of those they come from."""

    replaced: tuple[LetterRow, ...]
    cuts: tuple[tuple[Cut, dict[str, str]], ...]


def cut_scan(tx: Transaction, row: ScanRow, cutting: Cutting, by: str, now: datetime) -> Sequence[NewWork]:
    """Lay the scan's pages to letters as the person says; the work that follows. Nothing happens where all stays.

    Raises AccessError: scan_not_placed, scan_changed, no_such_scan_page, nothing_to_cut, letter_under_way,
    letter_sealed.
    """
    places = page_places(tx, row.id)
    check_cutting(row, places, cutting)
    pages = [PageSigns.model_validate_json(signs) for signs in signs_so_far(tx, row.id)]
    left_in = {place.number for place in places if place.role == "letter"}  # what a person brought back stays
    found = cut_by_hand(pages, cutting.firsts, {*cutting.kept, *left_in})
    if not found.cuts:
        raise AccessError("nothing_to_cut", scan=str(row.id))
    anew = compare(tx, places, found)
    for letter in anew.replaced:
        check_letter(letter)
    check_sealed(tx, places, anew)
    return lay_anew(tx, row, found, anew, by, now) if anew.cuts else ()


def check_cutting(row: ScanRow, places: Sequence[PagePlace], cutting: Cutting) -> None:
    """Only a scan whose pages all have their place, as the person saw it, and only pages that it has."""
    if row.status not in PLACED or not places:
        raise AccessError("scan_not_placed", scan=str(row.id))
    if cutting.letters is not None and set(cutting.letters) != live_letters(places):
        raise AccessError("scan_changed", scan=str(row.id))
    for number in (*cutting.firsts, *cutting.kept):
        if not 0 <= number < len(places):
            raise AccessError("no_such_scan_page", scan=str(row.id), page=str(number + 1), count=str(len(places)))


def live_letters(places: Iterable[PagePlace]) -> set[int]:
    """The letters that the pages are in."""
    return {place.letter for place in places if place.letter is not None}


def check_letter(letter: LetterRow) -> None:
    """A letter that is still on its way is waited for; a sealed one is not looked into."""
    if letter.routed_at is None:
        raise AccessError("letter_under_way", letter=str(letter.id))
    if letter.sealed:
        raise AccessError("letter_sealed", letter=str(letter.id))


def check_sealed(tx: Transaction, places: Sequence[PagePlace], anew: Anew) -> None:
    """What was left out beside a sealed letter may be a part of it: it is not brought back."""
    left_out = {place.number for place in places if place.letter is None}
    sealed = next((letter for letter in letters_in(tx, places) if letter.sealed), None)
    if sealed and any(left_out.intersection(cut.pages) for cut, _ in anew.cuts):
        raise AccessError("letter_sealed", letter=str(sealed.id))


def letters_in(tx: Transaction, places: Sequence[PagePlace]) -> Iterable[LetterRow]:
    """The letters that the pages are in, held against others."""
    return [row for letter in sorted(live_letters(places)) if (row := get_letter(tx, letter))]


def compare(tx: Transaction, places: Sequence[PagePlace], found: Split) -> Anew:
    """What differs from how the pages lie now."""
    owners = {place.number: place.letter for place in places}
    lying = {letter: tuple(n for n, owner in owners.items() if owner == letter) for letter in live_letters(places)}
    stays = {cut.pages for cut in found.cuts} & set(lying.values())
    rows = {row.id: row for row in letters_in(tx, places)}
    return Anew(
        tuple(row for letter, row in rows.items() if lying[letter] not in stays),
        tuple((cut, hints_of(cut, owners, rows)) for cut in found.cuts if cut.pages not in stays),
    )


def hints_of(cut: Cut, owners: dict[int, int | None], rows: dict[int, LetterRow]) -> dict[str, str]:
    """The hints that the first of its pages that was in a letter had there."""
    letter = next((owner for number in cut.pages if (owner := owners[number]) is not None), None)
    return {} if letter is None else {name: str(value) for name, value in rows[letter].hints.items()}


def lay_anew(tx: Transaction, row: ScanRow, found: Split, anew: Anew, by: str, now: datetime) -> Sequence[NewWork]:
    """Write the cut down; each new letter is classified."""
    for letter in anew.replaced:
        letter.status = "replaced"
    tx.flush()  # of two live letters that begin on one page, the database takes neither
    new = [add_letter(tx, row.id, cut, {**row.hints, **hints}, now, by) for cut, hints in anew.cuts]
    lay_pages(tx, row.id, found, {letter.first_page: letter for letter in new})
    owners = {number: letter for (cut, _), letter in zip(anew.cuts, new, strict=True) for number in cut.pages}
    for letter in anew.replaced:
        letter.replaced_by = owners[letter.first_page].id
        close_items(tx, letter.id, "returned", now)
        change_letter(tx, letter, "replaced", by, now, {"by": letter.replaced_by})
    if row.status == "clearing":
        close_scan_item(tx, row.id, "done", now)
        close_scan(tx, row, "split", now)
    note_event(tx, scan_subject(row.id), "cut", by, now, {"new": len(new), "replaced": len(anew.replaced)})
    return [NewWork("letter", letter.id, "classify", LANE) for letter in new]


def close_cleared(tx: Transaction, scan: int, by: str, now: datetime) -> None:
    """A person is done with a scan that lies in clearing without a letter. Raises AccessError("not_in_clearing")."""
    row = get_scan(tx, scan)
    if row.status != "clearing":
        raise AccessError("not_in_clearing", scan=str(scan))
    row.status = "closed"
    close_scan_item(tx, scan, "done", now)
    note_event(tx, scan_subject(scan), "closed", by, now)
