"""Roles: who does what to whom. “Ihre Rechnung” and “unsere Rechnung”, “ich kündige” and “Sie kündigen”.

A pronoun is joined to each of the words that follow it closely, adjectives and inflections between them aside: the
direction of a letter often hangs on nothing else.
"""

from collections.abc import Iterator, Sequence

from classifiers.words import stem

REACH = 4
"""So many words after a pronoun belong to it."""
ENDINGS = ("", "e", "er", "en", "em", "es")
PRONOUNS = {
    **dict.fromkeys(("ich", "mir", "mich", "i", "me"), "ich"),
    **dict.fromkeys(("wir", "uns", "we", "us"), "wir"),
    **dict.fromkeys(("sie", "ihnen", "you"), "sie"),
    **dict.fromkeys((*(f"mein{ending}" for ending in ENDINGS), "my"), "mein"),
    **dict.fromkeys((*(f"{begin}{ending}" for begin in ("unser", "unsr") for ending in ENDINGS), "our"), "unser"),
    **dict.fromkeys((*(f"ihr{ending}" for ending in ENDINGS), "your"), "ihr"),
}
PERSONS = ("ich", "wir", "sie")


def find_roles(words: Sequence[str]) -> Iterator[str]:
    """Each pronoun with the stems of the words after it (`unser>rechnu`), and with the one before it (`bitten<wir`)."""
    for number, word in enumerate(words):
        role = PRONOUNS.get(word)
        if role is None:
            continue
        yield from (f"{role}>{stem(near)}" for near in words[number + 1 : number + 1 + REACH] if near not in PRONOUNS)
        if role in PERSONS and number:
            yield f"{stem(words[number - 1])}<{role}"
