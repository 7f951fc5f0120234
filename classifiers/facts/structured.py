"""Facts that a letter carries as data: the fields of an e-invoice (EN 16931), which go before its printed page."""

from collections.abc import Mapping, Sequence
from datetime import date

from letters.facts import DateFact, Deadline, Reference, Sender
from workdays.calendar import next_working_day

Data = Mapping[str, str]
CERTAIN = 0.99
NUMBERS = {
    "invoice.number": "Rechnungsnummer",
    "invoice.order": "Bestellnummer",
    "invoice.reference": "Käuferreferenz",
}
"""The fields that are references (BT-1, BT-13, BT-10), and the labels under which clerks know them."""


def is_invoice(data: Data) -> bool:
    """Whether the letter carries an e-invoice: every one has a number (BT-1)."""
    return "invoice.number" in data


def data_sender(found: Sender, data: Data) -> Sender:
    """The sender with what the data say of the seller; the rest as the page has it."""
    said = {
        "name": data.get("invoice.seller"),
        "vat_id": data.get("invoice.seller_vat"),
        "iban": data.get("invoice.iban"),
    }
    kept = {name: value for name, value in said.items() if value}
    return found.model_copy(update={**kept, "sure": CERTAIN}) if kept else found


def data_date(found: DateFact | None, data: Data) -> DateFact | None:
    """The date of issue (BT-2), else the page's."""
    day = read_day(data.get("invoice.date", ""))
    return DateFact(value=day, sure=CERTAIN) if day else found


def data_deadline(
    found: Deadline | None, data: Data, received_on: date, country: str = "DE", state: str = ""
) -> Deadline | None:
    """The due date (BT-9), else what the page says."""
    day = read_day(data.get("invoice.due", ""))
    if day is None:
        return found
    ends = next_working_day(day, country, state)
    return Deadline(value=day, ends=ends, phrase=data["invoice.due"], expired=ends < received_on, sure=CERTAIN)


def data_references(found: Sequence[Reference], data: Data) -> tuple[Reference, ...]:
    """The page's references, and the data's numbers that are not among them."""
    known = {"".join(reference.value.split()) for reference in found}
    named = [(label, data[field]) for field, label in NUMBERS.items() if data.get(field)]
    further = [Reference(label=label, value=value, sure=CERTAIN) for label, value in named if value not in known]
    return (*further, *found)


def read_day(text: str) -> date | None:
    """A day in ISO 8601; None where it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
