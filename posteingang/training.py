"""Training from the command line and at the first start."""

import time

from classifiers.labelled import read_folder
from classifiers.train import train
from posteingang.assembly import SHIPPED, Assembly

SAMPLES = SHIPPED / "samples" / "letters"


def ensure_model(assembly: Assembly) -> None:
    """See to it that there is a live model: the newest that the home keeps, else one trained now."""
    if assembly.model().version() is None and not assembly.model().revive():
        train_new(assembly)


def train_new(assembly: Assembly) -> tuple[str, float]:
    """Train on the shipped samples and go live; the version, and the seconds that training took."""
    begun = time.monotonic()
    version = assembly.model().keep(train(read_folder(SAMPLES)))
    return version, time.monotonic() - begun
