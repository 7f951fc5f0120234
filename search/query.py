"""What a person types, as a small tree that each index translates: words, "phrases", -without, prefix*.

Nothing typed is an error: what holds no letter or digit is left out. Words must all be found.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple, TypeAlias

from search.analysis import find_joints, find_tokens, fold, has_digit, stem

MOST_PARTS = 64
"""So many parts of a query count; whoever pastes a whole letter still gets an answer."""

LEXEME = re.compile(
    r'(?P<minus>-*)(?:["„“”«»](?P<phrase>[^"„“”«»]*)["“”«»]?|(?P<word>[^\s"„“”«»]+))',
)


# Not named tuples: those of different classes are equal where their fields are.
@dataclass(frozen=True)
class Stem:
    """A word in any of its forms."""

    word: str


@dataclass(frozen=True)
class Exact:
    """A folded word, a number or a hyphenated word put together."""

    word: str


@dataclass(frozen=True)
class Prefix:
    """The beginning of a folded word or number."""

    start: str


@dataclass(frozen=True)
class Phrase:
    """Stems that follow each other."""

    words: tuple[str, ...]


@dataclass(frozen=True)
class AnyOf:
    """At least one of these."""

    nodes: tuple["Node", ...]


@dataclass(frozen=True)
class AllOf:
    """All of these and none of those; where nothing is asked for, everything is found."""

    nodes: tuple["Node", ...]
    without: tuple["Node", ...] = ()


Node: TypeAlias = Stem | Exact | Prefix | Phrase | AnyOf | AllOf


class Lexeme(NamedTuple):
    """A word or phrase as typed."""

    written: str
    minus: bool
    quoted: bool

    @property
    def kind(self) -> object:
        """What may be one number with its neighbours has one kind; everything else is a kind of its own."""
        loose = not (self.minus or self.quoted) and has_digit(self.written)
        return "number" if loose else object()

    @property
    def star(self) -> bool:
        """Whether only the beginning was typed."""
        return not self.quoted and self.written.endswith("*") and self.written[-2:-1].isalnum()


def parse_query(text: str) -> AllOf:
    """The tree of what was typed. Never raises."""
    wanted: list[Node] = []
    unwanted: list[Node] = []
    for _, group in groupby(list(find_lexemes(text))[:MOST_PARTS], key=lambda lexeme: lexeme.kind):
        run = tuple(group)
        (unwanted if run[0].minus else wanted).append(number_run(run) if len(run) > 1 else node_of(run[0]))
    return AllOf(tuple(wanted), tuple(unwanted))


def find_lexemes(text: str) -> Iterator[Lexeme]:
    """The words and phrases typed; what holds no letter or digit is left out."""
    for match in LEXEME.finditer(text):
        written = match["phrase"] if match["word"] is None else match["word"]
        if find_tokens(written):
            yield Lexeme(written, bool(match["minus"]), match["word"] is None)


def node_of(lexeme: Lexeme) -> Node:
    """The node of one word or phrase."""
    tokens = find_tokens(lexeme.written)
    if lexeme.star:
        return Prefix(fold("".join(token.word for token in tokens)))
    stems = tuple(stem(token.word) for token in tokens)
    in_order = Stem(stems[0]) if len(stems) == 1 else Phrase(stems)
    spaced = lexeme.quoted and not all(has_digit(token.word) for token in tokens)
    joined = None if spaced else put_together(lexeme.written)
    return AnyOf((in_order, Exact(stem(joined)))) if joined else in_order


def number_run(run: tuple[Lexeme, ...]) -> Node:
    """Neighbours with digits: one number written in pieces, or else all of them wherever they stand."""
    joined = put_together(" ".join(lexeme.written for lexeme in run))
    apart = AllOf(tuple(map(node_of, run)))
    if joined is None:
        return apart
    return AnyOf((Prefix(fold(joined)) if run[-1].star else Exact(stem(joined)), apart))


def put_together(written: str) -> str | None:
    """The word as it is held when its pieces are put together; None where they are not pieces of one word."""
    tokens = find_tokens(written)
    if len(tokens) == 1:
        return tokens[0].word
    whole = (tokens[0].start, tokens[-1].end)
    return next((joint.word for joint in find_joints(written, tokens) if (joint.start, joint.end) == whole), None)


def leaves(node: Node) -> Iterator[Stem | Exact | Prefix | Phrase]:
    """What is looked for, without what must be absent."""
    if isinstance(node, AnyOf | AllOf):
        for inner in node.nodes:
            yield from leaves(inner)
    else:
        yield node
