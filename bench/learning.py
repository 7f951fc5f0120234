"""Learning measured: how long a lesson takes by the number of decided letters, and how long a verdict.

    python -m bench.learning [--letters 5000]

Decided letters are the samples' vectors, repeated with small changes until there are enough of them.
"""

import argparse
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from classifiers.classify import LinearClassifier
from classifiers.labelled import LabelledLetter, as_read_letter, read_labelled
from classifiers.memory import MOST_KEPT, Confirmed, Memory
from classifiers.retrain import MOST_LESSONS, retrain
from classifiers.train import train
from classifiers.vector import Vector
from config.settings import Place
from config.taxonomy import load_taxonomy

ROOT = Path(__file__).parents[1]
TRAINED_ON = ("stadt", "software")


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--letters", type=int, default=MOST_LESSONS)
    arguments = parser.parse_args()
    for line in report(arguments.letters):
        print(line, flush=True)


def report(most: int) -> Iterator[str]:
    """The figures as they come."""
    letters = [
        letter for name in ("stadt", "software") for letter in read_labelled(ROOT / f"samples/letters/{name}.jsonl")
    ]
    classifier = LinearClassifier(train(letters).model, load_taxonomy(ROOT / "config" / "taxonomy.yaml"), Place())
    decided = list(decide(classifier, letters, most))
    for number in (most // 10, most // 2, most):
        begun = time.perf_counter()
        retrain(classifier.model, decided[:number])
        yield f"a lesson of {number} decided letters: {time.perf_counter() - begun:.1f} s"
    yield f"(of 50,000 decided letters the newest {MOST_LESSONS} are learnt from)"
    begun = time.perf_counter()
    kept = len(Memory(decided, classifier.model.lexicon.width).kept)
    yield f"the memory of {kept} letters (at most {MOST_KEPT}) made anew: {time.perf_counter() - begun:.2f} s"
    yield from time_verdicts(classifier, letters)


def time_verdicts(classifier: LinearClassifier, letters: list[LabelledLetter]) -> Iterator[str]:
    """Milliseconds a letter for counting it with its sense, for the verdicts, and for everything."""
    reads = [as_read_letter(letter) for letter in letters]
    begun = time.perf_counter()
    vectors = [classifier.vector(letter) for letter in reads]
    counted = time.perf_counter()
    for vector in vectors:
        classifier.model.probabilities(vector)
    judged = time.perf_counter()
    for letter in reads:
        classifier.classify(letter)
    done = time.perf_counter()
    steps = (
        ("counting, with the sense", counted - begun),
        ("verdicts", judged - counted),
        ("all of it", done - judged),
    )
    yield "milliseconds a letter: " + ", ".join(f"{name} {1000 * spent / len(reads):.1f}" for name, spent in steps)


def decide(classifier: LinearClassifier, letters: list[LabelledLetter], most: int) -> Iterator[Confirmed]:
    """So many decided letters, no two the same."""
    chance = np.random.default_rng(1)
    known = [(classifier.vector(as_read_letter(letter)), letter) for letter in letters]
    for number in range(most):
        vector, letter = known[number % len(known)]
        noise = chance.normal(1, 0.1, len(vector.values)).astype(np.float32)
        answers = {"topic": letter.topic, "sender_type": letter.sender.type}
        yield Confirmed(f"letter:{number}", Vector(vector.rows, vector.values * noise), answers)


if __name__ == "__main__":
    main()
