"""Letters and scans for the tests, made on the spot."""

import io
import random
from collections import Counter
from functools import cache
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw, ImageFont

from bench.rates import distance, words_of
from samples.render_letters import Quality, Rendered, render_letter, typeset_letter

LETTER = {
    "id": "test-001",
    "style": "business",
    "language": "de",
    "sender": {
        "name": "Gärtnerei Süßmilch GmbH",
        "lines": ["Am Mühlbach 7", "73728 Esslingen"],
        "email": "buero@suessmilch.example",
        "phone": "0711 555 01-0",
        "iban": "DE02 1203 0000 0000 2020 51",
        "vat_id": "DE123456788",
    },
    "recipient": ["Stadtwerke Beispielstadt", "Kundenservice", "Rathausplatz 1", "70173 Stuttgart"],
    "place_date": "Esslingen, 4. März 2026",
    "subject": "Kündigung unseres Stromvertrags zum 30. Juni 2026",
    "references": {"Kundennummer": "K-4471-09", "Zählernummer": "1EMH0012345678"},
    "body": (
        "Sehr geehrte Damen und Herren,\n\n"
        "hiermit kündigen wir den Stromvertrag für unsere Gewächshäuser fristgerecht "
        "zum 30. Juni 2026. Die Übergabe der Räume an den Nachmieter ist für den 1. Juli vorgesehen; den Zählerstand "
        "teilen wir Ihnen am Tag der Übergabe mit.\n\n"
        "Bitte bestätigen Sie uns den Eingang dieser Kündigung schriftlich bis zum 20. März 2026 und überweisen Sie "
        "das Guthaben in Höhe von 1.284,50 EUR auf das unten genannte Konto.\n\n"
        "Mit freundlichen Grüßen\n\nBärbel Süßmilch"
    ),
}
ENGLISH = LETTER | {
    "id": "test-002",
    "language": "en",
    "subject": "Your delivery of 12 February",
    "body": (
        "Dear Sir or Madam,\n\n"
        "thank you for the delivery that we received on 12 February. We are sorry to tell you that two "
        "of the boxes were damaged, and that the invoice does not match the order that we placed with you. Please "
        "send us a corrected invoice and let us know when the missing goods will arrive.\n\n"
        "Yours sincerely\n\nJ. Marlow"
    ),
}


@cache
def scan(quality: Quality = "office", dpi: int = 300, english: bool = False) -> Rendered:
    """The letter as a scanner sends it."""
    return render_letter(ENGLISH if english else LETTER, 1, dpi, quality)


@cache
def digital() -> bytes:
    """The letter as an office program prints it to PDF."""
    return typeset_letter(LETTER, random.Random(1))


@cache
def page_picture(quality: Quality = "office", dpi: int = 300) -> Image.Image:
    """The scan's page as a grey picture."""
    with pypdfium2.PdfDocument(scan(quality, dpi).pdf) as document:
        picture: Image.Image = document[0].render(scale=dpi / 72, grayscale=True).to_pil().convert("L")
    return picture


def save(folder: Path, name: str, content: bytes) -> Path:
    """The content as a file."""
    path = folder / name
    path.write_bytes(content)
    return path


def encode(picture: Image.Image, form: str = "JPEG", **options: object) -> bytes:
    """The picture as a file's bytes."""
    buffer = io.BytesIO()
    picture.save(buffer, form, **options)
    return buffer.getvalue()


def written_page(lines: list[str], size: tuple[int, int] = (1654, 2339), ink: int = 0) -> Image.Image:
    """A page with a few large lines of print."""
    page = Image.new("L", size, 255)
    font = ImageFont.truetype("LiberationSans-Regular.ttf", 60)
    for number, line in enumerate(lines):
        ImageDraw.Draw(page).text((200, 300 + 120 * number), line, fill=ink, font=font)
    return page


def error_rate(read: str, truth: str) -> float:
    """The character error rate, blind to white space and the order of blocks: what is left over of both, compared."""
    got, wanted = Counter(words_of(read)), Counter(words_of(truth))
    left, missing = sorted((got - wanted).elements()), sorted((wanted - got).elements())
    return distance("".join(left), "".join(missing)) / max(1, sum(map(len, wanted.elements())))
