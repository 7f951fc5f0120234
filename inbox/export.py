"""Export: one record a letter, complete, in the order of arrival."""

from collections.abc import Iterator
from typing import Any

from letters.facts import Sender
from letters.letter import ClassifiedLetter, RoutedLetter, joined_text
from letters.reasons import Language, Reason
from store.database import Database, Transaction
from store.items import live_item, waiting_scans
from store.letters import letter_meaning, letter_route
from store.marks import letters_after
from store.scans import get_scan, letter_pages, scans_of_status
from store.tables import ItemRow, LetterRow, ScanRow

PORTION = 100
FIELDS = (
    *("id", "source_name", "page_count", "status", "queue", "text", "language", "sender", "sender_type"),
    *("sender_type_confidence", "topic", "topic_confidence", "department", "needs_review", "review_reason", "date"),
    *(
        "deadline",
        "references",
        "urgent",
        "sentiment",
        "priority",
        "received_at",
        "received_on",
        "routed_at",
        "reasons",
    ),
)
"""What is exported of a letter."""
SENDER_FIELDS = ("name", "lines", "email", "phone", "iban", "vat_id")


def export_letters(database: Database, language: Language) -> Iterator[dict[str, Any]]:
    """Every letter as a record; replaced ones are left out, their successors are in.

    Last come the scans that lie in clearing because they have no letter: records of the same form, without an id.
    """
    last = 0
    while True:
        with database.reading() as tx:
            ids = letters_after(tx, last, PORTION)
            records = [record for letter in ids if (record := letter_record(tx, letter, language))]
        if not ids:
            break
        yield from records
        last = ids[-1]
    with database.reading() as tx:
        waiting = [waiting_record(tx, item, language) for item in waiting_scans(tx)]
    yield from waiting


def export_scans(database: Database, language: Language) -> Iterator[dict[str, Any]]:
    """The scans that became no letter: refused ones, duplicates, those that a person closed."""
    with database.reading() as tx:
        rows = scans_of_status(tx, ("refused", "closed", "duplicate"))
    for row in rows:
        reason = Reason.model_validate_json(row.reason) if row.reason else None
        yield {
            "scan": row.id,
            "source_name": row.name,
            "status": row.status,
            "reason": told(reason, language) if reason else None,
            "duplicate_of": row.duplicate_of,
            **came(row),
        }


def letter_record(tx: Transaction, letter: int, language: Language) -> dict[str, Any] | None:
    """One letter with everything known of it; None where it is gone or replaced."""
    row = tx.get(LetterRow, letter)
    if row is None or row.status == "replaced":
        return None
    scan, item = get_scan(tx, row.scan_id), live_item(tx, letter)
    meaning, route = letter_meaning(tx, letter), letter_route(tx, letter)
    return in_order(
        {
            "id": row.id,
            "source_name": scan.name,
            "page_count": row.page_count,
            "status": row.status,
            "queue": item.queue if item else None,
            "text": joined_text(letter_pages(tx, letter)),
            **said(row, meaning),
            **laid(row, route, language),
            "needs_review": row.status == "clearing",
            "review_reason": review_reason(item, language) if row.status == "clearing" else None,
            **came(scan),
            "routed_at": row.routed_at.isoformat() if row.routed_at else None,
        }
    )


def waiting_record(tx: Transaction, item: ItemRow, language: Language) -> dict[str, Any]:
    """A scan that has no letter: it lies in clearing, and nothing is known of what it says."""
    assert item.scan_id is not None, "a scan waits"
    scan, nothing = get_scan(tx, item.scan_id), LetterRow()
    record = in_order(
        {
            "id": None,
            "source_name": scan.name,
            "page_count": scan.page_count or 0,
            "status": "clearing",
            "queue": item.queue,
            "text": "",
            **said(nothing, None),
            **laid(nothing, None, language),
            "needs_review": True,
            "review_reason": review_reason(item, language),
            **came(scan),
            "routed_at": None,
        }
    )
    return {**record, "scan": scan.id}


def in_order(record: dict[str, Any]) -> dict[str, Any]:
    """The record's fields as they are always written: all of them, and in one order."""
    return {field: record[field] for field in FIELDS}


def review_reason(item: ItemRow | None, language: Language) -> dict[str, str] | None:
    """Why a person must look at it."""
    return told(Reason.model_validate_json(item.reason), language) if item and item.reason else None


def came(scan: ScanRow) -> dict[str, str]:
    """When the post came, and when it was taken in."""
    return {"received_at": scan.received_at.isoformat(), "received_on": scan.received_on.isoformat()}


def said(row: LetterRow, meaning: ClassifiedLetter | None) -> dict[str, Any]:
    """What the letter says; what a person corrected counts before what was classified."""
    found = meaning.sender if meaning else Sender()
    sender = found.model_dump(mode="json", include=set(SENDER_FIELDS))
    return {
        "language": row.language,
        "sender": {**sender, "type": row.sender_type},
        "sender_type": row.sender_type,
        "sender_type_confidence": meaning.sender_type.sure if meaning else None,
        "topic": row.topic,
        "topic_confidence": meaning.topic.sure if meaning else None,
        "date": row.letter_date.isoformat() if row.letter_date else None,
        "deadline": row.deadline.isoformat() if row.deadline else None,
        "references": {reference.label: reference.value for reference in meaning.references} if meaning else {},
        "urgent": meaning.urgency.urgent if meaning else False,
        "sentiment": meaning.sentiment if meaning else None,
    }


def laid(row: LetterRow, route: RoutedLetter | None, language: Language) -> dict[str, Any]:
    """Where the letter was laid, and why."""
    return {
        "department": row.department,
        "priority": route.priority if route else None,
        "reasons": [told(reason, language) for reason in route.reasons] if route else [],
    }


def told(reason: Reason, language: Language) -> dict[str, str]:
    """A reason with its text."""
    return {"code": reason.code, "text": reason.in_language(language)}
