"""Watching an instance from the terminal: a live board, or plain lines where nobody looks."""

import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType

import click
from rich.console import Console, Group
from rich.live import Live
from rich.table import Table

from config.taxonomy import Taxonomy
from inbox.counts import Counts, count_house
from letters.errors import ServiceError
from letters.labels import CLEARING
from posteingang.assembly import Assembly
from posteingang.up import Instance, opened_day, started_workers, under_way

LOOK_SECONDS = 0.25
QUIET_LOOKS = 2
"""So many looks in a row must find nothing under way."""
LINE_SECONDS = 2.0


def run_up(assembly: Assembly, workers: int, *, until_idle: bool, low: bool) -> None:
    """Open the day and stay until Ctrl-C, or until nothing is under way."""
    with ended_by_signals(), opened_day(assembly, workers) as instance:
        greet(instance)
        stay(instance, is_idle(assembly, low=low) if until_idle else never)


def run_work(assembly: Assembly, workers: int) -> None:
    """Only workers, until Ctrl-C."""
    with ended_by_signals(), started_workers(assembly, workers) as instance:
        click.echo(f"{instance.workers} workers · {assembly.home.path}")
        stay(instance, never)


def greet(instance: Instance) -> None:
    """Where to drop scans, and where to look."""
    for folder in instance.assembly.folder_paths:
        folder.mkdir(parents=True, exist_ok=True)
        click.echo(f"Scans hierher / drop scans here:  {folder}")
    click.echo(f"Posteingang:                      {instance.address}")


def never() -> bool:
    """No end but a signal."""
    return False


def is_idle(assembly: Assembly, *, low: bool = False) -> Callable[[], bool]:
    """Whether nothing is under way, asked again and again."""
    quiet = 0

    def ask() -> bool:
        nonlocal quiet
        try:
            quiet = 0 if under_way(assembly, low=low) else quiet + 1
        except (ServiceError, OSError):
            quiet = 0
        return quiet >= QUIET_LOOKS

    return ask


def stay(instance: Instance, is_over: Callable[[], bool]) -> None:
    """Tend the instance and show what moves, until it is over."""
    with board(instance.assembly) as show:
        while not is_over():
            instance.tend()
            with suppress(ServiceError):  # a database that is down is no reason to end: it comes back
                show()
            time.sleep(LOOK_SECONDS)
        show()


@contextmanager
def board(assembly: Assembly) -> Iterator[Callable[[], None]]:
    """Something that shows the counts: a live table on a terminal, else a line whenever they changed."""
    if sys.stdout.isatty():
        with Live(console=Console(), auto_refresh=False) as live:
            yield lambda: live.update(as_table(look(assembly), assembly.taxonomy()), refresh=True)
    else:
        yield Lines(assembly).show


class Lines:
    """A plain line when the counts have changed, at most every two seconds."""

    def __init__(self, assembly: Assembly) -> None:
        self.assembly = assembly
        self.last = ""
        self.at = 0.0

    def show(self) -> None:
        """Print the counts, if they are new."""
        line = as_line(look(self.assembly))
        if line != self.last and time.monotonic() - self.at >= LINE_SECONDS:
            click.echo(line)
            self.last, self.at = line, time.monotonic()


def look(assembly: Assembly) -> Counts:
    """The counts of this moment."""
    with assembly.database().reading() as tx:
        return count_house(tx)


def stages(counts: Counts) -> dict[str, int]:
    """How many scans and letters are at which stage."""
    work = {pile.name: pile.count for pile in counts.work}
    return {
        "arrived": sum(counts.scans.values()),
        "reading": work.get("page.read", 0),
        "understanding": work.get("letter.classify", 0) + work.get("letter.route", 0),
        "queued": sum(count for status, count in counts.letters.items() if status not in ("waiting", "clearing")),
        "clearing": counts.letters.get("clearing", 0),
        "refused": counts.scans.get("refused", 0),
    }


def as_line(counts: Counts) -> str:
    """The stages on one line."""
    return "  ".join(f"{name} {count}" for name, count in stages(counts).items())


def as_table(counts: Counts, taxonomy: Taxonomy) -> Group:
    """The stages and the queues as they fill."""
    steps, table = Table.grid(padding=(0, 3)), Table.grid(padding=(0, 3))
    steps.add_row(*(f"[dim]{name}[/dim]" for name in stages(counts)))
    steps.add_row(*(f"[bold]{count}[/bold]" for count in stages(counts).values()))
    for pile in counts.queues:
        clearing = pile.name == CLEARING
        name = "Klärung" if clearing else taxonomy.departments[pile.name].de
        bar = f"[{'yellow' if clearing else 'green'}]{'█' * min(40, pile.count)}[/]"
        table.add_row(name, str(pile.count), bar)
    return Group(steps, "", table)


@contextmanager
def ended_by_signals() -> Iterator[None]:
    """SIGTERM ends as Ctrl-C does: in order, and quietly; so does SIGINT where it was ignored by whoever started us."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = {number: signal.signal(number, interrupt) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    except KeyboardInterrupt:
        click.echo("beendet / stopped")
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def wait_until(is_so: Callable[[], bool], seconds: float) -> bool:
    """Wait until it is so, at most so many seconds; whether it is."""
    until = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > until:
            return False
        time.sleep(LOOK_SECONDS)
    return True
