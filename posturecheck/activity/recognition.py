"""What the body has been doing in recent seconds, summed up as a MovementState.

Whether the feet stand, how far the hips came down, how long a bend has been held, how
many there were, and whether something is being lifted.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from posturecheck.activity.floor import FloorTracker
from posturecheck.activity.lifts import LiftDetector
from posturecheck.activity.movements import MovementTracker
from posturecheck.activity.situation import SAFE_WAYS_DOWN, MovementState, lean_to_judge
from posturecheck.activity.techniques import name_technique, thighs_deg
from posturecheck.activity.under_way import BodyNow
from posturecheck.core import UNSEEN, Floats, Joint, Movement, Pose, Posture, Reading
from posturecheck.geometry import wrapped_deg
from posturecheck.kinematics.body import Body

STEP_WINDOW_S = 0.5
FOOT_GUESSED = 0.2  # even half-hidden feet show that somebody walks
STEP_BODIES = 0.25  # trunk lengths; a foot that moved further has stepped
HIPS_STEP_BODIES = 0.25  # feet hidden: hips that move further may be walking, or bending
TURN_WINDOW_S = 2.0
CHANGE_WINDOW_S = 0.5
TURN_DEG = 45.0
HEIGHT_WINDOW_S = 1.5
HEIGHT_CHANGE = 0.3  # trunk lengths the hips rise or sink in sitting down and getting up
SITTING_THIGHS_DEG = 40.0  # the smaller angle; standing measured 0 to 25
SINK_PER_S = 0.1  # trunk lengths; slower than this is the person walking away, not sinking
UPRIGHT_DEG = 20.0  # ISO 11226: up to here a trunk may be held for as long as one likes
REST_S = 2.0  # upright for so long ends a held bend
MINUTE_S = 60.0
BENDS = frozenset({"bend", "lift", "side-bend"})
LOW_WAYS = frozenset({"squat", "half-kneel", "seated", "seated-foot-up"})
MAX_GAP_S = 0.5


@dataclass(slots=True)
class _Past:
    t_s: float
    hips_px: Floats
    feet_px: Floats | None
    size_px: float
    hip_drop: float
    rotation_deg: float
    yaw_deg: float


class ActivityTracker:
    """Remembers a few seconds of one person.

    ``load_kg`` is what was declared; ``movements`` are those of others before, so that every
    movement of a recording has a number of its own.
    """

    def __init__(self, load_kg: float = 0.0, movements: int = 0) -> None:
        self._load_kg = load_kg
        self._past: deque[_Past] = deque()
        self._standing_hips_px: float | None = None
        self._low_since_s = math.nan
        self._technique = ""
        self._dose = 0.0
        self._upright_since_s = math.nan
        self._bends: deque[float] = deque()
        self._changed: dict[int, bool] = {}  # whether the height did, by movement
        self._movements = MovementTracker(movements)
        self._lift = LiftDetector()
        self._floor = FloorTracker()
        self._t_s = -math.inf

    def update(
        self, posture: Posture, body: Body, *, task: str = "", stance_known: bool = True
    ) -> MovementState:
        """Take one moment in which the trunk was seen and return what is going on.

        Args:
            posture: The moment's measures.
            body: The levelled body, y up.
            task: The task that is clear just now, "" for none.
            stance_known: Whether the tall stance is known.
        """
        elapsed_s = min(posture.t_s - self._t_s, MAX_GAP_S) if self._past else 0.0
        self._t_s = posture.t_s
        now = self._remember(posture, body, elapsed_s)
        feet_still, changing_height = self._feet_still(), self._changes_height()
        technique = name_technique(posture, body.pose, now.hip_drop, self._low_for_s(now))
        self._technique = technique
        floor = self._floor.update(posture, body, now.hip_drop)
        if floor.down:
            technique = "lying" if floor.on_floor == "lying" else ""
            self._lift = LiftDetector()  # getting up is no lift
        elif not technique and feet_still is False and self._turned():
            technique = "step-turn"
        ended = self._movements.update(
            BodyNow(
                posture,
                technique,
                now.hip_drop,
                *self._changes(feet_still),
                floor.down,
                stance_known,
                task,
            )
        )
        number = self._movements.number
        lift = self._lift.update(number, posture, body.pose, now.hip_drop, technique)
        self._movements.note(hands_low=self._lift.hands_low, lifting=lift is not None)
        self._count(posture.t_s, number, changing_height, ended)
        return MovementState(
            posture=posture,
            technique=technique,
            feet_still=feet_still,
            changing_height=changing_height,
            hold_dose=self._hold(posture, floor.down, elapsed_s),
            bends_per_min=Reading(float(len(self._bends)), 0.0),
            twist_excursion_deg=self._twist_range(),
            lift=lift,
            lift_technique=self._lift.technique if lift else "",
            load_kg=self._load_kg,
            movement=self._movements.movement,
            ended=ended,
            on_floor=floor.on_floor,
            ask=floor.ask,
        )

    @property
    def movements(self) -> int:
        """The number of the last movement that began."""
        return self._movements.count

    @property
    def fallen(self) -> bool:
        """Whether the person fell, has not got up, and was not asked yet."""
        return self._floor.fallen

    def pass_unseen(self, posture: Posture) -> MovementState:
        """Let a moment go by in which the trunk was not seen."""
        ended, floor = (
            self._movements.pass_unseen(posture.t_s),
            self._floor.pass_unseen(posture.t_s),
        )
        return MovementState(
            posture,
            movement=self._movements.movement,
            ended=ended,
            on_floor=floor.on_floor,
            ask=floor.ask,
        )

    def finish(self) -> tuple[Movement, ...]:
        """Return the movement that was under way when the recording ended."""
        return self._movements.finish()

    def _remember(self, posture: Posture, body: Body, elapsed_s: float) -> _Past:
        pose, hips_px, size_px = body.pose, body.trunk_px[1], body.size_px
        ankles = (Joint.LEFT_ANKLE, Joint.RIGHT_ANKLE)
        feet_seen = all(pose.visibility[a] >= FOOT_GUESSED for a in ankles)
        now = _Past(
            t_s=posture.t_s,
            hips_px=hips_px,
            feet_px=pose.points_px[list(ankles)] if feet_seen else None,
            size_px=size_px,
            hip_drop=self._hip_drop(posture, pose, float(hips_px[1]), size_px, elapsed_s),
            rotation_deg=posture["trunk_rotation_deg"].value,
            yaw_deg=posture["pelvis_yaw_deg"].value,
        )
        self._past.append(now)
        while self._past[0].t_s < posture.t_s - TURN_WINDOW_S:
            self._past.popleft()
        return now

    def _hip_drop(
        self, posture: Posture, pose: Pose, y_px: float, size_px: float, elapsed_s: float
    ) -> float:
        # On the picture, against the last upright moment: works with the legs hidden.
        upright = posture["trunk_inclination_deg"].value < UPRIGHT_DEG
        sits = min(thighs_deg(pose), default=0.0) >= SITTING_THIGHS_DEG
        if self._standing_hips_px is None:
            self._standing_hips_px = y_px
        if upright:  # whoever sits for long is not walking away
            follow_px = 0.0 if sits else SINK_PER_S * size_px * elapsed_s
            self._standing_hips_px = min(y_px, self._standing_hips_px + follow_px)
        return (y_px - self._standing_hips_px) / size_px

    def _low_for_s(self, now: _Past) -> float:
        # A person who sits for long looks like one farther away; level thighs show the difference.
        if not now.hip_drop >= HEIGHT_CHANGE and self._technique not in LOW_WAYS:
            self._low_since_s = math.nan
            return 0.0
        if math.isnan(self._low_since_s):
            self._low_since_s = now.t_s
        return now.t_s - self._low_since_s

    def _recent(self, window_s: float) -> list[_Past]:
        return [p for p in self._past if p.t_s >= self._t_s - window_s]

    def _feet_still(self) -> bool | None:
        recent = self._recent(STEP_WINDOW_S)
        size_px = recent[-1].size_px
        feet = [p.feet_px for p in recent if p.feet_px is not None]
        if len(feet) == len(recent):
            moved = np.ptp(np.array(feet), axis=0).max()
            return bool(moved < STEP_BODIES * size_px)
        moved = np.hypot(*np.ptp([p.hips_px for p in recent], axis=0))
        return True if moved < HIPS_STEP_BODIES * size_px else None

    def _changes(self, feet_still: bool | None) -> tuple[float, float, float]:
        """How far hips moved and feet turned in the last half second; and since just before."""
        recent = self._recent(CHANGE_WINDOW_S)
        stepped = feet_still is False
        turns = [wrapped_deg(b.yaw_deg - a.yaw_deg) for a, b in pairwise(recent)] if stepped else []
        turns = [turn for turn in turns if math.isfinite(turn)]
        moved = recent[-1].hip_drop - recent[0].hip_drop
        return moved, sum(turns), turns[-1] if turns else 0.0

    def _turned(self) -> bool:
        yaw = np.radians([p.yaw_deg for p in self._past])
        turned = abs(np.degrees(np.unwrap(yaw)[-1] - yaw[0])) if len(yaw) > 1 else 0.0
        return bool(turned >= TURN_DEG)

    def _changes_height(self) -> bool:
        drops = [p.hip_drop for p in self._recent(HEIGHT_WINDOW_S)]
        return bool(np.isfinite(drops).all() and np.ptp(drops) >= HEIGHT_CHANGE)

    def _twist_range(self) -> float:
        return float(np.ptp([p.rotation_deg for p in self._recent(1.0)]))

    def _hold(self, posture: Posture, down: bool, elapsed_s: float) -> Reading:
        lean = lean_to_judge(posture)
        if not math.isfinite(lean.value):
            return UNSEEN
        if lean.value < UPRIGHT_DEG or down:
            if math.isnan(self._upright_since_s):
                self._upright_since_s = posture.t_s
            if posture.t_s - self._upright_since_s >= REST_S:
                self._dose = 0.0
        else:
            self._upright_since_s = math.nan
            self._dose += elapsed_s / longest_hold_s(lean.value)
        return Reading(self._dose, self._dose * min(lean.sd / max(lean.value, UPRIGHT_DEG), 1.0))

    def _count(self, t_s: float, number: int, changing: bool, ended: tuple[Movement, ...]) -> None:
        # Counted when it is over: only then it is known not to have been a squat or a seat.
        for movement in ended:
            lean = movement.deepest["trunk_inclination_deg"]
            spared = movement.technique in SAFE_WAYS_DOWN or self._changed.get(movement.number)
            if movement.kind in BENDS and lean.value - lean.sd >= UPRIGHT_DEG and not spared:
                self._bends.append(t_s)
        if number:
            self._changed = {number: self._changed.get(number, False) or changing}
        while self._bends and self._bends[0] <= t_s - MINUTE_S:
            self._bends.popleft()


def longest_hold_s(lean_deg: float) -> float:
    """Return how long a trunk may be held at a lean, seconds.

    ISO 11226:2000: 4 minutes at 20 degrees falling in a line to 1 minute at 60
    (clinical.md section 2.1, T = 5.5 - 0.075 a minutes); beyond 60 the last value holds.
    """
    return MINUTE_S * (5.5 - 0.075 * min(max(lean_deg, 20.0), 60.0))
