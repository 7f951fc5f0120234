"""Learning from what people decided: the base model's weights are moved towards their answers, in closed form.

Ridge regression over the sense of the letters, whose prior mean is the base model: the nearer a letter is to those
decided, the more it is moved, and where nobody has decided anything yet, nothing changes. Costs seconds whatever the
number of samples behind the base.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from classifiers.evaluate import Figure
from classifiers.memory import Confirmed
from classifiers.model import Affinity, Head, Model
from classifiers.vector import Array, Vector, stack

RESTRAINT = 10.0
"""How firmly the base stands against what people decided (docs/adr/learning-in-closed-form.md)."""
NO = -1.0
"""The score of a label that the base does not know."""
MOST_LESSONS = 10_000
"""The newest so many decided letters are learnt from; what is older has had its turn."""


def retrain(base: Model, lessons: Sequence[Confirmed]) -> Model:
    """A model that learnt from the lessons: the base's lexicon, judges and calibration, its weights moved.

    A topic that only the lessons know becomes one of the model's. None of the lessons should be held back ones.
    """
    taught = {name: teach_head(name, head, lessons, base.lexicon.sense) for name, head in base.heads.items()}
    topics, sender_types = taught["topic"].labels, taught["sender_type"].labels
    affinity = widen_affinity(base.affinity, len(topics), len(sender_types))
    middles = widen_middles(base, topics, lessons)
    notes = {**base.notes, "root": base.version, "lessons": str(len(lessons))}
    return Model(base.lexicon, taught, affinity, middles, base.judges, notes)


def teach_head(question: str, head: Head, lessons: Sequence[Confirmed], sense: int) -> Head:
    """The head after the lessons that answer its question; only the last `sense` rows of its weights are moved."""
    answered = [lesson for lesson in lessons if question in lesson.answers]
    if not answered:
        return head
    answers = [lesson.answers[question] for lesson in answered]
    wide = widen_head(head, answers)
    matrix = stack([lesson.vector for lesson in answered], len(wide.weights))
    wanted = np.where(np.array(answers)[:, None] == np.array(wide.labels), 1.0, -1.0)
    missed = wanted - (matrix @ wide.weights + wide.intercepts)
    meant = matrix[:, -sense:].toarray()
    weights = wide.weights.copy()
    weights[-sense:] += np.linalg.solve(meant.T @ meant + RESTRAINT * np.eye(sense), meant.T @ missed)
    return Head(wide.labels, weights, wide.intercepts, wide.temperature)


def widen_head(head: Head, answers: Sequence[str]) -> Head:
    """The head with a column for every label that the answers bring in."""
    new = tuple(sorted(set(answers) - set(head.labels)))
    if not new:
        return head
    weights = np.hstack([head.weights, np.zeros((len(head.weights), len(new)), dtype=np.float32)])
    intercepts = np.concatenate([head.intercepts, np.full(len(new), NO, dtype=np.float32)])
    return Head(head.labels + new, weights, intercepts, head.temperature)


def widen_affinity(affinity: Affinity, topics: int, sender_types: int) -> Affinity:
    """The affinity with rows and columns for new labels, which say nothing."""
    more = (topics - affinity.table.shape[0], sender_types - affinity.table.shape[1])
    table = np.pad(affinity.table, ((0, more[0]), (0, more[1])), constant_values=1.0)
    return Affinity(table, affinity.temperature)


def widen_middles(base: Model, topics: Sequence[str], lessons: Sequence[Confirmed]) -> Array:
    """The mean sense of each topic's letters; a new topic's from its lessons."""
    new = [
        mean_sense(base, [lesson.vector for lesson in lessons if lesson.answers.get("topic") == topic])
        for topic in topics[len(base.middles) :]
    ]
    return np.vstack([base.middles, *new]).astype(np.float32)


def mean_sense(base: Model, vectors: Sequence[Vector]) -> Array:
    """The mean of the vectors' sense: the last rows of the lexicon."""
    first = base.lexicon.width - base.lexicon.sense
    return np.asarray(np.mean([vector.dense(base.lexicon.width)[first:] for vector in vectors], axis=0))


class Trial(NamedTuple):
    """How a new and the live model did on the decided letters held back (topic and sender type both right)."""

    new: Figure
    live: Figure

    @property
    def passed(self) -> bool:
        """Whether the new one does not do worse; where nothing is held back yet, it may go live."""
        return self.new.right >= self.live.right


def score(model: Model, lessons: Sequence[Confirmed]) -> Figure:
    """How many of the lessons the model answers right throughout, without any memory."""
    return Figure(right=sum(is_right(model, lesson.vector, lesson.answers) for lesson in lessons), total=len(lessons))


def is_right(model: Model, vector: Vector, answers: Mapping[str, str]) -> bool:
    """Whether the model gives all these answers."""
    found = model.probabilities(vector)
    return all(model.heads[name].labels[int(found[name].argmax())] == answer for name, answer in answers.items())
