"""Where a body is at one moment, from one levelled pose: on the floor, on its feet, or neither.

A level trunk alone is no lying: a deep stoop has one, too. What tells them apart are the
legs under it. Whoever bends stands on shanks and thighs that hang, or folds the hips;
whoever lies has trunk and thighs in one line, or faces up or sideways; on all fours the
shanks are level and the hands as low as the knees. Legs that are not seen say nothing.

The thresholds are our own; they lie midway between what a body does on its feet and on
the floor, since the pose model reads a knee 15 to 25 degrees wrong.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np

from posturecheck.core import Floats, Joint, Pose, Posture
from posturecheck.geometry import angle_deg, cross, unit
from posturecheck.kinematics.trunk import UP, VISIBLE

Place = Literal["", "lying", "all-fours", "sitting"]

# Lying. Nobody leans all in one line, or back, or sideways, so far and stands.
PROPPED_LEAN_DEG = 45.0
LYING_DEG = 55.0
THIGH_TILTED_DEG = 40.0  # hanging ones carry the body; a golfer's lift keeps one
THIGH_LEVEL_DEG = 55.0
STRAIGHT_HIPS_DEG = 60.0  # a bend folds the hips by its lean, a squat by more
IN_LINE_THIGH_DEG = 65.0  # level thighs in line with the trunk: propped up or head down, ...
IN_LINE_HIP_DEG = 45.0  # ... as a camera that looks down shows who lies
FACES_UP = 0.5  # chest 30 degrees and more above the horizon
ON_ITS_SIDE = 0.7  # shoulders and hips 45 degrees and more from level
HEAD_LOW_M = 0.4  # against the hips, up or down: propped on an elbow it is .3 to .4
# Trunk lengths below standing: hips on the floor. A deep squat comes there folded, not stretched.
HIPS_ON_FLOOR = 1.15

# On all fours: a shank is level only where a knee is on the floor.
SHANK_LEVEL_DEG = (62.0, 125.0)  # a squat on its toes reaches 55 to 60
KNEELING_THIGH_DEG = 60.0  # from hanging; crawling swings it by 30
HANGING_DEG = 35.0
KNEELS_DROP = 0.6  # trunk lengths, while the thighs hang: .85 on the knees, .35 in a stoop
HANDS_AT_KNEES_M = 0.2  # a hand on the floor is at a knee's height; a stoop's is a shank lower

# Sitting on the floor: lower than any seat, and the feet before the body, not under it.
FLOOR_HIPS_M = 0.36  # above the lowest foot; seats .45 to .6, measured on the floor .2 to .35
SURELY_FLOOR_HIPS_M = 0.25  # ... where nobody was seen to come down, and levelling is in doubt
KNEES_UP_DEG = 108.0  # thighs that rise towards the knees; on a seat they are level
LEGS_OUT_DEG = 70.0
FEET_AWAY_M = 0.18  # ankles' middle from hips and trunk, level; a squat 0, on the heels 0 to .1

# Trunk lengths below standing: a bed .66, kneeling .85; a stoop, or a golfer's lift, up to .35.
# Legs that a counter hides are read folded while the hips stay up.
LOWER_DROP = 0.4

# On the feet.
STANDING_HIPS_M = 0.6  # above the lowest foot; legs .75 to .9, seats .4 to .6
STANDING_THIGH_DEG = 45.0
STANDING_SHANK_DEG = 60.0  # knees that give way 30 to 50, kneeling 90
STANDING_LEAN_DEG = 40.0  # of somebody who totters; more is a bend or a fall
STANDING_DROP = 0.25
REST_LEAN_DEG = 25.0
SEAT_M = 0.38  # above the lowest foot, with shanks that hang
SEAT_SHANK_DEG = 40.0


@dataclass(frozen=True, slots=True)
class Leg:
    """One leg that is seen: angles from hanging straight down, trunk to thigh; 0 straight."""

    thigh_deg: float
    shank_deg: float  # nan where the ankle is not seen
    at_hip_deg: float
    foot_m: float  # height of its lowest point, hips 0; nan likewise
    knee_m: float


def legs_of(pose: Pose) -> tuple[Leg, ...]:
    """Return the legs whose knee is seen in a levelled pose."""
    return tuple(_leg(pose, side) for side in (0, 1) if _sees(pose, Joint.LEFT_KNEE + side))


def place_of(posture: Posture, pose: Pose, drop: float) -> Place:
    """Return where on the floor the body is, "" where it is not or cannot be told.

    Args:
        posture: The measures of this moment.
        pose: The levelled pose (y up), metres, hips at the origin.
        drop: How far the hips are below standing, trunk lengths; nan = not seen standing.
    """
    lean = posture["trunk_inclination_deg"].value
    legs = legs_of(pose)
    if _lies(pose, lean, legs, drop):
        return "lying"
    if drop < LOWER_DROP:  # nan is not less
        return ""
    if _on_all_fours(pose, lean, drop):
        return "all-fours"
    whole = tuple(leg for leg in legs if math.isfinite(leg.foot_m))
    enough = whole and (len(whole) == 2 or math.isfinite(drop))
    return "sitting" if enough and _sits_on_floor(pose, lean, whole, drop) else ""


def stands(posture: Posture, pose: Pose, hip_drop: float) -> bool:
    """Whether the body is on its feet, bent no further than ``STANDING_LEAN_DEG``.

    Hidden legs leave it to the hips: ``hip_drop``, trunk lengths below the last upright moment.
    """
    if not posture["trunk_inclination_deg"].value < STANDING_LEAN_DEG:
        return False
    whole = [leg for leg in legs_of(pose) if math.isfinite(leg.foot_m)]
    if not whole:
        return hip_drop < STANDING_DROP
    hips_m = -min(leg.foot_m for leg in whole)
    return hips_m >= STANDING_HIPS_M and any(
        leg.thigh_deg < STANDING_THIGH_DEG and leg.shank_deg < STANDING_SHANK_DEG for leg in whole
    )


def rests_upright(posture: Posture, pose: Pose) -> bool:
    """Whether the trunk is up on a seat or on the knees, as far as the legs are seen."""
    if not posture["trunk_inclination_deg"].value < REST_LEAN_DEG:
        return False
    low, high = SHANK_LEVEL_DEG
    return any(
        low <= leg.shank_deg <= high or (leg.shank_deg < SEAT_SHANK_DEG and -leg.foot_m >= SEAT_M)
        for leg in legs_of(pose)
    )


def _lies(pose: Pose, lean: float, legs: tuple[Leg, ...], drop: float) -> bool:
    if not lean >= PROPPED_LEAN_DEG:
        return False
    if legs and all(_in_line(leg) for leg in legs):
        return True
    head_m = pose.points_m[Joint.NOSE][1] - _middle(pose, Joint.LEFT_HIP)[1]
    if not lean >= LYING_DEG or not (abs(head_m) < HEAD_LOW_M or drop >= HIPS_ON_FLOOR):
        return False
    thighs = [leg.thigh_deg for leg in legs]
    straight = any(leg.at_hip_deg <= STRAIGHT_HIPS_DEG for leg in legs)
    tilted = straight and min(thighs) >= THIGH_TILTED_DEG and max(thighs) >= THIGH_LEVEL_DEG
    if tilted and not drop < LOWER_DROP:  # nan is not less
        return True
    return _faces_up_or_sideways(pose)


def _in_line(leg: Leg) -> bool:
    return leg.thigh_deg >= IN_LINE_THIGH_DEG and leg.at_hip_deg <= IN_LINE_HIP_DEG


def _faces_up_or_sideways(pose: Pose) -> bool:
    p = pose.points_m
    shoulders = unit(p[Joint.LEFT_SHOULDER] - p[Joint.RIGHT_SHOULDER])
    hips = unit(p[Joint.LEFT_HIP] - p[Joint.RIGHT_HIP])
    if shoulders[1] * hips[1] > 0 and min(abs(shoulders[1]), abs(hips[1])) >= ON_ITS_SIDE:
        return True
    axis = unit(_middle(pose, Joint.LEFT_SHOULDER) - _middle(pose, Joint.LEFT_HIP))
    chest = [unit(cross(line, axis))[1] for line in (shoulders, hips)]
    return bool(min(chest) >= FACES_UP)


def _on_all_fours(pose: Pose, lean: float, drop: float) -> bool:
    seen = any(math.isfinite(leg.shank_deg) for leg in legs_of(pose))
    if not (seen and lean >= LYING_DEG):
        return False
    # From the side one leg hides the other, and the model's guess of it is good enough.
    legs = [_leg(pose, side, guess=True) for side in (0, 1)]
    if max(leg.thigh_deg for leg in legs) > KNEELING_THIGH_DEG:
        return False
    low, high = SHANK_LEVEL_DEG
    level = all(low <= leg.shank_deg <= high for leg in legs)
    sunk = drop >= KNEELS_DROP and all(leg.thigh_deg <= HANGING_DEG for leg in legs)
    knee_m = _middle(pose, Joint.LEFT_HIP)[1] + min(leg.knee_m for leg in legs)
    hands = (j for j in (Joint.LEFT_WRIST, Joint.RIGHT_WRIST) if _sees(pose, j))
    low_hand = any(pose.points_m[j][1] <= knee_m + HANDS_AT_KNEES_M for j in hands)
    return (level or sunk) and low_hand


def _sits_on_floor(pose: Pose, lean: float, legs: tuple[Leg, ...], drop: float) -> bool:
    most_m = FLOOR_HIPS_M if math.isfinite(drop) else SURELY_FLOOR_HIPS_M
    if not lean < LYING_DEG or -min(leg.foot_m for leg in legs) > most_m:
        return False
    thighs = [leg.thigh_deg for leg in legs]
    knees_up = min(thighs) >= KNEES_UP_DEG
    out = min(thighs) >= LEGS_OUT_DEG and all(leg.shank_deg >= LEGS_OUT_DEG for leg in legs)
    return (knees_up or out) and _feet_away_m(pose) >= FEET_AWAY_M


def _feet_away_m(pose: Pose) -> float:
    """Level distance of the seen ankles' middle from the hips or the trunk's middle, the less."""
    ankles = [j for j in (Joint.LEFT_ANKLE, Joint.RIGHT_ANKLE) if _sees(pose, j)]
    feet, hips = pose.points_m[ankles].mean(axis=0), _middle(pose, Joint.LEFT_HIP)
    trunk = (_middle(pose, Joint.LEFT_SHOULDER) + hips) / 2
    return min(math.hypot(feet[0] - p[0], feet[2] - p[2]) for p in (hips, trunk))


def _leg(pose: Pose, side: int, *, guess: bool = False) -> Leg:
    p = pose.points_m
    hip, knee, ankle = (p[j + side] for j in (Joint.LEFT_HIP, Joint.LEFT_KNEE, Joint.LEFT_ANKLE))
    seen = guess or _sees(pose, Joint.LEFT_ANKLE + side)
    feet = [j + side for j in (Joint.LEFT_ANKLE, Joint.LEFT_HEEL, Joint.LEFT_TOE)]
    hips_m = float(_middle(pose, Joint.LEFT_HIP)[1])
    return Leg(
        thigh_deg=angle_deg(knee - hip, -UP),
        shank_deg=angle_deg(ankle - knee, -UP) if seen else math.nan,
        at_hip_deg=angle_deg(hip - p[Joint.LEFT_SHOULDER + side], knee - hip),
        foot_m=float(np.min(p[feet, 1])) - hips_m if seen else math.nan,
        knee_m=float(knee[1]) - hips_m,
    )


def _sees(pose: Pose, joint: int) -> bool:
    return bool(pose.visibility[joint] >= VISIBLE)


def _middle(pose: Pose, left: Joint) -> Floats:
    return np.asarray((pose.points_m[left] + pose.points_m[left + 1]) / 2)
