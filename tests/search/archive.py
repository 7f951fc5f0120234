"""The letters that the contract's queries look for."""

from datetime import UTC, date, datetime

from letters.finding import SearchDocument


def letter(number: int, *pages: str, **fields: object) -> SearchDocument:
    """A letter that arrived on the `number`th of March 2026, with what is not given left out."""
    given = {
        "id": number,
        "version": 1,
        "status": "queued",
        "source_name": f"scan{number:02d}.pdf",
        "received_at": datetime(2026, 3, number, 8, tzinfo=UTC),
        "received_on": date(2026, 3, number),
        "pages": pages,
    }
    return SearchDocument.model_validate(given | fields)


LETTERS = (
    letter(
        1,
        "Sehr geehrte Damen und Herren,\nhiermit kündige ich den Vertrag mit der Vertragsnummer 2603-04417 zum "
        "nächstmöglichen Termin.\nGünther Müller, München",
        subject="Kündigung meines Vertrages",
        sender_name="Günther Müller",
        sender_type="customer",
        topic="cancellation",
        department="service",
        queue="service",
        language="de",
        date=date(2026, 2, 27),
        references=("2603-04417",),
    ),
    letter(
        2,
        "Rechnung Nr. RE-2026-0815\nWir berechnen Ihnen 1.234,56 EUR.\nZahlbar bis 15.03.2026 auf "
        "DE41 4505 0001 0128 8340 72.",
        "Es gelten unsere Geschäftsbedingungen. Die Steuer ist enthalten.",
        subject="Rechnung RE-2026-0815",
        sender_name="Straßenbau Grün GmbH",
        sender_type="supplier",
        topic="invoice",
        department="accounting",
        queue="accounting",
        language="de",
        date=date(2026, 2, 28),
        deadline=date(2026, 3, 15),
        references=("RE-2026-0815",),
        iban="DE41450500010128834072",
    ),
    letter(
        3,
        "Die Rechnungen der letzten Monate liegen bei.\nRückfragen unter 0231 / 12 34 56.",
        subject="Unterlagen",
        sender_name="Steuerkanzlei Treue & Partner",
        sender_type="supplier",
        topic="other",
        department="accounting",
        queue="accounting",
        language="de",
    ),
    letter(
        4,
        "Ich bewerbe mich als Fahrer. Meine E-Mail-Adresse finden Sie im Lebenslauf.",
        "Lebenslauf\nGeboren in Muenchen, wohnhaft in der Hauptstrasse 5.\nErfahrung mit Lastwagen und Bussen.",
        subject="Bewerbung als Fahrer",
        sender_name="Jörg Bauer",
        sender_type="applicant",
        topic="application",
        department="hr",
        queue="hr",
        language="de",
        date=date(2026, 3, 1),
        deadline=date(2026, 4, 30),
    ),
    letter(
        5,
        "Dear Sir or Madam,\nplease find enclosed our invoice. Payment is due within 14 days.",
        subject="Invoice",
        sender_name="Brown & Sons Ltd",
        sender_type="supplier",
        topic="invoice",
        department="accounting",
        queue="accounting",
        language="en",
        date=date(2026, 3, 3),
        status="done",
    ),
    letter(
        6,
        "Wir haben eine neue Anschrift. Die Kranken-\nversicherung zahlt die Kranken- und Pflegekosten.\n"
        "Unsere Häuser am Fluß bleiben.",
        subject="Neue Anschrift",
        sender_name="Ärztehaus Süd",
        sender_type="stakeholder",
        topic="address_change",
        department="service",
        queue="clearing",
        language="de",
        status="clearing",
    ),
    letter(
        7,
        "Mahnung: die Rechnung RE 2026 0999 ist nicht bezahlt. IBAN DE02120300000000202051. Telefon 0231/987654.",
        subject="Zweite Mahnung",
        sender_name="Elektro Weiß OHG",
        sender_type="supplier",
        topic="reminder",
        department="accounting",
        queue="accounting",
        language="de",
        deadline=date(2026, 3, 10),
    ),
    letter(8, status="waiting", source_name="leer.tif"),
)
