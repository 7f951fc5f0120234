"""Words and character sequences of a text, as the model counts them."""

import itertools
import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*|\d[\d.,/-]*", re.UNICODE)
HASH_BITS = 16
GRAM_LENGTHS = (3, 4, 5)
FACTOR = 1_000_003
STEM = 6
"""As good as Snowball's stems, measured (docs/adr/words-and-sense.md)."""


LITTLE_WORDS = """
aber alle allem allen aller alles als also am an auch auf aus bei beim bin bis bitte da damit dann das dass dem den
der des die dies diese diesem diesen dieser dieses doch dort du durch ein eine einem einen einer eines er es etwas
fuer gegen geehrte geehrter gern haben habe hat hatte hier hiermit ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im in
ist ja jede jeden jeder jetzt kann kein keine koennen man mehr mein meine meinem meinen meiner mich mir mit muss nach
nicht noch nun nur ob oder ohne sehr sein seine seit sich sie sind so soll sondern ueber um und uns unser unsere
unserem unseren unserer unter vom von vor wann war waren warum was weil wenn wer werden wie wieder wir wird wo wurde
wurden zu zum zur zwischen herr herrn frau damen herren gruessen gruesse freundlichen
a about after all an and any are as at be been but by can do for from had has have he her his i if in is it its me my
no not of on or our she so that the their them there they this to us was we were what when which will with you your
"""
FUNCTION_WORDS = frozenset(LITTLE_WORDS.split())
"""Words that carry no matter of their own, German and English, folded: no evidence that a person could use."""


class Token(NamedTuple):
    """A word as counted, and where it stands in the text."""

    text: str
    start: int
    end: int


def fold(text: str) -> str:
    """Lower case, ß as ss, umlauts as written by typewriters (ue), other accents dropped: OCR and typists differ."""
    folded = text.casefold().replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")
    return "".join(char for char in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(char))


def tokens(text: str) -> Iterator[Token]:
    """The words of a text in order; numbers become their shape (long, short), so that no number is learnt by heart."""
    for match in WORD.finditer(text):
        word = match.group()
        yield Token(shape(word) if word[0].isdigit() else fold(word), match.start(), match.end())


def is_telling(word: str) -> bool:
    """Whether a folded word says something by itself: no function word, no number, not a crumb of two letters."""
    return len(word) > 2 and not word.startswith("#") and word not in FUNCTION_WORDS


def shape(number: str) -> str:
    """What kind of number it is: money, date, long, short."""
    if re.fullmatch(r"[\d.]*\d,\d\d", number):
        return "#money"
    if re.fullmatch(r"\d{1,2}\.\d{1,2}\.(\d{4}|\d\d)?", number):
        return "#date"
    return "#long" if sum(char.isdigit() for char in number) > 4 else "#short"


def stem(word: str) -> str:
    """The beginning of a folded word: what its inflections and most of its compounds have in common."""
    return word[:STEM]


def pairs(words: list[str]) -> Iterator[str]:
    """Neighbouring words."""
    for first, second in itertools.pairwise(words):
        yield f"{first} {second}"


def gram_hashes(text: str) -> npt.NDArray[np.int64]:
    """The hashes (below 2**HASH_BITS) of all sequences of 3 to 5 characters of a folded text, white space as one."""
    codes = np.frombuffer(" ".join(fold(text).split()).encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    return np.concatenate([hash_windows(codes, length) for length in GRAM_LENGTHS])


def hash_windows(codes: npt.NDArray[np.uint64], length: int) -> npt.NDArray[np.int64]:
    """The hash of each window of `length` characters; the top bits of a product spread best."""
    if len(codes) < length:
        return np.empty(0, dtype=np.int64)
    total = np.full(len(codes) - length + 1, length, dtype=np.uint64)
    for offset in range(length):
        total = total * np.uint64(FACTOR) + codes[offset : len(codes) - length + 1 + offset]
    spread = total * np.uint64(0x9E3779B97F4A7C15)
    return (spread >> np.uint64(64 - HASH_BITS)).astype(np.int64)
