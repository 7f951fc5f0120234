"""Instances that are ended after the test; the model is not trained anew for each."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from config.settings import Database as DatabaseSettings
from store.database import Database, database_url
from tests.parts.accounts import check_accounts
from tests.posteingang.instances import Instance

MakeInstance = Callable[..., Instance]


@pytest.fixture
def make_instance(tmp_path: Path, trained: Path) -> Iterator[MakeInstance]:
    """Makes instances that are ended after the test, whatever happened."""
    made: list[Instance] = []

    def make(name: str = "home", settings: Mapping[str, str] | None = None) -> Instance:
        instance = Instance(tmp_path / name, settings)
        shutil.copytree(trained, instance.home / "models")
        made.append(instance)
        return instance

    yield make
    for instance in made:
        instance.kill()
    for instance in made:
        if (instance.home / "posteingang.sqlite").exists():
            database = Database(database_url(DatabaseSettings(), instance.home))
            database.migrate()
            check_accounts(database)
            database.close()
