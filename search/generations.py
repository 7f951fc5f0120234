"""The directories of the tantivy index: a file names the live one, so that a new index is swapped in at a stroke."""

import os
import shutil
from pathlib import Path

from search.indexed import FORMAT


class Generations:
    """Directories `<format>-<number>` in a folder, and the file `live` that names one of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def live(self) -> str | None:
        """The name of the live directory; None where there is none of this format."""
        try:
            name = (self.folder / "live").read_text(encoding="ascii").strip()
        except FileNotFoundError:
            return None
        return name if name.startswith(f"{FORMAT}-") else None

    def path(self, name: str) -> Path:
        """Where that directory lies."""
        return self.folder / name

    def make(self) -> str:
        """Make the next directory, not yet live, and return its name."""
        self.folder.mkdir(parents=True, exist_ok=True)
        numbers = (int(path.name.partition("-")[2]) for path in self.folder.glob("*-*") if path.is_dir())
        name = f"{FORMAT}-{max(numbers, default=0) + 1:06d}"
        self.path(name).mkdir()
        return name

    def go_live(self, name: str) -> None:
        """Name the directory live, for good even if the power fails now, and remove the others."""
        new = self.folder / "live.new"
        with new.open("w", encoding="ascii") as stream:
            stream.write(name)
            stream.flush()
            os.fsync(stream.fileno())
        new.replace(self.folder / "live")
        for path in self.folder.glob("*-*"):
            if path.is_dir() and path.name != name:
                shutil.rmtree(path, ignore_errors=True)
