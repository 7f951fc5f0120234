"""Training, in a process of its own that alone loads what only training needs.

`python -m posteingang.training FOLDER` keeps the new version below FOLDER and prints its name.
"""

import shutil
import sys
from pathlib import Path

from classifiers.labelled import read_folder
from classifiers.train import train
from posteingang.home import SHIPPED

SAMPLES = SHIPPED / "samples" / "letters"


def train_into(folder: Path) -> str:
    """Train on the shipped samples; the version that was kept."""
    model = train(read_folder(SAMPLES))
    aside = folder / f".{model.version}"
    shutil.rmtree(aside, ignore_errors=True)
    model.save(aside)
    shutil.rmtree(folder / model.version, ignore_errors=True)
    aside.rename(folder / model.version)
    return model.version


if __name__ == "__main__":
    print(train_into(Path(sys.argv[1])))
