"""The embedded index: tantivy in the instance's home. One process writes, any number of others read."""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import NamedTuple, Protocol, cast

from tantivy import DocAddress, Document, Index, IndexWriter, Order, Query, Schema, Searcher

from letters.errors import ServiceError
from letters.finding import Hit, SearchDocument, SearchQuery, SearchResult
from search.generations import Generations
from search.indexed import DAYS, DEEPEST, LABELS, make_indexed
from search.query import AllOf, parse_query
from search.snippet import make_snippet
from search.tantivy_query import make_query, make_schema

HEAP = 64 * 1024 * 1024

ORDERS = {
    "rank": ("newest", Order.Desc),  # without words there is no rank
    "newest": ("newest", Order.Desc),
    "oldest": ("newest", Order.Asc),
    "deadline": ("due", Order.Asc),
}


class Live(NamedTuple):
    """The live directory's name and the index opened in it."""

    name: str
    opened: Index


class Counted(Protocol):
    """What tantivy's result has and its type stub leaves out."""

    count: int


class TantivyIndex:
    """The port `Index` over a folder. The first write makes it the writer; until then it only reads."""

    def __init__(self, folder: Path) -> None:
        self._generations = Generations(folder)
        self._schema = make_schema()
        self._live: Live | None = None
        self._writing: tuple[Live, IndexWriter] | None = None
        self._lock = Lock()

    def write(self, documents: Iterable[SearchDocument], removed: Iterable[int] = ()) -> None:
        """Put documents in (newer version wins) and take letters out; searchable on return.

        Raises ServiceError("index_busy") when another process is the writer, ServiceError("index_down") when the
        folder cannot be written.
        """
        with self._lock, named_errors():
            try:
                live, writer = self._writer()
                put_documents(writer, self._schema, documents, versions_in(live.opened))
                for gone in removed:
                    delete(writer, self._schema, gone)
                writer.commit()
            except BaseException:
                # What is half written must not become part of the next commit.
                self._writing = None
                raise

    def search(self, query: SearchQuery) -> SearchResult:
        """Find letters. Raises ServiceError("index_down")."""
        with named_errors():
            searcher = self._searcher()
            if searcher is None:
                return SearchResult((), 0)
            tree = parse_query(query.text)
            found = make_query(self._schema, query, tree)
            total, addresses = find(searcher, found, query, by_rank=query.sort == "rank" and bool(tree.nodes))
            return SearchResult(tuple(make_hit(searcher, address, score, tree) for score, address in addresses), total)

    def rebuild(self, documents: Iterable[SearchDocument]) -> int:
        """Build a new directory beside the live one, then swap; returns how many letters it holds."""
        with self._lock, named_errors():
            self._hold()
            name = self._generations.make()
            index = Index(self._schema, path=str(self._generations.path(name)))
            writer = index.writer(HEAP, 1)
            put_documents(writer, self._schema, documents, lambda _: None)
            writer.commit()
            writer.wait_merging_threads()
            self._writing = None
            self._generations.go_live(name)
            index.reload()
            return index.searcher().num_docs

    def count(self) -> int:
        """How many letters it holds."""
        with named_errors():
            searcher = self._searcher()
            return searcher.num_docs if searcher else 0

    def close(self) -> None:
        """Let go of the writer's lock and the files."""
        with self._lock:
            self._writing = self._live = None

    def _hold(self) -> None:
        """Be the writer: whoever is may rebuild, for nobody else writes meanwhile. A broken directory has no writer."""
        try:
            self._writer()
        except (ValueError, OSError, RuntimeError) as error:
            if is_busy(error):
                raise

    def _writer(self) -> tuple[Live, IndexWriter]:
        """The live index and its one writer; the first writer of all makes the directory."""
        while True:
            name = self._generations.live
            if self._writing and self._writing[0].name == name:
                return self._writing
            self._writing = None
            if name is None:
                name = self._generations.make()
                Index(self._schema, path=str(self._generations.path(name)))
                self._generations.go_live(name)
            index = Index.open(str(self._generations.path(name)))
            # Another process may have swapped before the lock was ours: look again.
            self._writing = (Live(name, index), index.writer(HEAP, 1))

    def _searcher(self) -> Searcher | None:
        """The last commit of the live directory, which the file names anew at every query."""
        while (name := self._generations.live) is not None:
            try:
                return self._opened(name).searcher()
            except (ValueError, OSError):
                # Another process may have swapped, and removed this directory, since the file was read.
                if self._generations.live == name:
                    raise
        return None

    def _opened(self, name: str) -> Index:
        """The directory of that name, as its last commit left it."""
        live = self._live
        if live is None or live.name != name:
            live = Live(name, Index.open(str(self._generations.path(name))))
            live.opened.config_reader("manual")
            self._live = live
        live.opened.reload()
        return live.opened


@contextmanager
def named_errors() -> Iterator[None]:
    """Turn what tantivy raises into the house's errors."""
    try:
        yield
    except (ValueError, OSError, RuntimeError) as error:
        raise ServiceError("index_busy" if is_busy(error) else "index_down", problem=type(error).__name__) from error


def is_busy(error: Exception) -> bool:
    """Whether another process is the writer."""
    return "LockBusy" in str(error)


def versions_in(index: Index) -> Callable[[int], int | None]:
    """Asks the last commit for a letter's version; None: not held."""
    index.reload()
    searcher = index.searcher()

    def version(letter: int) -> int | None:
        found = searcher.search(Query.term_query(index.schema, "id", letter), 1, False).hits
        return cast(int, searcher.fast_field_values("version", [found[0][1]])[0]) if found else None

    return version


def put_documents(
    writer: IndexWriter, schema: Schema, documents: Iterable[SearchDocument], held: Callable[[int], int | None]
) -> None:
    """Give the writer each document that is not older than what is held or was given before."""
    given: dict[int, int] = {}
    for document in documents:
        version = given.get(document.id, held(document.id))
        if version is None or document.version >= version:
            if version is not None:
                delete(writer, schema, document.id)
            writer.add_document(make_document(document))
            given[document.id] = document.version


def delete(writer: IndexWriter, schema: Schema, letter: int) -> None:
    """Take the letter out, also where it was only put in since the last commit.

    By query: a deletion by term takes the number as signed and meets nothing in an unsigned field.
    """
    writer.delete_documents_by_query(Query.term_query(schema, "id", letter))


def make_document(document: SearchDocument) -> Document:
    """The fields of `make_schema`; a label or day that is missing is left out."""
    indexed = make_indexed(document)
    made = Document()
    for name in ("id", "version"):
        made.add_unsigned(name, getattr(document, name))
    made.add_unsigned("newest", indexed.newest)
    made.add_unsigned("due", indexed.due)
    for name in ("text", "title", "exact"):
        made.add_text(name, getattr(indexed, name))
    for name in ("queue", *LABELS):
        if (label := getattr(document, name)) is not None:
            made.add_text(name, label)
    for name in DAYS:
        if (day := getattr(document, name)) is not None:
            made.add_integer(name, day.toordinal())
    made.add_bytes("pages", json.dumps(document.pages, ensure_ascii=False).encode())
    return made


def find(
    searcher: Searcher, found: Query, query: SearchQuery, *, by_rank: bool
) -> tuple[int, list[tuple[float, DocAddress]]]:
    """How many there are, and score and address of those asked for."""
    limit = max(min(query.limit, DEEPEST - query.offset), 0)
    # tantivy counts only while it looks for at least one hit.
    offset = query.offset if limit else 0
    if by_rank:
        result = searcher.search(found, max(limit, 1), offset=offset)
    else:
        field, order = ORDERS[query.sort]
        result = searcher.search(found, max(limit, 1), order_by_field=field, offset=offset, order=order)
    hits = [(float(key) if by_rank else 0.0, address) for key, address in result.hits[:limit]]
    return cast(Counted, result).count, hits


def make_hit(searcher: Searcher, address: DocAddress, score: float, tree: AllOf) -> Hit:
    """The letter at that address with its snippet."""
    document = searcher.doc(address)
    page, snippet = make_snippet(json.loads(cast(bytes, document.get_first("pages"))), tree)
    return Hit(cast(int, document.get_first("id")), score, page, snippet)
