"""A model is trained once and laid into every home that a test makes; letters are rendered once."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from samples.render_letters import read_letters, render_letter
from tests.posteingang.instances import ROOT, Instance

MakeInstance = Callable[..., Instance]


@pytest.fixture(scope="session")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A models folder with one version, trained by the command."""
    instance = Instance(tmp_path_factory.mktemp("trained"))
    instance.run("train", timeout=280)
    return instance.home / "models"


@pytest.fixture
def make_instance(tmp_path: Path, trained: Path) -> Iterator[MakeInstance]:
    """Makes instances that are ended after the test, whatever happened."""
    made: list[Instance] = []

    def make(name: str = "home", settings: Mapping[str, str] | None = None) -> Instance:
        instance = Instance(tmp_path / name, settings)
        shutil.copytree(trained, instance.home / "models")
        made.append(instance)
        return instance

    yield make
    for instance in made:
        instance.kill()


@pytest.fixture(scope="session")
def scans() -> list[bytes]:
    """Thirty of the demo's letters as an office scanner gives them, one page each."""
    letters = list(read_letters(ROOT / "samples/demo/letters.jsonl"))
    return [render_letter(letter, 7, 200, "office")[0] for letter in letters[:30]]
