"""How sure each measure is: standard deviations by view, depth of bend and visibility.

The constants were fitted on rendered people with known angles (see CONTRIBUTING, "How
sure"), so that about 68 % of true values lie within one sd and 95 % within two; where
real footage is known to be worse (rotation: clinical.md section 5), the larger figure
stands.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from posturecheck.core import TRUNK_JOINTS, Joint, Pose
from posturecheck.kinematics.body import Body
from posturecheck.kinematics.trunk import TALL_LEAN_DEG, Trunk, sideness

# Real people are seen less surely than the rendered ones that the networks learned from. Degrees
# said and the least sd there, between them in a line; four numbers, fitted to parkour (one man who
# vaults, 11 clips, 1,249 frames): of these 75, 58, 68 and 61 % lie within one sd of the truth by
# size of the lean, and of lab's (another man, 2 clips) 50, 58 and 96 %. See benchmarks/REAL.md.
REAL_LEAN_SD_DEG = ((10.0, 5.0), (30.0, 7.0), (50.0, 8.5), (70.0, 11.0))
# How much of a twist the pose model shows differs from person to person: real ones are seen about
# 1.9 times better than rendered ones (keraal, one man), so that what is said may be too much.
REAL_TWIST_SD_SHARE = 0.3
# Side bends of real people are said too small: of what is said this share is missing on average
# (keraal, one man, 80 frames said 15 and more); lab's, another man, are then 93 % within two sds.
REAL_SIDE_BEND_SD_SHARE = 0.3
# Whom a lean is asked. As long as those networks that know bends say less than the first of these,
# others are heard who know standing; beyond the second none of them. Fitted to parkour (as above,
# 1,172 frames), as the next two. Chosen on ten of its clips and asked of the eleventh in turn, 20
# to 40 are read 6.9 off (were 9.2) and 40 to 60 6.1 (9.2); lab's are as they were.
UPRIGHT_DEG = (10.0, 20.0)
# From the side geometry is heard where it sees somebody lean back, alone beyond this: the networks
# were hardly taught to (they say 4 where 35 is true), and geometry is right there, once more on a
# rendered person (18 of 19) to whom nothing was fitted. Then so much is its sd (270 frames).
LEANS_BACK_DEG = 12.0
LEANS_BACK_SD_DEG = 12.0
# A skirt or a rollator hides which way the pelvis faces, and a twist with it: the better seen knee
# tells when. Rendered people: below the first visibility no twist may be told, above the second it
# is as of others; of true twists of 15 to 30 then 83 and 86 % lie within two sds, not 28 and 60.
HIDDEN_KNEE, SEEN_KNEE = 0.87, 0.93
HIDDEN_TWIST_SD_DEG = 20.0
SMALL_TRUNK_PX = 40.0  # below this the picture's own grain shows
NO_STANCE_ROTATION_SD_DEG = 8.0


@dataclass(frozen=True, slots=True)
class Conditions:
    """What a measurement's error depends on.

    ``side`` is 0 seen from front or back, 1 from the side; ``stance_sd_deg`` how well up
    is known; ``dim`` is 1 for a large, fully visible body and grows with doubt.
    """

    side: float
    lean_deg: float
    stance_sd_deg: float
    stance_known: bool
    dim: float


def conditions_of(body: Body, trunk: Trunk, stance_sd_deg: float, stance_known: bool) -> Conditions:
    """Read a levelled body's conditions."""
    visible = min(float(body.pose.visibility[j]) for j in TRUNK_JOINTS)
    return Conditions(
        side=sideness(trunk.facing_deg),
        lean_deg=trunk.inclination_deg,
        stance_sd_deg=stance_sd_deg,
        stance_known=stance_known,
        dim=math.hypot(1.0, SMALL_TRUNK_PX / body.size_px) / max(visible, 0.5),
    )


def sd(measure: str, value: float, given: Conditions) -> float:
    """Return one standard deviation of a measure, in the measure's unit.

    Raises:
        KeyError: No such measure, or one whose sd comes with its memory (the speeds).
    """
    return _SD[measure](value, given) * given.dim


def least_sd_deg(measure: str, said_deg: float) -> float:
    """Return the sd below which no angle of a real person is known; 0 where none was measured.

    Args:
        measure: A column.
        said_deg: What is said of it, degrees.
    """
    if measure in ("trunk_inclination_deg", "trunk_flexion_deg"):
        said, sds = zip(*REAL_LEAN_SD_DEG, strict=True)
        return float(np.interp(abs(said_deg), said, sds))
    if measure == "trunk_rotation_deg":
        return REAL_TWIST_SD_SHARE * abs(said_deg)
    if measure == "trunk_side_bend_deg":
        return REAL_SIDE_BEND_SD_SHARE * abs(said_deg)
    return 0.0


def hidden_legs_sd_deg(pose: Pose) -> float:
    """Return how unsure a twist is because the legs are hidden, whatever is said of it."""
    knee = max(float(pose.visibility[j]) for j in (Joint.LEFT_KNEE, Joint.RIGHT_KNEE))
    return HIDDEN_TWIST_SD_DEG * float(np.interp(knee, (HIDDEN_KNEE, SEEN_KNEE), (1.0, 0.0)))


def uprightness(lean_deg: float) -> float:
    """Return how far a lean is none, 1 to 0; see ``UPRIGHT_DEG``."""
    return float(np.interp(lean_deg, UPRIGHT_DEG, (1.0, 0.0)))


def share_of_geometry(back_deg: float, said_deg: float, facing_deg: float) -> float:
    """Return how far a lean is geometry's to say, 0 to 1.

    Args:
        back_deg: How far it sees the trunk lean back.
        said_deg: How far forward the networks say it leans: where it is much, front and back are
            mixed up in what geometry sees.
        facing_deg: Which way the trunk faces, 0 to the camera: it must be seen from the side.
    """
    leans_back = float(np.interp(back_deg, (TALL_LEAN_DEG, LEANS_BACK_DEG), (0.0, 1.0)))
    return leans_back * uprightness(said_deg) * sideness(facing_deg) ** 2


def _between(front: float, side: float, given: Conditions) -> float:
    return front + (side - front) * given.side


def _lean(_: float, given: Conditions) -> float:
    # Seen from the front a bend is mostly depth, and worst read while it is shallow.
    own = _between(4.0, 3.0, given) + _between(0.4, 0.15, given) * min(given.lean_deg, 30.0)
    return math.hypot(own, given.stance_sd_deg)


def _side_bend(_: float, given: Conditions) -> float:
    # A deep bend with the pelvis' heading off by 15 degrees looks bent to the side too.
    own = _between(3.0, 4.0, given)
    return math.hypot(own, 0.26 * given.lean_deg, given.stance_sd_deg)


def _rotation(value: float, given: Conditions) -> float:
    # Twist is read at .28 to .45 of the truth (DESIGN section 6): the more is read, the
    # more may be missing.
    own = _between(10.0, 15.0, given) + 0.15 * abs(value) + 0.15 * given.lean_deg
    return math.hypot(own, 0.0 if given.stance_known else NO_STANCE_ROTATION_SD_DEG)


def _spine(value: float, given: Conditions) -> float:
    return math.hypot(6.0 + 0.75 * abs(value), _lean(value, given))


def _hip(value: float, _: Conditions) -> float:
    return 10.0 + 0.1 * value


def _knee(value: float, _: Conditions) -> float:
    return 10.0 + 0.15 * value


def _yaw(_: float, __: Conditions) -> float:
    return 15.0  # depth noise of 3 cm over the hips' width (clinical.md section 4.4)


def _hand(_: float, __: Conditions) -> float:
    return 0.2  # points are 70 to 190 mm off in 3D on rendered people, hands the most


_SD: dict[str, Callable[[float, Conditions], float]] = {
    "trunk_inclination_deg": _lean,
    "trunk_flexion_deg": _lean,
    "trunk_side_bend_deg": _side_bend,
    "trunk_rotation_deg": _rotation,
    "spine_flexion_deg": _spine,
    "hip_flexion_deg": _hip,
    "knee_flexion_deg": _knee,
    "pelvis_yaw_deg": _yaw,
    "hand_height_m": _hand,
    "hand_reach_m": _hand,
}
