"""The signs of a task in one moment: where hands, hips and feet are.

Heights are metres above the floor, of a body of average size as the pose model draws it.
Where the feet are hidden, the floor is taken a standing leg's length below the hips. Every
limit is a body proportion, set between what recordings of rendered people at known tasks
read (``benchmarks/tasks.py``; "read" below is their 10th to 90th percentile).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from posturecheck.activity.situation import MovementState
from posturecheck.activity.techniques import FOOT_RAISED_M, LEAN_DEG
from posturecheck.core import Floats, Joint, Pose
from posturecheck.kinematics.angles import ANKLE_HEIGHT_M

LEG_M = 0.85  # hips above the floor, standing; measured .80 to .87
HAND_GUESSED = 0.05  # visibility; hands behind the trunk are guessed well enough above it
FOOT_GUESSED = 0.2  # visibility, as in ``recognition``
FOLDED_M = 0.4  # hips nearer to the floor: legs behind a counter, which are guessed as folded

BENT_DEG = 20.0  # from here on a lean is a bend (ISO 11226)
LOW_HIPS_M = 0.68  # seated measured .54 to .63, bowing deeply .65 to .82
HIGH_HIPS_M = 0.75  # standing
SEAT_BEHIND_M = 0.2  # hips behind the ankles: on a chair measured .25 to .4, squatting .05 to .3
LAP_M = 0.28  # hand before the hips: in the lap measured .19 to .22, squatting to a rack .25 to .4
AT_FEET_M = 0.35  # wrists while a shoe is tied: measured .1 to .29; at knee height they are .45
TO_FOOT_M = 0.62  # from the farther hand to a foot: tying a shoe measured .15 to .6
BOWED_DEG = 8.0  # towards the foot on the other knee: measured 12 to 20, sitting 0 to 5
OVER_HEAD_M = 0.12  # wrist above the nose: above the crown; holding a telephone is lower
HELD_M = 0.89  # wrists hang at .82 to .88, and hold something at .9 to 1.1
HELD_AHEAD_M = 0.16  # before the hips: hanging measured .05 to .15, holding .2 to .35
HELD_APART_M = 0.55

LOW_WAYS = frozenset({"squat", "half-kneel", "seated", "seated-foot-up"})

_WRISTS = [Joint.LEFT_WRIST, Joint.RIGHT_WRIST]
_HANDS = [Joint.LEFT_HAND, Joint.RIGHT_HAND]
_HIPS = [Joint.LEFT_HIP, Joint.RIGHT_HIP]
_ANKLES = [Joint.LEFT_ANKLE, Joint.RIGHT_ANKLE]
_TOES = [Joint.LEFT_TOE, Joint.RIGHT_TOE]


@dataclass(frozen=True, slots=True)
class TaskFeatures:
    """One moment as the signs read it; metres, nan where not seen.

    ``lower_m`` and ``higher_m`` are the wrists' heights (one hand hidden: the other is the
    lower one); ``slope_m`` how much higher the left wrist is; ``ahead_m`` and ``aside_m``
    the hands' middle before the hips and to the person's left of them; ``reach_m`` how far
    the foremost hand is before the hips; ``to_foot_m`` how far the farther hand is from a
    foot; ``foot_up_m`` how much higher one foot is. ``movement`` is the number of the
    movement under way, 0 for none.
    """

    t_s: float
    movement: int
    lean_deg: float
    twist_deg: float
    technique: str
    feet_still: bool
    hips_m: float
    hips_behind_m: float
    lower_m: float
    higher_m: float
    over_head_m: float
    apart_m: float
    slope_m: float
    ahead_m: float
    aside_m: float
    reach_m: float
    to_foot_m: float
    foot_up_m: float

    @property
    def highest_m(self) -> float:
        """The height of the higher hand that is seen."""
        return self.lower_m if math.isnan(self.higher_m) else self.higher_m

    @property
    def work_m(self) -> float:
        """The height of the hands' middle over the hips, counted from a standing leg."""
        hips_m = LEG_M if math.isnan(self.hips_m) else self.hips_m
        return (self.lower_m + self.highest_m) / 2 - hips_m + LEG_M

    @property
    def low_unseen(self) -> bool:
        """The hips came down, and hidden feet keep to themselves how far."""
        return math.isnan(self.hips_m) and self.technique in LOW_WAYS

    @property
    def stands(self) -> bool:
        """Upright, and surely not on a chair."""
        tall = self.hips_m >= HIGH_HIPS_M and self.hips_behind_m < SEAT_BEHIND_M
        return tall and self.lean_deg < BENT_DEG

    @property
    def low_behind_feet(self) -> bool:
        """Hips where a chair would hold them, and where a good squat has them too."""
        return self.hips_m <= LOW_HIPS_M and self.hips_behind_m >= SEAT_BEHIND_M

    @property
    def sits(self) -> bool:
        """Surely on a chair: the trunk tall as well, the hands in the lap."""
        idle = self.reach_m <= LAP_M and self.technique != "half-kneel"
        return self.low_behind_feet and idle and self.lean_deg < BENT_DEG

    @property
    def at_feet(self) -> bool:
        """Both hands at a foot, bent down to it or with the foot brought up."""
        if self.technique == "seated-foot-up":
            return self.to_foot_m <= TO_FOOT_M and self.lean_deg >= BOWED_DEG
        low = self.highest_m <= AT_FEET_M and self.lean_deg >= BENT_DEG
        return low and not self.to_foot_m > TO_FOOT_M

    @property
    def over_head(self) -> bool:
        """A hand above the head of somebody who stands upright."""
        up = self.over_head_m >= OVER_HEAD_M and self.lean_deg < BENT_DEG
        return up and not self.low_behind_feet

    @property
    def holds_in_both(self) -> bool:
        """Both hands before an upright body, higher than they hang."""
        held = self.lower_m >= HELD_M and self.apart_m <= HELD_APART_M
        return held and self.ahead_m >= HELD_AHEAD_M and self.lean_deg < BENT_DEG

    @property
    def holds(self) -> bool:
        """A hand before an upright body, higher than it hangs."""
        held = self.highest_m >= HELD_M and self.reach_m >= HELD_AHEAD_M
        return held and self.lean_deg < BENT_DEG

    @property
    def leg_behind(self) -> bool:
        """A leg rises behind while the trunk goes down: a golfer's lift, or nearly one."""
        raised = self.foot_up_m >= FOOT_RAISED_M and self.lean_deg >= LEAN_DEG
        return raised or self.technique == "golfers-lift"


def task_features(situation: MovementState, pose: Pose) -> TaskFeatures:
    """Return what the signs need of a moment.

    Args:
        situation: The moment's measures and technique.
        pose: The levelled pose (y up), metres.
    """
    p = pose.points_m
    hips = p[_HIPS].sum(axis=0) / 2
    guessed = pose.visibility[_WRISTS] < HAND_GUESSED
    wrists = np.where(guessed[:, None], math.nan, p[_WRISTS])
    ankles = _ankles_seen(pose, float(hips[1]))
    feet_seen = len(ankles) > 0
    floor_y = _floor_y(ankles, float(hips[1]), situation)
    yaw = math.radians(situation["pelvis_yaw_deg"].value)
    forward, left = (math.sin(yaw), math.cos(yaw)), (math.cos(yaw), -math.sin(yaw))
    lower_m, higher_m = sorted((float(y) - floor_y for y in wrists[:, 1]), key=_unseen_last)
    seen = wrists[~guessed]
    middle = seen.sum(axis=0) / len(seen) - hips if len(seen) else hips * math.nan
    foot = ankles.sum(axis=0) / len(ankles) - hips if feet_seen else hips * math.nan
    between = wrists[0] - wrists[1]
    return TaskFeatures(
        t_s=situation.posture.t_s,
        movement=situation.movement_number,
        lean_deg=situation["trunk_inclination_deg"].value,
        twist_deg=situation["trunk_rotation_deg"].value,
        technique=situation.technique,
        feet_still=situation.feet_still is not False,
        hips_m=float(hips[1]) - floor_y if feet_seen else math.nan,
        hips_behind_m=_along(foot, forward),
        lower_m=lower_m,
        higher_m=higher_m,
        over_head_m=_highest(lower_m, higher_m) - (float(p[Joint.NOSE, 1]) - floor_y),
        apart_m=math.sqrt(float(between @ between)),
        slope_m=float(between[1]),
        ahead_m=_along(middle, forward),
        aside_m=_along(middle, left),
        reach_m=_highest(*(_along(wrist - hips, forward) for wrist in wrists)),
        to_foot_m=_to_foot_m(p, guessed) if feet_seen else math.nan,
        foot_up_m=abs(float(ankles[0, 1] - ankles[1, 1])) if len(ankles) > 1 else math.nan,
    )


def _ankles_seen(pose: Pose, hips_y: float) -> Floats:
    """Return the ankles that can be believed, (0 to 2, 3)."""
    ankles = pose.points_m[[a for a in _ANKLES if pose.visibility[a] >= FOOT_GUESSED]]
    folded = len(ankles) and not hips_y - float(ankles[:, 1].min()) >= FOLDED_M - ANKLE_HEIGHT_M
    return ankles[:0] if folded else ankles


def _floor_y(ankles: Floats, hips_y: float, situation: MovementState) -> float:
    if len(ankles):
        return float(ankles[:, 1].min()) - ANKLE_HEIGHT_M
    # Where it is not known how far the hips came down, they say nothing of the floor.
    sunk = situation.changing_height or situation.technique in LOW_WAYS
    return math.nan if sunk else hips_y - LEG_M


def _to_foot_m(p: Floats, guessed: NDArray[np.bool_]) -> float:
    if guessed.any():
        return math.nan
    feet = np.concatenate([p[_ANKLES], p[_TOES], (p[_ANKLES] + p[_TOES]) / 2])
    away = p[_HANDS][:, None] - feet
    return math.sqrt(float((away * away).sum(axis=2).min(axis=1).max()))


def _along(v: Floats, direction: tuple[float, float]) -> float:
    return float(v[0]) * direction[0] + float(v[2]) * direction[1]


def _unseen_last(value: float) -> float:
    return math.inf if math.isnan(value) else value


def _highest(*values: float) -> float:
    return max((v for v in values if not math.isnan(v)), default=math.nan)
