"""The people's door as one ASGI application."""

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from config.settings import Settings
from inbox.views import Desk
from letters.errors import AccessError, LetterError, PosteingangError, ServiceError
from web.api import make_api
from web.guard import Guard, check_loopback
from web.pages import make_pages
from web.room import HERE, Room

CONFLICTS = {
    "letter_changed",
    "letter_under_way",
    "not_in_clearing",
    "not_refused",
    "nothing_to_cut",
    "scan_changed",
    "scan_not_placed",
}


def make_app(desk: Desk, settings: Settings) -> FastAPI:
    """The pages and the API over one desk. Raises SettingsError("web_not_loopback")."""
    check_loopback(settings.web.host)
    app = FastAPI(title="Posteingang", openapi_url="/api/openapi.json", docs_url=None, redoc_url=None)
    room = Room(desk, settings)
    app.include_router(make_api(desk))
    app.include_router(make_pages(room))
    app.mount("/static", StaticFiles(directory=HERE / "static"))
    add_error_pages(app, room)
    app.add_middleware(Guard)
    return app


def add_error_pages(app: FastAPI, room: Room) -> None:
    """Errors as a page that says what to do, or as JSON for the API."""

    @app.exception_handler(PosteingangError)
    def tell_error(request: Request, error: PosteingangError) -> Response:
        return answer(room, request, status_of(error), room.speech(request).reason(error.reason), error.reason.code)

    @app.exception_handler(HTTPException)
    def tell_status(request: Request, error: HTTPException) -> Response:
        text = room.speech(request).phrase("page_unknown" if error.status_code == 404 else "request_wrong")
        return answer(room, request, error.status_code, text, "http")

    @app.exception_handler(RequestValidationError)
    def tell_invalid(request: Request, error: RequestValidationError) -> Response:
        if is_api(request):
            detail = [{"where": list(each["loc"]), "problem": each["msg"]} for each in error.errors()]
            return JSONResponse({"code": "request_wrong", "detail": detail}, 422)
        return answer(room, request, 404, room.speech(request).phrase("page_unknown"), "http")


def answer(room: Room, request: Request, status: int, text: str, code: str) -> Response:
    """The error in the form that fits the request. The page does without the queues: they may be what is down."""
    if is_api(request):
        return JSONResponse({"code": code, "text": text}, status)
    return room.render(request, "error.html", status, text=text, overview=None)


def is_api(request: Request) -> bool:
    """Whether a program asks."""
    return request.url.path.startswith("/api/")


def status_of(error: PosteingangError) -> int:
    """The HTTP status of an error."""
    if isinstance(error, ServiceError):
        return 503
    if error.reason.code in CONFLICTS:
        return 409
    if isinstance(error, AccessError) and error.reason.code != "letter_sealed":
        return 404
    return 403 if isinstance(error, AccessError) else 422 if isinstance(error, LetterError) else 500
