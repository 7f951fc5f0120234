"""What the command line says of learning: versions, thresholds, drift."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from classifiers.evaluate import Figure, classify_all
from classifiers.labelled import read_labelled
from classifiers.thresholds import Judged, Point, choose_thresholds, draw_curve, judged
from config.edit import write_section
from inbox.drift import Drift, Tally, measure_drift
from letters.errors import SettingsError
from posteingang.assembly import Assembly
from posteingang.school import Taught
from posteingang.versions import Measured, list_versions, read_judged
from store.decisions import said_of

EVERY = 5
"""Every so many points of the curve are printed."""


def trained(taught: Taught, as_json: bool) -> None:
    """What became of a training."""
    if as_json:
        held_back = taught.trial.new.model_dump() if taught.trial else None
        entry = {"version": taught.version, "live": taught.went_live, "seconds": taught.seconds, "held_back": held_back}
        click.echo(json.dumps(entry))
        return
    state = "live" if taught.went_live else "kept, not live: worse than the live one on the letters held back"
    click.echo(f"{state}: {taught.version} ({taught.seconds} s)")


def versions(assembly: Assembly, as_json: bool) -> None:
    """Every version that is kept, and which is live."""
    live, kept = assembly.model().version(), list_versions(assembly.home.models)
    if as_json:
        entries = [
            {"version": name, "live": name == live, **each.model_dump(mode="json")} for name, each in kept.items()
        ]
        click.echo(json.dumps(entries))
        return
    for name, measured in kept.items():
        click.echo(f"{'→' if name == live else ' '} {name}  {measured.made_at:%Y-%m-%d %H:%M}  {describe(measured)}")


def describe(measured: Measured) -> str:
    """A version's measurements in a line."""
    parts = [f"{measured.letters} samples", f"{measured.lessons} decided letters" if measured.lessons else ""]
    parts.append(told("topic, recipients left out", measured.topic_left_out))
    parts.append(told("held back", measured.held_back))
    parts.append(told(f"the live one then ({measured.rival})", measured.rival_held_back))
    return ", ".join(part for part in parts if part)


def told(name: str, figure: Figure | None) -> str:
    """A figure with its name, nothing where there is none."""
    return f"{name}: {figure.right} of {figure.total}" if figure and figure.total else ""


def thresholds(assembly: Assembly, precision: float | None, letters: Path | None, as_json: bool) -> None:
    """The curve of coverage against precision; with a wanted precision, the thresholds that give it are set."""
    entries = judge(assembly, letters)
    chosen = choose_thresholds(entries, precision) if precision is not None else None
    if as_json:
        click.echo(
            json.dumps({"curve": [line(each) for each in draw_curve(entries)], "set": line(chosen) if chosen else None})
        )
    else:
        for text in describe_curve(entries, chosen):
            click.echo(text)
    if precision is None:
        return
    if chosen is None:
        raise SettingsError("precision_not_reached", precision=f"{precision:.3f}", letters=str(len(entries)))
    path = assembly.home.path / "config" / "posteingang.yaml"
    write_section(path, "thresholds", chosen.thresholds.model_dump())
    click.echo(f"{path}: they count from the next start on", err=True)


def judge(assembly: Assembly, letters: Path | None) -> Sequence[Judged]:
    """How sure the live model was of letters it had not seen: one's own labelled ones, else the samples left out."""
    assembly.school().ensure()
    if letters is not None:
        return judged(classify_all(read_labelled(letters), assembly.model().classifier(), assembly.router()))
    return read_judged(assembly.home.models, assembly.model().version() or "")


def describe_curve(entries: Sequence[Judged], chosen: Point | None) -> Iterator[str]:
    """The curve as a table, and the thresholds that were chosen."""
    yield f"{len(entries)} letters that the model had not seen"
    yield "topic at least   without a person   of them right"
    for point in draw_curve(entries)[::EVERY]:
        yield f"{point.thresholds.topic:14.2f}   {point.coverage:16.1%}   {point.precision:13.1%}"
    if chosen:
        yield f"set: {chosen.limits}: {chosen.coverage:.1%} without a person, {chosen.precision:.1%} of them right"


def line(point: Point) -> dict[str, float]:
    """A point as JSON."""
    return {**point.thresholds.model_dump(), "coverage": point.coverage, "precision": point.precision}


def drift(assembly: Assembly, as_json: bool) -> None:
    """How often people corrected the topic, by topic, in the last 30 days and before."""
    with assembly.database().reading() as tx:
        found = measure_drift(said_of(tx, "topic"), assembly.clock.now())
    if as_json:
        click.echo(json.dumps([each.model_dump() for each in found]))
        return
    for text in describe_drift(found):
        click.echo(text)


def describe_drift(found: Sequence[Drift]) -> Iterator[str]:
    """The drift as a table."""
    yield f"{'topic':20}{'last 30 days':>24}{'before':>24}"
    for each in found:
        yield f"{each.topic:20}{tally(each.lately):>24}{tally(each.before):>24}"


def tally(found: Tally) -> str:
    """How many of how many were corrected."""
    return f"{found.corrected} of {found.decided} ({found.share:.0%})" if found.decided else "–"
