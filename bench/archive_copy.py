"""What archive copies cost: processor seconds a page and size against the original, over rendered letters.

    python -m bench.archive_copy [--letters samples/demo/letters.jsonl] [--count 20] [--dpi 300] [--quality office]

Each letter is rendered as a scanner would send it (pages of raw JPEG in a PDF); its words are those of its printed
text, so nothing is recognised. The same pages are also copied from JPEG files, from the digital PDF, and from fax.
"""

import argparse
import io
import random
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pikepdf
import pypdfium2
from PIL import Image

from letters.page import ReadPage
from reading.archive_copy import make_archive_copy
from reading.text_layer import read_layer
from samples.render_letters import Labelled, Quality, read_letters, render_letter, typeset_letter

CREATED = datetime(2026, 1, 2, tzinfo=UTC)
FORMS = ("scan in PDF", "JPEG", "fax in TIFF", "digital PDF")


class Cost(NamedTuple):
    """What one original's copy cost."""

    form: str
    pages: int
    seconds: float
    original: int
    copy: int
    drawn: int


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--letters", type=Path, default=Path("samples/demo/letters.jsonl"))
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--dpi", type=int, default=300)
    parser.add_argument("--quality", choices=["clean", "office", "poor"], default="office")
    arguments = parser.parse_args()
    letters = list(read_letters(arguments.letters))[: arguments.count]
    with tempfile.TemporaryDirectory() as folder:
        costs = [
            cost for letter in letters for cost in copy_letter(letter, arguments.dpi, arguments.quality, Path(folder))
        ]
    print(f"{len(letters)} letters, {arguments.dpi} dpi, {arguments.quality}\n")
    print("| original | files | pages | processor s a page | longest | size ratio | largest ratio | drawn |")
    print("|---|---|---|---|---|---|---|---|")
    for form in FORMS:
        print(sum_up(form, [cost for cost in costs if cost.form == form]))


def sum_up(form: str, costs: list[Cost]) -> str:
    """A line of the table."""
    pages = sum(cost.pages for cost in costs)
    seconds = sum(cost.seconds for cost in costs) / pages
    longest = max(cost.seconds / cost.pages for cost in costs)
    ratio = sum(cost.copy for cost in costs) / sum(cost.original for cost in costs)
    largest = max(cost.copy / cost.original for cost in costs)
    drawn = sum(cost.drawn for cost in costs)
    return (
        f"| {form} | {len(costs)} | {pages} | {seconds:.3f} | {longest:.3f} | {ratio:.3f} | {largest:.3f} | {drawn} |"
    )


def copy_letter(letter: Labelled, dpi: int, quality: Quality, folder: Path) -> Iterator[Cost]:
    """The cost of one letter's copy in each form."""
    digital, scanned = folder / "digital.pdf", folder / "scan.pdf"
    digital.write_bytes(typeset_letter(letter, random.Random(f"1:{letter['id']}")))
    scanned.write_bytes(render_letter(letter, 1, dpi, quality).pdf)
    pages = read_digital(digital)
    scans = [page.model_copy(update={"source": "ocr"}) for page in pages]
    yield measure("digital PDF", digital, "pdf", pages)
    yield measure("scan in PDF", scanned, "pdf", scans)
    for page, jpeg in zip(scans, take_jpegs(scanned), strict=True):
        first = page.model_copy(update={"number": 0})
        (folder / "page.jpg").write_bytes(jpeg)
        yield measure("JPEG", folder / "page.jpg", "jpeg", [first])
        black = Image.open(io.BytesIO(jpeg)).convert("L").point(lambda tone: 255 * (tone > 150)).convert("1")
        black.save(folder / "fax.tif", compression="group4", dpi=(dpi, dpi))
        yield measure("fax in TIFF", folder / "fax.tif", "tiff", [first])


def read_digital(path: Path) -> list[ReadPage]:
    """The letter's pages as its text layer reads."""
    with pypdfium2.PdfDocument(path) as document:
        sizes = [page.get_size() for page in document]
    return [
        ReadPage(
            number=number, width_pt=size[0], height_pt=size[1], source="text_layer", words=read_layer(path, number)
        )
        for number, size in enumerate(sizes)
    ]


def take_jpegs(path: Path) -> list[bytes]:
    """The scanner's pictures."""
    with pikepdf.open(path) as pdf:
        return [image.read_raw_bytes() for page in pdf.pages for _, image in page.resources.XObject.items()]


def measure(form: str, original: Path, kind: str, pages: list[ReadPage]) -> Cost:
    """Make the copy and count what it takes."""
    target = original.with_name("copy.pdf")
    start = time.process_time()
    made = make_archive_copy(original, kind, pages, target, title=original.name, created=CREATED)
    seconds = time.process_time() - start
    return Cost(form, len(pages), seconds, original.stat().st_size, target.stat().st_size, len(made.drawn))


if __name__ == "__main__":
    main()
