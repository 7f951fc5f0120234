"""The account of pages, checked for every scan that a test took in: pages in = kept + separators + blanks."""

from store.database import Database
from store.scans import page_accounts


def check_accounts(database: Database) -> int:
    """No page of any placed scan is missing and none is counted twice; how many scans were looked at."""
    with database.reading() as tx:
        accounts = page_accounts(tx)
    assert [account for account in accounts if not account.balanced] == []
    return len(accounts)
