"""Marks: the letters whose newest version the index does not hold yet."""

from collections.abc import Iterable

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from store.tables import LetterRow, MarkRow


def take_marks(tx: Session, limit: int) -> dict[int, int]:
    """Up to `limit` marked letters with the version that is marked."""
    rows = tx.execute(select(MarkRow.letter_id, MarkRow.version).order_by(MarkRow.letter_id).limit(limit))
    return {letter: version for letter, version in rows}  # noqa: C416 (rows are not pairs to the type checker)


def drop_marks(tx: Session, indexed: Iterable[tuple[int, int]]) -> None:
    """Forget marks whose version is the one indexed; a newer one stays."""
    for letter, version in indexed:
        tx.execute(delete(MarkRow).where(MarkRow.letter_id == letter, MarkRow.version == version))


def count_marks(tx: Session) -> int:
    """How many letters the index has yet to take in."""
    return tx.scalar(select(func.count()).select_from(MarkRow)) or 0


def count_indexed(tx: Session) -> int:
    """How many letters the index holds, if it is whole: all but the replaced and the marked ones."""
    indexed = LetterRow.id.not_in(select(MarkRow.letter_id))
    return tx.scalar(select(func.count()).select_from(LetterRow).where(LetterRow.status != "replaced", indexed)) or 0


def letters_after(tx: Session, letter: int, limit: int) -> list[int]:
    """The next letters' ids in order, for a rebuild in portions."""
    return list(tx.scalars(select(LetterRow.id).where(LetterRow.id > letter).order_by(LetterRow.id).limit(limit)))
