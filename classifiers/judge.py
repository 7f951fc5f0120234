"""A judge of yes or no: logistic weights over named signs, and boosted trees that weigh measures together."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict

Array = npt.NDArray[Any]
NO_SENSE: Array = np.zeros(0)
TOGETHER = 1.3
"""Signs and sense were learnt apart and partly say the same: their sum is divided by this to stay calibrated."""
STEEPEST = 30.0
"""Scores are cut here: nothing is surer than 1 - 1e-13."""


class Case(NamedTuple):
    """What is to be judged: its signs by name, its measures (numbers that always stand in the same order), and the
    sense of the sentence or letter it is about (a vector, empty where sense says nothing)."""

    signs: tuple[str, ...]
    measures: tuple[float, ...] = ()
    sense: Array = NO_SENSE


class Trees(BaseModel):
    """Boosted trees, all their nodes in one row: a leaf leads to itself. `roots`: the first node of each tree.

    From a node to `left` where the measure `feature` is not above `threshold`, else to `right`.
    """

    model_config = ConfigDict(frozen=True)

    roots: tuple[int, ...]
    feature: tuple[int, ...]
    threshold: tuple[float, ...]
    left: tuple[int, ...]
    right: tuple[int, ...]
    value: tuple[float, ...]
    depth: int
    bias: float

    @cached_property
    def nodes(self) -> tuple[Array, Array, Array, Array, Array]:
        """The nodes' columns as arrays, made once."""
        return (
            np.array(self.feature, dtype=np.int64),
            np.array(self.threshold),
            np.array(self.left, dtype=np.int64),
            np.array(self.right, dtype=np.int64),
            np.array(self.value),
        )

    def scores(self, measures: Array) -> Array:
        """The score of each row of measures (cases × measures)."""
        feature, threshold, left, right, value = self.nodes
        nodes = np.tile(np.array(self.roots, dtype=np.int64), (len(measures), 1))
        rows = np.arange(len(measures))[:, None]
        for _ in range(self.depth):
            lower = measures[rows, feature[nodes]] <= threshold[nodes]
            nodes = np.where(lower, left[nodes], right[nodes])
        return np.asarray(value[nodes].sum(axis=1) + self.bias, dtype=np.float64)


class SenseWeights(BaseModel):
    """Logistic weights of a vector of sense."""

    model_config = ConfigDict(frozen=True)

    weights: tuple[float, ...]
    bias: float

    def score(self, sense: Array) -> float:
        """What the sense says: above 0 is rather yes."""
        return float(np.dot(self.weights, sense)) + self.bias


@dataclass(frozen=True)
class Judge:
    """Weights by sign and a bias; where it has them, weights of the sense, and trees over score and measures."""

    weights: Mapping[str, float]
    bias: float
    trees: Trees | None = None
    sense: SenseWeights | None = None

    def score(self, case: Case) -> float:
        """What signs and sense say: above 0 is rather yes."""
        score = self.bias + sum(self.weights.get(sign, 0.0) for sign in case.signs)
        return score if self.sense is None else (score + self.sense.score(case.sense)) / TOGETHER

    def sure(self, case: Case) -> float:
        """The probability of yes, 0..1."""
        return self.sure_of([case])[0]

    def sure_of(self, cases: Sequence[Case]) -> list[float]:
        """The probability of yes for each case, 0..1."""
        scores = [self.score(case) for case in cases]
        if self.trees is not None and cases:
            rows = [(score, *case.measures) for score, case in zip(scores, cases, strict=True)]
            scores = [float(score) for score in self.trees.scores(np.array(rows, dtype=np.float64))]
        return [logistic(score) for score in scores]


class JudgeDocument(BaseModel):
    """A judge as model.json keeps it."""

    bias: float
    weights: dict[str, float]
    trees: Trees | None = None
    sense: SenseWeights | None = None

    def judge(self) -> Judge:
        """The judge."""
        return Judge(self.weights, self.bias, self.trees, self.sense)


def as_document(judge: Judge) -> dict[str, object]:
    """A judge in plain values, as JSON gives them back."""
    document = JudgeDocument(bias=judge.bias, weights=dict(judge.weights), trees=judge.trees, sense=judge.sense)
    return document.model_dump(mode="json")


def logistic(score: float) -> float:
    """The probability that belongs to a score."""
    return 1.0 / (1.0 + math.exp(-max(-STEEPEST, min(STEEPEST, score))))
