"""The database: SQLite or PostgreSQL, with short transactions that read or write."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, OperationalError
from sqlalchemy.orm import Session

from config.settings import Database as DatabaseSettings
from letters.errors import ServiceError, SettingsError

Transaction = Session
"""What the functions of the store work in; the other rooms know it by this name alone."""

MIGRATIONS = Path(__file__).parent / "migrations"


class Database:
    """Hands out transactions. Made after a fork, never before: it holds connections."""

    def __init__(self, url: URL) -> None:
        self.url = url
        self.engine = make_engine(url)
        self._writer = self.engine.execution_options(writing=True)

    @property
    def is_sqlite(self) -> bool:
        """Whether it is a file of this host."""
        return self.url.get_backend_name() == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A transaction that reads one state of the database. Raises ServiceError("database_down")."""
        with told(), Session(self.engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A transaction that writes: all of it, or, on any error, nothing. Raises ServiceError("database_down")."""
        with told(), Session(self._writer, expire_on_commit=False) as session, session.begin():
            yield session

    def migrate(self) -> None:
        """Bring the tables to the newest form."""
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["engine"] = self._writer
        with told():
            command.upgrade(config, "head")

    def close(self) -> None:
        """Let go of the connections."""
        self.engine.dispose()


def database_url(settings: DatabaseSettings, home: Path) -> URL:
    """The URL that the settings name; SQLite in `home` where they name none. Raises SettingsError."""
    if not settings.url:
        return URL.create("sqlite", database=str(home / "posteingang.sqlite"))
    try:
        url = make_url(settings.url)
    except ArgumentError as error:
        raise SettingsError("database_url_wrong", url=shown(settings.url)) from error
    if url.get_backend_name() not in ("sqlite", "postgresql"):
        raise SettingsError("database_url_wrong", url=shown(settings.url))
    if url.get_backend_name() == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    return url.set(password=settings.password) if settings.password else url


def shown(url: str) -> str:
    """As much of a URL as may be shown: what stands behind the scheme may hold a password."""
    scheme, parted, _ = url.partition("://")
    return f"{scheme}://…" if parted else "…"


def make_engine(url: URL) -> Engine:
    """An engine whose writing transactions take SQLite's lock at once, so that none fails half-way for it.

    Its errors do not name the values: they are letters' text, and errors are logged.
    """
    if url.get_backend_name() != "sqlite":
        return create_engine(url, hide_parameters=True, pool_pre_ping=True, connect_args={"connect_timeout": 10})
    engine = create_engine(url, hide_parameters=True, connect_args={"timeout": 30})
    event.listen(engine, "connect", prepare_sqlite)
    event.listen(engine, "begin", begin_sqlite)
    return engine


def prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    """Write-ahead log, foreign keys, and transactions begun by us instead of the driver."""
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=30000"):
        connection.execute(f"PRAGMA {pragma}")


def begin_sqlite(connection: Connection) -> None:
    """BEGIN IMMEDIATE for what writes; a reader takes no lock."""
    writing = connection.get_execution_options().get("writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


@contextmanager
def told() -> Iterator[None]:
    """A database that is down, locked or gone becomes a ServiceError."""
    try:
        yield
    except OperationalError as error:
        raise ServiceError("database_down", problem=type(error.orig).__name__) from error
