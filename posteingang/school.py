"""The school: makes new versions of the model and decides which one is live.

A version trained on the samples alone is a root; from it, those that learnt from what people decided are made, always
anew. One goes live only if it does not do worse than the live one on the decided letters that were held back.
"""

import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

from classifiers.memory import Confirmed, is_held_back
from classifiers.model import Model
from classifiers.retrain import MOST_LESSONS, Trial, retrain, score
from letters.errors import ServiceError, SettingsError
from posteingang.models import LIVE, LiveModel
from posteingang.versions import Measured, keep_version, list_versions
from store.decisions import count_decisions, newest_decision
from store.state import get_state, set_state

TAUGHT = "taught_through"
"""The newest decision that a version has learnt from."""
LESSON_OF = 20
"""Further decisions before the model learns from them by itself; the memory knows each of them at once."""


class Taught(NamedTuple):
    """A new version, whether it went live, and how it was judged (None where no decided letter was held back)."""

    version: str
    went_live: bool
    trial: Trial | None
    seconds: float


class School:
    """Trains, teaches and chooses versions for one home."""

    def __init__(self, live: LiveModel) -> None:
        self.live = live
        self.folder = live.folder
        self.database = live.database

    def is_untrained(self) -> bool:
        """Whether there is no version at all, so that `ensure` has to train one."""
        return self.live.version() is None and not list_versions(self.folder)

    def ensure(self) -> None:
        """See to it that there is a live version: the newest that the home keeps, else one trained now."""
        if self.live.version() is not None:
            return
        kept = list(list_versions(self.folder))
        self.use(kept[-1] if kept else self.train_root())

    def use(self, version: str) -> None:
        """Make a kept version the live one. Raises SettingsError where there is none of this name, or a broken one."""
        if version not in list_versions(self.folder):
            raise SettingsError("no_such_version", version=version, known=", ".join(list_versions(self.folder)))
        Model.load(self.folder / version)
        with self.database.writing() as tx:
            set_state(tx, LIVE, version)

    def train(self) -> Taught:
        """Train on the samples anew, then teach the result what people decided."""
        begun = time.monotonic()
        taught = self.teach(self.train_root())
        return taught._replace(seconds=round(time.monotonic() - begun, 1))

    def train_root(self) -> str:
        """Train on the samples alone, in a process of its own; the version. Raises ServiceError("training_failed")."""
        command = [sys.executable, "-m", "posteingang.training", str(self.folder)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 (our own command)
        if done.returncode:
            raise ServiceError("training_failed", problem=done.stderr.strip().rpartition("\n")[2][:200])
        return done.stdout.strip()

    def teach(self, root: str) -> Taught:
        """Make a version of the root that learnt from what people decided; live if it does not do worse."""
        begun = time.monotonic()
        base = Model.load(self.folder / root)
        with self.database.reading() as tx:
            newest = newest_decision(tx)
        lessons = self.live.lessons(base, 0, MOST_LESSONS)
        new = retrain(base, [each for each in lessons if not is_held_back(each.key)]) if lessons else base
        trial = self.try_out(new, lessons)
        seconds = round(time.monotonic() - begun, 1)
        if lessons:
            self.keep(new, root, len(lessons), trial, seconds)
        with self.database.writing() as tx:
            set_state(tx, TAUGHT, str(newest))
        went_live = trial is None or trial.passed
        if went_live:
            self.use(new.version)
        return Taught(new.version, went_live, trial, seconds)

    def try_out(self, new: Model, lessons: list[Confirmed]) -> Trial | None:
        """The new and the live model on the decided letters held back; None where there is nothing to compare."""
        live = self.live.version()
        held_back = [lesson for lesson in lessons if is_held_back(lesson.key)]
        if live is None or not held_back:
            return None
        model = Model.load(self.folder / live)
        same = model.lexicon.version == new.lexicon.version
        seen = (
            held_back
            if same
            else [each for each in self.live.lessons(model, 0, MOST_LESSONS) if is_held_back(each.key)]
        )
        return Trial(score(new, held_back), score(model, seen))

    def keep(self, new: Model, root: str, lessons: int, trial: Trial | None, seconds: float) -> None:
        """Keep the new version with its measurements."""
        measured = Measured(
            letters=list_versions(self.folder)[root].letters,
            root=root,
            lessons=lessons,
            held_back=trial.new if trial else None,
            rival=self.live.version(),
            rival_held_back=trial.live if trial else None,
            seconds=seconds,
        )
        with keep_version(self.folder, new, measured):
            pass

    def root(self) -> str | None:
        """The root of the live version."""
        live = self.live.version()
        measured = list_versions(self.folder).get(live or "")
        return (measured.root or live) if measured else None

    def is_lesson_due(self) -> bool:
        """Whether enough was decided since the model last learnt."""
        with self.database.reading() as tx:
            return count_decisions(tx, int(get_state(tx, TAUGHT) or 0)) >= LESSON_OF


def give_lesson(home: Path) -> None:
    """One lesson, if it is due, in a process of its own: nothing of it stays in memory."""
    command = [sys.executable, "-m", "posteingang.lesson", str(home)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 (our own command)
    if done.returncode:
        raise ServiceError("training_failed", problem=done.stderr.strip().rpartition("\n")[2][:200])
