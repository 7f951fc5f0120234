"""The pages about scans: what was refused, and how a scan's pages lie; a person cuts it otherwise here."""

from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from inbox.views import Cutting, ScanView
from letters.errors import AccessError
from web.downloads import original_response
from web.numbers import Mention, Number, Offset, PageNumber
from web.room import Room

PER_PAGE = 50
ThumbWidth = Literal["300", "1200"]


def add_scans(router: APIRouter, room: Room) -> None:
    """Scans that were refused, and any scan with what can be done about it."""

    @router.get("/refused")
    def show_refused(request: Request, offset: Offset = 0, retried: Mention = None) -> Response:
        scans = room.desk.refused(offset, PER_PAGE)
        return room.page(request, "refused.html", scans=scans, per_page=PER_PAGE, retried=retried)

    @router.get("/scan/{number}")
    def show_scan(request: Request, number: Number, done: Literal["cut", "closed", "retried", ""] = "") -> Response:
        return scan_page(room, request, room.desk.scan(number), done=done)

    @router.get("/scan/{number}/original")
    def load_scan(number: Number) -> Response:
        return original_response(room.desk.scan_original(number))

    @router.post("/scan/{number}/retry")
    def retry(number: Number) -> Response:
        lay_in_clearing = room.desk.scan(number).status == "clearing"
        room.desk.retry(number)
        place = f"/scan/{number}?done=retried" if lay_in_clearing else f"/refused?{urlencode({'retried': number})}"
        return RedirectResponse(place, 303)

    @router.post("/scan/{number}/close")
    def close(number: Number) -> Response:
        room.desk.close_scan(number)
        return RedirectResponse(f"/scan/{number}?{urlencode({'done': 'closed'})}", 303)


def add_cutting(router: APIRouter, room: Room) -> None:
    """A scan's pages, and cutting it."""

    @router.get("/scan/{number}/page/{page}.jpg")
    def show_picture(number: Number, page: PageNumber, width: ThumbWidth = "300") -> Response:
        picture = room.desk.scan_picture(number, page, int(width))
        return Response(picture, media_type="image/jpeg", headers={"cache-control": "private, max-age=300"})

    @router.post("/scan/{number}/cut")
    def cut(
        request: Request,
        number: Number,
        first: Annotated[list[int] | None, Form()] = None,
        kept: Annotated[list[int] | None, Form()] = None,
        letter: Annotated[list[int] | None, Form()] = None,
    ) -> Response:
        cutting = Cutting(firsts=tuple(first or ()), kept=tuple(kept or ()), letters=tuple(letter or ()))
        try:
            room.desk.cut(number, cutting)
        except AccessError as error:
            return scan_page(room, request, room.desk.scan(number), 409, error=error)
        return RedirectResponse(f"/scan/{number}?{urlencode({'done': 'cut'})}", 303)


def scan_page(
    room: Room, request: Request, scan: ScanView, status: int = 200, done: str = "", error: AccessError | None = None
) -> Response:
    """The scan; `done` says what a person just did to it, `error` what went wrong."""
    return room.page(request, "scan.html", status, scan=scan, done=done, error=error)
