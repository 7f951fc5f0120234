from pathlib import Path

import pytest

from classifiers.classify import LinearClassifier
from classifiers.judge import Judge
from classifiers.labelled import LabelledLetter, read_labelled
from classifiers.learn_judges import learn_judge
from classifiers.model import Model
from classifiers.train import make_example, train
from config.settings import Place
from config.taxonomy import Taxonomy, load_taxonomy

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def taxonomy() -> Taxonomy:
    return load_taxonomy(ROOT / "config" / "taxonomy.yaml")


@pytest.fixture(scope="session")
def letters() -> tuple[LabelledLetter, ...]:
    """Letters to two recipients: small enough to train in seconds."""
    folder = ROOT / "samples" / "letters"
    return (*read_labelled(folder / "stadt.jsonl"), *read_labelled(folder / "software.jsonl"))


@pytest.fixture(scope="session")
def judges() -> dict[str, Judge]:
    """The judges of facts, learnt from the letters to six recipients: what numbers and days mean needs many."""
    names = ("bank", "handwerk", "klinikum", "stadt", "versand", "wohnbau")
    letters = [letter for name in names for letter in read_labelled(ROOT / "samples" / "letters" / f"{name}.jsonl")]
    taught = [make_example(letter).lessons for letter in letters]
    return {name: learn_judge([lesson for found in taught for lesson in found[name]]) for name in taught[0]}


@pytest.fixture(scope="session")
def unseen() -> tuple[LabelledLetter, ...]:
    return read_labelled(ROOT / "samples" / "demo" / "letters.jsonl")


@pytest.fixture(scope="session")
def model(letters: tuple[LabelledLetter, ...]) -> Model:
    return train(letters).model


@pytest.fixture(scope="session")
def classifier(model: Model, taxonomy: Taxonomy) -> LinearClassifier:
    return LinearClassifier(model, taxonomy, Place())
