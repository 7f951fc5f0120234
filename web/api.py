"""The JSON API: the same desk, the same views. Its description is at /api/openapi.json."""

from fastapi import APIRouter, Response

from inbox.views import Choice, Cutting, Desk, FoundList, ItemList, LetterView, Overview, ScanList, ScanView
from letters.finding import SearchQuery
from web.downloads import original_response, text_response
from web.numbers import LARGEST, MOST, Limit, Number, Offset


def make_api(desk: Desk) -> APIRouter:
    """The routes of the API."""
    router = APIRouter(prefix="/api")
    add_queues(router, desk)
    add_letters(router, desk)
    add_scans(router, desk)
    return router


def add_queues(router: APIRouter, desk: Desk) -> None:
    """Queues and search."""

    @router.get("/queues", tags=["queues"])
    def list_queues() -> Overview:
        """The queues with their counts, clearing first."""
        return desk.overview()

    @router.get("/queues/{name}", tags=["queues"])
    def list_items(name: str, offset: Offset = 0, limit: Limit = 50) -> ItemList:
        """A queue's letters in the order of work."""
        return desk.items(name, offset, limit)

    @router.post("/search", tags=["search"])
    def search(query: SearchQuery) -> FoundList:
        """Find letters, 200 at a time at most."""
        within = {"limit": min(max(query.limit, 1), MOST), "offset": min(max(query.offset, 0), LARGEST)}
        return desk.search(query.model_copy(update=within))


def add_letters(router: APIRouter, desk: Desk) -> None:
    """Letters."""

    @router.get("/letters/{number}", tags=["letters"])
    def get_letter(number: Number) -> LetterView:
        """A letter with everything known of it."""
        return desk.letter(number)

    @router.get("/letters/{number}/original", tags=["letters"])
    def get_original(number: Number) -> Response:
        """The file that the letter came in, byte for byte."""
        return original_response(desk.original(number))

    @router.get("/letters/{number}/text", tags=["letters"])
    def get_text(number: Number) -> Response:
        """The letter's text; pages are parted by form feeds."""
        return text_response(desk.letter(number))

    @router.post("/letters/{number}/decision", tags=["letters"])
    def decide(number: Number, choice: Choice) -> LetterView:
        """Confirm or correct; 409 when the letter is under way or was changed meanwhile."""
        return desk.decide(number, choice)


def add_scans(router: APIRouter, desk: Desk) -> None:
    """Scans."""

    @router.get("/refused", tags=["scans"])
    def list_refused(offset: Offset = 0, limit: Limit = 50) -> ScanList:
        """Refused scans, the newest first."""
        return desk.refused(offset, limit)

    @router.get("/scans/{number}", tags=["scans"])
    def get_scan(number: Number) -> ScanView:
        """A scan, with where each of its pages lies."""
        return desk.scan(number)

    @router.post("/scans/{number}/cut", tags=["scans"])
    def cut(number: Number, cutting: Cutting) -> ScanView:
        """Lay its pages to letters otherwise; 409 when it, or a letter of it, is under way or was cut meanwhile."""
        return desk.cut(number, cutting)

    @router.post("/scans/{number}/close", tags=["scans"])
    def close(number: Number) -> ScanView:
        """Be done with a scan that lies in clearing without a letter."""
        return desk.close_scan(number)

    @router.post("/scans/{number}/retry", tags=["scans"], status_code=204)
    def retry(number: Number) -> None:
        """Have a refused scan tried again, or one in clearing without a page."""
        desk.retry(number)
