"""One movement at a time, cut from a body's true angles: from rest to rest.

Rest is an upright trunk on a body that keeps its height and its heading; on the floor it is
lying or sitting still. Deliberately apart from posturecheck's own cutting: the rules are the
same, the angles are the skeleton's own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from posturecheck.core import MovementKind
from renderer.core import Floats
from renderer.truth import rates

Flags = NDArray[np.bool_]

# Rest.
REST_LEAN_DEG, REST_TWIST_DEG, REST_SIDE_DEG = 14.0, 10.0, 10.0
REST_S = 0.5  # passing through upright is no rest, as a short return ends no risky stretch
STILL_TRUNKS_S = 0.12  # hips that go up or down no faster, trunk lengths a second
STILL_TURN_DEG_S = 15.0  # of the pelvis' heading; on the floor of the lean
# What counts.
LEAST_LEAN_DEG, LEAST_TWIST_DEG, LEAST_SIDE_DEG, LEAST_TURN_DEG = 20.0, 15.0, 15.0, 45.0
LEAST_HEIGHT_TRUNKS = 0.3
COMES_UP_DEG = 15.0  # and down again by as much: two movements
# The floor, in trunk lengths above it.
FLOOR_HIPS, FLOOR_KNEE, FLOOR_HAND = 0.5, 0.25, 0.3
ALL_FOURS_LEAN_DEG = 45.0


@dataclass(frozen=True, slots=True, eq=False)
class Curves:
    """What a movement is cut from, (n,) each: degrees, seconds; heights in trunk lengths.

    ``heading_deg`` has no jumps. ``on_floor`` is lying, on all fours or sitting on it;
    ``on_knee`` a knee on it.
    """

    times_s: Floats
    lean_deg: Floats
    forward_deg: Floats
    side_deg: Floats
    twist_deg: Floats
    heading_deg: Floats
    hips: Floats
    on_floor: Flags
    on_knee: Flags


@dataclass(frozen=True, slots=True)
class Cut:
    """One movement: what it is, and when it begins, is deepest and ends, seconds."""

    kind: MovementKind
    start_s: float
    deepest_s: float
    end_s: float


def curves_of(
    times_s: Floats, columns: Mapping[str, Floats], joints: Sequence[Mapping[str, Floats]]
) -> Curves:
    """Return the curves of a clip.

    Args:
        times_s: (n,) seconds, rising.
        columns: The measures of DESIGN section 3, (n,) each.
        joints: Every picture's joint centres, name to (3,), metres, z up.
    """

    def height_m(name: str) -> Floats:
        return np.array([(one[f"{name}_L"][2], one[f"{name}_R"][2]) for one in joints])

    first = joints[0]
    up_m = (first["shoulder_L"] + first["shoulder_R"] - first["hip_L"] - first["hip_R"]) / 2
    trunk_m = float(np.linalg.norm(up_m))
    hips, knees, hands = (height_m(name) / trunk_m for name in ("hip", "knee", "index"))
    lean_deg, hips = columns["trunk_inclination_deg"], hips.mean(axis=1)
    on_fours = (knees.max(axis=1) < FLOOR_KNEE) & (hands.min(axis=1) < FLOOR_HAND)
    return Curves(
        times_s,
        lean_deg,
        columns["trunk_flexion_deg"],
        columns["trunk_side_bend_deg"],
        columns["trunk_rotation_deg"],
        np.degrees(np.unwrap(np.radians(columns["pelvis_yaw_deg"]))),
        hips,
        (hips < FLOOR_HIPS) | (on_fours & (lean_deg >= ALL_FOURS_LEAN_DEG)),
        knees.min(axis=1) < FLOOR_KNEE,
    )


def cut(curves: Curves) -> tuple[Cut, ...]:
    """Return every movement in time order; none overlaps another."""
    found = []
    for first, last in _moving(curves):
        on_floor = bool(curves.on_floor[first : last + 1].any())
        for a, b in [(first, last)] if on_floor else _strokes(curves.lean_deg, first, last):
            if _counts(curves, slice(a, b + 1)):
                found.append(_cut(curves, a, b))
    return tuple(found)


def _moving(curves: Curves) -> Iterator[tuple[int, int]]:
    """Yield (first, last) index of every stretch between two rests, their ends included."""
    times_s, rest = curves.times_s, _resting(curves)
    end = len(times_s) - 1
    step_s = float(times_s[-1] - times_s[0]) / max(end, 1)
    for first, last in _runs(rest):
        if first > 0 and last < end and times_s[last] - times_s[first] + step_s < REST_S:
            rest[first : last + 1] = False
    for first, last in _runs(~rest):
        yield max(first - 1, 0), min(last + 1, end)


def _resting(curves: Curves) -> Flags:
    times_s = curves.times_s
    still = np.abs(rates(times_s, curves.hips)) < STILL_TRUNKS_S
    upright = (
        (curves.lean_deg < REST_LEAN_DEG)
        & (np.abs(curves.twist_deg) < REST_TWIST_DEG)
        & (np.abs(curves.side_deg) < REST_SIDE_DEG)
        & (np.abs(rates(times_s, curves.heading_deg)) < STILL_TURN_DEG_S)
    )
    # Whoever lies has no heading that could be told by the hips, and leans for good.
    lies = curves.on_floor & (np.abs(rates(times_s, curves.lean_deg)) < STILL_TURN_DEG_S)
    resting: Flags = still & np.where(curves.on_floor, lies, upright)
    return resting


def _runs(held: Flags) -> list[tuple[int, int]]:
    """Return (first, last) index of every stretch that holds."""
    edges = np.diff(np.concatenate([[0], held.astype(int), [0]]))
    firsts, lasts = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1) - 1
    return list(zip(firsts.tolist(), lasts.tolist(), strict=True))


def _strokes(lean_deg: Floats, first: int, last: int) -> Iterator[tuple[int, int]]:
    """Yield the pieces between the high points where the trunk came up and goes down again."""
    start, deepest, highest = first, first, -1
    for i in range(first, last + 1):
        if highest < 0:
            deepest = i if lean_deg[i] > lean_deg[deepest] else deepest
            highest = i if lean_deg[deepest] - lean_deg[i] >= COMES_UP_DEG else -1
        elif lean_deg[i] < lean_deg[highest]:
            highest = i
        elif lean_deg[i] - lean_deg[highest] >= COMES_UP_DEG:
            yield start, highest
            start, deepest, highest = highest, i, -1
    yield start, last


def _counts(curves: Curves, part: slice) -> bool:
    if curves.on_floor[part].all() and np.ptp(curves.lean_deg[part]) < LEAST_LEAN_DEG:
        return bool(np.ptp(curves.hips[part]) >= LEAST_HEIGHT_TRUNKS)
    return bool(
        curves.lean_deg[part].max() >= LEAST_LEAN_DEG
        or np.ptp(curves.hips[part]) >= LEAST_HEIGHT_TRUNKS
        or np.abs(curves.twist_deg[part]).max() >= LEAST_TWIST_DEG
        or np.abs(curves.side_deg[part]).max() >= LEAST_SIDE_DEG
        or np.ptp(curves.heading_deg[part]) >= LEAST_TURN_DEG
    )


def _cut(curves: Curves, first: int, last: int) -> Cut:
    part = slice(first, last + 1)
    kind = _kind(curves, first, last)
    depth = curves.lean_deg[part]
    if kind == "side-bend":
        depth = np.abs(curves.side_deg[part])
    elif kind == "turn":
        depth = np.abs(curves.twist_deg[part])
        if depth.max() < LEAST_TWIST_DEG:
            depth = np.abs(rates(curves.times_s, curves.heading_deg)[part])
    deepest = first + int(np.argmax(depth))
    at_s = curves.times_s
    return Cut(kind, float(at_s[first]), float(at_s[deepest]), float(at_s[last]))


def _kind(curves: Curves, first: int, last: int) -> MovementKind:
    part = slice(first, last + 1)
    rise = float(curves.hips[last] - curves.hips[first])
    if curves.on_floor[part].any():
        return "to-floor"
    if rise <= -LEAST_HEIGHT_TRUNKS:
        return "kneel-down" if curves.on_knee[last] else "sit-down"
    if rise >= LEAST_HEIGHT_TRUNKS:
        return "stand-up"
    lean_deg = float(curves.lean_deg[part].max())
    twist_deg = float(np.abs(curves.twist_deg[part]).max())
    side_deg = float(np.abs(curves.side_deg[part]).max())
    if side_deg >= LEAST_SIDE_DEG and side_deg > float(np.abs(curves.forward_deg[part]).max()):
        return "side-bend"
    turned_deg = float(np.ptp(curves.heading_deg[part]))
    if max(twist_deg, turned_deg) > lean_deg and (
        twist_deg >= LEAST_TWIST_DEG or turned_deg >= LEAST_TURN_DEG
    ):
        return "turn"
    return "bend"
