"""What the commands print: plain lines for people, JSON for scripts."""

import csv
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Any, TextIO

import click

from inbox.counts import count_house
from inbox.export import export_letters, export_scans
from inbox.views import Choice, LetterView
from letters.errors import AccessError
from letters.finding import SearchQuery
from letters.reasons import Language, Reason
from letters.verdict import Verdict
from posteingang.assembly import Assembly
from posteingang.checks import Finding
from posteingang.handing import Handed
from reading.separators import make_separators
from workers.follow_index import order_rebuild, rebuild_index

HIT_MARKS = str.maketrans({"\ue000": "»", "\ue001": "«", "\n": " ", "\f": " "})


def as_line(value: Any) -> str:
    """JSON on one line, umlauts as they are."""
    return json.dumps(value, ensure_ascii=False)


def handed_in(handed: Iterable[Handed], as_json: bool, language: Language) -> None:
    """What became of each file."""
    for each in handed:
        reason = each.reason.in_language(language) if each.reason else None
        if as_json:
            click.echo(as_line({"file": str(each.file), "scan": each.scan, "reason": reason}))
        else:
            click.echo(f"{each.file}: " + (reason or f"scan {each.scan}"))


def counts(assembly: Assembly, as_json: bool) -> None:
    """Counts and oldest age by stage and queue."""
    with assembly.database().reading() as tx:
        house = count_house(tx)
    if as_json:
        click.echo(house.model_dump_json())
        return
    for title, numbers in (("scans", house.scans), ("letters", house.letters)):
        click.echo(f"{title:10}" + "  ".join(f"{status} {count}" for status, count in sorted(numbers.items())))
    click.echo(f"{'pages':10}{house.pages}   not yet indexed {house.marks}")
    for title, piles in (("work", house.work), ("queue", house.queues)):
        for pile in piles:
            click.echo(f"{title:10}{pile.name:20}{pile.count:6}   oldest {age(pile.oldest)}")


def age(since: datetime | None) -> str:
    """How long ago, in the largest unit that fits."""
    if since is None:
        return "–"
    seconds = max(0, int((datetime.now(UTC) - since).total_seconds()))
    for unit, size in (("d", 86400), ("h", 3600), ("min", 60)):
        if seconds >= size:
            return f"{seconds // size} {unit}"
    return f"{seconds} s"


def found(assembly: Assembly, query: SearchQuery, as_json: bool) -> None:
    """The letters found."""
    result = assembly.desk().search(query)
    if as_json:
        click.echo(result.model_dump_json())
        return
    for each in result.found:
        head = " · ".join(part for part in (each.item.sender_name, each.item.topic, each.item.queue) if part)
        click.echo(
            f"{each.item.letter:>6}  {each.item.received_on}  {head}\n        {each.snippet.translate(HIT_MARKS)}"
        )
    click.echo(f"{result.total} found")


def letter(assembly: Assembly, number: int, as_json: bool) -> None:
    """What the letter is, where it lies, and its text."""
    view = assembly.desk().letter(number)
    if as_json:
        click.echo(view.model_dump_json())
        return
    for name, value in facts(view):
        if value:
            click.echo(f"{name:12}{value}")
    click.echo("\n" + view.text)


def facts(view: LetterView) -> list[tuple[str, str]]:
    """The letter's facts by name."""
    item, meaning = view.item, view.meaning
    dated = meaning.date.value.isoformat() if meaning and meaning.date else ""
    numbers = ", ".join(f"{each.label} {each.value}" for each in meaning.references) if meaning else ""
    return [
        ("letter", f"{view.id} ({item.source_name}, {item.page_count} p.)"),
        ("status", item.status + (f" in {item.queue}" if item.queue else "")),
        ("sender", " · ".join(part for part in (item.sender_name, item.sender_type) if part)),
        ("topic", item.topic or ""),
        ("department", item.department or ""),
        ("date", dated),
        ("deadline", item.deadline.isoformat() if item.deadline else ""),
        ("references", numbers),
        ("received", f"{item.received_on}"),
    ]


def explanation(assembly: Assembly, number: int, as_json: bool) -> None:
    """Every verdict, every reason, every event."""
    view, language = assembly.desk().letter(number), assembly.settings.language
    if as_json:
        click.echo(view.model_dump_json(include={"id", "meaning", "route", "doubts", "events"}))
        return
    if view.meaning:
        explain_verdict("topic", view.meaning.topic)
        explain_verdict("sender type", view.meaning.sender_type)
    for reason in [*view.doubts, *(view.route.reasons if view.route else ())]:
        click.echo(f"  because   {reason.in_language(language)}")
    if view.item.reason:
        click.echo(f"  clearing  {view.item.reason.in_language(language)}")
    for event in view.events:
        click.echo(f"  {event.at:%Y-%m-%d %H:%M:%S}  {event.what:12} by {event.by}")


def explain_verdict(name: str, verdict: Verdict) -> None:
    """A verdict with its runner-up and the words that decided."""
    second = f", then {verdict.runner_up} {verdict.runner_up_sure:.1%}" if verdict.runner_up else ""
    click.echo(f"{name:12}{verdict.label} {verdict.sure:.1%}{second} (by {verdict.by})")
    for each in verdict.evidence:
        where = f"page {each.place.page + 1}" if each.place else ""
        click.echo(f"            {each.weight:+.2f}  {each.text}  {where}")


def decided(assembly: Assembly, number: int, choice: Choice, as_json: bool) -> None:
    """Decide, and say where the letter lies now."""
    item = assembly.desk().decide(number, choice).item
    click.echo(item.model_dump_json() if as_json else f"letter {number}: {item.queue}")


def retried(assembly: Assembly, scan: int) -> None:
    """Try again, and say so."""
    assembly.desk().retry(scan)
    click.echo(f"scan {scan}: tried again")


def exported(assembly: Assembly, form: str, scans: bool, stream: TextIO) -> None:
    """Write every letter's record, one by one."""
    records = export_letters(assembly.database(), assembly.settings.language)
    refused = export_scans(assembly.database(), assembly.settings.language) if scans else ()
    if form == "csv":
        write_csv(stream, [*records, *refused])
        return
    for record in chain(records, refused):
        stream.write(as_line(record) + "\n")


def write_csv(stream: TextIO, records: list[dict[str, Any]]) -> None:
    """The records as a table; what has parts stands in its cell as JSON."""
    names = list(dict.fromkeys(name for record in records for name in record))
    writer = csv.DictWriter(stream, names)
    writer.writeheader()
    for record in records:
        writer.writerow({name: cell(value) for name, value in record.items()})


def cell(value: Any) -> Any:
    """A value of the table. A text that a spreadsheet would take for a formula is kept from it by an apostrophe."""
    if isinstance(value, dict | list):
        return as_line(value)
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")):
        return "'" + value
    return value


def reindexed(assembly: Assembly) -> None:
    """Have the index built anew: by the running keeper, which alone writes it, else here and now."""
    if assembly.home.in_use():
        order_rebuild(assembly.database())
        click.echo("ordered: the running instance builds the index anew")
        return
    with assembly.home.locked():
        click.echo(f"indexed: {rebuild_index(assembly.database(), assembly.index())} letters")


def findings(found: list[Finding], as_json: bool) -> int:
    """What the doctor found; the exit code."""
    for each in found:
        if as_json:
            click.echo(as_line(each._asdict()))
        else:
            click.echo(
                f"{'ok  ' if each.sound else 'FAIL'}  {each.what}" + (f"\n      → {each.remedy}" if each.remedy else "")
            )
    return 0 if all(each.sound for each in found) else 1


def say(reason: Reason, language: Language) -> None:
    """A reason on the standard error."""
    click.echo(reason.in_language(language), err=True)


def separators(assembly: Assembly, output: Path, hints: dict[str, str], patch: str, count: int) -> None:
    """Write the sheets. Raises AccessError("no_such_label") for a department that is not in the taxonomy."""
    known = assembly.taxonomy().departments
    if hints.get("department", next(iter(known))) not in known:
        raise AccessError("no_such_label", label=hints["department"], kind="departments", known=", ".join(known))
    output.write_bytes(make_separators([hints] * count, patch))
    click.echo(f"{output}: {count} × 2 pages")
