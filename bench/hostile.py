"""How hostile files end: each opened and read under the reader's limits, with time and peak memory.

    python -m bench.hostile [--shared ../shared] [--set core|all] [--seconds 20]

Reads `real/hostile` (manifest.csv says what each file is) and `real/email` of the shared folder. A file ends as read,
as in clearing (something is missing or doubtful), or refused; `stuck` and `died` must never appear.
"""

import argparse
import csv
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import psutil

from config.settings import Reading
from letters.errors import LetterError, PosteingangError
from letters.page import ReadPage
from reading.client import ReaderProcess

MOST_PAGES = 5


class End(NamedTuple):
    """How one file ended."""

    name: str
    end: str
    detail: str
    words: int
    seconds: float
    peak_mb: int


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--set", choices=["core", "all"], default="all")
    parser.add_argument("--seconds", type=float, default=20)
    arguments = parser.parse_args()
    folder = arguments.shared / "real"
    if not folder.is_dir():
        print(f"{folder} is not there: nothing to run. Give its place with --shared.")
        return
    with tempfile.TemporaryDirectory() as scratch:
        reader = ReaderProcess(Reading(page_seconds=arguments.seconds), Path(scratch))
        print(f"| {'file':<62} | end | detail | words | s | peak MB |\n|---|---|---|---|---|---|")
        ends = [report(try_file(reader, path, Path(scratch))) for path in find_files(folder, arguments.set)]
        reader.close()
    print(Counter(end.end for end in ends))


def find_files(folder: Path, wanted: str) -> Iterator[Path]:
    """The hostile files of the set, then the mails."""
    with (folder / "hostile" / "manifest.csv").open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            if wanted in ("all", row["set"]):
                yield folder / "hostile" / row["file"]
    yield from sorted(path for path in (folder / "email").iterdir() if path.suffix in (".eml", ".msg"))


def report(end: End) -> End:
    """Print the row."""
    print(
        f"| {end.name:<62} | {end.end} | {end.detail} | {end.words} | {end.seconds:.1f} | {end.peak_mb} |", flush=True
    )
    return end


def try_file(reader: ReaderProcess, path: Path, scratch: Path) -> End:
    """Open the file and read its first pages."""
    start, before = time.monotonic(), reader.process.pid
    pages: list[ReadPage] = []
    failed: list[str] = []
    try:
        opened = reader.open_scan(path, path.name, scratch)
        source, kind = (opened.rendition, "pdf") if opened.rendition else (path, opened.kind)
        for number in range(min(opened.page_count, MOST_PAGES)):
            try:
                pages.append(reader.read_page(source, kind, number))
            except LetterError as error:
                failed.append(error.reason.code)
        doubts = [doubt.code for doubt in opened.doubts] + [doubt.code for page in pages for doubt in page.doubts]
        end = (
            ("refused" if not pages else "clearing" if failed or doubts else "read"),
            f"{opened.kind} {opened.page_count} p. {' '.join(sorted({*failed, *doubts}))}",
        )
    except PosteingangError as error:
        end = ("refused" if isinstance(error, LetterError) else "died"), error.reason.code
    seconds = time.monotonic() - start
    peak = peak_memory(reader) if reader.process.pid == before else 0
    words = sum(len(page.words) for page in pages)
    return End(f"{path.parent.name}/{path.name}"[:62], end[0], end[1], words, seconds, peak)


def peak_memory(reader: ReaderProcess) -> int:
    """The reader's highest resident memory so far, in MB."""
    status = Path(f"/proc/{reader.process.pid}/status")
    if not status.exists():
        return psutil.Process(reader.process.pid).memory_info().rss >> 20
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) >> 10


if __name__ == "__main__":
    main()
