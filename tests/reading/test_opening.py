"""What a file is, is told by its content; what cannot be opened is refused with the reason."""

import io
import zlib
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from letters.errors import LetterError
from letters.scan import OpenedScan
from reading.kinds import kind_of
from reading.limits import Limits
from reading.scans import open_file
from tests.reading.material import digital, encode, page_picture, save, scan

LIMITS = Limits(pages=20, megapixels=50)


def opened(path: Path) -> OpenedScan:
    return open_file(path, path.name, path.parent, LIMITS)


def refusal(path: Path) -> str:
    with pytest.raises(LetterError) as caught:
        opened(path)
    assert caught.value.reason.in_language("de")
    assert caught.value.reason.in_language("en")
    return caught.value.reason.code


@pytest.mark.parametrize(("form", "kind"), [("JPEG", "jpeg"), ("PNG", "png"), ("TIFF", "tiff")])
def test_the_name_is_not_believed(tmp_path: Path, form: str, kind: str) -> None:
    result = opened(save(tmp_path, "brief.pdf", encode(page_picture(dpi=150), form)))
    assert (result.kind, result.page_count) == (kind, 1)
    assert [(part.name, part.page_count) for part in result.parts] == [("brief.pdf", 1)]


def test_a_pdf_is_known_behind_leading_bytes(tmp_path: Path) -> None:
    assert opened(save(tmp_path, "a.bin", b"\r\n\r\n" + digital())).kind == "pdf"


def test_pages_of_a_tiff_are_counted(tmp_path: Path) -> None:
    page = Image.new("1", (200, 300), 1)
    data = encode(page, "TIFF", save_all=True, append_images=[page] * 4)
    assert opened(save(tmp_path, "a.tif", data)).page_count == 5


def test_an_encrypted_pdf_is_refused(tmp_path: Path) -> None:
    with pikepdf.open(io.BytesIO(digital())) as document:
        document.save(tmp_path / "a.pdf", encryption=pikepdf.Encryption(owner="o", user="u"))
    assert refusal(tmp_path / "a.pdf") == "encrypted"


def test_a_pdf_with_an_owner_password_only_is_read(tmp_path: Path) -> None:
    with pikepdf.open(io.BytesIO(digital())) as document:
        document.save(tmp_path / "a.pdf", encryption=pikepdf.Encryption(owner="o", user=""))
    assert opened(tmp_path / "a.pdf").page_count == 1


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"Dies ist nur Text, auch wenn die Datei anders heisst.", "unknown_kind"),
        (b"%PDF-1.7\nnichts weiter", "damaged"),
        (b"\x89PNG\r\n\x1a\nnichts weiter", "damaged"),
        (b"II*\x00\xff\xff\xff\x7f", "damaged"),
        (b"\xff\xd8\xff\xe0nichts weiter", "damaged"),
        (b"PK\x03\x04" + b"\0" * 26 + b"bild.txt", "unknown_kind"),
    ],
)
def test_what_cannot_be_opened_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    assert refusal(save(tmp_path, "a.pdf", content)) == code


def test_too_many_pages_are_refused(tmp_path: Path) -> None:
    with pikepdf.open(io.BytesIO(digital())) as document:
        for _ in range(20):
            document.pages.append(document.pages[0])
        document.save(tmp_path / "a.pdf")
    assert refusal(tmp_path / "a.pdf") == "too_many_pages"


def test_a_header_that_promises_a_huge_picture_is_refused_undecoded(tmp_path: Path) -> None:
    data = bytearray(encode(Image.new("1", (8, 8)), "PNG"))
    data[16:24] = (100_000).to_bytes(4, "big") * 2
    data[29:33] = zlib.crc32(bytes(data[12:29])).to_bytes(4, "big")
    assert refusal(save(tmp_path, "a.png", bytes(data))) == "too_many_pixels"


def test_an_outlook_message_says_how_to_save_it(tmp_path: Path) -> None:
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 3000 + "__substg1.0_0037001F".encode("utf-16-le")
    assert refusal(save(tmp_path, "mail.msg", content)) == "outlook_message"


@pytest.mark.parametrize("share", [0.1, 0.5, 0.95])
def test_a_truncated_pdf_opens_with_the_pages_there_are_or_not_at_all(tmp_path: Path, share: float) -> None:
    whole = scan("office").pdf
    path = save(tmp_path, "a.pdf", whole[: int(len(whole) * share)])
    assert outcome(path) in ("1", "damaged")


def outcome(path: Path) -> str:
    try:
        return str(opened(path).page_count)
    except LetterError as error:
        return error.reason.code


@given(st.binary(max_size=200))
def test_any_bytes_have_a_kind_or_none(head: bytes) -> None:
    assert kind_of(head) in (None, "pdf", "tiff", "jpeg", "png", "email", "office", "xml")
