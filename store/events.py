"""What happened: append-only, one hash chain a subject, sealed every minute. Holds names and hashes, never text."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from store.locks import lock_name
from store.tables import EventRow, SealRow

Data = Mapping[str, str | int | float | bool | None]


def letter_subject(letter: int) -> str:
    """The chain of a letter."""
    return f"letter:{letter}"


def scan_subject(scan: int) -> str:
    """The chain of a scan."""
    return f"scan:{scan}"


def note_event(tx: Session, subject: str, what: str, by: str, now: datetime, data: Data | None = None) -> None:
    """Append an event to the subject's chain."""
    lock_name(tx, subject)
    last = tx.execute(
        select(EventRow.number, EventRow.hash)
        .where(EventRow.subject == subject)
        .order_by(EventRow.number.desc())
        .limit(1)
    ).one_or_none()
    number, before = (last[0] + 1, last[1]) if last else (1, "")
    row = EventRow(subject=subject, number=number, at=now, by=by, what=what, data=dict(data or {}), before=before)
    row.hash = event_hash(row)
    tx.add(row)
    tx.flush()


def events_of(tx: Session, *subjects: str) -> list[EventRow]:
    """What happened to these subjects, the oldest first."""
    query = select(EventRow).where(EventRow.subject.in_(subjects))
    return list(tx.scalars(query.order_by(EventRow.at, EventRow.id)))


def event_hash(row: EventRow) -> str:
    """SHA-256 over the event and the hash before it."""
    content = [row.subject, row.number, row.at.isoformat(), row.by, row.what, row.data, row.before]
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def chain_breaks(tx: Session) -> list[str]:
    """The subjects whose chain does not hold: an event was changed, removed or put in."""
    broken: list[str] = []
    subject, number, before = "", 0, ""
    for row in tx.scalars(select(EventRow).order_by(EventRow.subject, EventRow.number)):
        if row.subject != subject:
            subject, number, before = row.subject, 0, ""
        sound = row.number == number + 1 and row.before == before and row.hash == event_hash(row)
        if not sound and subject not in broken:
            broken.append(subject)
        number, before = row.number, row.hash
    return broken


def seal_events(tx: Session, now: datetime) -> bool:
    """Write a seal over the events that are new since the last one; False when there are none."""
    last = tx.execute(select(SealRow.up_to_event, SealRow.hash).order_by(SealRow.id.desc()).limit(1)).one_or_none()
    since, before = last or (0, "")
    newest = tx.scalar(select(func.max(EventRow.id))) or 0
    if newest <= since:
        return False
    heads = tx.scalars(
        select(EventRow.hash).where(EventRow.id > since, EventRow.id <= newest).order_by(EventRow.id)
    ).all()
    seal = hashlib.sha256("\n".join([before, now.isoformat(), *heads]).encode()).hexdigest()
    tx.add(SealRow(at=now, up_to_event=newest, before=before, hash=seal))
    return True
