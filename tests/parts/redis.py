"""A real Redis: by port and by unix socket, empty at the beginning of each test."""

from collections.abc import Iterator
from typing import NamedTuple

import pytest
from redis import Redis
from redis.exceptions import ConnectionError as NotYet

from tests.parts.serving import find_program, free_port, server_folder, serving


class RedisServer(NamedTuple):
    """Where it listens: `url` by TCP, `socket_url` by unix socket."""

    url: str
    socket_url: str


@pytest.fixture(scope="session")
def redis_server() -> Iterator[RedisServer]:
    """A Redis that keeps nothing on disk."""
    program = find_program("redis-server", "redis-server")
    with server_folder("redis") as folder:
        port, socket = free_port(), folder / "redis.sock"
        listen = ["--port", str(port), "--bind", "127.0.0.1", "--unixsocket", str(socket), "--unixsocketperm", "777"]
        server = RedisServer(f"redis://127.0.0.1:{port}/0", f"unix://{socket}")
        with serving([program, *listen, "--save", "", "--appendonly", "no"], folder, lambda: answers(server.url)):
            yield server


@pytest.fixture
def redis_url(redis_server: RedisServer) -> str:
    """The address of an empty Redis."""
    with Redis.from_url(redis_server.url) as client:
        client.flushall()
    return redis_server.url


def answers(url: str) -> bool:
    """Whether it answers a ping."""
    with Redis.from_url(url) as client:
        try:
            return bool(client.ping())
        except NotYet:
            return False
