"""Judges learn from cases and their answers: weights over signs, and boosted trees where there are measures."""

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression

from classifiers.judge import Case, Judge, SenseWeights, Trees

Array = npt.NDArray[np.float64]
NEVER, ALWAYS = -30.0, 30.0
LEAST_SEEN = 2
"""A sign counts when so many cases show it."""
FOLDS = 4
ROUNDS = 80
RATE = 0.08
LEAVES = 15
LEAST_IN_LEAF = 15
DAMPING = 1.0
SENSE_STRICTNESS = 2.0


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
    shown = show(lessons)
    judge = learn_signs(shown, strictness)
    if len(lessons[0].case.sense):
        return replace(judge, sense=learn_sense(lessons))
    if not lessons[0].case.measures:
        return judge
    scores = unseen_scores(shown, [lesson.group for lesson in lessons], strictness)
    rows = [(score, *lesson.case.measures) for score, lesson in zip(scores, lessons, strict=True)]
    return replace(judge, trees=learn_trees(np.array(rows), [lesson.answer for lesson in lessons]))


class Shown(NamedTuple):
    """Lessons as a matrix: the signs (columns) that each case (row) shows, and the answers."""

    known: dict[str, int]
    matrix: csr_matrix
    answers: npt.NDArray[np.bool_]

    def fit(self, rows: npt.NDArray[np.int64], strictness: float) -> LogisticRegression:
        """Logistic weights learnt from some of the rows."""
        machine = LogisticRegression(C=strictness, solver="liblinear", random_state=1)
        return machine.fit(self.matrix[rows], self.answers[rows])


def show(lessons: Sequence[Lesson]) -> Shown:
    """The lessons' signs, those that enough cases show."""
    signs = [set(lesson.case.signs) for lesson in lessons]
    seen = Counter(itertools.chain.from_iterable(signs))
    known = {sign: column for column, sign in enumerate(sorted(sign for sign in seen if seen[sign] >= LEAST_SEEN))}
    columns = [sorted(known[sign] for sign in entry if sign in known) for entry in signs]
    starts = np.cumsum([0, *map(len, columns)])
    indices = np.fromiter(itertools.chain.from_iterable(columns), dtype=np.int64, count=int(starts[-1]))
    matrix = csr_matrix((np.ones(len(indices)), indices, starts), shape=(len(lessons), len(known)))
    return Shown(known, matrix, np.array([lesson.answer for lesson in lessons]))


def learn_signs(shown: Shown, strictness: float) -> Judge:
    """Logistic weights of the signs."""
    if not shown.known:
        odds = (shown.answers.sum() + 1) / ((~shown.answers).sum() + 1)
        return Judge({}, float(np.log(odds)))
    fitted = shown.fit(np.arange(len(shown.answers)), strictness)
    weights = dict(zip(shown.known, (round(float(weight), 4) for weight in fitted.coef_[0]), strict=True))
    return Judge({sign: weight for sign, weight in weights.items() if weight}, float(fitted.intercept_[0]))


def learn_sense(lessons: Sequence[Lesson]) -> SenseWeights:
    """Logistic weights of the sense, learnt apart from the signs: together they would drown in them."""
    senses = np.array([lesson.case.sense for lesson in lessons])
    answers = [lesson.answer for lesson in lessons]
    fitted = LogisticRegression(C=SENSE_STRICTNESS, solver="liblinear", tol=1e-3, random_state=1).fit(senses, answers)
    weights = tuple(round(float(weight), 5) for weight in fitted.coef_[0])
    return SenseWeights(weights=weights, bias=float(fitted.intercept_[0]))


def unseen_scores(shown: Shown, groups: Sequence[str], strictness: float) -> Array:
    """Each case's score by weights that saw none of its recipient's letters; 0 where those had one answer only."""
    names = sorted(set(groups))
    fold = {name: number % FOLDS for number, name in enumerate(names)}
    part = np.array([fold[group] for group in groups])
    scores = np.zeros(len(groups))
    for left_out in range(min(FOLDS, len(names))):
        taught, judged = np.flatnonzero(part != left_out), np.flatnonzero(part == left_out)
        if len(set(shown.answers[taught].tolist())) == 2:
            scores[judged] = shown.fit(taught, strictness).decision_function(shown.matrix[judged])
    return scores


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
