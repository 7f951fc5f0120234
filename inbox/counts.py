"""How much lies where: counts and oldest age by stage and queue."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from inbox.queues import LIVE
from letters.labels import CLEARING
from store.tables import ItemRow, LetterRow, MarkRow, PageRow, ScanRow, WorkRow


class Pile(BaseModel):
    """What lies in one place: how many, and since when the oldest."""

    model_config = ConfigDict(frozen=True)

    name: str
    count: int
    oldest: datetime | None = None


class Counts(BaseModel):
    """The whole house at a glance. `work` by step, `queues` with clearing first."""

    model_config = ConfigDict(frozen=True)

    scans: dict[str, int]
    letters: dict[str, int]
    pages: int
    work: tuple[Pile, ...]
    queues: tuple[Pile, ...]
    marks: int


def count_house(tx: Session) -> Counts:
    """Count everything."""
    work = tx.execute(
        select(WorkRow.kind, WorkRow.step, func.count(), func.min(WorkRow.due_at)).group_by(WorkRow.kind, WorkRow.step)
    )
    return Counts(
        scans=by_status(tx, ScanRow),
        letters=by_status(tx, LetterRow),
        pages=tx.scalar(select(func.count()).select_from(PageRow).where(PageRow.read.is_not(None))) or 0,
        work=tuple(Pile(name=f"{kind}.{step}", count=count, oldest=oldest) for kind, step, count, oldest in work),
        queues=count_queues(tx),
        marks=tx.scalar(select(func.count()).select_from(MarkRow)) or 0,
    )


def by_status(tx: Session, table: type[ScanRow] | type[LetterRow]) -> dict[str, int]:
    """How many rows have which status."""
    return {status: count for status, count in tx.execute(select(table.status, func.count()).group_by(table.status))}  # noqa: C416


def count_queues(tx: Session) -> tuple[Pile, ...]:
    """The queues that hold something: clearing first, then by name."""
    rows = tx.execute(
        select(ItemRow.queue, func.count(), func.min(ItemRow.created_at))
        .where(ItemRow.state.in_(LIVE))
        .group_by(ItemRow.queue)
    )
    piles = [Pile(name=queue, count=count, oldest=oldest) for queue, count, oldest in rows]
    return tuple(sorted(piles, key=lambda pile: (pile.name != CLEARING, pile.name)))
