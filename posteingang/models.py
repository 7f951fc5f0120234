"""The live model: every version is kept in the home, the database says which one counts."""

from pathlib import Path

from classifiers.classify import LinearClassifier
from classifiers.model import Model
from config.settings import Settings
from config.taxonomy import Taxonomy
from letters.errors import ServiceError
from letters.ports import Classifier
from store.database import Database
from store.state import get_state, set_state

LIVE = "live_model"


class LiveModel:
    """Gives the classifier of the live version, loaded anew when another version goes live."""

    def __init__(self, folder: Path, database: Database, taxonomy: Taxonomy, settings: Settings) -> None:
        self.folder = folder
        self.database = database
        self.taxonomy = taxonomy
        self.settings = settings
        self.loaded: tuple[str, Classifier] | None = None

    def classifier(self) -> Classifier:
        """The live classifier. Raises ServiceError("no_model")."""
        version = self.version()
        if version is None:
            raise ServiceError("no_model")
        if self.loaded is None or self.loaded[0] != version:
            model = Model.load(self.folder / version)
            self.loaded = version, LinearClassifier(model, self.taxonomy, self.settings.place)
        return self.loaded[1]

    def version(self) -> str | None:
        """The live version; None before the first training."""
        with self.database.reading() as tx:
            return get_state(tx, LIVE)

    def revive(self) -> str | None:
        """Make the newest kept version live, after the database was changed for another; None where none is kept."""
        kept = sorted(self.folder.iterdir(), key=lambda version: version.stat().st_mtime)
        if not kept:
            return None
        with self.database.writing() as tx:
            set_state(tx, LIVE, kept[-1].name)
        return kept[-1].name

    def keep(self, model: Model) -> str:
        """Keep a model and make it the live one; its version."""
        model.save(self.folder / model.version)
        with self.database.writing() as tx:
            set_state(tx, LIVE, model.version)
        return model.version
