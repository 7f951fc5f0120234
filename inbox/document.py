"""What the index is told of a letter."""

from letters.finding import SearchDocument
from store.database import Transaction
from store.items import live_item
from store.letters import letter_meaning
from store.scans import get_scan, letter_pages
from store.tables import LetterRow


def search_document(tx: Transaction, letter: int) -> SearchDocument | None:
    """The letter as the index holds it; None where it is gone or replaced. A sealed letter has no text to index, and
    one that is not classified yet may be sealed: until then it is found by its day and state alone."""
    row = tx.get(LetterRow, letter)
    if row is None or row.status == "replaced":
        return None
    scan, meaning, item = get_scan(tx, row.scan_id), letter_meaning(tx, letter), live_item(tx, letter)
    unknown = meaning is None and row.status == "waiting"
    pages = [] if unknown else letter_pages(tx, letter)
    return SearchDocument(
        id=row.id,
        version=row.version,
        status=row.status,
        queue=item.queue if item else None,
        source_name="" if row.sealed or unknown else scan.name,
        received_at=scan.received_at,
        received_on=scan.received_on,
        pages=tuple(page.text for page in pages),
        subject=pages[0].zone_text("subject") or None if pages else None,
        sender_name=row.sender_name,
        sender_type=row.sender_type,
        topic=row.topic,
        department=row.department,
        language=row.language,
        date=row.letter_date,
        deadline=row.deadline,
        references=tuple(reference.value for reference in meaning.references) if meaning else (),
        iban=meaning.sender.iban if meaning else None,
    )
