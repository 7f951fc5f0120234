"""When a scan of which no page was read is refused, and when people look at it."""

import pytest

from letters.reasons import Reason
from splitting import PageSigns
from workers.split_scan import nothing_made


def unread(number: int, code: str) -> PageSigns:
    fault = Reason(code=code, params={"page": str(number + 1), "limit": "60", "step": "read"})
    return PageSigns(number=number, width_pt=595, height_pt=842, fault=fault)


@pytest.mark.parametrize("code", ["page_unreadable", "too_many_pixels", "over_memory"])
def test_a_scan_whose_every_page_is_at_fault_is_refused(code: str) -> None:
    reason = nothing_made([unread(0, code)])
    assert reason is not None
    assert reason.code == code
    both = nothing_made([unread(0, code), unread(1, code)])
    assert both is not None
    assert both.code == "damaged"


@pytest.mark.parametrize("code", ["page_too_slow", "stopped_three_times", "step_failed"])
def test_what_may_not_be_the_pages_fault_is_for_people(code: str) -> None:
    assert nothing_made([unread(0, code)]) is None


def test_one_page_read_is_enough() -> None:
    assert nothing_made([unread(0, "page_unreadable"), PageSigns(number=1, width_pt=595, height_pt=842)]) is None
