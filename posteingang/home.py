"""Home: the one folder in which everything of an instance lies."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from letters.errors import SettingsError

SHIPPED = Path(__file__).parent.parent
"""The checkout: what the project ships."""


@dataclass(frozen=True)
class Home:
    """The folder, and what lies where in it. A file in `config/` of the home counts before the shipped one."""

    path: Path

    @property
    def files(self) -> Path:
        """Originals and copies, by SHA-256."""
        return self.path / "files"

    @property
    def index(self) -> Path:
        """The embedded index."""
        return self.path / "index"

    @property
    def models(self) -> Path:
        """Every version of the model."""
        return self.path / "models"

    @property
    def logs(self) -> Path:
        """One log a process."""
        return self.path / "logs"

    @property
    def run(self) -> Path:
        """Locks, sockets and other files that live as long as the instance runs."""
        return self.path / "run"

    def config_file(self, name: str) -> Path:
        """An organisation's own file: the home's if it has one, else the shipped one."""
        own = self.path / "config" / name
        return own if own.exists() else SHIPPED / "config" / name

    def folder(self, path: Path) -> Path:
        """A folder of the settings: relative ones lie in the home."""
        return path if path.is_absolute() else self.path / path

    def prepare(self) -> None:
        """Make the folders that are always there. The home is nobody else's to read.

        Raises SettingsError("home_unusable").
        """
        try:
            self.path.mkdir(parents=True, exist_ok=True, mode=0o750)
            for folder in (self.files, self.models, self.logs, self.run):
                folder.mkdir(exist_ok=True)
        except OSError as error:
            problem = error.strerror or type(error).__name__
            raise SettingsError("home_unusable", home=str(self.path), problem=problem) from error

    def in_use(self) -> bool:
        """Whether an `up` works on it."""
        try:
            with self.locked():
                return False
        except SettingsError:
            return True

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the home: only one `up` works on it. Raises SettingsError("home_in_use")."""
        with (self.run / "up.lock").open("a+", encoding="ascii") as stream:
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise SettingsError("home_in_use", home=str(self.path)) from error
            stream.truncate(0)
            stream.write(str(os.getpid()))
            stream.flush()
            yield


def find_home(path: Path | None) -> Home:
    """The home that is named, or `POSTEINGANG_HOME`, or `./data`."""
    return Home((path or Path(os.environ.get("POSTEINGANG_HOME") or "data")).absolute())
