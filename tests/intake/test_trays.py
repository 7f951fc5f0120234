"""Files that a worker refuses after opening, and refused files that are tried again."""

import os
from pathlib import Path

import pytest

from intake.trays import accept_after_all, bring_back, refuse_received
from intake.tree import count_resting
from letters.reasons import Reason
from tests.intake.houses import House

DAMAGED = Reason(code="damaged")


@pytest.fixture
def house(tmp_path: Path) -> House:
    house = House(tmp_path)
    (house.scans / "a.pdf").write_bytes(b"broken")
    return house


def key(house: House, scan: int = 1) -> str:
    return house.register.rows[scan].arrival.key


def refuse(house: House, scan: int = 1) -> Path | None:
    house.register.refuse(scan, "damaged")
    return refuse_received(house.scans, key(house, scan), scan, DAMAGED)


def test_a_scan_that_cannot_be_opened_leaves_done(house: House) -> None:
    house.settle()
    assert refuse(house) == house.scans / "refused/a.pdf"
    assert house.names("done") == []
    assert "beschädigt" in (house.scans / "refused/a.pdf.txt").read_text(encoding="utf-8")


def test_it_is_found_in_done_under_another_name_and_never_mistaken(house: House) -> None:
    house.settle()
    (house.scans / "a.pdf").write_bytes(b"second")
    house.settle()
    assert house.names("done") == ["a-2.pdf", "a.pdf"]
    assert refuse(house, 2) == house.scans / "refused/a-2.pdf"
    assert (house.scans / "refused/a-2.pdf").read_bytes() == b"second"
    assert house.names("done") == ["a.pdf"]


def test_it_is_found_before_intake_has_moved_it(house: House) -> None:
    house.folder.look(0.0)
    found = house.scans / "a.pdf"
    # The row is committed, the process died before the move, a worker was quicker than the restart.
    house.settle()
    (house.scans / "done/a.pdf").rename(found)
    assert refuse(house) == house.scans / "refused/a.pdf"
    house.open()
    house.settle()
    assert house.register.statuses() == ["refused"]


def test_a_file_that_somebody_took_away_is_no_error(house: House) -> None:
    house.settle()
    (house.scans / "done/a.pdf").unlink()
    assert refuse(house) is None
    assert house.names("refused") == []
    assert bring_back(house.scans, key(house)) is None


def test_try_again_makes_it_a_new_arrival(house: House) -> None:
    house.settle()
    refuse(house)
    assert bring_back(house.scans, key(house)) == house.scans / "a.pdf"
    assert house.names("refused") == []
    assert count_resting(house.scans) == 1
    house.settle()
    assert house.register.statuses() == ["refused", "waiting"]


def test_a_refused_file_that_opens_after_all_goes_to_done(house: House) -> None:
    house.settle()
    refuse(house)
    assert accept_after_all(house.scans, key(house), 1) == house.scans / "done/a.pdf"
    assert house.names("refused") == []
    assert accept_after_all(house.scans, key(house), 1) is None
    assert refuse_received(house.scans, key(house), 1, DAMAGED) is not None, "it can be refused once more"


def test_moved_back_by_hand_it_is_a_new_arrival_too(house: House) -> None:
    house.settle()
    place = refuse(house)
    assert place
    place.rename(house.scans / "a.pdf")
    house.settle()
    assert house.register.statuses() == ["refused", "waiting"]


def test_refused_names_never_overwrite_each_other(house: House) -> None:
    for content in (b"1", b"2", b"3"):
        (house.scans / "a.pdf").write_bytes(content)
        house.settle()
        refuse(house, len(house.register.rows))
    (house.scans / "a.pdf.txt").write_bytes(b"a text of one's own")
    house.settle()
    refuse(house, 4)
    contents = {(house.scans / "refused" / name).read_bytes() for name in house.names("refused")}
    assert {b"1", b"2", b"3", b"a text of one's own"} <= contents
    assert len(contents) == 4 + 2  # the three texts for a.pdf say the same


def test_an_empty_file_brought_back_waits_again(tmp_path: Path) -> None:
    house = House(tmp_path)
    (house.scans / "leer.pdf").touch()
    house.settle()
    house.look(house.settings.empty_wait)
    assert bring_back(house.scans, key(house))
    assert (house.scans / "leer.pdf").stat().st_size == 0
    os.truncate(house.scans / "leer.pdf", 3)
    house.settle()
    assert house.register.statuses() == ["refused", "waiting"]
