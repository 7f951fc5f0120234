"""What is Elasticsearch's own: the alias, a cluster that is away, a login."""

import uuid
from collections.abc import Iterator

import pytest
from elasticsearch import Elasticsearch

from config.settings import Index as IndexSettings
from letters.errors import ServiceError
from letters.finding import SearchDocument, SearchQuery
from search.elastic_index import ElasticIndex
from tests.parts.elastic import SecuredElastic
from tests.parts.serving import free_port
from tests.search.archive import LETTERS, letter


@pytest.fixture
def settings(elastic_url: str) -> IndexSettings:
    """The settings of an index of the test's own."""
    return IndexSettings(url=elastic_url, name=f"test-{uuid.uuid4().hex}")


@pytest.fixture
def client(elastic_url: str) -> Iterator[Elasticsearch]:
    """Another's view of the cluster."""
    with Elasticsearch(elastic_url) as made:
        yield made


def behind(client: Elasticsearch, name: str) -> list[str]:
    """The indexes of that name and number."""
    return sorted(client.indices.get(index=f"{name}-*"))


def test_rebuild_swaps_the_alias_and_leaves_one_index(settings: IndexSettings, client: Elasticsearch) -> None:
    index = ElasticIndex(settings)
    index.write(LETTERS)
    assert behind(client, settings.name) == [f"{settings.name}-000001"]
    index.rebuild(LETTERS)
    assert behind(client, settings.name) == [f"{settings.name}-000002"]
    assert list(client.indices.get_alias(name=settings.name)) == [f"{settings.name}-000002"]


def test_the_old_index_answers_while_the_new_one_is_built(settings: IndexSettings) -> None:
    index = ElasticIndex(settings)
    index.write(LETTERS)
    totals: list[int] = []

    def watched() -> Iterator[SearchDocument]:
        for document in LETTERS[:3]:
            totals.append(index.search(SearchQuery()).total)
            yield document

    index.rebuild(watched())
    assert totals == [len(LETTERS)] * 3
    assert index.search(SearchQuery()).total == 3


def test_another_name_that_begins_alike_is_left_alone(settings: IndexSettings, client: Elasticsearch) -> None:
    other = ElasticIndex(settings.model_copy(update={"name": f"{settings.name}-archiv"}))
    other.write(LETTERS)
    ElasticIndex(settings).rebuild(LETTERS[:1])
    ElasticIndex(settings).rebuild(LETTERS[:1])
    assert other.count() == len(LETTERS)


def test_two_that_begin_at_once_share_one_index(settings: IndexSettings, client: Elasticsearch) -> None:
    first, second = ElasticIndex(settings), ElasticIndex(settings)
    first.write(LETTERS[:1])
    second.write(LETTERS[1:2])
    assert first.count() == second.count() == 2
    assert len(behind(client, settings.name)) == 1


def test_a_lost_index_is_told_and_made_anew_at_the_next_write(settings: IndexSettings, client: Elasticsearch) -> None:
    index = ElasticIndex(settings)
    index.write(LETTERS)
    client.indices.delete(index=f"{settings.name}-000001")
    assert index.search(SearchQuery()).total == 0
    with pytest.raises(ServiceError) as lost:
        index.write(LETTERS)
    assert lost.value.reason.code == "index_down"
    index.write(LETTERS)
    assert index.count() == len(LETTERS)
    assert list(client.indices.get_alias(name=settings.name)) == [f"{settings.name}-000001"]


def test_tokens_are_not_kept_twice(settings: IndexSettings, client: Elasticsearch) -> None:
    ElasticIndex(settings).write(LETTERS)
    kept = client.get(index=settings.name, id="2")["_source"]
    assert kept["pages"] == list(LETTERS[1].pages)
    assert not {"text", "title", "exact"} & set(kept)


def test_no_answer_is_a_service_error() -> None:
    index = ElasticIndex(IndexSettings(url=f"http://127.0.0.1:{free_port()}"))
    for ask in (
        lambda: index.search(SearchQuery()),
        lambda: index.write(LETTERS),
        lambda: index.rebuild([]),
        index.count,
    ):
        with pytest.raises(ServiceError) as down:
            ask()
        assert down.value.reason.code == "index_down"


@pytest.mark.slow
def test_password_certificate_and_few_rights(elastic_secured: SecuredElastic) -> None:
    settings = IndexSettings.model_validate(elastic_secured._asdict())
    index = ElasticIndex(settings)
    index.write(LETTERS)
    index.rebuild([*LETTERS, letter(9, "Auftrag")])
    assert [hit.id for hit in index.search(SearchQuery(text="Auftrag")).hits] == [9]
    assert index.count() == len(LETTERS) + 1
    with pytest.raises(ServiceError) as refused:
        ElasticIndex(settings.model_copy(update={"password": "wrong"})).count()
    assert refused.value.reason.code == "index_login"
    with pytest.raises(ServiceError) as distrusted:
        ElasticIndex(settings.model_copy(update={"ca_file": None})).count()
    assert distrusted.value.reason.code == "index_down"
