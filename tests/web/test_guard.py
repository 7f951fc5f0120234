"""Strangers stay out: foreign names, foreign senders, foreign addresses; and what is downloaded is only downloaded."""

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from config.settings import Settings, Web
from letters.errors import SettingsError
from tests.web.memory_desk import MemoryDesk
from web.app import make_app
from web.downloads import attachment

RETRY = "/scan/52/retry"


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "::", "example.org", "127.0.0.1.example.org", ""])
def test_only_loopback_is_bound(office: MemoryDesk, host: str) -> None:
    with pytest.raises(SettingsError, match=r"only 127\.0\.0\.1"):
        make_app(office, Settings(web=Web(host=host)))


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.53", "::1", "localhost"])
def test_every_loopback_address_is_fine(office: MemoryDesk, host: str) -> None:
    make_app(office, Settings(web=Web(host=host)))


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8765", "127.0.0.1.evil.example", "", "10.0.0.1", "[::2]"]
)
def test_a_foreign_name_gets_nothing(client: TestClient, host: str) -> None:
    answer = client.get("/", headers={"host": host})
    assert answer.status_code == 403
    assert "Klärung" not in answer.text


@pytest.mark.parametrize("host", ["127.0.0.1:8765", "localhost", "LOCALHOST:1", "[::1]:8765"])
def test_our_own_names_are_served(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:1"},
        {"sec-fetch-site": "cross-site", "origin": "http://127.0.0.1:8765"},
    ],
)
def test_another_page_changes_nothing(client: TestClient, office: MemoryDesk, headers: dict[str, str]) -> None:
    assert client.post(RETRY, headers=headers).status_code == 403
    assert client.post("/api/scans/52/retry", headers=headers).status_code == 403
    assert office.scan(52).status == "refused"


@pytest.mark.parametrize("headers", [{}, {"sec-fetch-site": "same-origin"}, {"origin": "http://127.0.0.1:8765"}])
def test_our_own_page_and_programs_may(client: TestClient, headers: dict[str, str]) -> None:
    assert client.post(RETRY, headers=headers).status_code == 303


@pytest.mark.parametrize("page", ["/", "/static/keys.js", "/api/queues", "/nothing", "/letter/1/original"])
def test_every_answer_carries_the_headers(client: TestClient, page: str) -> None:
    headers = client.get(page).headers
    assert "script-src 'self'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"


def test_originals_are_downloads_whatever_they_are(client: TestClient) -> None:
    answer = client.get("/letter/2/original")
    assert answer.content == b"%PDF-1.7 original"
    disposition = answer.headers["content-disposition"]
    assert disposition.startswith('attachment; filename="Kundigung__X_ y_; a=.pdf"')
    assert disposition.endswith("filename*=UTF-8''K%C3%BCndigung__X_%20y_%3B%20a%3D.pdf")
    assert client.get("/scan/51/original").status_code == 404


def test_the_text_has_a_form_feed_between_pages(client: TestClient) -> None:
    answer = client.get("/letter/1/text")
    assert answer.text.count("\f") == 1
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert "attachment" in answer.headers["content-disposition"]


@given(st.text())
def test_no_name_breaks_out_of_its_header(name: str) -> None:
    value = attachment(name)["content-disposition"]
    assert value.isascii()
    assert value.isprintable()
    assert value.count('"') == 2
