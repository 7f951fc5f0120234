"""Does a new letter begin on this page? Without separator sheets, the page itself tells: head, address, salutation.

The weights are log odds, set by hand on 200 of the project's own letters in random order: at 0.95 none of the 13 second
pages was taken for a first one, and three of four first pages were found; the rest is suggested to a person.
"""

import math

from splitting.signs import PageSigns

BIAS = -3.0
WEIGHTS = {
    "address": 2.6,
    "salutation": 2.4,
    "subject": 1.0,
    "letterhead": 0.8,
    "return_line": 0.8,
    "numbered_one": 3.0,
    "before_ended": 2.0,
    "before_closed": 1.5,
    "numbered_later": -6.0,
    "before_goes_on": -4.0,
    "size_changed": 1.0,
    "mail_head": 3.5,
    "before_ends_early": 1.8,
    "before_encloses": -2.0,
}


def first_page_probability(page: PageSigns, before: PageSigns) -> float:
    """How likely (0..1) a new letter begins on `page`, which follows `before`."""
    signs = first_page_signs(page, before)
    return 1 / (1 + math.exp(-BIAS - sum(WEIGHTS[sign] for sign in signs)))


def first_page_signs(page: PageSigns, before: PageSigns) -> set[str]:
    """The signs, of those weighed, that the two pages show."""
    own, last = page.numbering, before.numbering
    shown = {
        "numbered_one": own.number == 1,
        "numbered_later": own.number is not None and own.number > 1,
        "before_ended": last.number is not None and last.number == last.total,
        "before_goes_on": last.number is not None and last.total is not None and last.number < last.total,
        "before_closed": before.closed,
        "before_ends_early": before.ends_early,
        "before_encloses": before.encloses,
        "size_changed": abs(page.width_pt - before.width_pt) + abs(page.height_pt - before.height_pt) > 30,
    }
    return {*page.head, *(name for name, seen in shown.items() if seen)}
