"""A sealed letter in a batch: nothing that lies beside it gives it away."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, cast

import pytest
from sqlalchemy import make_url

from config.taxonomy import load_taxonomy
from inbox.desk import OfficeDesk
from inbox.document import search_document
from letters.errors import AccessError
from letters.facts import Sender
from letters.letter import ClassifiedLetter, Cut, Split
from letters.page import ReadPage
from letters.scan import OpenedScan
from letters.verdict import Verdict
from store.database import Database, Transaction
from store.files import FileStore
from store.letters import add_letter, keep_meaning
from store.scans import get_page, insert_scan, lay_pages, open_pages
from store.tables import LetterRow, ScanRow

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
VERDICT = Verdict(label="inquiry", sure=0.9, by="test")


class FixedClock:
    def now(self) -> datetime:
        return NOW


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(make_url(f"sqlite:///{tmp_path}/store.sqlite"))
    database.migrate()
    yield database
    database.close()


@pytest.fixture
def desk(database: Database, tmp_path: Path) -> OfficeDesk:
    def nobody() -> Any:
        raise AssertionError("a file is given out without it")

    taxonomy, files = load_taxonomy(ROOT / "config/taxonomy.yaml"), FileStore(tmp_path / "files")
    return OfficeDesk(database, files, nobody, nobody, taxonomy, FixedClock(), nobody, ())


def add_batch(database: Database, sha256: str) -> tuple[int, int]:
    """A scan of two letters, one page each, both waiting to be classified."""
    with database.writing() as tx:
        row, _ = insert_scan(tx, a_scan(sha256), NOW)
        pages = open_pages(tx, row, OpenedScan(kind="pdf", page_count=2), None, NOW)
        for page in pages:
            read = ReadPage(number=page.number, width_pt=595, height_pt=842, source="ocr", text="Streng geheim")
            get_page(tx, page.id).read = read.model_dump_json()
        tx.flush()
        cuts = (Cut(pages=(0,)), Cut(pages=(1,)))
        letters = {cut.pages[0]: add_letter(tx, row.id, cut, {}, NOW) for cut in cuts}
        lay_pages(tx, row.id, Split(cuts=cuts, pending=2), letters)
        return letters[0].id, letters[1].id


def a_scan(sha256: str) -> ScanRow:
    return ScanRow(
        arrival_key="1-2-3-4",
        channel="folder",
        name="Stapel.pdf",
        sha256=sha256,
        size=3,
        received_at=NOW,
        received_on=date(2026, 3, 2),
        status="reading",
    )


def classify(tx: Transaction, letter: int, *, sealed: bool) -> None:
    meaning = ClassifiedLetter(sender_type=VERDICT, topic=VERDICT, sender=Sender(), language="de", sealed=sealed)
    keep_meaning(tx, cast("LetterRow", tx.get(LetterRow, letter)), meaning, NOW)


def test_the_file_of_a_batch_is_not_given_out_by_way_of_the_letter_beside(database: Database, desk: OfficeDesk) -> None:
    open_letter, sealed = add_batch(database, desk.files.put(BytesIO(b"pdf")))
    assert desk.original(open_letter).name == "Stapel.pdf"
    with database.writing() as tx:
        classify(tx, open_letter, sealed=False)
        classify(tx, sealed, sealed=True)
    for letter in (open_letter, sealed):
        with pytest.raises(AccessError, match="sealed"):
            desk.original(letter)


def test_the_index_hears_nothing_before_it_is_known_whether_a_letter_is_sealed(database: Database) -> None:
    letter, _ = add_batch(database, "0" * 64)
    with database.writing() as tx:
        early = search_document(tx, letter)
        assert early is not None
        assert (early.pages, early.source_name) == ((), "")
        classify(tx, letter, sealed=False)
        known = search_document(tx, letter)
    assert known is not None
    assert (known.pages, known.source_name) == (("Streng geheim",), "Stapel.pdf")
