"""What an administrator asks: are the files right, is everything there, does every account hold?"""

import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from config.contacts import load_contacts
from config.rules import load_rules
from config.settings import load_settings
from config.taxonomy import load_taxonomy
from letters.errors import PosteingangError
from posteingang.assembly import Assembly
from posteingang.home import Home
from reading.tessdata import find_tessdata
from store.events import chain_breaks
from store.scans import page_accounts
from workers.celery_app import broker_answers

LEAST_FREE_BYTES = 1 << 30
MEND_FILES = "An example of every setting: config/posteingang.yaml in the checkout."
MEND_BROKER = "sudo systemctl start redis-server   # or mend POSTEINGANG_BROKER__URL"
MEND_POSTGRES = "sudo systemctl start postgresql   # or mend POSTEINGANG_DATABASE__URL"
MEND_FILE = "Bring posteingang.sqlite back from the backup."
MEND_ELASTIC = "sudo systemctl start elasticsearch   # or mend POSTEINGANG_INDEX__URL"
MEND_INDEX = "posteingang reindex"


class Finding(NamedTuple):
    """One thing looked at: whether it is sound, and if not, what mends it."""

    what: str
    sound: bool
    remedy: str = ""


def check_files(home: Home) -> list[str]:
    """Validate every YAML file; their names. Raises SettingsError with file and line."""
    names = ["posteingang.yaml", "taxonomy.yaml", "routing.yaml"]
    settings, taxonomy, rules = (home.config_file(name) for name in names)
    load_settings(settings)
    labels = load_taxonomy(taxonomy)
    load_rules(rules, labels)
    contacts = home.config_file("contacts.csv")
    load_contacts(contacts, labels)
    return [str(path) for path in (settings, taxonomy, rules, contacts) if path.exists()]


def doctor(home: Home) -> list[Finding]:
    """Everything that an instance needs, looked at one by one."""
    return [*look_at_machine(home), *look_at_instance(home)]


def look_at_machine(home: Home) -> Iterator[Finding]:
    """Programs, languages and room on the disk."""
    version = ".".join(map(str, sys.version_info[:3]))
    new_enough = sys.version_info >= (3, 11)
    yield Finding(
        f"Python {version}", new_enough, "" if new_enough else "install Python 3.11 or newer, then scripts/start"
    )
    yield look_for("tesseract", "tesseract-ocr")
    free = shutil.disk_usage(nearest(home.path)).free
    roomy = free > LEAST_FREE_BYTES
    yield Finding(f"{free >> 20} MiB free", roomy, "" if roomy else f"free some room for {home.path}")


def look_for(program: str, package: str) -> Finding:
    """Whether a program is there."""
    there = shutil.which(program) is not None
    return Finding(program, there, "" if there else f"sudo apt install {package}")


def nearest(path: Path) -> Path:
    """The path, or the nearest folder above it that is there."""
    return next(each for each in (path, *path.parents) if each.exists())


def look_at_instance(home: Home) -> Iterator[Finding]:
    """Settings, services and accounts of the instance: what is broken hides only what stands on it."""
    yield (files := looked_at("settings, taxonomy, rules", lambda: shown_number(check_files(home)), MEND_FILES))
    yield (room := looked_at("home", lambda: prepared(home), "mkdir -p the folder, or name another with --home"))
    if not (files.sound and room.sound):
        return
    assembly = Assembly(home)
    yield looked_at("Tesseract's languages", lambda: found_languages(assembly))
    yield look_at_broker(assembly)
    yield look_at_index(assembly)
    yield (database := look_at_database(assembly))
    if database.sound:
        yield from look_at_accounts(assembly)


def looked_at(what: str, look: Callable[[], str], remedy: str = "") -> Finding:
    """A finding: `look` gives a word on what is there, or raises an error of the house."""
    try:
        return Finding(f"{what} ({look()})", sound=True)
    except PosteingangError as error:
        return Finding(what, sound=False, remedy=" ".join((error.reason.in_language("en"), remedy)).strip())
    except sqlite3.DatabaseError as error:
        return Finding(what, sound=False, remedy=f"{error}. {remedy}")


def shown_number(files: list[str]) -> str:
    """How many files are sound."""
    return f"{len(files)} files"


def prepared(home: Home) -> str:
    """Make the home's folders; its path."""
    home.prepare()
    return str(home.path)


def found_languages(assembly: Assembly) -> str:
    """The languages that are read. Raises SettingsError, which names the packages to install."""
    find_tessdata(assembly.settings.reading.languages)
    return ", ".join(assembly.settings.reading.languages)


def look_at_broker(assembly: Assembly) -> Finding:
    """The instance's own Redis is started with it; another's must answer."""
    if not assembly.settings.broker.url:
        return look_for("redis-server", "redis-server")
    answers = broker_answers(assembly.broker)
    return Finding("Redis", answers, "" if answers else MEND_BROKER)


def look_at_index(assembly: Assembly) -> Finding:
    """Whether the index can be searched."""
    kind, remedy = ("Elasticsearch", MEND_ELASTIC) if assembly.settings.index.url else ("tantivy", MEND_INDEX)
    return looked_at("index", lambda: f"{kind}, {assembly.index().count()} letters", remedy)


def look_at_database(assembly: Assembly) -> Finding:
    """Whether the database answers; its tables are brought up to date."""
    is_file = assembly.database().is_sqlite

    def look() -> str:
        assembly.database().migrate()
        return "SQLite" if is_file else "PostgreSQL"

    return looked_at("database", look, MEND_FILE if is_file else MEND_POSTGRES)


def look_at_accounts(assembly: Assembly) -> Iterator[Finding]:
    """The account of pages and the chains of events."""
    with assembly.database().reading() as tx:
        accounts, breaks = page_accounts(tx), chain_breaks(tx)
    wrong = [account.scan for account in accounts if not account.balanced]
    what = f"account of pages ({sum(account.pages for account in accounts)} pages in {len(accounts)} scans)"
    yield Finding(what, not wrong, f"scans {wrong}: please report this" if wrong else "")
    yield Finding("chains of events", not breaks, f"changed by hand: {', '.join(breaks)}" if breaks else "")
