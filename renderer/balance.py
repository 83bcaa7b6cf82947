"""Standing upright: the centre of mass over the feet, the height that bent knees leave."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from renderer.angles import FootGoal
from renderer.core import SIDES, Floats, Side
from renderer.rotations import FORWARD, about_z
from renderer.skeleton import Figure, Skeleton

# Shares of the body's mass (Dempster, after Winter 2009), each side's where there are two.
HEAD, THORAX, ABDOMEN, PELVIS = 0.081, 0.216, 0.139, 0.142
ARM_AND_LEG = (
    ("upperarm01", "lowerarm01", 0.44, 0.028),
    ("lowerarm01", "wrist", 0.68, 0.022),
    ("upperleg01", "lowerleg01", 0.43, 0.100),
    ("lowerleg01", "foot", 0.43, 0.0465),
    ("foot", "toe2-1", 0.5, 0.0145),
)
ANKLE_TO_MIDFOOT_M = 0.045  # the centre of mass is carried a little before the ankles


def centre_of_mass(figure: Figure) -> Floats:
    """Return the centre of mass, (3,), of a figure whose limbs are placed."""
    at = figure.at
    total: Floats = HEAD * (at("head") + figure.turned("head") @ np.array([0.0, -0.015, 0.06]))
    total = total + THORAX * (at("spine02") + at("neck01")) / 2
    total = total + ABDOMEN * (at("spine04") + at("spine02")) / 2
    total = total + PELVIS * (0.7 * at("spine05") + 0.3 * at("spine04"))
    mass = HEAD + THORAX + ABDOMEN + PELVIS
    for side in SIDES:
        for upper, lower, along, share in ARM_AND_LEG:
            here, there = at(f"{upper}.{side}"), at(f"{lower}.{side}")
            total = total + share * (here * (1 - along) + there * along)
            mass += share
    centre: Floats = total / mass
    return centre


def support(feet: Mapping[Side, FootGoal], left_weight: float) -> Floats:
    """Return the floor's point (3,) over which the centre of mass is carried."""
    shares = {"L": left_weight, "R": 1 - left_weight}
    middle = np.zeros(3)
    for side in SIDES:
        ahead = about_z(feet[side].yaw) @ FORWARD * ANKLE_TO_MIDFOOT_M
        middle = middle + shares[side] * (feet[side].ankle + ahead)
    on_floor: Floats = middle * np.array([1.0, 1.0, 0.0])
    return on_floor


def pelvis_height_m(
    skeleton: Skeleton,
    hips: Floats,
    over: Floats,
    feet: Mapping[Side, FootGoal],
    knee_deg: float,
    left_weight: float,
) -> float:
    """Return the pelvis' height at which the standing leg's knee is bent so far.

    A foot that bears no weight only keeps its leg from being torn out.

    Args:
        skeleton: Whose legs.
        hips: The pelvis' rotation from rest, (3, 3).
        over: Where the pelvis is, (3,); its height is not read.
        feet: Both feet.
        knee_deg: Flexion of the knee of the leg that stands.
        left_weight: Share of the weight on the left foot.
    """
    heights = []
    for side in SIDES:
        weight = left_weight if side == "L" else 1 - left_weight
        leg = skeleton.legs[side]
        bent = math.radians(knee_deg) * min(1.0, 2.2 * weight)
        upper_m, lower_m = leg.upper_m, leg.lower_m
        length_m = math.sqrt(upper_m**2 + lower_m**2 + 2 * upper_m * lower_m * math.cos(bent))
        hip = hips @ (leg.upper - skeleton.pelvis_rest)
        ankle = feet[side].ankle
        away = over[:2] + hip[:2] - ankle[:2]
        rise_m = math.sqrt(max(0.01, length_m**2 - float(away @ away)))
        heights.append(ankle[2] + rise_m - hip[2])
    return float(min(heights))
