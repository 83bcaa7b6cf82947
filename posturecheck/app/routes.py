"""What can be asked for: the page, its files, a cue's sound, the live stream."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.websockets import WebSocket

from posturecheck.app.message import WIDEST_PX
from posturecheck.app.shipped import Shipped, rendered
from posturecheck.app.stream import Broadcaster, Client
from posturecheck.app.view import LiveSession, PagePrefs
from posturecheck.app.words import WORDS
from posturecheck.drawing.gauges import Scale, rounding_scale, scales
from posturecheck.drawing.overlay import BONES, SEEN, TRUNK_LINE
from posturecheck.rules.guidance import load_guidance

LONGEST_TEXT = 200  # characters; the longest cue has 40


@dataclass(frozen=True, slots=True)
class Beside:
    """Pages beside the session's own, which then lies in a folder.

    Attributes:
        routes: Gives them, below the room whose name it gets.
        folder: Where the session's page is.
        prefs: How that page is shown, asked anew each time.
        begun: Whether there has been anything to show on it; until then it leads to the start.
    """

    routes: Callable[[str], Sequence[BaseRoute]]
    folder: str
    prefs: Callable[[], PagePrefs]
    begun: Callable[[], bool]


def site(
    session: LiveSession,
    room: str,
    feed: Callable[[], Broadcaster],
    beside: Beside | None = None,
) -> Starlette:
    """Return the site of one session, all of it below ``/room/``.

    Args:
        session: The session that the page shows.
        room: The folder's name.
        feed: Gives the stream, which exists from the moment that the server runs.
        beside: Other pages; None where the session's is the only one.
    """
    shipped = Shipped()

    async def page(request: Request) -> Response:
        if beside is not None and not beside.begun():
            return RedirectResponse("../", 303)
        return HTMLResponse(page_html(session, beside.prefs() if beside else PagePrefs()))

    async def static(request: Request) -> Response:
        return shipped.answer(request.path_params["name"])

    async def sound(request: Request) -> Response:
        text = request.query_params.get("text", "")
        known = 0 < len(text) <= LONGEST_TEXT
        wav = await asyncio.to_thread(session.sound, text) if known else None
        if wav is None:
            return Response(status_code=404)
        return Response(wav, media_type="audio/wav")

    async def live(socket: WebSocket) -> None:
        wanted = socket.query_params.get("canvas_px", "")
        canvas_px = int(wanted) if wanted.isdecimal() and len(wanted) < 6 else WIDEST_PX
        await Client(feed(), session, socket, canvas_px).serve()

    own = [
        Route("/", page),
        Route("/static/{name}", static),
        Route("/sound", sound),
        WebSocketRoute("/live", live),
    ]
    if beside is None:
        return Starlette(routes=[Mount(f"/{room}", routes=own)])
    return Starlette(
        routes=[
            Mount(f"/{room}/{beside.folder}", routes=own),
            Mount(f"/{room}", routes=list(beside.routes(room))),
        ]
    )


def page_html(session: LiveSession, prefs: PagePrefs) -> str:
    """Return the page; what it shows comes over the stream, so it is the same for all."""
    bend, twist = scales(session.limits)
    data = {
        "words": dict(WORDS),
        **picture_data(prefs.mirror),
        "gauges": {
            "bend": _scale(bend),
            "rounding": _scale(rounding_scale(session.limits)),
            "twist": _scale(twist),
        },
    }
    guidance = load_guidance()
    return rendered(
        "page.html",
        language=guidance.language,
        disclaimer=guidance.disclaimer,
        tasks=session.tasks,
        words=WORDS,
        prefs=prefs,
        data=data,
    )


def picture_data(mirror: bool) -> dict[str, Any]:
    """Return what a page's script needs to draw somebody: see ``static/picture.js``."""
    # The trunk last: it has a colour of its own.
    return {"bones": [*BONES, TRUNK_LINE], "seen": SEEN, "mirror": mirror}


def _scale(scale: Scale) -> dict[str, Any]:
    limits = {"amber": scale.amber, "red": scale.red}
    return {
        "low": scale.low,
        "high": scale.high,
        **{name: limit if math.isfinite(limit) else None for name, limit in limits.items()},
    }
