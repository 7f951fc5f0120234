"""A correction counts from the next letter on."""

from datetime import UTC, datetime, timedelta

import pytest

from classifiers.memory import is_held_back
from inbox.drift import measure_drift
from inbox.views import Choice
from letters.errors import SettingsError
from posteingang.school import give_lesson
from posteingang.versions import list_versions
from samples.render_letters import read_letters, render_letter
from store.decisions import count_decisions
from tests.inbox.conftest import Office
from tests.parts.trained import ROOT


def test_what_a_person_corrects_is_known_when_the_like_comes_again(office: Office) -> None:
    letter = next(
        each
        for each in read_letters(ROOT / "samples/demo/letters.jsonl")
        if each["topic"] == "inquiry" and "unsure" not in each
    )
    office.receive(render_letter(letter, 1, 200, "office")[0], "erster.pdf")
    desk = office.assembly.desk()
    first = desk.letter(1)
    assert first.meaning is not None
    version = first.meaning.topic.by
    desk.decide(1, Choice(department="communications", topic="sponsorship", sender_type="media"))
    office.receive(render_letter(letter, 2, 200, "office")[0], "zweiter.pdf")
    second = desk.letter(2)
    assert second.meaning is not None
    assert second.meaning.topic.label == "sponsorship"
    assert second.meaning.sender_type.label == "media"
    assert second.meaning.topic.by.startswith(version + "+"), "the verdict names model and memory"


def test_an_unlike_letter_is_judged_as_before(office: Office) -> None:
    letters = {each["topic"]: each for each in read_letters(ROOT / "samples/demo/letters.jsonl")}
    office.receive(render_letter(letters["tax"], 1, 200, "office")[0], "erster.pdf")
    desk = office.assembly.desk()
    desk.decide(1, Choice(department="communications", topic="sponsorship"))
    office.receive(render_letter(letters["invoice"], 1, 200, "office")[0], "zweiter.pdf")
    second = desk.letter(2)
    assert second.meaning is not None
    assert second.meaning.topic.label == "invoice"


def decide_all(office: Office, topic: str) -> list[int]:
    """Twelve letters whose topic a person settles, each twice: more decisions than a lesson needs."""
    desk = office.assembly.desk()
    with office.assembly.database().reading() as tx:
        letters = [number for number in range(1, 13) if desk.letter(number).meaning]
        assert count_decisions(tx, 0) == 0
    for number in letters:
        desk.decide(number, Choice(department="legal", topic=topic, sender_type="stakeholder"))
    return letters


def test_enough_decisions_make_a_new_version_that_running_workers_follow(office: Office, scans: list[bytes]) -> None:
    for number, content in enumerate(scans[:12]):
        office.receive(content, f"Scan_{number}.pdf")
    school, live = office.assembly.school(), office.assembly.model()
    root = live.version()
    assert root is not None
    assert not school.is_lesson_due()
    decide_all(office, "legal")
    assert school.is_lesson_due()

    give_lesson(office.assembly.home.path)

    version = live.version()
    assert version not in (None, root)
    assert not school.is_lesson_due(), "the same decisions are not taught twice"
    measured = list_versions(office.assembly.home.models)[version or ""]
    assert (measured.root, measured.lessons) == (root, 12)
    assert measured.held_back is not None
    assert measured.rival_held_back is not None
    assert measured.held_back.total == sum(is_held_back(f"letter:{number}") for number in range(1, 13))
    assert measured.held_back.right >= measured.rival_held_back.right
    office.receive(scans[12], "danach.pdf")
    meaning = office.assembly.desk().letter(13).meaning
    assert meaning is not None
    assert meaning.topic.by.startswith(version or "-")

    school.use(root)
    office.receive(scans[13], "zurück.pdf")
    rolled_back = office.assembly.desk().letter(14).meaning
    assert rolled_back is not None
    assert rolled_back.topic.by.startswith(root), "rolling back counts from the next letter on"
    with pytest.raises(SettingsError) as unknown:
        school.use("nosuch")
    assert unknown.value.reason.code == "no_such_version"


def test_a_version_that_does_worse_is_kept_but_not_live(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Six of the same form; whoever decides is wrong about all but those held back."""
    letter = next(each for each in read_letters(ROOT / "samples/demo/letters.jsonl") if each["topic"] == "tax")
    for number in range(1, 7):
        office.receive(render_letter(letter, number, 200, "office")[0], f"Scan_{number}.pdf")
    desk, root = office.assembly.desk(), office.assembly.model().version()
    assert root is not None
    for number in range(1, 7):
        meaning = desk.letter(number).meaning
        assert meaning is not None
        right = is_held_back(f"letter:{number}")
        topic = meaning.topic.label if right else "corporate"
        sender_type = meaning.sender_type.label if right else "media"
        desk.decide(number, Choice(department="legal", topic=topic, sender_type=sender_type))
    monkeypatch.setattr("classifiers.retrain.RESTRAINT", 0.001)  # so that it believes every word
    taught = office.assembly.school().teach(root)
    assert taught.trial is not None
    assert taught.trial.live.right == taught.trial.live.total > 0
    assert taught.trial.new.right < taught.trial.live.right
    assert not taught.went_live
    assert office.assembly.model().version() == root
    assert taught.version in list_versions(office.assembly.home.models)


def test_drift_is_the_share_of_corrections_by_suggested_topic() -> None:
    now = datetime(2026, 3, 31, tzinfo=UTC)
    lately, before = now - timedelta(days=2), now - timedelta(days=60)
    said = [
        (before, "order", "order"),
        (before, "order", "inquiry"),
        (lately, "order", "inquiry"),
        (lately, None, "inquiry"),
        (lately, "press", "press"),
    ]
    order, press = measure_drift(said, now)
    assert (order.topic, order.before.decided, order.before.corrected) == ("order", 2, 1)
    assert (order.lately.decided, order.lately.corrected, order.lately.share) == (1, 1, 1.0)
    assert (press.topic, press.lately.corrected, press.before.share) == ("press", 0, 0.0)
