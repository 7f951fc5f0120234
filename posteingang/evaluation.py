"""Measuring the live model on labelled letters."""

from collections.abc import Iterator
from pathlib import Path

import click

from classifiers.evaluate import Figure, Figures, evaluate
from classifiers.labelled import read_labelled
from posteingang.assembly import Assembly

MOST_CONFUSIONS = 12


def run_evaluation(assembly: Assembly, path: Path, as_json: bool) -> None:
    """Print the figures of the live model, under the instance's own rules and thresholds."""
    assembly.school().ensure()
    figures = evaluate(read_labelled(path), assembly.model().classifier(), assembly.router())
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
