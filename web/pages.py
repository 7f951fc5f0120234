"""The pages: overview, queue, letter, search; those about scans stand in their own module."""

from datetime import date
from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from inbox.views import Choice, LetterView
from letters.errors import AccessError
from letters.finding import SearchQuery, SortOrder
from letters.labels import CLEARING
from web.downloads import original_response, text_response
from web.marks import page_marks, shown_evidence
from web.numbers import Mention, Number, Offset, PageNumber
from web.room import Room
from web.scan_pages import PER_PAGE, add_cutting, add_scans

PictureWidth = Literal["600", "1200", "2000"]
TILES = 12
"""So many departments are shown as tiles; more are a list to choose from."""


def make_pages(room: Room) -> APIRouter:
    """The routes of all pages."""
    router = APIRouter(include_in_schema=False)
    add_queues(router, room)
    add_letter(router, room)
    add_decision(router, room)
    add_scans(router, room)
    add_cutting(router, room)
    add_search(router, room)
    return router


def add_queues(router: APIRouter, room: Room) -> None:
    """The overview and the queues."""

    @router.get("/")
    def show_overview(request: Request) -> Response:
        folders = [str(folder.path) for folder in room.settings.intake.folders]
        return room.page(request, "overview.html", folders=folders)

    @router.get("/queue/{name}")
    def show_queue(request: Request, name: str, offset: Offset = 0, decided: Mention = None) -> Response:
        items = room.desk.items(name, offset, PER_PAGE)
        after = room.desk.letter(decided) if decided else None
        return room.page(request, "queue.html", name=name, items=items, per_page=PER_PAGE, decided=after)


def add_letter(router: APIRouter, room: Room) -> None:
    """A letter and what can be had of it."""

    @router.get("/letter/{number}")
    def show_letter(request: Request, number: Number, decided: Mention = None) -> Response:
        after = room.desk.letter(decided) if decided else None
        return letter_page(room, request, room.desk.letter(number), decided=after)

    @router.get("/letter/{number}/page/{page}.jpg")
    def show_picture(number: Number, page: PageNumber, width: PictureWidth = "1200") -> Response:
        picture = room.desk.picture(number, page, int(width))
        return Response(picture, media_type="image/jpeg", headers={"cache-control": "private, max-age=300"})

    @router.get("/letter/{number}/original")
    def load_original(number: Number) -> Response:
        return original_response(room.desk.original(number))

    @router.get("/letter/{number}/text")
    def load_text(number: Number) -> Response:
        return text_response(room.desk.letter(number))


def letter_page(
    room: Room,
    request: Request,
    letter: LetterView,
    status: int = 200,
    decided: LetterView | None = None,
    error: AccessError | None = None,
) -> Response:
    """The letter with its place in its queue; `decided` is the one before it, `error` what just went wrong."""
    return room.page(
        request,
        "letter.html",
        status,
        letter=letter,
        neighbours=room.desk.neighbours(letter.id),
        marks=page_marks(letter.meaning),
        evidence=shown_evidence,
        tiles=len(room.desk.taxonomy.departments) <= TILES,
        decided=decided,
        error=error,
    )


def add_decision(router: APIRouter, room: Room) -> None:
    """A person confirms or corrects."""

    @router.post("/letter/{number}/decision")
    def decide(
        request: Request,
        number: Number,
        department: Annotated[str, Form()],
        topic: Annotated[str, Form()] = "",
        sender_type: Annotated[str, Form()] = "",
        version: Annotated[int | None, Form()] = None,
    ) -> Response:
        before, near = room.desk.letter(number), room.desk.neighbours(number)
        choice = Choice(department=department, topic=topic or None, sender_type=sender_type or None, version=version)
        try:
            room.desk.decide(number, choice)
        except AccessError as error:
            return letter_page(room, request, room.desk.letter(number), 409, error=error)
        target = near.after or near.before
        place = f"/letter/{target}" if target else f"/queue/{before.item.queue or CLEARING}"
        return RedirectResponse(f"{place}?{urlencode({'decided': number})}", 303)


def add_search(router: APIRouter, room: Room) -> None:
    """Search with its filters."""

    @router.get("/search")
    def search(
        request: Request,
        q: str = "",
        department: str = "",
        topic: str = "",
        sender_type: str = "",
        received_from: str = "",
        received_to: str = "",
        sort: SortOrder = "rank",
        offset: Offset = 0,
    ) -> Response:
        query = SearchQuery(
            text=q,
            department=department or None,
            topic=topic or None,
            sender_type=sender_type or None,
            received_from=day_or_none(received_from),
            received_to=day_or_none(received_to),
            sort=sort,
            offset=offset,
            limit=PER_PAGE,
        )
        asked = query != SearchQuery(sort=sort, offset=offset, limit=PER_PAGE)
        found = room.desk.search(query) if asked else None
        return room.page(request, "search.html", query=query, found=found, per_page=PER_PAGE)


def day_or_none(text: str) -> date | None:
    """The day in a date field, None where it is empty or no day."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
