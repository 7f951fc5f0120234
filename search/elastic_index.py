"""The index in an Elasticsearch (8.19 or 9) of one's own: a numbered index behind an alias, swapped at a stroke."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from elasticsearch import (
    ApiError,
    AuthenticationException,
    AuthorizationException,
    BadRequestError,
    Elasticsearch,
    NotFoundError,
    TransportError,
)
from elasticsearch.helpers import streaming_bulk

from config.settings import Index as IndexSettings
from letters.errors import ServiceError
from letters.finding import Hit, SearchDocument, SearchQuery, SearchResult
from search.elastic_query import MAPPINGS, SETTINGS, Json, make_query, make_source
from search.indexed import DEEPEST
from search.query import AllOf, parse_query
from search.snippet import make_snippet

SECONDS = 30
CONFLICT = 409
"""The status of a version older than the one held."""

CHUNK_LETTERS, CHUNK_BYTES = 500, 8 * 1024 * 1024

ORDERS: dict[str, list[Json]] = {
    "rank": [{"_score": "desc"}, {"newest": "desc"}],
    "newest": [{"newest": "desc"}],
    "oldest": [{"newest": "asc"}],
    "deadline": [{"due": "asc"}],
}


class ElasticIndex:
    """The port `Index` over Elasticsearch. The alias bears the settings' name, the indexes behind it a number too."""

    def __init__(self, settings: IndexSettings) -> None:
        self._alias = settings.name
        self._ready = False
        login = {"basic_auth": (settings.user, settings.password)} if settings.user else {}
        trust = {"ca_certs": str(settings.ca_file)} if settings.ca_file else {}
        self._client = Elasticsearch(settings.url, request_timeout=SECONDS, **login, **trust)  # type: ignore[arg-type]

    def write(self, documents: Iterable[SearchDocument], removed: Iterable[int] = ()) -> None:
        """Put documents in (newer version wins) and take letters out; searchable on return.

        Raises ServiceError: index_down, index_login, or index_refused with the letter that is not accepted.
        """
        with named_errors():
            self._make_ready()
            self._send(self._alias, actions(documents, removed))
            self._client.indices.refresh(index=self._alias)

    def search(self, query: SearchQuery) -> SearchResult:
        """Find letters; nothing where there is no index yet. Raises ServiceError: index_down, index_login."""
        tree = parse_query(query.text)
        with named_errors():
            try:
                found = self._client.search(index=self._alias, **request(query, tree))
            except NotFoundError:
                return SearchResult((), 0)
        hits = found["hits"]
        return SearchResult(tuple(make_hit(hit, tree) for hit in hits["hits"]), hits["total"]["value"])

    def rebuild(self, documents: Iterable[SearchDocument]) -> int:
        """Build the next numbered index beside the live one, then swap the alias; returns how many letters it holds."""
        with named_errors():
            old = self._indexes()
            new = f"{self._alias}-{max(map(number_of, old), default=0) + 1:06d}"
            self._client.indices.create(index=new, mappings=MAPPINGS, settings={**SETTINGS, "refresh_interval": "-1"})
            self._send(new, actions(documents, ()))
            self._client.indices.put_settings(index=new, settings={"refresh_interval": None})
            self._client.indices.refresh(index=new)
            swap = [{"add": {"index": new, "alias": self._alias}}, *({"remove_index": {"index": name}} for name in old)]
            self._client.indices.update_aliases(actions=swap)
            return int(self._client.count(index=new)["count"])

    def count(self) -> int:
        """How many letters it holds."""
        with named_errors():
            try:
                return int(self._client.count(index=self._alias)["count"])
            except NotFoundError:
                return 0

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _make_ready(self) -> None:
        """Make the first index with its alias, unless there is one."""
        if self._ready or self._client.indices.exists_alias(name=self._alias):
            self._ready = True
            return
        first = f"{self._alias}-000001"
        try:
            self._client.indices.create(index=first, mappings=MAPPINGS, settings=SETTINGS, aliases={self._alias: {}})
        except BadRequestError as error:
            if error.error != "resource_already_exists_exception":
                raise
        self._ready = True

    def _indexes(self) -> list[str]:
        """The names of our numbered indexes, live and left over."""
        found = self._client.indices.get(index=f"{self._alias}-*", features="settings")
        return [name for name in found if name.removeprefix(f"{self._alias}-").isdigit()]

    def _send(self, index: str, sent: Iterable[Json]) -> None:
        """Send in pieces; a version that is older than the held one is no error, nor is a letter gone already."""
        for done, answer in streaming_bulk(
            self._client,
            sent,
            index=index,
            require_alias=index == self._alias,
            chunk_size=CHUNK_LETTERS,
            max_chunk_bytes=CHUNK_BYTES,
            raise_on_error=False,
            max_retries=3,
        ):
            result = next(iter(answer.values()))
            if not done and result["status"] != CONFLICT and "error" in result:
                self._ready = False
                raise refusal(result)


@contextmanager
def named_errors() -> Iterator[None]:
    """Turn what the client raises into the house's errors."""
    try:
        yield
    except (AuthenticationException, AuthorizationException) as error:
        raise ServiceError("index_login", problem=str(error.status_code)) from error
    except (ApiError, TransportError) as error:
        raise ServiceError("index_down", problem=type(error).__name__) from error


def refusal(result: Json) -> ServiceError:
    """The error of one letter: the index is gone, the cluster is busy, or it does not accept the letter."""
    if result["status"] in {404, 429, 502, 503}:
        return ServiceError("index_down", problem=str(result["status"]))
    return ServiceError("index_refused", letter=str(result["_id"]), problem=result["error"]["type"])


def actions(documents: Iterable[SearchDocument], removed: Iterable[int]) -> Iterator[Json]:
    """What is sent: documents with their own version, then what goes out."""
    for document in documents:
        yield {
            "_id": document.id,
            "version": document.version,
            "version_type": "external_gte",
            "_source": make_source(document),
        }
    for letter in removed:
        yield {"_op_type": "delete", "_id": letter}


def request(query: SearchQuery, tree: AllOf) -> dict[str, Any]:
    """The body of a search. Without words there is no rank: the newest come first."""
    size = max(min(query.limit, DEEPEST - query.offset), 0)
    return {
        "query": make_query(query, tree),
        "sort": ORDERS["newest" if query.sort == "rank" and not tree.nodes else query.sort],
        "from_": query.offset if size else 0,
        "size": size,
        "track_total_hits": True,
        "source": ["pages"],
    }


def make_hit(hit: Json, tree: AllOf) -> Hit:
    """The letter found, with its snippet."""
    page, snippet = make_snippet(hit["_source"].get("pages", ()), tree)
    return Hit(int(hit["_id"]), float(hit["_score"] or 0.0), page, snippet)


def number_of(name: str) -> int:
    """The number at the end of an index's name."""
    return int(name.rpartition("-")[2])
