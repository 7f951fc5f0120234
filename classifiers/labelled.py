"""Labelled letters: the JSONL format of samples/letters, and a letter of it laid out as a page that was read."""

import datetime
from collections.abc import Sequence
from pathlib import Path
from textwrap import wrap

from pydantic import BaseModel, ConfigDict, ValidationError

from letters.errors import SettingsError
from letters.facts import Sentiment
from letters.letter import ReadLetter
from letters.page import Box, ReadPage, Word

A4 = (595.0, 842.0)
LINES_A_PAGE = 62
LINE_WIDTH = 86


class LabelledSender(BaseModel):
    """Who writes, as labelled."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    type: str
    name: str
    lines: tuple[str, ...] = ()
    email: str | None = None
    phone: str | None = None
    iban: str | None = None
    vat_id: str | None = None


class LabelledLetter(BaseModel):
    """A letter with everything a careful clerk would say about it. See samples/README.md."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    language: str
    sender: LabelledSender
    recipient: tuple[str, ...]
    place_date: str
    date: datetime.date
    subject: str
    references: dict[str, str]
    body: str
    topic: str
    department: str
    deadline: datetime.date | None
    sentiment: Sentiment
    urgent: bool
    style: str
    trap: str | None
    unsure: str | None = None
    """Why even a careful clerk would ask a colleague; the topic is then the best guess."""

    @property
    def group(self) -> str:
        """The recipient organisation: the beginning of the id."""
        return self.id.rpartition("-")[0]


def read_labelled(path: Path) -> tuple[LabelledLetter, ...]:
    """The letters of a JSONL file. Raises SettingsError with the line that is wrong."""
    letters = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            letters.append(LabelledLetter.model_validate_json(line))
        except ValidationError as error:
            first = error.errors()[0]
            name = ".".join(str(part) for part in first["loc"])
            raise SettingsError(
                "setting_wrong", file=str(path), line=str(number), name=name, problem=first["msg"]
            ) from error
    return tuple(letters)


def read_folder(folder: Path) -> tuple[LabelledLetter, ...]:
    """The letters of all JSONL files in a folder, file by file in the order of their names."""
    return tuple(letter for path in sorted(folder.glob("*.jsonl")) for letter in read_labelled(path))


def as_read_letter(labelled: LabelledLetter) -> ReadLetter:
    """The letter as reading would give it, laid out by its style as samples/render_letters.py prints it.

    Words stand on their lines, from left to right, in boxes as a typewriter would set them. Received on its own date.
    """
    return ReadLetter(
        source_name=f"{labelled.id}.pdf",
        received_at=datetime.datetime.combine(labelled.date, datetime.time(9), datetime.UTC),
        received_on=labelled.date,
        pages=typewritten(printed_lines(labelled)),
    )


def printed_lines(labelled: LabelledLetter) -> list[str]:
    """The letter's lines in reading order; empty lines part the blocks."""
    sender, body = labelled.sender, labelled.body.rstrip().split("\n")
    who, whom = [sender.name, *sender.lines], list(labelled.recipient)
    contact = [line for line in (f"Tel. {sender.phone}" if sender.phone else "", sender.email or "") if line]
    printed = labelled.subject + "\n" + labelled.body
    references = [f"{label}: {value}" for label, value in labelled.references.items() if value not in printed]
    if labelled.style == "email_printout":
        head = [f"Von: {sender.name} <{sender.email or '-'}>", f"An: {labelled.recipient[0]}"]
        return [*head, f"Datum: {labelled.place_date}", f"Betreff: {labelled.subject}", *references, "", *body]
    subject = [labelled.subject, ""] if labelled.subject else []
    if labelled.style == "private_typed":
        above = [*who, *contact, "", *whom, "", labelled.place_date, "", *references]
        return [*above, *[""][: len(references)], *subject, *body]
    imprint = [f"IBAN {sender.iban}" if sender.iban else "", f"USt-IdNr. {sender.vat_id}" if sender.vat_id else ""]
    footer = " · ".join(part for part in (sender.name, *imprint) if part)
    above = [*who, "", ", ".join(who), *whom, "", *contact, *references, "", labelled.place_date, ""]
    return [*above, *subject, *body, "", footer]


def typewritten(text: Sequence[str]) -> tuple[ReadPage, ...]:
    """Lines as pages: long ones wrapped, so many on a page."""
    lines = [part for line in text for part in (wrap(line, LINE_WIDTH) or [""])]
    pages = [lines[start : start + LINES_A_PAGE] for start in range(0, len(lines), LINES_A_PAGE)]
    return tuple(typewritten_page(number, page) for number, page in enumerate(pages))


def typewritten_page(number: int, lines: Sequence[str]) -> ReadPage:
    """A page whose words have boxes as a typewriter would set them; runs of spaces keep their width."""
    words: list[Word] = []
    block = 0
    for row, line in enumerate(lines):
        block += not line.strip()
        column = 0
        for text in line.split(" "):
            if text:
                words.append(Word(text, typed_box(row, column, len(text)), 1.0, row, block))
            column += len(text) + 1
    width, height = A4
    return ReadPage(
        number=number,
        width_pt=width,
        height_pt=height,
        source="text_layer",
        words=tuple(words),
        text="\n".join(lines),
    )


def typed_box(row: int, column: int, length: int) -> Box:
    """Where a word stands on a page of 62 lines of about 80 characters."""
    left, top = 0.1 + column / 100, 0.05 + row * 0.0145
    return Box(min(left, 0.98), min(top, 0.98), min(left + length / 100, 0.99), min(top + 0.012, 0.99))
