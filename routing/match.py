"""Whether a rule's condition is true of a letter."""

import re
from collections.abc import Sequence

from config.rules import Condition
from letters.letter import ClassifiedLetter, ReadLetter


def matches(condition: Condition, letter: ReadLetter, meaning: ClassifiedLetter) -> bool:
    """Whether everything the condition asks is so; what it does not ask is free."""
    return (
        equal(condition.topic, meaning.topic.label)
        and equal(condition.sender_type, meaning.sender_type.label)
        and equal(condition.language, meaning.language)
        and contains(condition.sender_contains, " ".join((meaning.sender.name or "", *meaning.sender.lines)))
        and contains(condition.addressee_contains, meaning.addressee or "")
        and contains(condition.text_contains, letter.text)
        and refers(condition.reference, meaning)
    )


def equal(wanted: str | None, label: str) -> bool:
    """Whether nothing is wanted or just this."""
    return wanted is None or wanted == label


def contains(words: Sequence[str], text: str) -> bool:
    """Whether no words are asked for or one of them stands in the text, however it is capitalised or broken."""
    flat = " ".join(text.split()).casefold()
    return not words or any(" ".join(word.split()).casefold() in flat for word in words)


def refers(beginning: str | None, meaning: ClassifiedLetter) -> bool:
    """Whether no reference is asked for or one begins so, blanks and hyphens aside."""
    if beginning is None:
        return True
    wanted = bare(beginning)
    return any(bare(reference.value).startswith(wanted) for reference in meaning.references)


def bare(number: str) -> str:
    """A number without blanks, hyphens, points and slashes."""
    return re.sub(r"[\W_]", "", number).casefold()
