"""Training from the samples, in a process of its own that alone loads what only training needs.

`python -m posteingang.training FOLDER` keeps the new version below FOLDER and prints its name.
"""

import sys
import time
from pathlib import Path

from classifiers.evaluate import Figure
from classifiers.labelled import read_folder
from classifiers.train import train
from posteingang.home import SHIPPED
from posteingang.versions import Measured, keep_judged, keep_version

SAMPLES = SHIPPED / "samples" / "letters"


def train_into(folder: Path) -> str:
    """Train on the shipped samples; the version that was kept."""
    begun = time.monotonic()
    model, judged = train(read_folder(SAMPLES))
    right = Figure(right=sum(entry.right for entry in judged), total=len(judged))
    measured = Measured(letters=len(judged), topic_left_out=right, seconds=round(time.monotonic() - begun, 1))
    with keep_version(folder, model, measured) as aside:
        keep_judged(aside, judged)
    return model.version


if __name__ == "__main__":
    print(train_into(Path(sys.argv[1])))
