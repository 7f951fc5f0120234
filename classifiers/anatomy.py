"""The parts of a letter by its words: who writes, to whom, the subject, the body, the closing. DIN 5008 or not.

Works on lines alone, so that a letter typed at a kitchen table and one whose zones were not found are read alike.
"""

import re
from dataclasses import dataclass

from classifiers.facts.dates import find_dates
from classifiers.sheet import Line, Sheet

SALUTATION = re.compile(
    r"^(an (die|das|den) .*[,!]$|liebes |lieber |liebe |werte[rs]? |verehrte|sehr (ge|ver)ehrte|guten "
    r"(tag|morgen|abend)|moin\b|"
    r"servus\b|hallo\b|"
    r"gr(ü|ue)(ss|ß)|gr(ü|ue)ezi|hi[ ,!]|hey|dear |"
    r"meine (sehr )?(verehrten )?(damen|herren)|hello|good (morning|day)|to whom|madame|monsieur|"
    r"messieurs|cher|bonjour|"
    r"gentil|egregi|spett|buongiorno|szanown|dzie(ń|n) dobry|say(ı|i)n|merhaba|iyi g(ü|u)nler|geachte|beste |estimad|"
    r"muy se(ñ|n)or|buenos|stimat|po(š|s)tovan|v(á|a)(ž|z)en|tisztelt|уважаем|добрый|доброго|шановн)",
    re.IGNORECASE,
)
CLOSING = re.compile(
    r"^(mit (freundlich|best|lieb|herzlich|kolleg|sport|vorz(ü|ue)glich|franz|hanseat|gr(ü|u))|freundliche gr|"
    r"hochachtungsvoll|viele gr|beste gr|liebe gr|herzlich(e|st)|sch(ö|oe)ne gr|gru(ß|ss)\b|gr(ü|ue)(ß|"
    r"ss)e\b|mfg|lg\b|vg\b|"
    r"es gr(ü|ue)(ß|ss)t|im auftrag|i\. ?a\.|gezeichnet|gez\.|yours|kind regards|best regards|(with "
    r")?best wishes|sincerely|"
    r"regards|cordial|(nous|je) vous prie|distinti saluti|cordiali|z powa(ż|z)aniem|sayg(ı|i)lar|met vriendelijke|"
    r"un saludo|atentamente|hoogachtend)",
    re.IGNORECASE,
)
SUBJECT_LABEL = re.compile(
    r"^(betreff|betrifft|betr\.|subject|re|objet|oggetto|asunto|onderwerp|konu|dotyczy)\s*:\s*", re.I
)
MAIL_HEADER = re.compile(r"^(von|an|datum|gesendet|betreff|cc|from|to|date|sent|subject|de|à|da|a)\s*:", re.IGNORECASE)
LABELLED = re.compile(r"^[A-ZÄÖÜ][\w./ -]{1,32}:\s*\S")


PLACE_BEFORE = re.compile(r"[A-ZÄÖÜ][\w.-]+(?: [\w./-]+){0,2}, ?(?:de[nr] |am )?")
"""A place and a comma: what follows is the letter's date, whatever stands behind it."""


@dataclass(frozen=True)
class Anatomy:
    """Line numbers of a letter's parts: `head` before the subject, the subject, the body, the closing after it."""

    sheet: Sheet
    date_line: int | None
    head: range
    subject: range
    body: range
    closing: range

    def text(self, part: range) -> str:
        """The lines of a part, joined by newline."""
        return "\n".join(self.sheet.lines[number].text for number in part)


def dissect(sheet: Sheet) -> Anatomy:
    """The parts of a letter, every line in exactly one of them."""
    lines = sheet.lines
    salutation = next((number for number, line in enumerate(lines) if is_salutation(line.text)), None)
    dated = find_date_line(lines, salutation)
    start, end = find_subject(lines, salutation, dated)
    closing = find_closing(lines, max(end, salutation or 0))
    return Anatomy(sheet, dated, range(start), range(start, end), range(end, closing), range(closing, len(lines)))


def is_salutation(line: str) -> bool:
    """Whether a line greets; a mail address may begin like a greeting (hallo@…)."""
    return bool(SALUTATION.match(line)) and "@" not in line


def find_date_line(lines: tuple[Line, ...], salutation: int | None) -> int | None:
    """The short line above the salutation that is a date, with its place; in a mail the line “Datum:”."""
    above = [number for number in range(len(lines) if salutation is None else salutation) if number < 45]
    dated = [number for number in above if len(lines[number].text) < 60 and find_dates(lines[number].text)]
    return next((number for number in dated if is_date_line(lines[number].text)), None)


def is_date_line(line: str) -> bool:
    """Whether a line holds a date and besides at most a place and the word for it."""
    rest = line
    if LABELLED.match(line) and not MAIL_HEADER.match(line):
        return False
    found_dates = find_dates(line)
    if found_dates and PLACE_BEFORE.fullmatch(line[: found_dates[0].start]):
        return True
    for found in reversed(found_dates):
        rest = rest[: found.start] + rest[found.end :]
    rest = re.sub(
        r"\b(den|der|dem|am|im|datum|date|gesendet|sent|vom|le|il|the|on|zum)\b|[\d:,.\-]+|uhr", " ", rest.lower()
    )
    rest = re.sub(r"\b(mo|di|mi|do|fr|sa|so)\w*tag\b|mittwoch|\b(mon|tues|wednes|thurs|fri|satur|sun)day\b", " ", rest)
    return len(rest.split()) <= 3


def find_subject(lines: tuple[Line, ...], salutation: int | None, dated: int | None) -> tuple[int, int]:
    """The first line of the subject and the line after it; an empty stretch where the body begins if there is none."""
    for number, line in enumerate(lines[: (salutation or 30)]):
        if SUBJECT_LABEL.match(line.text):
            return number, number + 1
    start = (dated + 1) if dated is not None else 0
    if salutation is not None:
        begin = max(start, salutation - 4 if dated is None else start)
        while begin < salutation and (MAIL_HEADER.match(lines[begin].text) or is_aside(lines[begin].text)):
            begin += 1
        return begin, salutation
    while start < len(lines) - 1 and is_aside(lines[start].text):
        start += 1
    return start, min(start + 1, len(lines))


def is_aside(line: str) -> bool:
    """Whether a line below the date is a reference or a note, not the subject."""
    return bool(LABELLED.match(line)) and len(line) < 50


def find_closing(lines: tuple[Line, ...], start: int) -> int:
    """The line where the closing begins; the end where there is none."""
    for number in range(len(lines) - 1, start, -1):
        if CLOSING.match(lines[number].text) and len(lines[number].text) < 70:
            return number
    return len(lines)
