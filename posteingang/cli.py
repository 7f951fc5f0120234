"""The command line: each command is thin, what it does stands in the room that it belongs to."""

import os
import sys
from collections.abc import Callable
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Any, TextIO

import click

from inbox.views import Choice
from letters.errors import PosteingangError
from letters.finding import SearchQuery
from letters.reasons import Language
from posteingang import cutting, learning, report
from posteingang.assembly import Assembly, check_shared
from posteingang.checks import check_files, doctor
from posteingang.demo import run_demo
from posteingang.evaluation import run_evaluation
from posteingang.handing import check_there, hand_in
from posteingang.home import Home, find_home
from posteingang.up import under_way
from posteingang.watch import run_up, run_work, wait_until

NUMBER = click.IntRange(0, 2**31 - 1)
"""The id of a letter or scan, within what every database can hold."""
NOT_IDLE = 7
"""The exit code of `wait` when the time ran out."""


class Command(click.Group):
    """The group of commands; an error of the house is told in the instance's language, with its own exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except PosteingangError as error:
            click.echo(told(ctx, error), err=True)
            sys.exit(error.exit_code)


def told(ctx: click.Context, error: PosteingangError) -> str:
    """The error's text in the instance's language; where the settings cannot be read, as the environment asks."""
    assembly = ctx.find_object(Assembly)
    asked: Language = "en" if os.environ.get("POSTEINGANG_LANGUAGE") == "en" else "de"
    return error.reason.in_language(assembly.settings.language if assembly else asked)


@click.group(cls=Command, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--home", type=click.Path(path_type=Path), help="The instance's folder (POSTEINGANG_HOME, ./data).")
@click.version_option(package_name="posteingang")
@click.pass_context
def main(ctx: click.Context, home: Path | None) -> None:
    """Posteingang: the central inbox of an organisation."""
    ctx.meta["home"] = find_home(home)


def with_assembly(command: Callable[..., None]) -> Callable[..., None]:
    """Give the command the instance's assembly; the tables are brought up to date first."""

    @click.pass_context
    @wraps(command)
    def run(ctx: click.Context, *args: Any, **kwargs: Any) -> None:
        home: Home = ctx.meta["home"]
        assembly = ctx.find_root().obj = Assembly(home)  # the root's, for it is there that errors are told
        ctx.invoke(command, assembly, *args, **kwargs)

    return run


def with_data(command: Callable[..., None]) -> Callable[..., None]:
    """Give the command an assembly whose tables are there."""

    @wraps(command)
    def run(assembly: Assembly, *args: Any, **kwargs: Any) -> None:
        assembly.database().migrate()
        command(assembly, *args, **kwargs)

    return with_assembly(run)


as_json = click.option("--json", "as_json", is_flag=True, help="As JSON, for scripts.")


@main.command()
@click.option("--until-idle", is_flag=True, help="Work until nothing is under way, then stop everything.")
@click.option("--all", "low", is_flag=True, help="With --until-idle: wait for archive copies too.")
@click.option("--workers", type=click.IntRange(1), default=None, help="How many workers (default: one per core).")
@click.option("--demo", is_flag=True, help="Render 40 sample letters, drop them in and show them on their way.")
@with_assembly
def up(assembly: Assembly, until_idle: bool, low: bool, workers: int | None, demo: bool) -> None:
    """Open the day: watched folder, workers, index, web page. Ctrl-C ends all of it."""
    if demo:
        run_demo(assembly, workers or 0, until_idle=until_idle, low=low)
    else:
        run_up(assembly, workers or 0, until_idle=until_idle, low=low)


@main.command()
@click.option("--workers", type=click.IntRange(1), default=None, help="How many workers (default: one per core).")
@with_assembly
def work(assembly: Assembly, workers: int | None) -> None:
    """Only workers, on a second host that shares database, files and broker."""
    check_shared(assembly)
    run_work(assembly, workers or 0)


@main.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--received-on", type=click.DateTime(["%Y-%m-%d"]), help="The day the post came (default: today).")
@click.option(
    "--two-passes", is_flag=True, help="Each file holds a stack's fronts, then all its backs, the last first."
)
@as_json
@with_data
def scan(assembly: Assembly, files: tuple[Path, ...], received_on: Any, two_passes: bool, as_json: bool) -> None:
    """Hand files in, as the watched folder would. The files stay where they are."""
    day: date | None = received_on.date() if received_on else None
    check_there(files)
    handed = [hand_in(assembly, file, day, two_passes=two_passes) for file in files]
    report.handed_in(handed, as_json, assembly.settings.language)
    if any(each.reason for each in handed):
        sys.exit(3)


@main.command()
@as_json
@with_data
def status(assembly: Assembly, as_json: bool) -> None:
    """Counts and oldest age by stage and queue."""
    report.counts(assembly, as_json)


@main.command()
@click.option("--timeout", type=click.FloatRange(0), default=None, help="Seconds to wait at most (default: for ever).")
@click.option("--all", "low", is_flag=True, help="Wait for archive copies too.")
@with_data
def wait(assembly: Assembly, timeout: float | None, low: bool) -> None:
    """Wait until nothing is under way; exit code 7 when the time runs out."""
    if not wait_until(lambda: under_way(assembly, low=low) == 0, float("inf") if timeout is None else timeout):
        click.echo(f"still under way: {under_way(assembly, low=low)}", err=True)
        sys.exit(NOT_IDLE)


@main.command()
@click.argument("query")
@click.option("--limit", default=10, show_default=True, type=click.IntRange(1, 1000))
@as_json
@with_data
def search(assembly: Assembly, query: str, limit: int, as_json: bool) -> None:
    """Find letters: words, "phrases", -without."""
    report.found(assembly, SearchQuery(text=query, limit=limit), as_json)


@main.command()
@click.argument("letter", type=NUMBER)
@as_json
@with_data
def show(assembly: Assembly, letter: int, as_json: bool) -> None:
    """A letter: what it is, where it lies, and its text."""
    report.letter(assembly, letter, as_json)


@main.command()
@click.argument("letter", type=NUMBER)
@as_json
@with_data
def explain(assembly: Assembly, letter: int, as_json: bool) -> None:
    """Every verdict with its confidence and evidence, every routing reason, and what happened to the letter."""
    report.explanation(assembly, letter, as_json)


@main.command()
@click.argument("letter", type=NUMBER)
@click.argument("department")
@click.option("--topic", help="The right topic.")
@click.option("--sender-type", help="The right sender type.")
@as_json
@with_data
def route(
    assembly: Assembly, letter: int, department: str, topic: str | None, sender_type: str | None, as_json: bool
) -> None:
    """Confirm or correct a letter: it goes to the department's queue."""
    report.decided(assembly, letter, Choice(department=department, topic=topic, sender_type=sender_type), as_json)


@main.command()
@click.argument("scan_id", metavar="SCAN", type=NUMBER)
@with_data
def retry(assembly: Assembly, scan_id: int) -> None:
    """Try a refused scan again, or one in clearing of which no page was made."""
    report.retried(assembly, scan_id)


@main.command()
@click.argument("scan_id", metavar="SCAN", type=NUMBER)
@click.argument("firsts", metavar="[PAGES]", required=False, default="")
@click.option(
    "--keep", "kept", metavar="PAGES", default="", help="Bring these back, though left out as blank or sheet."
)
@click.option("--suggested", is_flag=True, help="Cut where a first page was suggested.")
@as_json
@with_data
def cut(assembly: Assembly, scan_id: int, firsts: str, kept: str, suggested: bool, as_json: bool) -> None:
    """Cut a scan by hand: letters begin on PAGES (1,4,7). Without any: show how it is cut."""
    cutting.cut(assembly, scan_id, firsts, kept, suggested, as_json)


@main.command()
@click.argument("scan_id", metavar="SCAN", type=NUMBER)
@with_data
def close(assembly: Assembly, scan_id: int) -> None:
    """Be done with a scan that lies in clearing without a letter."""
    cutting.close(assembly, scan_id)


@main.command()
@click.option("--format", "form", type=click.Choice(["jsonl", "csv"]), default="jsonl", show_default=True)
@click.option("--scans", is_flag=True, help="Also refused scans and duplicates.")
@click.option(
    "--output",
    type=click.File("w", encoding="utf-8", lazy=False),
    default="-",
    help="A file instead of the standard output; either is written in UTF-8.",
)
@with_data
def export(assembly: Assembly, form: str, scans: bool, output: TextIO) -> None:
    """One object a letter, complete."""
    report.exported(assembly, form, scans, output)


@main.command()
@as_json
@with_data
def train(assembly: Assembly, as_json: bool) -> None:
    """Train on the samples anew and on what people decided; the result goes live unless it is worse."""
    learning.trained(assembly.school().train(), as_json)


@main.command()
@click.option("--use", metavar="VERSION", help="Make this version the live one, from the next letter on.")
@as_json
@with_data
def models(assembly: Assembly, use: str | None, as_json: bool) -> None:
    """Every version of the model with its measurements; `--use` rolls back to one."""
    if use:
        assembly.school().use(use)
    learning.versions(assembly, as_json)


@main.command()
@click.option(
    "--precision", type=click.FloatRange(0.5, 1), help="Set the thresholds that give this share of right ones."
)
@click.option(
    "--letters",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Judge by one's own labelled letters (JSONL) instead of the samples.",
)
@as_json
@with_data
def thresholds(assembly: Assembly, precision: float | None, letters: Path | None, as_json: bool) -> None:
    """How many letters go without a person, and how many of them right, by threshold."""
    learning.thresholds(assembly, precision, letters, as_json)


@main.command()
@as_json
@with_data
def drift(assembly: Assembly, as_json: bool) -> None:
    """How often people corrected the topic, by topic, in the last 30 days and before."""
    learning.drift(assembly, as_json)


@main.command()
@with_data
def reindex(assembly: Assembly) -> None:
    """Build the index anew from the database; a running instance does it itself, at once."""
    report.reindexed(assembly)


@main.command()
@click.pass_context
def check(ctx: click.Context) -> None:
    """Validate the settings and all other YAML files, with line numbers."""
    for name in check_files(ctx.meta["home"]):
        click.echo(f"ok: {name}")


@main.command(name="doctor")
@as_json
@click.pass_context
def doctor_command(ctx: click.Context, as_json: bool) -> None:
    """Say what is missing or wrong, and the command that mends it; exit code 1 where something is."""
    sys.exit(report.findings(doctor(ctx.meta["home"]), as_json))


@main.command()
@click.argument("output", type=click.Path(path_type=Path))
@click.option("--department", help="The letters after the sheet go to this department.")
@click.option("--priority", type=click.IntRange(0, 3), help="0: at once, 3: whenever.")
@click.option("--batch", help="The batch's id, for every letter until the next batch.")
@click.option("--patch", type=click.Choice(["1", "2", "3", "4", "6", "T"]), default="T", show_default=True)
@click.option("--count", type=click.IntRange(1, 500), default=1, show_default=True, help="How many sheets.")
@with_assembly
def separators(
    assembly: Assembly,
    output: Path,
    department: str | None,
    priority: int | None,
    batch: str | None,
    patch: str,
    count: int,
) -> None:
    """Print separator sheets as PDF, front and back."""
    hints = {"department": department, "priority": priority, "batch": batch}
    said = {name: str(value) for name, value in hints.items() if value is not None}
    report.separators(assembly, output, said, patch, count)


@main.command()
@click.argument("letters", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--scans", is_flag=True, help="Print each letter, scan it and read it first (a second or two a letter).")
@as_json
@with_data
def evaluate(assembly: Assembly, letters: Path, scans: bool, as_json: bool) -> None:
    """Measure the live model on labelled letters (JSONL)."""
    run_evaluation(assembly, letters, scans, as_json)
