"""A scripted body with known angles, in place of people and of the pose model.

``mannequin()`` is a person of 1.7 m who stands tall, faces the camera at 3 m and fills
most of a 640x480 picture; every argument changes one thing. Signs and axes are those of
``posturecheck.core``: forward, and the person's own left, are positive. What is put in as
``flexion`` and ``side_bend`` is the truth: a tall stance leans ``TALL_LEAN_DEG``
forward. A twist is put in as the pose model would show it, which ``kinematics.angles`` then
multiplies by ``ROTATION_GAIN``.

    pose = mannequin(flexion=60, knee=20, yaw=90)        # a stoop, seen from the side
    bend = keyed((0, 4), (1, 60), (2, 4))                # degrees by seconds
    clip = [(t, mannequin(flexion=bend(t))) for t in times(2.0)]
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable

import numpy as np

from posturecheck.core import Floats, Joint, Pose
from posturecheck.kinematics.body import Body
from posturecheck.kinematics.neutral_stance import NeutralStanceEstimator, Stance
from posturecheck.kinematics.trunk import TALL_LEAN_DEG

TRUNK_M = 0.50  # mid-hip to mid-shoulder of a long back
THIGH_M = SHANK_M = 0.42
SHOULDER_M, HIP_M = 0.18, 0.10  # half widths
UPPER_ARM_M, FOREARM_M, HAND_M = 0.28, 0.26, 0.08
ANKLE_M = 0.08  # above the floor
FOCAL_PX = 555.0  # 60 degrees across 640 pixels
LEGS = tuple(Joint)[Joint.LEFT_KNEE :]

Both = float | tuple[float, float]  # one angle for both legs, or (left, right)

_UP, _X, _Z = np.array([0.0, 1.0, 0.0]), np.array([1.0, 0.0, 0.0]), np.array([0.0, 0.0, 1.0])


def mannequin(
    *,
    flexion: float = TALL_LEAN_DEG,
    side_bend: float = 0.0,
    rotation: float = 0.0,
    spine: float = 0.0,
    knee: Both = 0.0,
    hip: Both | None = None,
    arm: float = 0.0,
    tip: float = 0.0,
    tip_side: float = 0.0,
    yaw: float = 0.0,
    pitch: float = 0.0,
    roll: float = 0.0,
    scale: float = 1.0,
    distance_m: float = 3.0,
    at_px: tuple[float, float] = (320.0, 250.0),
    visibility: float = 1.0,
    hidden: Collection[Joint] = (),
    motion: float = math.nan,
) -> Pose:
    """Return the body in camera axes, hips at the origin, and its place on the picture.

    Args:
        flexion: Forward lean of mid-hip to mid-shoulder in the sagittal plane, degrees.
        side_bend: Lean of the same line to the person's left, degrees.
        rotation: Shoulders against hips about that line, to the left, degrees.
        spine: Thorax against pelvis, forward; shortens the trunk and drops the head.
        knee: Shank against thigh, degrees.
        hip: Thigh against the trunk, degrees; None keeps the feet under the hips.
        arm: Arms forward from hanging down, degrees.
        tip: The whole body tipped over forward, degrees; 90 lies on its face, -90 on its back.
        tip_side: ... or to its left; 90 lies on its side.
        yaw: The way the pelvis faces; 0 to the camera, 90 to the picture's right.
        pitch: Camera looking down, degrees.
        roll: Camera turned so that the picture's people lean to its left, degrees.
        scale: Body size; 1 is a person of 1.7 m.
        distance_m: From the camera to the hips.
        at_px: Where the hips are on the picture when the person stands straight.
        visibility: Of every joint that is not hidden.
        hidden: Joints whose visibility is 0; their points stay.
        motion: As in ``Pose``.
    """
    points = _body(flexion, side_bend, rotation, spine, _both(knee), hip, arm) * scale
    # The floor stays where it is on the picture: the hips come down when the knees bend.
    feet = points[[Joint.LEFT_ANKLE, Joint.RIGHT_ANKLE]]
    stand = np.array([feet[:, 0].mean(), feet[:, 1].min(), feet[:, 2].mean()])
    if tip or tip_side:
        points = points @ (_turn(_Z, -tip_side) @ _turn(_X, tip)).T
        stand = np.array([0.0, points[:, 1].min() + ANKLE_M * scale, 0.0])
    hips = -_UP * (THIGH_M + SHANK_M) * scale - stand
    to_camera = _turn(_Z, roll) @ _turn(_X, pitch)
    to_picture = to_camera @ _turn(_UP, yaw)
    seen = np.zeros(len(Joint)) + visibility
    seen[list(hidden)] = 0.0
    return Pose(
        points_m=points @ to_picture.T,
        points_px=_project((points + hips) @ to_picture.T, distance_m, at_px),
        visibility=seen,
        motion=motion,
    )


def tall_stance(seconds: float = 1.0, **body: float) -> Stance:
    """Return the stance of a mannequin standing tall; ``body`` as for ``mannequin``."""
    return find_stance(((t, mannequin(**body)) for t in times(seconds, 10.0)), (0.0, seconds))


def find_stance(
    film: Iterable[tuple[float, Pose]], neutral: tuple[float, float] | None = None
) -> Stance:
    """Return the stance found in a film, or in its ``neutral`` (start, end) seconds."""
    finder = NeutralStanceEstimator(*neutral) if neutral else NeutralStanceEstimator()
    for t_s, pose in film:
        finder.observe(Body(t_s, pose))
    return finder.stance()


def mirrored(pose: Pose) -> Pose:
    """Return the pose as a mirror shows it: left and right change places."""
    other = [Joint[_other_side(j.name)] for j in Joint]
    return Pose(
        points_m=pose.points_m[other] * [-1, 1, 1],
        points_px=pose.points_px[other] * [-1, 1] + [640, 0],
        visibility=pose.visibility[other],
        motion=pose.motion,
    )


def times(
    seconds: float, rate_hz: float = 30.0, jitter: float = 0.0, start_s: float = 0.0
) -> list[float]:
    """Return strictly rising moments; ``jitter`` is a share of the step, below .5."""
    even = np.arange(round(seconds * rate_hz) + 1) / rate_hz
    shift = np.random.default_rng(7).uniform(-jitter, jitter, len(even)) / rate_hz
    return [float(t) for t in start_s + even + shift]


def keyed(*keys: tuple[float, float]) -> Callable[[float], float]:
    """Return a function of time that runs in straight lines through (seconds, value)."""
    at, values = zip(*keys, strict=True)
    return lambda t: float(np.interp(t, at, values))


def _body(
    flexion: float,
    side_bend: float,
    rotation: float,
    spine: float,
    knee: tuple[float, float],
    hip: Both | None,
    arm: float,
) -> Floats:
    """Return (23, 3) points: x to the person's left, y up, z forward, hips at the origin."""
    p = np.zeros((len(Joint), 3))
    axis = _lean(flexion, side_bend)
    shoulders = axis * TRUNK_M * math.cos(math.radians(spine / 2))
    line = _turn(axis, rotation) @ (_X - axis * axis[0])
    line *= SHOULDER_M / np.linalg.norm(line)
    head_up = _lean(flexion + spine / 2, side_bend)
    face = np.cross(line / SHOULDER_M, head_up)
    head = shoulders + 0.18 * head_up
    p[Joint.NOSE] = head + 0.11 * face
    for side, sign in ((0, 1.0), (1, -1.0)):
        p[Joint.LEFT_EYE + side] = head + 0.04 * head_up + 0.09 * face + sign * line / 6
        p[Joint.LEFT_EAR + side] = head + sign * line / 2.4
        p[Joint.LEFT_SHOULDER + side] = shoulders + sign * line
        _add_arm(p, side, _swing(arm))
        p[Joint.LEFT_HIP + side] = sign * HIP_M * _X
        thigh = knee[side] / 2 if hip is None else _both(hip)[side] - flexion
        _add_leg(p, side, _swing(thigh), _swing(thigh - knee[side]))
    return p


def _add_arm(p: Floats, side: int, along: Floats) -> None:
    p[Joint.LEFT_ELBOW + side] = p[Joint.LEFT_SHOULDER + side] + UPPER_ARM_M * along
    p[Joint.LEFT_WRIST + side] = p[Joint.LEFT_ELBOW + side] + FOREARM_M * along
    p[Joint.LEFT_HAND + side] = p[Joint.LEFT_WRIST + side] + HAND_M * along


def _add_leg(p: Floats, side: int, thigh: Floats, shank: Floats) -> None:
    foot = np.cross(shank, _X)  # across the shank, forward
    p[Joint.LEFT_KNEE + side] = p[Joint.LEFT_HIP + side] + THIGH_M * thigh
    p[Joint.LEFT_ANKLE + side] = p[Joint.LEFT_KNEE + side] + SHANK_M * shank
    p[Joint.LEFT_HEEL + side] = p[Joint.LEFT_ANKLE + side] + ANKLE_M * shank
    p[Joint.LEFT_TOE + side] = p[Joint.LEFT_HEEL + side] + 0.2 * foot


def _lean(flexion: float, side_bend: float) -> Floats:
    f, s = math.radians(flexion), math.radians(side_bend)
    return np.array([math.sin(s), math.cos(s) * math.cos(f), math.cos(s) * math.sin(f)])


def _swing(forward: float) -> Floats:
    """Return the direction that hangs down, swung forward by degrees."""
    a = math.radians(forward)
    return np.array([0.0, -math.cos(a), math.sin(a)])


def _turn(axis: Floats, degrees: float) -> Floats:
    """Return the (3, 3) rotation about a unit axis, right-hand rule (Rodrigues)."""
    a = math.radians(degrees)
    k = np.cross(np.eye(3), axis)  # k @ v is axis x v
    return np.asarray(np.eye(3) + math.sin(a) * k + (1 - math.cos(a)) * k @ k)


def _project(points: Floats, distance_m: float, at_px: tuple[float, float]) -> Floats:
    px_per_m = FOCAL_PX / (distance_m - points[:, 2])
    return np.column_stack([at_px[0] + px_per_m * points[:, 0], at_px[1] - px_per_m * points[:, 1]])


def _both(angle: Both) -> tuple[float, float]:
    return angle if isinstance(angle, tuple) else (angle, angle)


def _other_side(name: str) -> str:
    return name.replace("LEFT", "~").replace("RIGHT", "LEFT").replace("~", "RIGHT")
