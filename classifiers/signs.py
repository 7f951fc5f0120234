"""Signs of who writes and why, beyond single words: the make of the letter, legal forms, offices, acts of speech.

Each sign is a feature whose weight the model learns; none decides by itself.
"""

import re
from collections.abc import Iterator

from classifiers.anatomy import MAIL_HEADER, SALUTATION, Anatomy
from classifiers.sign_patterns import SIGNS

MONEY = re.compile(r"\d,\d\d\b|\b(EUR|CHF)\b|€")
IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[\dA-Z]{4}){3,7}")
VAT_ID = re.compile(r"\b(DE ?\d{9}|ATU ?\d{8}|CHE-?\d{3}\.?\d{3}\.?\d{3})\b|ust-?id|steuernummer", re.IGNORECASE)
MAIL_DOMAIN = re.compile(r"@([\w-]+(?:\.[\w-]+)*)")
PATTERNS = tuple(
    (f"{part}:{name}", part, re.compile(expression, re.IGNORECASE))
    for part, found in SIGNS.items()
    for name, expression in found.items()
)


def find_signs(anatomy: Anatomy) -> Iterator[str]:
    """The signs of a letter, each once."""
    text = {part: anatomy.text(getattr(anatomy, part)) for part in SIGNS}
    yield from (name for name, part, pattern in PATTERNS if pattern.search(text[part]))
    yield from make(anatomy, anatomy.sheet.text)


def make(anatomy: Anatomy, text: str) -> Iterator[str]:
    """How the letter is made: its length, salutation, table, money, numbers of tax and bank, mail domain."""
    words = len(text.split())
    yield f"length:{min(words // 50, 8)}"
    yield f"pages:{min(anatomy.sheet.lines[-1].page + 1, 4) if anatomy.sheet.lines else 0}"
    lines = anatomy.sheet.lines
    if any(MAIL_HEADER.match(line.text) for line in lines[:6]):
        yield "make:mail"
    if not any(SALUTATION.match(line.text) for line in lines):
        yield "make:no_salutation"
    if not anatomy.closing:
        yield "make:no_closing"
    body = anatomy.text(anatomy.body)
    rows = sum(len(MONEY.findall(line)) > 0 and "   " in line for line in body.split("\n"))
    yield f"money_rows:{min(rows, 5)}"
    yield f"money:{min(len(MONEY.findall(body)), 6)}"
    if IBAN.search(text):
        yield "make:iban"
    if VAT_ID.search(text):
        yield "make:tax_number"
    if "!" in body:
        yield f"make:exclamation{min(body.count('!'), 3)}"
    if "?" in body:
        yield f"make:question{min(body.count('?'), 3)}"
