"""The pose model's errors, collected: what it saw of rendered people against where they were.

Rendering is slow and posing is quick. So the errors the model made on rendered people are
kept, and given to poses that were never rendered, each from a moment that looked alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from learning.landmarks import Carried, carried, fitted_offsets, landmarks
from learning.plans import plan_of
from learning.recording import MEASURES, Recording
from posturecheck.core import Floats, Pose
from posturecheck.kinematics.trunk import TRUNK_LENGTH_M
from posturecheck.measures import mirror_signs
from renderer import truth
from renderer.cameras import Projection, projection
from renderer.film import cast, times_of

# How alike two moments look: one unit of each counts the same.
UNITS_DEG = {
    "trunk_flexion_deg": 25.0,
    "spine_flexion_deg": 25.0,
    "trunk_side_bend_deg": 15.0,
    "trunk_rotation_deg": 20.0,
    "hip_flexion_deg": 45.0,
    "knee_flexion_deg": 45.0,
}
FACING_WEIGHT = 2.5
KEPT_EVERY = 2  # pictures; neighbours tell nothing new
FIT_EVERY = 8  # of them for the offsets
LEAN = "trunk_inclination_deg"
SAME_DEG = 0.5  # a movement done again; more, and it has changed since it was collected


@dataclass(frozen=True, slots=True, eq=False)
class Errors:
    """What was seen wrongly in n moments.

    ``look`` (n, k) is as ``look_of`` has it; what the model saw less what was
    there, ``flat`` (n, 23, 2) in trunk lengths on the picture, ``deep`` (n, 23, 3) metres;
    its ``visibility`` (n, 23); ``clip`` (n,) the number of its recording, in which moments
    follow each other. ``offsets`` (23, 3): see ``landmarks``.
    """

    look: Floats
    flat: Floats
    deep: Floats
    visibility: Floats
    clip: NDArray[np.int64]
    offsets: Floats


LOOK_IN_A_MIRROR = np.array([*mirror_signs(UNITS_DEG), -1.0, 1.0])  # of look_of's numbers


def look_of(degrees: Floats) -> Floats:
    """Return what makes moments look alike, from their true angles (..., measures)."""
    angles = [degrees[..., MEASURES.index(n)] / unit for n, unit in UNITS_DEG.items()]
    yaw = np.radians(degrees[..., MEASURES.index("pelvis_yaw_deg")])
    facing = [FACING_WEIGHT * np.sin(yaw), FACING_WEIGHT * np.cos(yaw)]
    return np.stack([*angles, *facing], axis=-1)


def collected(paths: Sequence[Path]) -> Errors:
    """Return the errors of those learned from, whose movements are done again unrendered."""
    rigs: list[Carried] = []
    seen: list[Projection] = []
    rows: list[tuple[Floats, Floats, Floats, Floats]] = []
    clips: list[int] = []
    for number, path in enumerate(paths):
        recording = Recording.load(path)
        if recording.part != "train":
            continue
        plan = plan_of(int(path.stem.rpartition("-")[2]))
        actor = cast(plan)
        assert actor is not None
        view = projection(plan.camera)
        times_s = times_of(plan, actor)
        if len(times_s) != len(recording.t_s):
            continue  # the movement has changed since it was collected
        pictures = range(0, len(times_s), KEPT_EVERY)
        moments = actor.movement.moments(times_s[::KEPT_EVERY])
        for i, moment in zip(pictures, moments, strict=True):
            lean_deg = truth.measures(actor.skeleton, moment.placed, 0.0)[LEAN]
            same = abs(lean_deg - recording.truth[i, MEASURES.index(LEAN)]) < SAME_DEG
            if same and np.isfinite(recording.visibility[i]).all():
                rigs.append(carried(actor.skeleton, moment.placed))
                seen.append(view)
                clips.append(number)
                rows.append(
                    (
                        recording.points_px[i],
                        recording.points_m[i],
                        recording.visibility[i],
                        recording.truth[i],
                    )
                )
    some = slice(None, None, FIT_EVERY)
    offsets = fitted_offsets(rigs[some], seen[some], [row[0] for row in rows[some]])
    true = [true_pose(rig, view, offsets) for rig, view in zip(rigs, seen, strict=True)]
    sizes = np.array([true_size_px(rig, view) for rig, view in zip(rigs, seen, strict=True)])
    pixels = np.array([row[0] for row in rows]) - np.array([p.points_px for p in true])
    return Errors(
        look=look_of(np.array([row[3] for row in rows])),
        flat=pixels / sizes[:, None, None],
        deep=np.array([row[1] for row in rows]) - np.array([p.points_m for p in true]),
        visibility=np.array([row[2] for row in rows]),
        clip=np.array(clips),
        offsets=offsets,
    )


def true_pose(rig: Carried, view: Projection, offsets: Floats) -> Pose:
    """Return what a pose model without errors would see, in posturecheck's axes."""
    points = landmarks(rig, offsets)
    camera = view.in_camera(points) * (1.0, -1.0, -1.0)
    hips = camera[13:15].mean(axis=0)
    return Pose(camera - hips, view.pixels(points), np.ones(len(points)))


def true_size_px(rig: Carried, view: Projection) -> float:
    """Return a trunk's length as it would be seen at the body's distance, pixels."""
    away_m = float(view.in_camera(rig.points[13:15])[:, 2].mean())
    return TRUNK_LENGTH_M * float(view.intrinsics[0, 0]) / away_m
