"""What the model counts in a letter: words of the whole and of its parts, signs of its make, sequences, sense."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from classifiers.anatomy import Anatomy
from classifiers.roles import find_roles
from classifiers.sense import find_sense
from classifiers.signs import find_signs
from classifiers.words import gram_hashes, pairs, stem, tokens

VIEWS = ("words", "head", "subject", "opening", "closing", "stems", "roles", "signs")
OPENING_WORDS = 40


@dataclass(frozen=True)
class Counts:
    """By view how often each word or sign stands in the letter, its character sequences' hashes, its sense."""

    words: Mapping[str, Mapping[str, int]]
    grams: npt.NDArray[np.int64]
    sense: npt.NDArray[np.float32]


def count(anatomy: Anatomy) -> Counts:
    """What the model counts in a letter."""
    body = anatomy.text(anatomy.body)
    said = words_of(anatomy.text(range(anatomy.head.stop, len(anatomy.sheet.lines))))
    views = {
        "words": Counter(phrases(said)),
        "head": Counter(phrases(words_of(anatomy.text(anatomy.head)))),
        "subject": Counter(phrases(words_of(anatomy.text(anatomy.subject)))),
        "opening": Counter(phrases(words_of(" ".join(body.split()[:OPENING_WORDS])))),
        "closing": Counter(map(stem, words_of(anatomy.text(anatomy.closing)))),
        "stems": Counter(map(stem, said)),
        "roles": Counter(find_roles(said)),
        "signs": Counter(find_signs(anatomy)),
    }
    return Counts(views, np.asarray(gram_hashes(anatomy.sheet.text), dtype=np.int64), find_sense(anatomy))


def phrases(words: list[str]) -> Iterator[str]:
    """Words and pairs of neighbouring words."""
    yield from words
    yield from pairs(words)


def words_of(text: str) -> list[str]:
    """The words of a text as counted."""
    return [token.text for token in tokens(text)]
