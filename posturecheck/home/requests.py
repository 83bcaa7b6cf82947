"""What the pages' own scripts may ask for: a POST with JSON, answered with JSON."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from posturecheck.core import InputError
from posturecheck.history.deletion import no_session
from posturecheck.history.goals import goal_of
from posturecheck.home import words
from posturecheck.home.house import House

WATCH = "watch"  # where the session's page is
LONGEST_ASKED_BYTES = 16_384

Act = Callable[[House, Any], dict[str, Any]]


def begin(house: House, _: Any) -> dict[str, Any]:
    """Begin to watch, or go on."""
    house.begin()
    return {"go": f"{WATCH}/"}


def choose(house: House, settings: Any) -> dict[str, Any]:
    """Remember the settings."""
    house.choose(settings)
    return {"said": words.WORDS["saved"]}


def try_voice(house: House, _: Any) -> dict[str, Any]:
    """Say something; where this computer cannot, the browser is to."""
    return {"played": house.try_voice(words.WORDS["volume_phrase"])}


def check(house: House, film: Any) -> dict[str, Any]:
    """Check a recording."""
    house.check(str(film))
    return {}


def stop_check(house: House, _: Any) -> dict[str, Any]:
    """End the check under way."""
    house.films.stop()
    return {}


def set_goal(house: House, asked: Any) -> dict[str, Any]:
    """Set the goal; null sets none."""
    about = asked if isinstance(asked, dict) else {}
    house.set_goal(None if asked is None else goal_of(about.get("kind"), about.get("target")))
    return {}


def forget(house: House, session: Any) -> dict[str, Any]:
    """Delete one session."""
    if isinstance(session, bool) or not isinstance(session, int):
        raise InputError(no_session(0))
    house.forget(session)
    return {}


def leave(house: House, _: Any) -> dict[str, Any]:
    """End all."""
    house.quit()
    return {}


ACTS: dict[str, Act] = {
    "begin": begin,
    "settings": choose,
    "voice": try_voice,
    "check": check,
    "stop-check": stop_check,
    "goal": set_goal,
    "forget": forget,
    "quit": leave,
}


def routes(house: House) -> Iterator[Route]:
    """Yield a route for each."""
    for name, act in ACTS.items():
        yield Route(f"/{name}", _answering(house, act), methods=["POST"])


def _answering(house: House, act: Act) -> Callable[[Request], Awaitable[Response]]:
    """Return what answers: 200, or 400 with the one line of what is wrong."""

    async def answer(request: Request) -> Response:
        try:
            value = await _json(request)
            return JSONResponse(await asyncio.to_thread(act, house, value))
        except InputError as error:
            return JSONResponse({"trouble": str(error)}, 400)

    return answer


async def _json(request: Request) -> Any:
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LONGEST_ASKED_BYTES:
            raise InputError("expected less; the page asked for too much at once")
    try:
        return json.loads(body or b"null")
    except (ValueError, RecursionError) as error:
        raise InputError("expected JSON") from error
