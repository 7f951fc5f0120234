"""Letters in the store: every change of one raises its version, drops a mark for the index and is noted as an event."""

from collections.abc import Mapping
from datetime import datetime

from pydantic import BaseModel, TypeAdapter
from sqlalchemy import select
from sqlalchemy.orm import Session

from letters.labels import LetterStatus
from letters.letter import ClassifiedLetter, Cut, ReadLetter, RoutedLetter
from letters.reasons import Reason
from store.events import letter_subject, note_event
from store.scans import as_scan, get_scan, letter_pages, opened_scan
from store.tables import LetterRow, MarkRow, ResultRow

REASONS = TypeAdapter(tuple[Reason, ...])


def add_letter(
    tx: Session, scan: int, cut: Cut, hints: Mapping[str, str], now: datetime, by: str = "splitting"
) -> LetterRow:
    """A letter found in a scan (or cut out of it by a person), waiting to be classified."""
    row = LetterRow(
        scan_id=scan,
        first_page=cut.pages[0],
        page_count=len(cut.pages),
        status="waiting",
        version=0,
        hints={**hints, **cut.hints},
        doubts=REASONS.dump_json(cut.doubts).decode(),
        created_at=now,
    )
    tx.add(row)
    tx.flush()
    change_letter(tx, row, "split", by, now, {"pages": len(cut.pages)})
    return row


def get_letter(tx: Session, letter: int) -> LetterRow | None:
    """The letter's row, held against others until the transaction ends; None where there is none."""
    return tx.execute(select(LetterRow).where(LetterRow.id == letter).with_for_update()).scalar_one_or_none()


def change_letter(
    tx: Session, row: LetterRow, what: str, by: str, now: datetime, data: Mapping[str, str | int | float] | None = None
) -> None:
    """The letter has changed: new version, mark, event. Called once in every transaction that changes a letter."""
    row.version += 1
    mark = tx.get(MarkRow, row.id)
    if mark is None:
        tx.add(MarkRow(letter_id=row.id, version=row.version))
    else:
        mark.version = row.version
    note_event(tx, letter_subject(row.id), what, by, now, data)


def add_result(tx: Session, row: LetterRow, step: str, value: BaseModel, now: datetime) -> None:
    """Keep a step's result under the letter's version-to-be."""
    tx.add(ResultRow(letter_id=row.id, step=step, version=row.version + 1, value=value.model_dump_json(), at=now))


def newest_result(tx: Session, letter: int, step: str) -> str | None:
    """The newest result of the step, as JSON."""
    return tx.scalar(
        select(ResultRow.value)
        .where(ResultRow.letter_id == letter, ResultRow.step == step)
        .order_by(ResultRow.version.desc())
        .limit(1)
    )


def letter_meaning(tx: Session, letter: int) -> ClassifiedLetter | None:
    """What classifying last said of the letter."""
    value = newest_result(tx, letter, "classify")
    return ClassifiedLetter.model_validate_json(value) if value else None


def letter_route(tx: Session, letter: int) -> RoutedLetter | None:
    """What routing last said of the letter."""
    value = newest_result(tx, letter, "route")
    return RoutedLetter.model_validate_json(value) if value else None


def read_letter(tx: Session, row: LetterRow) -> ReadLetter:
    """The letter as classifying needs it."""
    scan_row = get_scan(tx, row.scan_id)
    scan, opened = as_scan(scan_row), opened_scan(scan_row)
    pages = tuple(letter_pages(tx, row.id))
    doubts = (*opened.doubts, *REASONS.validate_json(row.doubts), *(doubt for page in pages for doubt in page.doubts))
    return ReadLetter(
        source_name=scan.name,
        received_at=scan.received_at,
        received_on=scan.received_on,
        channel=scan.channel,
        pages=pages,
        parts=opened.parts,
        hints={key: str(value) for key, value in row.hints.items()},
        data=opened.data,
        doubts=doubts,
    )


def keep_meaning(tx: Session, row: LetterRow, meaning: ClassifiedLetter, now: datetime) -> None:
    """Write down what the letter says."""
    row.topic, row.sender_type = meaning.topic.label, meaning.sender_type.label
    row.sender_name, row.language, row.sealed = meaning.sender.name, meaning.language, meaning.sealed
    row.letter_date = meaning.date.value if meaning.date else None
    row.deadline = meaning.deadline.value if meaning.deadline else None
    add_result(tx, row, "classify", meaning, now)
    sure = {"topic_sure": round(meaning.topic.sure, 4), "sender_type_sure": round(meaning.sender_type.sure, 4)}
    change_letter(tx, row, "classified", meaning.topic.by, now, {"topic": row.topic, **sure})


def keep_route(tx: Session, row: LetterRow, route: RoutedLetter, now: datetime) -> None:
    """Write down where the letter goes."""
    row.department, row.routed_at = route.department, now
    status: LetterStatus = "clearing" if route.needs_review else "queued"
    row.status = status
    add_result(tx, row, "route", route, now)
    data = {"queue": route.queue, "department": route.department}
    change_letter(tx, row, "routed", "routing", now, data)
