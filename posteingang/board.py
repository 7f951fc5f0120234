"""What is shown of a running instance: a live board on a terminal, or plain lines where nobody looks.

In both languages at once: whoever starts the first demo has set nothing yet.
"""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click
from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from config.taxonomy import Taxonomy
from inbox.counts import Counts, count_house
from letters.labels import CLEARING
from posteingang.assembly import Assembly

LINE_SECONDS = 2.0
BOARD_SECONDS = 0.5
WIDEST_BAR = 32
STAGES = {
    "arrived": "angekommen",
    "reading": "beim Lesen",
    "understanding": "Einordnen",
    "queued": "im Postkorb",
    "clearing": "in Klärung",
    "refused": "abgewiesen",
}
"""The stages on the way, in English (as in a log) and in German."""


@contextmanager
def board(assembly: Assembly) -> Iterator[Callable[[], None]]:
    """Something that shows the counts: a live table on a terminal, else a line whenever they changed."""
    if not sys.stdout.isatty():
        with paced(Lines(assembly).say, LINE_SECONDS) as show:
            yield show
        return
    begun = time.monotonic()
    with Live(console=Console(highlight=False), auto_refresh=False) as live:

        def update() -> None:
            live.update(as_board(look(assembly), assembly.taxonomy(), time.monotonic() - begun), refresh=True)

        with paced(update, BOARD_SECONDS) as show:
            yield show


@contextmanager
def paced(say: Callable[[], None], seconds: float) -> Iterator[Callable[[], None]]:
    """Says it so often at most, and once more at the end: counting a long backlog is work, too."""
    last = 0.0

    def show() -> None:
        nonlocal last
        if time.monotonic() - last >= seconds:
            say()
            last = time.monotonic()

    yield show
    say()


class Lines:
    """A plain line when the counts have changed."""

    def __init__(self, assembly: Assembly) -> None:
        self.assembly = assembly
        self.last = ""

    def say(self) -> None:
        """Print the counts if they are new."""
        line = as_line(look(self.assembly))
        if line != self.last:
            click.echo(line)
            self.last = line


def look(assembly: Assembly) -> Counts:
    """The counts of this moment."""
    with assembly.database().reading() as tx:
        return count_house(tx)


def stages(counts: Counts) -> dict[str, int]:
    """How many scans and letters are at which stage."""
    work = {pile.name: pile.count for pile in counts.work}
    at = {
        "arrived": sum(counts.scans.values()),
        "reading": sum(counts.scans.get(status, 0) for status in ("waiting", "reading")),
        "understanding": work.get("letter.classify", 0) + work.get("letter.route", 0),
        "queued": sum(pile.count for pile in counts.queues if pile.name != CLEARING),
        "clearing": sum(pile.count for pile in counts.queues if pile.name == CLEARING),
        "refused": counts.scans.get("refused", 0),
    }
    return {stage: at[stage] for stage in STAGES}


def as_line(counts: Counts) -> str:
    """The stages on one line."""
    return "  ".join(f"{name} {count}" for name, count in stages(counts).items())


def as_board(counts: Counts, taxonomy: Taxonomy, seconds: float) -> RenderableType:
    """The stages, how far all has come, and the queues as they fill."""
    at = stages(counts)
    done, arrived = at["arrived"] - at["reading"] - at["understanding"], at["arrived"]
    line = Table.grid(padding=(0, 2))
    line.add_row(
        ProgressBar(total=max(1, arrived), completed=done, width=WIDEST_BAR + 8, complete_style="green"),
        f"{done} / {arrived}",
        Text(f"{int(seconds) // 60}:{int(seconds) % 60:02} min", style="dim"),
    )
    return Group("", stage_table(at), "", line, "", queue_table(counts, taxonomy), "", LEAVE)


LEAVE = Text("Strg-C beendet alles / Ctrl-C ends all of it", style="dim")


def stage_table(at: dict[str, int]) -> Table:
    """The stages from left to right."""
    table = Table.grid(padding=(0, 3))
    for stage in STAGES:
        table.add_column(style=COLOURS.get(stage, ""), justify="right")
    table.add_row(*(Text(str(count), style="bold" if count else "dim") for count in at.values()))
    table.add_row(*STAGES.values())
    table.add_row(*(Text(stage, style="dim") for stage in STAGES))
    return table


COLOURS = {"queued": "green", "clearing": "yellow", "refused": "red"}


def queue_table(counts: Counts, taxonomy: Taxonomy) -> Table:
    """The queues that hold something, clearing first, each with a bar."""
    table = Table.grid(padding=(0, 2))
    most = max((pile.count for pile in counts.queues), default=1)
    for pile in counts.queues:
        clearing = pile.name == CLEARING
        entry = taxonomy.departments.get(pile.name)
        german, english = ("Klärung", "clearing") if clearing or entry is None else (entry.de, entry.en)
        bar = "█" * max(1, round(pile.count * min(1.0, WIDEST_BAR / most)))
        colour = "yellow" if clearing else "green"
        table.add_row(
            german, Text(english, style="dim"), Text(str(pile.count), justify="right"), Text(bar, style=colour)
        )
    return table
