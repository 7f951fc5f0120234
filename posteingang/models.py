"""The live model: every version is kept in the home, the database says which one counts and what people confirmed."""

import subprocess
import sys
from pathlib import Path

from classifiers.classify import LinearClassifier
from classifiers.memory import Confirmed
from classifiers.model import Model
from config.contacts import Contact
from config.settings import Place
from config.taxonomy import Taxonomy
from letters.errors import ServiceError
from letters.ports import Classifier
from store.database import Database
from store.decisions import decided_letters, newest_decision
from store.letters import get_letter, read_letter
from store.state import get_state, set_state

LIVE = "live_model"


class LiveModel:
    """Gives the classifier of the live version, made anew when another version goes live or a person has decided."""

    def __init__(
        self, folder: Path, database: Database, taxonomy: Taxonomy, place: Place, contacts: tuple[Contact, ...]
    ) -> None:
        self.folder = folder
        self.database = database
        self.taxonomy = taxonomy
        self.place = place
        self.contacts = contacts
        self.model: Model | None = None
        self.confirmed: dict[int, Confirmed] = {}
        self.made: tuple[str, int] | None = None
        self.current: LinearClassifier | None = None

    def classifier(self) -> Classifier:
        """The live classifier: what was decided a moment ago counts. Raises ServiceError("no_model")."""
        with self.database.reading() as tx:
            version, newest = get_state(tx, LIVE), newest_decision(tx)
        if version is None:
            raise ServiceError("no_model")
        if self.current is None or self.made != (version, newest):
            self.current = self.make(version, newest)
        return self.current

    def make(self, version: str, newest: int) -> LinearClassifier:
        """A classifier of this version that remembers every decision up to the newest."""
        since = self.made[1] if self.made and self.made[0] == version else 0
        if not since or self.model is None:
            self.model, self.confirmed = Model.load(self.folder / version), {}
        plain = LinearClassifier(self.model, self.taxonomy, self.place, (), self.contacts)
        self.confirmed |= self.learn(plain, since)
        self.made = version, newest
        return LinearClassifier(self.model, self.taxonomy, self.place, tuple(self.confirmed.values()), self.contacts)

    def learn(self, plain: LinearClassifier, since: int) -> dict[int, Confirmed]:
        """The letters decided since, as the memory keeps them. A sealed one says nothing, and is not among them."""
        learnt = {}
        with self.database.reading() as tx:
            for letter in decided_letters(tx, since):
                row = get_letter(tx, letter)
                if row is not None and not row.sealed and row.topic and row.sender_type:
                    read = read_letter(tx, row)
                    learnt[letter] = plain.remember(f"letter:{letter}", read, row.topic, row.sender_type)
        return learnt

    def version(self) -> str | None:
        """The live version; None before the first training."""
        with self.database.reading() as tx:
            return get_state(tx, LIVE)

    def is_untrained(self) -> bool:
        """Whether there is no version at all, so that `ensure` has to train one."""
        return self.version() is None and not self.versions()

    def ensure(self) -> None:
        """See to it that there is a live version: the newest that the home keeps, else one trained now."""
        if self.version() is not None:
            return
        kept = self.versions()
        if kept:
            self.go_live(kept[-1])
        else:
            self.train_anew()

    def versions(self) -> list[str]:
        """Every version that the home keeps, the newest last."""
        folders = sorted(self.folder.glob("[!.]*"), key=lambda version: version.stat().st_mtime)
        return [folder.name for folder in folders]

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
        """Make a kept version the live one. Raises SettingsError where it cannot be loaded."""
        Model.load(self.folder / version)
        with self.database.writing() as tx:
            set_state(tx, LIVE, version)
