"""What an administrator asks: are the files right, is everything there, does every account hold?"""

import shutil
import sqlite3
import sys
from collections.abc import Iterator
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
    yield Finding(f"Python {version}", sys.version_info >= (3, 11), "")
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
    """Settings, services and accounts of the instance."""
    try:
        check_files(home)
        assembly = Assembly(home)
        find_tessdata(assembly.settings.reading.languages)
        yield Finding("settings, taxonomy, rules, languages", sound=True)
        assembly.database().migrate()
        yield Finding(f"database ({assembly.database().url.get_backend_name()})", sound=True)
        yield from look_at_services(assembly)
        yield from look_at_accounts(assembly)
    except PosteingangError as error:
        yield Finding(error.reason.code, sound=False, remedy=error.reason.in_language("en"))
    except sqlite3.DatabaseError as error:
        yield Finding("database", sound=False, remedy=str(error))


def look_at_services(assembly: Assembly) -> Iterator[Finding]:
    """Broker and index, where they are not the instance's own."""
    if not assembly.settings.broker.url:
        yield look_for("redis-server", "redis-server")
    else:
        answers = broker_answers(assembly.broker)
        yield Finding("broker", answers, "" if answers else "start Redis, or mend POSTEINGANG_BROKER__URL")
    count = assembly.index().count()
    yield Finding(f"index ({count} letters)", sound=True)


def look_at_accounts(assembly: Assembly) -> Iterator[Finding]:
    """The account of pages and the chains of events."""
    with assembly.database().reading() as tx:
        accounts, breaks = page_accounts(tx), chain_breaks(tx)
    wrong = [account.scan for account in accounts if not account.balanced]
    what = f"account of pages ({sum(account.pages for account in accounts)} pages in {len(accounts)} scans)"
    yield Finding(what, not wrong, f"scans {wrong}: please report this" if wrong else "")
    yield Finding("chains of events", not breaks, f"changed by hand: {', '.join(breaks)}" if breaks else "")
