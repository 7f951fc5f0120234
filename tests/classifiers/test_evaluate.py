from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifiers.classify import LinearClassifier
from classifiers.evaluate import Figure, calibration_error, evaluate
from classifiers.labelled import LabelledLetter, as_read_letter, read_labelled
from config.settings import Place, Thresholds
from config.taxonomy import Taxonomy
from letters.errors import SettingsError
from routing.choose import TaxonomyRouter


def test_the_interval_is_wilsons() -> None:
    assert Figure(right=9, total=10).interval == pytest.approx((0.5958, 0.9821), abs=1e-3)
    assert Figure(right=0, total=0).interval == (0.0, 1.0)


@given(st.integers(0, 500), st.integers(1, 500))
def test_the_share_lies_inside_its_interval(right: int, more: int) -> None:
    figure = Figure(right=right, total=right + more)
    low, high = figure.interval
    assert 0 <= low <= figure.share <= high <= 1


def test_the_calibration_error_is_the_gap_between_said_and_so() -> None:
    assert calibration_error([(0.95, True)] * 19 + [(0.95, False)]) == pytest.approx(0.0)
    assert calibration_error([(0.95, True)] * 10 + [(0.95, False)] * 10) == pytest.approx(0.45)
    assert calibration_error([]) == 0.0


def test_figures_count_what_was_found(
    classifier: LinearClassifier, taxonomy: Taxonomy, unseen: tuple[LabelledLetter, ...]
) -> None:
    router = TaxonomyRouter((), taxonomy, Thresholds(topic=0.5, sender_type=0.0, distance=0.0), Place())
    figures = evaluate(unseen, classifier, router)
    assert figures.letters == figures.topic.total == len(unseen)
    assert len(figures.wrong) == figures.topic.total - figures.topic.right
    assert sum(number for _, _, number in figures.confusions) == len(figures.wrong)
    assert figures.routed_right.total == figures.routed.right
    assert figures.date.share > 0.9
    assert figures.sender_name.share > 0.9
    everything = TaxonomyRouter((), taxonomy, Thresholds(topic=0.0, sender_type=0.0, distance=0.0), Place())
    sealed = sum(classifier_sealed(classifier, letter) for letter in unseen)
    assert evaluate(unseen, classifier, everything).routed.right == len(unseen) - sealed


def classifier_sealed(classifier: LinearClassifier, letter: LabelledLetter) -> bool:
    return classifier.classify(as_read_letter(letter)).sealed


def test_a_wrong_line_is_named(tmp_path: Path, unseen: tuple[LabelledLetter, ...]) -> None:
    path = tmp_path / "letters.jsonl"
    path.write_text(unseen[0].model_dump_json() + "\n\n{}\n", encoding="utf-8")
    with pytest.raises(SettingsError) as error:
        read_labelled(path)
    assert error.value.reason.params["line"] == "3"
