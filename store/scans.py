"""Scans and their pages: what came in, and what became of every page of it."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import delete, exists, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from letters.labels import ScanStatus
from letters.letter import PageRef, Split
from letters.page import ReadPage
from letters.reasons import Reason
from letters.scan import PASSES, TWO_PASSES, OpenedScan, Scan
from store.events import note_event, scan_subject
from store.tables import LetterRow, PageRow, ScanRow

UNDER_WAY: tuple[ScanStatus, ...] = ("waiting", "reading")
PLACED: tuple[ScanStatus, ...] = ("split", "clearing", "closed")
"""A scan that has come so far has a place for every page, if it has pages."""


class PagePlace(NamedTuple):
    """Where a page of a scan lies: its role (None until splitting has said) and the letter that it is in."""

    number: int
    role: str | None
    letter: int | None


class PageAccount(NamedTuple):
    """What became of a scan's pages: `pages` = `kept` + `separators` + `blanks` once the scan is split."""

    scan: int
    pages: int
    kept: int
    separators: int
    blanks: int

    @property
    def balanced(self) -> bool:
        """Whether no page is missing and none is counted twice."""
        return self.pages == self.kept + self.separators + self.blanks


def get_scan(tx: Session, scan: int) -> ScanRow:
    """The scan's row; raises sqlalchemy's NoResultFound where there is none."""
    return tx.execute(select(ScanRow).where(ScanRow.id == scan)).scalar_one()


def as_scan(row: ScanRow) -> Scan:
    """The row as the trade's word."""
    return Scan.model_validate(row, from_attributes=True)


def stored_sha256(row: ScanRow) -> str:
    """The SHA-256 of the stored bytes of a scan on its way."""
    assert row.sha256 is not None, "a scan on its way has stored bytes"
    return row.sha256


def scanned_twice(row: ScanRow) -> bool:
    """Whether the scan's stack went through the scanner in two passes, fronts and then backs."""
    return row.hints.get(PASSES) == TWO_PASSES[PASSES]


def page_source(row: ScanRow) -> tuple[str, str]:
    """What the scan's pages are made from: the SHA-256 and kind of its rendition, where it has one, or its own."""
    return (row.rendition, "pdf") if row.rendition else (stored_sha256(row), row.kind or "")


def open_pages(tx: Session, row: ScanRow, opened: OpenedScan, rendition: str | None, now: datetime) -> list[PageRow]:
    """The scan's kind and page count are known: make a row for every page. Those of an earlier try are read anew."""
    row.status, row.kind, row.page_count, row.rendition = "reading", opened.kind, opened.page_count, rendition
    row.opened, row.reason = opened.model_dump_json(exclude={"rendition"}), None
    tx.execute(delete(PageRow).where(PageRow.scan_id == row.id, PageRow.role.is_(None)))
    pages = [PageRow(scan_id=row.id, number=number) for number in range(opened.page_count)]
    tx.add_all(pages)
    tx.flush()
    note_event(tx, scan_subject(row.id), "opened", "reading", now, {"kind": opened.kind, "pages": opened.page_count})
    return pages


def close_scan(tx: Session, row: ScanRow, status: ScanStatus, now: datetime, reason: Reason | None = None) -> None:
    """The scan has come to its end: split, refused or a duplicate."""
    row.status = status
    row.reason = reason.model_dump_json() if reason else None
    row.settled = status != "refused"
    note_event(tx, scan_subject(row.id), status, "posteingang", now, {"code": reason.code} if reason else None)


def unsettled_scans(tx: Session) -> list[ScanRow]:
    """The scans whose arrived file does not lie where it belongs."""
    return list(tx.scalars(select(ScanRow).where(ScanRow.settled.is_(False)).order_by(ScanRow.id)))


def find_scan(tx: Session, key: str) -> ScanRow | None:
    """The scan of an arrival."""
    return tx.execute(select(ScanRow).where(ScanRow.arrival_key == key)).scalar_one_or_none()


def standing_scan(tx: Session, sha256: str) -> int | None:
    """The first scan of this content that is under way or became a letter."""
    became_letter = exists().where(LetterRow.scan_id == ScanRow.id)
    stands = ScanRow.status.in_(UNDER_WAY) | ((ScanRow.status == "split") & became_letter)
    return tx.scalar(select(func.min(ScanRow.id)).where(ScanRow.sha256 == sha256, stands))


def insert_scan(tx: Session, row: ScanRow, now: datetime) -> tuple[ScanRow, bool]:
    """The row of the arrival, and whether it is new: another process may have been faster."""
    try:
        with tx.begin_nested():
            tx.add(row)
    except IntegrityError:
        return tx.execute(select(ScanRow).where(ScanRow.arrival_key == row.arrival_key)).scalar_one(), False
    data = {"sha256": row.sha256, "size": row.size}
    note_event(tx, scan_subject(row.id), row.status, row.channel, now, data)
    return row, True


def scans_of_status(tx: Session, statuses: Sequence[ScanStatus]) -> list[ScanRow]:
    """The scans of these statuses, in the order of arrival."""
    return list(tx.scalars(select(ScanRow).where(ScanRow.status.in_(statuses)).order_by(ScanRow.id)))


def newest_refused(tx: Session, offset: int, limit: int) -> list[ScanRow]:
    """Some refused scans, the newest first."""
    query = select(ScanRow).where(ScanRow.status == "refused").order_by(ScanRow.id.desc())
    return list(tx.scalars(query.offset(offset).limit(limit)))


def letters_of_scan(tx: Session, scan: int) -> dict[int, int]:
    """The scan's letters, by the number of their first page."""
    query = select(LetterRow.first_page, LetterRow.id).where(LetterRow.scan_id == scan, LetterRow.status != "replaced")
    return {first: letter for first, letter in tx.execute(query.order_by(LetterRow.first_page))}  # noqa: C416


def live_letters(tx: Session, scan: int) -> list[LetterRow]:
    """The scan's letters that were not replaced, in order."""
    query = select(LetterRow).where(LetterRow.scan_id == scan, LetterRow.status != "replaced")
    return list(tx.scalars(query.order_by(LetterRow.first_page)))


def page_refs(tx: Session, letter: int) -> list[PageRef]:
    """The pages of a letter, in order."""
    query = select(PageRow.scan_id, PageRow.number).where(PageRow.letter_id == letter)
    return [PageRef(*row) for row in tx.execute(query.order_by(PageRow.scan_id, PageRow.number))]


def opened_scan(row: ScanRow) -> OpenedScan:
    """What opening found out about the scan."""
    assert row.opened is not None, "the scan is not opened"
    return OpenedScan.model_validate_json(row.opened)


def get_page(tx: Session, page: int) -> PageRow:
    """The page's row."""
    return tx.execute(select(PageRow).where(PageRow.id == page)).scalar_one()


def signs_so_far(tx: Session, scan: int) -> list[str]:
    """The signs (JSON) of the pages read so far, from the first up to the first that is not read."""
    signs: list[str] = []
    rows = tx.execute(select(PageRow.number, PageRow.signs).where(PageRow.scan_id == scan).order_by(PageRow.number))
    for number, seen in rows:
        if seen is None or number != len(signs):
            break
        signs.append(seen)
    return signs


def unplaced_pages(tx: Session, scan: int) -> tuple[int, ...] | None:
    """The pages that have no place yet; None while one of the scan's pages is not read."""
    rows = tx.execute(select(PageRow.number, PageRow.read, PageRow.role).where(PageRow.scan_id == scan)).all()
    if any(read is None for _, read, _ in rows):
        return None
    return tuple(sorted(number for number, _, role in rows if role is None))


def page_places(tx: Session, scan: int) -> list[PagePlace]:
    """Where each page of the scan lies, in order."""
    query = select(PageRow.number, PageRow.role, PageRow.letter_id).where(PageRow.scan_id == scan)
    return [PagePlace(*row) for row in tx.execute(query.order_by(PageRow.number))]


def lay_pages(tx: Session, scan: int, split: Split, letters: dict[int, LetterRow]) -> None:
    """Write down what became of the pages; `letters` by the number of their first page."""
    for role, numbers in (("separator", split.separators), ("blank", split.blanks)):
        lay(tx, scan, numbers, role, None)
    for cut in split.cuts:
        if cut.pages[0] in letters:
            lay(tx, scan, cut.pages, "letter", letters[cut.pages[0]].id)


def lay(tx: Session, scan: int, numbers: Sequence[int], role: str, letter: int | None) -> None:
    """Give these pages their role."""
    if numbers:
        where = (PageRow.scan_id == scan, PageRow.number.in_(numbers))
        tx.execute(update(PageRow).where(*where).values(role=role, letter_id=letter))


def letter_pages(tx: Session, letter: int) -> list[ReadPage]:
    """A letter's pages in order."""
    rows = tx.scalars(select(PageRow.read).where(PageRow.letter_id == letter).order_by(PageRow.scan_id, PageRow.number))
    return [ReadPage.model_validate_json(read) for read in rows if read is not None]


def first_page(tx: Session, letter: int) -> ReadPage | None:
    """A letter's first page; None where it has none."""
    read = tx.scalar(
        select(PageRow.read).where(PageRow.letter_id == letter).order_by(PageRow.scan_id, PageRow.number).limit(1)
    )
    return ReadPage.model_validate_json(read) if read else None


def numbered_page(tx: Session, scan: int, number: int) -> ReadPage | None:
    """The page of this number (from 0) as it was read; None where the scan has none, or it is not read yet."""
    read = tx.scalar(select(PageRow.read).where(PageRow.scan_id == scan, PageRow.number == number))
    return ReadPage.model_validate_json(read) if read else None


def drop_text(tx: Session, letter: int) -> None:
    """Forget what a sealed letter's pages say: words, text, zones and marks go, measures and doubts stay.

    So does what its file says of itself (a mail's subject and sender).
    """
    for row in tx.scalars(select(PageRow).where(PageRow.letter_id == letter)):
        if row.read is not None:
            page = ReadPage.model_validate_json(row.read)
            row.read = page.model_copy(update={"words": (), "text": "", "zones": (), "marks": ()}).model_dump_json()
        scan = get_scan(tx, row.scan_id)
        scan.opened = opened_scan(scan).model_copy(update={"data": {}}).model_dump_json(exclude={"rendition"})


def page_accounts(tx: Session) -> list[PageAccount]:
    """The account of every scan whose pages have their places."""

    def count(role: str) -> object:
        return func.count().filter(PageRow.role == role)

    rows = tx.execute(
        select(ScanRow.id, ScanRow.page_count, count("letter"), count("separator"), count("blank"))  # type: ignore[call-overload]
        .outerjoin(PageRow, PageRow.scan_id == ScanRow.id)
        .where(ScanRow.status.in_(PLACED), ScanRow.page_count.is_not(None))
        .group_by(ScanRow.id, ScanRow.page_count)
    )
    return [PageAccount(*row) for row in rows]
