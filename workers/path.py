"""THE way of a letter: which steps there are, what each works on, and which one follows.

    a scan is opened       → its pages are read, side by side
    a page is read         → its scan is split, over the pages read so far
    a scan is split        → each letter found is classified
    a letter is classified → it is routed
    a letter is routed     → it lies in a queue; when there is time, its archive copy is made

A step looks at the store, works without holding any transaction, and gives back a `Record`: a function that writes the
result and names the next work. `advance` runs that function in the one transaction that also ends the claim.
"""

from collections.abc import Callable
from typing import NamedTuple

from letters.labels import WorkKind
from letters.reasons import Reason
from workers.classify_letter import classify_letter, leave_letter
from workers.copy_letter import copy_letter, leave_copy
from workers.house import House, Record
from workers.open_scan import leave_scan, open_scan
from workers.read_page import leave_page, read_page
from workers.route_letter import route_letter
from workers.split_scan import leave_split, split_scan


class Step(NamedTuple):
    """A step of the way: it may take `limit` seconds at most; `leave` is what becomes of its subject when the step
    failed for good or stopped three times: people decide, and nothing is lost."""

    kind: WorkKind
    name: str
    limit: float
    run: Callable[[House, int], Record]
    leave: Callable[[House, int, Reason], Record]


Way = tuple[Step, ...]

WAY: Way = (
    Step("scan", "open", 300, open_scan, leave_scan),
    Step("page", "read", 300, read_page, leave_page),
    Step("scan", "split", 120, split_scan, leave_split),
    Step("letter", "classify", 60, classify_letter, leave_letter),
    Step("letter", "route", 60, route_letter, leave_letter),
    Step("letter", "copy", 300, copy_letter, leave_copy),
)


def find_step(way: Way, kind: WorkKind, name: str) -> Step:
    """The step of this name; raises KeyError for one that is not on the way."""
    return {(step.kind, step.name): step for step in way}[kind, name]
