"""How many rows stand where."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from store.tables import LetterRow, PageRow, ScanRow, WorkRow


class StepCount(NamedTuple):
    """The work of one step: how much, and when the scan of the oldest was received."""

    kind: str
    step: str
    size: int
    oldest: datetime | None


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
    page_scan = select(PageRow.scan_id).where(PageRow.id == WorkRow.subject).scalar_subquery()
    letter_scan = select(LetterRow.scan_id).where(LetterRow.id == WorkRow.subject).scalar_subquery()
    scan = case((WorkRow.kind == "scan", WorkRow.subject), (WorkRow.kind == "page", page_scan), else_=letter_scan)
    query = select(WorkRow.kind, WorkRow.step, func.count(), func.min(ScanRow.received_at))
    of_scan = query.join(ScanRow, ScanRow.id == scan, isouter=True).group_by(WorkRow.kind, WorkRow.step)
    return [StepCount(*row) for row in tx.execute(of_scan)]
