"""Reading against the floor: two raw tesseract processes on the same page pictures, nothing else done.

    python -m bench.reading [--shared ../shared] [--letters 60] [--qualities office poor] [--real 0] [--write]

Renders letters of the shared folder, reads them with two readers, and prints pages a second, processor seconds a page
and the character error rate (mean, worst) of both, then the readers' processor time by step. Everything runs on the
same machine in one run: compare the rows, not the figures of another day. Then `real/letters` of the shared folder
(`--real N`: only so many of them). `--write` lays everything into docs/reading.md.
"""

import argparse
import datetime
import json
import os
import platform
import resource
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from typing import NamedTuple

import psutil
import pypdfium2

from bench.rates import error_rate
from bench.real_letters import list_letters, read_letters, table
from config.settings import Reading
from letters.page import ReadPage
from reading.client import ReaderProcess
from samples.render_letters import render_letter

CORES = 2
PAGE = Path(__file__).parent.parent / "docs" / "reading.md"


class Material(NamedTuple):
    """A scan, its truth, and its pages as pictures for the floor."""

    pdf: Path
    truth: str
    pictures: tuple[Path, ...]


class Row(NamedTuple):
    """One way's figures."""

    way: str
    pages_a_second: float
    seconds_a_page: float
    rates: tuple[float, ...]


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--letters", type=int, default=60)
    parser.add_argument("--qualities", nargs="+", default=["office", "poor"])
    parser.add_argument("--real", type=int, default=0, help="how many real letters (0: all)")
    parser.add_argument("--write", action="store_true", help="write docs/reading.md")
    arguments = parser.parse_args()
    if not (arguments.shared / "letters").is_dir():
        print(f"{arguments.shared}/letters is not there: nothing to run. Give its place with --shared.")
        return
    lines = []
    for line in report(arguments.shared, arguments.letters, arguments.qualities, arguments.real):
        print(line, flush=True)
        lines.append(line)
    if arguments.write:
        PAGE.write_text("\n".join(lines) + "\n", encoding="utf-8")


def report(shared: Path, letters: int, qualities: Sequence[str], real: int) -> Iterator[str]:
    """The page, line by line, as it is measured."""
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    yield "# Reading, measured"
    yield ""
    yield f"Written by `python -m bench.reading --write` on {datetime.datetime.now(datetime.UTC):%Y-%m-%d}."
    yield f"Machine: {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}."
    yield f"Load when it began: {load}."
    yield ""
    yield f"## {letters} rendered letters against raw tesseract"
    yield ""
    with tempfile.TemporaryDirectory() as scratch:
        for quality in qualities:
            material = list(render(shared, letters, quality, Path(scratch) / quality))
            yield from compare(material, quality, Path(scratch))
        folder = shared / "real" / "letters"
        if folder.is_dir():
            yield from report_real(folder, real, Path(scratch))


def compare(material: Sequence[Material], quality: str, scratch: Path) -> Iterator[str]:
    """The rows of one quality, and the readers' processor time by step."""
    yield "| quality | way | pages/s | CPU s/page | CER mean % | CER worst % |"
    yield "|---|---|---|---|---|---|"
    spent: Counter[str] = Counter()
    yield row_line(quality, run_floor(material))
    yield row_line(quality, run_readers(material, scratch, spent))
    total = sum(spent.values())
    shares = ", ".join(f"{step} {100 * value / total:.1f} %" for step, value in spent.most_common())
    yield from ("", f"Processor time by step ({quality}): {shares}", "")


def report_real(folder: Path, count: int, scratch: Path) -> Iterator[str]:
    """The real letters."""
    yield f"## Real letters: {len(list_letters(folder, count))} of {len(list_letters(folder, 0))}"
    yield ""
    yield "CER: character error rate against the known text, as the file comes (a digital page is not recognised again)"
    yield "and drawn as a grey picture of 200 dpi and recognised. Words found: of the known text's different words."
    yield ""
    reader = ReaderProcess(Reading(), scratch)
    found = list(read_letters(reader, folder, count, scratch))
    reader.close()
    yield from table(found)


def row_line(quality: str, row: Row) -> str:
    """One line of the table."""
    mean, worst = 100 * sum(row.rates) / len(row.rates), 100 * max(row.rates)
    return f"| {quality} | {row.way} | {row.pages_a_second:.2f} | {row.seconds_a_page:.2f} | {mean:.2f} | {worst:.2f} |"


def render(shared: Path, count: int, quality: str, folder: Path) -> Iterator[Material]:
    """Letters of all files in turn, rendered."""
    folder.mkdir()
    letters = [json.loads(line) for path in sorted((shared / "letters").glob("*.jsonl")) for line in path.open()]
    for letter in letters[:: max(1, len(letters) // count)][:count]:
        rendered = render_letter(letter, 1, 300, "office" if quality == "office" else "poor")
        path = folder / f"{letter['id']}.pdf"
        path.write_bytes(rendered.pdf)
        yield Material(path, rendered.text, tuple(take_pictures(path)))


def take_pictures(path: Path) -> Iterator[Path]:
    """The scan's own JPEGs."""
    with pypdfium2.PdfDocument(path) as document:
        for number, page in enumerate(document):
            picture = next(iter(page.get_objects()))
            target = path.with_name(f"{path.stem}-{number}.jpg")
            target.write_bytes(bytes(picture.get_data()))
            yield target


def run_floor(material: Sequence[Material]) -> Row:
    """Two raw tesseract processes at a time."""
    before = children_seconds()
    return measure(
        "tesseract, raw, 2 at once",
        material,
        lambda scan: "\n".join(map(raw_text, scan.pictures)),
        lambda: children_seconds() - before,
    )


def raw_text(picture: Path) -> str:
    """What the command reads."""
    command = ["tesseract", str(picture), "-", "-l", "deu", "--dpi", "300"]
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    return subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout


def run_readers(material: Sequence[Material], scratch: Path, spent: Counter[str]) -> Row:
    """Two readers side by side."""
    readers = [ReaderProcess(Reading(), scratch) for _ in range(CORES)]
    free: SimpleQueue[ReaderProcess] = SimpleQueue()
    for reader in readers:
        reader.read_page(material[0].pdf, "pdf", 0)
        free.put(reader)

    def read(scan: Material) -> str:
        reader = free.get()
        try:
            pages = [reader.read_page(scan.pdf, "pdf", number) for number in range(len(scan.pictures))]
        finally:
            free.put(reader)
        count_spent(pages, spent)
        return "\n".join(page.text for page in pages)

    before = readers_seconds(readers)
    row = measure("readers, 2 side by side", material, read, lambda: readers_seconds(readers) - before)
    for reader in readers:
        reader.close()
    return row


def count_spent(pages: Sequence[ReadPage], spent: Counter[str]) -> None:
    """Add the pages' processor time by step."""
    for page in pages:
        for step, seconds in page.spent.items():
            spent[step] += seconds  # type: ignore[assignment]


def measure(
    way: str, material: Sequence[Material], read: Callable[[Material], str], seconds: Callable[[], float]
) -> Row:
    """Read everything on two threads and compare with the truth."""
    pages = sum(len(scan.pictures) for scan in material)
    start = time.monotonic()
    with ThreadPoolExecutor(CORES) as pool:
        texts = list(pool.map(read, material))
    wall, used = time.monotonic() - start, seconds()
    rates = tuple(error_rate(text, scan.truth) for text, scan in zip(texts, material, strict=True))
    return Row(way, pages / wall, used / pages, rates)


def children_seconds() -> float:
    """Processor seconds of ended child processes."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def readers_seconds(readers: Sequence[ReaderProcess]) -> float:
    """Processor seconds of the readers so far."""
    times = [psutil.Process(reader.process.pid).cpu_times() for reader in readers]
    return float(sum(time.user + time.system for time in times))


if __name__ == "__main__":
    main()
