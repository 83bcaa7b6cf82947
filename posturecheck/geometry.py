"""Angles and directions in three dimensions; numpy only, nan in, nan out."""

from __future__ import annotations

import math

import numpy as np

from posturecheck.core import Floats


def unit(vector: Floats) -> Floats:
    """Return a (3,) vector scaled to length 1; nan for a zero vector."""
    length = math.sqrt(float(vector @ vector))
    return vector / length if length > 0 else np.full(3, math.nan)


def angle_deg(a: Floats, b: Floats) -> float:
    """Return the unsigned angle between two (3,) vectors, 0 to 180 degrees."""
    # atan2 keeps its precision near 0 and 180 degrees, where acos loses half its digits.
    across = _cross(a, b)
    return math.degrees(math.atan2(math.sqrt(float(across @ across)), float(a @ b)))


def signed_angle_deg(a: Floats, b: Floats, axis: Floats) -> float:
    """Return the angle from a to b about a unit axis, -180 to 180, right-hand rule.

    Both vectors are first projected onto the plane across the axis.
    """
    a, b = across(a, axis), across(b, axis)
    return math.degrees(math.atan2(float(axis @ _cross(a, b)), float(a @ b)))


def across(vector: Floats, axis: Floats) -> Floats:
    """Return the part of a (3,) vector that is perpendicular to a unit axis."""
    return vector - axis * float(vector @ axis)


def rotation_between(a: Floats, b: Floats) -> Floats:
    """Return the (3, 3) matrix of the shortest rotation that takes unit a onto unit b."""
    v, cosine = _cross(a, b), float(a @ b)
    if cosine < -1 + 1e-12:  # opposite: any half turn across a will do
        axis = unit(across(np.eye(3)[int(np.argmin(np.abs(a)))], a))
        return np.asarray(2 * np.outer(axis, axis) - np.eye(3))
    skew = np.array([[0, -v[2], v[1]], [v[2], 0, -v[0]], [-v[1], v[0], 0]])
    return np.asarray(np.eye(3) + skew + skew @ skew / (1 + cosine))


def wrapped_deg(angle: float) -> float:
    """Return the same direction as an angle in -180 <= angle < 180 degrees."""
    return (angle + 180.0) % 360.0 - 180.0


def _cross(a: Floats, b: Floats) -> Floats:
    # np.cross spends ten times as long on its checks as on the product.
    return np.array(
        [
            a[1] * b[2] - a[2] * b[1],
            a[2] * b[0] - a[0] * b[2],
            a[0] * b[1] - a[1] * b[0],
        ]
    )


cross = _cross
