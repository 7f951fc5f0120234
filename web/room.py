"""What every page needs: the desk, the reader's language, and the templates."""

from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from fastapi import Request, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from config.settings import Settings
from inbox.views import Desk
from web.speech import COOKIE, Speech, language_of

HERE = Path(__file__).parent
YEAR = 365 * 24 * 3600


class Room:
    """Renders pages. One for the whole process."""

    def __init__(self, desk: Desk, settings: Settings) -> None:
        self.desk = desk
        self.settings = settings
        self.zone = ZoneInfo(settings.place.time_zone)
        self.templates = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.templates.filters["marked"] = marked

    def speech(self, request: Request) -> Speech:
        """How to speak to whoever asks."""
        return Speech(language_of(request, self.settings.language), self.zone, self.desk.taxonomy)

    def page(self, request: Request, template: str, status: int = 200, **content: Any) -> Response:
        """The page as HTML, with the queues beside it. A language asked for in the address is remembered."""
        overview = self.desk.overview()
        return self.render(request, template, status, overview=overview, **content)

    def render(self, request: Request, template: str, status: int = 200, **content: Any) -> Response:
        """The page as HTML."""
        speech = self.speech(request)
        names = {"say": speech, "t": speech.phrase, "url": request.url, "taxonomy": self.desk.taxonomy}
        html = self.templates.get_template(template).render(**names, **content)
        response = Response(html, status, media_type="text/html; charset=utf-8")
        response.headers["vary"] = "accept-language, cookie"
        if request.query_params.get("lang") == speech.language:
            response.set_cookie(COOKIE, speech.language, max_age=YEAR, httponly=True, samesite="lax")
        return response


def marked(snippet: str) -> Markup:
    """A snippet with its hits marked; everything else in it is text."""
    # B704: the snippet is escaped first; only our own two tags are put in.
    return Markup(str(escape(snippet)).replace("\ue000", "<mark>").replace("\ue001", "</mark>"))  # noqa: S704
