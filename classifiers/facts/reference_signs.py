"""How a judge is told of a stretch that may be a reference: words around it by name, shapes and places as numbers."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from classifiers.facts.amounts import AMOUNT
from classifiers.facts.dates import find_dates
from classifiers.facts.numbers import YEAR, Numbers, Span, Token
from classifiers.facts.reference_patterns import CODE, COLON_LINE, NO_LABEL, PATTERN, acceptable
from classifiers.facts.sender import IBAN, PHONE, VAT_ID
from classifiers.judge import Case
from classifiers.words import fold

WORDS = re.compile(r"[^\W\d_]+")
RUNS = tuple((re.compile(pattern), sign) for pattern, sign in ((r"[A-ZÄÖÜ]", "A"), (r"[a-zäöüß]", "a"), (r"\d", "9")))
FILLERS = frozenset(
    [
        *("nr", "nummer", "no", "number", "num", "n", "lautet", "ist", "die", "der", "mit", "unter"),
        *("lautend", "auf", "vom", "und", "den", "dem", "des", "zu", "zum", "zur", "n°", "id"),
    ]
)
"""Words between the noun that names a number and the number."""
NAMES = re.compile(
    r"nr\b|nummer|zeichen|kennung|code|\bno\b|number|numero|numer|az\b|kunde|rechnung|vertrag|auftrag|bestell|police|"
    r"polizze|akte|beleg|konto|schein|mitglied|personal|referenz|ref\b|angebot|offert|order|invoice|customer|projekt|"
    r"ticket|vorgang|fall|schaden|mandat|depot|darlehen|zaehler|objekt|karte|charge|lieferant|debitor|kreditor"
)
COUNTED = frozenset(
    [
        *("€", "eur", "euro", "uhr", "stueck", "stk", "kg", "m", "cm", "mm", "km", "kwh", "prozent", "%"),
        *("m2", "qm", "tage", "tagen", "wochen", "monate", "jahre", "jahren", "personen", "std", "stunden"),
        *("seiten", "chf", "minuten", "l", "t", "g", "ml", "kw", "plaetze", "mal"),
    ]
)
"""What follows a number that counts or measures something."""
CONTACT = re.compile(r"\b(tel|fax|fon|mobil|iban|bic|ust|konto)", re.IGNORECASE)
ZONES = ("head", "subject", "body", "closing")
KINDS = ("date", "money", "iban", "phone", "vat")
BEFORE = 45
"""So many characters before a number may name it."""


class Stretch(NamedTuple):
    """Part of a text that is of a known kind."""

    start: int
    end: int
    kind: str


class Surroundings:
    """A letter as the judge of references needs it, looked through once."""

    def __init__(self, numbers: Numbers) -> None:
        self.numbers, self.text = numbers, numbers.text
        self.stretches = tuple(known_stretches(self.text))
        self.patterns = {match.start("value"): pattern_end(match) for match in PATTERN.finditer(self.text)}
        self.codes = {match.start(): match.end() for match in CODE.finditer(self.text)}
        self.seen = Counter(self.text[span.start : span.end] for span in numbers.spans)

    def case(self, span: Span) -> Case:
        """What the judge is told of a stretch."""
        measures = tuple(float(value) for value in self.measures(span))
        zone = self.numbers.zone(span)
        pointed = (f"{zone} pattern{number}={value:d}" for number, value in enumerate(self.pattern_measures(span)))
        return Case((*self.signs(span), *as_signs(measures), *pointed), measures)

    def signs(self, span: Span) -> Iterator[str]:
        """The words before and after it, its label, its shape."""
        value, tokens = self.text[span.start : span.end], self.numbers.tokens
        form = shape(value)
        yield f"shape:{form}"
        yield f"form:{shape(value, lengths=True)}"
        yield f"first:{shape(tokens[span.first].text, lengths=True)}"
        yield f"last:{shape(tokens[span.last].text, lengths=True)}"
        yield f"zone:{self.numbers.zone(span)} {span.last - span.first}"
        yield from self.neighbours(span)
        said = [fold(word) for word in WORDS.findall(self.text[max(0, span.start - BEFORE) : span.start])]
        noun = next((word for word in reversed(said) if word not in FILLERS), "")
        if noun:
            yield from parts_of("noun", noun)
            yield f"noun+shape:{noun[-6:]} {form}"
            yield from (f"in noun:{noun[start : start + 4]}" for start in range(max(1, len(noun) - 3)))
        yield from {f"left:{word}" for word in said[-5:]}
        label = self.label(span)
        yield from (f"label:{fold(word)}" for word in (WORDS.findall(label[0]) if label else ()))

    def neighbours(self, span: Span) -> Iterator[str]:
        """The three words before a stretch and the two after it."""
        tokens = self.numbers.tokens
        yield f"gap:{self.numbers.gap(span.first)[:6] if span.first else ''}"
        yield f"next gap:{self.numbers.gap(span.last + 1)[:6] if span.last + 1 < len(tokens) else ''}"
        for distance, token in enumerate(reversed(tokens[max(0, span.first - 3) : span.first])):
            yield from [f"before{distance}:9"] if token.numeric else parts_of(f"before{distance}", fold(token.text))
        for distance, token in enumerate(tokens[span.last + 1 : span.last + 3]):
            yield f"after{distance}:{'9' if token.numeric else fold(token.text)}"

    def label(self, span: Span) -> tuple[str, bool, bool] | None:
        """The label of the line or column in which a stretch stands (“Label: value”), whether the value begins with
        the stretch, and whether it is all of it."""
        line = self.numbers.sheet.line_at(span.start)
        start = max(self.numbers.offset(line), self.text.rfind("   ", self.numbers.offset(line), span.start) + 3)
        match = COLON_LINE.match(self.text, start)
        if match is None or match.start("value") > span.start:
            return None
        return match["label"], match.start("value") == span.start, match.span("value") == (span.start, span.end)

    def measures(self, span: Span) -> Iterator[float]:
        """Its shape, its place, its neighbours and what it may be instead, always in the same order."""
        yield from shape_measures(self.text[span.start : span.end], self.numbers.tokens[span.first : span.last + 1])
        yield from self.kind_measures(span)
        yield from self.pattern_measures(span)
        yield from self.place_measures(span)
        yield from self.neighbour_measures(span)

    def kind_measures(self, span: Span) -> Iterator[float]:
        """How it lies to dates, sums, bank, telephone and tax numbers: inside 2, around 1, across 3, apart 0."""
        for kind in KINDS:
            touching = [found for found in self.stretches if found.kind == kind and overlaps(found, span)]
            yield max((how_it_lies(found, span) for found in touching), default=0)
        yield any(found[:2] == span[:2] and found.kind == "date" for found in self.stretches)

    def pattern_measures(self, span: Span) -> Iterator[int]:
        """Whether the known labels and shapes point at just this stretch."""
        end, good = self.patterns.get(span.start, (-1, False))
        yield 0 if end < 0 else -1 if not good else 3 if end == span.end else 2 if span.end < end else 1
        code = self.codes.get(span.start, -1)
        yield 0 if code < 0 else 2 if code == span.end else 1
        yield any(start < span.start < stop for start, (stop, _) in self.patterns.items())
        yield any(start < span.start < stop for start, stop in self.codes.items())
        label = self.label(span)
        yield 0 if label is None else 1 if not label[1] else 3 if label[2] else 2
        yield label is not None and bool(NO_LABEL.search(label[0]))

    def place_measures(self, span: Span) -> Iterator[float]:
        """The part of the letter, its line, and how often it stands in the letter."""
        sheet = self.numbers.sheet
        number = sheet.line_at(span.start)
        line = sheet.lines[number].text
        yield ZONES.index(self.numbers.zone(span))
        yield span.start / max(1, len(self.text))
        yield span.start == sheet.starts[number] or self.text[: span.start].endswith("   ")
        yield min(self.seen[self.text[span.start : span.end]], 3)
        yield min(len(line.split()), 8)
        yield min(line.count("   "), 3)
        yield min(sum(any(map(str.isdigit, word)) for word in line.split()), 5)
        yield bool(CONTACT.search(line))
        yield "·" in line

    def neighbour_measures(self, span: Span) -> Iterator[float]:
        """The kinds of the words around it, the marks between, and how far the last word is that names numbers."""
        tokens = self.numbers.tokens
        before = tokens[max(0, span.first - 2) : span.first]
        after = tokens[span.last + 1] if span.last + 1 < len(tokens) else None
        left = self.numbers.gap(span.first) if span.first else "\n"
        right = self.numbers.gap(span.last + 1) if after else "\n"
        yield word_kind(before[-1] if before else None)
        yield word_kind(before[0] if len(before) == 2 else None)
        yield word_kind(after)
        yield from (mark in left for mark in "\n:(,.")
        yield from (mark in right for mark in "\n:),.")
        yield len(left)
        yield len(right)
        yield after is not None and fold(after.text) in COUNTED
        yield after is not None and after.text.lower() == "vom"
        said = fold(self.text[max(0, span.start - BEFORE) : span.start])
        named = [match.end() for match in NAMES.finditer(said)]
        yield len(said) - named[-1] if named else 60
        yield len(named)
        yield sum(map(str.isdigit, before[-1].text)) if before and left == " " else 0
        yield len(after.text) if after and right == " " else 0


def as_signs(measures: Sequence[float]) -> Iterator[str]:
    """Small whole measures by name: what weights of signs can make of them is told to the trees by their score."""
    for number, value in enumerate(measures):
        if value.is_integer() and value < 12:
            yield f"{number}={value:g}"


def shape_measures(value: str, tokens: list[Token]) -> Iterator[float]:
    """How many of which characters, and the kinds and lengths of its words."""
    groups = [len(group) for group in re.findall(r"\d+", value)]
    yield sum(map(str.isdigit, value))
    yield sum(map(str.isupper, value))
    yield sum(map(str.islower, value))
    yield from (value.count(mark) for mark in "-/.\n")
    yield bool(YEAR.fullmatch(value))
    yield bool(re.fullmatch(r"\d{1,2}[.:]\d{2}", value))
    yield len(tokens)
    yield from (word_kind(tokens[0]), word_kind(tokens[-1]), len(tokens[0].text), len(tokens[-1].text))
    yield from (len(groups), max(groups, default=0), min(groups, default=0))


def known_stretches(text: str) -> Iterator[Stretch]:
    """Dates, sums, bank, telephone and tax numbers."""
    yield from (Stretch(found.start, found.end, "date") for found in find_dates(text))
    for kind, pattern in (("money", AMOUNT), ("iban", IBAN), ("phone", PHONE), ("vat", VAT_ID)):
        yield from (Stretch(match.start(), match.end(), kind) for match in pattern.finditer(text))


def pattern_end(match: re.Match[str]) -> tuple[int, bool]:
    """Where a value under a known label ends, and whether it looks like a number to file under."""
    value = match["value"].rstrip(".,;/-")
    return match.start("value") + len(value), acceptable(value, match["join"])


def overlaps(stretch: Stretch, span: Span) -> bool:
    """Whether the two share a character."""
    return stretch.start < span.end and span.start < stretch.end


def how_it_lies(stretch: Stretch, span: Span) -> int:
    """Inside the known stretch 2, around it 1, across its edge 3."""
    if stretch.start <= span.start and span.end <= stretch.end:
        return 2
    return 1 if span.start <= stretch.start and stretch.end <= span.end else 3


def word_kind(token: Token | None) -> int:
    """None 0, with a digit 1, without a letter 2, a few capitals 3, capitalised 4, small 5."""
    if token is None:
        return 0
    if token.numeric:
        return 1
    if not any(map(str.isalpha, token.text)):
        return 2
    if token.text.isupper() and len(token.text) <= 4:
        return 3
    return 4 if token.text[0].isupper() else 5


def shape(value: str, *, lengths: bool = False) -> str:
    """Capitals as A, small letters as a, digits as 9; without `lengths` each run of them once."""
    for pattern, sign in RUNS:
        value = pattern.sub(sign, value)
    return value if lengths else re.sub(r"([Aa9])\1+", r"\1", value)


def parts_of(name: str, word: str) -> Iterator[str]:
    """A word, and its beginnings and ends: German glues the telling part to others."""
    yield f"{name}:{word}"
    for length in (4, 6):
        if len(word) > length:
            yield f"{name}<{word[:length]}"
            yield f"{name}>{word[-length:]}"
