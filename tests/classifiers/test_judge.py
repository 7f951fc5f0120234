import json
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.ensemble import HistGradientBoostingClassifier

from classifiers.judge import Case, Judge, JudgeDocument, as_document
from classifiers.learn_judges import Lesson, as_trees, learn_judge


def lessons(count: int, seed: int = 1) -> list[Lesson]:
    """Yes where two measures are both large: what no sum of weights can say."""
    chance = random.Random(seed)
    made = []
    for number in range(count):
        first, second = chance.random(), chance.random()
        made.append(Lesson(Case(("a",), (first, second)), (first > 0.5) != (second > 0.5), f"g{number % 5}"))
    return made


@pytest.fixture(scope="module")
def judge() -> Judge:
    return learn_judge(lessons(600))


def test_trees_weigh_measures_together(judge: Judge) -> None:
    unseen = lessons(200, seed=2)
    right = sum((judge.sure(lesson.case) > 0.5) == lesson.answer for lesson in unseen)
    assert right > 190


def test_a_judge_is_the_same_when_it_was_kept_as_json(judge: Judge) -> None:
    kept = JudgeDocument.model_validate(json.loads(json.dumps(as_document(judge)))).judge()
    cases = [lesson.case for lesson in lessons(50, seed=3)]
    assert kept.sure_of(cases) == judge.sure_of(cases)


def test_our_trees_say_what_the_library_says() -> None:
    chance = np.random.default_rng(1)
    rows = chance.random((300, 4))
    answers = rows[:, 0] * rows[:, 1] > rows[:, 2] * 0.5
    machine = HistGradientBoostingClassifier(max_iter=20, early_stopping=False).fit(rows, answers)
    ours = as_trees([entry[0].nodes for entry in machine._predictors], float(machine._baseline_prediction[0, 0]))
    assert np.allclose(1 / (1 + np.exp(-ours.scores(rows))), machine.predict_proba(rows)[:, 1], atol=1e-4)


@settings(max_examples=20)
@given(st.lists(st.lists(st.sampled_from("abcd"), max_size=4), min_size=1, max_size=12), st.booleans())
def test_where_all_answers_are_one_the_judge_gives_it(shown: list[list[str]], answer: bool) -> None:
    learnt = learn_judge([Lesson(Case(tuple(signs)), answer, "g") for signs in shown])
    assert (learnt.sure(Case(("a",))) > 0.5) is answer


def test_signs_that_go_with_yes_make_yes() -> None:
    taught = [Lesson(Case(("rain",) if number % 2 else ("sun",)), bool(number % 2), "g") for number in range(40)]
    learnt = learn_judge(taught)
    assert learnt.sure(Case(("rain",))) > 0.8 > 0.2 > learnt.sure(Case(("sun",)))


def test_sense_says_what_signs_do_not() -> None:
    chance = np.random.default_rng(1)
    senses = chance.normal(size=(200, 8))
    taught = [Lesson(Case(("a",), sense=sense), bool(sense[3] > 0), "g") for sense in senses]
    learnt = learn_judge(taught)
    kept = JudgeDocument.model_validate(json.loads(json.dumps(as_document(learnt)))).judge()
    unseen = chance.normal(size=(100, 8))
    right = sum((kept.sure(Case(("a",), sense=sense)) > 0.5) == (sense[3] > 0) for sense in unseen)
    assert right > 90
