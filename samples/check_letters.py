"""Checks labelled letters: every line fits the schema, labels are in the taxonomy, no two letters are near-duplicates.

    python -m samples.check_letters [FILE.jsonl …]      (default: samples/letters and samples/demo)

Prints the distribution; ends with 1 where something is wrong.
"""

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path

from classifiers.labelled import LabelledLetter, read_labelled
from classifiers.words import tokens
from config.taxonomy import Taxonomy, load_taxonomy

HERE = Path(__file__).parent
SHINGLE = 4
"""Letters are compared by their runs of so many words."""
ALIKE = 0.3
"""Share of common runs from which two letters are near-duplicates; formulas of courts and offices reach a quarter."""


def main() -> int:
    """The command; 0 where all is well."""
    paths = [Path(name) for name in sys.argv[1:]] or [
        *sorted(HERE.glob("letters/*.jsonl")),
        HERE / "demo/letters.jsonl",
    ]
    letters = [letter for path in paths for letter in read_labelled(path)]
    taxonomy = load_taxonomy(HERE.parent / "config" / "taxonomy.yaml")
    mistakes = [*find_wrong_labels(letters, taxonomy), *find_same_ids(letters), *find_duplicates(letters)]
    for line in (*mistakes, *describe(letters)):
        print(line)
    return 1 if mistakes else 0


def find_wrong_labels(letters: Sequence[LabelledLetter], taxonomy: Taxonomy) -> Iterator[str]:
    """Letters whose labels the taxonomy does not know or does not join."""
    for letter in letters:
        topic = taxonomy.topics.get(letter.topic)
        if topic is None or topic.department != letter.department:
            yield f"{letter.id}: topic {letter.topic} does not belong to {letter.department}"
        if letter.sender.type not in taxonomy.sender_types:
            yield f"{letter.id}: sender type {letter.sender.type} is unknown"


def find_same_ids(letters: Sequence[LabelledLetter]) -> Iterator[str]:
    """Ids that stand twice."""
    for key, number in Counter(letter.id for letter in letters).items():
        if number > 1:
            yield f"{key}: stands there {number} times"


def find_duplicates(letters: Sequence[LabelledLetter]) -> Iterator[str]:
    """Pairs of letters that share too many runs of words."""
    runs = {letter.id: shingles(letter.body) for letter in letters}
    holders: dict[str, list[str]] = {}
    for key, found in runs.items():
        for run in found:
            holders.setdefault(run, []).append(key)
    common = Counter(pair for keys in holders.values() if len(keys) < 50 for pair in combinations(keys, 2))
    for (one, other), number in common.items():
        share = number / min(len(runs[one]), len(runs[other]))
        if share >= ALIKE and number > 3:
            yield f"{one} and {other}: {share:.0%} of their runs of {SHINGLE} words are the same"


def shingles(text: str) -> frozenset[str]:
    """All runs of four words."""
    words = [token.text for token in tokens(text)]
    return frozenset(" ".join(words[start : start + SHINGLE]) for start in range(len(words) - SHINGLE + 1))


def describe(letters: Sequence[LabelledLetter]) -> Iterator[str]:
    """How many of what."""
    yield f"{len(letters)} letters, {sum(letter.trap is not None for letter in letters)} traps"
    yield f"topics: {count(letter.topic for letter in letters)}"
    yield f"sender types: {count(letter.sender.type for letter in letters)}"
    yield f"languages: {count(letter.language for letter in letters)}"
    yield f"recipients: {count(letter.group for letter in letters)}"


def count(labels: Iterator[str]) -> str:
    """Labels with their numbers, the most frequent first."""
    return ", ".join(f"{label} {number}" for label, number in Counter(labels).most_common())


if __name__ == "__main__":
    sys.exit(main())
