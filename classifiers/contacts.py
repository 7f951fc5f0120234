"""Known senders: a hit in the master data settles who writes, even where recognition read a character wrong."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from classifiers.words import fold
from config.contacts import Contact
from letters.facts import Reference, Sender

FREE_MAIL = frozenset(
    (
        "gmail.com", "gmx.de", "gmx.net", "web.de", "t-online.de", "outlook.com", "outlook.de",
        "hotmail.com", "hotmail.de", "yahoo.de", "yahoo.com", "freenet.de", "icloud.com", "posteo.de",
        "mailbox.org", "proton.me", "aol.com", "bluewin.ch", "gmx.at", "gmx.ch", "aon.at", "live.de",
    )
)  # fmt: skip
"""Domains that say nothing about who writes."""
CONFUSED = str.maketrans("OoQIlZzSsBGg", "000112255866")
"""What recognition takes for each other in numbers."""
NAMES_ALIKE = 0.92
SHORTEST = 5


class AddressBook:
    """The known senders by what identifies them, the surest sign first: IBAN, VAT id, domain, number, name."""

    def __init__(self, contacts: Sequence[Contact]) -> None:
        self.ibans = {number(contact.iban): contact for contact in contacts if contact.iban}
        self.vat_ids = {number(contact.vat_id): contact for contact in contacts if contact.vat_id}
        self.domains = {domain.lower(): contact for contact in contacts for domain in contact.domains}
        self.numbers = {number(entry): contact for contact in contacts for entry in contact.customer_numbers}
        self.names = {fold(contact.name): contact for contact in contacts}

    def find(self, sender: Sender, references: Sequence[Reference]) -> Contact | None:
        """The contact that writes, or None. Two signs that name different contacts settle nothing."""
        domain = (sender.email or "").rpartition("@")[2].lower()
        hits = [
            self.ibans.get(number(sender.iban or "")),
            self.vat_ids.get(number(sender.vat_id or "")),
            self.domains.get(domain) if domain not in FREE_MAIL else None,
            *(self.numbers.get(key) for key in map(number, values(references)) if len(key) >= SHORTEST),
            self.by_name(sender.name or ""),
        ]
        found = {hit.id: hit for hit in hits if hit is not None}
        return next(iter(found.values())) if len(found) == 1 else None

    def by_name(self, name: str) -> Contact | None:
        """The contact of this name, a few characters aside."""
        wanted = fold(name)
        if len(wanted) < SHORTEST:
            return None
        if wanted in self.names:
            return self.names[wanted]
        near = [known for known in self.names if abs(len(known) - len(wanted)) <= 2 and alike(known, wanted)]
        return self.names[near[0]] if len(near) == 1 else None


def alike(one: str, other: str) -> bool:
    """Whether two folded names are the same but for misread characters."""
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= NAMES_ALIKE


def values(references: Sequence[Reference]) -> list[str]:
    """The numbers a letter refers to."""
    return [reference.value for reference in references]


def number(text: str) -> str:
    """A number by its characters alone, those that are easily confused made one."""
    return re.sub(r"[\W_]", "", text).translate(CONFUSED).upper()
