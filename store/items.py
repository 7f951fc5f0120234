"""Queue items: where letters lie until somebody has answered them. A letter lies in one queue at a time."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, case, func, select, update
from sqlalchemy.orm import Session

from letters.labels import CLEARING, ItemState
from letters.reasons import Reason
from store.tables import ItemRow, LetterRow

LIVE: tuple[ItemState, ...] = ("open", "taken")
SCAN_PRIORITY = 1
URGENT_PRIORITY = 0


def put_letter(
    tx: Session, letter: LetterRow, queue: str, priority: int, due: date | None, reason: Reason | None, now: datetime
) -> ItemRow:
    """Lay the letter into a queue; where it lay before, it is forwarded."""
    close_items(tx, letter.id, "forwarded", now)
    item = ItemRow(
        queue=queue,
        letter_id=letter.id,
        state="open",
        priority=priority,
        due=due,
        reason=reason.model_dump_json() if reason else None,
        created_at=now,
    )
    tx.add(item)
    tx.flush()
    return item


def put_scan(tx: Session, scan: int, reason: Reason, now: datetime) -> None:
    """Lay a scan that has no letter into clearing."""
    tx.add(
        ItemRow(
            queue=CLEARING,
            scan_id=scan,
            state="open",
            priority=SCAN_PRIORITY,
            reason=reason.model_dump_json(),
            created_at=now,
        )
    )
    tx.flush()


def close_items(tx: Session, letter: int, state: ItemState, now: datetime) -> None:
    """The letter's live item, if it has one, comes to its end."""
    where = (ItemRow.letter_id == letter, ItemRow.state.in_(LIVE))
    tx.execute(update(ItemRow).where(*where).values(state=state, closed_at=now))


def waiting_scans(tx: Session) -> Sequence[ItemRow]:
    """Every scan that lies in clearing because it has no letter, in the order of arrival."""
    where = (ItemRow.scan_id.is_not(None), ItemRow.state.in_(LIVE))
    return tx.scalars(select(ItemRow).where(*where).order_by(ItemRow.scan_id)).all()


def close_scan_item(tx: Session, scan: int, state: ItemState, now: datetime) -> None:
    """The live item of a scan without letter, if it has one, comes to its end."""
    where = (ItemRow.scan_id == scan, ItemRow.letter_id.is_(None), ItemRow.state.in_(LIVE))
    tx.execute(update(ItemRow).where(*where).values(state=state, closed_at=now))


def live_item(tx: Session, letter: int) -> ItemRow | None:
    """Where the letter lies."""
    return tx.scalar(select(ItemRow).where(ItemRow.letter_id == letter, ItemRow.state.in_(LIVE)))


class QueueCount(NamedTuple):
    """A queue that holds something: how many items, since when the oldest, how many urgent or past their day."""

    name: str
    size: int
    oldest: datetime
    urgent: int
    overdue: int


def count_queues(tx: Session, today: date) -> list[QueueCount]:
    """The queues that hold something."""
    urgent = func.sum(case((ItemRow.priority == URGENT_PRIORITY, 1), else_=0))
    overdue = func.sum(case((ItemRow.due < today, 1), else_=0))
    oldest = func.min(ItemRow.created_at)
    query = select(ItemRow.queue, func.count(), oldest, urgent, overdue)
    return [QueueCount(*row) for row in tx.execute(query.where(ItemRow.state.in_(LIVE)).group_by(ItemRow.queue))]


def in_order(query: Select[Any], queue: str) -> Select[Any]:
    """The live items of a queue in the order of work: by priority, then due day, then the oldest first."""
    return query.where(ItemRow.queue == queue, ItemRow.state.in_(LIVE)).order_by(
        ItemRow.priority, ItemRow.due.is_(None), ItemRow.due, ItemRow.created_at, ItemRow.id
    )


def queue_portion(tx: Session, queue: str, offset: int, limit: int) -> Sequence[ItemRow]:
    """Some items of a queue in the order of work."""
    return tx.scalars(in_order(select(ItemRow), queue).offset(offset).limit(limit)).all()


def queue_length(tx: Session, queue: str) -> int:
    """How many live items a queue has."""
    where = (ItemRow.queue == queue, ItemRow.state.in_(LIVE))
    return tx.scalar(select(func.count()).select_from(ItemRow).where(*where)) or 0


def letters_in_order(tx: Session, queue: str) -> list[int]:
    """The letters of a queue in the order of work."""
    return [each for each in tx.scalars(in_order(select(ItemRow.letter_id), queue)) if each is not None]
