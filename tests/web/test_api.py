"""The JSON API: the same desk, the same rules."""

import pytest
from fastapi.testclient import TestClient

from inbox.views import FoundList, ItemList, LetterView, Overview, ScanList, ScanView
from tests.web.memory_desk import MemoryDesk


def test_it_gives_the_desks_own_views(client: TestClient, office: MemoryDesk) -> None:
    assert Overview.model_validate(client.get("/api/queues").json()) == office.overview()
    assert ItemList.model_validate(client.get("/api/queues/clearing?limit=2").json()) == office.items("clearing", 0, 2)
    assert LetterView.model_validate(client.get("/api/letters/1").json()) == office.letter(1)
    assert ScanList.model_validate(client.get("/api/refused").json()) == office.refused()
    assert ScanView.model_validate(client.get("/api/scans/51").json()) == office.scan(51)


def test_a_program_decides_as_a_person_does(client: TestClient, office: MemoryDesk) -> None:
    answer = client.post("/api/letters/1/decision", json={"department": "legal", "version": 3})
    assert LetterView.model_validate(answer.json()) == office.letter(1)
    assert office.letter(1).item.queue == "legal"
    again = client.post("/api/letters/1/decision", json={"department": "hr", "version": 3})
    assert (again.status_code, again.json()["code"]) == (409, "letter_changed")


@pytest.mark.parametrize(
    ("letter", "choice", "status"),
    [(999, {"department": "legal"}, 404), (1, {}, 422), (1, {"department": "x"}, 404), (6, {"department": "hr"}, 409)],
)
def test_what_is_wrong_is_said(client: TestClient, letter: int, choice: dict[str, str], status: int) -> None:
    answer = client.post(f"/api/letters/{letter}/decision", json=choice)
    assert answer.status_code == status
    assert answer.json()["code"]


def test_search_takes_a_query(client: TestClient) -> None:
    found = FoundList.model_validate(client.post("/api/search", json={"text": "Mangel", "limit": 2}).json())
    assert (len(found.found), found.total) == (2, 6)


def test_a_greedy_query_is_held_back(client: TestClient) -> None:
    answer = client.post("/api/search", json={"text": "Mangel", "limit": 10**12, "offset": -5})
    assert (answer.json()["offset"], answer.json()["total"]) == (0, 6)


def test_scans_are_tried_again(client: TestClient) -> None:
    assert client.post("/api/scans/52/retry").status_code == 204
    assert client.post("/api/scans/52/retry").status_code == 409


def test_scans_are_cut_and_closed(client: TestClient, office: MemoryDesk) -> None:
    answer = client.post("/api/scans/1/cut", json={"firsts": [1, 2]})
    assert ScanView.model_validate(answer.json()) == office.scan(1)
    assert office.scan(1).letters == (8, 9)
    assert client.post("/api/scans/1/cut", json={"firsts": [99]}).status_code == 404
    assert client.post("/api/scans/1/cut", json={"firsts": [1], "letters": [1]}).json()["code"] == "scan_changed"
    assert client.post("/api/scans/53/close").json()["status"] == "closed"
    assert client.post("/api/scans/53/close").status_code == 409


def test_the_description_names_every_way(client: TestClient) -> None:
    paths = client.get("/api/openapi.json").json()["paths"]
    assert set(paths) == {
        "/api/queues", "/api/queues/{name}", "/api/search", "/api/letters/{number}", "/api/letters/{number}/original",
        "/api/letters/{number}/text", "/api/letters/{number}/decision", "/api/refused", "/api/scans/{number}",
        "/api/scans/{number}/retry", "/api/scans/{number}/cut", "/api/scans/{number}/close",
    }  # fmt: skip
    assert client.get("/docs").status_code == 404
