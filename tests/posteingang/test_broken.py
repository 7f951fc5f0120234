"""What a mailroom drops by mistake: each ends refused, in clearing or read, with its reason; nothing gets stuck."""

import io
import os
import threading
import time
from pathlib import Path

import pikepdf
import pytest

from tests.posteingang.conftest import MakeInstance
from tests.posteingang.instances import Instance

pytestmark = pytest.mark.timeout(900)


def encrypted(pdf: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    return out.getvalue()


def write_slowly(path: Path, content: bytes, seconds: float) -> None:
    """As a scanner over a slow line does: a piece, a pause longer than a file must rest, a piece."""
    pieces = 8
    size = len(content) // pieces + 1
    with path.open("wb") as stream:
        for start in range(0, len(content), size):
            stream.write(content[start : start + size])
            stream.flush()
            os.fsync(stream.fileno())
            time.sleep(seconds / pieces)


def drop(instance: Instance, name: str, content: bytes) -> None:
    instance.scans.mkdir(parents=True, exist_ok=True)
    (instance.scans / name).write_bytes(content)


def test_broken_input_ends_with_a_reason_and_whole_input_once(make_instance: MakeInstance, scans: list[bytes]) -> None:
    instance = make_instance(settings={"POSTEINGANG_INTAKE__REST": "1", "POSTEINGANG_INTAKE__EMPTY_WAIT": "1"})
    drop(instance, "leer.pdf", b"")
    drop(instance, "abgeschnitten.pdf", scans[0][: len(scans[0]) // 10])
    drop(instance, "text.pdf", b"Sehr geehrte Damen und Herren, dies ist kein PDF.")
    drop(instance, "kennwort.pdf", encrypted(scans[1]))
    drop(instance, "Grüße an\nalle, die warten.pdf", scans[2])
    drop(instance, "täglich.pdf", scans[3])
    drop(instance, ".versteckt.pdf", scans[4])
    drop(instance, "halb.pdf.part", scans[4])
    os.mkfifo(instance.scans / "rohr.pdf")
    (instance.scans / "verweis.pdf").symlink_to("/etc/hostname")
    slow = threading.Thread(target=write_slowly, args=(instance.scans / "langsam.pdf", scans[5], 20))
    slow.start()
    instance.up()
    slow.join()
    instance.run("wait", "--timeout", "280")
    drop(instance, "täglich.pdf", scans[6])
    instance.run("wait", "--timeout", "280")

    records = instance.records("--scans")
    letters = [record for record in records if "text" in record]
    names = sorted(record["source_name"].replace("\n", " ") for record in letters)
    refused = {record["source_name"]: record["reason"] for record in records if record["status"] == "refused"}
    assert set(refused) >= {"leer.pdf", "text.pdf", "kennwort.pdf", "rohr.pdf", "verweis.pdf"}
    assert all(reason["text"] for reason in refused.values())
    assert names.count("langsam.pdf") == 1
    assert names.count("täglich.pdf") == 2, "the same name every day is another letter every day"
    assert len([name for name in names if name.startswith("Grüße an")]) == 1
    assert next(each for each in letters if each["source_name"] == "langsam.pdf")["page_count"] == 1
    truncated = [record for record in records if record["source_name"] == "abgeschnitten.pdf"]
    assert len(truncated) == 1
    assert truncated[0]["status"] in ("refused", "clearing"), "never taken as whole"

    trays = instance.scans / "refused"
    for name in ("leer.pdf", "text.pdf", "kennwort.pdf", "rohr.pdf", "verweis.pdf"):
        assert os.path.lexists(trays / name), name
        text = next(trays.glob(f"{name}*.txt")).read_text(encoding="utf-8")
        assert "Nicht angenommen" in text
        assert "Not taken" in text
    assert (instance.scans / ".versteckt.pdf").exists()
    assert (instance.scans / "halb.pdf.part").exists()
    assert not [
        path for path in instance.scans.iterdir() if path.is_file() and path.suffix == ".pdf" and path.name[0] != "."
    ]
    stored = [record for record in records if record["status"] == "refused" and record["reason"]["code"] == "encrypted"]
    assert len(stored) == 1
    instance.stop()
