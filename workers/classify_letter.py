"""Step: a letter is classified. A sealed one is forgotten in the same transaction, but for its addressee."""

from collections.abc import Sequence

from letters.facts import Sender
from letters.labels import CLEARING
from letters.letter import ClassifiedLetter
from letters.reasons import Reason
from store.database import Transaction
from store.items import put_letter
from store.letters import change_letter, get_letter, keep_meaning, read_letter
from store.scans import drop_text
from store.tables import LetterRow
from store.work import NewWork
from workers.house import FRONT, House, Record

CLEARING_PRIORITY = 1


def classify_letter(house: House, letter: int) -> Record:
    """Find out what the letter says."""
    with house.database.reading() as tx:
        read = read_letter(tx, the_letter(tx, letter))
    meaning = house.classifier().classify(read)
    if meaning.sealed:
        meaning = unsaid(meaning)

    def record(tx: Transaction) -> Sequence[NewWork]:
        row = the_letter(tx, letter)
        if row.status == "replaced":
            return []
        if meaning.sealed:
            drop_text(tx, letter)
        keep_meaning(tx, row, meaning, house.clock.now())
        return [NewWork("letter", letter, "route", FRONT)]

    return record


def unsaid(meaning: ClassifiedLetter) -> ClassifiedLetter:
    """The meaning without anything that the letter itself says, but for whom it is meant."""
    return ClassifiedLetter(
        sender_type=meaning.sender_type.model_copy(update={"evidence": ()}),
        topic=meaning.topic.model_copy(update={"evidence": ()}),
        sender=Sender(),
        language=meaning.language,
        addressee=meaning.addressee,
        sealed=True,
    )


def leave_letter(house: House, letter: int, reason: Reason) -> Record:
    """A person must assign the letter."""

    def record(tx: Transaction) -> Sequence[NewWork]:
        row, now = the_letter(tx, letter), house.clock.now()
        if row.status == "replaced":
            return []
        row.status, row.routed_at = "clearing", now
        put_letter(tx, row, CLEARING, CLEARING_PRIORITY, None, reason, now)
        change_letter(tx, row, "left", "posteingang", now, {"code": reason.code})
        return []

    return record


def the_letter(tx: Transaction, letter: int) -> LetterRow:
    """The row of a letter that is there."""
    row = get_letter(tx, letter)
    assert row is not None, "work names a letter that is not there"
    return row
