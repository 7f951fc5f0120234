"""The query for Elasticsearch, and the mapping it goes to. Only what every distribution of it holds."""

import datetime
from collections.abc import Iterator
from typing import Any, TypeAlias

from letters.finding import SearchDocument, SearchQuery
from search.indexed import DAYS, DEEPEST, FORMAT, LABELS, TITLE_WEIGHT, make_indexed
from search.query import AllOf, AnyOf, Exact, Node, Phrase, Prefix, Stem

Json: TypeAlias = dict[str, Any]


# The tokens come from our own analysis, so Elasticsearch only parts them at the spaces.
TOKENS: Json = {"type": "text", "analyzer": "whitespace"}

MAPPINGS: Json = {
    "dynamic": "strict",
    "_meta": {"format": FORMAT},
    "_source": {"excludes": ["text", "title", "exact"]},
    "properties": {
        "id": {"type": "long"},
        "text": TOKENS,
        "title": TOKENS,
        "exact": {**TOKENS, "index_options": "docs", "norms": False},
        "newest": {"type": "long"},
        "due": {"type": "long"},
        "received_at": {"type": "date"},
        "pages": {"type": "text", "index": False},
        **{name: {"type": "keyword"} for name in ("queue", *LABELS)},
        **{name: {"type": "date", "format": "strict_date"} for name in DAYS},
    },
}

SETTINGS: Json = {"number_of_shards": 1, "auto_expand_replicas": "0-1", "max_result_window": DEEPEST}


def make_source(document: SearchDocument) -> Json:
    """The fields of MAPPINGS; a label or day that is missing is left out."""
    fields = document.model_dump(mode="json", include={"id", "pages", "received_at", "queue", *LABELS, *DAYS})
    return {name: value for name, value in fields.items() if value is not None} | make_indexed(document)._asdict()


def make_query(query: SearchQuery, tree: AllOf) -> Json:
    """What must match: the words typed and every filter; the title only lifts."""
    lift = [translate(inner, "title", TITLE_WEIGHT) for inner in title_nodes(tree)]
    return {"bool": {"must": [translate(tree, "text")], "filter": list(filters(query)), "should": lift}}


def translate(node: Node, field: str, boost: float = 1.0) -> Json:
    """The query of a node of the tree."""
    match node:
        case Stem(word):
            return {"term": {field: {"value": word, "boost": boost}}}
        case Exact(word):
            return {"constant_score": {"filter": {"term": {"exact": word}}, "boost": boost}}
        case Prefix(start):
            return {"constant_score": {"filter": {"prefix": {"exact": start}}, "boost": boost}}
        case Phrase(words):
            return {"match_phrase": {field: {"query": " ".join(words), "boost": boost}}}
        case AnyOf(nodes):
            return {"bool": {"should": [translate(inner, field) for inner in nodes], "minimum_should_match": 1}}
        case AllOf(nodes, without):
            must = [translate(inner, field) for inner in nodes]
            never = [translate(inner, field) for inner in without]
            return {"bool": {"must": must or [{"match_all": {"boost": 0}}], "must_not": never}}


def title_nodes(tree: AllOf) -> Iterator[Node]:
    """The words and phrases asked for, which count more in the title."""
    for node in tree.nodes:
        for inner in node.nodes if isinstance(node, AnyOf) else (node,):
            if isinstance(inner, Stem | Phrase):
                yield inner


def filters(query: SearchQuery) -> Iterator[Json]:
    """One filter for each that is set."""
    if query.queues is not None:
        yield {"terms": {"queue": list(query.queues)}}
    for label in LABELS:
        if (value := getattr(query, label)) is not None:
            yield {"term": {label: value}}
    for name, first, last in (
        ("received_on", query.received_from, query.received_to),
        ("date", query.date_from, query.date_to),
        ("deadline", None, query.deadline_to),
    ):
        if first or last:
            yield {"range": {name: bounds(first, last)}}


def bounds(first: datetime.date | None, last: datetime.date | None) -> Json:
    """The days from the first to the last, both within."""
    given = {"gte": first, "lte": last}
    return {name: day.isoformat() for name, day in given.items() if day}
