"""Whether pages written by hand are known as such, and whether print is taken for them.

    python -m bench.handwriting [--fonts FOLDER] [--hands 40] [--letters 32] [--write]

Every page is read whole, as in the house. Pages by hand: drawn strokes (each seed another hand), clean and worn;
letters set in the handwriting fonts of FOLDER (.ttf, .otf), worn. Printed: letters of the samples as an office's and as
a poor scanner sends them. `--write` lays the table into docs/handwriting.md.
"""

import argparse
import datetime
import random
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import fmean
from typing import NamedTuple

import pypdfium2
from PIL import Image, ImageDraw, ImageFont

from bench.rates import error_rate
from config.settings import Reading
from letters.page import ReadPage
from reading.engines import open_engine
from reading.pages import Desk
from reading.tessdata import find_tessdata
from samples.render_letters import Quality, read_letters, render_letter, wear
from tests.reading.handwriting import SIZE, handwritten_page

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "handwriting.md"
FIRST_HAND = 1000
"""None of these hands was drawn when the measure was chosen."""
DPI = 200
ENDS = ("as handwriting", "as doubtful", "as text")


class Sheet(NamedTuple):
    """A page, and what stands on it where that is known."""

    picture: Image.Image
    truth: str = ""


class Row(NamedTuple):
    """How the pages of one kind ended, and the mean character error rate of those that ended as text."""

    kind: str
    ends: Counter[str]
    errors: float | None


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fonts", type=Path)
    parser.add_argument("--hands", type=int, default=40)
    parser.add_argument("--letters", type=int, default=32)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    settings = Reading()
    desk = Desk(settings, open_engine(settings, find_tessdata(settings.languages)))
    rows = []
    for kind, pages in kinds(arguments.hands, arguments.letters, arguments.fonts):
        rows.append(measure(desk, kind, pages))
        print(line(rows[-1]), flush=True)
    if arguments.write:
        PAGE.write_text(document(rows), encoding="utf-8")


def measure(desk: Desk, kind: str, pages: Iterator[Sheet]) -> Row:
    """Read the pages of one kind."""
    ends: Counter[str] = Counter()
    rates = []
    for sheet in pages:
        read = read_page(desk, sheet.picture)
        codes = [doubt.code for doubt in read.doubts]
        end = ENDS[0 if "handwritten" in codes else 1 if codes else 2]
        ends[end] += 1
        if end == ENDS[2] and sheet.truth:
            rates.append(error_rate(read.text.casefold(), sheet.truth.casefold()))  # some hands are capitals
    return Row(kind, ends, fmean(rates) if rates else None)


def kinds(hands: int, letters: int, fonts: Path | None) -> Iterator[tuple[str, Iterator[Sheet]]]:
    """The kinds of pages, by name."""
    seeds = range(FIRST_HAND, FIRST_HAND + hands)
    yield "drawn hands", (Sheet(handwritten_page(seed)) for seed in seeds)
    yield "drawn hands, worn", (Sheet(wear(handwritten_page(seed), random.Random(seed), "poor")) for seed in seeds)
    if fonts:
        for path in sorted(path for path in fonts.rglob("*") if path.suffix in (".ttf", ".otf")):
            yield f"font {path.stem}, worn", font_pages(path)
    yield "printed letters, office", printed(letters, "office")
    yield "printed letters, poor", printed(letters, "poor")


def sample_letters(count: int) -> list[dict[str, object]]:
    """So many letters, of every organisation in turn."""
    files = sorted((ROOT / "samples" / "letters").glob("*.jsonl"))
    stacks = [list(read_letters(file)) for file in files]
    return [stacks[number % len(stacks)][(7 * number + 3) % 80] for number in range(count)]


def printed(count: int, quality: Quality) -> Iterator[Sheet]:
    """The pages of printed letters as scanned."""
    for number, letter in enumerate(sample_letters(count)):
        with pypdfium2.PdfDocument(render_letter(letter, number, DPI, quality).pdf) as document:
            for page in document:
                yield Sheet(page.render(scale=DPI / 72, grayscale=True).to_pil().convert("L"))


def font_pages(path: Path, count: int = 3) -> Iterator[Sheet]:
    """Letters' texts in the font, no line quite straight and none at quite the same margin, worn."""
    for number, letter in enumerate(sample_letters(count)):
        dice = random.Random(number)
        page = Image.new("L", SIZE, 255)
        font = ImageFont.truetype(path, dice.randrange(38, 56))
        lines = list(lines_of(str(letter["body"]), font, dice))
        for place, words in enumerate(lines):
            spot = (160 + dice.gauss(0, 12), 220 + place * 78 + dice.gauss(0, 4))
            ImageDraw.Draw(page).text(spot, words, fill=dice.randrange(20, 90), font=font)
        yield Sheet(wear(page, dice, "poor"), "\n".join(lines))


def lines_of(text: str, font: ImageFont.FreeTypeFont, dice: random.Random) -> Iterator[str]:
    """The text in lines of a hand's uneven length, a page of them at most."""
    found: list[str] = []
    taken: list[str] = []
    for word in text.split():
        if font.getlength(" ".join([*taken, word])) > SIZE[0] - 320 - dice.uniform(0, 200):
            found.append(" ".join(taken))
            taken = []
        taken.append(word)
    yield from [*found, " ".join(taken)][:24]


def read_page(desk: Desk, page: Image.Image) -> ReadPage:
    """The page as the house reads it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.png"
        page.save(path, dpi=(DPI, DPI))
        return desk.read_page(path, "png", 0)


def line(row: Row) -> str:
    """The row of a kind."""
    return (
        f"| {row.kind} | {row.ends.total()} | "
        + " | ".join(str(row.ends[end]) for end in ENDS)
        + f" | {errors_of(row)} |"
    )


def errors_of(row: Row) -> str:
    """The error rate as it stands in the table."""
    return "" if row.errors is None else f"{100 * row.errors:.1f}"


def share(rows: Sequence[Row], end: str) -> str:
    """How many of the rows' pages ended so."""
    return f"{sum(row.ends[end] for row in rows)} of {sum(row.ends.total() for row in rows)}"


def document(rows: Sequence[Row]) -> str:
    """The page that is laid into docs/."""
    by_hand = [row for row in rows if not row.kind.startswith("printed")]
    drawn = [row for row in by_hand if not row.kind.startswith("font")]
    print_rows = [row for row in rows if row.kind.startswith("printed")]
    today = datetime.datetime.now(datetime.UTC)
    table = "\n".join(map(line, rows))
    return f"""# Handwriting, measured

Written by `python -m bench.handwriting --write` on {today:%Y-%m-%d}. Every page is read whole, as in the house.
Handwriting is not read; such a page must come to people as what it is, and print must not be taken for it.

**{share(drawn, ENDS[0])} drawn pages are known as handwriting, {share(drawn, ENDS[2])} go on as text. False alarms:
{share(print_rows, ENDS[0])} printed pages.** A page in a handwriting font may rightly end as text: its letters are all
alike, and the engine reads some of these fonts surely.

| pages | number | {" | ".join(ENDS)} | CER % of the text |
|---|---|---|---|---|---|
{table}

The hands are strokes drawn by a program (`tests/reading/handwriting.py`), the printed letters are rendered ones: what
real hands and real scans do may differ.
"""


if __name__ == "__main__":
    main()
