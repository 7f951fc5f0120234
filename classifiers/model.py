"""The model: weights and words as values, kept as npz and JSON, checked by hash; prediction in plain numpy."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ValidationError

from classifiers.features import VIEWS, Counts
from classifiers.judge import Judge, JudgeDocument, as_document
from classifiers.vector import Array, Vector
from letters.errors import SettingsError


@dataclass(frozen=True)
class Head:
    """One question: its labels, weights (features × labels), intercepts and the temperature that calibrates them."""

    labels: tuple[str, ...]
    weights: Array
    intercepts: Array
    temperature: float

    def scores(self, vector: Vector) -> Array:
        """The labels' scores before calibration."""
        return np.asarray(vector.values @ self.weights[vector.rows] + self.intercepts, dtype=np.float32)

    def probabilities(self, vector: Vector) -> Array:
        """Calibrated probabilities of the labels."""
        return calibrate(self.scores(vector), self.temperature)


def calibrate(scores: Array, temperature: float) -> Array:
    """Probabilities of scores (along the last axis) under a temperature."""
    shifted = np.exp((scores - scores.max(axis=-1, keepdims=True)) / temperature)
    return np.asarray(shifted / shifted.sum(axis=-1, keepdims=True), dtype=np.float32)


@dataclass(frozen=True)
class Affinity:
    """Which sender types write about which topics (topics × sender types), and the temperature after using it.

    A payment reminder comes from a supplier, a cancellation from a customer: what the letter is about helps to say
    who writes, where the letter itself leaves it open.
    """

    table: Array
    temperature: float

    def joined(self, topics: Array, sender_types: Array) -> Array:
        """The sender types' probabilities in the light of the topics' (both along the last axis)."""
        return calibrate(np.log(sender_types * (topics @ self.table) + 1e-9), self.temperature)


@dataclass(frozen=True)
class Lexicon:
    """The features a model knows: by view the row of each word, its rarity (idf) by row, and the view's share."""

    rows: Mapping[str, Mapping[str, int]]
    grams: int
    """The first row of hashed character sequences; the rows of the sense follow the last of them."""
    rarity: Array
    sense: int
    """How many numbers tell the sense."""

    @property
    def width(self) -> int:
        """How many rows there are."""
        return len(self.rarity) + self.sense

    @cached_property
    def version(self) -> str:
        """Ten hex digits of the content's hash: vectors of the same lexicon can be compared."""
        return content_hash({"rarity": self.rarity}, {"views": self.words(), "sense": self.sense})[:10]

    def words(self) -> dict[str, list[str]]:
        """By view the words in the order of their rows."""
        return {view: sorted(rows, key=rows.__getitem__) for view, rows in self.rows.items()}

    def vector(self, counts: Counts) -> Vector:
        """The weighted features of a letter: log counts times rarity, each view of length 1, and the sense."""
        parts = [self.view(counts, view) for view in VIEWS]
        indices, numbers = np.unique(counts.grams, return_counts=True)
        parts.append(self.scaled(indices + self.grams, 1 + np.log(numbers)))
        sense = np.arange(len(self.rarity), self.width, dtype=np.int64)
        parts.append(Vector(sense, counts.sense[: self.sense]))
        return Vector(np.concatenate([part.rows for part in parts]), np.concatenate([part.values for part in parts]))

    def view(self, counts: Counts, view: str) -> Vector:
        """One view's features."""
        known = self.rows[view]
        found = [(known[word], number) for word, number in counts.words[view].items() if word in known]
        rows = np.array([row for row, _ in found], dtype=np.int64)
        return self.scaled(rows, 1 + np.log(np.array([number for _, number in found], dtype=np.float64)))

    def scaled(self, rows: npt.NDArray[np.int64], values: npt.NDArray[np.float64]) -> Vector:
        """Values times rarity, brought to length 1."""
        weighted = values * self.rarity[rows]
        length = float(np.sqrt((weighted**2).sum())) or 1.0
        return Vector(rows, np.asarray(weighted / length, dtype=np.float32))


@dataclass(frozen=True)
class Model:
    """Everything that was learnt: a lexicon, and a head for each question (topic, sender_type, …).

    `version` is a hash of the content; `notes` say of what it was trained and how well it did.
    """

    lexicon: Lexicon
    heads: Mapping[str, Head]
    affinity: Affinity
    middles: Array
    """The mean sense of each topic's letters (topics × numbers), to tell new topics from."""
    judges: Mapping[str, Judge]
    notes: Mapping[str, str]

    def probabilities(self, vector: Vector) -> dict[str, Array]:
        """The calibrated probabilities of every question's labels."""
        found = {name: head.probabilities(vector) for name, head in self.heads.items()}
        found["sender_type"] = self.affinity.joined(found["topic"], found["sender_type"])
        return found

    @cached_property
    def version(self) -> str:
        """Ten hex digits of the content's hash."""
        return content_hash(self.arrays(), self.words())[:10]

    def arrays(self) -> dict[str, npt.NDArray[np.float32]]:
        """All numbers, by name."""
        arrays = {"rarity": self.lexicon.rarity, "affinity": self.affinity.table, "middles": self.middles}
        for name, head in self.heads.items():
            arrays[f"{name}.weights"] = head.weights
            arrays[f"{name}.intercepts"] = head.intercepts
        return arrays

    def words(self) -> dict[str, object]:
        """All that is not an array: words in the order of their rows, labels, temperatures."""
        heads = {name: {"labels": head.labels, "temperature": head.temperature} for name, head in self.heads.items()}
        judges = {name: as_document(judge) for name, judge in self.judges.items()}
        return {
            "views": self.lexicon.words(),
            "sense": self.lexicon.sense,
            "heads": heads,
            "affinity_temperature": self.affinity.temperature,
            "judges": judges,
            "notes": dict(self.notes),
        }

    def save(self, folder: Path) -> None:
        """Write `weights.npz` and `model.json` into the folder, which is made if it is not there."""
        folder.mkdir(parents=True, exist_ok=True)
        arrays, words = self.arrays(), self.words()
        np.savez(folder / "weights.npz", allow_pickle=False, **arrays)
        document = {"hash": content_hash(arrays, words), **words}
        (folder / "model.json").write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> "Model":
        """The model in `folder`. Raises SettingsError("model_missing" or "model_damaged")."""
        if not (folder / "model.json").exists():
            raise SettingsError("model_missing", folder=str(folder))
        try:
            document = json.loads((folder / "model.json").read_text(encoding="utf-8"))
            with np.load(folder / "weights.npz", allow_pickle=False) as stored:
                arrays = {name: stored[name] for name in stored.files}
        except (OSError, ValueError, KeyError, BadZipFile) as error:
            raise SettingsError("model_damaged", folder=str(folder)) from error
        expected = document.pop("hash", None)
        if expected != content_hash(arrays, document):
            raise SettingsError("model_damaged", folder=str(folder))
        try:
            return assemble(arrays, Document.model_validate(document))
        except (ValidationError, KeyError) as error:
            raise SettingsError("model_damaged", folder=str(folder)) from error


class HeadDocument(BaseModel):
    """A head's part of model.json."""

    labels: tuple[str, ...]
    temperature: float


class Document(BaseModel):
    """What model.json holds."""

    views: dict[str, tuple[str, ...]]
    sense: int
    heads: dict[str, HeadDocument]
    affinity_temperature: float
    judges: dict[str, JudgeDocument]
    notes: dict[str, str]


def assemble(arrays: Mapping[str, Array], document: Document) -> Model:
    """A model of stored parts."""
    rows: dict[str, dict[str, int]] = {}
    first = 0
    for view in VIEWS:
        rows[view] = {word: first + number for number, word in enumerate(document.views[view])}
        first += len(document.views[view])
    heads = {
        name: Head(head.labels, arrays[f"{name}.weights"], arrays[f"{name}.intercepts"], head.temperature)
        for name, head in document.heads.items()
    }
    judges = {name: judge.judge() for name, judge in document.judges.items()}
    affinity = Affinity(arrays["affinity"], document.affinity_temperature)
    lexicon = Lexicon(rows, first, arrays["rarity"], document.sense)
    return Model(lexicon, heads, affinity, arrays["middles"], judges, document.notes)


def content_hash(arrays: Mapping[str, npt.NDArray[np.float32]], words: Mapping[str, object]) -> str:
    """SHA-256 over all numbers and words of a model."""
    digest = hashlib.sha256(json.dumps(words, sort_keys=True, ensure_ascii=False).encode())
    for name in sorted(arrays):
        digest.update(name.encode())
        digest.update(str(arrays[name].shape).encode())
        digest.update(np.ascontiguousarray(arrays[name]).tobytes())
    return digest.hexdigest()
