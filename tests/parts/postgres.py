"""A real PostgreSQL, with a database of its own for each test."""

import uuid
from collections.abc import Iterator

import psycopg
import pytest

from tests.parts.serving import find_program, free_port, run_as_server, server_folder, serving

BINARIES = tuple(f"/usr/lib/postgresql/{version}/bin" for version in (18, 17, 16, 15))
QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses=127.0.0.1")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of the server's own database `postgres`."""
    initdb = find_program("initdb", "postgresql", *BINARIES)
    postgres = find_program("postgres", "postgresql", *BINARIES)
    with server_folder("postgres") as folder:
        data, port = str(folder / "data"), free_port()
        run_as_server([initdb, "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"], folder)
        settings = [part for setting in QUICK for part in ("-c", setting)]
        url = f"postgresql://postgres@127.0.0.1:{port}/postgres"
        command = [postgres, "-D", data, "-p", str(port), "-k", str(folder), *settings]
        with serving(command, folder, lambda: answers(url)):
            yield url


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """The address of a new, empty database, dropped after the test."""
    name = f"test_{uuid.uuid4().hex}"
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        yield postgres_server.removesuffix("postgres") + name
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def answers(url: str) -> bool:
    """Whether it lets us in."""
    try:
        psycopg.connect(url, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True
