"""Where the pose model sees its points on the rig: each rides on a bone at a fixed offset."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from posturecheck.core import Floats, Joint
from renderer.cameras import Projection
from renderer.core import Placed
from renderer.skeleton import Skeleton


def _bones() -> tuple[tuple[str, str], ...]:
    """Return for each joint the bone it starts at and the bone whose turning it follows."""
    limbs = {
        "SHOULDER": ("upperarm01", "spine01"),
        "ELBOW": ("lowerarm01", "lowerarm01"),
        "WRIST": ("wrist", "wrist"),
        "HAND": ("finger2-1", "wrist"),
        "HIP": ("upperleg01", "spine05"),
        "KNEE": ("lowerleg01", "lowerleg01"),
        "ANKLE": ("foot", "foot"),
        "HEEL": ("foot", "foot"),
        "TOE": ("toe2-1", "foot"),
    }
    found = []
    for joint in Joint:
        side, _, part = joint.name.partition("_")
        if part not in limbs:
            found.append(("head", "head"))
            continue
        start, follows = limbs[part]
        suffix = f".{side[0]}"
        found.append((start + suffix, follows if "spine" in follows else follows + suffix))
    return tuple(found)


BONES = _bones()


@dataclass(frozen=True, slots=True, eq=False)
class Carried:
    """The rig's points of one moment: ``points`` (23, 3), ``turns`` (23, 3, 3)."""

    points: Floats
    turns: Floats


def carried(skeleton: Skeleton, placed: Placed) -> Carried:
    """Return every joint's bone start and rotation, room axes."""
    starts = [skeleton.index[start] for start, _ in BONES]
    follows = [skeleton.index[bone] for _, bone in BONES]
    return Carried(placed.positions[starts], placed.rotations[follows])


def landmarks(rig: Carried, offsets: Floats) -> Floats:
    """Return where the points are seen on the body, (23, 3), room axes, metres."""
    seen: Floats = rig.points + np.einsum("jab,jb->ja", rig.turns, offsets)
    return seen


def fitted_offsets(
    rigs: Sequence[Carried], projections: Sequence[Projection], points_px: Sequence[Floats]
) -> Floats:
    """Return the offsets (23, 3), metres, with which the rig's points fall on the seen ones.

    Least squares on the picture, the perspective taken at the bone's start; large misses
    (hidden limbs) are left out in a second round.
    """
    offsets = np.zeros((len(Joint), 3))
    for joint in Joint:
        rows, misses = [], []
        for rig, seen, pixels in zip(rigs, projections, points_px, strict=True):
            start = seen.in_camera(rig.points[joint][None])[0]
            focal_px = seen.intrinsics[0, 0]
            across = np.array([[1, 0, -start[0] / start[2]], [0, 1, -start[1] / start[2]]]) * (
                focal_px / start[2]
            )
            rows.append(across @ seen.rotation @ rig.turns[joint])
            misses.append(pixels[joint] - seen.pixels(rig.points[joint][None])[0])
        design, miss = np.concatenate(rows), np.concatenate(misses)
        solved = np.linalg.lstsq(design, miss, rcond=None)[0]
        left = np.abs(miss - design @ solved)
        kept = left <= 3 * np.median(left)
        offsets[joint] = np.linalg.lstsq(design[kept], miss[kept], rcond=None)[0]
    return offsets
