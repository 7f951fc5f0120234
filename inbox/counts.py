"""How much lies where: counts and oldest age by stage and queue."""

from datetime import date, datetime

from pydantic import BaseModel, ConfigDict

from letters.labels import CLEARING
from store.counts import count_read_pages, letters_by_status, scans_by_status, work_by_step
from store.database import Transaction
from store.items import count_queues
from store.marks import count_marks


class Pile(BaseModel):
    """What lies in one place: how many, and since when the oldest."""

    model_config = ConfigDict(frozen=True)

    name: str
    count: int
    oldest: datetime | None = None


class Counts(BaseModel):
    """The whole house at a glance. `work` by step, `queues` with clearing first."""

    model_config = ConfigDict(frozen=True)

    scans: dict[str, int]
    letters: dict[str, int]
    pages: int
    work: tuple[Pile, ...]
    queues: tuple[Pile, ...]
    marks: int


def count_house(tx: Transaction) -> Counts:
    """Count everything."""
    queues = [Pile(name=each.name, count=each.size, oldest=each.oldest) for each in count_queues(tx, date.max)]
    work = work_by_step(tx)
    return Counts(
        scans=scans_by_status(tx),
        letters=letters_by_status(tx),
        pages=count_read_pages(tx),
        work=tuple(Pile(name=f"{each.kind}.{each.step}", count=each.size, oldest=each.oldest) for each in work),
        queues=tuple(sorted(queues, key=lambda pile: (pile.name != CLEARING, pile.name))),
        marks=count_marks(tx),
    )
