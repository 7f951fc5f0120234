"""Reading over real letters, whose text is known in part: as they come, and drawn as scans and recognised."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from statistics import mean, median
from typing import NamedTuple

import pypdfium2

from bench.rates import error_rate, words_of
from letters.errors import PosteingangError
from reading.client import ReaderProcess

DRAWN_DPI = 200
Outcome = tuple[str, str]


class Found(NamedTuple):
    """What was read of one letter; rates and shares are None where the truth is not known."""

    name: str
    end: str
    rate: float | None
    drawn_rate: float | None
    words: float | None
    keys: str


def list_letters(folder: Path, count: int) -> list[dict[str, str]]:
    """The labelled letters, `count` of them spread over the list (0: all)."""
    with (folder / "labels.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return rows[:: max(1, len(rows) // count)][:count] if count else rows


def read_letters(reader: ReaderProcess, folder: Path, count: int, scratch: Path) -> Iterator[Found]:
    """Each letter, read."""
    for row in list_letters(folder, count):
        path = folder / row["file"]
        text, end = read_text(reader, path, scratch)
        truth = known_text(folder, path.stem)
        keys = [key for key in row["key_strings"].split("|") if key]
        hits = sum(squeezed(key) in squeezed(text) for key in keys)
        drawn = drawn_rate(reader, path, truth, scratch) if truth and path.suffix == ".pdf" else None
        yield Found(
            path.name,
            end,
            error_rate(text, truth) if truth else None,
            drawn,
            words_found(text, truth) if truth else None,
            f"{hits} of {len(keys)}" if keys else "",
        )


def known_text(folder: Path, stem: str) -> str:
    """The letter's text where it is known, else empty."""
    files = sorted((folder / "gt").glob(f"{stem}.*.txt"))
    return files[0].read_text(encoding="utf-8") if files else ""


def read_text(reader: ReaderProcess, path: Path, scratch: Path) -> Outcome:
    """The letter's text, and how it ended: whence its pages were read, or why they were not."""
    try:
        opened = reader.open_scan(path, path.name, scratch)
        source, kind = (opened.rendition, "pdf") if opened.rendition else (path, opened.kind)
        pages = [reader.read_page(source, kind, number) for number in range(opened.page_count)]
    except PosteingangError as error:
        return "", error.reason.code
    doubts = {doubt.code for page in pages for doubt in page.doubts}
    return "\n".join(page.text for page in pages), " ".join(sorted({*(page.source for page in pages), *doubts}))


def drawn_rate(reader: ReaderProcess, path: Path, truth: str, scratch: Path) -> float:
    """The error rate of the letter drawn as grey pictures: of what the engine does, whatever the file says itself."""
    texts = []
    with pypdfium2.PdfDocument(path) as document:
        for page in document:
            target, buffer = scratch / "drawn.jpg", io.BytesIO()
            picture = page.render(scale=DRAWN_DPI / 72, grayscale=True).to_pil().convert("L")
            picture.save(buffer, "JPEG", quality=85, dpi=(DRAWN_DPI, DRAWN_DPI))
            target.write_bytes(buffer.getvalue())
            texts.append(read_text(reader, target, scratch)[0])
    return error_rate("\n".join(texts), truth)


def words_found(text: str, truth: str) -> float:
    """The share of the truth's words that were read."""
    wanted, got = set(words_of(truth)), set(words_of(text))
    return len(wanted & got) / max(1, len(wanted))


def squeezed(text: str) -> str:
    """The text without white space, in small letters."""
    return "".join(text.split()).casefold()


def table(found: list[Found]) -> Iterator[str]:
    """The letters as a table, and what they come to."""
    yield "| letter | read from | CER % | CER % drawn | words found % | key strings |"
    yield "|---|---|---|---|---|---|"
    for row in found:
        figures = " | ".join(percent(value) for value in (row.rate, row.drawn_rate, row.words))
        yield f"| {row.name} | {row.end} | {figures} | {row.keys} |"
    yield ""
    for title, rates in (("as they come", [row.rate for row in found]), ("drawn", [row.drawn_rate for row in found])):
        known = [rate for rate in rates if rate is not None]
        if known:
            yield f"{len(known)} letters {title}: CER mean {percent(mean(known))} %, median {percent(median(known))} %."


def percent(share: float | None) -> str:
    """The share in per cent, or nothing."""
    return "" if share is None else f"{100 * share:.1f}"
