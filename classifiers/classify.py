"""A read letter becomes a classified one: verdicts with probability and evidence, and the facts."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple, cast

import numpy as np

from classifiers.anatomy import Anatomy, dissect
from classifiers.contacts import AddressBook
from classifiers.facts.addressee import find_addressee, is_sealed
from classifiers.facts.amounts import find_amounts
from classifiers.facts.deadline import find_deadline, message
from classifiers.facts.language import find_language
from classifiers.facts.letter_date import find_letter_date
from classifiers.facts.references import find_references
from classifiers.facts.sender import find_sender
from classifiers.facts.structured import data_date, data_deadline, data_references, data_sender, is_invoice
from classifiers.facts.urgency import find_urgency
from classifiers.features import Counts, count
from classifiers.memory import Confirmed, Memory
from classifiers.model import Head, Model
from classifiers.newcomers import Newcomers
from classifiers.sheet import Sheet, read_sheet
from classifiers.vector import Array, Vector
from classifiers.words import is_telling, stem, tokens
from config.contacts import Contact
from config.settings import Place as Seat
from config.taxonomy import Taxonomy
from letters.facts import Sentiment
from letters.letter import ClassifiedLetter, ReadLetter
from letters.reasons import Reason
from letters.verdict import Evidence, Verdict

MOST_EVIDENCE = 8
SETTLED = 0.99
"""A known sender may still write in another role, now and then, and an e-invoice come with a complaint."""


class Opinion(NamedTuple):
    """The possible answers to a question and how probable each is."""

    labels: tuple[str, ...]
    sure: Array

    @property
    def best(self) -> str:
        """The most probable answer."""
        return self.labels[int(self.sure.argmax())]


class LinearClassifier:
    """Keeps the port Classifier with a linear model, the memory of confirmed letters, and new topics' examples."""

    def __init__(
        self,
        model: Model,
        taxonomy: Taxonomy,
        seat: Seat,
        confirmed: Sequence[Confirmed] = (),
        contacts: Sequence[Contact] = (),
    ) -> None:
        self.model, self.taxonomy, self.seat = model, taxonomy, seat
        self.words = [word for view in model.lexicon.words().values() for word in view]
        self.book = AddressBook(contacts)
        self.memory = Memory(confirmed, model.lexicon.width)
        known = model.heads["topic"].labels
        self.newcomers = Newcomers(taxonomy, known, model.middles, model.middles.mean(axis=0))

    @property
    def version(self) -> str:
        """The model's version, and after a plus that of the memory where it holds letters."""
        return f"{self.model.version}+{self.memory.version}" if self.memory.version else self.model.version

    def vector(self, letter: ReadLetter) -> Vector:
        """The letter as this model sees it."""
        return self.model.lexicon.vector(count(dissect(read_sheet(letter))))

    def classify(self, letter: ReadLetter) -> ClassifiedLetter:
        """What the letter says. Pure."""
        sheet = read_sheet(letter)
        anatomy = dissect(sheet)
        counts = count(anatomy)
        vector = self.model.lexicon.vector(counts)
        opinions = self.find_opinions(counts, vector)
        text, place = message(anatomy), (self.seat.country, self.seat.state)
        data = letter.data
        date = data_date(find_letter_date(anatomy, letter.received_on), data)
        written_on = date.value if date and date.sure > 0.5 else letter.received_on
        judges = self.model.judges
        deadline = find_deadline(anatomy, judges["deadline"], written_on, letter.received_on, *place)
        deadline = data_deadline(deadline, data, letter.received_on, *place)
        sender = data_sender(find_sender(anatomy), data)
        references = data_references(find_references(anatomy, judges["references"]), data)
        contact = self.book.find(sender, references)
        judged = self.judge("sender_type", opinions["sender_type"], vector, sheet)
        return ClassifiedLetter(
            sender_type=settled(contact.sender_type, "contacts") if contact else judged,
            topic=self.topic_of(data) or self.judge("topic", opinions["topic"], vector, sheet),
            sender=sender.model_copy(update={"contact": contact.id}) if contact else sender,
            language=find_language(text),
            date=date,
            deadline=deadline,
            references=references,
            amounts=find_amounts(sheet),
            sentiment=cast(Sentiment, opinions["sentiment"].best),
            urgency=find_urgency(text, deadline, letter.received_on, judges["urgency"], counts.sense),
            addressee=find_addressee(anatomy),
            sealed=is_sealed(anatomy),
            doubts=tuple(find_doubts(anatomy)),
        )

    def topic_of(self, data: Mapping[str, str]) -> Verdict | None:
        """The topic that the letter's data settle: an e-invoice is about the topic that the taxonomy marks for it."""
        marked = [name for name, topic in self.taxonomy.topics.items() if topic.e_invoice]
        return settled(marked[0], "e-invoice") if marked and is_invoice(data) else None

    def find_opinions(self, counts: Counts, vector: Vector) -> dict[str, Opinion]:
        """The labels and probabilities of every question: the model's, then new topics, then the memory."""
        opinions = {}
        for question, base in self.model.probabilities(vector).items():
            labels, sure = self.model.heads[question].labels, base
            if question == "topic":
                labels, sure = labels + self.newcomers.labels, self.newcomers.adjusted(base, counts.sense)
            opinions[question] = Opinion(labels, self.memory.adjusted(question, labels, sure, vector))
        return opinions

    def judge(self, question: str, opinion: Opinion, vector: Vector, sheet: Sheet) -> Verdict:
        """The verdict on one question, with the words that spoke for it against the runner-up."""
        best, second = (int(index) for index in np.argsort(-opinion.sure)[:2])
        return Verdict(
            label=opinion.labels[best],
            sure=float(opinion.sure[best]),
            runner_up=opinion.labels[second],
            runner_up_sure=float(opinion.sure[second]),
            evidence=tuple(self.evidence(self.model.heads[question], vector, best, second, sheet)),
            by=self.version,
        )

    def evidence(self, head: Head, vector: Vector, best: int, second: int, sheet: Sheet) -> Iterator[Evidence]:
        """The words whose weights decided, the heaviest first, with the place where each first stands."""
        if max(best, second) >= len(head.labels):
            return  # a new topic has no weights yet
        weights = (
            (head.weights[vector.rows, best] - head.weights[vector.rows, second]) * vector.values / head.temperature
        )
        places = first_places(sheet)
        ordered = [int(index) for index in np.argsort(-weights) if weights[index] > 0]
        spoken: dict[tuple[int, int], float] = {}
        for needed in (is_telling, bool):  # where no telling word spoke, whichever did
            for index in ordered:
                if len(spoken) == 2 * MOST_EVIDENCE:
                    break
                place = self.place_of(int(vector.rows[index]), places, needed)
                if place:
                    spoken[place] = spoken.get(place, 0.0) + float(weights[index])
            if spoken:
                break
        for (start, end), weight in sorted(spoken.items(), key=lambda entry: -entry[1])[:MOST_EVIDENCE]:
            yield Evidence(sheet.text[start:end], weight, sheet.place(start, end))

    def place_of(
        self, row: int, places: Mapping[str, tuple[int, int]], needed: Callable[[str], bool]
    ) -> tuple[int, int] | None:
        """Where the word stands by which a feature is shown: the last such of a pair of words, the stem of a role
        (`unser>rechnu`). None where the feature has no word that is `needed`."""
        if row >= len(self.words):
            return None
        parts = re.split("[<>]", self.words[row])
        words = reversed(parts[-1 if ">" in self.words[row] else 0].split(" "))
        return next((places[word] for word in words if needed(word) and word in places), None)


def settled(label: str, by: str) -> Verdict:
    """A verdict that master data or an e-invoice settle."""
    return Verdict(label=label, sure=SETTLED, by=by)


def first_places(sheet: Sheet) -> dict[str, tuple[int, int]]:
    """Where each word of the letter stands first, and each stem."""
    places: dict[str, tuple[int, int]] = {}
    for token in tokens(sheet.text):
        for name in (token.text, stem(token.text)):
            places.setdefault(name, (token.start, token.end))
    return places


def find_doubts(anatomy: Anatomy) -> Iterator[Reason]:
    """What makes the letter's understanding doubtful as a whole."""
    if not anatomy.sheet.lines:
        yield Reason(code="no_text")
