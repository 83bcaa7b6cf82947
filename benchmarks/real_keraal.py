"""A seated man before optical targets: picture landmarks as poses, targets as truth.

``G3-BP-<name>.json`` holds BlazePose's 33 picture landmarks of every frame, ``G3-Vicon-<name>.txt``
the targets (rows of 17 bodies x 7: x y z millimetres, quaternion x y z w). What is assumed of both
stands in ``REAL.md``.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from posturecheck.clips.first_pass import FirstPass
from posturecheck.console.untrusted_text import read_outside_text
from posturecheck.core import TRUNK_JOINTS, Floats, InputError, Pose
from posturecheck.detectors.mediapipe_pose import LANDMARK_OF_JOINT
from posturecheck.evaluate.estimate import Estimate
from posturecheck.evaluate.labels import Truth
from posturecheck.kinematics.tracks import Presence
from posturecheck.kinematics.trunk import TRUNK_LENGTH_M
from posturecheck.sources.trace import Trace

POINTS, TARGETS = "G3-BP-", "G3-Vicon-"
RATE_HZ = 30.0
PICTURE_PX = (960.0, 544.0)  # of the dataset's group 3, by its own README
FIRST_S = 1.0  # he sits upright: the zero of the targets and of what is said
BODIES, NUMBERS = 17, 7  # of a row of targets
CHEST, SHOULDERS, HIPS = 4, (7, 8), 13
MOVING = 1.0  # there is no picture to measure motion in, and he is known to be a man
LANDMARKS = (
    *("Nose", "Left_eye_inner", "Left_eye", "Left_eye_outer", "Right_eye_inner", "Right_eye"),
    *("Right_eye_outer", "Left_ear", "Right_ear", "Mouth_left", "Mouth_right", "Left_shoulder"),
    *("Right_shoulder", "Left_elbow", "Right_elbow", "Left_wrist", "Right_wrist", "Left_pinky"),
    *("Right_pinky", "Left_index", "Right_index", "Left_thumb", "Right_thumb", "Left_hip"),
    *("Right_hip", "Left_knee", "Right_knee", "Left_ankle", "Right_ankle", "Left_heel"),
    *("Right_heel", "Left_foot_index", "Right_foot_index"),
)  # in MediaPipe's order


def recordings(folder: Path) -> list[tuple[Path, Path]]:
    """Return the pairs of landmarks and targets of a folder, in order of name."""
    pairs = (
        (path, path.with_name(TARGETS + path.stem.removeprefix(POINTS) + ".txt"))
        for path in sorted(folder.glob(f"{POINTS}*.json"))
    )
    return [(points, targets) for points, targets in pairs if targets.exists()]


def read_poses(path: Path) -> Trace:
    """Return the landmarks as a trace of one man.

    Raises:
        InputError: The file is not as described above.
    """
    try:
        frames = json.loads(read_outside_text(path))["positions"]
        flat = np.array(
            [[frames[t][name] for name in LANDMARKS] for t in sorted(frames, key=float)]
        )
        landmarks = flat.astype(np.float64).reshape(len(frames), len(LANDMARKS), 3)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise InputError(
            f"{path}: expected BlazePose landmarks by frame, found {error!r}"
        ) from error
    trace = Trace()
    for i, pose in enumerate(poses_from(landmarks)):
        trace.append(i / RATE_HZ, (pose,))
    return trace


def poses_from(landmarks: Floats) -> list[Pose]:
    """Return picture landmarks (n, 33, 3), x y z in shares of the picture, as poses.

    z is in the unit of x. All frames get one scale: the one that makes the trunk's median
    length ``TRUNK_LENGTH_M``.
    """
    across_px, down_px = PICTURE_PX
    joints = landmarks[:, LANDMARK_OF_JOINT] * (across_px, down_px, across_px)
    ends = joints[:, list(TRUNK_JOINTS)]
    hips = ends[:, 2:].mean(axis=1)
    length_px = np.median(np.linalg.norm(ends[:, :2].mean(axis=1) - hips, axis=1))
    points_m = (joints - hips[:, None]) * (1.0, -1.0, -1.0) * (TRUNK_LENGTH_M / length_px)
    seen = np.ones(joints.shape[1])
    return [
        Pose(metres, pixels[:, :2], seen, MOVING)
        for metres, pixels in zip(points_m, joints, strict=True)
    ]


def read_targets(path: Path, frames: int) -> Truth:
    """Return side bend and twist at each of so many frames, from the targets.

    Raises:
        InputError: The file is not as described above.
    """
    try:
        rows = np.loadtxt(path, ndmin=2).reshape(-1, BODIES, NUMBERS)
    except (ValueError, OSError) as error:
        raise InputError(f"{path}: expected rows of 17 bodies x 7, found {error}") from error
    place = np.linspace(0, len(rows) - 1, frames)
    flat = [np.interp(place, np.arange(len(rows)), c) for c in rows.reshape(len(rows), -1).T]
    bodies = np.stack(flat, axis=1).reshape(frames, BODIES, NUMBERS)
    t_s = np.arange(frames) / RATE_HZ
    measured = {
        "trunk_side_bend_deg": side_bend_deg(bodies),
        "trunk_rotation_deg": twist_deg(bodies),
    }
    # The picture is mirrored: what is to his left is to the right of the man in it.
    values = {name: -(column - _first(t_s, column)) for name, column in measured.items()}
    return Truth(t_s, values, ("front",) * frames)


def side_bend_deg(bodies: Floats) -> Floats:
    """Return the lean to his left of the line from the hips to between the shoulders, (n,)."""
    trunk = bodies[:, SHOULDERS, :3].mean(axis=1) - bodies[:, HIPS, :3]
    angle: Floats = np.degrees(np.arctan2(trunk[:, 1], trunk[:, 2]))
    return angle


def twist_deg(bodies: Floats) -> Floats:
    """Return how far the chest has turned against the hips to his left about the vertical, (n,).

    Zero is the first frame.
    """
    chest, hips = (_matrices(bodies[:, body, 3:]) for body in (CHEST, HIPS))
    turned = (chest @ chest[0].T) @ (hips @ hips[0].T).transpose(0, 2, 1)
    angle: Floats = np.degrees(np.arctan2(-turned[:, 0, 1], turned[:, 1, 1]))
    return angle


def _matrices(quaternions: Floats) -> Floats:
    """Return (n, 4) quaternions x y z w as (n, 3, 3) rotations."""
    x, y, z, w = (quaternions / np.linalg.norm(quaternions, axis=1, keepdims=True)).T
    rows: Any = (
        (1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)),
        (2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)),
        (2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)),
    )
    return np.moveaxis(np.array(rows), 2, 0)


@dataclass
class OneMan(FirstPass):
    """A first pass over somebody known to be a man, and to sit tall in the first second.

    Picture landmarks are too deep to show either: his thighs are 1.5 trunks long, and his upright
    trunk leans 50 degrees.
    """

    neutral: tuple[float, float] | None = (0.0, FIRST_S)

    def track(self) -> int:
        """Return the number of the only track."""
        return 1

    def seconds(self, track: int) -> float:
        """Return for how long he was there: always."""
        return math.inf

    def present(self, track: int) -> tuple[Presence, ...]:
        """Return when he was there: always."""
        return (Presence(-math.inf, -math.inf, math.inf),)


def zeroed(said: Estimate, measures: tuple[str, ...]) -> tuple[Estimate, dict[str, float]]:
    """Return what was said with its median of the first second taken off, and that median."""
    zeros = {name: _first(said.t_s, said.columns[name]) for name in measures}
    columns = {name: column - zeros.get(name, 0.0) for name, column in said.columns.items()}
    return Estimate(said.seconds, said.t_s, columns, said.episodes, said.cues), zeros


def _first(t_s: Floats, column: Floats) -> float:
    first = column[(t_s < FIRST_S) & np.isfinite(column)]
    return float(np.median(first)) if len(first) else math.nan
