"""What kind of file it is, by its first bytes: the name is not believed."""

import re
from pathlib import Path

from letters.errors import LetterError
from letters.scan import FileKind

HEAD_BYTES = 4096
MAGIC: tuple[tuple[bytes, FileKind], ...] = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"II+\x00", "tiff"),  # BigTIFF
    (b"MM\x00+", "tiff"),
)
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Outlook's .msg and the old office formats
ZIPPED = b"PK\x03\x04"
RICH_TEXT = b"{\\rtf"
MAIL_FIELD = re.compile(
    rb"^(?:received|return-path|from|to|subject|date|message-id|mime-version|delivered-to|x-[a-z0-9-]+):", re.I
)
FIELD = re.compile(rb"^[!-9;-~]+:")
OUTLOOK_STREAM = "__substg1.0_".encode("utf-16-le")


def sniff_kind(path: Path) -> FileKind:
    """The kind of the file at `path`.

    Raises LetterError: empty_file, unknown_kind, or outlook_message (which says how to save the mail as .eml).
    """
    with path.open("rb") as stream:
        head = stream.read(HEAD_BYTES)
        if not head:
            raise LetterError("empty_file")
        if head.startswith(COMPOUND) and OUTLOOK_STREAM in head + stream.read(1 << 20):
            raise LetterError("outlook_message")
    kind = kind_of(head)
    if kind is None:
        raise LetterError("unknown_kind")
    return kind


def kind_of(head: bytes) -> FileKind | None:
    """The kind that a file's first bytes show, or None."""
    for magic, kind in MAGIC:
        if head.startswith(magic):
            return kind
    if b"%PDF-" in head[:1024]:  # ISO 32000-1, annex H: readers accept the header within the first 1024 bytes
        return "pdf"
    if head.startswith((ZIPPED, COMPOUND, RICH_TEXT)):
        return "office" if is_office(head) else None
    if is_xml(head):
        return "xml"
    return "email" if is_mail(head) else None


def is_office(head: bytes) -> bool:
    """Whether the archive's first entries are those of an office document (a plain archive is not)."""
    return not head.startswith(ZIPPED) or any(
        sign in head
        for sign in (b"[Content_Types].xml", b"mimetypeapplication/vnd.oasis.opendocument", b"word/", b"_rels/.rels")
    )


def is_xml(head: bytes) -> bool:
    """Whether it is XML in one of the encodings that e-invoices come in."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if head.startswith(mark):
            head = head[len(mark) :].decode(encoding, "ignore").encode()
    text = head.lstrip()
    return text.startswith((b"<?xml", b"<Invoice", b"<ubl:", b"<rsm:", b"<CreditNote")) and b"<html" not in text[:500]


def is_mail(head: bytes) -> bool:
    """Whether it begins with a mail's header: fields only, and a known one among the first."""
    lines = head.lstrip(b"\xef\xbb\xbf\r\n").replace(b"\r\n", b"\n").split(b"\n")[:40]
    header = lines[: lines.index(b"")] if b"" in lines else lines
    fields = [line for line in header if not line.startswith((b" ", b"\t", b"From ", b">From "))]
    return bool(fields) and all(map(FIELD.match, fields)) and sum(map(bool, map(MAIL_FIELD.match, fields))) >= 2
