"""What the pages' own scripts may ask for: a POST with JSON, answered with JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, get_args

from starlette.routing import Route

from posturecheck.app.asked import answering
from posturecheck.console.untrusted_text import briefly
from posturecheck.core import InputError
from posturecheck.history.deletion import no_session
from posturecheck.history.goals import goal_of
from posturecheck.home import words
from posturecheck.home.house import House
from posturecheck.live.session_parts import GuidePart
from posturecheck.voice.prompts import PROMPTS

WATCH = "watch"  # where the session's page is

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


def hear(house: House, _: Any) -> dict[str, Any]:
    """Ask aloud whether this is heard; where this computer cannot, the browser is to."""
    return {"played": house.try_voice(PROMPTS["heard"])}


def remember(house: House, some: Any) -> dict[str, Any]:
    """Remember what was chosen in the guide."""
    house.remember(some)
    return {}


def guide(house: House, part: Any) -> dict[str, Any]:
    """Begin a part of the guide that looks at the camera; null ends it."""
    if part is None:
        house.end_guide()
    elif part in get_args(GuidePart):
        house.guide(part)
    else:
        raise InputError(f"expected one of {', '.join(get_args(GuidePart))}; got {briefly(part)}")
    return {}


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
    "hear": hear,
    "remember": remember,
    "guide-part": guide,
    "check": check,
    "stop-check": stop_check,
    "goal": set_goal,
    "forget": forget,
    "quit": leave,
}


def routes(house: House) -> Iterator[Route]:
    """Yield a route for each."""
    for name, act in ACTS.items():
        yield Route(f"/{name}", answering(partial(act, house)), methods=["POST"])
