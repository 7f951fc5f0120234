from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.rules import Condition, Rule
from config.settings import Place, Thresholds
from config.taxonomy import load_taxonomy
from letters.facts import Deadline, Reference, Sender, Urgency
from letters.labels import CLEARING
from letters.letter import ClassifiedLetter, ReadLetter, RoutedLetter
from letters.page import ReadPage
from letters.reasons import Reason
from letters.verdict import Verdict
from routing.choose import choose

TAXONOMY = load_taxonomy(Path(__file__).parents[2] / "config" / "taxonomy.yaml")
MONDAY = date(2026, 3, 2)
BERLIN = Place(country="DE", state="BE")


STRICT = Thresholds(topic=0.8, sender_type=0.7, distance=0.2)


def verdict(label: str, sure: float = 0.97, runner_up: str = "inquiry", runner_up_sure: float = 0.01) -> Verdict:
    return Verdict(label=label, sure=sure, runner_up=runner_up, runner_up_sure=runner_up_sure, by="test")


def read(text: str = "Guten Tag", hints: dict[str, str] | None = None, **changes: Any) -> ReadLetter:
    page = ReadPage(number=0, width_pt=595, height_pt=842, source="ocr", text=text)
    letter = ReadLetter(
        source_name="a.pdf", received_at=datetime(2026, 3, 2, 8, tzinfo=UTC), received_on=MONDAY, pages=(page,)
    )
    return letter.model_copy(update={"hints": hints or {}, **changes})


def meaning(topic: str | Verdict = "order", **changes: Any) -> ClassifiedLetter:
    judged = topic if isinstance(topic, Verdict) else verdict(topic)
    letter = ClassifiedLetter(
        sender_type=verdict("customer", runner_up="supplier"), topic=judged, sender=Sender(), language="de"
    )
    return letter.model_copy(update=changes)


def route(letter: ReadLetter, classified: ClassifiedLetter, *rules: Rule) -> RoutedLetter:
    return choose(letter, classified, rules, TAXONOMY, STRICT, BERLIN)


def codes(routed: RoutedLetter) -> list[str]:
    return [reason.code for reason in routed.reasons]


@pytest.mark.parametrize("topic", TAXONOMY.topics)
def test_a_sure_topic_goes_to_its_department_and_says_why(topic: str) -> None:
    routed = route(read(), meaning(topic))
    assert routed.queue == routed.department == TAXONOMY.topics[topic].department
    assert codes(routed)[0] == "topic_department"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"topic": verdict("order", 0.79)}, "topic_unsure"),
        ({"topic": verdict("order", 0.55, "inquiry", 0.44)}, "topic_unsure"),
        ({"topic": verdict("order", 0.81, "inquiry", 0.62)}, "topic_close"),
        ({"sender_type": verdict("customer", 0.6)}, "sender_type_unsure"),
        ({"sender_type": verdict("customer", 0.75, "media", 0.6)}, "sender_type_close"),
        ({"sealed": True}, "sealed"),
        ({"doubts": (Reason(code="no_text"),)}, "no_text"),
        ({"topic": verdict("no_such_topic")}, "topic_unknown"),
    ],
)
def test_what_is_unsure_goes_to_clearing_with_its_reason_and_the_best_guess(changes: dict[str, Any], code: str) -> None:
    routed = route(read(), meaning(**changes))
    assert routed.queue == CLEARING
    assert routed.needs_review
    assert routed.review_reason is not None
    assert routed.review_reason.code == code
    assert routed.department in TAXONOMY.departments


def test_a_doubtful_page_goes_to_clearing_however_sure_the_topic_is() -> None:
    doubt = Reason(code="page_doubtful", params={"page": "1", "sure": "40"})
    page = ReadPage(number=0, width_pt=595, height_pt=842, source="ocr", doubts=(doubt,))
    routed = route(read(pages=(page,)), meaning())
    assert routed.review_reason == doubt


def test_a_separator_sheet_settles_the_department_but_opens_no_gate() -> None:
    hints = {"department": "legal", "priority": "1"}
    unsure = meaning(verdict("order", 0.4))
    routed = route(read(hints=hints), unsure)
    assert (routed.queue, routed.priority) == ("legal", 1)
    assert codes(routed)[0] == "separator_department"
    assert route(read(hints=hints), unsure.model_copy(update={"sealed": True})).queue == CLEARING
    assert route(read(hints={"department": "lega1"}), meaning()).review_reason == Reason(
        code="separator_unknown", params={"department": "lega1"}
    )


RULES = (
    Rule(name="SCH", when=Condition(reference="SCH-1"), to="legal", because="Schadensakten."),
    Rule(name="Klinik", when=Condition(sender_contains=("klinik",), topic="order"), to="executive"),
    Rule(name="Text", when=Condition(text_contains=("Rahmen vertrag", "Sondervertrag")), to="purchasing"),
    Rule(name="Personal", when=Condition(addressee_contains=("Personal",)), to="hr"),
)


@pytest.mark.parametrize(
    ("changes", "text", "department"),
    [
        ({"references": (Reference(label="Schaden", value="sch 1-77"),)}, "", "legal"),
        ({"references": (Reference(label="Schaden", value="XSCH-1"),)}, "", "sales"),
        ({"sender": Sender(name="Uni-KLINIK Ost")}, "", "executive"),
        ({"sender": Sender(name="Uni-Klinik Ost"), "topic": verdict("inquiry")}, "", "customer_service"),
        ({}, "unser RAHMEN\nvertrag von 2020", "purchasing"),
        ({"addressee": "Personalabteilung"}, "", "hr"),
        ({}, "", "sales"),
    ],
)
def test_the_first_rule_that_fits_decides(changes: dict[str, Any], text: str, department: str) -> None:
    assert route(read(text), meaning(**changes), *RULES).queue == department


def test_due_is_the_service_level_or_the_deadline_that_ends_sooner() -> None:
    deadline = Deadline(value=date(2026, 3, 6), ends=date(2026, 3, 6), phrase="bis 6. März")
    assert route(read(), meaning("tax")).due == date(2026, 3, 9)
    routed = route(read(), meaning("tax", deadline=deadline))
    assert routed.due == date(2026, 3, 6)
    assert "deadline_set" in codes(routed)
    assert route(read(), meaning("order", deadline=deadline)).due == date(2026, 3, 3)


def test_urgent_comes_first_and_says_why() -> None:
    why = Reason(code="deadline_near", params={"date": "2026-03-04"})
    routed = route(read(), meaning("application", urgency=Urgency(urgent=True, reason=why)))
    assert routed.priority == 0
    assert why in routed.reasons
    assert route(read(), meaning("application")).priority == 3


@given(
    st.sampled_from([*TAXONOMY.topics, "unknown"]),
    st.floats(0, 1),
    st.floats(0, 1),
    st.booleans(),
    st.sampled_from([{}, {"department": "hr"}, {"department": "?"}, {"priority": "0"}, {"priority": "x"}]),
)
def test_every_letter_has_a_department_a_reason_and_lies_in_one_queue(
    topic: str, sure: float, runner_up: float, sealed: bool, hints: dict[str, str]
) -> None:
    classified = meaning(verdict(topic, sure, "tax", runner_up), sealed=sealed)
    routed = route(read(hints=hints), classified)
    assert routed.department in TAXONOMY.departments
    assert routed.queue == (CLEARING if routed.needs_review else routed.department)
    assert routed.needs_review == (routed.review_reason is not None)
    assert 0 <= routed.priority <= 3
    assert routed.reasons
    assert all(reason.in_language("de") and reason.in_language("en") for reason in routed.reasons)
