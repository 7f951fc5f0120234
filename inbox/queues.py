"""Queues: where letters lie until somebody has answered them. A letter lies in one queue at a time."""

from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from letters.labels import CLEARING, ItemState
from letters.reasons import Reason
from store.tables import ItemRow, LetterRow

LIVE: tuple[ItemState, ...] = ("open", "taken")
SCAN_PRIORITY = 1


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


def live_item(tx: Session, letter: int) -> ItemRow | None:
    """Where the letter lies."""
    return tx.scalar(select(ItemRow).where(ItemRow.letter_id == letter, ItemRow.state.in_(LIVE)))
