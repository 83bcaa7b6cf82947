"""The floor: who went down to it, fell, lies there and has not got up yet.

One memory a person. What a moment looks like (``floor_posture``) counts once it has lasted
a little, and from then on the body is on the floor until it was upright again: getting up
is no bend either. While it is falling or has only just come to look like lying, nothing
can be told. A body that is out of sight has not got up.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field
from typing import Literal

from posturecheck.activity.floor_posture import LOWER_DROP, Place, place_of, rests_upright, stands
from posturecheck.core import Posture
from posturecheck.kinematics.body import Body

OnFloor = Literal["", "unsure", "lying", "all-fours", "sitting"]

LOOKS_S = 0.1  # what looks like the floor for less is one wrong frame
LASTS_S = 0.3  # a folded body can look like lying for some frames
LASTS_AFTER_FALL_S = 0.1  # whoever has just dropped is believed sooner
FLICKER_S = 0.3  # the look may go for so long and is still the same one; 7 frames a second
GAP_S = 0.5  # a longer pause is not counted as time seen
RISEN_S = 0.2  # on the feet for so long
RESTED_S = 1.0  # ... or upright on a seat or the knees
RESTS_DROP = 0.9  # trunk lengths: no lower than a seat or the knees
FORGOTTEN_S = 10.0  # seen for so long without any look of the floor: it was none

SINK_WINDOW_S = 0.25
STILL_PER_S = 0.3  # trunk lengths; whoever walks up to the camera sinks by .2
FALLING_PER_S = 1.9  # dropping on a chair 1.8, falls 2 to 2.7 ...
JUMPS_PER_S = 4.5  # ... and what is faster is the model's jump, not a body's
FALLING_HOLD_S = 0.5  # what a fall is, is known so long after it

FALL_S = 1.5  # from standing to the floor; going down with care takes 3 s and more
FALL_GAP_S = 3.0  # ... and with the time in which a tumbling body is not found
FALL_DROP = 0.78  # trunk lengths the hips come down; away from the camera .82, onto a bed .66
SMALLEST = 0.75  # of its size while it stood: 1 m farther away, of 3
MOST = 0.75  # of the way; what is left is settling down, and the model's doubt of who lies
DEEPER = 0.02  # trunk lengths; a finer way is not kept
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
    """The last moment on the feet, and how the hips came down since.

    ``seen_s`` is the time seen since then; ``way`` are the moments at which the hips were
    lower than ever: seconds, seconds seen, trunk lengths.
    """

    t_s: float
    hips_px: float
    size_px: float
    seen_s: float = 0.0
    deepest: float = 0.0
    way: list[tuple[float, float, float]] = field(default_factory=list)
    settled: bool = False  # asked, or risen

    def drop(self, body: Body, *, smallest: float = 1.0) -> float:
        """How far a body's hips are below these, in trunk lengths of the nearer of the two.

        A body that lies is read far too small, one that fell backward is farther away: it counts
        as small as ``smallest`` of what it was.
        """
        size_px = max(smallest * self.size_px, body.size_px)
        return (float(body.trunk_px[1][1]) - self.hips_px) / size_px

    def sink(self, body: Body, elapsed_s: float) -> None:
        """Take where the hips are now."""
        self.seen_s += elapsed_s
        self.deepest = max(self.deepest, self.drop(body, smallest=SMALLEST))
        drop = self.drop(body)
        if drop > (self.way[-1][2] if self.way else 0.0) + DEEPER:
            self.way.append((body.t_s, self.seen_s, drop))

    @property
    def fell(self) -> bool:
        """Whether the hips came down as far, and most of it as fast, as in a fall."""
        if self.deepest < FALL_DROP:
            return False
        most = MOST * self.way[-1][2]
        t_s, seen_s, _ = next(step for step in self.way if step[2] >= most)
        return seen_s < FALL_S and t_s - self.t_s < FALL_GAP_S


class FloorTracker:
    """Remembers where one person stood last, and whether that one is down."""

    def __init__(self) -> None:
        self._t_s = math.nan
        self._stood: _Stood | None = None
        self._hips: deque[tuple[float, float]] = deque()  # (seconds, trunk lengths down)
        self._fell_s = -math.inf
        self._look: Place = ""
        self._look_since_s = self._look_s = -math.inf
        self._down: Place = ""
        self._on_feet_since_s = self._upright_since_s = math.nan
        self._unlike_s = 0.0

    @property
    def fallen(self) -> bool:
        """Whether somebody fell, has not got up, and was not asked yet."""
        stood = self._stood
        return bool(self._down) and stood is not None and stood.fell and not stood.settled

    def update(self, posture: Posture, body: Body, hip_drop: float) -> Floor:
        """Take one moment in which the trunk was seen.

        Args:
            posture: The measures of this moment.
            body: The levelled body, y up.
            hip_drop: How far the hips are below the last upright moment, trunk lengths.
        """
        t_s, pose = posture.t_s, body.pose
        elapsed_s = t_s - self._t_s if t_s - self._t_s <= GAP_S else 0.0
        self._t_s = t_s
        drop = math.nan if self._stood is None else self._stood.drop(body)
        sinking_per_s = self._sinking_per_s(body)
        if drop >= LOWER_DROP and FALLING_PER_S <= sinking_per_s <= JUMPS_PER_S:
            self._fell_s = t_s
        place = place_of(posture, pose, drop)
        self._notice(t_s, place, elapsed_s)
        may_stand = not place and not drop >= RESTS_DROP
        on_feet = may_stand and stands(posture, pose, hip_drop)
        self._rise(t_s, on_feet, may_stand and rests_upright(posture, pose))
        if self._stood is not None:
            self._stood.sink(body, elapsed_s)
        if on_feet and not self._down and not sinking_per_s > STILL_PER_S:
            self._stood = _Stood(t_s, float(body.trunk_px[1][1]), body.size_px)
        return Floor(self._on_floor(t_s), self._ask(t_s))

    def pass_unseen(self, t_s: float) -> Floor:
        """Let a moment go by in which the trunk was not seen: not seen is not got up."""
        return Floor(self._down, self._ask(t_s))

    def _on_floor(self, t_s: float) -> OnFloor:
        if self._down:
            return self._down
        looks = self._look and self._look_s - self._look_since_s >= LOOKS_S
        return "unsure" if looks or t_s - self._fell_s <= FALLING_HOLD_S else ""

    def _sinking_per_s(self, body: Body) -> float:
        """How fast the hips come down just now, trunk lengths a second; nan where not known."""
        hips = self._hips
        hips.append((body.t_s, float(body.trunk_px[1][1])))
        while len(hips) > 1 and hips[1][0] <= body.t_s - SINK_WINDOW_S:
            hips.popleft()
        then_s, then_px = hips[0]
        if not SINK_WINDOW_S <= body.t_s - then_s <= SINK_WINDOW_S + FLICKER_S:
            return math.nan
        size_px = max(self._stood.size_px if self._stood else 0.0, body.size_px)
        return (hips[-1][1] - then_px) / size_px / (body.t_s - then_s)

    def _notice(self, t_s: float, place: Place, elapsed_s: float) -> None:
        self._unlike_s = 0.0 if place else self._unlike_s + elapsed_s
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
            if self._down and self._stood is not None:
                self._stood.settled = True
            self._down = ""
        elif self._unlike_s >= FORGOTTEN_S:
            self._down = ""

    def _ask(self, t_s: float) -> bool:
        stood = self._stood
        if stood is None or stood.settled or not t_s - stood.t_s >= QUIET_S:
            return False
        asks = self.fallen
        stood.settled = True  # whoever was not down by now did not fall
        return asks


def _since(since_s: float, holds: bool, t_s: float) -> float:
    """Return since when something holds, given since when it did so far; nan for not."""
    if not holds:
        return math.nan
    return t_s if math.isnan(since_s) else since_s
