"""A person decides: confirms what was suggested, or corrects it. Both are kept, for classifying learns from both."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from config.taxonomy import Taxonomy
from letters.errors import AccessError
from letters.letter import RoutedLetter
from letters.reasons import Reason
from store.database import Transaction
from store.decisions import add_decision
from store.items import live_item, put_letter
from store.letters import add_result, change_letter, get_letter, letter_route
from store.tables import LetterRow

NORMAL_PRIORITY = 2


class Decision(NamedTuple):
    """What a person says of a letter; None where it stays as it is."""

    department: str
    topic: str | None = None
    sender_type: str | None = None


def decide(tx: Transaction, taxonomy: Taxonomy, letter: int, decision: Decision, by: str, now: datetime) -> None:
    """Lay the letter into the department's queue on a person's word.

    Raises AccessError("no_such_letter", "no_such_label", "letter_under_way").
    """
    check_labels(taxonomy, decision)
    row = get_letter(tx, letter)
    if row is None or row.status == "replaced":
        raise AccessError("no_such_letter", letter=str(letter))
    if row.routed_at is None:
        raise AccessError("letter_under_way", letter=str(letter))
    said = {"department": decision.department, "topic": decision.topic, "sender_type": decision.sender_type}
    reasons = tuple(note_said(tx, row, field, new, by, now) for field, new in said.items() if new is not None)
    put_confirmed(tx, row, reasons, by, now)


def check_labels(taxonomy: Taxonomy, decision: Decision) -> None:
    """Only labels of the taxonomy are laid down."""
    known: dict[str, tuple[str | None, Mapping[str, object]]] = {
        "departments": (decision.department, taxonomy.departments),
        "topics": (decision.topic, taxonomy.topics),
        "sender_types": (decision.sender_type, taxonomy.sender_types),
    }
    for kind, (label, labels) in known.items():
        if label is not None and label not in labels:
            raise AccessError("no_such_label", label=label, kind=kind, known=", ".join(labels))


def note_said(tx: Transaction, row: LetterRow, field: str, new: str, by: str, now: datetime) -> Reason:
    """Keep what the person said of one field, and set it."""
    old = getattr(row, field)
    add_decision(tx, row, field, new, by, now)
    setattr(row, field, new)
    if old == new:
        return Reason(code="confirmed", params={"person": by, "field": field, "value": new})
    return Reason(code="corrected", params={"person": by, "field": field, "old": old or "–", "new": new})


def put_confirmed(tx: Transaction, row: LetterRow, reasons: tuple[Reason, ...], by: str, now: datetime) -> None:
    """The letter goes to its department, and its route says who decided."""
    before, item = letter_route(tx, row.id), live_item(tx, row.id)
    assert row.department is not None, "a decision names the department"
    route = RoutedLetter(
        department=row.department,
        queue=row.department,
        needs_review=False,
        priority=before.priority if before else NORMAL_PRIORITY,
        due=before.due if before else None,
        reasons=((before.reasons if before else ()) + reasons),
    )
    if item is None or item.queue != route.queue:
        put_letter(tx, row, route.queue, route.priority, route.due, None, now)
    row.status = "queued"
    add_result(tx, row, "route", route, now)
    change_letter(tx, row, "decided", by, now, {"department": route.department, "topic": row.topic or ""})
