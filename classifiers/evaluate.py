"""Measuring: what a classifier and a router make of labelled letters, in figures with their 95 % intervals."""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from classifiers.labelled import LabelledLetter, as_read_letter
from letters.letter import ClassifiedLetter, ReadLetter, RoutedLetter
from letters.ports import Classifier, Router

Z = 1.96
BINS = 10


class Outcome(NamedTuple):
    """A labelled letter and what was made of it."""

    label: LabelledLetter
    meaning: ClassifiedLetter
    routed: RoutedLetter


class Figure(BaseModel):
    """A share: `right` of `total`, with its 95 % interval by Wilson."""

    model_config = ConfigDict(frozen=True)

    right: int
    total: int

    @property
    def share(self) -> float:
        """right / total; 0 where there is nothing to count."""
        return self.right / self.total if self.total else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Lower and upper bound (Wilson 1927), 0..1."""
        if not self.total:
            return 0.0, 1.0
        spread = Z * Z / self.total
        middle = (self.share + spread / 2) / (1 + spread)
        half = Z * math.sqrt(self.share * (1 - self.share) / self.total + spread / self.total / 4) / (1 + spread)
        return max(0.0, min(self.share, middle - half)), min(1.0, max(self.share, middle + half))  # rounding aside


class Figures(BaseModel):
    """All that is measured over a set of letters. Right without more words = department and topic right."""

    model_config = ConfigDict(frozen=True)

    letters: int
    sender_type: Figure
    topic: Figure
    department: Figure
    trap_topic: Figure
    routed: Figure
    """Letters routed without a person, of all."""
    routed_right: Figure
    """Letters whose topic and department are right, of those routed without a person."""
    date: Figure
    deadline: Figure
    """Deadlines found with the right day, of the letters that set one."""
    false_deadlines: Figure
    """Letters given a deadline, of those that set none."""
    references: Figure
    """Reference numbers found, of all that the letters name."""
    false_references: Figure
    """Numbers taken for references that are none, of all found."""
    sender_name: Figure
    language: Figure
    sentiment: Figure
    urgent: Figure
    """Urgent letters found urgent."""
    false_alarms: Figure
    """Letters found urgent, of those that are not."""
    topic_calibration: float
    """Expected calibration error of the topic's probability, ten bins."""
    sender_type_calibration: float
    confusions: tuple[tuple[str, str, int], ...]
    """Topic as labelled, topic as found, how often; the most frequent first."""
    wrong: tuple[tuple[str, str, str, float], ...]
    """Letters whose topic is wrong: id, topic as labelled, as found, and how sure."""


def evaluate(
    letters: Iterable[LabelledLetter],
    classifier: Classifier,
    router: Router,
    read: Callable[[LabelledLetter], ReadLetter] = as_read_letter,
) -> Figures:
    """The figures over labelled letters; `read` gives each as reading would (from a scan, or from its text)."""
    return measure(classify_all(letters, classifier, router, read))


def classify_all(
    letters: Iterable[LabelledLetter],
    classifier: Classifier,
    router: Router,
    read: Callable[[LabelledLetter], ReadLetter] = as_read_letter,
) -> list[Outcome]:
    """What is made of each letter. Periods count from the letter's own date, as its label does."""
    outcomes = []
    for label in letters:
        letter = read(label).model_copy(update={"received_on": label.date})
        meaning = classifier.classify(letter)
        outcomes.append(Outcome(label, meaning, router.choose(letter, meaning)))
    return outcomes


def leave_one_out(
    letters: Sequence[LabelledLetter],
    learn: Callable[[Sequence[LabelledLetter]], Classifier],
    router: Router,
    read: Callable[[LabelledLetter], ReadLetter] = as_read_letter,
    folds: int = 0,
) -> list[Outcome]:
    """The outcomes of every letter under a model that saw none of its recipient's letters.

    `folds`: so many runs, each leaving several recipients out; 0: one run a recipient.
    """
    groups = sorted({letter.group for letter in letters})
    part = {group: number % (folds or len(groups)) for number, group in enumerate(groups)}
    outcomes = []
    for left_out in sorted(set(part.values())):
        classifier = learn([letter for letter in letters if part[letter.group] != left_out])
        outcomes += classify_all(
            [letter for letter in letters if part[letter.group] == left_out], classifier, router, read
        )
    return outcomes


def measure(outcomes: Sequence[Outcome]) -> Figures:
    """The figures over outcomes."""
    machine = [outcome for outcome in outcomes if not outcome.routed.needs_review]
    traps = [outcome for outcome in outcomes if outcome.label.trap]
    due = [outcome for outcome in outcomes if outcome.label.deadline]
    free = [outcome for outcome in outcomes if not outcome.label.deadline]
    urgent = [outcome for outcome in outcomes if outcome.label.urgent]
    calm = [outcome for outcome in outcomes if not outcome.label.urgent]
    return Figures(
        letters=len(outcomes),
        sender_type=share(outcomes, lambda o: o.meaning.sender_type.label == o.label.sender.type),
        topic=share(outcomes, topic_right),
        department=share(outcomes, lambda o: o.routed.department == o.label.department),
        trap_topic=share(traps, topic_right),
        routed=Figure(right=len(machine), total=len(outcomes)),
        routed_right=share(machine, right),
        date=share(outcomes, lambda o: o.meaning.date is not None and o.meaning.date.value == o.label.date),
        deadline=share(due, lambda o: day_of(o) == o.label.deadline),
        false_deadlines=share(free, lambda o: o.meaning.deadline is not None),
        references=total(outcomes, references_found),
        false_references=total(outcomes, references_false),
        sender_name=share(outcomes, lambda o: plain(o.meaning.sender.name or "") == plain(o.label.sender.name)),
        language=share(outcomes, lambda o: o.meaning.language == o.label.language),
        sentiment=share(outcomes, lambda o: o.meaning.sentiment == o.label.sentiment),
        urgent=share(urgent, lambda o: o.meaning.urgency.urgent),
        false_alarms=share(calm, lambda o: o.meaning.urgency.urgent),
        topic_calibration=calibration_error([(o.meaning.topic.sure, topic_right(o)) for o in outcomes]),
        sender_type_calibration=calibration_error(
            [(o.meaning.sender_type.sure, o.meaning.sender_type.label == o.label.sender.type) for o in outcomes]
        ),
        confusions=confusions(outcomes),
        wrong=tuple(
            (o.label.id, o.label.topic, o.meaning.topic.label, round(o.meaning.topic.sure, 3))
            for o in outcomes
            if not topic_right(o)
        ),
    )


def share(outcomes: Sequence[Outcome], good: Callable[[Outcome], bool]) -> Figure:
    """How many of the outcomes are good."""
    return Figure(right=sum(good(outcome) for outcome in outcomes), total=len(outcomes))


def total(outcomes: Sequence[Outcome], counted: Callable[[Outcome], Figure]) -> Figure:
    """A figure summed over letters that count several things each."""
    figures = [counted(outcome) for outcome in outcomes]
    return Figure(right=sum(figure.right for figure in figures), total=sum(figure.total for figure in figures))


def topic_right(outcome: Outcome) -> bool:
    """Whether the topic is that of the label."""
    return outcome.meaning.topic.label == outcome.label.topic


def right(outcome: Outcome) -> bool:
    """Whether topic and department are those of the label."""
    return topic_right(outcome) and outcome.routed.department == outcome.label.department


def day_of(outcome: Outcome) -> date | None:
    """The deadline found, if any."""
    return outcome.meaning.deadline.value if outcome.meaning.deadline else None


def plain(text: str) -> str:
    """Letters and digits only, small."""
    return re.sub(r"[\W_]", "", text).casefold()


def references_found(outcome: Outcome) -> Figure:
    """How many of the labelled numbers were found."""
    found = {plain(reference.value) for reference in outcome.meaning.references}
    wanted = [plain(value) for value in outcome.label.references.values() if plain(value)]
    return Figure(right=sum(value in found for value in wanted), total=len(wanted))


def references_false(outcome: Outcome) -> Figure:
    """How many of the numbers found are not labelled."""
    wanted = {plain(value) for value in outcome.label.references.values()}
    found = [plain(reference.value) for reference in outcome.meaning.references]
    return Figure(right=sum(value not in wanted for value in found), total=len(found))


def calibration_error(judged: Sequence[tuple[float, bool]]) -> float:
    """The expected calibration error: how far, on average, the stated probability is from the share that is right."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    for sure, good in judged:
        bins.setdefault(min(int(sure * BINS), BINS - 1), []).append((sure, good))
    gaps = [abs(sum(sure for sure, _ in found) - sum(good for _, good in found)) for found in bins.values()]
    return sum(gaps) / len(judged) if judged else 0.0


def confusions(outcomes: Sequence[Outcome]) -> tuple[tuple[str, str, int], ...]:
    """Topics taken for others, the most frequent first."""
    pairs: Mapping[tuple[str, str], int] = Counter(
        (o.label.topic, o.meaning.topic.label) for o in outcomes if not topic_right(o)
    )
    ordered = sorted(pairs.items(), key=lambda entry: (-entry[1], entry[0]))
    return tuple((labelled, found, number) for (labelled, found), number in ordered)
