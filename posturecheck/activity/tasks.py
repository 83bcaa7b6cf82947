"""Which household task is being done, from the signs of recent seconds.

Every sign adds evidence for its task and takes some from the others; evidence fades with
time. A task is named once enough has come together, and stays until another is clearly
more likely or nothing has been seen of it for a while. An unsure guess must not change
the advice, so the answer to doubt is "other".
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass

from posturecheck.activity.repetitive_tasks import WINDOW_S, at_the_sink, sweeping
from posturecheck.activity.situation import MovementState
from posturecheck.activity.task_features import TaskFeatures, task_features
from posturecheck.kinematics.body import Body

OTHER = "other"
NAMED = 1.0  # evidence from which a task is named
PART = 0.6  # of a sign that means something only together with a second one
MOST = 2.0  # no task is ever surer than this
CLEARLY = 0.3  # more evidence than for the task so far
RIVAL = 0.7  # of each piece of evidence, taken from every other task
KEEP = 0.4  # the evidence at which a task is forgotten ...
FADE_S = 25.0  # ... 23 to 40 s after its last sign: the pause between two plates

# Evidence a second, while the sign lasts.
SHOES_PER_S = 0.67  # 1.5 s with the hands at the feet: measured .2 to 1.3 s in lifts
OVER_HEAD_PER_S = 2.5  # .4 s over head: not a wave of the hand
WORK_PER_S = {"sweep": 1.6, "sink": 1.0}

MAX_GAP_S = 0.5  # a longer pause is not counted as time with the sign
EVERY_S = 0.1  # between the moments of a window, whatever the frame rate
CALM_S = 0.15  # a hand's slip in one frame is smoothed away with this time constant

FETCH_S = 6.0  # bent for longer is work done down there: fetching measured 2 to 5 s
RISEN_M = 0.25  # above its lowest point: a hand has taken, or left, what it came for
FLOOR_M = 0.3  # lowest wrist in a lift from the floor: measured .13 to .28
RACK_M = (0.36, 0.66)  # ... emptying a lower rack: measured .37 to .65
BOTH_LOW_M = 0.45  # the higher hand of two that take hold of one thing
ONE_THING_M = 0.6  # from hand to hand: boxes, buckets, baskets
LEG_BEHIND_S = 0.25  # one frame's raised foot is a guess
OUT_M = 0.28  # hand before the hips: nearer ones lie on the thighs
HELD_S = 0.2  # what was taken is held so long ...
HELD_WITHIN_S = 1.5  # ... so soon after standing up

SITTING_S = 0.6  # a squat is not so tall, nor its hands so near, for so long
STANDING_S = 0.3
SEAT_WITHIN_S = 4.0  # from standing to sitting, or back


class TaskFinder:
    """Remembers the signs of one person's recent half a minute."""

    def __init__(self) -> None:
        self._t_s = math.nan
        self._evidence = _Evidence()
        self._window: deque[TaskFeatures] = deque()
        self._work = ""  # what the window shows
        self._reach = _ReachMemory(self._evidence)
        self._seat = _SeatMemory(self._evidence)

    def update(self, situation: MovementState, level: Body) -> str:
        """Take one moment and return the task that is being done.

        Args:
            situation: What the body is doing, from ``recognition``.
            level: The levelled body (y up), metres, hips at the origin.
        """
        t_s = situation.posture.t_s
        elapsed_s = 0.0 if math.isnan(self._t_s) else t_s - self._t_s
        self._t_s = t_s
        self._evidence.fade(elapsed_s)
        body = task_features(situation, level.pose)
        if math.isfinite(body.lean_deg) and not situation.on_floor:
            self._notice(body, min(elapsed_s, MAX_GAP_S))
        return self._evidence.decide()

    def _notice(self, body: TaskFeatures, elapsed_s: float) -> None:
        if body.over_head:
            self._evidence.add("reach-high", OVER_HEAD_PER_S * elapsed_s)
        self._seat.update(body, elapsed_s)
        self._reach.update(body, elapsed_s)
        if self._keep(body):
            self._work = _work_of(tuple(self._window))
        if self._work:
            self._evidence.add(self._work, WORK_PER_S[self._work] * elapsed_s)

    def _keep(self, body: TaskFeatures) -> bool:
        """Take a moment into the window; return whether the window is another one now."""
        window = self._window
        before = (len(window), window[0].t_s) if window else None
        if not window or body.t_s - window[-1].t_s >= EVERY_S - 1e-6:
            window.append(body)
        while window[0].t_s < body.t_s - WINDOW_S:
            window.popleft()
        return (len(window), window[0].t_s) != before


def _work_of(window: tuple[TaskFeatures, ...]) -> str:
    """Return the task that a window of steady work shows, "" where it is none or too short."""
    if window[-1].t_s - window[0].t_s < WINDOW_S - 2 * EVERY_S:
        return ""
    if sweeping(window):
        return "sweep"
    return "sink" if at_the_sink(window) else ""


class _Evidence:
    """What speaks for each task, 0 to ``MOST``; and the task it names."""

    def __init__(self) -> None:
        self._of: dict[str, float] = {}
        self._task = OTHER

    def fade(self, elapsed_s: float) -> None:
        kept = math.exp(-elapsed_s / FADE_S)
        self._of = {task: evidence * kept for task, evidence in self._of.items()}

    def add(self, task: str, amount: float) -> None:
        for other in self._of:
            if other != task:
                self.take(other, RIVAL * amount)
        self._of[task] = min(self._of.get(task, 0.0) + amount, MOST)

    def take(self, task: str, amount: float) -> None:
        self._of[task] = max(self._of.get(task, 0.0) - amount, 0.0)

    def decide(self) -> str:
        best = max(self._of, key=self._for, default=OTHER)
        if self._for(best) >= NAMED and self._for(best) - self._for(self._task) >= CLEARLY:
            self._task = best
        elif self._for(self._task) < KEEP:
            self._task = OTHER
        return self._task

    def _for(self, task: str) -> float:
        return self._of.get(task, 0.0)


@dataclass(slots=True)
class _WayDown:
    """What was done in one movement: its lowest point, and the way up."""

    movement: int = 0
    lower_m: float = math.inf
    higher_m: float = math.inf
    apart_m: float = math.nan
    reach_m: float = math.nan
    bent_s: float = 0.0
    at_feet_s: float = 0.0
    sat_s: float = 0.0
    leg_behind_s: float = 0.0
    fetched: str = ""
    up_s: float = 0.0
    held_s: float = 0.0

    @property
    def lingered(self) -> bool:
        """At the feet for as long as shoes take."""
        return self.at_feet_s * SHOES_PER_S >= NAMED

    @property
    def in_both(self) -> bool:
        """Both hands down there together."""
        return self.higher_m <= BOTH_LOW_M and self.apart_m <= ONE_THING_M


class _ReachMemory:
    """Hands that go low: to the feet, to the floor for a load, or to a lower rack."""

    def __init__(self, evidence: _Evidence) -> None:
        self._evidence = evidence
        self._calm = (math.nan, math.nan)
        self._down = _WayDown()

    def update(self, body: TaskFeatures, elapsed_s: float) -> None:
        lower_m, higher_m = self._calmed(body, elapsed_s)
        if not body.movement:
            self._up_again(body, elapsed_s)
            return
        if self._down.movement != body.movement:
            self._down = _WayDown(body.movement)
        down = self._down
        down.bent_s += elapsed_s
        if body.at_feet:
            down.at_feet_s += elapsed_s
            self._evidence.add("shoes", SHOES_PER_S * elapsed_s)
        down.sat_s += elapsed_s if body.sits or body.low_unseen else 0.0
        down.leg_behind_s += elapsed_s if body.leg_behind else 0.0
        if lower_m < down.lower_m:
            down.lower_m, down.higher_m = lower_m, higher_m
            down.apart_m, down.reach_m = body.apart_m, body.reach_m

    def _up_again(self, body: TaskFeatures, elapsed_s: float) -> None:
        down = self._down
        if down.up_s == 0.0:
            down.fetched = _fetched(down, body)
            if down.fetched == "dishwasher":
                self._evidence.add("dishwasher", PART)
            elif down.fetched and not down.lingered:
                self._evidence.add(down.fetched, NAMED)
        down.up_s += elapsed_s
        if down.fetched and down.up_s <= HELD_WITHIN_S:
            down.held_s += elapsed_s if _held(down, body) else 0.0
            if down.held_s >= HELD_S:
                # What is held now was fetched, and no shoe was tied.
                self._evidence.take("shoes", SHOES_PER_S * down.at_feet_s)
                self._evidence.add(down.fetched, NAMED if down.lingered else PART)
                down.fetched = ""

    def _calmed(self, body: TaskFeatures, elapsed_s: float) -> tuple[float, float]:
        share = 1.0 - math.exp(-elapsed_s / CALM_S)
        old_lower, old_higher = self._calm
        self._calm = (
            _towards(body.lower_m, old_lower, share),
            _towards(body.higher_m, old_higher, share),
        )
        return self._calm


def _fetched(down: _WayDown, body: TaskFeatures) -> str:
    """Return the task that something was fetched from low down for, "" where unsure."""
    stayed = down.sat_s > SITTING_S or down.bent_s > FETCH_S
    if stayed or not body.lower_m - down.lower_m >= RISEN_M:
        return ""
    if down.leg_behind_s >= LEG_BEHIND_S and down.lower_m <= RACK_M[1]:
        return "lift"
    if down.in_both and down.lower_m <= FLOOR_M:
        return "lift"
    at_rack = RACK_M[0] <= down.lower_m <= RACK_M[1] and down.reach_m >= OUT_M
    return "dishwasher" if at_rack and down.leg_behind_s == 0.0 else ""


def _held(down: _WayDown, body: TaskFeatures) -> bool:
    return body.holds_in_both if down.in_both else body.holds


def _towards(now: float, old: float, share: float) -> float:
    return now if math.isnan(old) or math.isnan(now) else old + share * (now - old)


class _SeatMemory:
    """Standing and sitting within a few seconds of each other."""

    def __init__(self, evidence: _Evidence) -> None:
        self._evidence = evidence
        self._sitting_s = self._standing_s = 0.0
        self._sat_s = self._stood_s = -math.inf

    def update(self, body: TaskFeatures, elapsed_s: float) -> None:
        self._sitting_s = self._sitting_s + elapsed_s if body.sits else 0.0
        self._standing_s = self._standing_s + elapsed_s if body.stands else 0.0
        if self._sitting_s >= SITTING_S:
            self._changed(self._sat_s, self._stood_s, body.t_s)
            self._sat_s = body.t_s
        elif self._standing_s >= STANDING_S:
            self._changed(self._stood_s, self._sat_s, body.t_s)
            self._stood_s = body.t_s

    def _changed(self, same_s: float, other_s: float, now_s: float) -> None:
        if other_s > same_s and now_s - other_s <= SEAT_WITHIN_S:
            self._evidence.add("sit-stand", NAMED)
