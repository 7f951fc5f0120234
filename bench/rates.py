"""How far a reading is from the truth."""

import re
from collections import Counter


def error_rate(read: str, truth: str) -> float:
    """The character error rate, blind to white space and to the order of blocks."""
    got, wanted = Counter(words_of(read)), Counter(words_of(truth))
    left, missing = sorted((got - wanted).elements()), sorted((wanted - got).elements())
    return distance("".join(left), "".join(missing)) / max(1, sum(map(len, wanted.elements())))


def words_of(text: str) -> list[str]:
    """Words with a letter or digit; hyphenation at line ends undone."""
    joined = re.sub(r"[-\u00ad\ufffe]\s*\n\s*", "", text)
    return [word for word in joined.split() if any(char.isalnum() for char in word)]


def distance(one: str, other: str) -> int:
    """Levenshtein's distance."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        row, last = [i], row
        for j, b in enumerate(other, 1):
            row.append(min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b)))
    return row[-1]
