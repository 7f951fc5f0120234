"""Training: labelled letters in, a calibrated model out. The only place that needs scikit-learn."""

from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from itertools import repeat
from multiprocessing import get_context
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix
from sklearn.svm import LinearSVC

from classifiers.anatomy import Anatomy, dissect
from classifiers.facts.deadline import deadline_cases, find_candidates, message
from classifiers.facts.references import key_of, reference_cases
from classifiers.facts.urgency import urgency_case
from classifiers.features import VIEWS, Counts, count
from classifiers.labelled import LabelledLetter, as_read_letter
from classifiers.learn_judges import Lesson, learn_judge
from classifiers.model import Affinity, Head, Lexicon, Model, calibrate
from classifiers.sheet import read_sheet
from classifiers.thresholds import Judged
from classifiers.vector import Array, stack
from classifiers.words import HASH_BITS

LEAST_LETTERS = 5
"""A word counts when it stands in so many letters: rarer ones cost memory and bring nothing."""
FOLDS = 5
PARALLEL = 2
"""Counting and fitting run side by side; liblinear lets go of the interpreter."""
FEW = 400
"""So many letters are counted faster than further processes are started."""
CHUNK = 40
AFFINITY_PRIOR = 2.0
"""So many letters of every topic are imagined, evenly spread over the sender types."""
STRICTNESS = 0.2
"""The support vector machine's C: larger trusts single letters more."""


class Example(NamedTuple):
    """A letter counted, its answers by question, its lessons for the judges, its group (recipient, kept together)."""

    counts: Counts
    answers: Mapping[str, str]
    lessons: Mapping[str, tuple[Lesson, ...]]
    group: str


class Course(NamedTuple):
    """A model, and how sure it was of each of its letters while that letter's recipient was left out."""

    model: Model
    judged: tuple[Judged, ...]


class Trained(NamedTuple):
    """A head, the scores it would have given to letters it had not seen (letters × labels), and the right labels."""

    head: Head
    left_out: Array
    truth: npt.NDArray[np.int64]


def train(letters: Sequence[LabelledLetter], notes: Mapping[str, str] | None = None) -> Course:
    """A model of these letters: topic and sender type, calibrated on recipients left out one fold after the other.

    Needs labelled letters of at least two topics, sender types and recipients. Deterministic: the same letters, the
    same model.
    """
    return train_examples(make_examples(letters), notes or {})


def make_examples(letters: Sequence[LabelledLetter]) -> list[Example]:
    """The letters as training sees them; many of them are counted by several processes."""
    if len(letters) < FEW:
        return [make_example(letter) for letter in letters]
    with ProcessPoolExecutor(PARALLEL, mp_context=get_context("spawn")) as pool:
        return list(pool.map(make_example, letters, chunksize=CHUNK))


def make_example(letter: LabelledLetter) -> Example:
    """A labelled letter as training sees it."""
    anatomy = dissect(read_sheet(as_read_letter(letter)))
    answers = {"topic": letter.topic, "sender_type": letter.sender.type, "sentiment": letter.sentiment}
    counts = count(anatomy)
    return Example(counts, answers, make_lessons(letter, anatomy, counts.sense), letter.group)


def make_lessons(letter: LabelledLetter, anatomy: Anatomy, sense: Array) -> dict[str, tuple[Lesson, ...]]:
    """What a labelled letter teaches the judges."""
    text = message(anatomy)
    days = find_candidates(text, letter.date, letter.date)
    due = [found.end.day == letter.deadline for found in days]
    pressing = urgency_case(text, letter.deadline, letter.date, sense)
    return {
        "deadline": tuple(map(Lesson, deadline_cases(text, days), due, repeat(letter.group))),
        "urgency": (Lesson(pressing, letter.urgent, letter.group),),
        "references": make_reference_lessons(letter, anatomy) if teaches_references(letter) else (),
    }


def teaches_references(letter: LabelledLetter) -> bool:
    """Whether the judge of references learns from the letter: from every second, for each names thirty numbers."""
    return letter.id[-1:] in tuple("13579")


def make_reference_lessons(letter: LabelledLetter, anatomy: Anatomy) -> tuple[Lesson, ...]:
    """Each number of the letter, and whether it is one of its references."""
    numbers, cases = reference_cases(anatomy)
    filed = {key_of(value) for value in letter.references.values()}
    named = [key_of(numbers.text[span.start : span.end]) in filed for span in numbers.spans]
    return tuple(map(Lesson, cases, named, repeat(letter.group)))


def train_examples(examples: Sequence[Example], notes: Mapping[str, str]) -> Course:
    """A model of counted letters."""
    lexicon = make_lexicon([example.counts for example in examples])
    matrix = stack([lexicon.vector(example.counts) for example in examples], lexicon.width)
    folds = assign_folds([example.group for example in examples])
    trained = {
        name: train_head(matrix, np.array([example.answers[name] for example in examples]), folds)
        for name in examples[0].answers
    }
    judges = {
        name: learn_judge([lesson for example in examples for lesson in example.lessons.get(name, ())])
        for name in examples[0].lessons
    }
    heads = {name: found.head for name, found in trained.items()}
    affinity = fit_affinity(trained["topic"], trained["sender_type"])
    middles = find_middles([example.counts.sense for example in examples], trained["topic"])
    judged = judge_left_out(trained["topic"], trained["sender_type"], affinity)
    model = Model(lexicon, heads, affinity, middles, judges, {"letters": str(len(examples)), **notes})
    return Course(model, judged)


def judge_left_out(topics: Trained, sender_types: Trained, affinity: Affinity) -> tuple[Judged, ...]:
    """How sure the heads were of the letters left out; the department follows from the topic."""
    topic = calibrate(topics.left_out, topics.head.temperature)
    sender_type = affinity.joined(topic, calibrate(sender_types.left_out, sender_types.head.temperature))
    right = topic.argmax(axis=1) == topics.truth
    columns = [column.tolist() for column in (*best_and_distance(topic), *best_and_distance(sender_type), right)]
    return tuple(Judged(*row) for row in zip(*columns, strict=True))


def best_and_distance(sure: Array) -> tuple[Array, Array]:
    """The highest probability of each row, and its distance to the second."""
    ordered = np.sort(sure, axis=1)
    return ordered[:, -1], ordered[:, -1] - ordered[:, -2]


def make_lexicon(letters: Sequence[Counts]) -> Lexicon:
    """The words that stand in enough letters, and how rare every feature is."""
    frequencies: dict[str, Counter[str]] = {view: Counter() for view in VIEWS}
    grams = np.zeros(1 << HASH_BITS, dtype=np.int64)
    for counts in letters:
        grams[np.unique(counts.grams)] += 1
        for view in VIEWS:
            frequencies[view].update(counts.words[view].keys())
    rows: dict[str, dict[str, int]] = {}
    seen: list[int] = []
    for view in VIEWS:
        kept = sorted(word for word, number in frequencies[view].items() if number >= LEAST_LETTERS)
        rows[view] = {word: len(seen) + number for number, word in enumerate(kept)}
        seen += [frequencies[view][word] for word in kept]
    numbers = np.concatenate([np.array(seen, dtype=np.int64), grams])
    rarity = np.log((1 + len(letters)) / (1 + numbers)) + 1
    return Lexicon(rows, len(seen), rarity.astype(np.float32), len(letters[0].sense))


def assign_folds(groups: Sequence[str]) -> npt.NDArray[np.int64]:
    """A fold for each letter; a group is never split. Few groups: one fold each."""
    names = sorted(set(groups))
    fold = {name: number % FOLDS for number, name in enumerate(names)}
    return np.array([fold[group] for group in groups], dtype=np.int64)


def train_head(matrix: csr_matrix, answers: npt.NDArray[np.str_], folds: npt.NDArray[np.int64]) -> Trained:
    """The weights of one question; its temperature from scores of letters that were left out."""
    labels = tuple(sorted({str(answer) for answer in answers}))
    left_out = np.zeros((len(answers), len(labels)), dtype=np.float32)
    with ThreadPoolExecutor(PARALLEL) as pool:
        inside = [folds != fold for fold in np.unique(folds)]
        everything = pool.submit(fit, matrix, answers, labels)
        fitted = list(pool.map(lambda seen: fit(matrix[seen], answers[seen], labels), inside))
    for seen, (weights, intercepts) in zip(inside, fitted, strict=True):
        left_out[~seen] = matrix[~seen] @ weights + intercepts
    truth = np.array([labels.index(answer) for answer in answers])
    weights, intercepts = everything.result()
    return Trained(Head(labels, weights, intercepts, fit_temperature(left_out, truth)), left_out, truth)


def fit_affinity(topics: Trained, sender_types: Trained) -> Affinity:
    """How much more often than by chance a sender type writes about a topic, damped; calibrated like a head."""
    counts = np.full((len(topics.head.labels), len(sender_types.head.labels)), AFFINITY_PRIOR / len(topics.head.labels))
    np.add.at(counts, (topics.truth, sender_types.truth), 1)
    by_topic = counts / counts.sum(axis=1, keepdims=True)
    by_chance = counts.sum(axis=0, keepdims=True) / counts.sum()
    table = np.asarray(np.sqrt(by_topic / by_chance), dtype=np.float32)
    joined = Affinity(table, 1.0).joined(
        calibrate(topics.left_out, topics.head.temperature),
        calibrate(sender_types.left_out, sender_types.head.temperature),
    )
    return Affinity(table, fit_temperature(np.log(joined + 1e-9), sender_types.truth))


def find_middles(senses: Sequence[Array], topics: Trained) -> Array:
    """The mean sense of each topic's letters."""
    stacked = np.array(senses)
    return np.array([stacked[topics.truth == number].mean(axis=0) for number in range(len(topics.head.labels))])


def fit(matrix: csr_matrix, answers: npt.NDArray[np.str_], labels: Sequence[str]) -> tuple[Array, Array]:
    """One-against-all support vector machines; a label without letters gets a score that never wins."""
    machine = LinearSVC(C=STRICTNESS, dual=True, tol=3e-2, random_state=1).fit(matrix, answers)
    weights = np.zeros((matrix.shape[1], len(labels)), dtype=np.float32)
    intercepts = np.full(len(labels), -5.0, dtype=np.float32)
    columns = [labels.index(label) for label in machine.classes_]
    coefficients, bias = machine.coef_, machine.intercept_
    if len(columns) == 2:  # scikit-learn keeps one plane for two labels
        coefficients, bias = np.vstack([-coefficients, coefficients]), np.array([-bias[0], bias[0]])
    weights[:, columns] = coefficients.T
    intercepts[columns] = bias
    return weights, intercepts


def fit_temperature(scores: Array, truth: npt.NDArray[np.int64]) -> float:
    """The temperature under which the left-out letters' answers were least surprising (log loss)."""

    def surprise(logarithm: float) -> float:
        scaled = scores / np.exp(logarithm)
        scaled -= scaled.max(axis=1, keepdims=True)
        log_total = np.log(np.exp(scaled).sum(axis=1))
        return float((log_total - scaled[np.arange(len(truth)), truth]).mean())

    best = minimize_scalar(surprise, bounds=(-5.0, 2.0), method="bounded")
    return float(np.exp(best.x))
