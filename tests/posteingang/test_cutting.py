"""Stacks on the command line: two passes, cutting by hand, bringing a page back, being done with a scan."""

import json
from pathlib import Path

import pypdfium2
import pytest

from posteingang.cutting import parse_pages
from reading.marks import search_marks
from tests.inbox.test_cut import BLANK, FIRST, NOTE, SECOND, SHEET, stack
from tests.posteingang.conftest import MakeInstance
from tests.posteingang.instances import wait_for
from tests.reading.hostile import OUTLOOK

pytestmark = pytest.mark.timeout(280)


@pytest.mark.parametrize(("text", "pages"), [("1", (0,)), ("1,4, 7", (0, 3, 6))])
def test_pages_are_counted_from_one(text: str, pages: tuple[int, ...]) -> None:
    assert parse_pages(text) == pages


def test_a_batch_is_cut_and_a_page_brought_back(make_instance: MakeInstance, tmp_path: Path) -> None:
    instance = make_instance()
    own = instance.home / "config"
    own.mkdir()
    (own / "posteingang.yaml").write_text("intake:\n  folders: [{path: scans}, {path: duplex, passes: 2}]\n")
    instance.up()
    wait_for((instance.home / "duplex").is_dir, 60, "the folder for two passes")
    passed = {"duplex": stack(FIRST, SECOND, BLANK, NOTE), "scans": stack(SHEET, FIRST, BLANK, SECOND)}
    for folder, content in passed.items():
        (instance.home / f"{folder}.pdf").write_bytes(content)
        (instance.home / f"{folder}.pdf").rename(instance.home / folder / f"{folder}.pdf")
    wait_for(lambda: len(instance.records()) == 3, 120, "three letters")
    instance.run("wait", "--timeout", "120")
    two_passes = [record for record in instance.records() if record["source_name"] == "duplex.pdf"]
    assert ["Auerbach" in record["text"] for record in two_passes] == [True, False]
    assert "zurückrufen" in two_passes[0]["text"], "on the back of the first sheet"
    assert [record["page_count"] for record in two_passes] == [2, 1]

    batch = next(record for record in instance.records() if record["source_name"] == "scans.pdf")
    view = json.loads(instance.run("show", str(batch["id"]), "--json"))
    scan = str(view["item"]["scan"])
    shown = instance.run("cut", scan)
    assert [line.split()[:2] for line in shown.splitlines()] == [
        ["1", "separator"], ["2", "letter"], ["3", "blank"], ["4", "letter"],
    ]  # fmt: skip
    assert "Seite 4 des Scans" in shown
    for wrong, word in (("0", "Nummern"), ("x", "Nummern"), ("9", "keine Seite 9")):
        refused = instance.call("cut", scan, wrong)
        assert refused.returncode == 6
        assert word in refused.stderr
    instance.run("cut", scan, "--suggested", "--keep", "3")
    instance.run("wait", "--timeout", "120")
    pages = json.loads(instance.run("cut", scan, "--json"))["pages"]
    assert [page["role"] for page in pages] == ["separator", "letter", "letter", "letter"]
    letters = [record for record in instance.records() if record["source_name"] == "scans.pdf"]
    assert [record["page_count"] for record in letters] == [2, 1]
    assert batch["id"] not in [record["id"] for record in letters]

    handed = instance.call("scan", "--two-passes", "--json", uneven(tmp_path), outlook(tmp_path))
    numbers = [str(json.loads(line)["scan"]) for line in handed.stdout.splitlines()]
    instance.run("wait", "--timeout", "60")
    waiting = {str(each["scan"]): each for each in instance.records("--scans") if "scan" in each}
    assert [waiting[number]["review_reason"]["code"] for number in numbers] == ["passes_uneven", "outlook_message"]
    for number in numbers:
        instance.run("close", number)
        assert instance.call("close", number).returncode == 6
    assert "FAIL" not in instance.run("doctor")
    instance.stop()


def uneven(folder: Path) -> Path:
    """Three pages, which are not fronts and backs."""
    path = folder / "drei.pdf"
    path.write_bytes(stack(FIRST, SECOND, NOTE))
    return path


def outlook(folder: Path) -> Path:
    """An Outlook message."""
    path = folder / "anfrage.msg"
    path.write_bytes(OUTLOOK)
    return path


def test_separator_sheets_say_what_they_were_told(make_instance: MakeInstance, tmp_path: Path) -> None:
    instance, sheets = make_instance(), tmp_path / "sheets.pdf"
    hints = ("--department", "legal", "--priority", "1", "--batch", "17")
    assert "2 × 2" in instance.run("separators", sheets, *hints, "--count", "2")
    with pypdfium2.PdfDocument(sheets) as document:
        pages = [page.render(scale=2, grayscale=True).to_pil().convert("L") for page in document]
    said = [[mark.text for mark in search_marks(page)] for page in pages]
    assert said == [["POSTEINGANG:department=legal;priority=1;batch=17"]] * 4
    unknown = instance.call("separators", sheets, "--department", "lega1")
    assert unknown.returncode == 6
    assert "lega1" in unknown.stderr
