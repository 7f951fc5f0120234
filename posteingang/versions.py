"""The versions of the model that a home keeps, each a folder with its weights and its measurements."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from classifiers.evaluate import Figure
from classifiers.model import Model
from classifiers.thresholds import Judged

MEASURED = "measured.json"
JUDGED = "judged.json"
JUDGEMENTS = TypeAdapter(tuple[Judged, ...])


class Measured(BaseModel):
    """What a version was made of, and how well it did."""

    model_config = ConfigDict(frozen=True)

    made_at: datetime = Field(default_factory=lambda: datetime.now(UTC))
    letters: int
    """Sample letters behind it."""
    topic_left_out: Figure | None = None
    """Sample letters whose topic was right while their recipient was left out."""
    root: str | None = None
    """The version trained on samples alone that this one started from."""
    lessons: int = 0
    """Letters decided by people that it learnt from."""
    held_back: Figure | None = None
    """Decided letters held back, and of how many it gets topic and sender type right."""
    rival: str | None = None
    """The version that was live then."""
    rival_held_back: Figure | None = None
    """How that one did on the same letters."""
    seconds: float


def list_versions(folder: Path) -> dict[str, Measured]:
    """Every version kept below a folder with its measurements, the oldest first."""
    found = {
        path.parent.name: Measured.model_validate_json(path.read_text(encoding="utf-8"))
        for path in folder.glob(f"[!.]*/{MEASURED}")
    }
    return dict(sorted(found.items(), key=lambda entry: entry[1].made_at))


@contextmanager
def keep_version(folder: Path, model: Model, measured: Measured) -> Iterator[Path]:
    """Keep a version: written aside (the folder is given for what else belongs to it), then moved into its place."""
    aside = folder / f".{model.version}"
    shutil.rmtree(aside, ignore_errors=True)
    model.save(aside)
    (aside / MEASURED).write_text(measured.model_dump_json(exclude_none=True), encoding="utf-8")
    yield aside
    shutil.rmtree(folder / model.version, ignore_errors=True)
    aside.rename(folder / model.version)


def keep_judged(version: Path, judged: Sequence[Judged]) -> None:
    """Keep beside a version how sure it was of letters that it had not seen."""
    (version / JUDGED).write_bytes(JUDGEMENTS.dump_json(tuple(judged)))


def read_judged(folder: Path, version: str) -> tuple[Judged, ...]:
    """How sure a version was of unseen letters; a version that learnt from decisions has its root's."""
    path = folder / version / JUDGED
    if path.exists():
        return JUDGEMENTS.validate_json(path.read_bytes())
    root = list_versions(folder)[version].root
    return read_judged(folder, root) if root else ()
