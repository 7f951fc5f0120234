"""Judges learn from cases and their answers: weights over signs, and boosted trees where there are measures."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression

from classifiers.judge import Case, Judge, Trees

Array = npt.NDArray[np.float64]
NEVER, ALWAYS = -30.0, 30.0
LEAST_SEEN = 2
"""A sign counts when so many cases show it."""
FOLDS = 4
ROUNDS = 200
RATE = 0.06
LEAVES = 15
LEAST_IN_LEAF = 15
DAMPING = 1.0


class Lesson(NamedTuple):
    """A case and its answer, and the recipient whose letter it is from."""

    case: Case
    answer: bool
    group: str


def learn_judge(lessons: Sequence[Lesson], strictness: float = 1.0) -> Judge:
    """A judge that learnt from these lessons; one that always says the same where all have the same answer.

    Where cases have measures, trees weigh them together with the score of the signs; they learn from scores that
    judges of other recipients' letters gave, so that they do not trust words learnt by heart.
    """
    if len({lesson.answer for lesson in lessons}) < 2:
        return Judge({}, ALWAYS if lessons and lessons[0].answer else NEVER)
    judge = learn_signs(lessons, strictness)
    if not lessons[0].case.measures:
        return judge
    scores = unseen_scores(lessons, strictness)
    rows = [(score, *lesson.case.measures) for score, lesson in zip(scores, lessons, strict=True)]
    return Judge(judge.weights, judge.bias, learn_trees(np.array(rows), [lesson.answer for lesson in lessons]))


def learn_signs(lessons: Sequence[Lesson], strictness: float) -> Judge:
    """Logistic weights of the signs."""
    answers = [lesson.answer for lesson in lessons]
    if len(set(answers)) < 2:
        return Judge({}, ALWAYS if answers and answers[0] else NEVER)
    shown = [set(lesson.case.signs) for lesson in lessons]
    seen = Counter(sign for signs in shown for sign in signs)
    known = {sign: row for row, sign in enumerate(sorted(sign for sign in seen if seen[sign] >= LEAST_SEEN))}
    columns = [sorted(known[sign] for sign in signs if sign in known) for signs in shown]
    starts = np.cumsum([0, *map(len, columns)])
    indices = np.array([column for row in columns for column in row], dtype=np.int64)
    matrix = csr_matrix((np.ones(len(indices)), indices, starts), shape=(len(lessons), len(known)))
    fitted = LogisticRegression(C=strictness, solver="liblinear", random_state=1).fit(matrix, answers)
    weights = dict(zip(known, (round(float(weight), 4) for weight in fitted.coef_[0]), strict=True))
    return Judge({sign: weight for sign, weight in weights.items() if weight}, float(fitted.intercept_[0]))


def unseen_scores(lessons: Sequence[Lesson], strictness: float) -> list[float]:
    """Each case's score by a judge that saw none of its recipient's letters."""
    names = sorted({lesson.group for lesson in lessons})
    fold = {name: number % FOLDS for number, name in enumerate(names)}
    judges = [
        learn_signs([lesson for lesson in lessons if fold[lesson.group] != left_out], strictness)
        for left_out in range(min(FOLDS, len(names)))
    ]
    return [judges[fold[lesson.group]].score(lesson.case.signs) for lesson in lessons]


def learn_trees(rows: Array, answers: Sequence[bool]) -> Trees:
    """Boosted trees over rows of measures."""
    machine = HistGradientBoostingClassifier(
        max_iter=ROUNDS,
        learning_rate=RATE,
        max_leaf_nodes=LEAVES,
        min_samples_leaf=LEAST_IN_LEAF,
        l2_regularization=DAMPING,
        early_stopping=False,
        random_state=1,
    ).fit(rows, list(answers))
    return as_trees([entry[0].nodes for entry in machine._predictors], float(machine._baseline_prediction[0, 0]))


def as_trees(grown: Sequence[npt.NDArray[np.void]], bias: float) -> Trees:
    """The trees as scikit-learn keeps them (in no public attribute), all nodes in one row."""
    roots = np.cumsum([0, *(len(nodes) for nodes in grown)])[:-1]
    nodes = np.concatenate(grown)
    first = np.repeat(roots, [len(nodes) for nodes in grown])
    leaf, here = nodes["is_leaf"].astype(bool), np.arange(len(nodes))
    left = np.where(leaf, here, nodes["left"] + first)
    right = np.where(leaf, here, nodes["right"] + first)
    return Trees(
        roots=tuple(roots.tolist()),
        feature=tuple(nodes["feature_idx"].tolist()),
        threshold=tuple(np.where(leaf, 0.0, nodes["num_threshold"]).tolist()),
        left=tuple(left.tolist()),
        right=tuple(right.tolist()),
        value=tuple(np.where(leaf, nodes["value"], 0.0).round(6).tolist()),
        depth=int(nodes["depth"].max()),
        bias=bias,
    )
