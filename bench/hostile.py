"""How hostile files end: each opened and read under the reader's limits, with time and peak memory.

    python -m bench.hostile [--shared ../shared] [--set core|all] [--seconds 60] [--write]

Reads `real/hostile` (manifest.csv says what each file is) and `real/email` of the shared folder. A file ends as read,
in clearing (something is missing or doubtful, and it is said), or refused. `stuck`, `died` and `silent` must never
appear: silent is a file that ends as read though fewer than half the words were found that another tool finds in its
first pages. `--write` lays the table into docs/hostile.md.
"""

import argparse
import csv
import datetime
import os
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
from workers.open_scan import MENDABLE
from workers.split_scan import NOT_ITS_FAULT

MOST_PAGES = 5
FEWEST_WORDS = 4
"""Another tool's words count from here on: below, they are page numbers and rubbish."""
PAGE = Path(__file__).parent.parent / "docs" / "hostile.md"
WRONG = ("stuck", "died", "silent")


class Case(NamedTuple):
    """A file, its name in the table, what it is, and how many words another tool finds on its first pages."""

    path: Path
    name: str
    kind: str
    words: int


class End(NamedTuple):
    """How one file ended."""

    case: Case
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
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    folder = arguments.shared / "real"
    if not folder.is_dir():
        print(f"{folder} is not there: nothing to run. Give its place with --shared.")
        return
    with tempfile.TemporaryDirectory() as scratch:
        reader = ReaderProcess(Reading(page_seconds=arguments.seconds), Path(scratch))
        ends = [report(try_file(reader, case, Path(scratch))) for case in find_cases(folder, arguments.set)]
        reader.close()
    print(summary(ends))
    if arguments.write:
        PAGE.write_text(document(ends, arguments.seconds), encoding="utf-8")


def find_cases(folder: Path, wanted: str) -> Iterator[Case]:
    """The hostile files of the set, then the mails."""
    with (folder / "hostile" / "manifest.csv").open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            if wanted in ("all", row["set"]):
                path = folder / "hostile" / row["file"]
                yield Case(path, row["file"], row["class"], int(row["words_5p"] or 0))
    for path in sorted((folder / "email").iterdir()):
        if path.suffix in (".eml", ".msg"):
            yield Case(path, f"email/{path.name}", "mail", 0)


def report(end: End) -> End:
    """Print the row."""
    print(line(end), flush=True)
    return end


def line(end: End) -> str:
    """The row of a file."""
    case = end.case
    return f"| {case.name} | {case.kind} | {end.end} | {end.detail} | {end.words} | {end.seconds:.1f} | {end.peak_mb} |"


def try_file(reader: ReaderProcess, case: Case, scratch: Path) -> End:
    """Open the file and read its first pages."""
    start, before = time.monotonic(), reader.process.pid
    pages: list[ReadPage] = []
    try:
        end, detail = read_file(reader, case.path, scratch, pages)
    except LetterError as error:
        end, detail = "clearing" if error.reason.code in MENDABLE else "refused", error.reason.code
    except PosteingangError as error:
        end, detail = "died", error.reason.code
    seconds = time.monotonic() - start
    words = sum(len(page.words) for page in pages)
    if end == "read" and case.words >= FEWEST_WORDS and 2 * words < case.words:
        end = "silent"
    if seconds > (MOST_PAGES + 2) * reader.settings.page_seconds:
        end = "stuck"
    peak = peak_memory(reader) if reader.process.pid == before else 0
    return End(case, end, detail, words, seconds, peak)


def read_file(reader: ReaderProcess, path: Path, scratch: Path, pages: list[ReadPage]) -> tuple[str, str]:
    """How the file ends, and the codes of what is said of it; its first pages are added to `pages`."""
    opened = reader.open_scan(path, path.name, scratch)
    source, kind = (opened.rendition, "pdf") if opened.rendition else (path, opened.kind)
    said = [doubt.code for doubt in opened.doubts]
    for number in range(min(opened.page_count, MOST_PAGES)):
        try:
            pages.append(reader.read_page(source, kind, number))
        except LetterError as error:
            said.append(error.reason.code)
    said += [doubt.code for page in pages for doubt in page.doubts]
    if not pages:
        end = "clearing" if set(said) & set(NOT_ITS_FAULT) else "refused"
    elif said or not any(page.words or page.marks for page in pages):  # nothing to read: routing lays it to people
        end = "clearing"
    else:
        end = "read"
    return end, f"{opened.kind} {opened.page_count} p. {' '.join(sorted(set(said)))}".strip()


def peak_memory(reader: ReaderProcess) -> int:
    """The reader's highest resident memory so far, in MB."""
    status = Path(f"/proc/{reader.process.pid}/status")
    if not status.exists():
        return psutil.Process(reader.process.pid).memory_info().rss >> 20
    peak = next(entry for entry in status.read_text().splitlines() if entry.startswith("VmHWM"))
    return int(peak.split()[1]) >> 10


def summary(ends: list[End]) -> str:
    """How many ended how."""
    counts = Counter(end.end for end in ends)
    told = ", ".join(f"{counts[end]} {end}" for end in ("read", "clearing", "refused", *WRONG))
    return f"{len(ends)} files: {told}."


def document(ends: list[End], seconds: float) -> str:
    """The page that is laid into docs/."""
    today = datetime.datetime.now(datetime.UTC)
    longest, largest = max(end.seconds for end in ends), max(end.peak_mb for end in ends)
    rows = "\n".join(map(line, ends))
    return f"""# Hostile files, and how they end

Written by `python -m bench.hostile --write`. Public files that other tools choke on, and mails; of each the first
{MOST_PAGES} pages, in one reader, {seconds:.0f} s a page. On {today:%Y-%m-%d}, {os.cpu_count()} cores.

**{summary(ends)}** The longest took {longest:.1f} s, the highest peak of memory was {largest} MB (the reader's so far,
so it only rises; 0 where the reader was replaced meanwhile). `silent` would be a file taken as read with less than half
the words that another tool finds in it.

| file | what it is | end | what was said | words | s | peak MB |
|---|---|---|---|---|---|---|
{rows}
"""


if __name__ == "__main__":
    main()
