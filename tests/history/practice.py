"""Made-up sessions, written by the recorder itself: steps in, a history out."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from posturecheck.core import (
    Cue,
    Episode,
    Frame,
    Movement,
    Posture,
    Reading,
    Response,
    Step,
    Verdict,
)
from posturecheck.history.aggregates import RULES
from posturecheck.history.half_minute import HalfMinute
from posturecheck.history.store import History
from posturecheck.history.writer import Ended
from posturecheck.measures import MEASURE_NAMES
from posturecheck.rules.guidance import load_guidance

EPISODE = Episode(
    rule="rounded-bend",
    severity="red",
    start_s=1.25,
    end_s=2.5,
    peak=43.5,
    peak_sd=4.25,
    unit="deg",
    peak_t_s=1.75,
    limit=20.0,
    task="dishwasher",
    cue="Push your hips back.",
    alternative="Squat, or go down on one knee.",
    technique="",
    speed_deg_s=math.nan,
)


def cue(t_s: float, rule: str = "rounded-bend", kind: str = "correct", spoken: bool = True) -> Cue:
    say = load_guidance().guide("rounded-bend", "other").cue
    return Cue(t_s, rule, kind, say, spoken)


def step(t_s: float, *, seen: bool = True, told: Iterable[str] = RULES, **more: object) -> Step:
    """A moment; ``told`` are the rules that could tell."""
    told = set(told)
    readings = dict.fromkeys(MEASURE_NAMES, Reading(10.0, 2.0)) if seen else {}
    verdicts = tuple(
        Verdict(r, "under" if seen and r in told else "cannot tell", 1, 1, "deg", 20, 40, 0.1)
        for r in RULES
    )
    return Step(Frame(0, t_s), (), None, Posture(t_s, readings), "", verdicts, **more)


def nothing_said(line: str) -> None:
    raise AssertionError(line)


def begin(history: History, started: datetime | None = None, say=nothing_said, **more: object):
    facts = {
        "source": "camera",
        "task": "dishwasher",
        "profile": "default",
        "settings": {"load_kg": 0.0},
        "app_version": "0.1.0",
    } | more
    return history.begin(**facts, say=say, started=started)


@dataclass(frozen=True)
class Plan:
    """A session: minutes in and out of sight, and how often each rule's limit was passed."""

    started: datetime
    seen_min: float = 30.0
    unseen_min: float = 0.0
    moments: dict[str, int] | None = None
    changed: int = 0
    unchanged: int = 0
    told: tuple[str, ...] = RULES
    good: dict[str, int] | None = None  # movements that were good as a whole, by technique
    source: str = "camera"
    pain_at_s: float | None = None


def movement(number: int, technique: str, kind: str = "bend", **more: object) -> Movement:
    """A movement that is over, good in the whole of it."""
    deepest = Posture(float(number), {"spine_flexion_deg": Reading(2.0, 2.0)})
    about = {"end_s": number + 1.0, "technique": technique, "stance_known": True} | more
    return Movement(number, kind, "over", float(number), deepest, **about)


def steps_of(plan: Plan) -> Iterator[Step]:
    """One step a second: in sight, then out of it; moments and cues at the beginning."""
    episodes = [
        replace(EPISODE, rule=rule, severity="red" if i % 3 == 0 else "amber")
        for rule, count in (plan.moments or {}).items()
        for i in range(count)
    ]
    good = [technique for technique, n in (plan.good or {}).items() for _ in range(n)]
    answers = ["changed"] * plan.changed + ["unchanged"] * plan.unchanged
    seen_s = round(plan.seen_min * 60)
    for t in range(seen_s + round(plan.unseen_min * 60)):
        more: dict[str, object] = {"closed": (episodes.pop(),)} if episodes else {}
        if answers:
            said = cue(float(t))
            answered = answers.pop()
            after_s = 1.5 if answered == "changed" else math.nan
            more |= {"cue": said, "responses": (Response(said, answered, after_s),)}
        if good:
            more["ended"] = (movement(t + 1, good.pop()),)
        yield step(float(t), seen=t < seen_s, told=plan.told, **more)


def keep(history: History, plans: Iterable[Plan], ended: Ended = "quit") -> None:
    for plan in plans:
        recorder = begin(history, plan.started, source=plan.source)
        half_minute = HalfMinute()
        for moment in steps_of(plan):
            recorder.write(moment)
            half_minute.see(moment)
            if moment.frame.t_s == plan.pain_at_s:
                recorder.note_pain(half_minute.report(moment.frame.t_s, "watching", "dishwasher"))
        recorder.close(ended)
