"""A small office for the tests of the pages: letters in clearing and in queues, refused scans, something hostile."""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

from config.taxonomy import Taxonomy, load_taxonomy
from inbox.views import EventView, ItemView, LetterView, PageView, ScanPage, ScanView
from letters.facts import DateFact, Deadline, Reference, Sender
from letters.letter import ClassifiedLetter, RoutedLetter
from letters.page import Box
from letters.reasons import Reason
from letters.verdict import Evidence, Place, Verdict
from tests.web.memory_desk import MemoryDesk

ROOT = Path(__file__).parents[2]
HOSTILE = "<script>alert('x')</script>\"'&"
UNSURE = Reason(code="topic_unsure", params={"topic": "complaint", "sure": "61", "needed": "80"})
OUTLOOK = Reason(code="outlook_message")
NOW = datetime.now(UTC)


@cache
def taxonomy() -> Taxonomy:
    return load_taxonomy(ROOT / "config/taxonomy.yaml")


def a_letter(number: int, lies_in: str, **item: object) -> LetterView:
    """A letter of two pages; in clearing it is unsure."""
    unsure = lies_in == "clearing"
    received = NOW - timedelta(hours=number)
    view = ItemView.model_validate(
        {
            "letter": number,
            "scan": number,
            "status": "clearing" if unsure else "queued",
            "queue": lies_in,
            "source_name": f"Brief {number}.pdf",
            "subject": f"Betreff {number}",
            "sender_name": "Bäckerei Thonke",
            "sender_type": "customer",
            "topic": "complaint",
            "topic_sure": 0.61,
            "department": "customer_service",
            "page_count": 2,
            "received_at": received,
            "received_on": received.date(),
            "due": NOW.date() - timedelta(days=1),
            "reason": UNSURE if unsure else None,
        }
        | item
    )
    route = RoutedLetter(
        department="customer_service",
        queue=lies_in,
        needs_review=unsure,
        review_reason=UNSURE if unsure else None,
        priority=2,
        reasons=(Reason(code="topic_department", params={"topic": "complaint", "department": "customer_service"}),),
    )
    pages = tuple(
        PageView(number=page, width_pt=595, height_pt=842, text=f"Seite {page} von Brief {number}: Mangel {HOSTILE}")
        for page in range(2)
    )
    events = (EventView(at=received, by="intake", what="received"), EventView(at=received, by="x", what="unheard of"))
    return LetterView(id=number, version=3, item=view, pages=pages, meaning=meaning(), route=route, events=events)


def meaning() -> ClassifiedLetter:
    """A complaint, not too sure."""
    place = Place(0, Box(0.1, 0.2, 0.3, 0.22))
    return ClassifiedLetter(
        topic=Verdict(
            label="complaint",
            sure=0.61,
            runner_up="inquiry",
            runner_up_sure=0.2,
            evidence=(Evidence("Mangel", 1.8, place), Evidence("aber", -1.0, place), Evidence(HOSTILE, 0.4)),
            by="model 7",
        ),
        sender_type=Verdict(label="customer", sure=0.97, by="model 7"),
        sender=Sender(name="Bäckerei Thonke", lines=("Hauptstraße 1",), place=place),
        language="de",
        date=DateFact(value=date(2026, 1, 14), place=place),
        deadline=Deadline(value=date(2026, 1, 31), ends=date(2026, 2, 2), phrase="bis Ende Januar"),
        references=(Reference(label=HOSTILE, value="19-40271", place=Place(1, Box(0.5, 0.5, 0.6, 0.52))),),
    )


def scan_pages(letter: int) -> tuple[ScanPage, ...]:
    """A sheet, the letter's two pages, of which the second may be another's first, and a blank back."""
    page = ScanPage(number=1, role="letter", letter=letter, sealed=letter == 7)
    return (
        ScanPage(number=0, role="separator", sealed=letter == 7),
        page.model_copy(update={"first": True}),
        page.model_copy(update={"number": 2, "suggested": 0.62}),
        ScanPage(number=3, role="blank", sealed=letter == 7),
    )


def an_office(folder: Path, kind: type[MemoryDesk] = MemoryDesk) -> MemoryDesk:
    """Letters 1 to 3 in clearing, 4 and 5 in queues, 6 being read, 7 sealed; scans 51, 52 refused, 53 in clearing."""
    file = folder / "original.pdf"
    file.write_bytes(b"%PDF-1.7 original")
    reading = a_letter(6, "clearing", status="reading", queue=None)
    sealed = a_letter(7, "hr", sealed=True, subject=None)
    letters = [
        a_letter(1, "clearing"),
        a_letter(2, "clearing", subject=HOSTILE, sender_name=HOSTILE, source_name='Kündigung\r\nX: y"; a=.pdf'),
        a_letter(3, "clearing", priority=0, urgent=True),
        a_letter(4, "customer_service"),
        a_letter(5, "legal", sentiment="angry"),
        reading.model_copy(update={"meaning": None, "route": None}),
        sealed.model_copy(update={"pages": tuple(page.model_copy(update={"text": ""}) for page in sealed.pages)}),
    ]
    scans = [
        *(
            ScanView(
                id=number,
                name=f"Brief {number}.pdf",
                status="split",
                received_at=NOW,
                size=17,
                letters=(number,),
                pages=scan_pages(number),
            )
            for number in range(1, 8)
        ),
        ScanView(
            id=51,
            name=HOSTILE,
            status="refused",
            received_at=NOW,
            stored=False,
            reason=Reason(code="empty_file"),
        ),
        ScanView(id=52, name="b.pdf", status="refused", received_at=NOW, size=17, reason=Reason(code="encrypted")),
        ScanView(id=53, name="c.msg", status="clearing", received_at=NOW, size=17, reason=OUTLOOK),
    ]
    originals = dict.fromkeys([*range(1, 8), 52, 53], file)
    desk = kind(taxonomy(), letters, scans, originals)
    desk.scans[2] = desk.scans[2].model_copy(update={"name": letters[1].item.source_name})
    return desk
