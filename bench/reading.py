"""Reading against the floor: two raw tesseract processes on the same page pictures, nothing else done.

    python -m bench.reading [--shared ../shared] [--letters 60] [--qualities office poor]

Renders letters of the shared folder, reads them with two readers, and prints pages a second, processor seconds a page
and the character error rate (mean, worst) of both, then the readers' processor time by step. Everything runs on the
same machine in one run: compare the rows, not the figures of another day.
"""

import argparse
import json
import os
import re
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

from config.settings import Reading
from letters.page import ReadPage
from reading.client import ReaderProcess
from samples.render_letters import render_letter

CORES = 2


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
    arguments = parser.parse_args()
    if not (arguments.shared / "letters").is_dir():
        print(f"{arguments.shared}/letters is not there: nothing to run. Give its place with --shared.")
        return
    print("| quality | way | pages/s | CPU s/page | CER mean % | CER worst % |\n|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as scratch:
        for quality in arguments.qualities:
            material = list(render(arguments.shared, arguments.letters, quality, Path(scratch) / quality))
            spent: Counter[str] = Counter()
            for row in (run_floor(material), run_readers(material, Path(scratch), spent)):
                print_row(quality, row)
            total = sum(spent.values())
            shares = ", ".join(f"{step} {100 * value / total:.1f} %" for step, value in spent.most_common())
            print(f"\nProcessor time by step ({quality}): {shares}\n")


def print_row(quality: str, row: Row) -> None:
    """One line of the table."""
    mean, worst = 100 * sum(row.rates) / len(row.rates), 100 * max(row.rates)
    print(f"| {quality} | {row.way} | {row.pages_a_second:.2f} | {row.seconds_a_page:.2f} | {mean:.2f} | {worst:.2f} |")


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


def error_rate(read: str, truth: str) -> float:
    """The character error rate, blind to white space and to the order of blocks."""
    got, wanted = Counter(words_of(read)), Counter(words_of(truth))
    left, missing = sorted((got - wanted).elements()), sorted((wanted - got).elements())
    return distance("".join(left), "".join(missing)) / max(1, sum(map(len, wanted.elements())))


def words_of(text: str) -> list[str]:
    """Words with a letter or digit; hyphenation at line ends undone."""
    joined = re.sub(r"[-\u00ad\ufffe]\s*\n\s*", "", text)
    return [word for word in joined.split() if any(char.isalnum() for char in word)]


def distance(one: str, other: str) -> int:
    """Levenshtein's distance."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        row, last = [i], row
        for j, b in enumerate(other, 1):
            row.append(min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b)))
    return row[-1]


if __name__ == "__main__":
    main()
