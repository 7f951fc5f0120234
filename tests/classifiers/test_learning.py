from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifiers.classify import LinearClassifier
from classifiers.evaluate import Figure, classify_all
from classifiers.gate import Trial, score, try_out
from classifiers.labelled import LabelledLetter, as_read_letter
from classifiers.memory import is_held_back
from classifiers.model import Model
from classifiers.newcomers import as_letter
from classifiers.thresholds import choose_thresholds, draw_curve, point_at
from classifiers.train import CorrectedLetter, make_example, train, train_examples
from config.settings import Place, Thresholds
from config.taxonomy import Taxonomy, Topic
from routing.choose import TaxonomyRouter

KEPT = next(key for key in map(str, range(100)) if not is_held_back(key))
HELD = next(key for key in map(str, range(100)) if is_held_back(key))


def next_month(letter: LabelledLetter) -> LabelledLetter:
    """The same form from the same sender a month later, with other numbers."""
    later = letter.date + timedelta(days=30)
    digits = str.maketrans("0123456789", "1357902468")
    changes = {"date": later, "place_date": later.strftime("%d.%m.%Y"), "body": letter.body.translate(digits)}
    return letter.model_copy(update={"id": letter.id + "b", **changes})


def test_a_correction_counts_from_the_next_letter_on(
    classifier: LinearClassifier, model: Model, taxonomy: Taxonomy, unseen: tuple[LabelledLetter, ...]
) -> None:
    for letter in unseen[:6]:
        topic = "corporate" if letter.topic != "corporate" else "press"
        note = classifier.remember(KEPT, as_read_letter(letter), topic, "media")
        taught = LinearClassifier(model, taxonomy, Place(), [note])
        meaning = taught.classify(as_read_letter(next_month(letter)))
        assert (meaning.topic.label, meaning.sender_type.label) == (topic, "media")
        assert meaning.topic.by == f"{model.version}+{taught.memory.version}"


def test_a_correction_leaves_unlike_letters_alone(
    classifier: LinearClassifier, model: Model, taxonomy: Taxonomy, unseen: tuple[LabelledLetter, ...]
) -> None:
    note = classifier.remember(KEPT, as_read_letter(unseen[0]), "corporate", "media")
    taught = LinearClassifier(model, taxonomy, Place(), [note])
    for letter in unseen[1:]:
        before, after = (one.classify(as_read_letter(letter)).topic for one in (classifier, taught))
        assert before.label == after.label
        assert abs(before.sure - after.sure) < 0.05


def test_a_letter_held_back_teaches_nothing(
    classifier: LinearClassifier, model: Model, taxonomy: Taxonomy, unseen: tuple[LabelledLetter, ...]
) -> None:
    note = classifier.remember(HELD, as_read_letter(unseen[0]), "corporate", "media")
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
    classifier = LinearClassifier(train_examples(known, {}), extended, Place())
    found = [(letter.topic, classifier.classify(as_read_letter(letter)).topic.label) for letter in unseen]
    assert ("application", "application") in found
    mistaken = sum(label == "application" for topic, label in found if topic != "application")
    assert mistaken <= 0.15 * len(found)


@pytest.mark.slow
def test_corrected_letters_teach_the_next_model_and_those_held_back_judge_it(
    letters: tuple[LabelledLetter, ...], unseen: tuple[LabelledLetter, ...], taxonomy: Taxonomy, model: Model
) -> None:
    corrected = [
        CorrectedLetter(letter.id, as_read_letter(letter), letter.topic, letter.sender.type) for letter in unseen
    ]
    new = LinearClassifier(train(letters, corrected=corrected), taxonomy, Place())
    live = LinearClassifier(model, taxonomy, Place())
    trial = try_out(new, live, corrected)
    assert trial.new.total == sum(is_held_back(letter.id) for letter in unseen) > 0
    taught = [entry for entry in corrected if not is_held_back(entry.key)]
    assert score(new, taught).right > score(live, taught).right
    assert Trial(trial.live, trial.live).passed
    assert not Trial(Figure(right=1, total=3), Figure(right=2, total=3)).passed


def test_a_bare_text_is_a_letter() -> None:
    assert as_letter("Guten Tag,\n\nbitte reservieren Sie.").text.startswith("Guten Tag,")


def test_stricter_thresholds_let_less_through_and_more_of_it_right(
    classifier: LinearClassifier, taxonomy: Taxonomy, unseen: tuple[LabelledLetter, ...]
) -> None:
    router = TaxonomyRouter((), taxonomy, Thresholds(topic=0, sender_type=0, distance=0), Place())
    outcomes = classify_all(unseen, classifier, router)
    coverage = [point.coverage for point in draw_curve(outcomes)]
    assert coverage == sorted(coverage, reverse=True)
    chosen = choose_thresholds(outcomes, 0.9)
    if chosen is not None:
        assert point_at(outcomes, chosen.topic, chosen.sender_type).precision >= 0.9
    assert choose_thresholds([], 0.5) is None


@given(st.text(max_size=30))
def test_holding_back_depends_on_the_key_alone(key: str) -> None:
    assert is_held_back(key) == is_held_back(key)
