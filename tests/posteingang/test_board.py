"""What a terminal shows of a running instance."""

import io

from rich.console import Console

from config.taxonomy import load_taxonomy
from inbox.counts import Counts, Pile
from posteingang.board import STAGES, as_board, as_line, paced
from posteingang.home import SHIPPED

COUNTS = Counts(
    scans={"waiting": 3, "reading": 2, "split": 33, "refused": 2},
    letters={"waiting": 1, "queued": 26, "clearing": 6},
    pages=36,
    work=(Pile(name="page.read", count=2), Pile(name="letter.classify", count=1), Pile(name="letter.copy", count=9)),
    queues=(Pile(name="clearing", count=6), Pile(name="hr", count=1), Pile(name="legal", count=1_500)),
    marks=0,
)


def shown(width: int) -> str:
    console = Console(file=io.StringIO(), width=width, force_terminal=True, color_system=None)
    console.print(as_board(COUNTS, load_taxonomy(SHIPPED / "config/taxonomy.yaml"), 83))
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_it_says_where_everything_is_in_both_languages() -> None:
    text = shown(110)
    for word in (
        *STAGES,
        *STAGES.values(),
        "34 / 40",
        "1:23 min",
        "Personal",
        "Human resources",
        "Klärung",
        "clearing",
    ):
        assert word in text
    assert "Strg-C" in text


def test_the_longest_queue_sets_the_scale_and_none_that_holds_something_is_without_a_bar() -> None:
    bars = {line.split()[0]: line.count("█") for line in shown(110).splitlines() if "█" in line}
    assert (bars["Recht"], bars["Personal"], bars["Klärung"]) == (32, 1, 1)


def test_a_line_of_the_log_says_the_same() -> None:
    assert as_line(COUNTS) == "arrived 40  reading 5  understanding 1  queued 1501  clearing 6  refused 2"


def test_nothing_is_broken_in_two_on_a_plain_terminal() -> None:
    lines = shown(80).splitlines()
    assert any(all(name in line for name in STAGES.values()) for line in lines)
    assert all(len(line) <= 80 for line in lines)


def test_what_is_shown_seldom_is_shown_once_more_at_the_end() -> None:
    shown: list[str] = []
    with paced(lambda: shown.append("now"), 3600) as show:
        for _ in range(5):
            show()
        assert shown == ["now"]
    assert shown == ["now", "now"]
