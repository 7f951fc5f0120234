"""Work rows: what is due, who has claimed it, and how often it was tried. Every function runs in the caller's
transaction, so that a step's result and its next work are one."""

import os
import socket
import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple, cast

import psutil
from sqlalchemy import ColumnElement, Executable, and_, delete, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

from letters.labels import WorkKind
from store.tables import WorkRow

CLAIM_SECONDS = 60
SAME_START_SECONDS = 2.0
"""How far two readings of one process's start time may lie apart."""
UNHEARD_SECONDS = 30
"""A ring that nobody answered for this long is rung again."""


class NewWork(NamedTuple):
    """Work to be done: `lane` front, pages, bulk or low says what goes first."""

    kind: WorkKind
    subject: int
    step: str
    lane: str


class Claim(NamedTuple):
    """A claim on a work row: only who holds it may finish. `version` is the work's when it was claimed."""

    work: int
    kind: WorkKind
    subject: int
    step: str
    lane: str
    token: str
    version: int
    attempts: int


class Ring(NamedTuple):
    """A work row whose doorbell must be rung."""

    work: int
    lane: str


class Claimant(NamedTuple):
    """The process that claims: host, process id and start time (seconds since 1970) together name it for good."""

    host: str
    pid: int
    started: float


class ClaimLost(Exception):  # noqa: N818 (it is no error: another has the work)
    """The claim ran out or was freed while the step ran: its result is not taken."""


def this_process() -> Claimant:
    """The claimant that this process is."""
    return Claimant(socket.gethostname(), os.getpid(), psutil.Process().create_time())


def add_work(tx: Session, works: Iterable[NewWork], now: datetime) -> list[Ring]:
    """Add work that is due now; work that is there already gets a new version, so that it is done once more."""
    return [Ring(*tx.execute(put_work(tx, new, now)).one()) for new in works]


def put_work(tx: Session, new: NewWork, now: datetime) -> Executable:
    """The statement that adds the work or raises its version, and gives id and lane.

    One statement, not a look and then a write: of two pages of a scan that end at once, each asks for the splitting.
    """
    insert = sqlite.insert if tx.get_bind().dialect.name == "sqlite" else postgresql.insert
    adding = insert(WorkRow).values(**new._asdict(), due_at=now, rung_at=now)
    once_more = {"version": WorkRow.version + 1, "rung_at": now}
    unique = ("kind", "subject", "step")
    return adding.on_conflict_do_update(index_elements=unique, set_=once_more).returning(WorkRow.id, WorkRow.lane)


def claim_work(tx: Session, work: int, who: Claimant, now: datetime) -> Claim | None:
    """Claim a work row for a minute, if it is due and nobody holds it. Counts as an attempt."""
    token = uuid.uuid4().hex
    row = tx.execute(
        update(WorkRow)
        .where(WorkRow.id == work, WorkRow.due_at <= now, unclaimed(now))
        .values(
            claim=token,
            claimed_until=now + timedelta(seconds=CLAIM_SECONDS),
            attempts=WorkRow.attempts + 1,
            host=who.host,
            pid=who.pid,
            started=who.started,
        )
        .returning(WorkRow.kind, WorkRow.subject, WorkRow.step, WorkRow.lane, WorkRow.version, WorkRow.attempts)
    ).one_or_none()
    if row is None:
        return None
    kind, subject, step, lane, version, attempts = row
    return Claim(work, cast("WorkKind", kind), subject, step, lane, token, version, attempts)


def renew_claim(tx: Session, claim: Claim, now: datetime) -> bool:
    """Hold the claim for another minute; False when it was lost."""
    until = now + timedelta(seconds=CLAIM_SECONDS)
    return changed(tx, update(WorkRow).where(held(claim)).values(claimed_until=until)) > 0


def finish_work(tx: Session, claim: Claim) -> bool:
    """The step is done: the row goes. False when new work came meanwhile: then it stays, and is due.

    Raises ClaimLost when the claim is no longer held: the caller's whole transaction must not be.
    """
    if changed(tx, delete(WorkRow).where(held(claim), WorkRow.version == claim.version)):
        return True
    if not release_work(tx, claim):
        raise ClaimLost
    return False


def release_work(tx: Session, claim: Claim) -> bool:
    """Give the claim back with nothing done and nothing counted; False when it was lost."""
    return changed(tx, update(WorkRow).where(held(claim)).values(claim=None, claimed_until=None, attempts=0)) > 0


def postpone_work(tx: Session, claim: Claim, now: datetime, *, counts: bool) -> None:
    """Try again later, 2 s and then twice as long each time, at most 5 minutes.

    `counts`: the attempt counts towards the three after which a person must look (the step's process died); otherwise
    it is only a service that is down.
    """
    row = tx.scalar(select(WorkRow).where(held(claim)).with_for_update())
    if row is None:
        return
    row.claim, row.claimed_until = None, None
    if not counts:
        row.attempts -= 1
        row.failures += 1
    row.due_at = now if counts else now + timedelta(seconds=min(300, 2**row.failures))
    row.rung_at = None


def ring_again(tx: Session, now: datetime, limit: int = 200) -> list[Ring]:
    """What is due, claimed by nobody, and was not rung for half a minute; counts as rung from now."""
    unheard = or_(WorkRow.rung_at.is_(None), WorkRow.rung_at < now - timedelta(seconds=UNHEARD_SECONDS))
    ids = tx.scalars(
        select(WorkRow.id)
        .where(WorkRow.due_at <= now, unclaimed(now), unheard)
        .order_by(WorkRow.due_at, WorkRow.id)
        .limit(limit)
    ).all()
    rows = tx.execute(
        update(WorkRow).where(WorkRow.id.in_(ids)).values(rung_at=now).returning(WorkRow.id, WorkRow.lane)
    )
    return [Ring(work, lane) for work, lane in rows]


def free_claims(tx: Session, who: Claimant) -> list[Ring]:
    """Free what a dead process held, so that it is due at once."""
    earliest, latest = who.started - SAME_START_SECONDS, who.started + SAME_START_SECONDS
    rows = tx.execute(
        update(WorkRow)
        .where(WorkRow.claim.is_not(None), WorkRow.host == who.host, WorkRow.pid == who.pid)
        .where(WorkRow.started.between(earliest, latest))
        .values(claim=None, claimed_until=None, rung_at=None)
        .returning(WorkRow.id, WorkRow.lane)
    )
    return [Ring(work, lane) for work, lane in rows]


def free_dead_claims(tx: Session) -> int:
    """Free what processes of this host hold that no longer live."""
    host = socket.gethostname()
    claimants = tx.execute(
        select(WorkRow.pid, WorkRow.started).where(WorkRow.claim.is_not(None), WorkRow.host == host).distinct()
    ).all()
    dead = [who for who in (Claimant(host, pid or 0, started or 0.0) for pid, started in claimants) if not lives(who)]
    return sum(len(free_claims(tx, who)) for who in dead)


def lives(who: Claimant) -> bool:
    """Whether this very process of this host still runs (a zombie does not)."""
    try:
        process = psutil.Process(who.pid)
        same = abs(process.create_time() - who.started) < SAME_START_SECONDS
        return same and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def count_work(tx: Session, *, low: bool) -> int:
    """How much work is under way or due; `low`: count also what may wait behind everything else."""
    query = select(func.count()).select_from(WorkRow)
    return tx.scalar(query if low else query.where(WorkRow.lane != "low")) or 0


def next_due(tx: Session, now: datetime, lanes: Sequence[str]) -> int | None:
    """The work row that comes first, for a dispatcher without broker."""
    for lane in lanes:
        work = tx.scalar(
            select(WorkRow.id)
            .where(WorkRow.lane == lane, WorkRow.due_at <= now, unclaimed(now))
            .order_by(WorkRow.due_at, WorkRow.id)
            .limit(1)
        )
        if work is not None:
            return work
    return None


def changed(tx: Session, statement: Executable) -> int:
    """Run the statement; how many rows it changed."""
    return cast("CursorResult[Any]", tx.execute(statement)).rowcount


def unclaimed(now: datetime) -> ColumnElement[bool]:
    """The condition that nobody holds the row now."""
    return or_(WorkRow.claim.is_(None), WorkRow.claimed_until < now)


def held(claim: Claim) -> ColumnElement[bool]:
    """The condition that this claim still holds the row."""
    return and_(WorkRow.id == claim.work, WorkRow.claim == claim.token)
