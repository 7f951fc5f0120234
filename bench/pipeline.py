"""The whole way, from the watched folder to the queue and the index, against the floor and the bare reading way.

    python -m bench.pipeline [--letters 60] [--single 5] [--batch 500] [--write]

Starts an instance of its own with two workers. Drops LETTERS sample letters at once, then SINGLE letters one after the
other on the idle system, then one batch of BATCH pages, and prints pages a second, latency against what the engine
needs, and memory (PSS) of a worker with its reader. The floor (two raw tesseracts) and two bare readers read the same
scans in the same run: compare the rows, not the figures of another day. `--write` lays it into docs/pipeline.md.
"""

import argparse
import datetime
import io
import os
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import pikepdf
import psutil

from bench.reading import CORES, Material, row_line, run_floor, run_readers, take_pictures
from posteingang.assembly import Assembly
from posteingang.home import Home
from posteingang.up import opened_day, under_way
from samples.render_letters import read_letters, render_letter
from store.letters import get_letter
from store.scans import letter_pages
from store.tables import LetterRow

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "pipeline.md"
DPI = 300
LOOK_SECONDS = 0.02
SAMPLE_SECONDS = 0.5


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--letters", type=int, default=60)
    parser.add_argument("--single", type=int, default=5)
    parser.add_argument("--batch", type=int, default=500)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    lines = []
    with tempfile.TemporaryDirectory() as scratch:
        for line in report(Path(scratch), arguments.letters, arguments.single, arguments.batch):
            print(line, flush=True)
            lines.append(line)
    if arguments.write:
        PAGE.write_text("\n".join(lines) + "\n", encoding="utf-8")


def report(scratch: Path, letters: int, single: int, batch: int) -> Iterator[str]:
    """The page, line by line, as it is measured."""
    today = datetime.datetime.now(datetime.UTC)
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    yield "# The whole way, measured"
    yield ""
    yield f"Written by `python -m bench.pipeline --write` on {today:%Y-%m-%d}."
    yield f"Machine: {os.cpu_count()} cores. Load when it began: {load}."
    material = list(render(scratch / "scans", letters + single + 1))
    yield from ("", f"## {letters} letters at once", "")
    yield from compare(material[:letters], scratch)
    with opened_day(Assembly(Home(scratch / "home")), CORES):
        assembly = Assembly(Home(scratch / "home"))
        follow(assembly, [material[-1]], "warm")
        pages = sum(len(each.pictures) for each in material[:letters])
        seconds = follow(assembly, material[:letters], "all")
        yield f"| office | **the whole way**, routed and searchable | **{pages / seconds:.2f}** | | | |"
        yield from ("", f"## {single} letters, one by one", "", "| letter | s | engine s | s − 1.3 × engine |")
        yield "|---|---|---|---|"
        yield from latencies(assembly, material[letters : letters + single])
        yield from ("", f"## A batch of {batch} pages", "")
        yield from measure_batch(assembly, material[:letters], batch)


def render(folder: Path, count: int) -> Iterator[Material]:
    """Letters of every organisation in turn, as an office's scanner sends them."""
    folder.mkdir()
    stacks = [list(read_letters(file)) for file in sorted((ROOT / "samples" / "letters").glob("*.jsonl"))]
    for number in range(count):
        rendered = render_letter(stacks[number % len(stacks)][number // len(stacks)], number, DPI, "office")
        path = folder / f"{number:04}.pdf"
        path.write_bytes(rendered.pdf)
        yield Material(path, rendered.text, tuple(take_pictures(path)))


def compare(material: list[Material], scratch: Path) -> Iterator[str]:
    """The rows of what the way is measured against."""
    yield "| quality | way | pages/s | CPU s/page | CER mean % | CER worst % |"
    yield "|---|---|---|---|---|---|"
    yield row_line("office", run_floor(material))
    yield row_line("office", run_readers(material, scratch, Counter()))


def follow(assembly: Assembly, material: list[Material], name: str) -> float:
    """Drop the scans and wait until nothing is under way; the seconds that took."""
    place = assembly.folder_paths[0]
    place.mkdir(exist_ok=True)
    begun = time.monotonic()
    for number, each in enumerate(material):
        drop(place / f"{name}-{number}.pdf", each.pdf.read_bytes())
    wait_until(lambda: count_letters(assembly) > 0 and under_way(assembly, low=False) == 0)
    return time.monotonic() - begun


def drop(target: Path, content: bytes) -> None:
    """Move the file in whole, so that it need not rest."""
    beside = target.parent.with_name(target.name)
    beside.write_bytes(content)
    beside.rename(target)


def wait_until(is_so: Callable[[], bool]) -> None:
    """Look again and again."""
    while not is_so():
        time.sleep(LOOK_SECONDS)


def count_letters(assembly: Assembly) -> int:
    """How many letters there are that lie in a queue."""
    with assembly.database().reading() as tx:
        return tx.query(LetterRow).where(LetterRow.routed_at.is_not(None)).count()


def latencies(assembly: Assembly, material: list[Material]) -> Iterator[str]:
    """A row a letter: the seconds from the drop until it is found, and what the engine alone took of them."""
    rest = []
    for number, each in enumerate(material):
        before = count_letters(assembly)
        begun = time.monotonic()
        drop(assembly.folder_paths[0] / f"single-{number}.pdf", each.pdf.read_bytes())
        wait_until(lambda: count_letters(assembly) > before and under_way(assembly, low=False) == 0)  # noqa: B023
        seconds, engine = time.monotonic() - begun, engine_seconds(assembly)
        rest.append(seconds - 1.3 * engine)
        yield f"| {number + 1} | {seconds:.2f} | {engine:.2f} | {rest[-1]:.2f} |"
    yield from ("", f"Median of the last column: {median(rest):.2f} s (aim: 0.5 at most).")


def engine_seconds(assembly: Assembly) -> float:
    """What the engine took for the newest letter's pages."""
    with assembly.database().reading() as tx:
        newest = tx.query(LetterRow.id).order_by(LetterRow.id.desc()).limit(1).scalar()
        assert get_letter(tx, newest)
        return sum(page.spent.get("engine", 0.0) for page in letter_pages(tx, newest))


def measure_batch(assembly: Assembly, material: list[Material], pages: int) -> Iterator[str]:
    """Memory, the first letter, and how busy the cores were."""
    before, content = count_letters(assembly), join(material, pages)
    with sampled() as samples:
        begun, used = time.monotonic(), busy_seconds()
        drop(assembly.folder_paths[0] / "batch.pdf", content)
        wait_until(lambda: count_letters(assembly) > before)
        first = time.monotonic() - begun
        wait_until(lambda: under_way(assembly, low=False) == 0)
        wall = time.monotonic() - begun
    busy = (busy_seconds() - used) / wall / CORES
    yield f"- {pages / wall:.2f} pages/s; the first letter lay in its queue after {first:.1f} s of {wall:.1f} s."
    yield f"- Cores busy: {100 * busy:.0f} % (all that runs on this machine)."
    yield f"- Highest PSS of a worker with its reader: {max(samples, default=0) >> 20} MB (aim: below 400)."


def join(material: list[Material], pages: int) -> bytes:
    """A scan of so many pages."""
    with pikepdf.new() as whole:
        while len(whole.pages) < pages:
            for each in material:
                with pikepdf.open(each.pdf) as one:
                    whole.pages.extend(one.pages)
        del whole.pages[pages:]
        buffer = io.BytesIO()
        whole.save(buffer)
    return buffer.getvalue()


def busy_seconds() -> float:
    """Processor seconds spent on this machine so far."""
    times = psutil.cpu_times()
    return float(times.user + times.nice + times.system)


@contextmanager
def sampled() -> Iterator[list[int]]:
    """The memory of every worker with its reader, looked at again and again, in bytes."""
    samples: list[int] = []
    over = threading.Event()

    def look() -> None:
        while not over.wait(SAMPLE_SECONDS):
            samples.extend(workers_memory())

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    try:
        yield samples
    finally:
        over.set()
        thread.join()


def workers_memory() -> Iterator[int]:
    """The proportional memory of each worker of this process with all that it started."""
    for child in psutil.Process().children():
        try:
            if "posteingang.worker" in child.cmdline():
                family = [child, *child.children(recursive=True)]
                yield sum(each.memory_full_info().pss for each in family)
        except psutil.NoSuchProcess:
            continue


if __name__ == "__main__":
    main()
