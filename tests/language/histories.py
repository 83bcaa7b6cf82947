"""Histories in which everything that can be said is said: six weeks, one day, nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from posturecheck.core import Reading
from posturecheck.history.goals import Goal
from posturecheck.history.half_minute import Moment
from posturecheck.history.pain import SaidPain
from posturecheck.history.reading import CueCounts, PracticeSession
from posturecheck.measures import MEASURE_NAMES
from posturecheck.rules import RULES

TODAY = date(2026, 3, 12)


def session(number: int, days_ago: int, seen_min: float = 40.0, **more: object) -> PracticeSession:
    day = TODAY - timedelta(days=days_ago)
    started = datetime(day.year, day.month, day.day, 9, 5, tzinfo=UTC)
    told = {
        "id": number,
        "started": started,
        "last_unix_s": started.timestamp() + 60 * seen_min,
        "ended": "quit",
        "source": "camera",
        "task": "",
        "profile": "default",
        "app_version": "0.1.0",
        "frames": 1000,
        "seen_s": 60 * seen_min,
        "unseen_s": 300.0,
        "judged_s": {rule.id: 60 * seen_min for rule in RULES},
        "moments": Counter(),
        "red": Counter(),
        "cues": CueCounts(),
        "counted": True,
    }
    return PracticeSession(**{**told, **more})


def six_weeks() -> list[PracticeSession]:
    """Oldest first: much over the limits, then less, with a clip among them."""
    found = []
    for i, days_ago in enumerate(range(40, -1, -1), start=1):
        often = 12 if days_ago >= 7 else 1
        moments = Counter({rule.id: often for rule in RULES if rule.id != "fast-twist"})
        moments["fast-twist"] = 1 if days_ago >= 7 else 14
        moments["deep-lean"] = 4
        found.append(
            session(
                i,
                days_ago,
                moments=moments,
                red=Counter({"twist": 1, "deep-lean": 2}),
                cues=CueCounts(spoken=8, on_screen=2, praise=3, changed=5, unchanged=3, unknown=2),
                asked=Counter({("deep-lean", "dishwasher"): 4}),
                good=Counter({"hip-hinge": 3, "squat": 2, "step-turn": 1}),
                pains=1 if days_ago == 2 else 0,
                source="file" if days_ago == 5 else "camera",
            )
        )
    return found


def one_day() -> list[PracticeSession]:
    return [session(1, 0, seen_min=1.0, counted=False)]


def long_ago() -> list[PracticeSession]:
    return [replace(session(1, 200), unseen_s=0.0)]


def pains() -> list[SaidPain]:
    course = tuple(
        Moment(name, 0.5 * i, Reading(10.0 + i, 3.0)) for name in MEASURE_NAMES for i in range(40)
    )
    said = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
    phases = ("watching", "waiting", "off", "look")
    return [SaidPain(1, said, 60.0, phase, "", course) for phase in phases] + [
        SaidPain(1, said, 60.0, "watching", "", ())
    ]


GOALS = (None, Goal("days", 5), Goal("days", 7), Goal("bends", 3), Goal("bends", 90))
