"""Export: one record a letter, complete, in the order of arrival."""

from collections.abc import Iterator
from typing import Any

from letters.letter import ClassifiedLetter, RoutedLetter, joined_text
from letters.reasons import Language, Reason
from store.database import Database, Transaction
from store.items import live_item
from store.letters import letter_meaning, letter_route
from store.marks import letters_after
from store.scans import get_scan, letter_pages, scans_of_status
from store.tables import LetterRow

PORTION = 100


def export_letters(database: Database, language: Language) -> Iterator[dict[str, Any]]:
    """Every letter as a record; replaced ones are left out, their successors are in."""
    last = 0
    while True:
        with database.reading() as tx:
            ids = letters_after(tx, last, PORTION)
            records = [record for letter in ids if (record := letter_record(tx, letter, language))]
        if not ids:
            return
        yield from records
        last = ids[-1]


def export_scans(database: Database, language: Language) -> Iterator[dict[str, Any]]:
    """The scans that became no letter: refused ones, those that lie or lay in clearing, and duplicates."""
    with database.reading() as tx:
        rows = scans_of_status(tx, ("refused", "clearing", "closed", "duplicate"))
    for row in rows:
        reason = Reason.model_validate_json(row.reason) if row.reason else None
        yield {
            "scan": row.id,
            "source_name": row.name,
            "status": row.status,
            "reason": told(reason, language) if reason else None,
            "duplicate_of": row.duplicate_of,
            "received_at": row.received_at.isoformat(),
            "received_on": row.received_on.isoformat(),
        }


def letter_record(tx: Transaction, letter: int, language: Language) -> dict[str, Any] | None:
    """One letter with everything known of it; None where it is gone or replaced."""
    row = tx.get(LetterRow, letter)
    if row is None or row.status == "replaced":
        return None
    scan, item = get_scan(tx, row.scan_id), live_item(tx, letter)
    meaning, route = letter_meaning(tx, letter), letter_route(tx, letter)
    reason = Reason.model_validate_json(item.reason) if item and item.reason else None
    return {
        "id": row.id,
        "source_name": scan.name,
        "page_count": row.page_count,
        "status": row.status,
        "queue": item.queue if item else None,
        "text": joined_text(letter_pages(tx, letter)),
        **said(row, meaning),
        **laid(row, route, language),
        "needs_review": row.status == "clearing",
        "review_reason": told(reason, language) if reason and row.status == "clearing" else None,
        "received_at": scan.received_at.isoformat(),
        "received_on": scan.received_on.isoformat(),
        "routed_at": row.routed_at.isoformat() if row.routed_at else None,
    }


def said(row: LetterRow, meaning: ClassifiedLetter | None) -> dict[str, Any]:
    """What the letter says; what a person corrected counts before what was classified."""
    sender = (
        meaning.sender.model_dump(mode="json", include={"name", "lines", "email", "phone", "iban", "vat_id"})
        if meaning
        else {}
    )
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
