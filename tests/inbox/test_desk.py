"""The office's desk keeps what every desk promises, and a sealed letter says nothing anywhere."""

import json
import sqlite3
from pathlib import Path

import pytest

from inbox.desk import OfficeDesk
from letters.finding import SearchQuery
from tests.inbox.conftest import Office
from tests.web.desk_contract import *  # noqa: F403 (the contract's tests become this module's)
from web.phrases import PHRASES

SECRETS = ("Zwiebelfisch", "Urlaub", "Feldhaus")


@pytest.fixture
def desk(filled: Office) -> OfficeDesk:
    """The desk; decisions of earlier tests stay."""
    return filled.assembly.desk()


def test_a_sealed_letter_is_forgotten_everywhere_but_in_its_stored_file(filled: Office) -> None:
    home: Path = filled.assembly.home.path
    with sqlite3.connect(home / "posteingang.sqlite") as database:
        (sealed,) = [row[0] for row in database.execute("SELECT id FROM letters WHERE sealed")]
        dump = "\n".join(database.iterdump())
    for word in SECRETS:
        assert word not in dump
        assert not filled.assembly.desk().search(SearchQuery(text=word)).found
    view = filled.assembly.desk().letter(sealed)
    assert view.text.strip() == ""
    assert not any(word in json.dumps(view.model_dump(mode="json")) for word in SECRETS)
    for log in (home / "logs").iterdir():
        assert not any(word in log.read_text(errors="replace") for word in SECRETS)


def test_whatever_happened_to_a_letter_is_told_in_words(filled: Office) -> None:
    desk = filled.assembly.desk()
    letters = [item.letter for queue in desk.overview().queues for item in desk.items(queue.name, 0, 500).items]
    events = {event.what for letter in letters if letter for event in desk.letter(letter).events}
    assert {"waiting", "opened", "split", "classified", "routed", "copied"} <= events
    assert [what for what in events if f"event_{what}" not in PHRASES] == []
