"""Who may see the page: only browsers that brought a ticket or the code.

Every program and every web page on a computer can reach 127.0.0.1. So a ticket, which only
the owner's files hold, or a code, which only the owner's terminal shows, has to be brought once;
a browser that did gets a cookie that scripts cannot read; and what comes under another host's
name (DNS rebinding) or, for the live stream, from another page's script is refused.
"""

from __future__ import annotations

from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from posturecheck.app.door import Door
from posturecheck.app.keys import COOKIE, Entry, Keys

TICKET: Final = "ticket"
REFUSED_SOCKET: Final = 1008  # "policy violation", RFC 6455 section 7.4.1
READING: Final = frozenset({"GET", "HEAD"})
REFUSAL: Final = "This page answers only under the address that posturecheck printed.\n"


class Guard:
    """Stands before the whole page: lets in who has the key, and adds the strict headers.

    Attributes:
        opened: Whether anybody has been let in so far.
        entered: How often a ticket has let somebody in.
    """

    def __init__(self, app: ASGIApp, door: Door, keys: Keys, port: int) -> None:
        self._app = app
        self._door = door
        self._keys = keys
        self._hosts = hosts(port)
        self._headers = {
            "cache-control": "no-store",
            "x-content-type-options": "nosniff",
            "x-frame-options": "DENY",
            "referrer-policy": "no-referrer",
            "cross-origin-resource-policy": "same-origin",
            "cross-origin-opener-policy": "same-origin",
            "permissions-policy": "camera=(), microphone=(), geolocation=()",
        }
        self._page_policy = content_security_policy(port)
        self.opened = False
        self.entered = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or to the door, or refuse it."""
        asked = HTTPConnection(scope)
        if scope["type"] == "websocket":
            await self._stream(asked, receive, send)
            return
        entry = self._entry(asked)
        inside = entry == "opens" or self._is_known(asked)
        self.opened = self.opened or inside
        self.entered += entry == "opens"

        async def send_strictly(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(self._headers)
                # A page may bring one of its own, as strict: a report holds its own style.
                own = self._page_policy if inside else DOOR_POLICY
                headers.setdefault("content-security-policy", own)
                if entry == "opens":
                    headers.append("set-cookie", self._keys.set_cookie)
            await send(message)

        await self._who_answers(asked, entry, inside)(scope, receive, send_strictly)

    async def _stream(self, asked: HTTPConnection, receive: Receive, send: Send) -> None:
        # A browser says whose script opens a socket; cookies alone would not hold it back.
        from_our_page = asked.headers.get("origin") in origins(self._hosts)
        if from_our_page and self._is_known(asked):
            await self._app(asked.scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": REFUSED_SOCKET})

    def _who_answers(self, asked: HTTPConnection, entry: Entry, inside: bool) -> ASGIApp:
        if inside:
            # What changes something is asked by our own pages' scripts only.
            asks = asked.scope["method"] not in READING
            if asks and asked.headers.get("origin") not in origins(self._hosts):
                return PlainTextResponse(REFUSAL, 403)
            return self._app
        if not self._is_for_us(asked):
            return PlainTextResponse(REFUSAL, 403)
        return self._door.used if entry == "used" else self._door

    def _entry(self, asked: HTTPConnection) -> Entry:
        """Use up the ticket that a visit brings, if it does."""
        if (
            not self._is_for_us(asked)
            or asked.scope["method"] != "GET"
            or asked.scope["path"] != f"/{self._keys.room}/"
        ):
            return "unknown"
        return self._keys.take(asked.query_params.get(TICKET, ""))

    def _is_for_us(self, asked: HTTPConnection) -> bool:
        return asked.headers.get("host") in self._hosts

    def _is_known(self, asked: HTTPConnection) -> bool:
        return self._is_for_us(asked) and self._keys.knows(asked.cookies.get(COOKIE, ""))


def hosts(port: int) -> frozenset[str]:
    """Return the names under which this computer calls itself."""
    return frozenset({f"127.0.0.1:{port}", f"localhost:{port}"})


def origins(of: frozenset[str]) -> frozenset[str]:
    """Return what a browser calls pages of these hosts."""
    return frozenset(f"http://{host}" for host in of)


def content_security_policy(port: int) -> str:
    """Return what the page may load: its own files and its own stream, and nothing else."""
    sockets = f"ws://127.0.0.1:{port} ws://localhost:{port}"  # not part of 'self' everywhere
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self'",
            "media-src blob:",
            f"connect-src 'self' {sockets}",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        )
    )


DOOR_POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",  # of the code
        "frame-ancestors 'none'",
    )
)
