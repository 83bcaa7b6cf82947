"""What is free in a body at one moment: joint angles, and where feet and hands are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from renderer.core import Floats, Side


@dataclass(frozen=True, slots=True, eq=False)
class TrunkAngles:
    """Where the pelvis is and how the trunk is held against it.

    ``pelvis`` (3,) is the joint centre between the hips; angles in radians, signs as in
    ``core``. ``tilt`` bends the pelvis forward (a hinge), ``flexion``, ``side_bend`` and
    ``rotation`` the thorax against the pelvis, from this person's own tall stance.
    """

    pelvis: Floats
    yaw: float = 0.0
    tilt: float = 0.0
    obliquity: float = 0.0
    flexion: float = 0.0
    side_bend: float = 0.0
    rotation: float = 0.0


@dataclass(frozen=True, slots=True)
class HeadAngles:
    """The head against the tall stance, radians: down, to the left, to the left shoulder."""

    pitch: float = 0.0
    yaw: float = 0.0
    roll: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class FootGoal:
    """Where an ankle is, (3,), the foot's heading and its pitch (heel up +), radians.

    ``knee`` (3,) says which way the knee points; None leaves it over the foot.
    """

    ankle: Floats
    yaw: float = 0.0
    pitch: float = 0.0
    knee: Floats | None = None


@dataclass(frozen=True, slots=True, eq=False)
class HandGoal:
    """Where a wrist is, which way fingers and palm point, (3,) each, and their curl.

    ``elbow`` (3,) says which way the elbow points; None lets it hang outwards and back.
    """

    wrist: Floats
    fingers: Floats
    palm: Floats
    curl: float = 0.35
    elbow: Floats | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Angles:
    """Everything that is free in one moment."""

    trunk: TrunkAngles
    head: HeadAngles
    feet: Mapping[Side, FootGoal]
    hands: Mapping[Side, HandGoal]
