"""The floor: who went down to it, fell, lies there and has not got up yet.

One memory a person. What a moment looks like (``floor_posture``) counts once it has lasted
a little, and from then on the body is on the floor until it was upright again: getting up
is no bend either. While it is falling or has only just come to look like lying, nothing
can be told. A body that is out of sight has not got up.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass
from typing import Literal

from posturecheck.activity.floor_posture import LOWER_DROP, Place, place_of, rests_upright, stands
from posturecheck.core import Posture
from posturecheck.kinematics.body import Body

OnFloor = Literal["", "unsure", "lying", "all-fours", "sitting"]

LASTS_S = 0.3  # one frame of a folded body can look like lying
LASTS_AFTER_FALL_S = 0.1  # whoever has just dropped is believed sooner
FLICKER_S = 0.2  # the look may go for so long and is still the same one
FALL_WINDOW_S = 0.25
FALLING_PER_S = 1.9  # trunk lengths; dropping on a chair 1.8, falls 2 to 2.7
FALLING_HOLD_S = 0.5  # what a fall is, is known so long after it
RISEN_S = 0.2  # on the feet for so long
RESTED_S = 1.0  # ... or upright on a seat or the knees, or where the legs are not seen
RESTS_DROP = 0.9  # trunk lengths: no lower than a seat or the knees
FORGOTTEN_S = 10.0  # seen for so long without any look of the floor: it was none

FALL_S = 1.5  # from standing to the floor; going down with care takes 3 s and more
FALL_GAP_S = 3.0  # ... and with the time in which a tumbling body is not found
FALL_DROP = 0.9  # trunk lengths the hips come down; onto a bed or a seat .75
QUIET_S = 5.0  # since standing, without getting up


@dataclass(frozen=True, slots=True)
class Floor:
    """Whether the body is on the floor now, and whether it is time to ask how it is."""

    on_floor: OnFloor = ""
    ask: bool = False

    @property
    def down(self) -> bool:
        """Whether the body is on the floor beyond doubt."""
        return self.on_floor not in ("", "unsure")


@dataclass(slots=True)
class _Stood:
    """The last moment on the feet; ``seen_s`` is the time seen since."""

    t_s: float
    hips_px: float
    size_px: float
    seen_s: float = 0.0


class FloorTracker:
    """Remembers where one person stood last, and whether that one is down."""

    def __init__(self) -> None:
        self._t_s = math.nan
        self._stood: _Stood | None = None
        self._hips: deque[tuple[float, float]] = deque()  # (seconds, drop)
        self._fell_s = -math.inf
        self._look: Place = ""
        self._look_since_s = self._look_s = -math.inf
        self._down: Place = ""
        self._on_feet_since_s = self._upright_since_s = math.nan
        self._unlike_s = 0.0
        self._fallen_s = math.nan  # when the fall began whose question is not asked yet

    @property
    def fallen(self) -> bool:
        """Whether somebody fell, has not got up, and was not asked yet."""
        return math.isfinite(self._fallen_s)

    def update(self, posture: Posture, body: Body, hip_drop: float) -> Floor:
        """Take one moment in which the trunk was seen.

        Args:
            posture: The measures of this moment.
            body: The levelled body, y up.
            hip_drop: How far the hips are below standing, trunk lengths; nan = unknown.
        """
        t_s = posture.t_s
        elapsed_s = t_s - self._t_s if t_s - self._t_s <= FLICKER_S else 0.0
        self._t_s = t_s
        drop = self._drop(body)
        place = place_of(posture, body.pose, drop)
        self._notice(t_s, place, self._falls(t_s, drop))
        may_stand = not place and not drop >= RESTS_DROP
        on_feet = may_stand and stands(posture, body.pose, hip_drop)
        self._unlike_s = 0.0 if place else self._unlike_s + elapsed_s
        self._rise(t_s, on_feet, may_stand and rests_upright(posture, body.pose))
        self._note_fall(t_s, place, drop, elapsed_s)
        if on_feet and not self._down:
            self._stood = _Stood(t_s, float(body.trunk_px[1][1]), body.size_px)
        return Floor(self._on_floor(t_s), self._ask(t_s))

    def pass_unseen(self, t_s: float) -> Floor:
        """Let a moment go by in which the trunk was not seen: not seen is not got up."""
        return Floor(self._down, self._ask(t_s))

    def _on_floor(self, t_s: float) -> OnFloor:
        if self._down:
            return self._down
        unsure = t_s - self._fell_s <= FALLING_HOLD_S or self._look
        return "unsure" if unsure else ""

    def _drop(self, body: Body) -> float:
        # In lengths of the nearer of then and now: a body that lies is read far too small.
        if self._stood is None:
            return math.nan
        size_px = max(self._stood.size_px, body.size_px)
        return (float(body.trunk_px[1][1]) - self._stood.hips_px) / size_px

    def _falls(self, t_s: float, drop: float) -> bool:
        hips = self._hips
        while hips and hips[0][0] < t_s - FALL_WINDOW_S - FLICKER_S:
            hips.popleft()
        hips.append((t_s, drop))
        before = [h for h in hips if h[0] <= t_s - FALL_WINDOW_S]
        if not before:
            return False
        then_s, then = before[-1]
        return drop >= LOWER_DROP and (drop - then) / (t_s - then_s) >= FALLING_PER_S

    def _notice(self, t_s: float, place: Place, falls: bool) -> None:
        if falls:
            self._fell_s = t_s
        if place:
            if t_s - self._look_s > FLICKER_S:
                self._look_since_s = t_s
            self._look, self._look_s = place, t_s
        elif t_s - self._look_s > FLICKER_S:
            self._look = ""
        after_fall = self._look_since_s - self._fell_s <= FALLING_HOLD_S
        lasts_s = LASTS_AFTER_FALL_S if after_fall else LASTS_S
        if place and t_s - self._look_since_s >= lasts_s:
            self._down = place

    def _rise(self, t_s: float, on_feet: bool, rests: bool) -> None:
        self._on_feet_since_s = _since(self._on_feet_since_s, on_feet, t_s)
        self._upright_since_s = _since(self._upright_since_s, on_feet or rests, t_s)
        rested = t_s - self._upright_since_s >= RESTED_S
        if rested or t_s - self._on_feet_since_s >= RISEN_S:
            self._down, self._fallen_s = "", math.nan
        elif self._unlike_s >= FORGOTTEN_S:
            self._down = ""

    def _note_fall(self, t_s: float, place: Place, drop: float, elapsed_s: float) -> None:
        stood = self._stood
        if stood is None:
            return
        quick = stood.seen_s < FALL_S and t_s - stood.t_s < FALL_GAP_S
        stood.seen_s += elapsed_s
        if place and quick and drop >= FALL_DROP:
            self._fallen_s = stood.t_s

    def _ask(self, t_s: float) -> bool:
        if not (self._down and t_s - self._fallen_s >= QUIET_S):
            return False
        self._fallen_s = math.nan
        return True


def _since(since_s: float, holds: bool, t_s: float) -> float:
    """Return since when something holds, given since when it did so far; nan for not."""
    if not holds:
        return math.nan
    return t_s if math.isnan(since_s) else since_s
