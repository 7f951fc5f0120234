"""Measuring the live model on labelled letters."""

import json
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import click

from classifiers.evaluate import Figure, Figures, evaluate
from classifiers.labelled import LabelledLetter, read_labelled
from letters.letter import ReadLetter
from letters.ports import PageReader
from posteingang.assembly import Assembly
from samples.render_letters import render_letter

MOST_CONFUSIONS = 12


def run_evaluation(assembly: Assembly, path: Path, scans: bool, as_json: bool) -> None:
    """Print the figures of the live model, under the instance's own rules and thresholds."""
    assembly.school().ensure()
    letters, classifier, router = read_labelled(path), assembly.model().classifier(), assembly.router()
    if scans:
        with tempfile.TemporaryDirectory() as folder:
            figures = evaluate(letters, classifier, router, scan_with(assembly.reader(), Path(folder)))
    else:
        figures = evaluate(letters, classifier, router)
    if as_json:
        click.echo(figures.model_dump_json())
        return
    for line in describe(figures):
        click.echo(line)


def describe(figures: Figures) -> Iterator[str]:
    """The figures as lines: share, count, 95 % interval."""
    yield f"{figures.letters} letters"
    for name, value in figures:
        if isinstance(value, Figure):
            low, high = value.interval
            yield f"{name:22}{value.share:7.3f}   {value.right:5} of {value.total:<5}  95 %: {low:.3f} to {high:.3f}"
    yield f"{'topic calibration':22}{figures.topic_calibration:7.3f}   (expected calibration error)"
    yield f"{'sender type calibration':22}{figures.sender_type_calibration:6.3f}"
    for labelled, found, count in figures.confusions[:MOST_CONFUSIONS]:
        yield f"  {labelled} taken for {found}: {count}"
    for letter, labelled, found, sure in figures.wrong:
        yield f"  {letter}: {labelled} taken for {found}, {sure:.0%} sure"


def scan_with(reader: PageReader, folder: Path) -> Callable[[LabelledLetter], ReadLetter]:
    """A way to read a labelled letter: rendered as an office scan and recognised."""

    def read(label: LabelledLetter) -> ReadLetter:
        path = folder / f"{label.id}.pdf"
        path.write_bytes(render_letter(json.loads(label.model_dump_json())).pdf)
        letter = read_file(reader, path, folder)
        path.unlink()
        return letter

    return read


def read_file(reader: PageReader, path: Path, folder: Path) -> ReadLetter:
    """A file as reading gives it, received today; what stands in for it goes into `folder`. Raises LetterError."""
    now = datetime.now(UTC)
    opened = reader.open_scan(path, path.name, folder)
    source, kind = (opened.rendition, "pdf") if opened.rendition else (path, opened.kind)
    pages = tuple(reader.read_page(source, kind, number) for number in range(opened.page_count))
    return ReadLetter(
        source_name=path.name,
        received_at=now,
        received_on=now.date(),
        pages=pages,
        parts=opened.parts,
        data=opened.data,
        doubts=(*opened.doubts, *(doubt for page in pages for doubt in page.doubts)),
    )
