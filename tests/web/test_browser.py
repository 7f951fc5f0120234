"""The pages in a real Chromium: the keyboard, what refreshes by itself, and a policy that nothing breaks."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect

from config.settings import Settings
from tests.web.memory_desk import MemoryDesk
from tests.web.offices import an_office
from web.app import make_app

pytestmark = pytest.mark.slow


@pytest.fixture
def address(office: MemoryDesk) -> Iterator[str]:
    server = uvicorn.Server(uvicorn.Config(make_app(office, Settings()), port=0, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture
def office(tmp_path: Path) -> MemoryDesk:
    return an_office(tmp_path)


@pytest.fixture
def page(chromium: Browser, address: str) -> Iterator[Page]:
    """A page; what the browser complains of or asks elsewhere fails the test."""
    context = chromium.new_context(base_url=address, locale="de-DE", viewport={"width": 1440, "height": 900})
    page, complaints = context.new_page(), list[str]()
    page.on(
        "console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda ask: None if ask.url.startswith((address, "data:")) else complaints.append(ask.url))
    yield page
    context.close()
    assert complaints == []


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/queue/clearing",
        "/letter/2",
        "/letter/7",
        "/refused",
        "/scan/1",
        "/scan/7",
        "/scan/53",
        "/search?q=Mangel",
    ],
)
@pytest.mark.parametrize("width", [390, 1440])
def test_no_page_complains_or_overflows(page: Page, path: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(path)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_the_keyboard_walks_the_queue_and_opens_a_letter(page: Page, office: MemoryDesk) -> None:
    order = [item.letter for item in office.items("clearing").items]
    page.goto("/queue/clearing")
    for key in ("j", "j", "j", "k", "Enter"):
        page.keyboard.press(key)
    page.wait_for_url(f"**/letter/{order[1]}")
    page.keyboard.press("j")
    page.wait_for_url(f"**/letter/{order[2]}")
    page.keyboard.press("k")
    page.wait_for_url(f"**/letter/{order[1]}")
    page.keyboard.press("u")
    page.wait_for_url("**/queue/clearing")
    page.keyboard.press("h")
    page.wait_for_url(lambda url: url.endswith("/"))


def test_a_letter_is_decided_with_two_keys(page: Page, office: MemoryDesk) -> None:
    first, second = (item.letter for item in office.items("clearing").items[:2])
    page.goto(f"/letter/{first}")
    page.keyboard.press("6")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/letter/{second}?decided={first}")
    expect(page.locator(".notice")).to_contain_text("Liegt jetzt in: Recht.")
    assert office.letter(first or 0).item.queue == "legal"


def test_a_topic_brings_its_department_until_one_is_chosen(page: Page) -> None:
    page.goto("/letter/1")
    chosen = page.locator("#decide input[name=department]:checked")
    page.keyboard.press("t")
    expect(page.locator("#topic")).to_be_focused()
    page.select_option("#topic", "invoice")
    expect(chosen).to_have_value("accounting")
    page.locator("h1").click()
    page.keyboard.press("8")
    page.select_option("#topic", "order")
    expect(chosen).to_have_value("hr")


def test_the_overview_follows_by_itself_and_keeps_the_focus(page: Page, office: MemoryDesk) -> None:
    page.goto("/queue/clearing")
    page.keyboard.press("j")
    focused = page.evaluate("document.activeElement.href")
    office.letters[1] = office.letters[1].model_copy(
        update={"item": office.letters[1].item.model_copy(update={"queue": "legal"})}
    )
    expect(page.locator(".list .row")).to_have_count(3, timeout=15_000)
    expect(page.locator("#side .to-decide b")).to_have_text("3")
    assert page.evaluate("document.activeElement.href") == focused


def test_a_letter_under_way_appears_when_it_is_read(page: Page, office: MemoryDesk) -> None:
    page.goto("/letter/6")
    expect(page.locator(".notice.busy")).to_be_visible()
    office.letters[6] = office.letters[1].model_copy(
        update={"id": 6, "item": office.letters[1].item.model_copy(update={"letter": 6})}
    )
    expect(page.locator("#decide")).to_be_visible(timeout=10_000)


def test_marks_lie_on_the_picture_and_light_up(page: Page) -> None:
    page.goto("/letter/1")
    picture = page.locator(".picture img").first.bounding_box()
    box = page.locator("rect[data-mark=topic-0]").bounding_box()
    assert picture
    assert box
    assert box["x"] == pytest.approx(picture["x"] + 0.097 * picture["width"], abs=2)
    assert box["y"] == pytest.approx(picture["y"] + 0.198 * picture["height"], abs=2)
    page.locator(".chip[data-mark=topic-0]").hover()
    expect(page.locator("rect.lit")).to_have_count(1)
    page.keyboard.press("f")
    expect(page.locator("rect[data-mark=topic-0]")).to_be_hidden()


def test_picture_text_help_and_search_by_key(page: Page) -> None:
    page.goto("/letter/1")
    page.keyboard.press("b")
    expect(page.locator(".words pre").first).to_be_visible()
    page.keyboard.press("b")
    expect(page.locator(".picture img").first).to_be_visible()
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.keyboard.type("Mangel j")
    page.keyboard.press("Backspace")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=Mangel+")
    page.select_option("select[name=department]", "customer_service")
    page.wait_for_url("**department=customer_service**")
