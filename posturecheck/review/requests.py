"""What the therapist's page may ask for: marks, remarks, a new count."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, get_args

from starlette.routing import Route

from posturecheck.app.asked import answering
from posturecheck.clips.counted import Counted
from posturecheck.core import InputError
from posturecheck.kinematics.tracking import pointed
from posturecheck.marks.review_file import LATEST_S, LONGEST_RULE, Mark, Verdict, cleaned
from posturecheck.marks.review_file import checked_range as range_of
from posturecheck.review import words
from posturecheck.review.pages import counts_now
from posturecheck.review.rooms import Rooms

AS_FOUND = "as_found"

Act = Callable[[Rooms, dict[str, Any]], dict[str, Any]]


def mark(rooms: Rooms, asked: dict[str, Any]) -> dict[str, Any]:
    """Set or take back a mark; returns what counts now."""
    verdict = asked.get("verdict")
    rooms.shelf.mark(_key(asked), _mark(asked, verdict), verdict == AS_FOUND)
    return counts_now(rooms, _key(asked))


def take_away(rooms: Rooms, asked: dict[str, Any]) -> dict[str, Any]:
    """Take a mark away that has no moment."""
    rooms.shelf.take_away(_key(asked), _mark(asked, asked.get("verdict")))
    return counts_now(rooms, _key(asked))


def remark(rooms: Rooms, asked: dict[str, Any]) -> dict[str, Any]:
    """Keep a remark on the whole."""
    rooms.shelf.remark(_key(asked), _text(asked, "remark"))
    return counts_now(rooms, _key(asked))


def count(rooms: Rooms, asked: dict[str, Any]) -> dict[str, Any]:
    """Begin to count anew."""
    seconds, person = asked.get("range"), asked.get("person")
    counted = Counted(
        None if seconds is None else range_of(seconds, words.WORDS["anew"] + ":"),
        None if not person else pointed(_text(asked, "person"), words.WORDS["person"] + ":"),
    )
    rooms.counting.begin(_key(asked), counted)
    return {}


def stop_count(rooms: Rooms, asked: dict[str, Any]) -> dict[str, Any]:
    """End the count under way."""
    rooms.counting.stop()
    return {}


def leave(rooms: Rooms, asked: dict[str, Any]) -> dict[str, Any]:
    """End all."""
    rooms.done.set()
    return {}


ACTS: dict[str, Act] = {
    "mark": mark,
    "take-away": take_away,
    "remark": remark,
    "count": count,
    "stop-count": stop_count,
    "quit": leave,
}


def routes(rooms: Rooms) -> Iterator[Route]:
    """Yield a route for each."""
    for name, act in ACTS.items():
        yield Route(f"/{name}", answering(_on(rooms, act)), methods=["POST"])


def _on(rooms: Rooms, act: Act) -> Callable[[Any], dict[str, Any]]:
    def on(asked: Any) -> dict[str, Any]:
        return act(rooms, asked if isinstance(asked, dict) else {})

    return on


def _mark(asked: dict[str, Any], verdict: object) -> Mark:
    rule, start_s, end_s = (asked.get(name) for name in ("rule", "start_s", "end_s"))
    known = verdict in (*get_args(Verdict), AS_FOUND)
    times = all(_is_time(seconds) for seconds in (start_s, end_s))
    if not (isinstance(rule, str) and 0 < len(rule) <= LONGEST_RULE and known and times):
        raise InputError(words.WRONG_ASKED())
    said: Verdict = "wrong" if verdict == AS_FOUND else verdict  # type: ignore[assignment]
    return Mark(rule, float(start_s), float(end_s), said, cleaned(_text(asked, "remark")))  # type: ignore[arg-type]


def _is_time(value: object) -> bool:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return number and 0 <= value <= LATEST_S  # type: ignore[operator]


def _key(asked: dict[str, Any]) -> str:
    return _text(asked, "key")


def _text(asked: dict[str, Any], name: str) -> str:
    text = asked.get(name, "")
    if not isinstance(text, str):
        raise InputError(words.WRONG_ASKED())
    return text
