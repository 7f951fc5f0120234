"""Which of the days a letter names is ours to keep: each is told by its surroundings, a learnt judge weighs them."""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from classifiers.anatomy import Anatomy
from classifiers.facts.periods import End, find_ends
from classifiers.judge import Judge
from classifiers.words import fold
from letters.facts import Deadline
from workdays.calendar import next_working_day

SENTENCE_END = re.compile(
    r"(?<!\b\w)(?<!\b\d)(?<!\d\d)(?<!nr)(?<!str)(?<!ca)(?<!bzw)[.!?](?=\s+[A-ZÄÖÜ„\"])|\n\n|;(?=\s)", re.IGNORECASE
)
WORD = re.compile(r"[^\W\d_]+|[€§%]")
CUES = {
    "request": (
        r"bitte|bitten|erwart|forder|ersuch|teilen sie|senden sie|schicken sie|überweis|"
        r"zahlen sie|zu zahlen|zahlbar|begleich|antwort|rückmeld|bescheid geben|melden sie|"
        r"nachricht|mitteil|reichen sie|nachreich|einzureich|vorzuleg|vorlegen|unterschr|"
        r"zurücksend|retour|bestätig|stellung|äußer|erklär|kündig|freigabe|zusag|anmeld|please|"
        r"kindly|reply|confirm|pay|send"
    ),
    "need": r"benötig|brauch|müss|muss|muß|sollte|möchte|hätte|wäre|gern|wünsch|need|must|should",
    "deadline": (
        r"frist|fällig|spätestens|letzte|zahlungsziel|deadline|due|latest|netto|skonto|abzug|"
        r"gebunden|bindefrist"
    ),
    "else": (
        r"sonst|andernfalls|anderenfalls|ansonsten|widrigenfalls|ohne weitere|verstreich|"
        r"otherwise|failing"
    ),
    "objection": r"widerspruch|einspruch|beschwerde|klage|rechtsbehelf|rekurs|rechtsmittel|einwend",
    "own": (
        r"\bwir (liefern|kommen|melden|senden|werden|haben|sind|schließen)|\bich (bin|war|fahre|"
        r"komme|habe|werde|ziehe|melde)|geliefert|lieferung|versand|urlaub|reise|erreichbar|"
        r"betriebsferien"
    ),
    "past": r"\bwar(en)?\b|wurde|hatte|haben sie|gekauft|erhalten|vom\b|seit|schrieb|zuletzt|gestern",
    "valid": r"gültig|gilt|laufzeit|endet|ablauf|beginnt|ab dem|vertragsende|geburt|geboren",
    "event": (
        r"veranstaltung|findet|stattfind|termin|uhr|konzert|messe|feier|sitzung|hauptversammlung|"
        r"erscheint|ausgabe|redaktionsschluss"
    ),
}
CUE_PATTERNS = {name: re.compile(expression, re.IGNORECASE) for name, expression in CUES.items()}
PREPOSITION = re.compile(
    r"(bis spätestens|spätestens bis|bis zum|bis zur|bis einschließlich|bis|spätestens am|spätestens zum|spätestens|"
    r"vor dem|vor|innerhalb von|innerhalb der nächsten|innerhalb|binnen|innert|in den nächsten|in den kommenden|"
    r"nach ablauf von|nach|seit|vom|ab dem|ab|am|zum|im|in|für|von|und|der|den|dem|by|until|within|before|"
    r"no later than|on|from|since|after)\W*$",
    re.IGNORECASE,
)
IMPERATIVE = re.compile(r"\b\w+en Sie\b")
YOU = re.compile(r"\b(Sie|Ihnen|Ihrer?|Ihres|euch|ihr|you|your)\b")
NEAR = 4
"""Words on each side that are told with their distance."""
LONG_AGO, FAR_AHEAD = -1, 400
LEAST = 0.42
"""A day counts as ours from this probability on: a deadline missed costs more than one too many."""


class Candidate(NamedTuple):
    """A day that the letter names, and the signs in its surroundings."""

    end: End
    signs: tuple[str, ...]


def message(anatomy: Anatomy) -> str:
    """The text in which a deadline may stand: from the subject to the end of the letter."""
    return anatomy.text(range(anatomy.subject.start, len(anatomy.sheet.lines)))


def find_deadline(
    anatomy: Anatomy, judge: Judge, written_on: date, received_on: date, country: str = "DE", state: str = ""
) -> Deadline | None:
    """The earliest day that is ours to keep, or None. One that is past on arrival is kept and marked expired."""
    text = message(anatomy)
    judged = [(judge.sure(found.signs), found.end)
              for found in find_candidates(text, written_on, received_on, country, state)]  # fmt: skip
    ours = [(end, sure) for sure, end in judged if sure >= LEAST]
    if not ours:
        return None
    end, sure = min(ours, key=lambda entry: (entry[0].day, -entry[1]))
    ends = next_working_day(end.day, country, state)
    offset = anatomy.sheet.starts[anatomy.subject.start]
    return Deadline(
        value=end.day,
        ends=ends,
        phrase=" ".join(text[end.start : end.end].split()),
        expired=ends < received_on,
        place=anatomy.sheet.place(offset + end.start, offset + end.end),
        sure=sure,
    )


def find_candidates(
    text: str, written_on: date, received_on: date, country: str = "DE", state: str = ""
) -> tuple[Candidate, ...]:
    """The days that may be ours to keep: not before the letter was written, not more than a year ahead."""
    ends = [end for end in find_ends(text, written_on, received_on, country, state)
            if LONG_AGO < (end.day - written_on).days < FAR_AHEAD]  # fmt: skip
    return tuple(Candidate(end, tuple(describe(text, end, written_on, ends))) for end in ends)


def describe(text: str, end: End, written_on: date, ends: list[End]) -> Iterator[str]:
    """The signs around a day: words before and after it, its sentence, its way of being said, how far ahead it is."""
    start, stop = sentence(text, end)
    before, after = words(text[start : end.start]), words(text[end.end : stop])
    yield from (f"before{distance}:{word}" for distance, word in enumerate(reversed(before[-NEAR:])))
    yield from (f"after{distance}:{word}" for distance, word in enumerate(after[:NEAR]))
    yield from {f"near:{word}" for word in before[-8:] + after[:8]}
    yield from {f"left:{word}" for word in before}
    yield from {f"right:{word}" for word in after}
    yield f"said:{' '.join(before[-2:])}"
    yield f"then:{' '.join(after[:2])}"
    yield f"phrase:{' '.join(words(text[end.start : end.end]))}"
    yield from describe_sense(text[start : end.start], text[end.end : stop], text[stop : stop + 120])
    yield "counted" if end.counted else "named"
    ahead = (end.day - written_on).days
    yield f"ahead:{next((limit for limit in (0, 1, 3, 7, 14, 21, 31, 45, 62, 100, 200) if ahead <= limit), 400)}"
    yield f"year:{bool(re.search(r'20[0-9][0-9]', text[end.start : end.end]))}"
    yield f"days_in_letter:{min(len(ends), 5)}"
    yield f"rank:{min(sum(other.day < end.day for other in ends), 3)}"
    yield f"again:{sum(other.day == end.day for other in ends) > 1}"
    yield f"third:{3 * end.start // max(len(text), 1)}"


def describe_sense(before: str, after: str, following: str) -> Iterator[str]:
    """The signs of what the sentence does (asks, warns, tells of itself), and of the next one."""
    whole = f"{before} {after}"
    cues = [name for name, pattern in CUE_PATTERNS.items() if pattern.search(whole)]
    found = PREPOSITION.search(before[-30:])
    preposition = found[1].lower() if found else "none"
    yield from (f"cue:{name}" for name in cues)
    yield f"preposition:{preposition}"
    yield from (f"preposition:{preposition}+{name}" for name in cues)
    yield from (f"cue before:{name}" for name, pattern in CUE_PATTERNS.items() if pattern.search(before[-60:]))
    yield from (f"cue after:{name}" for name, pattern in CUE_PATTERNS.items() if pattern.search(after[:60]))
    yield from (f"next:{name}" for name in ("else", "request", "deadline") if CUE_PATTERNS[name].search(following))
    if IMPERATIVE.search(whole):
        yield "imperative"
    if YOU.search(whole):
        yield "you"


def sentence(text: str, end: End) -> tuple[int, int]:
    """Where the sentence around a day begins and ends."""
    start = max((match.end() for match in SENTENCE_END.finditer(text, 0, end.start)), default=0)
    following = SENTENCE_END.search(text, end.end)
    return start, following.start() if following else len(text)


def words(text: str) -> list[str]:
    """The folded words of a text, without numbers."""
    return [fold(word) for word in WORD.findall(text)]
