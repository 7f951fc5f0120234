"""The live model: every version is kept in the home, the database says which one counts."""

import subprocess
import sys
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

    def ensure(self) -> None:
        """See to it that there is a live version: the newest that the home keeps, else one trained now."""
        if self.version() is not None:
            return
        kept = sorted(self.folder.glob("[!.]*"), key=lambda version: version.stat().st_mtime)
        if kept:
            self.go_live(kept[-1].name)
        else:
            self.train_anew()

    def train_anew(self) -> str:
        """Train a new version and go live with it; the version. Raises ServiceError("training_failed")."""
        command = [sys.executable, "-m", "posteingang.training", str(self.folder)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 (our own command)
        if done.returncode:
            raise ServiceError("training_failed", problem=done.stderr.strip().rpartition("\n")[2][:200])
        version = done.stdout.strip()
        self.go_live(version)
        return version

    def go_live(self, version: str) -> None:
        """Make a kept version the live one."""
        with self.database.writing() as tx:
            set_state(tx, LIVE, version)
