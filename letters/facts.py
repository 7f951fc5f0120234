"""Facts found in a letter, each with where it stands and how sure it is."""

import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from letters.reasons import Reason
from letters.verdict import Place

Sentiment = Literal["positive", "neutral", "negative", "angry"]


class Fact(BaseModel):
    """What every fact keeps: where it stands and how sure it is (0..1)."""

    model_config = ConfigDict(frozen=True)

    place: Place | None = None
    sure: float = 1.0


class Sender(Fact):
    """Who writes, as the letter itself says; `contact` is the master data's id where a record was recognised."""

    name: str | None = None
    lines: tuple[str, ...] = ()
    email: str | None = None
    phone: str | None = None
    iban: str | None = None
    vat_id: str | None = None
    contact: str | None = None


class DateFact(Fact):
    """The date of the letter."""

    value: datetime.date


class Deadline(Fact):
    """The day by which we must act, as the letter names it or as a period counted (BGB §§ 187, 188) gives it.

    `ends`: when it legally ends, moved on where `value` is no working day (BGB § 193). `phrase` as written; `expired`
    when that day was past on arrival.
    """

    value: datetime.date
    ends: datetime.date
    phrase: str
    expired: bool = False


class Reference(Fact):
    """A number with the label it stands under, as the letter writes it (Kundennummer, Ihr Zeichen …)."""

    label: str
    value: str


class Amount(Fact):
    """A sum of money; `currency` by ISO 4217."""

    value: float
    currency: str = "EUR"


class Urgency(Fact):
    """Whether something bad happens unless we act within days, and why."""

    urgent: bool = False
    reason: Reason | None = None
