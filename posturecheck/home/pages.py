"""The start page and those behind it; what they ask for comes as JSON from their own script."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from importlib.resources import files
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import (
    FileResponse,
    HTMLResponse,
    JSONResponse,
    RedirectResponse,
    Response,
)
from starlette.routing import BaseRoute, Route, WebSocketRoute

from posturecheck.app.presence import stay
from posturecheck.app.routes import picture_data
from posturecheck.app.shipped import Shipped
from posturecheck.app.words import WORDS as APP_WORDS
from posturecheck.clips.result import FILM, REPORT
from posturecheck.core import InputError
from posturecheck.history.page import render_history
from posturecheck.home import requests, words
from posturecheck.home.days import days_shown
from posturecheck.home.documents import document, framed
from posturecheck.home.house import House
from posturecheck.home.requests import WATCH
from posturecheck.home.settings import shown_settings
from posturecheck.language.catalogue import language, names
from posturecheck.language.numbers import day_name, decimal
from posturecheck.live.farewell import farewell_of
from posturecheck.profiles.files import SHIPPED
from posturecheck.rules.guidance import load_guidance
from posturecheck.voice.prompts import PROMPTS

DAYS = 30  # of the printed page

_ENVIRONMENT = Environment(
    loader=ChoiceLoader(
        [
            PackageLoader("posturecheck.home", "templates"),
            PackageLoader("posturecheck.app", "templates"),
        ]
    ),
    autoescape=True,
    undefined=StrictUndefined,
)
_ENVIRONMENT.filters["decimal"] = decimal


def routes(house: House, room: str) -> Sequence[BaseRoute]:
    """Return all that lies in the room beside the session's page."""
    pages = Pages(house, f"/{room}/")
    return [
        Route("/", pages.start),
        Route("/days/", pages.days),
        Route("/days/page/", pages.printed),
        Route("/films/", pages.films),
        Route("/films/now", pages.checking),
        Route("/films/{name}/", pages.report),
        Route("/films/{name}/{file}", pages.film),
        Route("/settings/", pages.settings),
        Route("/help/", pages.help),
        Route("/guide/", pages.guide),
        Route("/cameras", pages.cameras),
        Route("/cameras/{place}.jpg", pages.camera),
        Route("/sound", pages.sound),
        Route("/sound/heard", pages.heard),
        Route("/home/{name}", pages.file),
        *requests.routes(house),
        WebSocketRoute("/here", partial(stay, house)),
    ]


class Pages:
    """The pages themselves; ``root`` is the address of the start."""

    def __init__(self, house: House, root: str) -> None:
        self._house, self._root = house, root
        self._own = Shipped(folder=files("posturecheck.home").joinpath("static"))
        self._shared = Shipped(frozenset({"look.css", "icon.svg", "fit.js"}))

    async def start(self, request: Request) -> Response:
        """Return the page at which all begins; at the first time that is the guide."""
        if not self._house.settings.guided:
            return RedirectResponse(f"{self._root}guide/", 303)
        desk = self._house.desk
        await asyncio.to_thread(self._house.end_guide)  # it was left
        about = {"watching": desk.busy, "camera_on": desk.camera_on, "watch": f"{WATCH}/"}
        last = await asyncio.to_thread(self._house.last_time)
        farewell = None if last is None else farewell_of(last, load_guidance())
        when = "" if last is None else day_name(last.day)
        return self._page(
            "start.html", farewell=farewell, when=when, figure_words=APP_WORDS, **about
        )

    async def guide(self, request: Request) -> Response:
        """Return the guide of the first time."""
        await asyncio.to_thread(self._house.end_guide)
        return self._page("guide.html", busy=self._house.desk.busy, watch=f"{WATCH}/")

    async def help(self, request: Request) -> Response:
        """Return what to do, and the keys."""
        return self._page("help.html", help=words.HELP.values())

    async def settings(self, request: Request) -> Response:
        """Return all that can be chosen."""
        return self._page(
            "settings.html",
            profiles=SHIPPED,
            tasks=self._house.desk.tasks,
            busy=self._house.desk.busy,
            languages=names(),
            spoken=language(),
        )

    async def days(self, request: Request) -> Response:
        """Return what was practised."""
        kept = await asyncio.to_thread(self._house.kept)
        if not kept.sessions:
            return self._page("nothing.html", name="days", headline="days_none")
        return self._page("days.html", **days_shown(kept, _today(), load_guidance()))

    async def printed(self, request: Request) -> Response:
        """Return the days as a page to print, for the therapist."""
        kept = await asyncio.to_thread(self._house.kept)
        if not kept.sessions:
            return self._page("nothing.html", name="days", headline="days_none")
        render = partial(render_history, goal=kept.goal, pains=kept.pains)
        page = await asyncio.to_thread(render, kept.sessions, _today(), DAYS, load_guidance())
        return self._document(page, "days/")

    async def films(self, request: Request) -> Response:
        """Return the recordings of the folder."""
        house = self._house
        folder, trouble = house.films.folder, ""
        try:
            listed = await asyncio.to_thread(house.films.listed)
        except InputError as error:
            listed, trouble = [], str(error)
        if folder is None:
            return self._page("nothing.html", name="films", headline="films_none")
        return self._page("films.html", folder=str(folder), films=listed, trouble=trouble)

    async def checking(self, request: Request) -> Response:
        """Return how far the check is."""
        return JSONResponse(self._house.films.checking.as_data())

    async def report(self, request: Request) -> Response:
        """Return a recording's report."""
        path = await self._of_film(request, REPORT)
        if path is None:
            return Response(status_code=404)
        html = await asyncio.to_thread(path.read_text, encoding="utf-8")
        return self._document(html, "films/")

    async def film(self, request: Request) -> Response:
        """Return the film beside a report."""
        name = request.path_params["file"]
        path = await self._of_film(request, FILM) if name == FILM else None
        return Response(status_code=404) if path is None else FileResponse(path)

    async def cameras(self, request: Request) -> Response:
        """Return the cameras that answer."""
        house = self._house
        if house.desk.busy:  # a session has one of them
            return JSONResponse({"busy": True, "cameras": []})
        seen = await asyncio.to_thread(house.cameras.look)
        listed = [{"place": one.place, "title": one.title} for one in seen]
        return JSONResponse({"busy": False, "cameras": listed})

    async def camera(self, request: Request) -> Response:
        """Return a camera's newest picture."""
        picture = await asyncio.to_thread(self._house.cameras.picture, request.path_params["place"])
        if picture is None:
            return Response(status_code=404)
        return Response(picture, media_type="image/jpeg")

    async def sound(self, request: Request) -> Response:
        """Return the words with which the voice is tried."""
        return await self._said(words.WORDS["volume_phrase"])

    async def heard(self, request: Request) -> Response:
        """Return the question whether this is heard."""
        return await self._said(PROMPTS["heard"])

    async def _said(self, phrase: str) -> Response:
        wav = await asyncio.to_thread(self._house.desk.sound, phrase)
        return Response(status_code=404) if wav is None else Response(wav, media_type="audio/wav")

    async def file(self, request: Request) -> Response:
        """Return one of the files that the pages are made of."""
        name = request.path_params["name"]
        answer = self._own.answer(name)
        return answer if answer.status_code == 200 else self._shared.answer(name)

    async def _of_film(self, request: Request, file: str) -> Any:
        try:
            name = request.path_params["name"]
            return await asyncio.to_thread(self._house.films.report, name, file)
        except InputError:
            return None

    def _page(self, template: str, **about: Any) -> Response:
        guidance, settings = load_guidance(), shown_settings(self._house.settings)
        html = _ENVIRONMENT.get_template(template).render(
            language=guidance.language,
            disclaimer=guidance.disclaimer,
            words=words.WORDS,
            root=self._root,
            settings=settings,
            data={
                "words": dict(words.WORDS),
                "root": self._root,
                "settings": settings.model_dump(),
                **picture_data(settings.mirror),
            },
            **about,
        )
        return HTMLResponse(html)

    def _document(self, html: str, to: str) -> Response:
        back = words.WORDS["back"]
        return document(framed(html, _ENVIRONMENT, self._root, to, back))


def _today() -> date:
    return datetime.now().astimezone().date()
