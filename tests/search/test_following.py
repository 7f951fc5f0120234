"""What an index that follows the database promises: newest version, removal, rebuild, other readers. Both alike."""

from collections.abc import Iterator

import pytest

from letters.finding import SearchDocument, SearchQuery
from letters.ports import Index
from tests.search.archive import LETTERS, letter


def ids(index: Index, text: str = "") -> list[int]:
    """The letters found, newest first."""
    return [hit.id for hit in index.search(SearchQuery(text=text, sort="newest")).hits]


def version(number: int, text: str, version: int) -> SearchDocument:
    """A letter as it was at that version."""
    return letter(number, text, version=version)


def test_nothing_was_written_yet(index: Index) -> None:
    assert index.count() == 0
    assert index.search(SearchQuery(text="Rechnung")).total == 0


def test_newer_version_replaces_the_older(index: Index) -> None:
    index.write([version(1, "Angebot", 1)])
    index.write([version(1, "Auftrag", 2)])
    assert ids(index, "Angebot") == []
    assert ids(index, "Auftrag") == [1]
    assert index.count() == 1


def test_older_version_is_ignored(index: Index) -> None:
    index.write([version(1, "Auftrag", 2)])
    index.write([version(1, "Angebot", 1), version(2, "Angebot", 1)])
    assert ids(index, "Auftrag") == [1]
    assert ids(index, "Angebot") == [2]


def test_versions_in_one_write(index: Index) -> None:
    index.write([version(1, "Angebot", 1), version(1, "Mahnung", 3), version(1, "Auftrag", 2)])
    assert ids(index) == [1]
    assert ids(index, "Mahnung") == [1]


def test_same_version_again_is_no_second_letter(index: Index) -> None:
    index.write([version(1, "Auftrag", 2)])
    index.write([version(1, "Auftrag", 2)])
    assert index.count() == 1


def test_removed_letters_are_gone(index: Index) -> None:
    index.write(LETTERS)
    index.write([], removed=[2, 3, 99])
    assert ids(index, "Rechnung") == [7]
    assert index.count() == len(LETTERS) - 2


def test_removed_letter_may_come_back(index: Index) -> None:
    index.write([version(1, "Auftrag", 1)])
    index.write([], removed=[1])
    index.write([version(1, "Auftrag", 2)])
    assert ids(index, "Auftrag") == [1]


def test_writing_nothing_changes_nothing(index: Index) -> None:
    index.write(LETTERS)
    index.write([])
    assert index.count() == len(LETTERS)


def test_rebuild_holds_what_it_is_given_and_nothing_else(index: Index) -> None:
    index.write([version(31, "Angebot", 7), *LETTERS])
    assert index.rebuild(iter(LETTERS)) == len(LETTERS)
    assert ids(index, "Angebot") == []
    assert ids(index, "Rechnung") == [7, 3, 2]


def test_rebuild_comes_first(index: Index) -> None:
    assert index.rebuild(LETTERS) == len(LETTERS)
    assert ids(index, "Lebenslauf") == [4]


def test_rebuild_with_nothing(index: Index) -> None:
    index.write(LETTERS)
    assert index.rebuild([]) == 0
    assert ids(index) == []


def test_writing_goes_on_after_a_rebuild(index: Index) -> None:
    index.rebuild([version(1, "Auftrag", 5)])
    index.write([version(1, "Angebot", 4), version(2, "Angebot", 1)])
    index.rebuild([version(1, "Auftrag", 5), version(2, "Angebot", 1)])
    index.write([version(1, "Mahnung", 6)])
    assert ids(index, "Angebot") == [2]
    assert ids(index, "Mahnung") == [1]


def test_failed_rebuild_leaves_the_old_index(index: Index) -> None:
    index.write(LETTERS)

    def breaks_off() -> Iterator[SearchDocument]:
        yield version(30, "Angebot", 1)
        raise KeyError

    with pytest.raises(KeyError):
        index.rebuild(breaks_off())
    assert ids(index, "Rechnung") == [7, 3, 2]
    assert ids(index, "Angebot") == []
    index.write([version(9, "Angebot", 1)])
    assert index.rebuild(LETTERS) == len(LETTERS)


def test_a_write_that_breaks_off_leaves_no_halves(index: Index) -> None:
    def breaks_off() -> Iterator[SearchDocument]:
        yield version(30, "Angebot", 1)
        raise KeyError

    with pytest.raises(KeyError):
        index.write(breaks_off())
    index.write([version(1, "Auftrag", 1)])
    assert ids(index, "Auftrag") == [1]


def test_many_letters(index: Index) -> None:
    index.write(
        version(number, f"Auftrag Nummer {number}", 1).model_copy(update={"id": 1000 + number})
        for number in range(1, 29)
    )
    found = index.search(SearchQuery(text="Auftrag", limit=5))
    assert found.total == 28
    assert len(found.hits) == 5


def test_a_long_letter(index: Index) -> None:
    pages = [f"Seite {number}. " + "Lorem ipsum dolor sit amet. " * 80 for number in range(200)]
    index.write([letter(1, *pages[:150], "Die Nadel im Heuhaufen.", *pages[150:])])
    hit = index.search(SearchQuery(text="Nadel")).hits[0]
    assert hit.snippet == "Die \ue000Nadel\ue001 im Heuhaufen."
    assert hit.page == 150


def test_a_word_without_end(index: Index) -> None:
    index.write([letter(1, "a" * 40_000 + " Auftrag " + "7" * 40_000)])
    assert ids(index, "Auftrag") == [1]
    assert ids(index, "a" * 40_000) == [1]
