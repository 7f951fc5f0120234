"""Whether something bad happens unless we act within days."""

import re
from collections.abc import Iterator
from datetime import date

from classifiers.facts.periods import find_ends
from classifiers.judge import Case, Judge
from classifiers.sense import PART, Array, unit
from letters.facts import Deadline, Urgency
from letters.reasons import Reason

CUES = {
    "danger": (
        r"lebensgefahr|verletz|brandgefahr|gasgeruch|einsturz|unfall|akut|gefahr|notfall|wasser (läuft|"
        r"dringt)|ausfall"
    ),
    "standstill": r"steht still|stillstand|produktion|band steht|ausgefallen|nichts geht|system\w* (ist )?down|outage",
    "cut_off": (
        r"sperr|abschalt|abgeschaltet|einstell\w+ der (lieferung|versorgung)|vollstreckung|fristlos|räumung|"
        r"pfänd"
    ),
    "court": (
        r"notfrist|klageerwiderung|einstweilige|verfügung|einspruchsfrist|widerspruchsfrist|"
        r"vollstreckungsbescheid|mahnbescheid"
    ),
    "at_once": (
        r"sofort|umgehend|unverzüglich|dringend|eilt|eilig|heute noch|urgent|immediately|asap|noch heute|24 "
        r"stunden|48 stunden"
    ),
}
PATTERNS = {name: re.compile(expression, re.IGNORECASE) for name, expression in CUES.items()}
LEAST = 0.04
"""Low on purpose: an urgent letter overlooked costs more than one looked at too soon."""
CAPITALS = re.compile(r"\b(EILT|DRINGEND|EILIG|SOFORT|URGENT|FRISTSACHE|EILSACHE)\b")


def describe_urgency(text: str, deadline: date | None, received_on: date) -> Iterator[str]:
    """The signs by which urgency is judged: what the words press with, and how many days are left."""
    yield from (f"cue:{name}" for name, pattern in PATTERNS.items() if pattern.search(text))
    if CAPITALS.search(text):
        yield "cue:capitals"
    ahead = [(end.day - received_on).days for end in find_ends(text, received_on, received_on)]
    yield f"soonest:{bucket(min((days for days in ahead if days >= 0), default=None))}"
    yield f"left:{bucket(None if deadline is None else (deadline - received_on).days)}"


def bucket(days: int | None) -> str:
    """So many days, roughly."""
    if days is None:
        return "none"
    return str(next((limit for limit in (-1, 1, 3, 5, 7, 10, 14, 21, 31) if days <= limit), 99))


def urgency_case(text: str, deadline: date | None, received_on: date, sense: Array) -> Case:
    """What the judge is told: the signs, and the sense of the letter's body (a letter's, as find_sense gives it)."""
    return Case(tuple(describe_urgency(text, deadline, received_on)), sense=unit(sense[:PART]))


def find_urgency(text: str, deadline: Deadline | None, received_on: date, judge: Judge, sense: Array) -> Urgency:
    """Urgent or not, with the reason; a deadline that is past or within three days makes it so by itself."""
    if deadline is not None and deadline.expired:
        reason = Reason(code="deadline_expired", params={"date": deadline.value.isoformat()})
        return Urgency(urgent=True, reason=reason, place=deadline.place)
    sure = judge.sure(urgency_case(text, deadline.value if deadline else None, received_on, sense))
    if sure < LEAST:
        return Urgency(urgent=False, sure=1 - sure)
    if deadline is not None and (deadline.value - received_on).days <= 3:
        params = {"date": deadline.value.isoformat()}
        return Urgency(urgent=True, sure=sure, reason=Reason(code="deadline_near", params=params), place=deadline.place)
    pressing = [found.group() for pattern in PATTERNS.values() if (found := pattern.search(text))]
    words = ", ".join(f"„{word}“" for word in pressing[:3]) or "–"
    return Urgency(urgent=True, sure=sure, reason=Reason(code="urgent_words", params={"words": words}))
