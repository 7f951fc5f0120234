"""The query for tantivy, and the fields that it goes to."""

import datetime
from collections.abc import Iterable

from tantivy import FieldType, Occur, Query, Schema, SchemaBuilder

from letters.finding import SearchQuery
from search.indexed import DAYS, LABELS, TITLE_WEIGHT
from search.query import AllOf, AnyOf, Exact, Node, Phrase, Prefix, Stem


def make_schema() -> Schema:
    """Tokens, labels, days as ordinals, sort keys, and the pages as they were for the snippet."""
    builder = SchemaBuilder()
    builder.add_unsigned_field("id", stored=True, indexed=True, fast=True)
    for name in ("version", "newest", "due"):
        builder.add_unsigned_field(name, fast=True)
    for name in ("text", "title"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    builder.add_text_field("exact", tokenizer_name="whitespace", index_option="basic")
    for name in ("queue", *LABELS):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in DAYS:
        builder.add_integer_field(name, indexed=True, fast=True)
    builder.add_bytes_field("pages", stored=True)
    return builder.build()


def make_query(schema: Schema, query: SearchQuery, tree: AllOf) -> Query:
    """What must match: the words typed and every filter; the title only lifts."""
    must = [translate(schema, tree, "text"), *filters(schema, query)]
    lift = [(Occur.Should, Query.boost_query(lifted, TITLE_WEIGHT)) for lifted in title_queries(schema, tree)]
    return Query.boolean_query([*((Occur.Must, part) for part in must), *lift])


def translate(schema: Schema, node: Node, field: str) -> Query:
    """The query of a node of the tree."""
    match node:
        case Stem(word):
            return Query.term_query(schema, field, word)
        case Exact(word):
            return Query.const_score_query(Query.term_query(schema, "exact", word, "basic"), 1.0)
        case Prefix(start):
            return Query.const_score_query(Query.regex_query(schema, "exact", f"{start}.*"), 1.0)
        case Phrase(words):
            return Query.phrase_query(schema, field, list(words))
        case AnyOf(nodes):
            return Query.boolean_query([(Occur.Should, translate(schema, inner, field)) for inner in nodes])
        case AllOf(nodes, without):
            must = [(Occur.Must, translate(schema, inner, field)) for inner in nodes]
            never = [(Occur.MustNot, translate(schema, inner, field)) for inner in without]
            return Query.boolean_query([*(must or [(Occur.Must, everything())]), *never])


def everything() -> Query:
    """Every letter, all with the same score."""
    return Query.const_score_query(Query.all_query(), 0.0)


def title_queries(schema: Schema, tree: AllOf) -> Iterable[Query]:
    """The words and phrases asked for, looked for in the title."""
    for node in tree.nodes:
        for inner in node.nodes if isinstance(node, AnyOf) else (node,):
            if isinstance(inner, Stem | Phrase):
                yield translate(schema, inner, "title")


def filters(schema: Schema, query: SearchQuery) -> Iterable[Query]:
    """One query a filter that is set, none of which counts for the score."""
    if query.queues is not None:
        yield unscored(Query.term_set_query(schema, "queue", list(query.queues)))
    for label in LABELS:
        if (value := getattr(query, label)) is not None:
            yield unscored(Query.term_query(schema, label, value, "basic"))
    for name, first, last in (
        ("received_on", query.received_from, query.received_to),
        ("date", query.date_from, query.date_to),
        ("deadline", None, query.deadline_to),
    ):
        if first or last:
            yield unscored(
                Query.range_query(schema, name, FieldType.Integer, ordinal(first), ordinal(last)),
            )


def unscored(query: Query) -> Query:
    """The query as a filter."""
    return Query.const_score_query(query, 0.0)


def ordinal(day: datetime.date | None) -> int | None:
    """The day as a number."""
    return day.toordinal() if day else None
