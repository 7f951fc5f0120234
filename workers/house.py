"""What the steps work with. The roof builds it, once a process."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from config.settings import Settings
from letters.ports import Classifier, Clock, Doorbell, Files, PageReader, Router
from store.database import Database, Transaction
from store.work import Claimant, NewWork

Record = Callable[[Transaction], Sequence[NewWork]]
"""Writes a step's result in the transaction it is given, and names the work that follows."""

FRONT, PAGES, BULK, LOW = LANES = ("front", "pages", "bulk", "low")
"""What goes first: the first pages of every scan before the rest of a large batch, archive copies last."""


@dataclass(frozen=True)
class House:
    """The parts that a worker needs. `classifier` gives the live one, so that a new model counts from the next letter;
    `reader` gives the process's reader, started when it is first needed; `folder` is for files that live for a step.
    """

    settings: Settings
    database: Database
    files: Files
    doorbell: Doorbell
    clock: Clock
    reader: Callable[[], PageReader]
    classifier: Callable[[], Classifier]
    router: Router
    claimant: Claimant
    folder: Path
