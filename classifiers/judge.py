"""A judge of yes or no over named signs: logistic weights, for questions that a letter's parts raise."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Judge:
    """Weights by sign and a bias."""

    weights: Mapping[str, float]
    bias: float

    def sure(self, signs: Sequence[str]) -> float:
        """The probability of yes, 0..1."""
        score = self.bias + sum(self.weights.get(sign, 0.0) for sign in signs)
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))
