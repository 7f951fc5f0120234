"""The words that count days: numbers, units and weekdays, and the end that a letter counts or names."""

from datetime import date
from typing import NamedTuple

from workdays.calendar import Unit

NUMBERS = {
    name: number
    for number, names in enumerate(
        [
            "ein eine einem einer eines einen one un une uno una een jednego",
            "zwei two deux due twee dwa dwóch dve dvou",
            "drei dreier three trois tre drie trzy trzech tři tří",
            "vier four quatre quattro vier cztery czterech",
            "fünf fuenf five cinq cinque vijf pięć pięciu pět pěti",
            "sechs six sei zes",
            "sieben seven sept sette zeven siedem siedmiu",
            "acht eight huit otto osiem ośmiu",
            "neun nine neuf nove",
            "zehn ten dix dieci tien dziesięć dziesięciu deset deseti",
            "elf eleven",
            "zwölf zwoelf twelve",
            "dreizehn",
            "vierzehn fourteen quatorze veertien czternaście czternastu čtrnáct čtrnácti",
            "fünfzehn fifteen quinze quindici",
            "sechzehn",
            "siebzehn",
            "achtzehn",
            "neunzehn",
            "zwanzig twenty vingt venti",
            "einundzwanzig",
        ],
        start=1,
    )
    for name in names.split()
} | {"dreißig": 30, "dreissig": 30, "thirty": 30, "trente": 30, "trenta": 30, "vierzig": 40, "sechzig": 60}
NUMBERS |= {"sixty": 60, "neunzig": 90}
UNITS: dict[str, Unit] = {
    "werktag": "werktag",
    **dict.fromkeys(("arbeitstag", "bankarbeitstag", "working day", "business day"), "working_day"),
    **dict.fromkeys(("kalendertag", "tag", "day", "jour", "giorni", "dni", "dnů", "gün", "dagen", "días"), "day"),
    **dict.fromkeys(("kalenderwoche", "woche", "week", "semaine", "settiman", "weken", "hafta"), "week"),
    **dict.fromkeys(("tygodni", "týdn", "săptămân"), "week"),
    **dict.fromkeys(("monat", "month", "mois", "quartal", "mese", "mesi", "maand"), "month"),
    **dict.fromkeys(("miesiąc", "miesięcy", "měsíc"), "month"),
    **dict.fromkeys(("jahr", "year"), "year"),
}
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "montag monday lundi lunedì maandag",
            "dienstag tuesday mardi martedì dinsdag",
            "mittwoch wednesday mercredi mercoledì woensdag",
            "donnerstag thursday jeudi giovedì donderdag",
            "freitag friday vendredi venerdì vrijdag",
            "samstag sonnabend saturday",
            "sonntag sunday",
        )
    )
    for name in names.split()
}
NUMBER = rf"(?P<n>\d{{1,3}}|{'|'.join(sorted(NUMBERS, key=len, reverse=True))})"
UNIT = rf"(?P<u>{'|'.join(sorted(UNITS, key=len, reverse=True))})[a-zäöüăěůí]{{0,3}}(?![^\W\d_])"


class End(NamedTuple):
    """A day that a text names or counts, where it stands, and whether it is a period (counted) or a day (named)."""

    day: date
    start: int
    end: int
    counted: bool


def as_number(word: str) -> int:
    """A number in digits or as a word."""
    return int(word) if word.isdigit() else NUMBERS[word.lower()]
