"""Whether a new model may go live: not if it does worse on the corrected letters that were held back."""

from collections.abc import Sequence
from typing import NamedTuple

from classifiers.evaluate import Figure
from classifiers.memory import is_held_back
from classifiers.train import CorrectedLetter
from letters.ports import Classifier


class Trial(NamedTuple):
    """How a new and the live model did on the letters held back (topic and sender type both right)."""

    new: Figure
    live: Figure

    @property
    def passed(self) -> bool:
        """Whether the new one does not do worse; where nothing is held back yet, it may go live."""
        return self.new.right >= self.live.right


def try_out(new: Classifier, live: Classifier, corrected: Sequence[CorrectedLetter]) -> Trial:
    """Both models on the corrected letters that neither memory nor training has seen."""
    held_back = [entry for entry in corrected if is_held_back(entry.key)]
    return Trial(score(new, held_back), score(live, held_back))


def score(classifier: Classifier, letters: Sequence[CorrectedLetter]) -> Figure:
    """How many of the letters get both labels right."""
    right = 0
    for entry in letters:
        meaning = classifier.classify(entry.letter)
        right += (meaning.topic.label, meaning.sender_type.label) == (entry.topic, entry.sender_type)
    return Figure(right=right, total=len(letters))
