"""The index follows the database, and is built anew where it was lost."""

import shutil
from pathlib import Path

from sqlalchemy import make_url

from search.tantivy_index import TantivyIndex
from store.database import Database
from tests.workers.test_kills import LETTERS, add_letters
from workers.follow_index import follow_index, order_if_lost, order_rebuild, rebuild_index, rebuild_ordered


def test_an_index_whose_folder_was_removed_is_built_anew(tmp_path: Path) -> None:
    database = Database(make_url(f"sqlite:///{tmp_path}/store.sqlite"))
    database.migrate()
    add_letters(database)
    index = TantivyIndex(tmp_path / "index")
    order_rebuild(database)
    assert rebuild_index(database, index) == LETTERS
    assert not order_if_lost(database, index)
    index.close()
    shutil.rmtree(tmp_path / "index")

    found_empty = TantivyIndex(tmp_path / "index")
    assert follow_index(database, found_empty) == 0, "no letter is marked"
    assert order_if_lost(database, found_empty)
    assert rebuild_ordered(database)
    assert rebuild_index(database, found_empty) == LETTERS
    assert not rebuild_ordered(database)
    database.close()
