"""What is drawn over a picture, and which words are shown as evidence."""

from hypothesis import given
from hypothesis import strategies as st

from letters.verdict import Evidence, Verdict
from tests.web.offices import meaning
from web.marks import page_marks, shown_evidence

WORDS = st.builds(Evidence, st.text("abAB", min_size=2, max_size=3), st.floats(-3, 3))
FIGURES = st.builds(Evidence, st.from_regex(r"[0-3,. €]{1,3}[a-c]?", fullmatch=True), st.floats(-3, 3))


@given(st.lists(WORDS))
def test_shown_words_spoke_for_it_once_each_the_weightiest_first(words: list[Evidence]) -> None:
    shown = shown_evidence(Verdict(label="x", sure=0.5, evidence=tuple(words), by="m"))
    weights = [word.weight for word in shown]
    assert weights == sorted(weights, reverse=True)
    assert all(weight > 0 for weight in weights)
    assert len({word.text.casefold() for word in shown}) == len(shown) <= 8
    heaviest = max((word.weight for word in words), default=0)
    assert (heaviest > 0) == bool(shown)
    assert not shown or weights[0] == heaviest


@given(st.lists(WORDS), st.lists(FIGURES))
def test_figures_and_single_letters_are_not_shown(words: list[Evidence], figures: list[Evidence]) -> None:
    with_figures = Verdict(label="x", sure=0.5, evidence=(*figures, *words), by="m")
    assert shown_evidence(with_figures) == shown_evidence(with_figures.model_copy(update={"evidence": tuple(words)}))


def test_every_mark_has_its_line() -> None:
    assert [(mark.name, mark.page) for mark in page_marks(meaning())] == [
        ("topic-0", 0), ("sender", 0), ("date", 0), ("reference-0", 1),
    ]  # fmt: skip
    assert page_marks(None) == ()
