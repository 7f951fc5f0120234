"""The lines of queues and of lists of finds."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session

from inbox.queues import LIVE, live_item
from inbox.views import ItemList, ItemView, Neighbours, QueueView
from letters.reasons import Reason
from store.letters import letter_meaning, letter_route
from store.scans import first_page, get_scan
from store.tables import ItemRow, LetterRow, ScanRow

URGENT_PRIORITY = 0
NORMAL_PRIORITY = 2
UNDER_WAY = ("waiting", "reading")


def queue_views(tx: Session, queues: Sequence[str], today: date) -> tuple[QueueView, ...]:
    """The queues in the order given, empty ones too."""
    urgent = func.sum(case((ItemRow.priority == URGENT_PRIORITY, 1), else_=0))
    overdue = func.sum(case((ItemRow.due < today, 1), else_=0))
    rows = tx.execute(
        select(ItemRow.queue, func.count(), func.min(ItemRow.created_at), urgent, overdue)
        .where(ItemRow.state.in_(LIVE))
        .group_by(ItemRow.queue)
    )
    views = {
        name: QueueView(name=name, count=count, oldest=oldest, urgent=urgent, overdue=overdue)
        for name, count, oldest, urgent, overdue in rows
    }
    return tuple(views.get(queue, QueueView(name=queue)) for queue in queues)


def count_under_way(tx: Session) -> int:
    """Scans and letters that do not lie in a queue yet."""
    scans = tx.scalar(select(func.count()).select_from(ScanRow).where(ScanRow.status.in_(UNDER_WAY))) or 0
    letters = tx.scalar(select(func.count()).select_from(LetterRow).where(LetterRow.status.in_(UNDER_WAY))) or 0
    return scans + letters


def count_refused(tx: Session) -> int:
    """How many scans are refused."""
    return tx.scalar(select(func.count()).select_from(ScanRow).where(ScanRow.status == "refused")) or 0


def in_order(query: Select[Any], queue: str) -> Select[Any]:
    """The live items of a queue in the order of work: by priority, then due day, then the oldest first."""
    return query.where(ItemRow.queue == queue, ItemRow.state.in_(LIVE)).order_by(
        ItemRow.priority, ItemRow.due.is_(None), ItemRow.due, ItemRow.created_at, ItemRow.id
    )


def list_items(tx: Session, queue: str, offset: int, limit: int) -> ItemList:
    """A portion of a queue."""
    where = (ItemRow.queue == queue, ItemRow.state.in_(LIVE))
    total = tx.scalar(select(func.count()).select_from(ItemRow).where(*where)) or 0
    rows = tx.scalars(in_order(select(ItemRow), queue).offset(offset).limit(limit)).all()
    return ItemList(items=tuple(queue_item(tx, row) for row in rows), total=total, offset=offset)


def queue_item(tx: Session, item: ItemRow) -> ItemView:
    """The line of a queue item: a letter's, or that of a scan without letter."""
    if item.letter_id is not None:
        row = tx.get(LetterRow, item.letter_id)
        assert row is not None, "an item's letter is there (foreign key)"
        return item_view(tx, row)
    assert item.scan_id is not None, "an item is about a letter or a scan"
    scan = get_scan(tx, item.scan_id)
    return ItemView(
        letter=None,
        scan=scan.id,
        status=scan.status,
        queue=item.queue,
        source_name=scan.name,
        priority=item.priority,
        page_count=scan.page_count or 0,
        received_at=scan.received_at,
        received_on=scan.received_on,
        reason=Reason.model_validate_json(item.reason) if item.reason else None,
    )


def item_view(tx: Session, row: LetterRow) -> ItemView:
    """The line of a letter."""
    scan, item = get_scan(tx, row.scan_id), live_item(tx, row.id)
    meaning, route = letter_meaning(tx, row.id), letter_route(tx, row.id)
    first = first_page(tx, row.id)
    return ItemView(
        letter=row.id,
        scan=row.scan_id,
        status=row.status,
        queue=item.queue if item else None,
        source_name=scan.name,
        subject=(first.zone_text("subject") or None) if first else None,
        sender_name=row.sender_name,
        sender_type=row.sender_type,
        topic=row.topic,
        topic_sure=meaning.topic.sure if meaning else None,
        department=row.department,
        priority=item.priority if item else (route.priority if route else NORMAL_PRIORITY),
        urgent=meaning.urgency.urgent if meaning else False,
        sentiment=meaning.sentiment if meaning else "neutral",
        sealed=row.sealed,
        page_count=row.page_count,
        received_at=scan.received_at,
        received_on=scan.received_on,
        deadline=row.deadline,
        due=item.due if item else None,
        reason=Reason.model_validate_json(item.reason) if item and item.reason else None,
    )


def neighbours_of(tx: Session, letter: int) -> Neighbours:
    """The letters before and after it in its queue."""
    item = live_item(tx, letter)
    if item is None:
        return Neighbours()
    letters = [each for each in tx.scalars(in_order(select(ItemRow.letter_id), item.queue)) if each is not None]
    place = letters.index(letter)
    return Neighbours(
        before=letters[place - 1] if place else None,
        after=letters[place + 1] if place + 1 < len(letters) else None,
        position=place + 1,
        total=len(letters),
    )
