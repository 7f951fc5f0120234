"""References: numbers with the label they stand under, as the letter writes it."""

import re

from classifiers.anatomy import Anatomy
from classifiers.facts.numbers import Numbers, Span
from classifiers.facts.reference_signs import Surroundings
from classifiers.judge import Case, Judge
from letters.facts import Reference

LEAST = 0.3
"""A number counts as a reference from this probability on: one too many costs a look, one missed a letter's file."""
LABEL = re.compile(
    r"(?:(?:ihre?|unsere?|meine?|deine?|your|our|my|votre|notre|vs|ns)[rnsm]?\.?\s+)?[^\W\d_][\w.'’/-]*"
    r"(?:\s+(?:nr|no|n°|nummer|number|numero|id|code|ref)\b\.?)?(?=\W*(?:(?:lautet|ist|die|mit|der|unter)\W+)*$)",
    re.IGNORECASE,
)
LABEL_REACH = 60
UNNAMED = "Nr."


def find_references(anatomy: Anatomy, judge: Judge) -> tuple[Reference, ...]:
    """The letter's references, each value once, in the order they stand."""
    numbers = Numbers(anatomy)
    surroundings = Surroundings(numbers)
    cases = [surroundings.case(span) for span in numbers.spans]
    sure = dict(zip(numbers.spans, judge.sure_of(cases), strict=True))
    found: dict[str, Reference] = {}
    for span in sorted(chosen(sure)):
        value = " ".join(numbers.text[span.start : span.end].split())
        place = numbers.sheet.place(span.start, span.end)
        found.setdefault(
            key_of(value), Reference(label=label_of(surroundings, span), value=value, place=place, sure=sure[span])
        )
    return tuple(found.values())


def reference_cases(anatomy: Anatomy) -> tuple[Numbers, list[Case]]:
    """The stretches of a letter that may be references, and what the judge is told of each."""
    numbers = Numbers(anatomy)
    surroundings = Surroundings(numbers)
    return numbers, [surroundings.case(span) for span in numbers.spans]


def chosen(sure: dict[Span, float]) -> list[Span]:
    """The stretches that are references; of those that overlap the surest."""
    taken: list[Span] = []
    for span in sorted(sure, key=lambda entry: -sure[entry]):
        apart = all(span.end <= other.start or other.end <= span.start for other in taken)
        if sure[span] >= LEAST and apart:
            taken.append(span)
    return taken


def label_of(surroundings: Surroundings, span: Span) -> str:
    """What the letter calls the number: the label before the colon, or the noun before it."""
    label = surroundings.label(span)
    if label and label[1]:
        return label[0].strip()
    before = surroundings.text[max(0, span.start - LABEL_REACH) : span.start].rpartition("   ")[2]
    match = LABEL.search(before)
    return " ".join(match.group().split()) if match else UNNAMED


def key_of(value: str) -> str:
    """Letters and digits only, small: the same number written in two ways is one."""
    return re.sub(r"[\W_]", "", value).casefold()
