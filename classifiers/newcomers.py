"""Topics that the taxonomy names and the model never saw: usable at once, by their description and examples."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

import numpy as np

from classifiers.anatomy import dissect
from classifiers.labelled import typewritten
from classifiers.sense import PART, find_sense
from classifiers.sheet import read_sheet
from classifiers.vector import Array
from config.taxonomy import Taxonomy, Topic
from letters.letter import ReadLetter

RIVAL = 0.5
"""How much a letter's nearness to the nearest known topic speaks against a new one."""
BORDER = 0.097
SOFTNESS = 0.02
MOST_SAY = 0.9
"""Border and softness: with five examples 55 % of a new topic's letters are found, 2 % of the others mistaken for it
(every topic of the samples left out in turn, judged on other recipients; docs/adr/words-and-sense.md)."""


class Newcomers:
    """The new topics of a taxonomy, each told by the middle of its examples' senses."""

    def __init__(self, taxonomy: Taxonomy, known: Sequence[str], middles: Array, mean: Array) -> None:
        self.mean = mean[:PART]
        self.middles = np.array([unit(middle[:PART] - self.mean) for middle in middles])
        found = {name: topic for name, topic in taxonomy.topics.items() if name not in known and len(mean)}
        self.labels = tuple(found)
        self.senses = np.array([unit(middle_of(topic) - self.mean) for topic in found.values()])

    def adjusted(self, sure: Array, sense: Array) -> Array:
        """The known topics' probabilities followed by those of the new ones, summing to 1."""
        if not self.labels:
            return sure
        away = unit(sense[:PART] - self.mean)
        nearness = self.senses @ away - RIVAL * float((self.middles @ away).max())
        say = MOST_SAY / (1.0 + np.exp(-(nearness - BORDER) / SOFTNESS))
        say /= max(1.0, float(say.sum()) / MOST_SAY)
        return np.asarray(np.concatenate([sure * (1.0 - say.sum()), say]), dtype=np.float32)


def middle_of(topic: Topic) -> Array:
    """The mean sense of the bodies of a topic's examples; of its description alone where there are none."""
    texts = topic.examples or (f"{topic.de}. {topic.covers}.",)
    return np.asarray(np.mean([find_sense(dissect(read_sheet(as_letter(text))))[:PART] for text in texts], axis=0))


def as_letter(text: str) -> ReadLetter:
    """A bare text as a letter."""
    day = date(2026, 1, 2)
    pages = typewritten(text.split("\n"))
    return ReadLetter(source_name="example", received_at=datetime(2026, 1, 2, tzinfo=UTC), received_on=day, pages=pages)


def unit(vector: Array) -> Array:
    """The vector brought to length 1."""
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-6), dtype=np.float32)
