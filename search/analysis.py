"""The one analysis of German text: both indexes are given its tokens, so that both give the same answers.

A word is lowercased and stemmed by Snowball's German stemmer (version 3, which holds the former German2: ä = ae = a,
except where "ue" follows a vowel or q, so that neue, Steuer, Treue and Quelle stay whole). A folded word is the word
unstemmed, with the same equality of umlauts. A joint is a number or hyphenated word written in pieces, put together.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Literal, NamedTuple

import snowballstemmer

LONGEST = 100
"""Characters of a token that count; Elasticsearch's whitespace analyser cuts at 255."""

JOINED_PIECES = 9
"""An IBAN has at most 34 characters: nine groups of four."""

HYPHEN = r"\-\u2010\u2011\u00ac"

WORD = re.compile(
    # A word goes on over a hyphen at the end of a line, except where the hyphen stands for a part left out:
    # "Kranken-\nund Pflegeversicherung".
    r"[^\W_](?:[^\W_]|[\u00ad\u0300-\u036f]|"
    rf"[{HYPHEN}][^\S\n]*\n\s*(?=[a-zäöüß])(?!(?:und|oder|bzw|sowie)\b))*"
)
INSIDE = re.compile(rf"[\u00ad\s{HYPHEN}]+")
TIGHT = re.compile(r"[-\u2010\u2011\u2013/.@_]")
LOOSE = re.compile(r"[ \u00a0]?[-\u2010\u2011\u2013/.()]?[ \u00a0]?")
DIGIT = re.compile(r"\d")
SPELLED_OUT = re.compile(r"ae|oe|(?<![aeiouyq])ue")
WITHOUT_MARK = str.maketrans({"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "a", "œ": "o"})

_stemmer = snowballstemmer.stemmer("german")


class Token(NamedTuple):
    """A word of a text, from `start` to `end`, without the hyphens and breaks inside it."""

    start: int
    end: int
    word: str


def find_tokens(text: str) -> list[Token]:
    """The words of the text in order."""
    return [Token(*match.span(), clean(match.group())) for match in WORD.finditer(text)]


def clean(word: str) -> str:
    """The word without the hyphens and breaks inside it."""
    return (word if word.isalnum() else INSIDE.sub("", word))[:LONGEST]


def find_joints(text: str, tokens: Sequence[Token]) -> Iterator[Token]:
    """What stands in two to nine adjacent pieces, put together: DE41 4505 … → DE414505…, 2603-04417, E-Mail.

    Pieces joined by a sign without spaces always count; pieces with spaces between them where they look like parts of
    a number (digits, or up to three capitals) and a digit is among them.
    """
    bonds = [bond(text[one.end : other.start], one.word, other.word) for one, other in pairwise(tokens)]
    for first, begins in enumerate(bonds):
        if begins is None:
            continue
        word, loose = tokens[first].word, False
        for last in range(first + 1, min(first + JOINED_PIECES, len(tokens))):
            if (gap := bonds[last - 1]) is None:
                break
            word += tokens[last].word
            loose = loose or gap == "loose"
            if not loose or has_digit(word):
                yield Token(tokens[first].start, tokens[last].end, word[:LONGEST])


def bond(gap: str, one: str, other: str) -> Literal["tight", "loose"] | None:
    """How two neighbours hang together over what stands between them."""
    if TIGHT.fullmatch(gap):
        return "tight"
    return "loose" if looks_numeric(one) and looks_numeric(other) and LOOSE.fullmatch(gap) else None


def has_digit(word: str) -> bool:
    """Whether a digit is in it."""
    return DIGIT.search(word) is not None


def looks_numeric(word: str) -> bool:
    """Whether it may be a piece of a number: it has a digit, or is up to three capitals (DE, AZ, III)."""
    return (len(word) <= 3 and word.isupper()) or has_digit(word)


@lru_cache(maxsize=200_000)
def fold(word: str) -> str:
    """The word in lower case without umlauts and accents; ä = ae = a, ß = ss."""
    plain = without_accents(word.lower().translate(WITHOUT_MARK))
    return SPELLED_OUT.sub(lambda match: match.group()[0], plain)


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The word's stem; a word with a digit in it has none and is only folded."""
    if has_digit(word):
        return fold(word)
    composed = unicodedata.normalize("NFC", word.lower())
    return fold(_stemmer.stemWord("".join(map(keep_umlaut, composed))))


def keep_umlaut(letter: str) -> str:
    """A letter that the stemmer knows stays; any other loses its accent."""
    return letter if letter in "äöüß" else without_accents(letter)


def without_accents(text: str) -> str:
    """The letters and digits alone, ligatures opened."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKD", text)))
