"""The follower: brings the index up to the database. The only writer of the index."""

import logging
import uuid
from collections.abc import Iterator

from inbox.document import search_document
from letters.finding import SearchDocument
from letters.ports import Index
from store.database import Database, Transaction
from store.marks import count_indexed, drop_marks, letters_after, take_marks
from store.state import get_state, set_state

log = logging.getLogger(__name__)

PORTION = 200
REBUILD = "index_rebuild"
"""The order that `reindex` leaves."""


def follow_index(database: Database, index: Index) -> int:
    """Index up to a portion of marked letters; how many marks were worked off. Raises ServiceError: the marks stay."""
    with database.reading() as tx:
        marks = take_marks(tx, PORTION)
        documents = [document for letter in marks if (document := search_document(tx, letter))]
    if not marks:
        return 0
    there = {document.id for document in documents}
    index.write(documents, removed=[letter for letter in marks if letter not in there])
    versions = {document.id: document.version for document in documents}
    with database.writing() as tx:
        drop_marks(tx, [(letter, versions.get(letter, version)) for letter, version in marks.items()])
    return len(marks)


def order_rebuild(database: Database) -> None:
    """Leave the follower the order to build the index anew."""
    with database.writing() as tx:
        set_state(tx, REBUILD, uuid.uuid4().hex)


def order_if_lost(database: Database, index: Index) -> bool:
    """Order a rebuild where the index holds fewer letters than it was given: its folder was removed, or it is another.

    Raises ServiceError.
    """
    with database.reading() as tx:
        expected = count_indexed(tx)
    lost = index.count() < expected
    if lost:
        log.warning("the index lacks letters: it is built anew")
        order_rebuild(database)
    return lost


def rebuild_ordered(database: Database) -> bool:
    """Whether a rebuild is ordered and not yet done."""
    with database.reading() as tx:
        return get_state(tx, REBUILD) is not None


def rebuild_index(database: Database, index: Index) -> int:
    """Build a new index from every letter and swap it in; what changed meanwhile is marked and follows."""
    with database.reading() as tx:
        order = get_state(tx, REBUILD)
    count = index.rebuild(all_documents(database))
    with database.writing() as tx:
        if get_state(tx, REBUILD) == order:  # another order that came meanwhile stands
            set_state(tx, REBUILD, None)
    log.info("index rebuilt: %s letters", count)
    return count


def all_documents(database: Database) -> Iterator[SearchDocument]:
    """Every letter's document, read in portions."""
    last = 0
    while True:
        with database.reading() as tx:
            ids = letters_after(tx, last, PORTION)
            documents = documents_of(tx, ids)
        if not ids:
            return
        yield from documents
        last = ids[-1]


def documents_of(tx: Transaction, letters: list[int]) -> list[SearchDocument]:
    """The documents of these letters that are to be found."""
    return [document for letter in letters if (document := search_document(tx, letter))]
