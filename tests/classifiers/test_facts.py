from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifiers.anatomy import dissect, is_date_line, is_salutation
from classifiers.facts.addressee import find_addressee, is_sealed
from classifiers.facts.amounts import find_amounts
from classifiers.facts.language import find_language
from classifiers.facts.letter_date import find_letter_date
from classifiers.facts.references import find_references
from classifiers.facts.sender import find_sender
from classifiers.facts.urgency import describe_urgency
from classifiers.judge import Judge
from classifiers.labelled import LabelledLetter, LabelledSender, as_read_letter
from classifiers.sheet import Line, Sheet, read_sheet
from letters.page import Box


def letter(**changes: object) -> LabelledLetter:
    sender = LabelledSender(
        type="supplier",
        name="Farben Lüders GmbH",
        lines=("Hafenstraße 7", "24103 Kiel"),
        email="post@farben-lueders.example",
        phone="0431 55 12-0",
        iban="DE89 3704 0044 0532 0130 00",
        vat_id="DE136695976",
    )
    made = LabelledLetter(
        id="tst-001",
        language="de",
        sender=sender,
        recipient=("Stadtwerke Neustrand", "Einkauf", "Am Deich 1", "25761 Büsum"),
        place_date="Kiel, den 5. März 2026",
        date=date(2026, 3, 5),
        subject="Angebot Fassadenfarbe",
        references={"Angebotsnummer": "AN-2026-114"},
        body="Sehr geehrte Frau Thomsen,\n\ngern bieten wir an: 40 Eimer zu je 62,50 €, zusammen 2.500,00 EUR.\n\n"
        "Mit freundlichen Grüßen\nInka Lüders",
        topic="offer",
        department="purchasing",
        deadline=None,
        sentiment="neutral",
        urgent=False,
        style="business",
        trap=None,
    )
    return made.model_copy(update=changes)


def sheet_of(text: str) -> Sheet:
    return read_sheet(as_read_letter(letter(subject="", references={}, body=text)))


@pytest.mark.parametrize("style", ["business", "invoice", "form", "private_typed", "email_printout"])
def test_sender_and_date_are_found_in_every_style(style: str) -> None:
    anatomy = dissect(read_sheet(as_read_letter(letter(style=style))))
    sender = find_sender(anatomy)
    found = find_letter_date(anatomy, date(2026, 3, 6))
    assert sender.name == "Farben Lüders GmbH"
    assert sender.email == "post@farben-lueders.example"
    assert found is not None
    assert found.value == date(2026, 3, 5)
    assert found.place is not None


def test_a_business_letter_gives_address_bank_and_tax_number() -> None:
    sender = find_sender(dissect(read_sheet(as_read_letter(letter()))))
    assert sender.lines == ("Hafenstraße 7", "24103 Kiel")
    assert sender.iban == "DE89 3704 0044 0532 0130 00"
    assert sender.vat_id == "DE136695976"
    assert sender.phone == "0431 55 12-0"


def test_a_name_on_two_lines_is_put_together_as_the_return_line_says_it() -> None:
    sheet = Sheet(
        tuple(
            Line(text, 0, number, Box(0.1, number / 50, 0.9, number / 50 + 0.01), ((0, Box(0.1, 0, 0.9, 1)),))
            for number, text in enumerate(
                [
                    "Sterbekasse, Fonds der",
                    "Technikberufe VVaG",
                    "Theodor-Heuss-Ring 77",
                    "50668 Köln",
                    "Sterbekasse, Fonds der Technikberufe VVaG, Theodor-Heuss-Ring 77, 50668 Köln",
                    "Köln, 5. März 2026",
                    "Anfrage",
                    "Guten Tag,",
                ]
            )
        )
    )
    assert find_sender(dissect(sheet)).name == "Sterbekasse, Fonds der Technikberufe VVaG"


@pytest.mark.parametrize(("line", "greets"), [("moin@druck.example", False), ("Moin zusammen,", True), ("hi", False)])
def test_a_mail_address_greets_nobody(line: str, greets: bool) -> None:
    assert is_salutation(line) is greets


def test_a_date_line_may_go_on_behind_the_date() -> None:
    assert is_date_line("Innsbruck, 8. Juni 2026 – vorab per E-Mail, Original mit Zustellnachweis")
    assert not is_date_line("Ihre Rechnung vom 8. Juni 2026 über neue Fenster und Türen")


def test_an_iban_with_a_wrong_digit_is_none() -> None:
    wrong = letter().sender.model_copy(update={"iban": "DE88 3704 0044 0532 0130 00"})
    assert find_sender(dissect(read_sheet(as_read_letter(letter(sender=wrong))))).iban is None


@pytest.mark.parametrize(
    ("text", "value", "label"),
    [
        ("Ihre Kundennummer: 4711-0815", "47110815", "Ihre Kundennummer"),
        ("unsere Rechnung Nr. 2026/00417 vom 3.2.2026", "202600417", "unsere Rechnung"),
        ("Az. 12 C 345/25", "12C34525", "Az."),
        ("zur Police PS 88 1020 77 teile ich mit", "PS88102077", "Police"),
        ("mein Vertragskonto 300 220 114.", "300220114", "Vertragskonto"),
        ("your invoice no. INV-20931", "INV20931", "your invoice no."),
        ("das Gerät (Seriennummer K-231776)", "K231776", "Seriennummer"),
    ],
)
def test_references_are_found_with_their_label(text: str, value: str, label: str, judges: dict[str, Judge]) -> None:
    anatomy = dissect(sheet_of(f"Guten Tag,\n\n{text}\n\nGruß"))
    found = find_references(anatomy, judges["references"])
    assert ["".join(char for char in reference.value if char.isalnum()) for reference in found] == [value]
    assert label in found[0].label
    assert found[0].place is not None


@pytest.mark.parametrize(
    "text", ["Rechnung vom 12.03.2026", "Ihr Angebot über 486,20 €", "Bestellung bis 15 Uhr", "Auftrag von 30 Stück"]
)
def test_dates_sums_and_counts_are_no_references(text: str, judges: dict[str, Judge]) -> None:
    assert find_references(dissect(sheet_of(text)), judges["references"]) == ()


@given(st.integers(0, 99_999_999), st.sampled_from(["€", "EUR", "CHF"]), st.booleans())
def test_a_sum_written_the_german_way_is_read_back(cents: int, currency: str, before: bool) -> None:
    number = f"{cents // 100:,}".replace(",", ".") + f",{cents % 100:02}"
    written = f"{currency} {number}" if before else f"{number} {currency}"
    amounts = find_amounts(sheet_of(f"Betrag: {written} netto"))
    assert [(round(amount.value * 100), amount.currency) for amount in amounts] == [
        (cents, currency.replace("€", "EUR"))
    ]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Wir bitten Sie um eine Antwort, da die Sache eilt und wir warten.", "de"),
        ("We would like to thank you for the order and ask you to confirm it.", "en"),
        ("Nous vous prions de bien vouloir nous envoyer la facture pour le mois.", "fr"),
        ("Vi preghiamo di inviarci una copia della fattura con il timbro.", "it"),
        ("Uprzejmie proszę o informację, czy moja umowa jest ważna do końca roku.", "pl"),
        ("Sayın yetkili, bu fatura için bir kopya rica ederim, teşekkür ederim.", "tr"),
        ("4711 0815", "de"),
    ],
)
def test_the_language_is_that_of_the_small_words(text: str, language: str) -> None:
    assert find_language(text) == language


@pytest.mark.parametrize(
    ("recipient", "addressee", "sealed"),
    [
        (("Stadtwerke", "z. Hd. Frau Meinert", "Am Deich 1", "25761 Büsum"), "Frau Meinert", False),
        (("Stadtwerke", "Personalabteilung", "Am Deich 1", "25761 Büsum"), "Personalabteilung", False),
        (("Stadtwerke", "Herrn Direktor Voss", "– persönlich –", "25761 Büsum"), "Herrn Direktor Voss", True),
        (("Stadtwerke", "Vertraulich", "Betriebsrat", "25761 Büsum"), "Betriebsrat", True),
        (("Stadtwerke", "Am Deich 1", "25761 Büsum"), None, False),
    ],
)
def test_the_address_names_whom_it_is_for_and_what_stays_sealed(
    recipient: tuple[str, ...], addressee: str | None, sealed: bool
) -> None:
    anatomy = dissect(read_sheet(as_read_letter(letter(recipient=recipient))))
    assert find_addressee(anatomy) == addressee
    assert is_sealed(anatomy) is sealed


def test_the_word_confidential_in_a_sentence_seals_nothing() -> None:
    assert not is_sealed(dissect(sheet_of("Guten Tag,\n\nbitte behandeln Sie das vertraulich.\n\nGruß")))


def test_the_soonest_day_of_a_letter_presses_even_where_no_deadline_was_found() -> None:
    signs = set(describe_urgency("Am 7. März geht es los. Bis zum 1. Mai.", None, date(2026, 3, 5)))
    assert {"left:none", "soonest:3"} <= signs


@given(st.text(max_size=200))
def test_any_text_is_survived(text: str) -> None:
    sheet = sheet_of(text)
    anatomy = dissect(sheet)
    parts = [*anatomy.head, *anatomy.subject, *anatomy.body, *anatomy.closing]
    assert parts == list(range(len(sheet.lines)))
    find_sender(anatomy)
    find_addressee(anatomy)
    find_amounts(sheet)
    for reference in find_references(anatomy, Judge({}, 0.0)):
        assert reference.value in " ".join(sheet.text.split())
        assert reference.place is not None
