"""The demo: forty sample letters, rendered as scans, dropped into the watched folder and followed to their queues."""

import os
import random
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

import click

from inbox.export import export_letters
from posteingang.assembly import SHIPPED, Assembly
from posteingang.up import Instance, opened_day
from posteingang.watch import ended_by_signals, greet, is_idle, never, stay
from samples.render_letters import read_letters, render_letter

LETTERS = SHIPPED / "samples" / "demo" / "letters.jsonl"
DPI = 300
ENDS = (
    ("right", "richtig zugestellt", "delivered rightly"),
    ("wrong", "falsch zugestellt", "delivered wrongly"),
    ("clearing", "zur Klärung", "sent to clearing"),
    ("missing", "fehlen", "missing"),
)
"""What may become of a letter, in German and English."""


class Sample(NamedTuple):
    """A rendered letter: the name it is dropped under, which tells nothing, and what is expected of it."""

    name: str
    pdf: bytes
    topic: str
    department: str
    unsure: bool


def run_demo(assembly: Assembly, workers: int, *, until_idle: bool, low: bool) -> None:
    """Render, drop, follow, and judge."""
    with ended_by_signals():
        click.echo("Musterbriefe werden gedruckt und gescannt / rendering sample letters …")
        samples = render_samples(assembly)
        with opened_day(assembly, workers) as instance:
            greet(instance)
            show_demo(instance, samples, low=low)
            if until_idle:
                click.echo("Wieder öffnen / open again        scripts/start")
            else:
                stay(instance, never)


def show_demo(instance: Instance, samples: Sequence[Sample], *, low: bool) -> None:
    """Drop the letters in, follow them, and say how it went."""
    assembly, begun = instance.assembly, time.monotonic()
    drop(assembly.folder_paths[0], samples)
    click.echo(f"Eingeworfen / dropped             {len(samples)} Briefe / letters")
    stay(instance, is_idle(assembly, low=low))
    seconds = time.monotonic() - begun
    records = {record["source_name"]: record for record in export_letters(assembly.database(), "de")}
    click.echo(summary([judge(each, records.get(each.name)) for each in samples], samples, seconds))
    click.echo(f"Ansehen / look                    {instance.address}")


def render_samples(assembly: Assembly) -> list[Sample]:
    """The demo's letters as scans. A further demo in the same home gets other pictures of them, else all were known."""
    assembly.database().migrate()
    run = sum(1 for _ in export_letters(assembly.database(), "de")) + 1
    letters = list(read_letters(LETTERS))
    random.Random(run).shuffle(letters)  # noqa: S311 (an order, no secret)
    with ProcessPoolExecutor(os.cpu_count(), get_context("spawn")) as pool:
        pdfs = list(pool.map(render, letters, [run] * len(letters)))
    return [
        make_sample(number, run, letter, pdf) for number, (letter, pdf) in enumerate(zip(letters, pdfs, strict=True))
    ]


def render(letter: dict[str, Any], seed: int) -> bytes:
    """One letter as an office scanner would give it."""
    return render_letter(letter, seed, DPI, "office")[0]


def make_sample(number: int, run: int, letter: dict[str, Any], pdf: bytes) -> Sample:
    """A letter under a scanner's name."""
    name = f"Scan_{run:04}_{number + 1:04}.pdf"
    return Sample(name, pdf, letter["topic"], letter["department"], bool(letter.get("unsure")))


def drop(folder: Path, samples: Sequence[Sample]) -> None:
    """Write each file aside and move it in whole, as a good scanner does."""
    folder.mkdir(parents=True, exist_ok=True)
    for each in samples:
        aside = folder / f".{each.name}.part"
        aside.write_bytes(each.pdf)
        aside.rename(folder / each.name)


def judge(sample: Sample, record: dict[str, Any] | None) -> str:
    """What became of a letter: right, wrong, clearing, or missing."""
    if record is None:
        return "missing"
    if record["needs_review"]:
        return "clearing"
    return "right" if (record["topic"], record["department"]) == (sample.topic, sample.department) else "wrong"


def summary(ends: Sequence[str], samples: Sequence[Sample], seconds: float) -> str:
    """How it went, in a few lines."""
    count = Counter(ends)
    unsure = sum(each.unsure for each in samples)
    caught = sum(each.unsure and end == "clearing" for each, end in zip(samples, ends, strict=True))
    rows = [f"{count[end]:5}   {german:22}{english}" for end, german, english in ENDS]
    return "\n".join(
        [
            f"\n{len(samples)} Briefe in {seconds:.0f} s / {len(samples)} letters in {seconds:.0f} s\n",
            *rows,
            f"\nVon {unsure} Briefen, bei denen auch ein Mensch nachfragen würde, kamen {caught} zur Klärung.",
            f"Of {unsure} letters that a person would ask about, {caught} went to clearing.\n",
        ]
    )
