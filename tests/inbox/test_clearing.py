"""A scan that has no letter lies in clearing all the same: seen, exported, and tried again."""

import pytest
from sqlalchemy import update

from inbox.export import export_letters
from letters.errors import AccessError
from store.tables import WorkRow
from tests.inbox.conftest import Office
from workers.advance import ATTEMPTS


def test_a_scan_that_stopped_three_times_is_exported_once_and_can_be_tried_again(
    office: Office, scans: list[bytes]
) -> None:
    office.take(scans[0], "brief.pdf")
    with office.assembly.database().writing() as tx:
        tx.execute(update(WorkRow).values(attempts=ATTEMPTS))
    office.work()
    desk = office.assembly.desk()
    (item,) = desk.items("clearing").items
    assert (item.letter, item.source_name) == (None, "brief.pdf")
    (waiting,) = export_letters(office.assembly.database(), "en")
    assert (waiting["id"], waiting["scan"], waiting["status"], waiting["queue"]) == (None, 1, "clearing", "clearing")
    assert waiting["review_reason"]["code"] == "stopped_three_times"

    assert desk.scan(1).can_be_retried
    desk.retry(1)
    office.work()
    (letter,) = export_letters(office.assembly.database(), "en")
    assert letter["id"] == 1
    assert letter["text"]
    assert set(letter) == set(waiting) - {"scan"}, "the same fields"
    assert desk.items("clearing").total == (1 if letter["status"] == "clearing" else 0)
    with pytest.raises(AccessError, match="neither refused"):
        desk.retry(1)
