"""Hostile files, each made by a function of its own: what a mailroom is sent by accident or on purpose."""

import io
import struct
import zlib
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import numpy as np
import pikepdf
from PIL import Image

from tests.reading.material import digital, encode, page_picture, save

MEGABYTE = 1 << 20
OUTLOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "__substg1.0_".encode("utf-16-le") + bytes(600)
"""As much of an Outlook message as tells that it is one."""


def png_of(width: int, height: int, rows: int) -> bytes:
    """A white 1-bit PNG whose header promises `width` × `height`; `rows` of them are there."""
    squeeze = zlib.compressobj(1)
    row = b"\0" + b"\xff" * ((width + 7) // 8)
    data = b"".join(squeeze.compress(row) for _ in range(rows)) + squeeze.flush()
    chunks = ((b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)), (b"IDAT", data), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big") for kind, body in chunks
    )


def pdf_of(objects: list[bytes], trailer: bytes = b"/Root 1 0 R") -> bytes:
    """A PDF of these objects, numbered from 1, with a right cross-reference table."""
    body, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    table = b"xref\n0 %d\n0000000000 65535 f \n%b" % (len(objects) + 1, rows)
    return body + table + b"trailer\n<</Size %d %b>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, trailer, len(body))


def stream(entries: bytes, data: bytes) -> bytes:
    """A compressed stream object."""
    packed = zlib.compress(data, 9)
    return b"<<%b /Filter /FlateDecode /Length %d>>\nstream\n%b\nendstream" % (entries, len(packed), packed)


CATALOG = b"<</Type /Catalog /Pages 2 0 R>>"
ONE_PAGE = b"<</Type /Pages /Count 1 /Kids [3 0 R]>>"
A4 = b"/Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]"


def make_png_bomb(folder: Path) -> Path:
    """900 million pixels in half a megabyte."""
    return save(folder, "bomb.png", png_of(30_000, 30_000, 30_000))


def make_huge_header(folder: Path) -> Path:
    """A PNG header of 100,000 × 100,000 pixels, and nothing behind it."""
    return save(folder, "header.png", png_of(100_000, 100_000, 1))


def make_huge_jpeg(folder: Path) -> Path:
    """A JPEG header of the largest size that JPEG knows."""
    data = bytearray(encode(Image.new("L", (16, 16)), "JPEG"))
    frame = data.index(b"\xff\xc0")
    data[frame + 5 : frame + 9] = struct.pack(">HH", 65_500, 65_500)
    return save(folder, "header.jpg", bytes(data))


def make_content_bomb(folder: Path) -> Path:
    """A page whose drawing commands are 200 MB of spaces."""
    squeeze = zlib.compressobj(1)
    packed = b"".join(squeeze.compress(b" " * MEGABYTE) for _ in range(200)) + squeeze.flush()
    content = b"<</Filter /FlateDecode /Length %d>>\nstream\n%b\nendstream" % (len(packed), packed)
    return save(folder, "bomb.pdf", pdf_of([CATALOG, ONE_PAGE, b"<<%b /Contents 4 0 R>>" % A4, content]))


def make_picture_bomb(folder: Path) -> Path:
    """A page with a picture of 900 million pixels."""
    entries = b"/Type /XObject /Subtype /Image /Width 30000 /Height 30000 /BitsPerComponent 1 /ColorSpace /DeviceGray"
    page = b"<<%b /Contents 5 0 R /Resources <</XObject <</P 4 0 R>>>>>>" % A4
    picture = stream(entries, bytes(30_000 * 3_750))
    return save(
        folder, "picture.pdf", pdf_of([CATALOG, ONE_PAGE, page, picture, stream(b"", b"595 0 0 842 0 0 cm /P Do")])
    )


def make_tree_loop(folder: Path) -> Path:
    """A page tree whose only branch is itself."""
    return save(folder, "loop.pdf", pdf_of([CATALOG, b"<</Type /Pages /Count 3 /Kids [2 0 R 2 0 R]>>"]))


def make_form_loop(folder: Path) -> Path:
    """A form that draws itself, over and over."""
    form = stream(b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources <</XObject <</F 4 0 R>>>>", b"/F Do")
    page = b"<<%b /Contents 5 0 R /Resources <</XObject <</F 4 0 R>>>>>>" % A4
    return save(folder, "form.pdf", pdf_of([CATALOG, ONE_PAGE, page, form, stream(b"", b"/F Do")]))


def make_endless_xref(folder: Path) -> Path:
    """A cross-reference table that names itself as the one before it."""
    plain = pdf_of([CATALOG, ONE_PAGE, b"<<%b>>" % A4])
    place = plain.index(b"xref\n0")
    return save(folder, "xref.pdf", plain.replace(b"/Root", b"/Prev %d /Root" % place))


def make_ten_thousand_pages(folder: Path) -> Path:
    """10,000 empty pages."""
    kids = b" ".join(b"%d 0 R" % number for number in range(3, 10_003))
    tree = b"<</Type /Pages /Count 10000 /Kids [%b]>>" % kids
    return save(folder, "many.pdf", pdf_of([CATALOG, tree, *[b"<<%b>>" % A4] * 10_000]))


def make_zero_pages(folder: Path) -> Path:
    """A whole PDF without a page."""
    return save(folder, "none.pdf", pdf_of([CATALOG, b"<</Type /Pages /Count 0 /Kids []>>"]))


def make_locked(folder: Path) -> Path:
    """A letter that opens with a password only."""
    return encrypted(folder / "locked.pdf", "geheim")


def make_owner_locked(folder: Path) -> Path:
    """A letter that anyone may read but not print or change."""
    return encrypted(folder / "owner.pdf", "")


def encrypted(path: Path, user: str) -> Path:
    with pikepdf.open(io.BytesIO(digital())) as document:
        document.save(path, encryption=pikepdf.Encryption(owner="o", user=user))
    return path


def make_javascript(folder: Path) -> Path:
    """A letter that runs a script when it is opened."""
    with pikepdf.open(io.BytesIO(digital())) as document:
        code = "while (true) { app.launchURL('http://127.0.0.1:9/'); }"
        action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=code)
        document.Root.OpenAction = document.make_indirect(action)
        document.save(folder / "script.pdf")
    return folder / "script.pdf"


def make_embedded(folder: Path) -> Path:
    """A letter that carries 300 files, programs and a broken invoice among them."""
    with pikepdf.open(io.BytesIO(digital())) as document:
        for number in range(300):
            document.attachments[f"{number}.exe"] = b"MZ" + bytes(500)
        document.attachments["factur-x.xml"] = b"<?xml version='1.0'?><rsm:CrossIndustryInvoice"
        document.save(folder / "embedded.pdf")
    return folder / "embedded.pdf"


def make_portfolio(folder: Path) -> Path:
    """A cover page; the letter itself is a file that the PDF carries."""
    with pikepdf.open(io.BytesIO(digital())) as document:
        document.attachments["Brief.pdf"] = digital()
        document.save(folder / "portfolio.pdf")
    return folder / "portfolio.pdf"


def make_cut_tiff(folder: Path) -> Path:
    """A fax of three pages that broke off in the second."""
    page = page_picture("clean", 150)
    data = encode(page, "TIFF", save_all=True, append_images=[page, page], compression="raw")
    return save(folder, "cut.tif", data[: len(data) * 2 // 5])


def make_cut_pdf(folder: Path) -> Path:
    """The first 200 bytes of a PDF."""
    return save(folder, "cut.pdf", digital()[:200])


def make_cmyk(folder: Path) -> Path:
    """A letter scanned for the printing press."""
    return save(folder, "cmyk.jpg", encode(page_picture("clean", 150).convert("RGB").convert("CMYK"), dpi=(150, 150)))


def make_sixteen_bit(folder: Path) -> Path:
    """A letter with 65,536 tones of grey."""
    deep = Image.fromarray(np.asarray(page_picture("clean", 150), dtype=np.uint16) * 257)
    return save(folder, "deep.png", encode(deep, "PNG", dpi=(150, 150)))


def make_plain_text(folder: Path) -> Path:
    """Text that calls itself PDF."""
    return save(folder, "text.pdf", b"Dies ist kein PDF.\n" * 50)


def make_empty(folder: Path) -> Path:
    """Nothing at all."""
    return save(folder, "empty.pdf", b"")


def make_entity_bomb(folder: Path) -> Path:
    """XML that grows to a billion words."""
    lines = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return save(
        folder, "laughs.xml", f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">{lines}]><x>&a9;</x>'.encode()
    )


def make_outlook_message(folder: Path) -> Path:
    """An Outlook message."""
    return save(folder, "anfrage.msg", OUTLOOK)


def make_mail_in_mails(folder: Path) -> Path:
    """A mail in a mail, thirty times."""
    message = letter_mail("Ganz innen.")
    for _ in range(30):
        outer = letter_mail("Siehe Anlage.")
        outer.add_attachment(message)
        message = outer
    return save(folder, "nested.eml", message.as_bytes())


def make_mail_of_bombs(folder: Path) -> Path:
    """A mail whose attachments are bombs, each of another kind."""
    message = letter_mail("Bitte öffnen.")
    for path in attached_bombs(folder):
        message.add_attachment(path.read_bytes(), maintype="application", subtype="pdf", filename=path.name)
    return save(folder, "bombs.eml", message.as_bytes())


def make_mail_of_many(folder: Path) -> Path:
    """A mail with 60 attachments."""
    message = letter_mail("Alles anbei.")
    for number in range(60):
        message.add_attachment(f"Notiz {number}", filename=f"{number}.txt")
    return save(folder, "many.eml", message.as_bytes())


def make_sealed_mail(folder: Path) -> Path:
    """A mail that is nothing but ciphertext (S/MIME)."""
    message = letter_mail("")
    message.set_content(b"0\x80" + bytes(400), maintype="application", subtype="pkcs7-mime", filename="smime.p7m")
    return save(folder, "sealed.eml", message.as_bytes())


def make_bare_file_mail(folder: Path) -> Path:
    """A scanner's mail: no text, no parts, the PDF itself is the mail."""
    message = letter_mail("")
    message.set_content(digital(), maintype="application", subtype="pdf", filename="scan.pdf")
    return save(folder, "bare.eml", message.as_bytes())


def attached_bombs(folder: Path) -> Iterator[Path]:
    for make in (make_png_bomb, make_tree_loop, make_entity_bomb, make_locked):
        yield make(folder)


def letter_mail(body: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@b.example", "c@d.example", "Post"
    message.set_content(body)
    return message
