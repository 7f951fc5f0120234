"""The table of hostile files: how each is made, and how it must end.

`read`: every page is made and nothing is doubtful. `clearing`: something is missing or doubtful, and it is said; or no
page is made, but a person can mend that. `refused`: not one page is made. All of them run in one reader under its
limits, and after each that reader (or its successor) reads the next letter.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal, NamedTuple, cast

import pytest

from config.settings import Reading
from letters.errors import LetterError
from letters.reasons import Reason
from reading import open_reader
from reading.client import ReaderProcess
from tests.reading import hostile
from tests.reading.material import encode, save, written_page
from workers.open_scan import MENDABLE

End = Literal["read", "clearing", "refused"]
pytestmark = pytest.mark.slow
SETTINGS = Reading(page_seconds=120, memory_mb=1500)  # no case is about time, and a machine may be busy


class Case(NamedTuple):
    """A file, its makers' function (its name and its docstring are the case's), its end, and the reason if any."""

    make: Callable[[Path], Path]
    end: End
    code: str = ""


CASES = (
    Case(hostile.make_png_bomb, "refused", "too_many_pixels"),
    Case(hostile.make_huge_header, "refused", "too_many_pixels"),
    Case(hostile.make_huge_jpeg, "refused", "too_many_pixels"),
    Case(hostile.make_content_bomb, "read"),
    Case(hostile.make_picture_bomb, "clearing", "page_doubtful"),
    Case(hostile.make_tree_loop, "refused", "damaged"),
    Case(hostile.make_form_loop, "read"),
    Case(hostile.make_endless_xref, "read"),
    Case(hostile.make_ten_thousand_pages, "refused", "too_many_pages"),
    Case(hostile.make_zero_pages, "refused", "damaged"),
    Case(hostile.make_locked, "refused", "encrypted"),
    Case(hostile.make_owner_locked, "read"),
    Case(hostile.make_javascript, "read"),
    Case(hostile.make_embedded, "read"),
    Case(hostile.make_portfolio, "clearing", "embedded_not_read"),
    Case(hostile.make_cut_tiff, "clearing", "page_incomplete"),
    Case(hostile.make_cut_pdf, "refused", "damaged"),
    Case(hostile.make_cmyk, "read"),
    Case(hostile.make_sixteen_bit, "read"),
    Case(hostile.make_plain_text, "refused", "unknown_kind"),
    Case(hostile.make_empty, "refused", "empty_file"),
    Case(hostile.make_entity_bomb, "refused", "unknown_kind"),
    Case(hostile.make_mail_in_mails, "clearing", "attachment_not_read"),
    Case(hostile.make_mail_of_bombs, "clearing", "attachment_not_read"),
    Case(hostile.make_mail_of_many, "clearing", "attachments_left"),
    Case(hostile.make_sealed_mail, "clearing", "attachment_not_read"),
    Case(hostile.make_bare_file_mail, "read"),
    Case(hostile.make_outlook_message, "clearing", "outlook_message"),
)


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReaderProcess]:
    process = cast(ReaderProcess, open_reader(SETTINGS, tmp_path_factory.mktemp("log")))
    yield process
    process.close()


@pytest.fixture(scope="module")
def note(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save(tmp_path_factory.mktemp("note"), "a.png", encode(written_page(["Guten Tag"]), "PNG", dpi=(200, 200)))


def end_of(reader: ReaderProcess, path: Path) -> tuple[End, set[str]]:
    """How the file ends, and the codes of what is said about it."""
    try:
        opened = reader.open_scan(path, path.name, path.parent)
    except LetterError as error:
        return ("clearing" if error.reason.code in MENDABLE else "refused"), say([error.reason])
    source, kind = (opened.rendition, "pdf") if opened.rendition else (path, opened.kind)
    doubts, made = list(opened.doubts), 0
    for number in range(opened.page_count):
        try:
            doubts.extend(reader.read_page(source, kind, number).doubts)
            made += 1
        except LetterError as error:
            doubts.append(error.reason)
    return ("refused" if not made else "clearing" if doubts else "read"), say(doubts)


def say(reasons: list[Reason]) -> set[str]:
    """The reasons' codes; each is said in both languages, with nothing left open."""
    for reason in reasons:
        assert all("{" not in reason.in_language(language) for language in ("de", "en"))
    return {reason.code for reason in reasons}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.make.__name__.removeprefix("make_"))
def test_it_ends_as_the_table_says_and_the_next_letter_is_read(
    reader: ReaderProcess, note: Path, tmp_path: Path, case: Case
) -> None:
    end, codes = end_of(reader, case.make(tmp_path))
    assert (end, codes) == (case.end, {case.code} - {""})
    assert reader.read_page(note, "png", 0).text == "Guten Tag"
