"""The assembly: the only place that picks adapters. Each process calls it once, after it was started."""

from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from config.contacts import Contact, load_contacts
from config.rules import load_rules
from config.settings import Folder, Settings, load_settings
from config.taxonomy import Taxonomy, load_taxonomy
from inbox.desk import OfficeDesk
from intake.receive import Receiver
from intake.register import StoreRegister
from letters.errors import SettingsError
from letters.ports import Doorbell, Index, PageReader, Router
from posteingang.home import SHIPPED, Home
from posteingang.models import LiveModel
from posteingang.redis_server import own_broker
from posteingang.school import School
from reading import open_reader
from routing.choose import TaxonomyRouter
from search.elastic_index import ElasticIndex
from search.tantivy_index import TantivyIndex
from store.database import Database, database_url
from store.files import FileStore
from store.work import this_process
from workers.celery_app import CeleryDoorbell, SilentDoorbell
from workers.house import House

__all__ = ["SHIPPED", "Assembly"]


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present moment, in UTC."""
        return datetime.now(UTC)


class Assembly:
    """The parts of one instance, made when they are first asked for."""

    def __init__(self, home: Home, settings: Settings | None = None) -> None:
        self.home = home
        self.settings = settings or load_settings(home.config_file("posteingang.yaml"))
        self.clock = SystemClock()
        home.prepare()

    @property
    def broker(self) -> str:
        """The URL of the Redis that carries the doorbell."""
        return self.settings.broker.url or own_broker(self.home)

    @property
    def instance(self) -> str:
        """The instance's name on a Redis that others may use too."""
        return f"posteingang-{self.settings.index.name}"

    @property
    def folders(self) -> list[Folder]:
        """The watched folders, with absolute paths."""
        folders = self.settings.intake.folders
        return [each.model_copy(update={"path": self.home.folder(each.path)}) for each in folders]

    @property
    def folder_paths(self) -> list[Path]:
        """The watched folders' paths."""
        return [each.path for each in self.folders]

    @cache  # noqa: B019 (an assembly lives as long as its process)
    def contacts(self) -> tuple[Contact, ...]:
        """The organisation's master data, where it keeps some."""
        return load_contacts(self.home.config_file("contacts.csv"), self.taxonomy())

    @cache  # noqa: B019 (an assembly lives as long as its process)
    def taxonomy(self) -> Taxonomy:
        """The organisation's labels."""
        return load_taxonomy(self.home.config_file("taxonomy.yaml"))

    @cache  # noqa: B019
    def database(self) -> Database:
        """The database that the settings name."""
        return Database(database_url(self.settings.database, self.home.path))

    @cache  # noqa: B019
    def files(self) -> FileStore:
        """The store of originals."""
        return FileStore(self.home.files)

    @cache  # noqa: B019
    def index(self) -> Index:
        """The archive's index: Elasticsearch where the settings name one, else tantivy in the home."""
        if self.settings.index.url:
            return ElasticIndex(self.settings.index)
        return TantivyIndex(self.home.index)

    @cache  # noqa: B019
    def doorbell(self) -> CeleryDoorbell:
        """The doorbell through Celery."""
        return CeleryDoorbell(self.broker, self.instance)

    @cache  # noqa: B019
    def router(self) -> Router:
        """Who gets what, by taxonomy and rules."""
        rules = load_rules(self.home.config_file("routing.yaml"), self.taxonomy())
        return TaxonomyRouter(rules, self.taxonomy(), self.settings.thresholds, self.settings.place)

    @cache  # noqa: B019
    def model(self) -> LiveModel:
        """The live model, whichever version that is at the moment."""
        return LiveModel(self.home.models, self.database(), self.taxonomy(), self.settings.place, self.contacts())

    def school(self) -> School:
        """Where new versions of the model are made."""
        return School(self.model())

    @cache  # noqa: B019
    def reader(self) -> PageReader:
        """This process's reader."""
        return open_reader(self.settings.reading, self.home.logs)

    @cache  # noqa: B019
    def desk(self) -> OfficeDesk:
        """The desk of whoever may see all of it."""
        return OfficeDesk(
            database=self.database(),
            files=self.files(),
            index=self.index,
            reader=self.reader,
            taxonomy=self.taxonomy(),
            clock=self.clock,
            doorbell=self.doorbell,
            folders=self.folder_paths,
        )

    def receiver(self, doorbell: Doorbell) -> Receiver:
        """The reception of new mail."""
        return Receiver(self.files(), StoreRegister(self.database(), self.clock), doorbell)

    def house(self, doorbell: Doorbell | None = None) -> House:
        """What the steps work with; without a doorbell, work is done inline."""
        return House(
            settings=self.settings,
            database=self.database(),
            files=self.files(),
            doorbell=doorbell or SilentDoorbell(),
            clock=self.clock,
            reader=self.reader,
            classifier=self.model().classifier,
            router=self.router(),
            claimant=this_process(),
            folder=self.home.run,
        )


def check_shared(assembly: Assembly) -> None:
    """A second host needs a database and a broker that it can reach. Raises SettingsError("not_shared")."""
    if assembly.database().is_sqlite:
        raise SettingsError("not_shared", what="SQLite", setting="POSTEINGANG_DATABASE__URL=postgresql://…")
    if not assembly.settings.broker.url:
        raise SettingsError("not_shared", what="Redis", setting="POSTEINGANG_BROKER__URL=redis://…")
