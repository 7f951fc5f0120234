"""A judge of yes or no over named signs: logistic weights, for questions that a letter's parts raise."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression


@dataclass(frozen=True)
class Judge:
    """Weights by sign and a bias."""

    weights: Mapping[str, float]
    bias: float

    def sure(self, signs: Sequence[str]) -> float:
        """The probability of yes, 0..1."""
        score = self.bias + sum(self.weights.get(sign, 0.0) for sign in signs)
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))

    def reasons(self, signs: Sequence[str], most: int = 3) -> list[str]:
        """The signs that spoke loudest for yes."""
        return sorted(signs, key=lambda sign: -self.weights.get(sign, 0.0))[:most]


def train_judge(
    cases: Sequence[Sequence[str]], answers: Sequence[bool], strictness: float = 1.0, least: int = 2
) -> Judge:
    """A judge that learnt from cases (their signs) and answers; one that always says no where there is no yes."""
    if len(set(answers)) < 2:
        return Judge({}, -30.0 if not any(answers) else 30.0)
    seen = Counter(sign for case in cases for sign in set(case))
    known = {sign: row for row, sign in enumerate(sorted(sign for sign, number in seen.items() if number >= least))}
    entries = [(row, known[sign]) for row, case in enumerate(cases) for sign in set(case) if sign in known]
    rows, columns = zip(*entries, strict=True)
    matrix = csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(cases), len(known)))
    fitted = LogisticRegression(C=strictness, max_iter=500).fit(matrix, list(answers))
    weights = dict(zip(known, (round(float(weight), 4) for weight in fitted.coef_[0]), strict=True))
    return Judge({sign: weight for sign, weight in weights.items() if weight}, float(fitted.intercept_[0]))
