"""Who gets a letter: gates, then the organisation's rules, then the topic's department; what is unsure, clearing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from config.rules import Rule
from config.settings import Place, Thresholds
from config.taxonomy import Taxonomy
from letters.labels import CLEARING
from letters.letter import ClassifiedLetter, ReadLetter, RoutedLetter
from letters.reasons import Reason
from letters.verdict import Verdict
from routing.match import matches
from workdays.calendar import add_working_days, working_days_between

CALM = 3
"""The priority of what can wait."""


@dataclass(frozen=True)
class TaxonomyRouter:
    """Keeps the port Router with an organisation's own rules, taxonomy, thresholds and holidays."""

    rules: tuple[Rule, ...]
    taxonomy: Taxonomy
    thresholds: Thresholds
    place: Place

    def choose(self, letter: ReadLetter, meaning: ClassifiedLetter) -> RoutedLetter:
        """The department, or clearing with the reason. Pure."""
        return choose(letter, meaning, self.rules, self.taxonomy, self.thresholds, self.place)


def choose(
    letter: ReadLetter,
    meaning: ClassifiedLetter,
    rules: Sequence[Rule],
    taxonomy: Taxonomy,
    thresholds: Thresholds,
    place: Place,
) -> RoutedLetter:
    """Where the letter goes, how soon, and every reason for it.

    Gates come first and are never waived: a sealed letter, a doubtful page, a department named by a separator sheet.
    """
    department, decision, settled = decide(letter, meaning, rules, taxonomy)
    reviews = list(find_reviews(letter, meaning, taxonomy, thresholds, settled=settled))
    due, timing = find_due(letter, meaning, taxonomy, place)
    return RoutedLetter(
        department=department,
        queue=CLEARING if reviews else department,
        needs_review=bool(reviews),
        review_reason=reviews[0] if reviews else None,
        priority=find_priority(letter, meaning, due, place),
        due=due,
        reasons=(*reviews, *decision, *timing, *urgent_reasons(meaning)),
    )


def decide(
    letter: ReadLetter, meaning: ClassifiedLetter, rules: Sequence[Rule], taxonomy: Taxonomy
) -> tuple[str, tuple[Reason, ...], bool]:
    """The department, why, and whether that is settled however unsure the topic is (a separator sheet says so)."""
    hinted = letter.hints.get("department")
    if hinted in taxonomy.departments:
        return hinted, (Reason(code="separator_department", params={"department": hinted}),), True
    rule = next((rule for rule in rules if matches(rule.when, letter, meaning)), None)
    if rule:
        reason = Reason(code="rule", params={"rule": rule.name, "department": rule.to, "because": rule.because})
        return rule.to, (reason,), False
    topic = taxonomy.topics.get(meaning.topic.label)
    department = topic.department if topic else next(iter(taxonomy.departments))
    params = {"topic": meaning.topic.label, "department": department}
    return department, (Reason(code="topic_department", params=params),) if topic else (), False


def find_reviews(
    letter: ReadLetter, meaning: ClassifiedLetter, taxonomy: Taxonomy, thresholds: Thresholds, *, settled: bool
) -> Iterator[Reason]:
    """Every reason why a person must look at the letter first, the weightiest first."""
    if meaning.sealed:
        yield Reason(code="sealed", params={"addressee": meaning.addressee or "?"})
    yield from letter.doubts
    yield from (doubt for page in letter.pages for doubt in page.doubts)
    yield from meaning.doubts
    hinted = letter.hints.get("department")
    if hinted and not settled:
        yield Reason(code="separator_unknown", params={"department": hinted})
    if meaning.topic.label not in taxonomy.topics:
        yield Reason(code="topic_unknown", params={"topic": meaning.topic.label})
    if not settled:
        yield from unsure("topic", meaning.topic, thresholds.topic, thresholds.distance)
        yield from unsure("sender_type", meaning.sender_type, thresholds.sender_type, thresholds.distance)


def unsure(question: str, verdict: Verdict, needed: float, distance: float) -> Iterator[Reason]:
    """Why a verdict does not stand by itself: too improbable, or too close to the runner-up."""
    if verdict.sure < needed:
        params = {question: verdict.label, "sure": percent(verdict.sure), "needed": percent(needed)}
        yield Reason(code=f"{question}_unsure", params=params)
    elif verdict.runner_up is not None and verdict.sure - verdict.runner_up_sure < distance:
        yield Reason(
            code=f"{question}_close",
            params={
                question: verdict.label,
                "sure": percent(verdict.sure),
                "runner_up": verdict.runner_up,
                "runner_up_sure": percent(verdict.runner_up_sure),
            },
        )


def percent(share: float) -> str:
    """A share as whole per cent."""
    return f"{share * 100:.0f}"


def find_due(
    letter: ReadLetter, meaning: ClassifiedLetter, taxonomy: Taxonomy, place: Place
) -> tuple[date, tuple[Reason, ...]]:
    """The day by which to answer: the topic's service level, or the letter's deadline where that ends sooner."""
    topic = taxonomy.topics.get(meaning.topic.label)
    days = topic.service_days if topic else 1
    due = add_working_days(letter.received_on, days, place.country, place.state)
    if meaning.deadline is not None and meaning.deadline.ends < due:
        ends = meaning.deadline.ends
        params = {"phrase": meaning.deadline.phrase, "date": ends.isoformat()}
        return ends, (Reason(code="deadline_set", params=params),)
    return due, (Reason(code="service_level", params={"days": str(days), "date": due.isoformat()}),)


def find_priority(letter: ReadLetter, meaning: ClassifiedLetter, due: date, place: Place) -> int:
    """0 at once (urgent), 1 within two working days, 2 within a week of five, 3 whenever; a separator may hurry it."""
    left = working_days_between(letter.received_on, due, place.country, place.state)
    own = 0 if meaning.urgency.urgent else 1 if left <= 2 else 2 if left <= 5 else CALM
    hinted = letter.hints.get("priority", "")
    return min(own, int(hinted)) if hinted in ("0", "1", "2", "3") else own


def urgent_reasons(meaning: ClassifiedLetter) -> tuple[Reason, ...]:
    """Why the letter is urgent, if it is."""
    return (meaning.urgency.reason,) if meaning.urgency.urgent and meaning.urgency.reason else ()
