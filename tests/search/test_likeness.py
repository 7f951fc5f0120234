"""Whatever is held and whatever is typed: both indexes find the same letters in the same order of time."""

import random
import uuid
from collections.abc import Iterator
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.settings import Index as IndexSettings
from letters.finding import SearchDocument, SearchQuery
from letters.ports import Index
from search.elastic_index import ElasticIndex
from search.tantivy_index import TantivyIndex
from tests.search.archive import letter

WORDS = [
    "Rechnung",
    "Rechnungen",
    "Mahnung",
    "Vertrag",
    "Verträge",
    "vertraglich",
    "Steuer",
    "neue",
    "Müller",
    "Mueller",
    "Straße",
    "Strasse",
    "E-Mail",
    "email",
    "2603-04417",
    "2603",
    "04417",
    "260304417",
    "DE41",
    "4505",
    "0001",
    "0128",
    "12,50",
    "15.03.2026",
    "Kranken-\nversicherung",
    "Krankenversicherung",
    "und",
    "der",
    "die",
    "III",
    "ZR",
    "12/26",
    "O'Neill",
    "A",
    "B",
]

QUERIES = st.lists(
    st.tuples(st.sampled_from(["", "", "", "-", '"']), st.sampled_from(WORDS), st.sampled_from([" ", " ", "* ", '" '])),
    max_size=5,
).map(lambda parts: "".join("".join(part) for part in parts))


class Both(NamedTuple):
    """The same letters in both indexes."""

    tantivy: Index
    elastic: Index


@pytest.fixture(scope="module")
def both(elastic_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    """Two hundred letters of random words."""
    made = Both(
        TantivyIndex(tmp_path_factory.mktemp("index")),
        ElasticIndex(IndexSettings(url=elastic_url, name=f"test-{uuid.uuid4().hex}")),
    )
    chance = random.Random(7)
    documents = [random_letter(chance, number) for number in range(1, 201)]
    for index in made:
        index.write(documents)
    yield made
    for index in made:
        index.close()


def random_letter(chance: random.Random, number: int) -> SearchDocument:
    """A letter of up to three pages."""
    pages = [" ".join(chance.choices(WORDS, k=chance.randint(1, 12))) for _ in range(chance.randint(0, 3))]
    return letter(1 + number % 28, *pages, id=number, subject=chance.choice([None, *WORDS]), topic=chance.choice("ab"))


@given(typed=QUERIES, topic=st.sampled_from([None, "a"]))
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_same_letters(both: Both, typed: str, topic: str | None) -> None:
    query = SearchQuery(text=typed, topic=topic, sort="newest", limit=50)
    tantivy, elastic = (index.search(query) for index in both)
    assert [hit._replace(score=0.0) for hit in tantivy.hits] == [hit._replace(score=0.0) for hit in elastic.hits]
    assert tantivy.total == elastic.total
