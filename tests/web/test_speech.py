"""How the pages speak."""

import re
import string
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letters.labels import LETTER_STATUSES
from letters.reasons import Language, Reason
from tests.web.offices import taxonomy
from web.phrases import PHRASES
from web.room import HERE
from web.speech import Speech

NOW = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
CODED = ("role_", "status_", "sentiment_", "language_", "event_", "by_", "sort_")


def speech(language: Language = "de") -> Speech:
    return Speech(language, BERLIN, taxonomy(), NOW)


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("key", PHRASES)
def test_both_languages_have_the_same_places(key: str) -> None:
    german, english = PHRASES[key]
    assert places(german) == places(english)


def test_pages_use_every_phrase_and_no_other() -> None:
    sources = [path.read_text(encoding="utf-8") for path in (*HERE.glob("templates/*.html"), *HERE.glob("*.py"))]
    text = "\n".join(source for source in sources if "PHRASES: dict" not in source)
    quoted = set(re.findall(r'"([a-z_]+)"', text))
    unused = [key for key in PHRASES if key not in quoted and not key.startswith(CODED)]
    assert unused == []
    asked = set(re.findall(r'\bt\("([a-z_]+)"[,)]', text)) | set(re.findall(r'phrase\("([a-z_]+)"[,)]', text))
    assert asked - set(PHRASES) == set()


def test_every_status_has_a_name() -> None:
    assert [status for status in LETTER_STATUSES if f"status_{status}" not in PHRASES] == []


@pytest.mark.parametrize(
    ("ago", "said"),
    [
        (timedelta(seconds=59), "gerade eben"),
        (timedelta(minutes=59), "vor 59 Min."),
        (timedelta(hours=2), "vor 2 Std."),
        (timedelta(hours=23, minutes=59), "vor 23 Std."),
        (timedelta(hours=24), "gestern"),
        (timedelta(hours=49), "vor 3 Tagen"),
    ],
)
def test_ages(ago: timedelta, said: str) -> None:
    assert speech().age(NOW - ago) == said


def test_the_day_is_that_of_the_readers_clock() -> None:
    assert speech().moment(NOW) == "02.03.2026 00:30"
    assert speech("en").moment(NOW) == "2 Mar 2026 00:30"
    assert [speech().due(date(2026, 3, day)) for day in (2, 3, 4)] == ["heute", "morgen", "04.03.2026"]


@given(st.floats(0, 1))
def test_only_certainty_is_a_hundred_percent_and_only_nothing_is_none(share: float) -> None:
    said = speech().percent(share).removesuffix("\u00a0%")
    assert (said == "100") == (share == 1)
    assert (said == "0") == (share == 0)
    assert (said == "<\u00a01") == (0 < share < 0.005)
    assert said == "<\u00a01" or abs(int(said) - share * 100) <= 1


def test_money_and_sizes() -> None:
    assert speech().money(6812.5, "EUR") == "6.812,50 EUR"
    assert speech("en").money(6812.5, "EUR") == "6,812.50 EUR"
    assert [speech().size(count) for count in (0, 1, 1001, 3_182_331)] == ["0 kB", "1 kB", "2 kB", "3,2 MB"]


def test_corrections_name_what_was_changed() -> None:
    params = {"person": "Poststelle", "field": "topic", "old": "invoice", "new": "dunning"}
    said = speech().reason(Reason(code="corrected", params=params))
    nameless = speech().reason(Reason(code="corrected", params=params | {"person": "person"}))
    assert nameless.startswith("Von einem Menschen geändert")
    assert said == "Von Poststelle geändert: Thema „Rechnung“ → „Mahnung“."


def test_labels_that_are_no_longer_in_the_taxonomy_are_shown_as_they_are() -> None:
    said = speech()
    assert (said.topic("gone"), said.queue("gone"), said.sender_type("gone")) == ("gone", "gone", "gone")
    assert said.coded("event", "unheard of") == "unheard of"


def test_the_vendored_library_has_its_licence() -> None:
    assert "Zero-Clause BSD" in Path(HERE / "static/htmx.LICENSE.txt").read_text(encoding="utf-8")
