"""A correction counts from the next letter on."""

from inbox.views import Choice
from samples.render_letters import read_letters, render_letter
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
