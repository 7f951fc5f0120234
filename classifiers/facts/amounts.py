"""Sums of money with their currency."""

import re

from classifiers.sheet import Sheet
from letters.facts import Amount

NUMBER = r"(?P<{0}>\d{{1,3}}(?:[.'’ ]\d{{3}})+(?:,(?:\d\d|-+|–))?|\d+(?:,(?:\d\d|-+|–))|\d+(?:\.\d\d)?(?!\d))"
SIGN = r"€|EUR|Euro|CHF|SFr\.?|Fr\.|USD|US\$|\$|GBP|£"
AMOUNT = re.compile(
    rf"(?<![\w.,])(?:{NUMBER.format('before')}\s?(?P<after_sign>{SIGN})|"
    rf"(?P<before_sign>{SIGN})\s?{NUMBER.format('after')})(?!\w)"
)
CURRENCIES = {
    "€": "EUR",
    "Euro": "EUR",
    "SFr": "CHF",
    "SFr.": "CHF",
    "Fr.": "CHF",
    "US$": "USD",
    "$": "USD",
    "£": "GBP",
}


def find_amounts(sheet: Sheet) -> tuple[Amount, ...]:
    """The letter's sums in the order they stand, each once."""
    found: dict[tuple[float, str], Amount] = {}
    for match in AMOUNT.finditer(sheet.text):
        sign = match["after_sign"] or match["before_sign"]
        value = as_value(match["before"] or match["after"])
        currency = CURRENCIES.get(sign, sign)
        found.setdefault(
            (value, currency),
            Amount(value=value, currency=currency, place=sheet.place(match.start(), match.end()), sure=0.95),
        )
    return tuple(found.values())


def as_value(digits: str) -> float:
    """A German (1.234,56), Swiss (1'234.56) or English (1234.56) number; “12,-” is 12."""
    plain = re.sub(r"[ '’]", "", digits)
    whole, comma, cents = plain.partition(",")
    if comma:
        return float(whole.replace(".", "") + "." + (cents if cents.isdigit() else "00"))
    if re.fullmatch(r"\d{1,3}(\.\d{3})+", plain):
        return float(plain.replace(".", ""))
    return float(plain)
