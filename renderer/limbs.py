"""Arms and legs by two-bone inverse kinematics: where elbow and knee must be."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from renderer.core import SIDES, Body, Floats, Side
from renderer.rotations import LEFT, across, cross, frame, unit

STRAIGHTEST = 0.9995  # of the limb's length: a fully straight joint has no hinge


@dataclass(frozen=True, slots=True, eq=False)
class Limb:
    """An arm or a leg at rest: joint centres and the middle joint's hinge, (3,) each."""

    upper: Floats
    middle: Floats
    end: Floats
    hinge: Floats

    @property
    def upper_m(self) -> float:
        """Length of the upper bone, metres."""
        return float(np.linalg.norm(self.middle - self.upper))

    @property
    def lower_m(self) -> float:
        """Length of the lower bone, metres."""
        return float(np.linalg.norm(self.end - self.middle))

    @property
    def length_m(self) -> float:
        """Length when straight, metres."""
        return self.upper_m + self.lower_m


@dataclass(frozen=True, slots=True, eq=False)
class Bent:
    """A limb that reaches a place: joint centres (3,) and the bones' rotations (3, 3)."""

    middle: Floats
    end: Floats
    upper: Floats
    lower: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Palm:
    """A hand at rest: unit directions of the fingers and out of the palm, (3,)."""

    fingers: Floats
    normal: Floats


def arms_of(body: Body) -> dict[Side, Limb]:
    """Return both arms at rest, wrist as the end."""
    limbs: dict[Side, Limb] = {}
    for side in SIDES:
        shoulder, elbow, wrist = (
            body.at(f"{bone}.{side}") for bone in ("upperarm01", "lowerarm01", "wrist")
        )
        hinge = unit(cross(elbow - shoulder, wrist - elbow))
        limbs[side] = Limb(shoulder, elbow, wrist, hinge)
    return limbs


def legs_of(body: Body) -> dict[Side, Limb]:
    """Return both legs at rest, ankle as the end."""
    limbs: dict[Side, Limb] = {}
    for side in SIDES:
        hip, knee, ankle = (body.at(f"{b}.{side}") for b in ("upperleg01", "lowerleg01", "foot"))
        limbs[side] = Limb(hip, knee, ankle, LEFT)
    return limbs


def palms_of(body: Body) -> dict[Side, Palm]:
    """Return both hands at rest."""
    palms: dict[Side, Palm] = {}
    for side in SIDES:
        wrist, index, middle, little = (
            body.at(f"{bone}.{side}") for bone in ("wrist", "finger2-1", "finger3-1", "finger5-1")
        )
        outwards = cross(index - wrist, little - wrist)
        sign = -1.0 if side == "L" else 1.0
        palms[side] = Palm(unit(middle - wrist), unit(outwards) * sign)
    return palms


def bend(limb: Limb, start: Floats, goal: Floats, towards: Floats) -> Bent:
    """Return the limb bent so that it ends at the goal, or as near as it is long.

    Args:
        limb: The limb at rest.
        start: Where hip or shoulder are now, (3,).
        goal: Where ankle or wrist should be, (3,).
        towards: Which way knee or elbow point, (3,).
    """
    upper_m, lower_m = limb.upper_m, limb.lower_m
    line = goal - start
    direction = unit(line)
    shortest, longest = abs(upper_m - lower_m) + 1e-3, (upper_m + lower_m) * STRAIGHTEST
    reach_m = min(max(math.sqrt(float(line @ line)), shortest), longest)
    cosine = (upper_m**2 + reach_m**2 - lower_m**2) / (2 * upper_m * reach_m)
    sine = math.sqrt(max(0.0, 1 - cosine * cosine))
    bulge = _bulge(direction, towards)
    middle = start + direction * (upper_m * cosine) + bulge * (upper_m * sine)
    end = start + direction * reach_m
    hinge = cross(bulge, direction)
    return Bent(
        middle,
        end,
        frame(middle - start, hinge) @ frame(limb.middle - limb.upper, limb.hinge).T,
        frame(end - middle, hinge) @ frame(limb.end - limb.middle, limb.hinge).T,
    )


def _bulge(direction: Floats, towards: Floats) -> Floats:
    side = across(towards, direction)
    if float(side @ side) < 1e-12:  # points along the limb: any side is as good
        side = cross(direction, LEFT)
    return unit(side)
