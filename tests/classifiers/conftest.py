from pathlib import Path

import pytest

from classifiers.classify import LinearClassifier
from classifiers.labelled import LabelledLetter, read_labelled
from classifiers.model import Model
from classifiers.train import train
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
def unseen() -> tuple[LabelledLetter, ...]:
    return read_labelled(ROOT / "samples" / "demo" / "letters.jsonl")


@pytest.fixture(scope="session")
def model(letters: tuple[LabelledLetter, ...]) -> Model:
    return train(letters).model


@pytest.fixture(scope="session")
def classifier(model: Model, taxonomy: Taxonomy) -> LinearClassifier:
    return LinearClassifier(model, taxonomy, Place())
