"""Which of the days a letter names is ours to keep: each is told by its surroundings, a learnt judge weighs them."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from classifiers.anatomy import Anatomy
from classifiers.facts.counting import End
from classifiers.facts.periods import find_ends
from classifiers.judge import Case, Judge
from classifiers.sense import LONGEST, encode
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
        r"frist|fällig|spätestens|letzte|zahlungsziel|deadline|due|latest|netto|abzug|"
        r"gebunden|bindefrist"
    ),
    "discount": r"skonto|rabatt|nachlass|frühbucher|vorteil|aktion|gutschein|discount|early bird",
    "until_then": r"bis dahin|by then|until then|d['’]ici là|vorher\b|davor\b",
    "law": r"bekanntgabe|zustellung|zugang|rechtsbehelf|verwaltungsgericht|vernehmlassung|gesetz|dsgvo|gdpr|art\.",
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
    r"no later than|on|from|since|after|entro|entro il|avant le|avant|jusqu'au|d'ici le|d'ici|dans les|dans|do|do dnia|"
    r"najpóźniej do|nejpozději do|w ciągu|v průběhu|până pe|până la|până|hasta el|antes del|uiterlijk|voor|до|к)\W*$",
    re.IGNORECASE,
)
FOREIGN = {
    word: meaning
    for meaning, words in (
        ("bis", "entro,entro il,avant le,avant,jusqu'au,d'ici le,d'ici,do,do dnia,până pe,până la,până,hasta el,до,к"),
        ("bis", "antes del,by,until"),
        ("bis spätestens", "najpóźniej do,nejpozději do,uiterlijk,no later than"),
        ("binnen", "dans les,dans,w ciągu,v průběhu,within,innert,innerhalb von,innerhalb"),
    )
    for word in words.split(",")
}
"""What a preposition is in German: letters in other languages are few, and are judged by what German ones teach."""
IMPERATIVE = re.compile(r"\b\w+en Sie\b")
YOU = re.compile(r"\b(Sie|Ihnen|Ihrer?|Ihres|euch|ihr|you|your)\b")
WAYS = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        ("date with year", r"\d.*20\d\d"),
        ("date", r"^\D{0,12}\d{1,2}\.\s?(\d|[^\W\d])"),
        ("week", r"kw|kalenderwoche"),
        ("period", r"(tag|woche|monat|day|week|month|stunde|hour|jahr)"),
        ("part", r"anfang|mitte|ende|noch im|end of|fin"),
        ("now", r"heute|morgen|today|tomorrow"),
        ("other", r""),
    )
)
UNTIL = re.compile(r"bis|spätestens|binnen|innerhalb|innert|\bby\b|until|within", re.IGNORECASE)
NEAR = 4
"""Words on each side that are told with their distance."""
LONG_AGO, FAR_AHEAD = -1, 400
LEAST = 0.5
"""A day counts as ours from this probability on."""
NEARLY = 0.7
"""A day much less probable than the letter's surest does not count either, though it be the earlier one."""


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
    candidates = find_candidates(text, written_on, received_on, country, state)
    judged = list(
        zip(judge.sure_of(deadline_cases(text, candidates)), (found.end for found in candidates), strict=True)
    )
    bar = max([LEAST, *(NEARLY * sure for sure, _ in judged)])
    ours = [(end, sure) for sure, end in judged if sure >= bar]
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


def deadline_cases(text: str, candidates: Sequence[Candidate]) -> list[Case]:
    """What the judge is told of each day: its signs, and the sense of its sentence."""
    said = [" ".join(text[slice(*sentence(text, found.end))].split())[:LONGEST] for found in candidates]
    senses = dict(zip(said, encode(said), strict=True)) if said else {}
    return [Case(found.signs, sense=senses[words]) for found, words in zip(candidates, said, strict=True)]


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
    yield from describe_sense(text[start : end.start], text[end.end : stop], text[stop : stop + 120])
    yield from describe_way(text, end, before)
    yield from describe_rank(text, end, written_on, ends)
    yield from {f"subject:{word}" for word in words(text.partition("\n")[0])}
    yield f"question:{text[start : stop + 1].rstrip().endswith('?')}"


def describe_way(text: str, end: End, before: list[str]) -> Iterator[str]:
    """How the day is said: as a date, a weekday, a period …, and by which words after which."""
    phrase = text[end.start : end.end]
    said = " ".join(words(phrase))
    kind = next(name for name, pattern in WAYS if pattern.search(phrase))
    yield f"phrase:{said}"
    yield f"phrase:{before[-1] if before else ''} {said}"
    yield f"way:{kind}"
    yield f"way:{kind} {before[-1] if before else ''}"
    yield "counted" if end.counted else "named"
    yield f"year:{bool(re.search(r'20[0-9][0-9]', phrase))}"


def describe_rank(text: str, end: End, written_on: date, ends: list[End]) -> Iterator[str]:
    """How far ahead the day is, and where it stands among the letter's days."""
    ahead = (end.day - written_on).days
    yield f"ahead:{next((limit for limit in (0, 1, 3, 7, 14, 21, 31, 45, 62, 100, 200) if ahead <= limit), 400)}"
    yield f"days_in_letter:{min(len(ends), 5)}"
    yield f"rank:{min(sum(other.day < end.day for other in ends), 3)}"
    yield f"again:{sum(other.day == end.day for other in ends) > 1}"
    yield f"third:{3 * end.start // max(len(text), 1)}"
    others = (other for other in ends if other.day != end.day)
    yield f"other until:{any(UNTIL.search(text, max(0, other.start - 25), other.start) for other in others)}"


def describe_sense(before: str, after: str, following: str) -> Iterator[str]:
    """The signs of what the sentence does (asks, warns, tells of itself), and of the next one."""
    whole = f"{before} {after}"
    cues = [name for name, pattern in CUE_PATTERNS.items() if pattern.search(whole)]
    found = PREPOSITION.search(before[-30:])
    preposition = found[1].lower() if found else "none"
    yield from (f"cue:{name}" for name in cues)
    preposition = FOREIGN.get(preposition, preposition)
    yield f"preposition:{preposition}"
    yield from (f"preposition:{preposition}+{name}" for name in cues)
    yield from (f"cue before:{name}" for name, pattern in CUE_PATTERNS.items() if pattern.search(before[-60:]))
    yield from (f"cue after:{name}" for name, pattern in CUE_PATTERNS.items() if pattern.search(after[:60]))
    yield from (f"next:{name}" for name in ("else", "request", "deadline") if CUE_PATTERNS[name].search(following))
    yield from (
        f"close:{name}" for name, pattern in CUE_PATTERNS.items() if pattern.search(f"{before[-30:]} {after[:30]}")
    )
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
