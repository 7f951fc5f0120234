import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifiers.anatomy import dissect
from classifiers.classify import LinearClassifier
from classifiers.features import count
from classifiers.labelled import LabelledLetter, as_read_letter
from classifiers.model import Model
from classifiers.sheet import read_sheet
from classifiers.words import FACTOR, GRAM_LENGTHS, HASH_BITS, fold, gram_hashes
from config.settings import Place
from config.taxonomy import Taxonomy
from letters.errors import SettingsError
from letters.verdict import Verdict


def test_a_model_saved_and_loaded_says_the_same(
    model: Model, taxonomy: Taxonomy, unseen: tuple[LabelledLetter, ...], tmp_path: Path
) -> None:
    model.save(tmp_path / "model")
    loaded = Model.load(tmp_path / "model")
    assert loaded.version == model.version
    before, after = (LinearClassifier(one, taxonomy, Place()) for one in (model, loaded))
    for letter in unseen[:5]:
        assert before.classify(as_read_letter(letter)) == after.classify(as_read_letter(letter))


def test_a_damaged_or_missing_model_is_refused(model: Model, tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as missing:
        Model.load(tmp_path / "none")
    assert missing.value.reason.code == "model_missing"
    model.save(tmp_path)
    document = json.loads((tmp_path / "model.json").read_text(encoding="utf-8"))
    document["heads"]["topic"]["temperature"] *= 2
    (tmp_path / "model.json").write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(SettingsError) as damaged:
        Model.load(tmp_path)
    assert damaged.value.reason.code == "model_damaged"
    (tmp_path / "weights.npz").write_bytes(b"PK\3\4 cut off")
    with pytest.raises(SettingsError) as cut:
        Model.load(tmp_path)
    assert cut.value.reason.code == "model_damaged"


def test_what_was_learnt_carries_over_to_another_recipient(
    classifier: LinearClassifier, unseen: tuple[LabelledLetter, ...]
) -> None:
    meanings = [classifier.classify(as_read_letter(letter)) for letter in unseen]
    topics = sum(found.topic.label == letter.topic for found, letter in zip(meanings, unseen, strict=True))
    kinds = sum(found.sender_type.label == letter.sender.type for found, letter in zip(meanings, unseen, strict=True))
    assert topics > 0.5 * len(unseen)  # by chance: 0.05
    assert kinds > 0.65 * len(unseen)  # by chance: 0.2


def test_verdicts_carry_probabilities_the_version_and_evidence_on_the_page(
    classifier: LinearClassifier, unseen: tuple[LabelledLetter, ...]
) -> None:
    for letter in unseen[:10]:
        read = as_read_letter(letter)
        meaning = classifier.classify(read)
        for verdict in (meaning.topic, meaning.sender_type):
            assert_sound(verdict)
            assert verdict.by == classifier.version
            assert verdict.evidence
            for evidence in verdict.evidence:
                assert evidence.weight > 0
                assert evidence.place is not None
                words = read.pages[evidence.place.page].words
                assert any(word.box.y0 == evidence.place.box.y0 for word in words)
                assert evidence.text in read.text


def test_every_fact_says_where_it_stands_and_how_sure_it_is(
    classifier: LinearClassifier, unseen: tuple[LabelledLetter, ...]
) -> None:
    seen = 0
    for letter in unseen:
        meaning = classifier.classify(as_read_letter(letter))
        single = [fact for fact in (meaning.date, meaning.deadline) if fact is not None]
        for fact in (*single, *meaning.references, *meaning.amounts):
            seen += 1
            assert fact.place is not None
            assert 0 < fact.sure <= 1
        assert 0 <= meaning.urgency.sure <= 1
        assert 0 <= meaning.sender.sure <= 1
    assert seen > len(unseen)


def assert_sound(verdict: Verdict) -> None:
    assert 0 <= verdict.runner_up_sure <= verdict.sure <= 1
    assert verdict.sure + verdict.runner_up_sure <= 1 + 1e-5
    assert verdict.runner_up != verdict.label


def test_classifying_is_pure(classifier: LinearClassifier, unseen: tuple[LabelledLetter, ...]) -> None:
    letter = as_read_letter(unseen[3])
    assert classifier.classify(letter) == classifier.classify(letter)


def test_a_letter_without_a_word_is_doubted_and_breaks_nothing(
    classifier: LinearClassifier, unseen: tuple[LabelledLetter, ...]
) -> None:
    letter = as_read_letter(unseen[0])
    empty = letter.model_copy(update={"pages": (letter.pages[0].model_copy(update={"words": (), "text": ""}),)})
    meaning = classifier.classify(empty)
    assert [doubt.code for doubt in meaning.doubts] == ["no_text"]
    assert meaning.sender.name is None


def slow_hash(window: str) -> int:
    total = len(window)
    for char in window:
        total = (total * FACTOR + ord(char)) % 2**64
    return (total * 0x9E3779B97F4A7C15 % 2**64) >> (64 - HASH_BITS)


@given(st.text(max_size=40))
def test_hashes_are_those_of_the_slow_count(text: str) -> None:
    flat = " ".join(fold(text).split())
    windows = [flat[start : start + n] for n in GRAM_LENGTHS for start in range(len(flat) - n + 1)]
    assert sorted(gram_hashes(text).tolist()) == sorted(slow_hash(window) for window in windows)


def test_each_view_weighs_the_same_however_long_the_letter(model: Model, unseen: tuple[LabelledLetter, ...]) -> None:
    for letter in unseen[:5]:
        counts = count(dissect(read_sheet(as_read_letter(letter))))
        for view in model.lexicon.rows:
            values = model.lexicon.view(counts, view).values
            assert not len(values) or np.isclose((values**2).sum(), 1.0, atol=1e-4)
