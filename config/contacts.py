"""The organisation's master data (config/contacts.csv): whom it knows, by numbers, domains and names."""

import csv
from pathlib import Path

from pydantic import Field, ValidationError, field_validator

from config.settings import Section
from config.taxonomy import Taxonomy
from letters.errors import SettingsError

HEADER = ("id", "name", "sender_type", "customer_numbers", "vat_id", "iban", "domains")


class Contact(Section):
    """One known sender. `customer_numbers` and `domains` are lists, in the file parted by spaces."""

    id: str = Field(min_length=1)
    name: str = Field(min_length=1)
    sender_type: str
    customer_numbers: tuple[str, ...] = ()
    vat_id: str = ""
    iban: str = ""
    domains: tuple[str, ...] = ()

    @field_validator("customer_numbers", "domains", mode="before")
    @classmethod
    def part_at_spaces(cls, value: object) -> object:
        """A cell holds several, parted by spaces."""
        return tuple(value.split()) if isinstance(value, str) else value


def load_contacts(path: Path, taxonomy: Taxonomy) -> tuple[Contact, ...]:
    """The contacts at `path` (CSV with a header, comma or semicolon), none where the file is absent.

    Raises SettingsError with the line: a column missing or unknown, an unknown sender type, an id that stands twice.
    """
    if not path.exists():
        return ()
    with path.open(encoding="utf-8-sig", newline="") as stream:
        first = stream.readline()
        stream.seek(0)
        reader = csv.DictReader(stream, delimiter=";" if ";" in first else ",")
        if tuple(reader.fieldnames or ()) != HEADER:
            raise mistake(path, 1, "header", f"expected {', '.join(HEADER)}")
        contacts: dict[str, Contact] = {}
        for row in reader:
            contact = read_row(path, reader.line_num, row, taxonomy)
            if contact.id in contacts:
                raise mistake(path, reader.line_num, "id", f"“{contact.id}” stands there twice")
            contacts[contact.id] = contact
    return tuple(contacts.values())


def read_row(path: Path, line: int, row: dict[str, str], taxonomy: Taxonomy) -> Contact:
    """One row as a contact."""
    try:
        contact = Contact.model_validate(row)
    except ValidationError as error:
        first = error.errors()[0]
        raise mistake(path, line, str(first["loc"][0]), first["msg"]) from error
    if contact.sender_type not in taxonomy.sender_types:
        raise mistake(path, line, "sender_type", f"“{contact.sender_type}” is not in the taxonomy")
    return contact


def mistake(path: Path, line: int, name: str, problem: str) -> SettingsError:
    """What is wrong on a line."""
    return SettingsError("setting_wrong", file=str(path), line=str(line), name=name, problem=problem)
