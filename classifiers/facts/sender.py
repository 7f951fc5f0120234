"""Who writes: name, address, e-mail, phone, IBAN and VAT id, as the letter itself says."""

import re
from collections import Counter
from collections.abc import Iterator

from stdnum import iban
from stdnum.exceptions import ValidationError

from classifiers.anatomy import Anatomy
from letters.facts import Sender

MAIL_FROM = re.compile(r"^(?:von|from|de|da)\s*:\s*(?P<name>[^<\n]*?)\s*(?:<(?P<mail>[^>\n]*)>?)?\s*$", re.IGNORECASE)
MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
PHONE = re.compile(
    r"(?:tel(?:efon)?|fon|phone|mobil|handy|ruf|t)\b\.?\s?:?\s?(?P<number>\(?\+?[\d(][\d\s/()–-]{5,}\d)", re.IGNORECASE
)
IBAN = re.compile(r"\b[A-Z]{2} ?\d{2}(?: ?[\dA-Z]){11,30}\b")
VAT_ID = re.compile(
    r"\b(DE ?\d{3} ?\d{3} ?\d{3}|ATU ?\d{8}|CHE-? ?\d{3}\.?\d{3}\.?\d{3}|(?:FR|IT|PL|NL|ES|BE|LU|CZ|DK) "
    r"?[\dA-Z]{8,12})\b"
)
POSTCODE = re.compile(r"^(?:[A-Z]{1,3}-?\s?)?\d{4,5}\s+[A-ZÄÖÜ]")
STREET = re.compile(
    r"\d+\s?[a-z]?(?:\s?[-/]\s?\d+)?$|postfach|platz|stra(ß|ss)e|str\.|weg\b|allee|gasse", re.IGNORECASE
)
NOT_A_NAME = re.compile(r"^(tel|fax|fon|e-?mail|www|http|iban|ust|seite|page|\d)|@|^[\W\d]*$", re.IGNORECASE)
MOST_LINES, MOST_NAME_LINES = 6, 3
SEPARATOR = re.compile(r"\s*[,·•|]\s*")


def find_sender(anatomy: Anatomy) -> Sender:
    """The sender. The name is the letterhead's first line, surer where return line, footer or signature agree."""
    text = anatomy.sheet.text
    mail = next((match for line in anatomy.sheet.lines[:8] if (match := MAIL_FROM.match(line.text))), None)
    names = list(name_candidates(anatomy))
    name, sure = (mail["name"], 0.97) if mail and mail["name"] else best_name(names)
    start = text.find(name) if name else -1
    address = mail["mail"] if mail and mail["mail"] and "@" in mail["mail"] else first(MAIL, text)
    phone = PHONE.search(text)
    return Sender(
        name=name or None,
        lines=address_lines(anatomy, name),
        email=address,
        phone=phone["number"].strip() if phone else None,
        iban=find_iban(text),
        vat_id=first(VAT_ID, text),
        place=anatomy.sheet.place(start, start + len(name)) if start >= 0 else None,
        sure=sure,
    )


def name_candidates(anatomy: Anatomy) -> Iterator[tuple[str, float]]:
    """Names with their weight, from every place that may say who writes."""
    lines = [line.text for line in anatomy.sheet.lines]
    head = [lines[number] for number in anatomy.head if not NOT_A_NAME.search(lines[number])]
    head = head or [line for line in lines[:1] if not NOT_A_NAME.search(line)]
    if head:
        yield (first_part(head[0]) if is_return_line(head[0]) else whole_name(head)), 1.0
    for line in head[:12]:
        if is_return_line(line):
            yield first_part(line), 0.8
            break
    footer = re.split(r"\s*[·•|]\s*", lines[-1]) if lines else []
    if len(footer) >= 2:
        yield footer[0].strip(), 0.6
    for number in anatomy.closing[1:4]:
        if 3 < len(lines[number]) < 50 and not NOT_A_NAME.search(lines[number]):
            yield lines[number].strip(), 0.4


def whole_name(head: list[str]) -> str:
    """The letterhead's name, put together where it fills several lines: as far as the return line says it in one."""
    for count in range(min(MOST_NAME_LINES, len(head) - 1), 1, -1):
        if any(begins_with(line, head[:count]) for line in head[count : count + 8]):
            return join_lines(head[:count])
    return head[0].strip()


def begins_with(line: str, parts: list[str]) -> bool:
    """Whether a line begins with these parts and no separator stands between them that is not in them."""
    separators = len(SEPARATOR.findall(" ".join(parts)))
    begun = "".join(SEPARATOR.split(line)[: separators + 1])
    return key_of(begun).startswith(key_of("".join(parts)))


def join_lines(lines: list[str]) -> str:
    """The lines as one; a word broken at a hyphen stays one word."""
    return re.sub(r"- (?=[A-ZÄÖÜ])", "-", " ".join(line.strip() for line in lines)) if lines else ""


def key_of(name: str) -> str:
    """Letters and digits only, small."""
    return re.sub(r"\W", "", name).casefold()


def is_return_line(line: str) -> bool:
    """Whether a line is a whole address: name, street, postcode and place."""
    parts = SEPARATOR.split(line)
    return len(parts) >= 3 and any(POSTCODE.match(part) for part in parts)


def first_part(line: str) -> str:
    """What stands before the first separator."""
    return SEPARATOR.split(line)[0].strip()


def best_name(candidates: list[tuple[str, float]]) -> tuple[str, float]:
    """The name most places agree on, and how sure that makes it."""
    weights: Counter[str] = Counter()
    spelling: dict[str, str] = {}
    for name, weight in candidates:
        key = key_of(name)
        spelling.setdefault(key, name)
        weights[key] += weight  # type: ignore[assignment]
    if not weights:
        return "", 0.0
    key, weight = max(weights.items(), key=lambda entry: entry[1])
    if spelling[key].endswith("-"):  # broken at the end of the line: another place has it whole
        key = max((other for other in weights if other.startswith(key)), key=len)
    return spelling[key], min(0.98, 0.55 + 0.25 * weight)


def address_lines(anatomy: Anatomy, name: str) -> tuple[str, ...]:
    """The lines below the name up to the one with the postcode; empty where none has one."""
    lines = [anatomy.sheet.lines[number].text for number in anatomy.head]
    below = next((number for number, line in enumerate(lines) if line.strip() == name), None)
    if below is None:
        return ()
    found: list[str] = []
    for line in lines[below + 1 : below + 1 + MOST_LINES]:
        found.append(line)
        if POSTCODE.match(line):
            return tuple(found)
    return ()


def find_iban(text: str) -> str | None:
    """The first IBAN whose check digits are right, in groups of four."""
    for match in IBAN.finditer(text):
        digits = re.sub(r"\s", "", match.group())
        for length in range(len(digits), 14, -1):
            try:
                return str(iban.format(iban.validate(digits[:length])))
            except ValidationError:
                continue
    return None


def first(pattern: re.Pattern[str], text: str) -> str | None:
    """The first match of a pattern, None where there is none."""
    match = pattern.search(text)
    return match.group() if match else None
