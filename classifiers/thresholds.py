"""Thresholds by the precision that is wanted: how many letters go without a person, and how many of them go right."""

from collections.abc import Sequence
from typing import NamedTuple

from classifiers.evaluate import Outcome, right
from config.settings import Thresholds

STEPS = tuple(step / 100 for step in range(30, 100))
SENDER_STEPS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9)


class Point(NamedTuple):
    """What a pair of thresholds would do: share of letters routed without a person, share of them right."""

    topic: float
    sender_type: float
    coverage: float
    precision: float


def draw_curve(outcomes: Sequence[Outcome], sender_type: float = 0.0) -> tuple[Point, ...]:
    """Coverage and precision for every threshold of the topic, from loose to strict.

    The outcomes must come from models that had not seen the letters (`evaluate.leave_one_out`).
    """
    return tuple(point_at(outcomes, topic, sender_type) for topic in STEPS)


def point_at(outcomes: Sequence[Outcome], topic: float, sender_type: float) -> Point:
    """What these thresholds would do; sealed and doubtful letters never go without a person."""
    routed = [
        outcome
        for outcome in outcomes
        if outcome.meaning.topic.sure >= topic
        and outcome.meaning.sender_type.sure >= sender_type
        and not outcome.meaning.sealed
        and not outcome.meaning.doubts
    ]
    good = sum(right(outcome) for outcome in routed)
    return Point(topic, sender_type, len(routed) / max(len(outcomes), 1), good / len(routed) if routed else 1.0)


def choose_thresholds(outcomes: Sequence[Outcome], precision: float) -> Thresholds | None:
    """The thresholds that let most letters through at the wanted precision; None where none reaches it."""
    points = [point for sender_type in SENDER_STEPS for point in draw_curve(outcomes, sender_type)]
    reached = [point for point in points if point.precision >= precision and point.coverage > 0]
    if not reached:
        return None
    best = max(reached, key=lambda point: (point.coverage, point.topic))
    return Thresholds(topic=best.topic, sender_type=best.sender_type, distance=0.0)
