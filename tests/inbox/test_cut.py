"""A person cuts a scan anew, brings back what was left out, and is done with what has no letter."""

import io
from pathlib import Path

import img2pdf
import pypdfium2
import pytest
from PIL import Image

from config.settings import Database as DatabaseSettings
from config.settings import Settings
from inbox.export import export_scans
from inbox.views import Choice, Cutting, ScanView
from letters.errors import AccessError
from letters.finding import SearchQuery
from letters.labels import CLEARING
from letters.scan import TWO_PASSES
from reading.separators import make_separators
from samples.render_letters import render_letter
from store.decisions import decided_letters
from store.scans import live_letters
from tests.inbox.conftest import SEALED, Office, open_office
from tests.parts.accounts import check_accounts
from tests.parts.serving import find_program
from tests.reading.hostile import OUTLOOK
from tests.reading.material import LETTER, encode, written_page
from tests.reading.test_office import docx

DPI = 150


def letter_page(name: str, subject: str) -> Image.Image:
    """The one page of a letter from somebody of this name."""
    sender = LETTER["sender"] | {"name": name}  # type: ignore[operator]
    letter = LETTER | {"id": name, "sender": sender, "subject": subject}
    return drawn(render_letter(letter, 1, DPI, "office").pdf)


def drawn(pdf: bytes) -> Image.Image:
    with pypdfium2.PdfDocument(pdf) as document:
        picture: Image.Image = document[0].render(scale=DPI / 72, grayscale=True).to_pil().convert("L")
    return picture


def stack(*pages: Image.Image) -> bytes:
    """The pages as one scan."""
    return bytes(img2pdf.convert([encode(page, "JPEG", quality=85, dpi=(DPI, DPI)) for page in pages]))


FIRST = letter_page("Gerberei Auerbach GmbH", "Kündigung des Stromvertrags")
SECOND = letter_page("Imkerei Lindhorst", "Rechnung für den Honig")
SHEET = drawn(make_separators([{"batch": "17"}]))
BLANK = Image.new("L", FIRST.size, 250)
NOTE = written_page(["bitte zurückrufen"], FIRST.size)


def view_of(office: Office, scan: int) -> ScanView:
    return office.assembly.desk().scan(scan)


def lies(view: ScanView) -> list[tuple[str | None, int | None]]:
    return [(page.role, page.letter) for page in view.pages]


def clearing(office: Office) -> list[tuple[int | None, int]]:
    return [(item.letter, item.scan) for item in office.assembly.desk().items(CLEARING).items]


@pytest.fixture
def batch(office: Office) -> int:
    """A sheet and two letters behind it: the second one is suggested, and a blank back is left out."""
    return office.receive(stack(SHEET, FIRST, BLANK, SECOND), "stapel.pdf")


def test_the_suggestion_is_seen_and_taken(office: Office, batch: int) -> None:
    desk, view = office.assembly.desk(), view_of(office, batch)
    assert lies(view) == [("separator", None), ("letter", 1), ("blank", None), ("letter", 1)]
    assert [page.number for page in view.pages if page.suggested] == [3]
    assert (1, batch) in clearing(office)
    reason = desk.letter(1).item.reason
    assert reason is not None
    assert reason.code == "first_page_suggested"

    cut = desk.cut(batch, Cutting(firsts=(1, 3), letters=view.letters))
    office.work()
    assert lies(cut) == [("separator", None), ("letter", 2), ("blank", None), ("letter", 3)]
    assert not any(page.suggested for page in cut.pages)
    old, one, two = (desk.letter(letter) for letter in (1, 2, 3))
    assert (old.item.status, old.replaced_by, old.item.queue) == ("replaced", 2, None)
    assert [event.what for event in old.events if event.by == "person"] == ["replaced", "cut"]
    assert (one.item.page_count, two.item.page_count) == (1, 1)
    assert all(letter.route and letter.item.queue for letter in (one, two)), "classified and routed anew"
    assert "first_page_suggested" not in {doubt.code for letter in (one, two) for doubt in letter.doubts}
    assert [each.item.letter for each in desk.search(SearchQuery(text="Lindhorst")).found] == [3]
    assert [each.item.letter for each in desk.search(SearchQuery(text="Auerbach")).found] == [2]
    check_accounts(office.assembly.database())


def test_the_same_holds_on_postgresql(tmp_path: Path, trained: Path, postgres_url: str) -> None:
    settings = Settings(database=DatabaseSettings(url=postgres_url))
    office = open_office(tmp_path / "home", trained, settings)
    scan = office.receive(stack(SHEET, FIRST, BLANK, SECOND), "stapel.pdf")
    cut = office.assembly.desk().cut(scan, Cutting(firsts=(1, 3), kept=(2,), letters=(1,)))
    office.work()
    assert lies(cut) == [("separator", None), ("letter", 2), ("letter", 2), ("letter", 3)]
    assert office.assembly.desk().letter(1).replaced_by == 2
    assert check_accounts(office.assembly.database()) == 1
    office.assembly.reader().close()
    office.assembly.database().close()


def test_the_hints_of_the_sheet_stay_with_both_halves(office: Office, batch: int) -> None:
    office.assembly.desk().cut(batch, Cutting(firsts=(1, 3)))
    with office.assembly.database().reading() as tx:
        assert [letter.hints for letter in live_letters(tx, batch)] == [{"batch": "17"}] * 2


def test_a_page_left_out_comes_back_and_stays(office: Office, batch: int) -> None:
    desk = office.assembly.desk()
    back = desk.cut(batch, Cutting(firsts=(1, 3), kept=(2,)))
    office.work()
    assert lies(back)[1:] == [("letter", 2), ("letter", 2), ("letter", 3)]
    assert len(desk.letter(2).pages) == 2
    again = desk.cut(batch, Cutting(firsts=(1,)))
    assert [letter for _, letter in lies(again)] == [None, 4, 4, 4], "what was brought back is not left out again"
    assert desk.letter(3).replaced_by == desk.letter(2).replaced_by == 4
    check_accounts(office.assembly.database())


def test_a_letter_whose_pages_stay_is_not_touched(office: Office, batch: int) -> None:
    desk = office.assembly.desk()
    desk.cut(batch, Cutting(firsts=(1, 3)))
    office.work()
    desk.decide(2, Choice(department="legal"))
    before = desk.letter(2)
    desk.cut(batch, Cutting(firsts=(1, 3), kept=(0,)))
    office.work()
    assert desk.letter(2) == before.model_copy(update={"events": desk.letter(2).events})
    assert desk.letter(2).item.queue == "legal"
    assert lies(view_of(office, batch))[0] == ("letter", 4)
    check_accounts(office.assembly.database())


def test_nothing_happens_where_all_stays(office: Office, batch: int) -> None:
    before = office.assembly.desk().letter(1)
    assert office.assembly.desk().cut(batch, Cutting(firsts=(1,))) == view_of(office, batch)
    assert office.assembly.desk().letter(1) == before


@pytest.mark.parametrize(
    ("cutting", "code"),
    [
        (Cutting(firsts=(4,)), "no_such_scan_page"),
        (Cutting(firsts=(-1,)), "no_such_scan_page"),
        (Cutting(firsts=(1,), kept=(99,)), "no_such_scan_page"),
        (Cutting(firsts=(1, 3), letters=(77,)), "scan_changed"),
    ],
)
def test_a_wrong_cut_is_refused_and_changes_nothing(office: Office, batch: int, cutting: Cutting, code: str) -> None:
    before = view_of(office, batch)
    with pytest.raises(AccessError) as refusal:
        office.assembly.desk().cut(batch, cutting)
    assert refusal.value.reason.code == code
    assert view_of(office, batch) == before


def test_a_sealed_letter_is_not_cut_nor_seen_nor_what_lies_beside_it(office: Office) -> None:
    scan = office.receive(stack(drawn(render_letter(SEALED, 1, DPI, "office").pdf), NOTE, BLANK), "geheim.pdf")
    desk = office.assembly.desk()
    assert desk.letter(1).item.sealed
    for cutting in (Cutting(firsts=(0, 1)), Cutting(firsts=(0, 2)), Cutting(firsts=(0,), kept=(2,))):
        with pytest.raises(AccessError, match="sealed"):
            desk.cut(scan, cutting)
    for page in range(3):
        with pytest.raises(AccessError, match="sealed"):
            desk.scan_picture(scan, page, 300)


def test_pictures_of_all_pages_can_be_seen(office: Office, batch: int) -> None:
    for page in range(4):
        picture = Image.open(io.BytesIO(office.assembly.desk().scan_picture(batch, page, 300)))
        assert picture.width == 300
    with pytest.raises(AccessError):
        office.assembly.desk().scan_picture(batch, 4, 300)


def test_of_a_scan_with_nothing_left_a_page_is_brought_back(office: Office) -> None:
    scan = office.receive(stack(SHEET, BLANK), "leer.pdf")
    desk = office.assembly.desk()
    assert clearing(office) == [(None, scan)]
    check_accounts(office.assembly.database())
    with pytest.raises(AccessError, match="holds only"):
        desk.cut(scan, Cutting(firsts=()))
    desk.cut(scan, Cutting(firsts=(), kept=(1,)))
    office.work()
    view = view_of(office, scan)
    assert (view.status, lies(view)) == ("split", [("separator", None), ("letter", 1)])
    assert clearing(office) == [(1, scan)], "the letter lies there now, the scan no longer"
    check_accounts(office.assembly.database())


def test_a_scan_with_nothing_left_is_closed(office: Office) -> None:
    scan = office.receive(stack(BLANK, BLANK), "leer.pdf")
    assert office.assembly.desk().close_scan(scan).status == "closed"
    assert clearing(office) == []
    with pytest.raises(AccessError):
        office.assembly.desk().close_scan(scan)
    check_accounts(office.assembly.database())


def test_an_outlook_message_lies_in_clearing_until_a_person_is_done_with_it(office: Office) -> None:
    scan = office.receive(OUTLOOK, "anfrage.msg")
    desk = office.assembly.desk()
    view = desk.scan(scan)
    assert clearing(office) == [(None, scan)]
    assert (view.status, view.reason.code if view.reason else "") == ("clearing", "outlook_message")
    assert desk.scan_original(scan).path.read_bytes() == OUTLOOK
    assert desk.refused().total == 0
    assert view.can_be_retried

    desk.retry(scan)
    office.work()
    assert clearing(office) == [(None, scan)], "no better the second time, and there once"
    assert desk.close_scan(scan).status == "closed"
    assert clearing(office) == []
    assert [record["status"] for record in export_scans(office.assembly.database(), "de")] == ["closed"]
    with pytest.raises(AccessError):
        desk.retry(scan)
    again = office.receive(OUTLOOK, "anfrage.msg")
    assert clearing(office) == [(None, again)], "sent again, it is asked again: no letter came of it"


def test_an_office_file_waits_for_the_program_that_prints_it(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    find_program("soffice", "libreoffice-writer-nogui")
    with monkeypatch.context() as bare:
        bare.setenv("PATH", str(tmp_path))  # where no LibreOffice is installed
        scan = office.receive(docx(), "brief.docx")
    desk = office.assembly.desk()
    reason = desk.scan(scan).reason
    assert (desk.scan(scan).status, reason.code if reason else "") == ("clearing", "office_file")
    office.assembly.reader().close()  # the next one sees the path as it is now
    desk.retry(scan)
    office.work()
    assert desk.scan(scan).status == "split"
    assert "Jahresende" in desk.letter(1).text
    assert (None, scan) not in clearing(office)


def test_a_refused_scan_whose_pages_were_tried_comes_to_its_end_again(office: Office) -> None:
    broken = bytearray(encode(FIRST, "JPEG"))
    scan = office.receive(bytes(broken[:300]), "kaputt.jpg")
    desk = office.assembly.desk()
    assert desk.scan(scan).status == "refused"
    desk.retry(scan)
    office.work()
    assert desk.scan(scan).status == "refused", "not under way for ever"


def two_sided(front: Image.Image, text: str) -> tuple[Image.Image, Image.Image]:
    """A sheet: its front and its back."""
    return front, written_page([text, "Seite 2 von 2"], FIRST.size)


def test_a_stack_of_two_passes_becomes_its_letters(office: Office) -> None:
    sheets = [two_sided(FIRST, "Rückseite eins"), (SHEET, SHEET), two_sided(SECOND, "Rückseite zwei"), (NOTE, BLANK)]
    pages = [front for front, _ in sheets] + [back for _, back in reversed(sheets)]
    content = stack(*pages)
    scan = office.receive(content, "zwei.pdf", TWO_PASSES)
    view, desk = view_of(office, scan), office.assembly.desk()
    roles = [role for role, _ in lies(view)]
    assert roles == ["letter", "letter", "separator", "separator", "letter", "letter", "letter", "blank"]
    one, two = (desk.letter(letter) for letter in view.letters)
    assert "Auerbach" in one.pages[0].text
    assert "Rückseite eins" in one.pages[1].text
    assert "Lindhorst" in two.pages[0].text
    assert "Rückseite zwei" in two.pages[1].text
    assert "zurückrufen" in two.pages[2].text
    check_accounts(office.assembly.database())
    assert desk.scan_original(scan).path.read_bytes() == content, "the original is as it came"


def test_an_uneven_stack_of_two_passes_is_for_people_and_can_be_read_as_one_pass(office: Office) -> None:
    content = stack(FIRST, SECOND, BLANK)
    scan = office.receive(content, "zwei.pdf", TWO_PASSES)
    view = view_of(office, scan)
    assert (view.status, view.reason.code if view.reason else "") == ("clearing", "passes_uneven")
    assert view.reason
    assert "3" in view.reason.in_language("de")
    assert clearing(office) == [(None, scan)]
    check_accounts(office.assembly.database())
    plain = office.receive(content, "ein.pdf")
    assert [role for role, _ in lies(view_of(office, plain))] == ["letter", "letter", "blank"], "no duplicate of it"


def test_fronts_alone_are_not_taken_for_two_passes_in_silence(office: Office) -> None:
    scan = office.receive(stack(FIRST, SECOND), "zwei.pdf", TWO_PASSES)
    (letter,) = view_of(office, scan).letters
    item = office.assembly.desk().letter(letter).item
    assert (item.queue, item.reason.code if item.reason else "") == (CLEARING, "back_begins")


def test_what_was_cut_away_is_not_learnt_from(office: Office, batch: int) -> None:
    desk = office.assembly.desk()
    desk.decide(1, Choice(department="legal", topic="legal"))
    desk.cut(batch, Cutting(firsts=(1, 3)))
    with office.assembly.database().reading() as tx:
        assert decided_letters(tx, 0, 9) == {}
