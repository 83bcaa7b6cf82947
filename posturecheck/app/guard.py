"""Who may see the page: only browsers that were handed its secret address.

Every program and every web page on a computer can reach 127.0.0.1. So the address holds a
secret; a browser that brings it gets a cookie that scripts cannot read; and what comes
under another host's name (DNS rebinding) or, for the live stream, from another page's
script is refused.
"""

from __future__ import annotations

import secrets
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE: Final = "posturecheck"
REFUSED_SOCKET: Final = 1008  # "policy violation", RFC 6455 section 7.4.1
REFUSAL: Final = (
    "This page opens only with the whole address that posturecheck printed when it started. "
    "Please open that address, or start posturecheck again.\n"
)


class Keys:
    """The secrets of one run; nothing of them outlives it.

    Attributes:
        room: The folder of the address under which everything is. Cookies are shared by all
            ports of a host, so the cookie is bound to this folder, which nobody else knows.
    """

    def __init__(self) -> None:
        self.room = secrets.token_urlsafe(12)
        self._token = secrets.token_urlsafe(32)
        self._cookie = secrets.token_urlsafe(32)
        self._tickets: set[str] = set()

    @property
    def token(self) -> str:
        """What opens the page any number of times."""
        return self._token

    def ticket(self) -> str:
        """Return what opens the page once.

        Other users of a computer can read the command line that starts a browser; a ticket
        is worth nothing to them once the browser has used it.
        """
        ticket = secrets.token_urlsafe(32)
        self._tickets.add(ticket)
        return ticket

    def opens(self, given: str) -> bool:
        """Whether a token or a ticket is right; a ticket is used up."""
        if secrets.compare_digest(given.encode(), self._token.encode()):
            return True
        try:
            self._tickets.remove(given)
        except KeyError:
            return False
        return True

    def knows(self, cookie: str) -> bool:
        """Whether a cookie is the one handed out."""
        return secrets.compare_digest(cookie.encode(), self._cookie.encode())

    @property
    def set_cookie(self) -> str:
        """The header that hands the cookie to a browser until it is closed."""
        return f"{COOKIE}={self._cookie}; Path=/{self.room}/; HttpOnly; SameSite=Strict"


class Guard:
    """Stands before the whole page: lets in who has the key, and adds the strict headers."""

    def __init__(self, app: ASGIApp, keys: Keys, port: int) -> None:
        self._app = app
        self._keys = keys
        self._hosts = frozenset({f"127.0.0.1:{port}", f"localhost:{port}"})
        self._headers = {
            "content-security-policy": content_security_policy(port),
            "cache-control": "no-store",
            "x-content-type-options": "nosniff",
            "x-frame-options": "DENY",
            "referrer-policy": "no-referrer",
            "cross-origin-resource-policy": "same-origin",
            "cross-origin-opener-policy": "same-origin",
            "permissions-policy": "camera=(), microphone=(), geolocation=()",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        asked = HTTPConnection(scope)
        brings_key = self._brings_key(asked)

        async def send_strictly(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(self._headers)
                if brings_key:
                    headers.append("set-cookie", self._keys.set_cookie)
            await send(message)

        if self._may_enter(asked, brings_key):
            await self._app(scope, receive, send_strictly)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": REFUSED_SOCKET})
        else:
            await PlainTextResponse(REFUSAL, 403)(scope, receive, send_strictly)

    def _brings_key(self, asked: HTTPConnection) -> bool:
        """Whether this is a first visit with the token or a ticket."""
        return (
            asked.scope["type"] == "http"
            and asked.scope["method"] == "GET"
            and asked.headers.get("host") in self._hosts
            and asked.scope["path"] == f"/{self._keys.room}/"
            and self._keys.opens(asked.query_params.get("token", ""))
        )

    def _may_enter(self, asked: HTTPConnection, brings_key: bool) -> bool:
        if asked.headers.get("host") not in self._hosts:
            return False
        if asked.scope["type"] == "websocket" and not self._from_our_page(asked):
            return False
        return brings_key or self._keys.knows(asked.cookies.get(COOKIE, ""))

    def _from_our_page(self, asked: HTTPConnection) -> bool:
        # A browser tells whose script opens a socket; cookies alone would not hold it back.
        return asked.headers.get("origin") in {f"http://{host}" for host in self._hosts}


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
