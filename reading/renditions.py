"""Renditions: a PDF that stands in for what has no pages of its own: a mail, an XML invoice, an office file."""

import io
from pathlib import Path
from typing import NamedTuple

import pikepdf
from PIL import Image, ImageSequence

from letters.errors import LetterError
from letters.reasons import Reason
from letters.scan import OpenedScan, Part
from reading.invoices import read_invoice, read_invoice_file
from reading.kinds import kind_of
from reading.limits import Limits
from reading.mail import MOST_ATTACHMENTS, Attachment, Mail, parse_mail
from reading.office import convert_office
from reading.pdf_files import PARTS_KEY, count_pdf_pages
from reading.picture_files import BROKEN, FORMATS, count_frames
from reading.typesetting import typeset

GERMAN = {"from": "Von", "to": "An", "cc": "Kopie", "date": "Datum", "subject": "Betreff"}
INVOICE_LABELS = {
    "invoice.number": "Rechnungsnummer",
    "invoice.date": "Rechnungsdatum",
    "invoice.due": "Fällig am",
    "invoice.seller": "Verkäufer",
    "invoice.seller_vat": "USt-IdNr.",
    "invoice.buyer": "Käufer",
    "invoice.reference": "Leitweg-ID / Käuferreferenz",
    "invoice.order": "Bestellnummer",
    "invoice.iban": "IBAN",
    "invoice.total": "Zahlbetrag",
    "invoice.currency": "Währung",
}
LOGO_PIXELS = 400 * 400  # inline pictures up to this size are a mail's dressing
PLAIN_TEXT = (".txt", ".csv", ".md", ".log", ".htm", ".html")


class Section(NamedTuple):
    """One part of a rendition, as PDF."""

    name: str
    kind: str
    pdf: bytes
    attachment: bool


def open_mail(path: Path, folder: Path, limits: Limits) -> OpenedScan:
    """The mail: its body typeset, then its attachments' pages. What cannot be made becomes a doubt.

    Raises LetterError: too_many_pages.
    """
    mail = parse_mail(path)
    head = {GERMAN[name]: value for name, value in mail.fields.items()}
    sections, doubts, data = (
        [Section(path.name, "email", typeset(head, mail.body), attachment=False)],
        [],
        mail_data(mail),
    )
    for number, attachment in enumerate(mail.attachments):
        if is_dressing(attachment):
            continue
        section, found = make_section(attachment, folder, number, limits)
        data |= found
        if section:
            sections.append(section)
        else:
            doubts.append(Reason(code="attachment_not_read", params={"name": attachment.name}))
    if not mail.whole:
        doubts.append(Reason(code="attachments_left", params={"limit": str(MOST_ATTACHMENTS)}))
    return join_sections("email", sections, folder, limits, data, doubts)


def mail_data(mail: Mail) -> dict[str, str]:
    """What the mail's header says."""
    return {name: value for name, value in mail.fields.items() if name != "cc"}


def is_dressing(attachment: Attachment) -> bool:
    """Whether it is a small picture inside the body: a logo, a button."""
    picture = attachment.content.startswith(b"GIF8") or kind_of(attachment.content[:4096]) in ("jpeg", "png")
    if not (attachment.inline and picture):
        return False
    try:
        with Image.open(io.BytesIO(attachment.content)) as opened:
            return opened.width * opened.height <= LOGO_PIXELS
    except BROKEN:
        return False


def make_section(
    attachment: Attachment, folder: Path, number: int, limits: Limits
) -> tuple[Section | None, dict[str, str]]:
    """The attachment's pages and its structured data; no section where no page can be made."""
    kind = kind_of(attachment.content[:4096])
    try:
        if kind == "xml":
            data = read_invoice(attachment.content)
            return (Section(attachment.name, "xml", typeset_invoice(data), attachment=True) if data else None), data
        if kind in (None, "email") and attachment.name.lower().endswith(PLAIN_TEXT):
            text = attachment.content.decode("utf-8", "replace")
            return Section(attachment.name, "text", typeset({"Anlage": attachment.name}, text), attachment=True), {}
        scratch = folder / f"attachment-{number}{Path(attachment.name).suffix}"
        pdf = pdf_of(attachment.content, kind, scratch, limits) if kind else None
        return (Section(attachment.name, str(kind), pdf, attachment=True) if pdf else None), {}
    except (LetterError, ValueError, pikepdf.PdfError, *BROKEN):
        return None, {}


def pdf_of(content: bytes, kind: str, scratch: Path, limits: Limits) -> bytes | None:
    """The attachment as PDF; None for a kind that has no pages. Raises LetterError when it cannot be opened."""
    if kind not in ("pdf", "office", *FORMATS):
        return None
    scratch.write_bytes(content)
    try:
        if kind == "office":
            return office_pdf(scratch, scratch.name, scratch.parent, limits)
        if kind == "pdf":
            count_pdf_pages(scratch, limits)
            return content
        count_frames(scratch, kind, limits)
        return pictures_as_pdf(scratch, kind, limits)
    finally:
        scratch.unlink()


def pictures_as_pdf(path: Path, kind: str, limits: Limits) -> bytes:
    """The pictures of a file as a PDF, a page each."""
    with Image.open(path, formats=FORMATS[kind]) as picture:
        pages = []
        for frame in ImageSequence.Iterator(picture):
            limits.check_pixels(*frame.size)
            pages.append(frame.convert("L" if frame.mode in ("1", "L", "LA", "P", "I;16") else "RGB"))
        dpi = picture.info.get("dpi", (200, 200))[0] or 200
    buffer = io.BytesIO()
    pages[0].save(buffer, "PDF", save_all=True, append_images=pages[1:], resolution=float(dpi))
    return buffer.getvalue()


def join_sections(
    kind: str, sections: list[Section], folder: Path, limits: Limits, data: dict[str, str], doubts: list[Reason]
) -> OpenedScan:
    """One PDF of all sections, written into the folder."""
    parts: list[Part] = []
    first = 0
    with pikepdf.new() as whole:
        for section in sections:
            with pikepdf.open(io.BytesIO(section.pdf)) as piece:
                count = len(piece.pages)
                limits.check_pages(first + count)
                whole.pages.extend(piece.pages)
            parts.append(
                Part(
                    name=section.name,
                    kind=section.kind,
                    first_page=first,
                    page_count=count,
                    attachment=section.attachment,
                )
            )
            first += count
        whole.docinfo[f"/{PARTS_KEY}"] = " ".join(str(part.page_count) for part in parts)
        rendition = folder / "rendition.pdf"
        whole.save(rendition)
    return OpenedScan.model_validate(
        {"kind": kind, "page_count": first, "parts": parts, "rendition": rendition, "data": data, "doubts": doubts}
    )


def open_invoice(path: Path, name: str, folder: Path, limits: Limits) -> OpenedScan:
    """An XML invoice, typeset. Raises LetterError("unknown_kind") when the XML is none."""
    data = read_invoice_file(path)
    if not data:
        raise LetterError("unknown_kind")
    return join_sections(
        "xml", [Section(name, "xml", typeset_invoice(data), attachment=False)], folder, limits, data, []
    )


def open_office(path: Path, name: str, folder: Path, limits: Limits) -> OpenedScan:
    """An office file as LibreOffice prints it. Raises LetterError: office_file (no page could be made), as for PDF."""
    section = Section(name, "office", office_pdf(path, name, folder, limits), attachment=False)
    return join_sections("office", [section], folder, limits, {}, [])


def office_pdf(path: Path, name: str, folder: Path, limits: Limits) -> bytes:
    """The office file as PDF that opens. Raises LetterError: office_file, damaged, too_many_pages."""
    pdf = convert_office(path, name, folder, limits.office_seconds)
    if pdf is None:
        raise LetterError("office_file")
    made = folder / "office.pdf"
    made.write_bytes(pdf)
    try:
        count_pdf_pages(made, limits)
    finally:
        made.unlink()
    return pdf


def typeset_invoice(data: dict[str, str]) -> bytes:
    """The invoice as a page that a clerk can read."""
    head = {label: data.get(key, "") for key, label in INVOICE_LABELS.items()}
    title = f"Elektronische Rechnung {data.get('invoice.number', '')}"
    return typeset({"Rechnung": title, **head}, data.get("invoice.lines", ""))
