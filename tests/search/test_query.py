"""The query's tree, and that nothing a person can type is an error."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from letters.finding import SearchQuery
from letters.ports import Index
from search.query import AllOf, AnyOf, Exact, Phrase, Prefix, Stem, leaves, parse_query
from search.snippet import CLOSE, OPEN, make_snippet
from tests.search.archive import LETTERS


def word(stem: str) -> AnyOf:
    """The node of a plain word."""
    return AnyOf((Stem(stem), Exact(stem)))


@pytest.mark.parametrize(
    ("typed", "tree"),
    [
        ("", AllOf(())),
        ("Rechnungen", AllOf((word("rechnung"),))),
        ("zwei Worte", AllOf((word("zwei"), word("wort")))),
        ('"zwei Worte"', AllOf((Phrase(("zwei", "wort")),))),
        ("ja -nein", AllOf((word("ja"),), (word("nein"),))),
        ("--nein", AllOf((), (word("nein"),))),
        ("- nein", AllOf((word("nein"),))),
        ("Rech*", AllOf((Prefix("rech"),))),
        ("-Rech*", AllOf((), (Prefix("rech"),))),
        ("2603 04417", AllOf((AnyOf((Exact("260304417"), AllOf((word("2603"), word("04417"))))),))),
        ("-2603 04417", AllOf((word("04417"),), (word("2603"),))),
        ("12,5 7", AllOf((AllOf((Phrase(("12", "5")), word("7"))),))),
    ],
)
def test_tree(typed: str, tree: AllOf) -> None:
    assert parse_query(typed) == tree


def test_what_must_be_absent_is_not_marked() -> None:
    assert list(leaves(parse_query("ja -nein"))) == [Stem("ja"), Exact("ja")]


typed_text = st.one_of(
    st.text(max_size=40),
    st.lists(
        st.sampled_from(
            ['"', "-", "*", "„", "“", " ", "Rechnung", "2603", "04417", "DE41", "Muen", ".", ",", "ß", "\n"]
        ),
        max_size=25,
    ).map("".join),
)


@given(typed_text)
def test_nothing_typed_is_an_error(typed: str) -> None:
    tree = parse_query(typed)
    page, snippet = make_snippet(LETTERS[1].pages, tree)
    assert page is None or page in range(2)
    assert snippet.count(OPEN) == snippet.count(CLOSE)


@given(typed_text)
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_every_index_answers_what_is_typed(archive: Index, typed: str) -> None:
    found = archive.search(SearchQuery(text=typed))
    assert found.total == len(found.hits) <= len(LETTERS)


def test_a_pasted_letter_is_answered(archive: Index) -> None:
    assert archive.search(SearchQuery(text="Lebenslauf " * 5000)).total == 1
    pasted = " ".join(str(number) for number in range(5000))
    assert archive.search(SearchQuery(text=pasted)).total == 0


@given(st.lists(st.text(max_size=300), max_size=3), typed_text)
def test_snippet_is_a_piece_of_the_page(pages: list[str], typed: str) -> None:
    page, snippet = make_snippet(pages, parse_query(typed))
    shown = snippet.replace(OPEN, "").replace(CLOSE, "").removeprefix("… ").removesuffix(" …")
    whole = pages[page] if page is not None else next((text for text in pages if text.strip()), "")
    plain = " ".join(whole.replace(OPEN, " ").replace(CLOSE, " ").split())
    assert " ".join(shown.split()) in plain
