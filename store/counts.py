"""How many rows stand where."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from store.tables import LetterRow, PageRow, ScanRow, WorkRow


class StepCount(NamedTuple):
    """The work of one step: how much, and since when the oldest is due."""

    kind: str
    step: str
    size: int
    oldest: datetime


def scans_by_status(tx: Session) -> dict[str, int]:
    """How many scans have which status."""
    rows = tx.execute(select(ScanRow.status, func.count()).group_by(ScanRow.status))
    return {status: count for status, count in rows}  # noqa: C416 (rows are not pairs to the type checker)


def letters_by_status(tx: Session) -> dict[str, int]:
    """How many letters have which status."""
    rows = tx.execute(select(LetterRow.status, func.count()).group_by(LetterRow.status))
    return {status: count for status, count in rows}  # noqa: C416


def count_read_pages(tx: Session) -> int:
    """How many pages are read."""
    return tx.scalar(select(func.count()).select_from(PageRow).where(PageRow.read.is_not(None))) or 0


def work_by_step(tx: Session) -> list[StepCount]:
    """The work there is, by step."""
    query = select(WorkRow.kind, WorkRow.step, func.count(), func.min(WorkRow.due_at))
    return [StepCount(*row) for row in tx.execute(query.group_by(WorkRow.kind, WorkRow.step))]
