"""The command line on one small instance: what a script and a person would do with it."""

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from posteingang.cli import main
from tests.posteingang.conftest import MakeInstance
from tests.posteingang.instances import ROOT, described, lives

pytestmark = pytest.mark.timeout(900)


def test_a_letter_from_hand_to_queue_and_back(make_instance: MakeInstance, scans: list[bytes], tmp_path: Path) -> None:
    instance = make_instance()
    files = [tmp_path / "Brief eins.pdf", tmp_path / "Brief zwei.pdf"]
    for file, content in zip(files, scans[:2], strict=True):
        file.write_bytes(content)
    empty = tmp_path / "leer.pdf"
    empty.touch()
    text = tmp_path / "text.pdf"
    text.write_text("Das ist kein PDF.")

    instance.up()
    handed = instance.call("scan", *files, empty, text, "--received-on", "2026-03-02", "--json")
    assert handed.returncode == 3, "one of them was refused"
    lines = [json.loads(line) for line in handed.stdout.splitlines()]
    assert [bool(line["reason"]) for line in lines] == [False, False, True, False]
    assert all(file.exists() for file in files), "handed in, not taken away"
    instance.run("wait", "--timeout", "280")

    records = instance.records()
    assert sorted(record["source_name"] for record in records) == ["Brief eins.pdf", "Brief zwei.pdf"]
    assert {record["received_on"] for record in records} == {"2026-03-02"}
    refused = [each for each in instance.records("--scans") if each["status"] == "refused"]
    assert {each["source_name"] for each in refused} == {"leer.pdf", "text.pdf"}
    assert all(each["reason"]["text"] for each in refused)

    letter = str(records[0]["id"])
    assert records[0]["source_name"] in instance.run("show", letter)
    told = instance.run("explain", letter)
    assert "%" in told
    assert "because" in told
    instance.run("route", letter, "legal", "--topic", "legal", "--sender-type", "stakeholder")
    confirmed = json.loads(instance.run("route", letter, "legal", "--json"))
    assert (confirmed["letter"], confirmed["queue"], confirmed["topic"]) == (int(letter), "legal", "legal")
    corrected = instance.records()[0]
    assert (corrected["queue"], corrected["topic"], corrected["sender_type"]) == ("legal", "legal", "stakeholder")
    assert corrected["needs_review"] is False
    assert "corrected" in {reason["code"] for reason in corrected["reasons"]}

    wrong = instance.call("route", letter, "nirgendwo")
    assert wrong.returncode == 6
    assert "nirgendwo" in wrong.stderr
    assert instance.call("show", "4711").returncode == 6

    again = instance.call("scan", files[0], "--json")
    assert again.returncode == 0
    instance.run("wait", "--timeout", "280")
    assert len(instance.records()) == 2, "the same file is the same letter"

    scan = str(refused[-1]["scan"])
    instance.run("retry", scan)
    instance.run("wait", "--timeout", "280")
    assert [each["status"] for each in instance.records("--scans") if each.get("scan") == int(scan)] == ["refused"]

    table = list(csv.DictReader(io.StringIO(instance.run("export", "--format", "csv"))))
    assert sorted(row["source_name"] for row in table) == ["Brief eins.pdf", "Brief zwei.pdf"]
    status = json.loads(instance.run("status", "--json"))
    assert {pile["name"] for pile in status["queues"]} >= {"legal"}
    assert "ordered" in instance.run("reindex")
    instance.stop()
    assert "indexed: 2" in instance.run("reindex")


def test_a_second_up_on_one_home_is_refused_and_another_home_is_not_met(make_instance: MakeInstance) -> None:
    first, other = make_instance("first"), make_instance("other")
    first.up()
    refused = first.call("up", "--until-idle")
    assert refused.returncode == 5
    assert str(first.home) in refused.stderr
    done = other.call("up", "--until-idle")
    assert done.returncode == 0, done.stderr
    assert first.process is not None
    assert first.process.poll() is None, "the first goes on"
    other.up()
    kinds = {described(child) for child in other.children()}
    assert kinds >= {"posteingang.worker", "posteingang.keeper", "posteingang.web_page", "redis-server"}
    everybody = other.children()
    first.stop()
    assert all(map(lives, everybody)), "the other is none of its business"
    other.stop()


def test_check_names_file_and_line(make_instance: MakeInstance) -> None:
    instance = make_instance()
    assert "taxonomy.yaml" in instance.run("check")
    own = instance.home / "config"
    own.mkdir()
    (own / "posteingang.yaml").write_text("language: de\nreading:\n  dpi: fast\n")
    wrong = instance.call("check")
    assert wrong.returncode == 5
    assert "posteingang.yaml" in wrong.stderr
    assert "Zeile 3" in wrong.stderr


def test_work_on_a_second_host_refuses_what_it_cannot_share(make_instance: MakeInstance) -> None:
    refused = make_instance().call("work")
    assert refused.returncode == 5
    assert "POSTEINGANG_DATABASE__URL" in refused.stderr


def test_every_command_explains_itself() -> None:
    for name, command in main.commands.items():
        told = CliRunner().invoke(main, [name, "--help"])
        assert told.exit_code == 0
        assert command.hidden or command.help
    expected = "up work scan status wait search show explain route retry export train reindex check doctor evaluate"
    assert set(expected.split()) <= set(main.commands)


def test_evaluate_prints_figures(make_instance: MakeInstance) -> None:
    samples = Path(__file__).resolve().parent.parent.parent / "samples/demo/letters.jsonl"
    figures = json.loads(make_instance().run("evaluate", samples, "--json"))
    assert figures["letters"] == 40
    assert figures["topic"]["total"] == 40


def test_learning_is_seen_and_steered(make_instance: MakeInstance, tmp_path: Path) -> None:
    instance = make_instance()
    curve = json.loads(instance.run("thresholds", "--json"))
    assert curve["set"] is None
    assert [point["coverage"] for point in curve["curve"]] == sorted(
        (point["coverage"] for point in curve["curve"]), reverse=True
    )
    told = instance.call("thresholds", "--precision", "0.9")
    assert told.returncode == 0, told.stderr
    assert "without a person" in told.stdout
    assert "thresholds:" in (instance.home / "config" / "posteingang.yaml").read_text("utf-8")
    assert instance.call("check").returncode == 0
    kept = json.loads(instance.run("models", "--json"))
    assert [each["live"] for each in kept] == [True]
    assert kept[0]["topic_left_out"]["right"] > 0
    assert kept[0]["version"] in instance.run("models", "--use", kept[0]["version"])
    wrong = instance.call("models", "--use", "nosuch")
    assert wrong.returncode != 0
    assert "nosuch" in wrong.stderr
    assert json.loads(instance.run("drift", "--json")) == []


def test_letters_are_evaluated_as_scans_too(make_instance: MakeInstance, tmp_path: Path) -> None:
    few = tmp_path / "wenige.jsonl"
    lines = (ROOT / "samples/demo/letters.jsonl").read_text("utf-8").splitlines(keepends=True)
    few.write_text("".join(lines[:3]), "utf-8")
    figures = json.loads(make_instance().run("evaluate", few, "--scans", "--json"))
    assert figures["letters"] == 3
    assert figures["language"]["right"] == 3, "they were read"
