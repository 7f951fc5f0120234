"""To whom within the house a letter goes, and whether it must stay sealed."""

import re

from classifiers.anatomy import Anatomy

PERSONAL = re.compile(
    r"\b(persönlich|persoenlich|vertraulich|eigenhändig|personal and confidential|private (?:and|&) confidential|"
    r"strictly confidential|nur vom empfänger zu öffnen|verschlossen)\b",
    re.IGNORECASE,
)
ATTENTION = re.compile(
    r"^(?:z\. ?h(?:d|dn)\.?|zu h(?:ä|ae)nden|attn\.?|attention|c/o)\s*(?:von\s|v\.\s)?(?P<who>.+)$", re.IGNORECASE
)
UNIT = re.compile(
    r"abteilung|personal|buchhaltung|einkauf|vertrieb|kundenservice|kundendienst|rechnung|poststelle|"
    r"vorstand|geschäfts|"
    r"direktion|presse|marketing|recht|datenschutz|redaktion|sekretariat|fachbereich|fachdienst|referat|"
    r"amt\b|dezernat|"
    r"department|betriebsrat|personalrat|service|verwaltung|leitung",
    re.IGNORECASE,
)
PERSON = re.compile(r"^(?:Herrn?|Frau|Mr\.?|Mrs\.?|Ms\.?|Dr\.|Prof\.)\s+\S")
ADDRESS_LINES = 30


def find_addressee(anatomy: Anatomy) -> str | None:
    """The person or department named in the address, as written; None where only the house is named."""
    lines = [anatomy.sheet.lines[number].text.strip() for number in anatomy.head][:ADDRESS_LINES]
    for line in lines:
        found = ATTENTION.match(line)
        if found:
            return found["who"].strip()
    named = [line for line in lines if PERSON.match(line)]
    if named:
        return named[0]
    return next((line for line in lines[2:] if UNIT.search(line) and len(line) < 50 and ":" not in line), None)


def is_sealed(anatomy: Anatomy) -> bool:
    """Whether the address is marked personal or confidential: not the word in a sentence, but a line of its own."""
    for number in anatomy.head:
        line = anatomy.sheet.lines[number].text
        if PERSONAL.search(line) and len(line.split()) <= 7:
            return True
    return False
