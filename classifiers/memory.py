"""The memory of what people confirmed or corrected: it speaks up at once when a letter like one of them comes again."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from classifiers.vector import Array, Vector, stack

ALIKE = 0.5
"""From this cosine on a letter counts as one like a remembered one. Of 50,000 pairs of unlike letters to one recipient
none reached 0.6 and four reached 0.5; the same form from the same sender lies above."""
SOFTNESS = 0.03
MOST_SAY = 0.95
"""The memory never silences the model wholly."""
NEAREST = 8
SHARPNESS = 0.05
MOST_KEPT = 1000
"""The newest so many confirmed letters are remembered (some 50 MB a worker); the model learnt from older ones."""
HELD_BACK = 5
"""One of so many confirmed letters is held back, to judge new models by."""


class Confirmed(NamedTuple):
    """A letter that a person confirmed or corrected: its key, what the model sees of it, and the right answers."""

    key: str
    vector: Vector
    answers: Mapping[str, str]


def is_held_back(key: str) -> bool:
    """Whether a confirmed letter is kept out of memory and training, decided by the hash of its key alone."""
    return int(hashlib.sha256(key.encode()).hexdigest()[:8], 16) % HELD_BACK == 0


class Memory:
    """Confirmed letters, compared by the cosine of what the model sees. `version` changes with every one of them."""

    def __init__(self, confirmed: Sequence[Confirmed], width: int) -> None:
        self.kept = [entry for entry in confirmed if not is_held_back(entry.key)][-MOST_KEPT:]
        self.matrix = stack([entry.vector.unit for entry in self.kept], width)
        said = "\n".join(f"{entry.key} {sorted(entry.answers.items())}" for entry in self.kept)
        self.version = hashlib.sha256(said.encode()).hexdigest()[:6] if self.kept else ""

    def adjusted(self, question: str, labels: Sequence[str], sure: Array, vector: Vector) -> Array:
        """The probabilities after the memory has spoken: unchanged where no remembered letter is like this one."""
        if not self.kept:
            return sure
        likeness = np.asarray(self.matrix @ vector.unit.dense(self.matrix.shape[1])).ravel()
        nearest = np.argsort(-likeness)[:NEAREST]
        votes = np.zeros(len(labels))
        for index in nearest:
            answer = self.kept[index].answers.get(question)
            if answer in labels:
                votes[labels.index(answer)] += np.exp((likeness[index] - 1.0) / SHARPNESS)
        if not votes.sum():
            return sure
        say = MOST_SAY / (1.0 + np.exp(-(float(likeness[nearest[0]]) - ALIKE) / SOFTNESS))
        return np.asarray((1.0 - say) * sure + say * votes / votes.sum(), dtype=np.float32)
