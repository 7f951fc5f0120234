"""Advance: claim a work row, run its step, and end the claim in the same transaction as the result."""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from letters.errors import PosteingangError, ServiceError, SettingsError
from letters.ports import Doorbell
from letters.reasons import Reason
from store.work import (
    CLAIM_SECONDS,
    Claim,
    ClaimLost,
    Ring,
    add_work,
    claim_work,
    finish_work,
    postpone_work,
    renew_claim,
)
from workers.house import FRONT, House, Record
from workers.path import WAY, Step, Way, find_step

log = logging.getLogger(__name__)

ATTEMPTS = 3
"""The claim after so many that ended without a result leaves the subject to people."""
DEADLY = ("reader_died",)
"""Services whose failure may be the subject's own doing: such an attempt counts."""


def advance(house: House, work: int, way: Way = WAY) -> None:
    """Do the work, and straight after it whatever it brings to the front; ring for the rest.

    Nothing happens when somebody else holds the work or it is done.
    """
    own = [work]
    while own:
        own += do_work(house, own.pop(0), way)


def do_work(house: House, work: int, way: Way) -> list[int]:
    """Do one work row; the work that should follow in this very process."""
    with house.database.writing() as tx:
        claim = claim_work(tx, work, house.claimant, house.clock.now())
    if claim is None:
        return []
    try:
        return finish(house, claim, run_step(house, claim, find_step(way, claim.kind, claim.step)))
    except ClaimLost:
        log.warning("claim lost: %s %s %s", claim.kind, claim.subject, claim.step)
    except (ServiceError, SettingsError) as error:
        log.warning("postponed: %s %s %s: %s", claim.kind, claim.subject, claim.step, error.reason.code)
        with house.database.writing() as tx:
            postpone_work(tx, claim, house.clock.now(), counts=error.reason.code in DEADLY)
    except Exception as error:  # noqa: BLE001 (the result could not be written: the third time, a person decides)
        log.error("not written: %s %s %s: %s", claim.kind, claim.subject, claim.step, type(error).__name__)
        with house.database.writing() as tx:
            postpone_work(tx, claim, house.clock.now(), counts=True)
    return []


def run_step(house: House, claim: Claim, step: Step) -> Record:
    """The step's record; the one boundary where every error is caught, so that a letter always comes to an end."""
    if claim.attempts > ATTEMPTS:
        return step.leave(house, claim.subject, Reason(code="stopped_three_times", params={"step": step.name}))
    try:
        with kept(house, claim, step):
            return step.run(house, claim.subject)
    except (ServiceError, SettingsError):  # not the letter's fault: it waits until that is mended
        raise
    except PosteingangError as error:
        return step.leave(house, claim.subject, error.reason)
    except Exception as error:  # noqa: BLE001 (the step boundary: whatever breaks, a person decides)
        log.error("step failed: %s %s %s: %s", claim.kind, claim.subject, claim.step, type(error).__name__)
        reason = Reason(code="step_failed", params={"step": step.name, "error": type(error).__name__})
        return step.leave(house, claim.subject, reason)


def finish(house: House, claim: Claim, record: Record) -> list[int]:
    """Write the result, end the claim and add the next work, all in one transaction; then ring."""
    with house.database.writing() as tx:
        rings = add_work(tx, record(tx), house.clock.now())
        if not finish_work(tx, claim):
            rings.append(Ring(claim.work, claim.lane))
    front = [ring.work for ring in rings if ring.lane == FRONT]
    ring_all(house.doorbell, [ring for ring in rings if ring.lane != FRONT])
    return front


def ring_all(doorbell: Doorbell, rings: list[Ring]) -> None:
    """Ring for each lane at once. A broker that is down is no harm: the sweeper rings again."""
    for lane in dict.fromkeys(ring.lane for ring in rings):
        try:
            doorbell.ring([ring.work for ring in rings if ring.lane == lane], lane)
        except ServiceError as error:
            log.warning("not rung: %s", error.reason.code)


@contextmanager
def kept(house: House, claim: Claim, step: Step) -> Iterator[None]:
    """Hold the claim while the step runs, up to the step's limit."""
    over = threading.Event()

    def renew() -> None:
        until = time.monotonic() + step.limit
        while not over.wait(CLAIM_SECONDS / 3) and time.monotonic() < until:
            try:
                with house.database.writing() as tx:
                    if not renew_claim(tx, claim, house.clock.now()):
                        return
            except ServiceError as error:
                log.warning("claim not renewed, tried again: %s", error.reason.code)

    keeper = threading.Thread(target=renew, name="claim", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        over.set()
