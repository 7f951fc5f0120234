"""What people decided: confirmed or corrected, kept so that classifying can learn from it."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from store.tables import CorrectionRow, LetterRow


def add_decision(tx: Session, row: LetterRow, field: str, new: str, by: str, now: datetime) -> None:
    """Keep what a person said of one field of a letter."""
    tx.add(CorrectionRow(letter_id=row.id, field=field, old=getattr(row, field), new=new, by=by, at=now))


def newest_decision(tx: Session) -> int:
    """The newest decision's number; 0 before the first."""
    return tx.scalar(select(func.max(CorrectionRow.id))) or 0


def decided_letters(tx: Session, since: int) -> list[int]:
    """The letters decided after the decision of this number, in order; of one cut anew the pages are elsewhere."""
    query = select(CorrectionRow.letter_id).join(LetterRow, LetterRow.id == CorrectionRow.letter_id)
    query = query.where(CorrectionRow.id > since, LetterRow.status != "replaced").distinct()
    return list(tx.scalars(query.order_by(CorrectionRow.letter_id)))
