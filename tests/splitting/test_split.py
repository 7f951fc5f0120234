"""Splitting keeps an account in which no page is lost and none is counted twice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letters.page import Box, Mark, ReadPage, Word, Zone
from splitting import PageSigns, cut_by_hand, see_signs, split

FULL = Box(0.1, 0.1, 0.9, 0.9)
WORDS = tuple(Word("Wort", FULL, 0.95, 0, 0) for _ in range(80))


def letter_page(number: int, text: str = "Ein Absatz mitten im Brief.", **more: object) -> PageSigns:
    fields: dict[str, object] = {"words": WORDS, "text": text, "source": "ocr", "width_pt": 595, "height_pt": 842}
    return see_signs(ReadPage.model_validate(fields | {"number": number} | more))


def sheet(number: int, *marks: tuple[str, str], words: int = 5) -> PageSigns:
    found = tuple(Mark(symbology, text, FULL) for symbology, text in marks)
    return letter_page(number, text="Trennblatt", words=WORDS[:words], marks=found)


def blank(number: int) -> PageSigns:
    return letter_page(number, text="", words=(), blank=True)


def first_page(number: int) -> PageSigns:
    zones = tuple(Zone(name, FULL, (0,)) for name in ("letterhead", "return_line", "address", "subject"))
    return letter_page(number, text="Sehr geehrte Damen und Herren,\nhiermit", zones=zones)


@pytest.mark.parametrize(
    "mark",
    [
        ("Patch", "T"),
        ("Patch", "3"),
        ("Text", "PATCHT"),
        ("Code128", "PATCHT"),
        ("Code39", "PATCHT"),
        ("QRCode", "POSTEINGANG:batch=3"),
        ("DataMatrix", "POSTEINGANG:department=legal"),
    ],
)
def test_a_separator_parts_letters_and_is_dropped(mark: tuple[str, str]) -> None:
    result = split([letter_page(0), sheet(1, mark), letter_page(2), letter_page(3)], True, 0.95)
    assert [cut.pages for cut in result.cuts] == [(0,), (2, 3)]
    assert result.separators == (1,)
    assert result.pending == 4


def test_patch_two_begins_a_letter_and_is_kept() -> None:
    result = split([letter_page(0), sheet(1, ("Patch", "2")), letter_page(2)], True, 0.95)
    assert [cut.pages for cut in result.cuts] == [(0,), (1, 2)]
    assert result.separators == ()


@pytest.mark.parametrize("patch", ["1", "4", "6"])
def test_patches_that_steer_the_scanner_part_nothing(patch: str) -> None:
    result = split([letter_page(0), sheet(1, ("Patch", patch)), letter_page(2)], True, 0.95)
    assert [cut.pages for cut in result.cuts] == [(0, 1, 2)]


@pytest.mark.parametrize(
    "mark",
    [
        ("QRCode", "BCD\n002\n1\nSCT\nCOBADEFFXXX\nStadtwerke\nDE89370400440532013000\nEUR12.00"),
        ("DataMatrix", "DEA 5600 1234"),
        ("Code128", "JJD000390007827612345"),
    ],
)
def test_payment_and_franking_codes_part_nothing(mark: tuple[str, str]) -> None:
    result = split([letter_page(0), letter_page(1, marks=(Mark(*mark, FULL),))], True, 0.95)
    assert [cut.pages for cut in result.cuts] == [(0, 1)]


def test_a_sticker_on_a_letter_begins_it_and_the_page_is_kept() -> None:
    page = letter_page(1, marks=(Mark("QRCode", "POSTEINGANG:department=legal", FULL),))
    result = split([letter_page(0), page], True, 0.95)
    assert [(cut.pages, cut.hints) for cut in result.cuts] == [((0,), {}), ((1,), {"department": "legal"})]


def test_hints_go_to_the_letters_after_the_sheet_and_the_batch_lasts() -> None:
    pages = [
        sheet(0, ("QRCode", "POSTEINGANG:department=legal;priority=1;batch=17")),
        letter_page(1),
        sheet(2, ("Text", "PATCHT")),
        letter_page(3),
        sheet(4, ("Patch", "3")),
        letter_page(5),
    ]
    hints = [cut.hints for cut in split(pages, True, 0.95).cuts]
    assert hints == [{"department": "legal", "priority": "1", "batch": "17"}, {"batch": "17"}, {}]


def test_the_back_of_a_separator_is_dropped_and_keeps_its_front_hints() -> None:
    pages = [
        letter_page(0),
        sheet(1, ("QRCode", "POSTEINGANG:department=legal")),
        sheet(2, ("Text", "PATCHT")),
        letter_page(3),
        sheet(4, ("Text", "PATCHT")),
        blank(5),
        letter_page(6),
    ]
    result = split(pages, True, 0.95)
    assert [(cut.pages, cut.hints) for cut in result.cuts] == [((0,), {}), ((3,), {"department": "legal"}), ((6,), {})]
    assert (result.separators, result.blanks) == ((1, 2, 4), (5,))


def test_without_sheets_a_clear_first_page_begins_a_letter() -> None:
    ended = letter_page(0, text="Mit freundlichen Grüßen\nAnna Beispiel\nSeite 1 von 1")
    result = split([ended, first_page(1), letter_page(2, text="Seite 2 von 2")], True, 0.95)
    assert [cut.pages for cut in result.cuts] == [(0,), (1, 2)]


def test_a_doubtful_first_page_is_suggested_and_never_cut() -> None:
    page = letter_page(1, text="Sehr geehrte Frau Beispiel,\nwir", zones=(Zone("subject", FULL, (0,)),))
    pages = [letter_page(0, text="Mit freundlichen Grüßen"), page]
    (cut,) = split(pages, True, 0.95).cuts
    assert cut.pages == (0, 1)
    assert [doubt.code for doubt in cut.doubts] == ["first_page_suggested"]
    assert cut.doubts[0].params["page"] == "2"


def test_with_sheets_a_first_page_without_one_is_only_suggested() -> None:
    pages = [sheet(0, ("Patch", "T")), letter_page(1, text="Mit freundlichen Grüßen"), first_page(2)]
    (cut,) = split(pages, True, 0.95).cuts
    assert cut.pages == (1, 2)
    assert cut.doubts


def test_attachments_of_a_mail_stay_with_it() -> None:
    pages = [letter_page(0, text="Mit freundlichen Grüßen"), first_page(1).model_copy(update={"part": 1})]
    assert [cut.pages for cut in split(pages, True, 0.5).cuts] == [(0, 1)]


KINDS = st.sampled_from(["letter", "first", "blank", "T", "2", "3", "data", "sticker"])


def make_page(number: int, kind: str) -> PageSigns:
    match kind:
        case "letter":
            return letter_page(number)
        case "first":
            return first_page(number)
        case "blank":
            return blank(number)
        case "data":
            return sheet(number, ("QRCode", f"POSTEINGANG:batch={number}"))
        case "sticker":
            return letter_page(number, marks=(Mark("QRCode", "POSTEINGANG:priority=0", FULL),))
        case patch:
            return sheet(number, ("Patch", patch))


BATCHES = st.lists(KINDS, max_size=30).map(lambda kinds: [make_page(n, kind) for n, kind in enumerate(kinds)])


@given(BATCHES, st.booleans(), st.floats(0.5, 1))
def test_every_page_before_pending_is_accounted_for_exactly_once(
    pages: list[PageSigns], complete: bool, sure: float
) -> None:
    result = split(pages, complete, sure)
    kept = [number for cut in result.cuts for number in cut.pages]
    assert sorted([*kept, *result.separators, *result.blanks]) == list(range(result.pending))
    assert result.pending == len(pages) or not complete
    assert all(cut.pages and list(cut.pages) == sorted(cut.pages) for cut in result.cuts)


@given(BATCHES, st.data())
def test_the_cuts_of_a_prefix_are_the_first_cuts_of_the_whole(pages: list[PageSigns], data: st.DataObject) -> None:
    short = data.draw(st.integers(0, len(pages)))
    early, late = split(pages[:short], False, 0.95), split(pages, False, 0.95)
    assert late.cuts[: len(early.cuts)] == early.cuts
    assert late.separators[: len(early.separators)] == early.separators
    assert late.blanks[: len(early.blanks)] == early.blanks
    assert early.pending <= late.pending


@given(BATCHES, st.data())
def test_cut_by_hand_every_page_is_accounted_for_exactly_once(pages: list[PageSigns], data: st.DataObject) -> None:
    numbers = st.sets(st.sampled_from(range(len(pages)))) if pages else st.just(set[int]())
    firsts, kept = data.draw(numbers), data.draw(numbers)
    result = cut_by_hand(pages, firsts, kept)
    in_letters = [number for cut in result.cuts for number in cut.pages]
    assert (
        sorted([*in_letters, *result.separators, *result.blanks])
        == list(range(len(pages)))
        == list(range(result.pending))
    )
    assert firsts | kept <= set(in_letters), "what a person names is in a letter"
    assert firsts <= {cut.pages[0] for cut in result.cuts}
    assert len(result.cuts) <= len(firsts) + 1


@given(BATCHES)
def test_cutting_by_hand_as_it_was_split_changes_nothing(pages: list[PageSigns]) -> None:
    found = split(pages, True, 0.95)
    again = cut_by_hand(pages, {cut.pages[0] for cut in found.cuts})
    assert [cut.pages for cut in again.cuts] == [cut.pages for cut in found.cuts]
    assert (again.separators, again.blanks) == (found.separators, found.blanks)


def test_in_two_passes_no_letter_begins_on_a_back() -> None:
    ended = letter_page(0, text="Mit freundlichen Grüßen\nAnna Beispiel\nSeite 1 von 1")
    pages = [ended, first_page(1), first_page(2)]
    assert [cut.pages for cut in split(pages, True, 0.9).cuts] == [(0,), (1,), (2,)]
    cuts = split(pages, True, 0.9, two_passes=True).cuts
    assert [cut.pages for cut in cuts] == [(0, 1), (2,)]
    assert [(doubt.code, doubt.params["page"]) for doubt in cuts[0].doubts] == [("back_begins", "2")]
