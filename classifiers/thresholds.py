"""Thresholds by the precision that is wanted: how many letters go without a person, and how many of them go right."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from classifiers.evaluate import Outcome, right
from config.settings import Thresholds
from letters.verdict import Verdict

STEPS = tuple(step / 100 for step in range(30, 100))
SENDER_STEPS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9)
DISTANCES = (0.0, 0.2, 0.4, 0.6, 0.8)


class Judged(NamedTuple):
    """How sure a model was of a letter that it had not seen, and whether topic and department were right.

    `topic` and `sender_type` are probabilities, 0..1; the distances are those to their runners-up. A letter that never
    goes without a person (sealed, doubtful) has a topic of -1.
    """

    topic: float
    topic_distance: float
    sender_type: float
    sender_type_distance: float
    right: bool


class Point(NamedTuple):
    """What thresholds would do: the share of letters routed without a person, and the share of them that are right."""

    thresholds: Thresholds
    coverage: float
    precision: float

    @property
    def limits(self) -> str:
        """The thresholds in words."""
        return ", ".join(f"{name} {value:g}" for name, value in self.thresholds.model_dump().items())


def judged(outcomes: Iterable[Outcome]) -> list[Judged]:
    """Outcomes as judgements; they must come from models that had not seen the letters (`evaluate.leave_one_out`)."""
    return [judge_outcome(outcome) for outcome in outcomes]


def judge_outcome(outcome: Outcome) -> Judged:
    """How sure the classifier was, and whether it was right."""
    meaning = outcome.meaning
    held = meaning.sealed or bool(meaning.doubts)
    topic, topic_distance = surety(meaning.topic)
    return Judged(-1.0 if held else topic, topic_distance, *surety(meaning.sender_type), right(outcome))


def surety(verdict: Verdict) -> tuple[float, float]:
    """A verdict's probability and its distance to the runner-up."""
    return verdict.sure, verdict.sure - verdict.runner_up_sure


class Judgements:
    """Judgements as columns, so that many thresholds are tried quickly."""

    def __init__(self, entries: Sequence[Judged]) -> None:
        self.columns = np.array([entry[:4] for entry in entries], dtype=np.float64).reshape(-1, 4)
        self.right = np.array([entry.right for entry in entries], dtype=np.float64)

    def point(self, thresholds: Thresholds) -> Point:
        """What these thresholds would do."""
        least = (thresholds.topic, thresholds.distance, thresholds.sender_type, thresholds.distance)
        routed = np.flatnonzero((self.columns >= np.array(least)).all(axis=1))
        precision = float(self.right[routed].mean()) if len(routed) else 1.0
        return Point(thresholds, len(routed) / max(1, len(self.right)), precision)


def draw_curve(entries: Sequence[Judged], sender_type: float = 0.0, distance: float = 0.0) -> tuple[Point, ...]:
    """Coverage and precision for every threshold of the topic, from loose to strict."""
    judgements = Judgements(entries)
    return tuple(
        judgements.point(Thresholds(topic=topic, sender_type=sender_type, distance=distance)) for topic in STEPS
    )


def choose_thresholds(entries: Sequence[Judged], precision: float) -> Point | None:
    """The thresholds that let most letters through at the wanted precision; None where none reaches it."""
    points = [
        point
        for sender_type in SENDER_STEPS
        for distance in DISTANCES
        for point in draw_curve(entries, sender_type, distance)
    ]
    reached = [point for point in points if point.precision >= precision and point.coverage > 0]
    return max(reached, key=lambda point: (point.coverage, point.thresholds.topic), default=None)
