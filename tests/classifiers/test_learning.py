from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifiers.classify import LinearClassifier
from classifiers.evaluate import Figure, classify_all
from classifiers.labelled import LabelledLetter, as_read_letter, read_labelled
from classifiers.memory import MOST_KEPT, Confirmed, Memory, is_held_back
from classifiers.model import Model
from classifiers.newcomers import as_letter
from classifiers.retrain import Trial, retrain, score
from classifiers.thresholds import choose_thresholds, draw_curve, judged
from classifiers.train import make_example, train_examples
from classifiers.vector import Vector
from config.settings import Place, Thresholds
from config.taxonomy import Taxonomy, Topic
from routing.choose import TaxonomyRouter

LETTERS = Path(__file__).parents[2] / "samples" / "letters"
KEPT = next(key for key in map(str, range(100)) if not is_held_back(key))
HELD = next(key for key in map(str, range(100)) if is_held_back(key))


def next_month(letter: LabelledLetter) -> LabelledLetter:
    """The same form from the same sender a month later, with other numbers."""
    later = letter.date + timedelta(days=30)
    digits = str.maketrans("0123456789", "1357902468")
    changes = {"date": later, "place_date": later.strftime("%d.%m.%Y"), "body": letter.body.translate(digits)}
    return letter.model_copy(update={"id": letter.id + "b", **changes})


def remember(classifier: LinearClassifier, key: str, letter: LabelledLetter, topic: str, sender_type: str) -> Confirmed:
    vector = classifier.vector(as_read_letter(letter))
    return Confirmed(key, vector, {"topic": topic, "sender_type": sender_type})


def as_decided(classifier: LinearClassifier, letters: Iterable[LabelledLetter]) -> list[Confirmed]:
    return [remember(classifier, letter.id, letter, letter.topic, letter.sender.type) for letter in letters]


def test_a_correction_counts_from_the_next_letter_on(
    classifier: LinearClassifier, model: Model, taxonomy: Taxonomy, unseen: tuple[LabelledLetter, ...]
) -> None:
    for letter in unseen[:6]:
        topic = "corporate" if letter.topic != "corporate" else "press"
        note = remember(classifier, KEPT, letter, topic, "media")
        taught = LinearClassifier(model, taxonomy, Place(), [note])
        meaning = taught.classify(as_read_letter(next_month(letter)))
        assert (meaning.topic.label, meaning.sender_type.label) == (topic, "media")
        assert meaning.topic.by == f"{model.version}+{taught.memory.version}"


def test_a_correction_leaves_unlike_letters_alone(
    classifier: LinearClassifier, model: Model, taxonomy: Taxonomy, unseen: tuple[LabelledLetter, ...]
) -> None:
    note = remember(classifier, KEPT, unseen[0], "corporate", "media")
    taught = LinearClassifier(model, taxonomy, Place(), [note])
    for letter in unseen[1:]:
        before, after = (one.classify(as_read_letter(letter)).topic for one in (classifier, taught))
        assert before.label == after.label
        assert abs(before.sure - after.sure) < 0.05


def test_a_letter_held_back_teaches_nothing(
    classifier: LinearClassifier, model: Model, taxonomy: Taxonomy, unseen: tuple[LabelledLetter, ...]
) -> None:
    note = remember(classifier, HELD, unseen[0], "corporate", "media")
    taught = LinearClassifier(model, taxonomy, Place(), [note])
    assert taught.classify(as_read_letter(unseen[0])) == classifier.classify(as_read_letter(unseen[0]))


def test_about_a_fifth_is_held_back() -> None:
    assert 0.15 < sum(is_held_back(f"letter {number}") for number in range(2000)) / 2000 < 0.25


@pytest.mark.slow
def test_a_new_topic_is_one_entry_and_usable_at_once(
    letters: tuple[LabelledLetter, ...], unseen: tuple[LabelledLetter, ...], taxonomy: Taxonomy
) -> None:
    known = [make_example(letter) for letter in letters if letter.topic != "application"]
    examples = tuple(letter.body for letter in letters if letter.topic == "application")[:5]
    entry = Topic(de="Bewerbung", en="Application", department="hr", covers="jemand bewirbt sich", examples=examples)
    extended = taxonomy.model_copy(update={"topics": {**taxonomy.topics, "application": entry}})
    classifier = LinearClassifier(train_examples(known, {}).model, extended, Place())
    found = [(letter.topic, classifier.classify(as_read_letter(letter)).topic.label) for letter in unseen]
    assert ("application", "application") in found
    mistaken = sum(label == "application" for topic, label in found if topic != "application")
    assert mistaken <= 0.15 * len(found)


def test_what_was_decided_moves_the_base_and_what_was_held_back_judges_it(
    classifier: LinearClassifier, model: Model, unseen: tuple[LabelledLetter, ...]
) -> None:
    decided = as_decided(classifier, unseen)
    taught = [lesson for lesson in decided if not is_held_back(lesson.key)]
    held_back = [lesson for lesson in decided if is_held_back(lesson.key)]
    new = retrain(model, taught)
    assert score(new, taught).right > score(model, taught).right
    assert score(new, held_back).total == len(held_back) > 0
    assert new.version != model.version
    assert (new.notes["root"], new.notes["lessons"]) == (model.version, str(len(taught)))
    assert new.lexicon is model.lexicon
    assert retrain(model, taught).version == new.version


def test_a_new_version_that_does_worse_does_not_pass() -> None:
    two, one = Figure(right=2, total=3), Figure(right=1, total=3)
    assert Trial(new=two, live=two).passed
    assert Trial(new=two, live=one).passed
    assert not Trial(new=one, live=two).passed


@pytest.mark.slow
def test_a_topic_that_only_people_know_becomes_one_of_the_models(
    letters: tuple[LabelledLetter, ...], unseen: tuple[LabelledLetter, ...], taxonomy: Taxonomy
) -> None:
    known = [make_example(letter) for letter in letters if letter.topic != "application"]
    ignorant = LinearClassifier(train_examples(known, {}).model, taxonomy, Place())
    decided = [letter for name in ("verlag", "bank") for letter in read_labelled(LETTERS / f"{name}.jsonl")]
    taught = LinearClassifier(retrain(ignorant.model, as_decided(ignorant, decided)), taxonomy, Place())
    assert taught.newcomers.labels == ()
    found = [(letter.topic, taught.classify(as_read_letter(letter)).topic.label) for letter in unseen]
    assert ("application", "application") in found
    assert sum(label == "application" for topic, label in found if topic != "application") <= 0.1 * len(found)


def test_nothing_decided_changes_nothing(model: Model) -> None:
    same = retrain(model, [])
    assert all((same.heads[name].weights == head.weights).all() for name, head in model.heads.items())


def test_the_memory_keeps_the_newest(classifier: LinearClassifier, unseen: tuple[LabelledLetter, ...]) -> None:
    one = as_decided(classifier, unseen[:1])[0]
    many = [one._replace(key=f"{KEPT}") for _ in range(MOST_KEPT + 5)]
    assert len(Memory(many, classifier.model.lexicon.width).kept) == MOST_KEPT


@given(st.dictionaries(st.integers(0, 2**31 - 1), st.floats(-8, 8, width=16), max_size=50))
def test_a_vector_kept_as_bytes_comes_back(entries: dict[int, float]) -> None:
    rows = np.array(list(entries), dtype=np.int64)
    vector = Vector(rows, np.array(list(entries.values()), dtype=np.float32))
    back = Vector.unpack(vector.pack())
    assert (back.rows == vector.rows).all()
    assert (back.values == vector.values).all()


def test_a_bare_text_is_a_letter() -> None:
    assert as_letter("Guten Tag,\n\nbitte reservieren Sie.").text.startswith("Guten Tag,")


def test_stricter_thresholds_let_less_through_and_more_of_it_right(
    classifier: LinearClassifier, taxonomy: Taxonomy, unseen: tuple[LabelledLetter, ...]
) -> None:
    router = TaxonomyRouter((), taxonomy, Thresholds(topic=0, sender_type=0, distance=0), Place())
    entries = judged(classify_all(unseen, classifier, router))
    coverage = [point.coverage for point in draw_curve(entries)]
    assert coverage == sorted(coverage, reverse=True)
    assert coverage[0] > coverage[-1]
    chosen = choose_thresholds(entries, 0.9)
    assert chosen is not None
    assert chosen.precision >= 0.9
    assert all(point.coverage <= chosen.coverage for point in draw_curve(entries) if point.precision >= 0.9)
    assert choose_thresholds([], 0.5) is None
    strict = TaxonomyRouter((), taxonomy, chosen.thresholds, Place())
    routed = [each for each in classify_all(unseen, classifier, strict) if not each.routed.needs_review]
    assert len(routed) == round(chosen.coverage * len(unseen)), "the router lets through what was promised"


@given(st.text(max_size=30))
def test_holding_back_depends_on_the_key_alone(key: str) -> None:
    assert is_held_back(key) == is_held_back(key)
