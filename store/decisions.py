"""What people decided: confirmed or corrected, kept so that classifying can learn from it."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from store.tables import CorrectionRow, LessonRow, LetterRow


def add_decision(tx: Session, row: LetterRow, field: str, new: str, by: str, now: datetime) -> None:
    """Keep what a person said of one field of a letter."""
    tx.add(CorrectionRow(letter_id=row.id, field=field, old=getattr(row, field), new=new, by=by, at=now))


def newest_decision(tx: Session) -> int:
    """The newest decision's number; 0 before the first."""
    return tx.scalar(select(func.max(CorrectionRow.id))) or 0


def decided_letters(tx: Session, since: int, most: int) -> dict[int, tuple[str, str]]:
    """The letters decided after the decision of this number with what is right for them: topic and sender type.

    At most the newest `most`, the newest last. Not among them: sealed letters, those never understood, those cut anew.
    """
    last = func.max(CorrectionRow.id)
    query = (
        select(LetterRow.id, LetterRow.topic, LetterRow.sender_type)
        .join(CorrectionRow, CorrectionRow.letter_id == LetterRow.id)
        .where(LetterRow.sealed.is_(False), LetterRow.topic.is_not(None), LetterRow.sender_type.is_not(None))
        .where(LetterRow.status != "replaced")
        .group_by(LetterRow.id, LetterRow.topic, LetterRow.sender_type)
        .having(last > since)
    )
    rows = tx.execute(query.order_by(last.desc()).limit(most)).all()
    return {letter: (topic or "", sender_type or "") for letter, topic, sender_type in reversed(rows)}


def count_decisions(tx: Session, since: int) -> int:
    """How many decisions there are after the one of this number."""
    return tx.scalar(select(func.count()).where(CorrectionRow.id > since)) or 0


def said_of(tx: Session, field: str) -> list[tuple[datetime, str | None, str]]:
    """What people said of a field, in order: when, what had been suggested, and what they chose."""
    query = select(CorrectionRow.at, CorrectionRow.old, CorrectionRow.new).where(CorrectionRow.field == field)
    return [(at, old, new) for at, old, new in tx.execute(query.order_by(CorrectionRow.id))]


def kept_lessons(tx: Session, lexicon: str, letters: Collection[int]) -> dict[int, bytes]:
    """Of these letters the vectors that are kept for a lexicon, by letter."""
    query = select(LessonRow.letter_id, LessonRow.vector).where(LessonRow.lexicon == lexicon)
    rows = tx.execute(query.where(LessonRow.letter_id.in_(letters)))
    return {row.letter_id: row.vector for row in rows}


def keep_lesson(tx: Session, letter: int, lexicon: str, vector: bytes) -> None:
    """Keep a decided letter's vector."""
    tx.merge(LessonRow(letter_id=letter, lexicon=lexicon, vector=vector))
