"""Office files: pages where LibreOffice is installed and can make them, else a refusal that says what to do.

The first tests use a real LibreOffice where there is one. The others put small programs of that name first on the
path: they fail, hang or print on purpose, so that what surrounds the program is tried everywhere.
"""

import io
import os
import stat
import time
import zipfile
from email.message import EmailMessage
from pathlib import Path

import psutil
import pytest

from config.settings import Reading
from letters.errors import LetterError
from letters.scan import OpenedScan
from reading.client import ReaderProcess
from reading.limits import Limits
from reading.scans import open_file
from tests.parts import serving as parts
from tests.reading.material import digital, save

LIMITS = Limits(pages=20, megapixels=50)
SENTENCE = "Hiermit kündigen wir den Vertrag zum Jahresende."


@pytest.fixture
def soffice() -> str:
    """The real LibreOffice."""
    return parts.find_program("soffice", "libreoffice-writer-nogui")


def zipped(entries: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def docx() -> bytes:
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    package = "http://schemas.openxmlformats.org/package/2006"
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    return zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{package}/relationships">'
            f'<Relationship Id="r1" Type="{office}" Target="word/document.xml"/></Relationships>',
            "word/document.xml": f'<w:document xmlns:w="{word}"><w:body><w:p><w:r><w:t>{SENTENCE}</w:t></w:r></w:p>'
            "</w:body></w:document>",
        }
    )


def odt() -> bytes:
    names = "urn:oasis:names:tc:opendocument:xmlns"
    kind = "application/vnd.oasis.opendocument.text"
    return zipped(
        {
            "mimetype": kind,
            "META-INF/manifest.xml": f'<m:manifest xmlns:m="{names}:manifest:1.0" m:version="1.2">'
            f'<m:file-entry m:full-path="/" m:media-type="{kind}"/>'
            '<m:file-entry m:full-path="content.xml" m:media-type="text/xml"/></m:manifest>',
            "content.xml": f'<o:document-content xmlns:o="{names}:office:1.0" xmlns:t="{names}:text:1.0" '
            f'o:version="1.2"><o:body><o:text><t:p>{SENTENCE}</t:p></o:text></o:body></o:document-content>',
        }
    )


def rtf() -> bytes:
    return b"{\\rtf1\\ansi " + SENTENCE.encode("ascii", "ignore") + b"}"


FILES = {"brief.docx": docx, "brief.odt": odt, "brief.rtf": rtf}


def opened(path: Path, limits: Limits = LIMITS) -> OpenedScan:
    return open_file(path, path.name, path.parent, limits)


def put_program(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """A program of LibreOffice's name first on the path."""
    folder.mkdir()
    program = folder / "soffice"
    program.write_text(f"#!/bin/bash\nfor last; do :; done\nmade=${{last%/*}}/document.pdf\n{script}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")


@pytest.mark.usefixtures("soffice")
@pytest.mark.parametrize("name", FILES)
def test_an_office_file_is_printed(tmp_path: Path, name: str) -> None:
    reader = ReaderProcess(Reading(), tmp_path / "log")
    try:
        result = reader.open_scan(save(tmp_path, name, FILES[name]()), name, tmp_path)
        assert (result.kind, result.page_count) == ("office", 1)
        assert result.rendition
        assert "Vertrag zum Jahresende" in reader.read_page(result.rendition, "pdf", 0).text
    finally:
        reader.close()


@pytest.mark.parametrize("name", FILES)
def test_where_nothing_prints_it_the_refusal_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(LetterError) as caught:
        opened(save(tmp_path, name, FILES[name]()))
    assert caught.value.reason.code == "office_file"
    assert "PDF" in caught.value.reason.in_language("de")


@pytest.mark.parametrize(
    ("script", "code"),
    [("exit 1", "office_file"), ("exit 0", "office_file"), ('echo "%PDF-1.7 nichts" > "$made"', "damaged")],
)
def test_a_file_that_it_cannot_print_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, code: str
) -> None:
    put_program(tmp_path / "bin", monkeypatch, script)
    with pytest.raises(LetterError) as caught:
        opened(save(tmp_path, "brief.docx", docx()))
    assert caught.value.reason.code == code


def test_what_was_printed_stands_in_for_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    printed = save(tmp_path, "printed.pdf", digital())
    put_program(tmp_path / "bin", monkeypatch, f'cmp -s "$last" "{tmp_path}/brief.docx" && cp "{printed}" "$made"')
    result = opened(save(tmp_path, "brief.docx", docx()))
    assert (result.kind, result.page_count, result.doubts) == ("office", 1, ())
    assert [(part.name, part.kind) for part in result.parts] == [("brief.docx", "office")]
    assert result.rendition
    assert not (tmp_path / "office").exists()


def test_an_attached_office_file_is_printed_with_its_mail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    printed = save(tmp_path, "printed.pdf", digital())
    put_program(tmp_path / "bin", monkeypatch, f'cp "{printed}" "$made"')
    message = EmailMessage()
    message["From"], message["Subject"] = "b@suessmilch.example", "Kündigung"
    message.set_content("Anbei.")
    message.add_attachment(docx(), maintype="application", subtype="pdf", filename="kündigung.docx")
    result = opened(save(tmp_path, "mail.eml", message.as_bytes()))
    assert [(part.kind, part.page_count) for part in result.parts] == [("email", 1), ("office", 1)]
    assert result.doubts == ()


def test_a_program_that_hangs_is_ended_with_all_that_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pids = tmp_path / "pids"
    put_program(tmp_path / "bin", monkeypatch, f'sleep 300 & echo $$ $! > "{pids}"; cp "{pids}" "$made"; wait')
    with pytest.raises(LetterError) as caught:
        opened(save(tmp_path, "brief.docx", docx()), LIMITS._replace(office_seconds=5.0))
    assert caught.value.reason.code == "office_file"
    deadline = time.monotonic() + 10
    while (left := [pid for pid in map(int, pids.read_text().split()) if lives(pid)]) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not left


def lives(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
