"""The live model: the database says which kept version counts and what people decided since."""

from collections.abc import Iterator
from pathlib import Path

from classifiers.classify import LinearClassifier
from classifiers.memory import MOST_KEPT, Confirmed
from classifiers.model import Model
from classifiers.vector import Vector
from config.contacts import Contact
from config.settings import Place
from config.taxonomy import Taxonomy
from letters.errors import ServiceError
from letters.letter import ReadLetter
from letters.ports import Classifier
from store.database import Database, Transaction
from store.decisions import decided_letters, keep_lesson, kept_lessons, newest_decision
from store.letters import get_letter, read_letter
from store.state import get_state

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
        self.confirmed: dict[str, Confirmed] = {}
        self.made: tuple[str, int] | None = None
        self.current: LinearClassifier | None = None

    def version(self) -> str | None:
        """The live version; None before the first training."""
        with self.database.reading() as tx:
            return get_state(tx, LIVE)

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
        for lesson in self.lessons(self.model, since, MOST_KEPT):
            self.confirmed.pop(lesson.key, None)
            self.confirmed[lesson.key] = lesson
        self.confirmed = dict(list(self.confirmed.items())[-MOST_KEPT:])
        self.made = version, newest
        return LinearClassifier(self.model, self.taxonomy, self.place, tuple(self.confirmed.values()), self.contacts)

    def lessons(self, model: Model, since: int, most: int) -> list[Confirmed]:
        """The letters decided since, at most the newest `most`, as this model sees them.

        Each is counted once for a lexicon and then kept. A sealed letter says nothing, and is not among them.
        """
        lexicon = model.lexicon.version
        with self.database.reading() as tx:
            decided = decided_letters(tx, since, most)
            kept = kept_lessons(tx, lexicon, decided) if decided else {}
            unseen = {letter: read_decided(tx, letter) for letter in decided if letter not in kept}
        counted = dict(self.count_letters(model, unseen))
        if counted:
            with self.database.writing() as tx:
                for letter, vector in counted.items():
                    keep_lesson(tx, letter, lexicon, vector.pack())
        vectors = {letter: Vector.unpack(packed) for letter, packed in kept.items()} | counted
        return [
            Confirmed(f"letter:{letter}", vectors[letter], {"topic": topic, "sender_type": sender_type})
            for letter, (topic, sender_type) in decided.items()
        ]

    def count_letters(self, model: Model, letters: dict[int, ReadLetter]) -> Iterator[tuple[int, Vector]]:
        """The letters' vectors."""
        plain = LinearClassifier(model, self.taxonomy, self.place)
        for number, letter in letters.items():
            yield number, plain.vector(letter)


def read_decided(tx: Transaction, letter: int) -> ReadLetter:
    """The decided letter with its pages."""
    row = get_letter(tx, letter)
    assert row is not None, "it was decided"
    return read_letter(tx, row)
