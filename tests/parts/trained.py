"""A trained model and rendered letters, made once for all tests that need them."""

import subprocess
import sys
from pathlib import Path

import pytest

from samples.render_letters import read_letters, render_letter

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="session")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A models folder with one version, trained as the first start does it."""
    folder = tmp_path_factory.mktemp("trained")
    subprocess.run([sys.executable, "-m", "posteingang.training", str(folder)], cwd=ROOT, check=True)
    return folder


@pytest.fixture(scope="session")
def scans() -> list[bytes]:
    """Twenty of the demo's letters as an office scanner gives them."""
    letters = list(read_letters(ROOT / "samples/demo/letters.jsonl"))
    return [render_letter(letter, 7, 200, "office")[0] for letter in letters[:20]]
