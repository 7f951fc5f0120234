"""Every page, in both languages, with friendly and with hostile content."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from config.settings import Settings
from inbox.views import FoundList, Overview
from letters.errors import ServiceError
from letters.finding import SearchQuery
from tests.web.memory_desk import MemoryDesk
from tests.web.offices import HOSTILE, an_office
from web.app import make_app

PAGES = [
    "/", "/queue/clearing", "/queue/legal", "/queue/mailroom", "/letter/1", "/letter/2", "/letter/6", "/letter/7",
    "/refused", "/scan/51", "/scan/1", "/scan/7", "/scan/53",
    "/search", "/search?q=Mangel", "/search?topic=complaint&sort=newest",
]  # fmt: skip


VOID = {"meta", "link", "img", "input", "br"}


class Outline(HTMLParser):
    """Notes every tag, and complains about what does not close."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def outline(html: str) -> Outline:
    parser = Outline()
    parser.feed(html)
    assert parser.open == []
    return parser


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_whole_and_safe(client: TestClient, page: str, language: str) -> None:
    answer = client.get(page, headers={"accept-language": language})
    assert answer.status_code == 200
    parsed = outline(answer.text)
    assert ("html", {"lang": language}) in parsed.tags
    assert HOSTILE not in answer.text
    for tag, attributes in parsed.tags:
        assert not [name for name in attributes if name.startswith("on") or name == "style"], "the CSP forbids it"
        assert tag != "script" or str(attributes["src"]).startswith("/static/")
    ids = [attributes["id"] for _, attributes in parsed.tags if "id" in attributes]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_somewhere(client: TestClient, page: str) -> None:
    for tag, attributes in outline(client.get(page).text).tags:
        target = attributes.get("href") or attributes.get("src")
        if target and tag in {"a", "img", "link", "script"}:
            assert client.get(target).status_code == 200, target


def test_the_overview_counts(client: TestClient) -> None:
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", client.get("/").text))
    assert "Klärung 4 hier entscheidet ein Mensch" in text
    assert "3 überfällig" in text
    assert "1 unterwegs" in text


def test_a_letter_shows_where_its_evidence_stands(client: TestClient) -> None:
    marks = [attributes for tag, attributes in outline(client.get("/letter/1").text).tags if tag == "rect"]
    named = {mark["data-mark"]: mark for mark in marks if "data-mark" in mark}
    assert set(named) == {"topic-0", "sender", "date", "reference-0"}
    assert named["topic-0"]["x"] == "0.097"
    assert float(str(named["topic-0"]["width"])) == pytest.approx(0.206)


def test_reasons_name_labels_as_people_do(client: TestClient) -> None:
    assert "„Beschwerde“ mit 61\u00a0%" in client.get("/letter/1").text
    assert "“Complaint” with 61\u00a0%" in client.get("/letter/1?lang=en").text


def test_a_sealed_letter_shows_nothing_of_its_content(client: TestClient) -> None:
    html = client.get("/letter/7").text
    assert "Verschlossener Brief" in html
    assert "Mangel" not in html
    assert "Thonke" not in html
    assert "/letter/7/page/0.jpg" not in html
    assert client.get("/letter/7/page/0.jpg").status_code == 403


def test_confirming_leads_to_the_next_letter(client: TestClient, office: MemoryDesk) -> None:
    order = [item.letter for item in office.items("clearing").items if item.letter]
    answer = client.post(f"/letter/{order[0]}/decision", data={"department": "legal", "version": "3"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/letter/{order[1]}?decided={order[0]}")
    assert "Liegt jetzt in: Recht." in client.get(answer.headers["location"]).text
    assert office.letter(order[0] or 0).item.queue == "legal"


def test_the_last_letter_leads_back_to_the_empty_queue(client: TestClient) -> None:
    answer = client.post("/letter/5/decision", data={"department": "hr", "topic": "", "sender_type": ""})
    assert answer.headers["location"] == "/queue/legal?decided=5"
    assert "Hier liegt nichts" in client.get(answer.headers["location"]).text


def test_an_outdated_decision_is_told_and_changes_nothing(client: TestClient, office: MemoryDesk) -> None:
    answer = client.post("/letter/1/decision", data={"department": "legal", "version": "2"})
    assert answer.status_code == 409
    assert "inzwischen geändert" in answer.text
    assert office.letter(1).item.queue == "clearing"


def test_trying_again_takes_the_scan_from_the_list(client: TestClient) -> None:
    answer = client.post("/scan/52/retry")
    assert answer.headers["location"] == "/refused?retried=52"
    html = client.get("/refused").text
    assert 'action="/scan/52/retry"' not in html
    assert 'action="/scan/51/retry"' in html


def ticked(html: str, name: str) -> list[str | None]:
    boxes = [box for tag, box in outline(html).tags if tag == "input" and box.get("name") == name]
    return [box["value"] for box in boxes if name != "first" or "checked" in box]


def test_a_suggested_first_page_is_ticked_and_cut_with_one_press(client: TestClient, office: MemoryDesk) -> None:
    html = client.get("/scan/1").text
    assert ticked(html, "first") == ["1", "2"]
    assert ticked(html, "kept") == ["0", "3"]
    assert "Vorschlag, 62\u00a0%" in html
    answer = client.post("/scan/1/cut", data={"first": ["1", "2"], "letter": "1"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/scan/1?done=cut")
    assert "Der Scan ist neu getrennt" in client.get(answer.headers["location"]).text
    assert [page.letter for page in office.scan(1).pages] == [None, 8, 9, None]
    assert "Dieser Brief wurde neu geschnitten" in client.get("/letter/1").text


def test_a_page_left_out_is_brought_back(client: TestClient, office: MemoryDesk) -> None:
    assert client.post("/scan/1/cut", data={"first": ["1"], "kept": ["3"], "letter": "1"}).status_code == 303
    assert [page.letter for page in office.scan(1).pages] == [None, 8, 8, 8]


def test_an_outdated_cut_is_told_and_changes_nothing(client: TestClient, office: MemoryDesk) -> None:
    before = office.scan(1)
    answer = client.post("/scan/1/cut", data={"first": ["1", "2"], "letter": "77"})
    assert answer.status_code == 409
    assert "inzwischen anders getrennt" in answer.text
    assert office.scan(1) == before


def test_the_pages_of_a_sealed_letter_are_not_shown(client: TestClient) -> None:
    html = client.get("/scan/7").text
    assert "/scan/7/page/" not in html
    assert client.get("/scan/7/page/1.jpg").status_code == 403


def test_a_scan_without_letter_is_seen_loaded_and_closed(client: TestClient) -> None:
    assert 'href="/scan/53"' in client.get("/queue/clearing").text
    html = client.get("/scan/53").text
    assert "als .eml speichern" in html
    assert client.get("/scan/53/original").status_code == 200
    assert 'action="/scan/53/retry"' in html
    answer = client.post("/scan/53/close")
    assert answer.headers["location"] == "/scan/53?done=closed"
    html = client.get(answer.headers["location"]).text
    assert "liegt nicht mehr in der Klärung" in html
    assert 'action="/scan/53/close"' not in html
    assert 'href="/scan/53"' not in client.get("/queue/clearing").text
    assert client.post("/scan/53/close").status_code == 409


def test_a_scan_in_clearing_is_tried_again(client: TestClient, office: MemoryDesk) -> None:
    answer = client.post("/scan/53/retry")
    assert answer.headers["location"] == "/scan/53?done=retried"
    assert "noch einmal versucht" in client.get(answer.headers["location"]).text
    assert office.scan(53).status == "waiting"


def test_snippets_mark_hits_and_nothing_else(client: TestClient, office: MemoryDesk) -> None:
    html = client.get("/search?q=mangel").text
    assert "<mark>mangel</mark> &lt;script&gt;" in html


@pytest.mark.parametrize(
    "page",
    [
        "/nothing",
        "/letter/999",
        "/letter/abc",
        "/queue/nowhere",
        "/queue/legal?offset=-1",
        "/letter/99999999999999999999",
        "/letter/0",
    ],
)
def test_what_is_not_there_is_a_page_too(client: TestClient, page: str) -> None:
    answer = client.get(page)
    assert answer.status_code == 404
    assert "Zur Übersicht" in answer.text


class DownDesk(MemoryDesk):
    """A desk whose services are down."""

    def search(self, query: SearchQuery) -> FoundList:
        raise ServiceError("index_down", problem="refused")

    def overview(self) -> Overview:
        raise ServiceError("database_down", problem="refused")


@pytest.mark.parametrize(("page", "says"), [("/search?q=x", "Der Suchindex"), ("/", "Die Datenbank")])
def test_a_service_that_is_down_is_told(tmp_path: Path, page: str, says: str) -> None:
    with TestClient(make_app(an_office(tmp_path, DownDesk), Settings()), base_url="http://localhost") as client:
        answer = client.get(page)
    assert answer.status_code == 503
    assert f"{says} ist nicht erreichbar" in answer.text


@pytest.mark.parametrize(
    ("query", "cookie", "header", "language"),
    [
        ("", "", "", "de"),
        ("", "", "en", "en"),
        ("", "", "fr, en;q=0.5", "en"),
        ("", "", "en-GB;q=0.4, de-AT;q=0.6", "de"),
        ("", "", "fr", "de"),
        ("", "", "en;q=x", "de"),
        ("", "de", "en", "de"),
        ("?lang=en", "de", "de", "en"),
        ("?lang=xx", "", "en", "en"),
    ],
)
def test_the_reader_chooses_the_language(
    client: TestClient, query: str, cookie: str, header: str, language: str
) -> None:
    if cookie:
        client.cookies.set("language", cookie)
    answer = client.get("/" + query, headers={"accept-language": header})
    assert f'<html lang="{language}">' in answer.text
    assert ("language=en" in answer.headers.get("set-cookie", "")) == (query == "?lang=en")
