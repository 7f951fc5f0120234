from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letters.errors import SettingsError
from workdays.calendar import (
    add_working_days,
    count_period,
    end_of_period,
    is_working_day,
    next_working_day,
    working_days_between,
)

DAYS = st.dates(date(2020, 1, 1), date(2032, 12, 31))
PLACES = st.sampled_from([("DE", ""), ("DE", "BY"), ("DE", "BE"), ("AT", ""), ("CH", "ZH")])

# The public holidays of all Germany, 2025 and 2026, and some of one state or country only: from the laws' own lists.
GERMAN = {
    *("2025-01-01", "2025-04-18", "2025-04-21", "2025-05-01", "2025-05-29", "2025-06-09", "2025-10-03"),
    *("2025-12-25", "2025-12-26", "2026-01-01", "2026-04-03", "2026-04-06", "2026-05-01", "2026-05-14"),
    *("2026-05-25", "2026-10-03", "2026-12-25", "2026-12-26"),
}


@given(st.dates(date(2025, 1, 1), date(2026, 12, 31)))
def test_a_working_day_in_germany_is_what_the_laws_list_says(day: date) -> None:
    assert is_working_day(day) == (day.weekday() < 5 and day.isoformat() not in GERMAN)


@pytest.mark.parametrize(
    ("day", "country", "state", "works"),
    [
        ("2025-06-19", "DE", "NW", False),  # Corpus Christi
        ("2025-06-19", "DE", "BE", True),
        ("2026-01-06", "DE", "BY", False),  # Epiphany
        ("2026-01-06", "AT", "", False),
        ("2025-10-26", "AT", "", False),
        ("2026-08-01", "CH", "ZH", False),
        ("2025-08-01", "CH", "ZH", False),  # a Friday
        ("2025-10-03", "AT", "", True),
        ("2025-10-31", "DE", "SN", False),
    ],
)
def test_states_and_countries_have_holidays_of_their_own(day: str, country: str, state: str, works: bool) -> None:
    assert is_working_day(date.fromisoformat(day), country, state) is works


def last_day_counted_slowly(start: date, amount: int, unit: str) -> date:
    """Walk day by day and look at the calendar, as a clerk would with a finger on the page."""
    day, months = start, 0
    if unit in ("day", "week"):
        for _ in range(amount if unit == "day" else 7 * amount):
            day += timedelta(days=1)
        return day
    wanted = amount if unit == "month" else 12 * amount
    while True:
        tomorrow = day + timedelta(days=1)
        if months == wanted and (day.day == start.day or tomorrow.month != day.month):
            return day
        months += tomorrow.month != day.month
        day = tomorrow


@given(DAYS, st.integers(1, 40), st.sampled_from(["day", "week", "month", "year"]))
def test_a_period_ends_where_the_slow_count_ends(start: date, amount: int, unit: str) -> None:
    small = amount if unit != "year" else amount % 4 + 1
    assert count_period(start, small, unit) == last_day_counted_slowly(start, small, unit)  # type: ignore[arg-type]


@given(DAYS, st.integers(1, 30), st.sampled_from(["day", "week", "month"]), PLACES)
def test_the_end_moves_to_the_first_working_day_and_no_further(
    start: date, amount: int, unit: str, place: tuple[str, str]
) -> None:
    nominal = count_period(start, amount, unit, *place)  # type: ignore[arg-type]
    end = end_of_period(start, amount, unit, *place)  # type: ignore[arg-type]
    assert is_working_day(end, *place)
    between = [nominal + timedelta(days=number) for number in range((end - nominal).days)]
    assert not any(is_working_day(day, *place) for day in between)


@given(DAYS, st.integers(1, 30), PLACES)
def test_working_days_added_are_the_working_days_between(start: date, amount: int, place: tuple[str, str]) -> None:
    end = add_working_days(start, amount, *place)
    assert is_working_day(end, *place)
    assert working_days_between(start, end, *place) == amount


def test_a_place_that_is_none_is_refused() -> None:
    with pytest.raises(SettingsError) as error:
        is_working_day(date(2026, 1, 1), "DE", "XX")
    assert error.value.reason.code == "place_unknown"


def test_the_examples_of_the_commentaries() -> None:
    assert count_period(date(2026, 1, 31), 1, "month") == date(2026, 2, 28)
    assert count_period(date(2024, 1, 31), 1, "month") == date(2024, 2, 29)
    assert count_period(date(2025, 3, 5), 2, "week") == date(2025, 3, 19)
    # 14 days after the 20th of December end on the 3rd of January, a Saturday, and so on Monday the 5th
    assert end_of_period(date(2025, 12, 20), 14, "day") == date(2026, 1, 5)
    assert end_of_period(date(2025, 12, 20), 14, "day", "DE", "BY") == date(2026, 1, 5)
    assert next_working_day(date(2026, 4, 3)) == date(2026, 4, 7)  # Good Friday to the Tuesday after Easter


@given(DAYS, st.integers(1, 30), PLACES)
def test_werktage_count_saturdays_but_neither_sundays_nor_holidays(
    start: date, amount: int, place: tuple[str, str]
) -> None:
    end = count_period(start, amount, "werktag", *place)
    passed = [start + timedelta(days=number) for number in range(1, (end - start).days + 1)]
    between = working_days_between(start, end, *place)
    assert between <= amount <= between + sum(day.weekday() == 5 for day in passed)
    assert end.weekday() != 6


def test_ten_werktage_from_a_monday_end_on_the_friday_of_the_next_week() -> None:
    assert count_period(date(2024, 3, 4), 10, "werktag") == date(2024, 3, 15)
    assert count_period(date(2024, 3, 4), 10, "working_day") == date(2024, 3, 18)
