"""Plain text and tables of fields typeset as PDF: for mails and e-invoices, which have no pages of their own."""

from collections.abc import Mapping

import typst

LONGEST_TEXT = 400_000  # characters: about 150 pages
SOURCE = """
#set page(paper: "a4", margin: (left: 25mm, right: 20mm, top: 20mm, bottom: 20mm))
#set text(font: ("Liberation Sans", "DejaVu Sans"), size: 10.5pt, lang: "de")
#set par(leading: .6em)
#for line in sys.inputs.head.split("\\n") [
  #let name = line.split("\\t").at(0)
  #strong(name) #line.slice(name.len()).trim() \\
]
#line(length: 100%)
#for line in sys.inputs.body.split("\\n") [#line \\ ]
"""
"""The text comes in as input, never as markup: nothing in a mail can steer the typesetter or have it fetch anything."""


def typeset(head: Mapping[str, str], body: str) -> bytes:
    """A PDF: the fields of the head in bold and plain, a rule, and the body line by line.

    Raises ValueError when the text is longer than any letter.
    """
    if len(body) > LONGEST_TEXT:
        raise ValueError("longer than any letter")
    fields = "\n".join(f"{name}:\t{single_line(value)}" for name, value in head.items() if value)
    inputs = {"head": printable(fields), "body": printable(body)}
    return bytes(typst.compile(SOURCE.encode(), sys_inputs=inputs))


def single_line(text: str) -> str:
    """The text on one line."""
    return " ".join(text.split())


def printable(text: str) -> str:
    """The text without control characters, which no font can show; never empty, which cannot be split."""
    return "".join(char for char in text if char in "\n\t" or char.isprintable()) or " "
