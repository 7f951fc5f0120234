"""The account of pages misses nothing: not a page without a place, not one that has no row at all."""

from datetime import UTC, date, datetime

import pytest

from store.database import Database
from store.scans import page_accounts
from store.tables import PageRow, ScanRow

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def scan(status: str, page_count: int | None) -> ScanRow:
    return ScanRow(
        arrival_key=f"{status}-{page_count}",
        channel="test",
        name="a.pdf",
        size=1,
        received_at=NOW,
        received_on=date(2026, 3, 2),
        status=status,
        page_count=page_count,
    )


@pytest.mark.parametrize(("roles", "balanced"), [(("separator", "blank"), True), (("blank", None), False), ((), False)])
@pytest.mark.parametrize("status", ["split", "clearing", "closed"])
def test_each_page_of_a_placed_scan_must_have_its_place(
    database: Database, status: str, roles: tuple[str | None, ...], balanced: bool
) -> None:
    with database.writing() as tx:
        row = scan(status, 2)
        tx.add(row)
        tx.flush()
        tx.add_all(PageRow(scan_id=row.id, number=n, role=role, read="{}") for n, role in enumerate(roles))
    with database.reading() as tx:
        (account,) = page_accounts(tx)
    assert account.balanced is balanced


def test_a_scan_without_pages_and_one_under_way_have_no_account_yet(database: Database) -> None:
    with database.writing() as tx:
        tx.add_all([scan("clearing", None), scan("reading", 3), scan("refused", 2)])
    with database.reading() as tx:
        assert page_accounts(tx) == []
