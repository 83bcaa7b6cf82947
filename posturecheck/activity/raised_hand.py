"""One hand raised as a sign: what somebody can ask for from three metres away.

Forearm upright, wrist above the ear, elbow near shoulder height, the other hand below the hip,
trunk upright, feet and hand still, for a second and a half. A bare raised hand would not do: a
reach to a shelf is one, too. The other hand of somebody who holds on may be on a worktop.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from posturecheck.core import Floats, Joint, Pose, Posture
from posturecheck.geometry import angle_deg
from posturecheck.kinematics.trunk import UP, VISIBLE, body_size_px, trunk_points_px

HOLD_S = 1.5  # a reach to a shelf in samples/high_reach lasts 1.3 s
EASED_S = 0.2  # points that tremble out of their place for less are no lowered hand
UNSEEN_S = 0.6  # after a longer gap the past says nothing about the present
LOWERED_S = 0.5  # lowered for so long, a hand may be raised as the next sign
FOOT_GUESSED = 0.2  # visibility, as in ``recognition``
ANKLES = [Joint.LEFT_ANKLE, Joint.RIGHT_ANKLE]


@dataclass(frozen=True, slots=True)
class _Arm:
    shoulder: Joint
    elbow: Joint
    wrist: Joint
    hand: Joint
    ear: Joint


ARMS = (
    _Arm(
        Joint.LEFT_SHOULDER, Joint.LEFT_ELBOW, Joint.LEFT_WRIST, Joint.LEFT_HAND, Joint.LEFT_EAR
    ),
    _Arm(
        Joint.RIGHT_SHOULDER, Joint.RIGHT_ELBOW, Joint.RIGHT_WRIST, Joint.RIGHT_HAND,
        Joint.RIGHT_EAR,
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Limits:
    """What still is the sign.

    Lengths are trunk lengths of the picture or, in metres, those of a body of average size.
    From the front the pose model tilts an upright forearm towards the camera by up to 60 degrees:
    the picture shows it better.
    """

    forearm_picture_deg: float
    forearm_deg: float
    forearm_trunks: float
    wrist_below_ear_trunks: float
    elbow_trunks: tuple[float, float]
    beside_head_m: float
    other_above_hip_m: float
    trunk_deg: float


# Narrower to begin with than to stay: one trembling point neither makes nor breaks a sign.
BEGINS = _Limits(33.0, 65.0, 0.3, 0.06, (-0.3, 0.11), 0.15, 0.04, 20.0)
STAYS = _Limits(37.0, 70.0, 0.25, 0.1, (-0.35, 0.13), 0.12, 0.08, 25.0)
MOVED_TRUNKS = 0.25  # of a foot, the hips or the hand in the picture: not held still any more
# Above the hips, metres of a body of average size: a hand on a worktop 0.94 m high is at 0.14.
HOLDS_UP_TO_M = 0.22
ARM_GUESSED = 0.3  # visibility, mean of elbow and wrist: from the side the trunk hides much of it


class RaisedHand:
    """Remembers for how long a hand has been up.

    Args:
        holds_on: Whether the other hand may hold on to something, as high as a worktop.

    Attributes:
        progress: How much of the time it has been held, 0 to 1; nan while no hand is up.
    """

    def __init__(self, holds_on: bool = False) -> None:
        self._begins, self._stays = (
            (_holding(BEGINS), _holding(STAYS)) if holds_on else (BEGINS, STAYS)
        )
        self._arm: _Arm | None = None
        self._since_s = self._up_s = self._t_s = -math.inf
        self._places: Floats = np.full((4, 2), math.nan)
        self._given = False
        self.progress = math.nan

    def update(self, t_s: float, pose: Pose | None, posture: Posture) -> bool:
        """Take the next moment; return whether the sign was given with it.

        Args:
            t_s: When, seconds, rising.
            pose: The person's body, None where nobody is seen.
            posture: The same moment's measures.
        """
        gap_s, self._t_s = t_s - self._t_s, t_s
        if gap_s > UNSEEN_S:
            self._arm = None
        self._follow(t_s, pose, posture)
        if self._arm is None:
            self.progress = math.nan
            self._given = self._given and t_s - self._up_s < LOWERED_S
            return False
        held_s = t_s - self._since_s
        self.progress = math.nan if self._given else min(held_s / HOLD_S, 1.0)
        if self._given or held_s < HOLD_S:
            return False
        self._given = True
        return True

    def _follow(self, t_s: float, pose: Pose | None, posture: Posture) -> None:
        arm = None if pose is None else self._raised(pose, posture)
        if arm is None or pose is None:
            if t_s - self._up_s >= EASED_S:
                self._arm = None
            return
        places, size_px = _places(pose, arm), body_size_px(pose)
        if arm is not self._arm or _moved_px(self._places, places) > MOVED_TRUNKS * size_px:
            self._arm, self._since_s, self._places = arm, t_s, places
        self._up_s = t_s

    def _raised(self, pose: Pose, posture: Posture) -> _Arm | None:
        """Return the arm that is raised as the sign, None where none or both are."""
        # Seen from the side, a hidden arm is drawn where the other one is.
        arm, other = sorted(ARMS, key=lambda arm: -_seen(pose, arm))
        if pose.points_px[arm.wrist, 1] > pose.points_px[other.wrist, 1]:
            arm, other = (other, arm) if _seen(pose, other) >= ARM_GUESSED else (arm, other)
        limits = self._stays if arm is self._arm else self._begins
        return arm if _is_sign(pose, posture, arm, other, limits) else None


def _holding(limits: _Limits) -> _Limits:
    return replace(
        limits,
        other_above_hip_m=limits.other_above_hip_m + HOLDS_UP_TO_M - BEGINS.other_above_hip_m,
    )


def _seen(pose: Pose, arm: _Arm) -> float:
    return float(pose.visibility[[arm.elbow, arm.wrist]].mean())


def _is_sign(pose: Pose, posture: Posture, arm: _Arm, other: _Arm, limits: _Limits) -> bool:
    p, size_px = pose.points_m, body_size_px(pose)
    picture = pose.points_px * (1.0, -1.0) / size_px  # x right, y up, trunk lengths
    forearm = picture[arm.wrist] - picture[arm.elbow]
    elbow_up = picture[arm.elbow, 1] - picture[arm.shoulder, 1]
    head = (p[Joint.LEFT_EAR] + p[Joint.RIGHT_EAR]) / 2
    hips_m = float(p[Joint.LEFT_HIP, 1] + p[Joint.RIGHT_HIP, 1]) / 2
    other_low = p[other.hand, 1] <= hips_m + limits.other_above_hip_m
    return bool(
        posture["trunk_inclination_deg"].value <= limits.trunk_deg
        and _seen(pose, arm) >= ARM_GUESSED
        and math.degrees(math.atan2(abs(forearm[0]), forearm[1])) <= limits.forearm_picture_deg
        and angle_deg(p[arm.wrist] - p[arm.elbow], UP) <= limits.forearm_deg
        and math.hypot(*forearm) >= limits.forearm_trunks
        and picture[arm.wrist, 1] >= picture[arm.ear, 1] - limits.wrist_below_ear_trunks
        and limits.elbow_trunks[0] <= elbow_up <= limits.elbow_trunks[1]
        and math.hypot(*(p[arm.wrist] - head)[[0, 2]]) >= limits.beside_head_m
        and (other_low or _seen(pose, other) < VISIBLE)
    )


def _places(pose: Pose, arm: _Arm) -> Floats:
    """Return where hips, raised hand and feet are, (4, 2) px; nan for hidden feet."""
    feet = pose.points_px[ANKLES].copy()
    feet[pose.visibility[ANKLES] < FOOT_GUESSED] = math.nan
    return np.vstack([trunk_points_px(pose)[1], pose.points_px[arm.wrist], feet])


def _moved_px(before: Floats, now: Floats) -> float:
    """Return how far hips, hand or the stiller foot are from where they were.

    Seen from the side, the far foot trembles where the near one hides it.
    """
    hips, hand, *feet = [float(px) for px in np.abs(now - before).max(axis=1)]
    seen = [foot for foot in feet if math.isfinite(foot)]
    return max(hips, hand, min(seen, default=0.0))
