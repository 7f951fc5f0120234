"""The sweeper: rings again what nobody heard, frees what the dead hold, and seals what has happened."""

import logging

from store.events import seal_events
from store.work import free_dead_claims, next_due, ring_again
from workers.advance import advance, ring_all
from workers.house import LANES, House
from workers.path import WAY, Way

log = logging.getLogger(__name__)


def sweep(house: House) -> int:
    """One round; how many doorbells were rung."""
    now = house.clock.now()
    with house.database.writing() as tx:
        freed = free_dead_claims(tx)
        rings = ring_again(tx, now)
    if freed:
        log.info("freed %s claims of dead processes", freed)
    ring_all(house.doorbell, rings)
    return len(rings)


def seal(house: House) -> None:
    """Seal the events since the last seal."""
    with house.database.writing() as tx:
        seal_events(tx, house.clock.now())


def work_inline(house: House, way: Way = WAY) -> int:
    """Do all work that is due in this very process, without a broker; how many work rows were begun."""
    done = 0
    while True:
        with house.database.reading() as tx:
            work = next_due(tx, house.clock.now(), LANES)
        if work is None:
            return done
        advance(house, work, way)
        done += 1
