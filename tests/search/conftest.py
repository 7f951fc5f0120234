"""Both indexes, each test's own."""

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.settings import Index as IndexSettings
from letters.ports import Index
from search.elastic_index import ElasticIndex
from search.tantivy_index import TantivyIndex
from tests.search.archive import LETTERS


@pytest.fixture(params=["tantivy", "elasticsearch"])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Index]:
    """An empty index."""
    made = make_index(request, tmp_path)
    yield made
    made.close()


@pytest.fixture(scope="module", params=["tantivy", "elasticsearch"])
def archive(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """An index that holds LETTERS; only searched in."""
    made = make_index(request, tmp_path_factory.mktemp("archive"))
    made.write(LETTERS)
    yield made
    made.close()


def make_index(request: pytest.FixtureRequest, folder: Path) -> Index:
    """The index that the test asks for."""
    if request.param == "tantivy":
        return TantivyIndex(folder)
    url: str = request.getfixturevalue("elastic_url")
    return ElasticIndex(IndexSettings(url=url, name=f"test-{uuid.uuid4().hex}"))
