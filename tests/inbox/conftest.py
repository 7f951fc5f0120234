"""A small office on real parts, worked inline: letters in clearing and in queues, a sealed one, a refused scan."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from config.settings import Settings, Thresholds
from letters.scan import Arrival
from posteingang.assembly import Assembly
from posteingang.home import Home
from samples.render_letters import render_letter
from tests.parts.accounts import check_accounts
from tests.reading.hostile import OUTLOOK
from workers.celery_app import SilentDoorbell
from workers.follow_index import follow_index
from workers.sweep import work_inline

SEALED: dict[str, Any] = {
    "id": "geheim-1",
    "language": "de",
    "sender": {
        "type": "customer",
        "name": "Karin Feldhaus",
        "lines": ["Am Wehr 4", "14770 Brandenburg"],
        "email": None,
        "phone": None,
        "iban": None,
        "vat_id": None,
    },
    "recipient": [
        "Persönlich / Vertraulich",
        "Havelstrom Energie und Wasser eG",
        "Herrn Vorstand Uwe Lindner",
        "Packhofstraße 14",
        "14776 Brandenburg an der Havel",
    ],
    "place_date": "Brandenburg, 3. März 2026",
    "date": "2026-03-03",
    "subject": "Zwiebelfisch",
    "references": {},
    "body": "Sehr geehrter Herr Lindner,\n\nwas wir im Urlaub besprachen, bleibt unter uns.\n\nIhre Karin Feldhaus",
    "style": "business",
}


NAMING_NOBODY = (1, 4, 7)
"""Scans behind a separator sheet that names an unknown department: they lie in clearing."""


class Office:
    """An assembly whose work is done in this process."""

    def __init__(self, assembly: Assembly) -> None:
        self.assembly = assembly
        self.received = 0

    def receive(self, content: bytes, name: str, hints: dict[str, str] | None = None) -> int:
        """Take a file in and work until it lies in its queue and is found; its scan."""
        scan = self.take(content, name, hints)
        self.work()
        return scan

    def take(self, content: bytes, name: str, hints: dict[str, str] | None = None) -> int:
        """Take a file in; nothing is done about it yet. Its scan."""
        self.received += 1
        path = self.assembly.home.path / name
        path.write_bytes(content)
        now = self.assembly.clock.now()
        arrival = Arrival(
            channel="test",
            key=f"test-{self.received}",
            path=path,
            name=name,
            received_at=now,
            received_on=now.date(),
            hints=hints or {},
        )
        return self.assembly.receiver(SilentDoorbell()).receive(arrival)

    def work(self) -> None:
        """Everything that is due, and the index after it."""
        work_inline(self.assembly.house())
        while follow_index(self.assembly.database(), self.assembly.index()):
            pass


def open_office(home: Path, trained: Path, settings: Settings) -> Office:
    """An office in an empty home."""
    shutil.copytree(trained, home / "models")
    assembly = Assembly(Home(home), settings)
    assembly.database().migrate()
    assembly.school().ensure()
    return Office(assembly)


@pytest.fixture
def office(tmp_path: Path, trained: Path) -> Iterator[Office]:
    """An office with the shipped settings."""
    office = open_office(tmp_path / "home", trained, Settings())
    yield office
    check_accounts(office.assembly.database())
    office.assembly.reader().close()


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory, trained: Path, scans: list[bytes]) -> Iterator[Office]:
    """An office with letters in queues and in clearing: whatever the model is sure of, a sheet may name nobody."""
    home = tmp_path_factory.mktemp("filled") / "home"
    office = open_office(home, trained, Settings(thresholds=Thresholds(topic=0.9)))
    for number, content in enumerate([*scans[:12], render_letter(SEALED, 1, 200, "office")[0], b"kein Brief"]):
        hints = {"department": "gibt-es-nicht"} if number in NAMING_NOBODY else None
        office.receive(content, f"Scan_{number:02}.pdf", hints)
    office.receive(OUTLOOK, "Anfrage.msg")
    yield office
    assert check_accounts(office.assembly.database()) == 13
    office.assembly.reader().close()
