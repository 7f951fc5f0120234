"""An e-invoice's own fields go before what its page seems to say."""

from datetime import date

from classifiers.classify import LinearClassifier
from classifiers.facts.structured import data_date, data_deadline, data_references, data_sender
from classifiers.labelled import LabelledLetter, as_read_letter
from config.taxonomy import Taxonomy
from letters.facts import DateFact, Reference, Sender

DATA = {
    "invoice.number": "RE-2026/0815",
    "invoice.date": "2026-03-02",
    "invoice.due": "2026-03-28",
    "invoice.seller": "Zählerfabrik Gerecke KG",
    "invoice.seller_vat": "DE811940267",
    "invoice.iban": "DE02120300000000202051",
    "invoice.order": "B 4711",
}


def test_an_e_invoice_settles_topic_sender_and_dates(
    classifier: LinearClassifier, unseen: tuple[LabelledLetter, ...], taxonomy: Taxonomy
) -> None:
    letter = next(each for each in unseen if each.topic == "complaint")
    plain = classifier.classify(as_read_letter(letter))
    meaning = classifier.classify(as_read_letter(letter).model_copy(update={"data": DATA}))
    assert plain.topic.label != "invoice"
    assert (meaning.topic.label, meaning.topic.by, meaning.topic.sure > 0.9) == ("invoice", "e-invoice", True)
    assert (meaning.sender.name, meaning.sender.vat_id) == ("Zählerfabrik Gerecke KG", "DE811940267")
    assert meaning.date is not None
    assert meaning.date.value == date(2026, 3, 2)
    assert meaning.deadline is not None
    assert (meaning.deadline.value, meaning.deadline.ends) == (date(2026, 3, 28), date(2026, 3, 30)), "a Saturday"
    assert {"RE-2026/0815", "B 4711"} <= {reference.value for reference in meaning.references}
    topics = {name: topic.model_copy(update={"e_invoice": False}) for name, topic in taxonomy.topics.items()}
    unmarked = LinearClassifier(classifier.model, taxonomy.model_copy(update={"topics": topics}), classifier.seat)
    again = unmarked.classify(as_read_letter(letter).model_copy(update={"data": DATA}))
    assert again.topic.label == plain.topic.label, "which topic it is stands in the taxonomy, not in the code"


def test_what_the_data_do_not_say_stays_as_the_page_has_it() -> None:
    sender = Sender(name="Gerecke", phone="0371 4711", sure=0.4)
    assert data_sender(sender, {}) is sender
    assert data_sender(sender, {"invoice.iban": "DE02"}).phone == "0371 4711"
    found = DateFact(value=date(2026, 1, 1))
    assert data_date(found, {"invoice.date": "02.03.26"}) is found
    assert data_deadline(None, {"invoice.due": "sofort"}, date(2026, 3, 1)) is None
    page = (Reference(label="Rechnung", value="RE-2026 /0815"),)
    assert [each.value for each in data_references(page, DATA)] == ["B 4711", "RE-2026 /0815"]
    late = data_deadline(None, DATA, date(2026, 5, 1))
    assert late is not None
    assert late.expired
