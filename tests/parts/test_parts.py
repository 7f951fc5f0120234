"""The parts themselves: each is real, and each test finds it empty."""

import json
from urllib.request import urlopen

import psycopg
import pytest
from playwright.sync_api import Browser
from redis import Redis

from tests.parts.redis import RedisServer


@pytest.mark.parametrize("turn", [1, 2])
def test_redis_is_empty_at_the_beginning(redis_url: str, redis_server: RedisServer, turn: int) -> None:
    with Redis.from_url(redis_url) as client, Redis.from_url(redis_server.socket_url) as other:
        assert client.dbsize() == 0
        client.set("key", turn)
        assert other.get("key") == str(turn).encode()


@pytest.mark.parametrize("turn", [1, 2])
def test_postgres_gives_each_test_a_database(postgres_url: str, turn: int) -> None:
    with psycopg.connect(postgres_url) as connection:
        connection.execute("CREATE TABLE letters (id integer)")
        connection.execute("INSERT INTO letters VALUES (%s)", [turn])
        assert connection.execute("SELECT id FROM letters").fetchall() == [(turn,)]


def test_elasticsearch_is_a_node_of_its_own(elastic_url: str) -> None:
    with urlopen(f"{elastic_url}/_cluster/health") as answer:
        assert json.load(answer)["number_of_nodes"] == 1


def test_chromium_draws_a_page(chromium: Browser) -> None:
    page = chromium.new_page()
    page.set_content("<h1>Posteingang</h1>")
    assert page.inner_text("h1") == "Posteingang"
    page.close()
