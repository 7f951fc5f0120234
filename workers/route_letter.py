"""Step: a letter is routed, and lies in its queue."""

from collections.abc import Sequence

from store.database import Transaction
from store.items import put_letter
from store.letters import keep_route, letter_meaning, read_letter
from store.work import NewWork
from workers.classify_letter import the_letter
from workers.house import LOW, House, Record


def route_letter(house: House, letter: int) -> Record:
    """Choose the queue and lay the letter into it."""
    with house.database.reading() as tx:
        read, meaning = read_letter(tx, the_letter(tx, letter)), letter_meaning(tx, letter)
    assert meaning is not None, "a letter is routed after it was classified"
    route = house.router.choose(read, meaning)

    def record(tx: Transaction) -> Sequence[NewWork]:
        row, now = the_letter(tx, letter), house.clock.now()
        if row.status == "replaced":
            return []
        put_letter(tx, row, route.queue, route.priority, route.due, route.review_reason, now)
        keep_route(tx, row, route, now)
        return [NewWork("letter", letter, "copy", LOW)] if house.settings.archive_copies else []

    return record
