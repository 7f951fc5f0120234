"""The lines of queues and of lists of finds."""

from collections.abc import Sequence
from datetime import date

from classifiers.anatomy import SUBJECT_LABEL
from inbox.views import ItemList, ItemView, Neighbours, QueueView
from letters.page import ReadPage
from letters.reasons import Reason
from store.counts import letters_by_status, scans_by_status
from store.database import Transaction
from store.items import QueueCount, count_queues, letters_in_order, live_item, queue_length, queue_portion
from store.letters import letter_meaning, letter_route
from store.scans import first_page, get_scan
from store.tables import ItemRow, LetterRow

NORMAL_PRIORITY = 2
UNDER_WAY = ("waiting", "reading")


def queue_views(tx: Transaction, queues: Sequence[str], today: date) -> tuple[QueueView, ...]:
    """The queues in the order given, empty ones too."""
    views = {each.name: queue_view(each) for each in count_queues(tx, today)}
    return tuple(views.get(queue, QueueView(name=queue)) for queue in queues)


def queue_view(each: QueueCount) -> QueueView:
    """A queue as people see it."""
    return QueueView(name=each.name, count=each.size, oldest=each.oldest, urgent=each.urgent, overdue=each.overdue)


def count_under_way(tx: Transaction) -> int:
    """Scans and letters that do not lie in a queue yet."""
    counts = (scans_by_status(tx), letters_by_status(tx))
    return sum(each.get(status, 0) for each in counts for status in UNDER_WAY)


def list_items(tx: Transaction, queue: str, offset: int, limit: int) -> ItemList:
    """A portion of a queue."""
    items = tuple(queue_item(tx, row) for row in queue_portion(tx, queue, offset, limit))
    return ItemList(items=items, total=queue_length(tx, queue), offset=offset)


def queue_item(tx: Transaction, item: ItemRow) -> ItemView:
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


def item_view(tx: Transaction, row: LetterRow) -> ItemView:
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
        subject=subject_of(first) if first else None,
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


def subject_of(page: ReadPage) -> str | None:
    """The letter's subject on one line, without the word that says that it is one; None where there is none."""
    return SUBJECT_LABEL.sub("", " ".join(page.zone_text("subject").split())) or None


def neighbours_of(tx: Transaction, letter: int) -> Neighbours:
    """The letters before and after it in its queue."""
    item = live_item(tx, letter)
    if item is None:
        return Neighbours()
    letters = letters_in_order(tx, item.queue)
    place = letters.index(letter)
    return Neighbours(
        before=letters[place - 1] if place else None,
        after=letters[place + 1] if place + 1 < len(letters) else None,
        position=place + 1,
        total=len(letters),
    )
