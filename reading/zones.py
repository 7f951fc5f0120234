"""The regions of a letter by DIN 5008, found by measure and by the words that stand there.

Measures in millimetres on A4 (DIN 5008, forms A and B): the address field begins at x = 20, is 85 mm wide and ends at
y = 72 (form A) or 90 (form B), its last line holding the postcode; the information block stands right of it; the
footer in the last 30 mm.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from letters.page import Box, Word, Zone, ZoneName

A4_MM = (210.0, 297.0)
WINDOW_TOP, WINDOW_BOTTOM, WINDOW_RIGHT = 27.0, 100.0, 60.0  # of a line's beginning, with a feeder's tolerance
INFORMATION_LEFT = 100.0
FOOTER_TOP = 265.0
HEAD_BOTTOM = 45.0  # of the letterhead where no address tells
WIDE_GAP = 9.0
SAME_EDGE = 8.0  # lines of one field begin within so many millimetres
SAME_BLOCK = 1.3  # of a line's height may lie between lines of one block
MOST_ADDRESS_LINES = 9
MOST_SUBJECT_LINES = 4
POSTCODE = re.compile(r"^(?:[A-Z]{1,2}[-–]\s?)?\d{4,5}\s+\D{2,}")
INSIDE_POSTCODE = re.compile(r"[,·•|*–-]\s*(?:[A-Z]{1,2}-)?\d{4,5}\s+\w")
SALUTATION = re.compile(
    r"^(?:sehr\s+(?:ge|ver)ehrt|liebe[rs]?\b|guten\s+(?:tag|morgen|abend)|hallo\b|dear\b|moin\b|gr[üu](?:ß|ss)\s*(?:gott|di)"
    r"|werte[rs]?\b|an\s+alle\b|to\s+whom)",
    re.I,
)
SUBJECT_SIGN = re.compile(r"^(?:betreff|betr\.?|subject|thema)\s*:", re.I)
DATE_LINE = re.compile(r"(?:\d{1,2}\.\s*\d{1,2}\.\s*\d{2,4}|\d{1,2}\.?\s+[A-Za-zä]{3,9}\s+\d{4})$")
FOOTER_SIGN = re.compile(
    r"IBAN|BIC|USt|HRB|Amtsgericht|Geschäftsführ|Handelsregister|www\.|@|Seite\s+\d|Steuernummer", re.I
)


class Line(NamedTuple):
    """A line of the page: its words' indices, its box in millimetres of A4, its text."""

    indices: tuple[int, ...]
    x0: float
    y0: float
    x1: float
    y1: float
    text: str


def find_zones(words: Sequence[Word]) -> tuple[Zone, ...]:
    """The zones of a page from top to bottom, each word in exactly one; empty without words."""
    rest = page_lines(words)
    found: dict[ZoneName, list[Line]] = {"footer": find_footer(rest)}
    rest = without(rest, found["footer"])
    window = find_window(rest)
    found["return_line"], found["address"] = part_return_line(window)
    rest = without(rest, window)
    top, bottom = (window[0].y0, window[-1].y1) if window else (HEAD_BOTTOM, HEAD_BOTTOM)
    found["subject"] = find_subject(rest, bottom if window else 0.0)
    rest = without(rest, found["subject"])
    limit = found["subject"][0].y0 if found["subject"] else bottom + 30
    found["letterhead"] = [line for line in rest if line.y1 <= top and line.y1 < limit] if window else []
    rest = without(rest, found["letterhead"])
    found["information"] = [line for line in rest if is_information(line, limit)]
    found["body"] = without(rest, found["information"])
    zones = (build_zone(name, lines) for name, lines in found.items() if lines)
    return tuple(sorted(zones, key=lambda zone: (zone.box.y0, zone.box.x0)))


def page_lines(words: Sequence[Word]) -> list[Line]:
    """The page's lines with their boxes in millimetres of A4; a wide gap parts a line (address and information)."""
    lines: list[list[int]] = []
    for index, word in enumerate(words):
        last = words[lines[-1][-1]] if lines else None
        if last and word.line == last.line and (word.box.x0 - last.box.x1) * A4_MM[0] <= WIDE_GAP:
            lines[-1].append(index)
        else:
            lines.append([index])
    return sorted((make_line(words, tuple(line)) for line in lines), key=lambda line: line.y0)


def make_line(words: Sequence[Word], indices: tuple[int, ...]) -> Line:
    """The line that these words make."""
    boxes = [words[index].box for index in indices]
    return Line(
        indices,
        min(box.x0 for box in boxes) * A4_MM[0],
        min(box.y0 for box in boxes) * A4_MM[1],
        max(box.x1 for box in boxes) * A4_MM[0],
        max(box.y1 for box in boxes) * A4_MM[1],
        " ".join(words[index].text for index in indices),
    )


def without(lines: Sequence[Line], taken: Iterable[Line]) -> list[Line]:
    """The lines that are not taken."""
    gone = {line.indices for line in taken}
    return [line for line in lines if line.indices not in gone]


def typical_height(lines: Sequence[Line]) -> float:
    """The height that most lines have, in millimetres."""
    heights = sorted(line.y1 - line.y0 for line in lines)
    return heights[len(heights) // 2] if heights else 4.0


def find_footer(lines: Sequence[Line]) -> list[Line]:
    """Lines at the foot in small type, or with what stands in footers."""
    small = 0.85 * typical_height(lines)
    return [
        line
        for line in lines
        if line.y0 >= FOOTER_TOP and (line.y1 - line.y0 <= small or FOOTER_SIGN.search(line.text))
    ]


def find_window(lines: Sequence[Line]) -> list[Line]:
    """The lines of the address field with its return line: those that end with the last postcode in its reach."""
    ends = [
        line
        for line in lines
        if WINDOW_TOP <= line.y0 <= WINDOW_BOTTOM and line.x0 <= WINDOW_RIGHT and POSTCODE.match(line.text)
    ]
    if not ends:
        return []
    field = [ends[-1]]
    above = sorted((line for line in lines if line.y1 <= ends[-1].y0 + 1), key=lambda line: -line.y1)
    for line in above:
        pitch = max(field[0].y1 - field[0].y0, line.y1 - line.y0)
        aligned = abs(line.x0 - ends[-1].x0) <= SAME_EDGE
        if not aligned:
            continue
        if field[0].y0 - line.y1 > SAME_BLOCK * pitch or len(field) == MOST_ADDRESS_LINES:
            break
        field.insert(0, line)
    return field


def part_return_line(window: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """The window's return line (small type, or a whole address in one line) and its address."""
    count = 0
    for line in window[:-1]:
        small = line.y1 - line.y0 < 0.8 * typical_height(window)
        if not (small or INSIDE_POSTCODE.search(line.text)) or count == 2:
            break
        count += 1
    return list(window[:count]), list(window[count:])


def find_subject(lines: Sequence[Line], top: float) -> list[Line]:
    """The lines right above the salutation, or those that say they are the subject."""
    for line in lines:
        if line.y0 < A4_MM[1] / 2 and SUBJECT_SIGN.match(line.text):
            return [line]
    greeting = next((line for line in lines if line.y0 >= top and SALUTATION.match(line.text)), None)
    if greeting is None:
        return []
    above = [
        line
        for line in lines
        if line.y0 >= top and line.y1 <= greeting.y0 + 1 and abs(line.x0 - greeting.x0) < SAME_EDGE
    ]
    subject: list[Line] = []
    for line in reversed(above):
        if DATE_LINE.search(line.text) and len(line.indices) <= 5:
            break
        if subject and subject[0].y0 - line.y1 > SAME_BLOCK * (line.y1 - line.y0):
            break
        subject.insert(0, line)
    return subject if len(subject) <= MOST_SUBJECT_LINES else []


def is_information(line: Line, limit: float) -> bool:
    """Whether the line stands at the right above the text, or is the letter's date."""
    return line.y1 <= limit and (line.x0 >= INFORMATION_LEFT or bool(DATE_LINE.search(line.text)))


def build_zone(name: ZoneName, lines: Sequence[Line]) -> Zone:
    """The zone that these lines make."""
    box = Box(
        min(line.x0 for line in lines) / A4_MM[0],
        min(line.y0 for line in lines) / A4_MM[1],
        max(line.x1 for line in lines) / A4_MM[0],
        max(line.y1 for line in lines) / A4_MM[1],
    )
    return Zone(name, box, tuple(index for line in lines for index in line.indices))
