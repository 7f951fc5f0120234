"""Working days of a place: holidays by country and state, counting by the German Civil Code (BGB §§ 187-193).

Austria (ABGB §§ 902, 903) and Switzerland (OR Art. 77, 78) count the same way; their holidays differ.
"""

import calendar
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

import holidays

from letters.errors import SettingsError

Unit = Literal["day", "week", "month", "year", "working_day", "werktag"]
"""A Werktag is every day but Sundays and holidays (BUrlG § 3 (2)); a working day is no Saturday either."""

SATURDAY, SUNDAY = 5, 6


@lru_cache(maxsize=64)
def known_holidays(country: str, state: str) -> holidays.HolidayBase:
    """The public holidays of a place (ISO 3166-1 and 3166-2 subdivision, empty: the whole country's).

    Raises SettingsError("place_unknown").
    """
    try:
        return holidays.country_holidays(country, subdiv=state or None)
    except NotImplementedError as error:
        raise SettingsError("place_unknown", country=country, state=state) from error


def is_working_day(day: date, country: str = "DE", state: str = "") -> bool:
    """Whether `day` is neither Saturday, Sunday nor a public holiday (BGB § 193 names the three)."""
    return day.weekday() < SATURDAY and day not in known_holidays(country, state)


def next_working_day(day: date, country: str = "DE", state: str = "") -> date:
    """`day` itself where it is a working day, else the first one after it."""
    while not is_working_day(day, country, state):
        day += timedelta(days=1)
    return day


def add_working_days(start: date, amount: int, country: str = "DE", state: str = "") -> date:
    """The `amount`-th working day after `start`, which is not counted itself; 0 gives `start`."""
    day = start
    for _ in range(amount):
        day = next_working_day(day + timedelta(days=1), country, state)
    return day


def add_werktage(start: date, amount: int, country: str = "DE", state: str = "") -> date:
    """The `amount`-th day after `start` that is neither Sunday nor holiday: the law's Werktag counts Saturdays."""
    day = start
    for _ in range(amount):
        day += timedelta(days=1)
        while day.weekday() == SUNDAY or day in known_holidays(country, state):
            day += timedelta(days=1)
    return day


def working_days_between(start: date, end: date, country: str = "DE", state: str = "") -> int:
    """How many working days lie after `start`, up to and with `end`; 0 where `end` is not after `start`."""
    days = (start + timedelta(days=number) for number in range(1, (end - start).days + 1))
    return sum(is_working_day(day, country, state) for day in days)


def add_months(start: date, months: int) -> date:
    """The same day of a later month, its last day where it has no such day (BGB § 188 (3))."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


def count_period(start: date, amount: int, unit: Unit, country: str = "DE", state: str = "") -> date:
    """The last day of a period after an event on `start`, wherever it falls.

    The day of the event is not counted (BGB § 187 (1)); weeks, months and years end on the day that by name or number
    is that of the event (§ 188 (2)), or on the month's last day (§ 188 (3)).
    """
    if unit == "working_day":
        return add_working_days(start, amount, country, state)
    if unit == "werktag":
        return add_werktage(start, amount, country, state)
    if unit == "day":
        return start + timedelta(days=amount)
    if unit == "week":
        return start + timedelta(weeks=amount)
    return add_months(start, amount if unit == "month" else 12 * amount)


def end_of_period(start: date, amount: int, unit: Unit, country: str = "DE", state: str = "") -> date:
    """The day by which to act: `count_period`, moved on to the next working day (BGB § 193)."""
    return next_working_day(count_period(start, amount, unit, country, state), country, state)
