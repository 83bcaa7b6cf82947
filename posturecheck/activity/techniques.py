"""Names the way a body gets low, from one levelled pose and how far the hips came down.

Each test is a few geometric conditions; the numbers are our own, wide enough for the
pose model's knees, which are read 15 to 25 degrees wrong.
"""

from __future__ import annotations

import math

from posturecheck.core import Joint, Pose, Posture
from posturecheck.geometry import angle_deg
from posturecheck.kinematics.trunk import UP, VISIBLE

LOW_HIPS = 0.35  # trunk lengths below standing; a stoop moves the hips back, not down
THIGH_LEVEL_DEG = 50.0  # from hanging straight down
THIGH_HANGS_DEG = 25.0
IN_LINE_DEG = 35.0  # trunk and thigh make one line
LEAN_DEG = 35.0
HINGE_DEG = 20.0  # from here on a lean is judged (R39)
LONG_BACK_DEG = 20.0  # rounding below this counts as a long back (clinical.md 2.4)
FOOT_BROUGHT_UP_M = 0.15  # seated: an ankle near the other knee, read short by the model
SEATED_AFTER_S = 1.5  # a squat is not held for so long
FOOT_RAISED_M = 0.25
KNEELING_KNEES_M = 0.22  # one knee so much lower than the other

MEASURED_SD_DEG = 12.0  # a rounding less sure than this is a guess (rounded-bend's max_sd) ...
DEEP_DEG, DEEP_SD_DEG = 40.0, 16.0  # ... but in deep leans so much is honest (``rules.bending``)
LIKELY_SD = 0.5  # two in three: a safe hinge is not scolded for the last bit of doubt
# Bent knees do not make a squat of a stoop (clinical.md 1.2: the back stays long).
NEED_A_LONG_BACK = frozenset({"squat", "half-kneel", "golfers-lift"})
SEATED = frozenset({"seated", "seated-foot-up"})


def name_technique(posture: Posture, pose: Pose, hip_drop: float, low_for_s: float) -> str:
    """Return the technique's id, seated, or "" where none is recognised.

    Args:
        posture: The measures of this moment.
        pose: The levelled pose (y up), metres.
        hip_drop: How far the hips are below standing, trunk lengths; nan = unknown.
        low_for_s: For how long they have been.
    """
    named = _named(posture, pose, hip_drop, low_for_s)
    return "" if named in NEED_A_LONG_BACK and surely_round(posture) else named


def surely_round(posture: Posture) -> bool:
    """Whether the back is rounded beyond doubt: then no way of getting low is a good one."""
    rounding = posture["spine_flexion_deg"]
    return rounding.value - rounding.sd >= LONG_BACK_DEG


def _named(posture: Posture, pose: Pose, hip_drop: float, low_for_s: float) -> str:
    lean = posture["trunk_inclination_deg"].value
    thighs = thighs_deg(pose)
    if _golfers_lift(pose, lean):
        return "golfers-lift"
    low = hip_drop >= LOW_HIPS
    if low or (thighs and min(thighs) >= THIGH_LEVEL_DEG):
        return _low_technique(pose, lean, low_for_s)
    if _hip_hinge(posture):
        return "hip-hinge"
    return ""


def _low_technique(pose: Pose, lean: float, low_for_s: float) -> str:
    if low_for_s > SEATED_AFTER_S and lean < LEAN_DEG:
        raised = any(_foot_above_other_m(pose, side) >= FOOT_BROUGHT_UP_M for side in (0, 1))
        return "seated-foot-up" if raised else "seated"
    knees = (Joint.LEFT_KNEE, Joint.RIGHT_KNEE)
    if all(pose.visibility[k] >= VISIBLE for k in knees):
        heights = [float(pose.points_m[k][1]) for k in knees]
        if abs(heights[0] - heights[1]) >= KNEELING_KNEES_M:
            return "half-kneel"
    return "squat"


def _hip_hinge(posture: Posture) -> bool:
    rounding, lean = posture["spine_flexion_deg"], posture["trunk_flexion_deg"].value
    return (
        lean >= HINGE_DEG
        and rounding.sd <= (DEEP_SD_DEG if lean >= DEEP_DEG else MEASURED_SD_DEG)
        and rounding.value + LIKELY_SD * rounding.sd < LONG_BACK_DEG
    )


def _golfers_lift(pose: Pose, lean: float) -> bool:
    if not lean >= LEAN_DEG:
        return False
    hanging = [_thigh_deg(pose, s) for s in (0, 1)]
    line = [_trunk_thigh_deg(pose, s) for s in (0, 1)]
    return any(
        line[free] <= IN_LINE_DEG
        and hanging[1 - free] <= THIGH_HANGS_DEG
        and _foot_above_other_m(pose, free) >= FOOT_RAISED_M
        for free in (0, 1)
    )


def _foot_above_other_m(pose: Pose, side: int) -> float:
    ankles = (Joint.LEFT_ANKLE + side, Joint.RIGHT_ANKLE - side)
    if any(pose.visibility[a] < VISIBLE for a in ankles):
        return math.nan
    return float(pose.points_m[ankles[0]][1] - pose.points_m[ankles[1]][1])


def thighs_deg(pose: Pose) -> list[float]:
    """Return the angles of the thighs that are seen from hanging straight down, degrees."""
    return [t for t in (_thigh_deg(pose, s) for s in (0, 1)) if math.isfinite(t)]


def _thigh_deg(pose: Pose, side: int) -> float:
    """Angle of the left (0) or right (1) thigh from hanging straight down."""
    hip, knee = Joint.LEFT_HIP + side, Joint.LEFT_KNEE + side
    if pose.visibility[knee] < VISIBLE:
        return math.nan
    return angle_deg(pose.points_m[knee] - pose.points_m[hip], -UP)


def _trunk_thigh_deg(pose: Pose, side: int) -> float:
    hip, knee = Joint.LEFT_HIP + side, Joint.LEFT_KNEE + side
    if pose.visibility[knee] < VISIBLE:
        return math.nan
    trunk = pose.points_m[Joint.LEFT_SHOULDER + side] - pose.points_m[hip]
    return angle_deg(-trunk, pose.points_m[knee] - pose.points_m[hip])
