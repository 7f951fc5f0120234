"""E-mail files: who writes, the body as text, and the attachments. Nothing that a mail refers to is ever fetched."""

import email
import email.policy
import re
from collections.abc import Iterator
from email.message import EmailMessage, MIMEPart
from html.parser import HTMLParser
from itertools import islice
from pathlib import Path
from typing import NamedTuple

DEEPEST = 3
MOST_ATTACHMENTS = 50
LONGEST_NAME = 120
LONGEST_HEADER = 1000
FIELDS = {"from": "From", "to": "To", "cc": "Cc", "date": "Date", "subject": "Subject"}
SHOWN = ("text/plain", "text/html")
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
    """A mail as a person sees it. `fields`: from, to, cc, date, subject; `whole`: no attachment was left out."""

    fields: dict[str, str]
    body: str
    attachments: tuple[Attachment, ...]
    whole: bool = True


def parse_mail(path: Path) -> Mail:
    """The mail, with attached mails' bodies and attachments in place of the attached mails."""
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    fields = {name: header(message, field) for name, field in FIELDS.items()}
    listed = tuple(islice(list_attachments(message, 0), MOST_ATTACHMENTS + 1))
    told = {name: value for name, value in fields.items() if value}
    return Mail(told, body_text(message), listed[:MOST_ATTACHMENTS], len(listed) <= MOST_ATTACHMENTS)


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
    """All attachments, those of attached mails after the mail's own text. A mail may be nothing but a file."""
    if not message.is_multipart() and message.get_content_type() not in SHOWN:
        yield make_attachment(message, 0)
    for number, part in enumerate(message.iter_attachments() if message.is_multipart() else ()):
        if not isinstance(part, EmailMessage) or part.get_content_type() in DRESSING:
            continue
        if part.get_content_type() == "message/rfc822" and depth < DEEPEST:
            yield from attached_mail(part, depth)
        elif (
            part.is_multipart() and part.get_content_maintype() == "multipart"
        ):  # a signed mail is whole inside another
            yield from list_attachments(part, depth)
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
    payload = shown_text(part) or part.get_payload(decode=True)
    if not name and part.get_content_maintype() == "text":
        name = f"text-{number + 1}.txt"
    inline = part.get_content_disposition() == "inline" or "content-id" in part
    return Attachment(file_name(name, number), payload if isinstance(payload, bytes) else b"", inline)


def shown_text(part: EmailMessage) -> bytes:
    """What a part of plain text or HTML shows, in UTF-8 whatever it came in; empty for any other part."""
    kind = part.get_content_type()
    if kind not in SHOWN:
        return b""
    text = decoded(part)
    return (html_text(text) if kind == "text/html" else text).encode("utf-8", "replace")


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
