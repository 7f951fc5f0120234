"""E-mail files: who writes, the body as text, and the attachments. Nothing that a mail refers to is ever fetched."""

import email
import email.policy
import re
from collections.abc import Iterator
from email.message import EmailMessage, MIMEPart
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

DEEPEST = 3
MOST_ATTACHMENTS = 50
LONGEST_NAME = 120
LONGEST_HEADER = 1000
FIELDS = {"from": "From", "to": "To", "cc": "Cc", "date": "Date", "subject": "Subject"}
SILENT = ("script", "style", "head", "title")
BREAKS = ("p", "div", "br", "tr", "li", "h1", "h2", "h3", "h4", "blockquote", "table")
DRESSING = (
    "application/pkcs7-signature",
    "application/x-pkcs7-signature",
    "application/pgp-signature",
    "text/calendar",
    "text/vcard",
    "message/delivery-status",
    "text/rfc822-headers",
)


class Attachment(NamedTuple):
    """A file that came with a mail; `inline` when it is part of the body's looks (a logo)."""

    name: str
    content: bytes
    inline: bool


class Mail(NamedTuple):
    """A mail as a person sees it. `fields`: from, to, cc, date, subject."""

    fields: dict[str, str]
    body: str
    attachments: tuple[Attachment, ...]


def parse_mail(path: Path) -> Mail:
    """The mail, with attached mails' bodies and attachments in place of the attached mails."""
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    fields = {name: header(message, field) for name, field in FIELDS.items()}
    attachments = [*list_attachments(message, 0)][:MOST_ATTACHMENTS]
    return Mail({name: value for name, value in fields.items() if value}, body_text(message), tuple(attachments))


def header(message: EmailMessage, field: str) -> str:
    """A field decoded as far as it can be; broken ones as they stand."""
    try:
        text = str(message.get(field, ""))
    except (ValueError, TypeError, IndexError, LookupError, AttributeError):
        text = str(dict(message.raw_items()).get(field, ""))
    return " ".join(text.encode("utf-8", "replace").decode().split())[:LONGEST_HEADER]


def body_text(message: EmailMessage) -> str:
    """The body: plain text where there is any, else the text of the HTML."""
    plain = message.get_body(preferencelist=("plain",))
    text = decoded(plain) if plain is not None else ""
    if text.strip():
        return text
    html = message.get_body(preferencelist=("html",))
    return html_text(decoded(html)) if html is not None else ""


def decoded(part: MIMEPart) -> str:
    """A text part's text, whatever character set it claims."""
    try:
        return str(part.get_content())
    except (LookupError, ValueError, KeyError):
        payload = part.get_payload(decode=True)
        return payload.decode("latin-1") if isinstance(payload, bytes) else str(part.get_payload())


def list_attachments(message: EmailMessage, depth: int) -> Iterator[Attachment]:
    """All attachments, those of attached mails after the mail's own text."""
    for number, part in enumerate(message.iter_attachments() if message.is_multipart() else ()):
        if not isinstance(part, EmailMessage) or part.get_content_type() in DRESSING:
            continue
        if part.get_content_type() == "message/rfc822" and depth < DEEPEST:
            yield from attached_mail(part, depth)
        else:
            yield make_attachment(part, number)


def attached_mail(part: EmailMessage, depth: int) -> Iterator[Attachment]:
    """An attached mail: its text as a text file, then its attachments."""
    inner = part.get_content()
    if isinstance(inner, EmailMessage):
        head = "\n".join(f"{field}: {header(inner, field)}" for field in FIELDS.values() if header(inner, field))
        yield Attachment(
            file_name(header(inner, "Subject") + ".txt", 0), f"{head}\n\n{body_text(inner)}".encode(), inline=False
        )
        yield from list_attachments(inner, depth + 1)


def make_attachment(part: EmailMessage, number: int) -> Attachment:
    """The part as a file."""
    try:
        name = part.get_filename() or ""
    except (ValueError, LookupError, TypeError):
        name = ""
    payload = part.get_payload(decode=True)
    inline = part.get_content_disposition() == "inline" or "content-id" in part
    return Attachment(file_name(name, number), payload if isinstance(payload, bytes) else b"", inline)


def file_name(name: str, number: int) -> str:
    """A name without folders, for people to read."""
    kept = re.sub(r"[\x00-\x1f/\\]+", " ", name).strip()[-LONGEST_NAME:]
    return kept or f"attachment-{number + 1}"


class TextOfHtml(HTMLParser):
    """Collects what a reader of the page would see."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line where the page does."""
        self.silent += tag in SILENT
        if tag in BREAKS:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """End what is not shown."""
        self.silent -= tag in SILENT and self.silent > 0

    def handle_data(self, data: str) -> None:
        """Keep the text that is shown."""
        if not self.silent:
            self.pieces.append(re.sub(r"\s+", " ", data))


def html_text(html: str) -> str:
    """The text of an HTML page."""
    parser = TextOfHtml()
    parser.feed(html)
    parser.close()
    return re.sub(r"\n\s*\n\s*", "\n\n", "".join(parser.pieces)).strip()
