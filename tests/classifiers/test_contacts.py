from pathlib import Path

import pytest

from classifiers.classify import LinearClassifier
from classifiers.contacts import AddressBook
from classifiers.labelled import LabelledLetter, as_read_letter
from classifiers.model import Model
from config.contacts import Contact, load_contacts
from config.settings import Place
from config.taxonomy import Taxonomy
from letters.errors import SettingsError
from letters.facts import Reference, Sender

HEADER = "id,name,sender_type,customer_numbers,vat_id,iban,domains\n"
LUEDERS = Contact(
    id="17",
    name="Farben Lüders GmbH",
    sender_type="supplier",
    customer_numbers=("K-100420",),
    vat_id="DE136695976",
    iban="DE89370400440532013000",
    domains=("farben-lueders.example",),
)
OTHER = Contact(id="18", name="Bäckerei Oltmanns", sender_type="customer", customer_numbers=("55810",))
BOOK = AddressBook((LUEDERS, OTHER))


@pytest.mark.parametrize(
    ("sender", "reference", "found"),
    [
        (Sender(iban="DE89 3704 0044 0532 0130 00"), "", "17"),
        (Sender(vat_id="DE 136 695 976"), "", "17"),
        (Sender(email="Inka@Farben-Lueders.example"), "", "17"),
        (Sender(), "K-1O042O", "17"),  # the letter O for the digit
        (Sender(), "55 8l0", "18"),
        (Sender(name="Farben Lueders GmbH"), "", "17"),
        (Sender(name="Farben Lüdcrs GmbH"), "", "17"),
        (Sender(name="Farben Meyer GmbH"), "", None),
        (Sender(email="oltmanns@gmx.de"), "", None),
        (Sender(name="Bäckerei Oltmanns", iban="DE89370400440532013000"), "", None),  # two contacts: nothing settled
        (Sender(), "", None),
    ],
)
def test_a_known_sender_is_recognised_by_any_of_its_signs(sender: Sender, reference: str, found: str | None) -> None:
    hit = BOOK.find(sender, [Reference(label="Kundennummer", value=reference)] if reference else [])
    assert (hit.id if hit else None) == found


def test_a_hit_settles_sender_and_type(
    model: Model, taxonomy: Taxonomy, unseen: tuple[LabelledLetter, ...], classifier: LinearClassifier
) -> None:
    letter = next(letter for letter in unseen if letter.sender.type == "customer")
    contact = Contact(id="a1", name=letter.sender.name, sender_type="media")
    knowing = LinearClassifier(model, taxonomy, Place(), contacts=[contact])
    meaning = knowing.classify(as_read_letter(letter))
    assert (meaning.sender.contact, meaning.sender_type.label, meaning.sender_type.by) == ("a1", "media", "contacts")
    assert classifier.classify(as_read_letter(letter)).sender.contact is None


def test_contacts_are_read_with_either_separator(tmp_path: Path, taxonomy: Taxonomy) -> None:
    path = tmp_path / "contacts.csv"
    assert load_contacts(path, taxonomy) == ()
    row = "17,Farben Lüders GmbH,supplier,K-100420 K-7,DE136695976,,farben-lueders.example\n"
    path.write_text(HEADER + row, encoding="utf-8")
    (contact,) = load_contacts(path, taxonomy)
    assert contact.customer_numbers == ("K-100420", "K-7")
    path.write_text((HEADER + row).replace(",", ";"), encoding="utf-8-sig")
    assert load_contacts(path, taxonomy) == (contact,)


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("id,name\n1,a\n", "1", "expected"),
        (HEADER + "1,A,friend,,,,\n", "2", "friend"),
        (HEADER + "1,,customer,,,,\n", "2", "at least 1"),
        (HEADER + "1,A,customer,,,,\n1,B,customer,,,,\n", "3", "twice"),
    ],
)
def test_a_mistake_is_named_with_its_line(
    tmp_path: Path, taxonomy: Taxonomy, text: str, line: str, problem: str
) -> None:
    path = tmp_path / "contacts.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as error:
        load_contacts(path, taxonomy)
    assert error.value.reason.params["line"] == line
    assert problem in error.value.reason.params["problem"]
