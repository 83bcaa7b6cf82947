"""The list of results and the page of each; what they ask for comes as JSON from their script."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Sequence
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute

from posturecheck.app.presence import stay
from posturecheck.app.shipped import Shipped
from posturecheck.clips.result import FILM, REPORT
from posturecheck.clips.reviewed import counts
from posturecheck.core import InputError
from posturecheck.home.documents import document, framed
from posturecheck.marks.matching import matched
from posturecheck.report.formats import clock
from posturecheck.review import words
from posturecheck.review.one_result import shown_result
from posturecheck.review.rooms import Rooms
from posturecheck.review.shelf import key_of
from posturecheck.rules.guidance import load_guidance

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "media-src 'self'",
        "connect-src 'self' ws://127.0.0.1:{port} ws://localhost:{port}",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)

_ENVIRONMENT = Environment(
    loader=ChoiceLoader(
        [
            PackageLoader("posturecheck.review", "templates"),
            PackageLoader("posturecheck.home", "templates"),
        ]
    ),
    autoescape=True,  # names of clips and folders come from outside
    undefined=StrictUndefined,
)


def page_routes(rooms: Rooms, room: str) -> Sequence[BaseRoute]:
    """Return all pages."""
    pages = Pages(rooms, f"/{room}/")
    return [
        Route("/", pages.listed),
        Route("/result/{key}/", pages.result),
        Route("/result/{key}/film", pages.film),
        Route("/result/{key}/people", pages.people),
        Route("/result/{key}/report/", pages.report),
        Route("/result/{key}/report/{file}", pages.film),
        Route("/counting", pages.counting),
        Route("/home/{name}", pages.file),
        WebSocketRoute("/here", partial(stay, rooms)),
    ]


class Pages:
    """The pages themselves; ``root`` is the address of the list."""

    def __init__(self, rooms: Rooms, root: str) -> None:
        self._rooms, self._root = rooms, root
        self._files = [
            Shipped(folder=files("posturecheck.review").joinpath("static")),
            Shipped(frozenset({"home.css", "home.js"}), files("posturecheck.home") / "static"),
            Shipped(frozenset({"look.css", "icon.svg", "fit.js"})),
        ]

    async def listed(self, request: Request) -> Response:
        """Return the list of all results."""
        archive = await asyncio.to_thread(self._rooms.shelf.listed)
        keyed = [(key_of(row), row) for row in archive.rows]
        return self._page(request, "list.html", {}, rows=keyed, problems=archive.problems)

    async def result(self, request: Request) -> Response:
        """Return the page of one result."""
        try:
            shown = await asyncio.to_thread(shown_result, self._rooms, request.path_params["key"])
        except InputError as error:
            return self._page(request, "none.html", {}, 404, trouble=str(error))
        return self._page(request, "result.html", shown.data, shown=shown)

    async def film(self, request: Request) -> Response:
        """Return the film beside a result, under its own name or beside its report."""
        folder = await self._folder(request)
        if folder is None or request.path_params.get("file", FILM) != FILM:
            return Response(status_code=404)
        path = folder / FILM
        return FileResponse(path) if path.is_file() else Response(status_code=404)

    async def report(self, request: Request) -> Response:
        """Return a result's report."""
        folder = await self._folder(request)
        try:
            data = await asyncio.to_thread((folder or Path()).joinpath(REPORT).read_bytes)
        except OSError:
            return Response(status_code=404)
        to = f"result/{request.path_params['key']}/"
        html = data.decode("utf-8", "replace")
        back = words.WORDS["to_result"]
        return document(framed(html, _ENVIRONMENT, self._root, to, back))

    async def people(self, request: Request) -> Response:
        """Return who is in view at a second."""
        try:
            t_s = float(request.query_params.get("t", "0"))
            everybody = await asyncio.to_thread(self._rooms.everybody, request.path_params["key"])
        except (InputError, ValueError, OSError) as error:
            return JSONResponse({"trouble": str(error)}, 400)
        then_s, people = everybody.at(t_s if math.isfinite(t_s) else 0.0)
        return JSONResponse(
            {
                "t_s": round(then_s, 3),
                "people": [
                    {
                        "number": one.number,
                        "seconds": round(one.seconds),
                        "side": ("left", "middle", "right")[min(2, max(0, int(3 * one.at[0])))],
                        "at": [round(min(1.0, max(0.0, share)), 4) for share in one.at],
                        "points": [_place(x, y) for x, y in one.points.tolist()],
                    }
                    for one in people
                ],
            }
        )

    async def counting(self, request: Request) -> Response:
        """Return how far the new count is."""
        return JSONResponse(self._rooms.counting.now.as_data())

    async def file(self, request: Request) -> Response:
        """Return one of the files that the pages are made of."""
        answers = [shipped.answer(request.path_params["name"]) for shipped in self._files]
        return next((a for a in answers if a.status_code == 200), answers[0])

    async def _folder(self, request: Request) -> Path | None:
        try:
            key = request.path_params["key"]
            return (await asyncio.to_thread(self._rooms.shelf.open, key)).folder
        except InputError:
            return None

    def _page(
        self, request: Request, template: str, data: dict[str, Any], status: int = 200, **about: Any
    ) -> Response:
        guidance = load_guidance()
        html = _ENVIRONMENT.get_template(template).render(
            language=guidance.language,
            disclaimer=guidance.disclaimer,
            words=words.WORDS,
            root=self._root,
            settings={"text_size": "normal"},
            clock=clock,
            data={"words": dict(words.WORDS), "root": self._root, "settings": {}, **data},
            **about,
        )
        policy = POLICY.format(port=request.url.port)
        return HTMLResponse(html, status, {"content-security-policy": policy})


def counts_now(rooms: Rooms, key: str) -> dict[str, Any]:
    """Return what counts, as found and after the therapist's word, and what says so."""
    opened = rooms.shelf.open(key)
    episodes = opened.episodes()
    found = matched(opened.review().marks, episodes, opened.counted_s)
    return {
        "said": words.WORDS["kept"],
        "counts": [
            [found_, after] for _, found_, after in counts(episodes, found, load_guidance())
        ],
    }


def _place(x: float, y: float) -> list[float] | None:
    return [round(x, 4), round(y, 4)] if math.isfinite(x + y) else None
