"""What those meet who bring no key: a page that says how to come in, and asks for the code.

The code is shown where only the owner reads it, in the terminal. Asking for the page shows it,
so the plain address is all that one needs to remember.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from urllib.parse import parse_qs

from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import Receive, Scope, Send

from posturecheck.app.code_lock import CodeLock, Verdict, Why, spaced
from posturecheck.app.keys import Keys
from posturecheck.app.shipped import Shipped, rendered
from posturecheck.app.words import DOOR, TOLD, WORDS
from posturecheck.rules.guidance import load_guidance

FILES: Final = "/door/"  # what the door itself is made of, for everybody
DESTINATION: Final = "sec-fetch-dest"  # what a browser wants it for; scripts cannot set it
SITE: Final = "sec-fetch-site"  # whose page led it here
LONGEST_FORM_BYTES: Final = 512
REFUSAL: Final = "This is not for you.\n"
STATUS: Final[dict[Verdict, int]] = {"wrong": 403, "no code": 403, "wait": 429}


class Door:
    """Answers browsers that are not let in; lets in the one that brings the code.

    Args:
        keys: The secrets of this run.
        lock: The code.
        origins: Our own pages' origins: only their form may try a code.
        tell: Gets a line on what the owner should know; from the server's loop.
    """

    def __init__(
        self,
        keys: Keys,
        lock: CodeLock,
        origins: frozenset[str],
        tell: Callable[[str], None],
    ) -> None:
        self._keys = keys
        self._lock = lock
        self._origins = origins
        self._tell = tell
        self._files = Shipped(frozenset({"look.css", "door.css", "icon.svg"}))
        self._language = load_guidance().language
        self._told_used = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Say how to come in; the host's name has been found right."""
        await (await self._answer(HTTPConnection(scope), receive))(scope, receive, send)

    async def used(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Say that this ticket has been used already, here and in the terminal."""
        if not self._told_used:  # once is enough: it will not be more alarming the third time
            self._told_used = True
            self._tell(TOLD["used"])
        self._lock.show()
        await self._page("used", 403)(scope, receive, send)

    async def _answer(self, asked: HTTPConnection, receive: Receive) -> Response:
        method, path = asked.scope["method"], asked.scope["path"]
        if method in {"GET", "HEAD"} and path.startswith(FILES):
            return self._files.answer(path.removeprefix(FILES))
        room = f"/{self._keys.room}/"
        if method == "GET" and path == room and asked.headers.get(SITE) == "cross-site":
            # Led here by another page, a browser keeps a strict cookie back; led by ours it
            # does not. Only who has been inside knows this path.
            return Response(headers={"refresh": f"0; url={room}"})
        # A part of some page can show no form: neither a picture that another site links to
        # nor a page of ours whose cookie has gone.
        if method in {"GET", "HEAD"} and asked.headers.get(DESTINATION, "document") == "document":
            self._lock.show()
            return self._page("ask", 403)
        if method == "POST" and path == "/" and asked.headers.get("origin") in self._origins:
            return self._try(await _form_code(receive))
        return PlainTextResponse(REFUSAL, 403)

    def _try(self, typed: str) -> Response:
        verdict = self._lock.attempt(typed)
        if verdict == "opens":
            there = RedirectResponse(f"/{self._keys.room}/", 303)
            there.headers["set-cookie"] = self._keys.set_cookie
            return there
        self._lock.show()  # there may be none left
        answer = self._page(verdict, STATUS[verdict])
        if verdict == "wait":
            answer.headers["retry-after"] = str(self._seconds)
        return answer

    def _page(self, about: str, status: int) -> Response:
        tone, sign = ("trouble", "amber") if about == "used" else ("ask", "ask")
        html = rendered(
            "door.html",
            language=self._language,
            words=DOOR,
            title=WORDS["title"],
            tone=tone,
            sign=sign,
            tone_word=WORDS[f"tone_{tone}"],
            headline=DOOR[about],
            detail=DOOR[f"{about}_detail"].format(seconds=self._seconds),
        )
        return HTMLResponse(html, status)

    @property
    def _seconds(self) -> int:
        return int(self._lock.wait_s) + 1


def code_told(address: str, tell: Callable[[str], None]) -> Callable[[str, Why], None]:
    """Return what puts a new code into words for the terminal."""

    def told(code: str, why: Why) -> None:
        tell(TOLD[f"code_{why}"].format(code=spaced(code), address=address))

    return told


async def _form_code(receive: Receive) -> str:
    """Return what was typed; how long it may take is the connection's business."""
    body = b""
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return ""
        body += message.get("body", b"")
        if len(body) > LONGEST_FORM_BYTES:
            return ""
        if not message.get("more_body"):
            break
    try:
        fields = parse_qs(body.decode("ascii"), max_num_fields=4)
    except ValueError:
        return ""
    return str(fields.get("code", [""])[0])
