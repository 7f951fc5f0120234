"""The first command: forty letters, each in a queue or in clearing, each exported exactly once; on every backend."""

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from tests.posteingang.conftest import MakeInstance
from tests.posteingang.instances import ROOT, Instance

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1500)]
FIELDS = [
    "id",
    "source_name",
    "page_count",
    "status",
    "queue",
    "text",
    "language",
    "sender",
    "sender_type",
    "sender_type_confidence",
    "topic",
    "topic_confidence",
    "department",
    "needs_review",
    "review_reason",
    "date",
    "deadline",
    "references",
    "urgent",
    "sentiment",
    "priority",
    "received_at",
    "received_on",
    "routed_at",
    "reasons",
]
SENDER_FIELDS = ["name", "lines", "email", "phone", "iban", "vat_id", "type"]
VOLATILE = {"id", "received_at", "received_on", "routed_at"}


def run_demo(instance: Instance) -> list[dict[str, Any]]:
    done = instance.call("up", "--demo", "--until-idle", timeout=500)
    assert done.returncode == 0, done.stdout + done.stderr
    (instance.home / "demo.txt").write_text(done.stdout)
    return instance.records("--scans")


def comparable(records: list[dict[str, Any]]) -> dict[str, str]:
    plain = [{name: value for name, value in record.items() if name not in VOLATILE} for record in records]
    return {record["source_name"]: json.dumps(record, sort_keys=True, ensure_ascii=False) for record in plain}


def check_end(instance: Instance, records: list[dict[str, Any]]) -> None:
    assert len(records) == 40
    assert all(list(record) == FIELDS and list(record["sender"]) == SENDER_FIELDS for record in records)
    assert len({record["source_name"] for record in records}) == 40
    assert {record["status"] for record in records} == {"queued", "clearing"}
    assert all(record["queue"] == "clearing" for record in records if record["needs_review"])
    assert all(record["queue"] == record["department"] for record in records if not record["needs_review"])
    assert all(record["review_reason"]["text"] for record in records if record["needs_review"])
    status = instance.status()
    assert {pile["name"] for pile in status["work"]} <= {"letter.copy"}, "idle waits for all but archive copies"
    assert status["marks"] == 0
    doctor = instance.call("doctor")
    assert doctor.returncode == 0, doctor.stdout


def test_the_demo_ends_with_the_queues_filled_alike_on_every_backend(
    make_instance: MakeInstance, redis_url: str, postgres_url: str, elastic_url: str
) -> None:
    embedded = make_instance("embedded")
    records = run_demo(embedded)
    check_end(embedded, records)
    check_summary(embedded)
    check_search(embedded, records)
    check_tour(embedded)

    served = make_instance(
        "served",
        {
            "POSTEINGANG_DATABASE__URL": postgres_url,
            "POSTEINGANG_BROKER__URL": redis_url,
            "POSTEINGANG_INDEX__URL": elastic_url,
            "POSTEINGANG_INDEX__NAME": "demo",
        },
    )
    again = run_demo(served)
    check_end(served, again)
    check_search(served, again)
    assert comparable(again) == comparable(records)
    assert not (served.home / "posteingang.sqlite").exists()


def check_summary(instance: Instance) -> None:
    text = (instance.home / "demo.txt").read_text()
    figures = re.search(r"(\d+) +richtig.*?(\d+) +falsch.*?(\d+) +zur Klärung", text, re.DOTALL)
    assert figures, text
    right, wrong, clearing = map(int, figures.groups())
    assert right + wrong + clearing == 40
    assert "http://127.0.0.1:" in text
    print(f"\ndemo: {right} right, {wrong} wrong, {clearing} to clearing")


def check_tour(instance: Instance) -> None:
    """Every command of the README's tour does what it shows, on the demo that its first line has run."""
    for readme in ("README.md", "README.de.md"):
        tour = re.findall(r"^\$ posteingang ([^#\n]+)", (ROOT / readme).read_text(encoding="utf-8"), re.MULTILINE)
        found = instance.run("search", "Zaehlerfabrik")
        number = re.match(r" *(\d+)  ", found)
        assert number, found
        for command in tour:
            words = shlex.split(command.partition(">")[0])
            if words[0] != "up":  # the last line opens the day and stays
                told = instance.run(*(number[1] if word.isdigit() else word for word in words))
                assert words[0] != "search" or "dunning" in told
        assert {"status", "search", "explain", "route", "export", "doctor", "up"} <= {each.split()[0] for each in tour}


def check_search(instance: Instance, records: list[dict[str, Any]]) -> None:
    """A word of a letter finds that letter."""
    record = max(records, key=lambda record: record["topic_confidence"] or 0)
    word = max(re.findall(r"[A-Za-zÄÖÜäöüß]{6,}", record["text"]), key=len)
    found = json.loads(instance.run("search", word, "--json"))
    assert record["source_name"] in {each["item"]["source_name"] for each in found["found"]}


def test_the_demo_letters_are_none_of_the_training_letters() -> None:
    def bodies(path: Path) -> set[str]:
        return {json.loads(line)["body"] for line in path.read_text(encoding="utf-8").splitlines()}

    trained = set.union(*(bodies(path) for path in (ROOT / "samples/letters").glob("*.jsonl")))
    demo = bodies(ROOT / "samples/demo/letters.jsonl")
    assert len(demo) == 40
    assert not demo & trained
    unsure = [json.loads(line) for line in (ROOT / "samples/demo/letters.jsonl").read_text("utf-8").splitlines()]
    assert sum("unsure" in letter for letter in unsure) >= 6
