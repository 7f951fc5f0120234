"""What keeps strangers out of a page that only this machine may see: foreign names, foreign senders, foreign frames."""

import ipaddress
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from letters.errors import SettingsError
from letters.reasons import Reason

SAFE = {"GET", "HEAD", "OPTIONS"}
HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}


def check_loopback(host: str) -> None:
    """Raise SettingsError("web_not_loopback") unless the address can be reached from this machine only."""
    if not is_loopback(host):
        raise SettingsError("web_not_loopback", host=host)


def is_loopback(host: str) -> bool:
    """Whether it is `localhost` or a loopback address (RFC 1122, 3.2.1.3; RFC 4291, 2.5.3)."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class Guard:
    """ASGI middleware: refuses foreign requests, and puts the headers on every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("cache-control", "no-cache")
            await send(message)

        if is_foreign(scope["method"], scope["scheme"], Headers(scope=scope)):
            text = Reason(code="page_foreign").in_language("en")
            await PlainTextResponse(text, 403)(scope, receive, send_with_headers)
            return
        await self.app(scope, receive, send_with_headers)


def is_foreign(method: str, scheme: str, headers: Headers) -> bool:
    """Whether the request goes to a name that is not this machine's, or changes something on another page's behalf.

    A page elsewhere can have its own name point to 127.0.0.1 (DNS rebinding): the Host header gives it away. It can
    send a form here: the browser says so in Sec-Fetch-Site, older ones in Origin; other programs send neither.
    """
    host = headers.get("host", "")
    if not is_loopback(urlsplit(f"//{host}").hostname or ""):
        return True
    if method in SAFE:
        return False
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None:
        return site not in {"same-origin", "none"}
    return origin is not None and origin != f"{scheme}://{host}"
