"""Rotation matrices and directions in three dimensions; (3, 3) and (3,), radians."""

from __future__ import annotations

import math

import numpy as np

from renderer.core import Floats

UP: Floats = np.array([0.0, 0.0, 1.0])
LEFT: Floats = np.array([1.0, 0.0, 0.0])
FORWARD: Floats = np.array([0.0, -1.0, 0.0])


def about_x(angle: float) -> Floats:
    """Return a rotation about x: a person at rest bends forward for a positive angle."""
    c, s = math.cos(angle), math.sin(angle)
    return np.array([[1.0, 0.0, 0.0], [0.0, c, -s], [0.0, s, c]])


def about_y(angle: float) -> Floats:
    """Return a rotation about y: a person at rest bends to the own left."""
    c, s = math.cos(angle), math.sin(angle)
    return np.array([[c, 0.0, s], [0.0, 1.0, 0.0], [-s, 0.0, c]])


def about_z(angle: float) -> Floats:
    """Return a rotation about z: a person at rest turns to the own left."""
    c, s = math.cos(angle), math.sin(angle)
    return np.array([[c, -s, 0.0], [s, c, 0.0], [0.0, 0.0, 1.0]])


def about(axis: Floats, angle: float) -> Floats:
    """Return a rotation about any axis, which need not have length 1."""
    x, y, z = unit(axis)
    c, s = math.cos(angle), math.sin(angle)
    v = 1.0 - c
    return np.array(
        [
            [c + x * x * v, x * y * v - z * s, x * z * v + y * s],
            [y * x * v + z * s, c + y * y * v, y * z * v - x * s],
            [z * x * v - y * s, z * y * v + x * s, c + z * z * v],
        ]
    )


def unit(vector: Floats) -> Floats:
    """Return a (3,) vector scaled to length 1; a zero vector stays zero."""
    length = math.sqrt(float(vector @ vector))
    return vector / length if length > 0 else vector


def cross(a: Floats, b: Floats) -> Floats:
    """Return the cross product of two (3,) vectors."""
    # np.cross spends ten times as long on its checks as on the product.
    return np.array(
        [
            a[1] * b[2] - a[2] * b[1],
            a[2] * b[0] - a[0] * b[2],
            a[0] * b[1] - a[1] * b[0],
        ]
    )


def across(vector: Floats, axis: Floats) -> Floats:
    """Return the part of a (3,) vector that is perpendicular to a unit axis."""
    return vector - axis * float(vector @ axis)


def frame(along: Floats, hinge: Floats) -> Floats:
    """Return axes as columns: the hinge made square to ``along``, ``along``, their cross."""
    along = unit(along)
    hinge = unit(across(hinge, along))
    return np.stack([hinge, along, cross(hinge, along)], axis=1)


def angle_between(a: Floats, b: Floats) -> float:
    """Return the unsigned angle between two (3,) vectors, 0 to pi."""
    square = cross(a, b)
    return math.atan2(math.sqrt(float(square @ square)), float(a @ b))


def rotation_vector(rotation: Floats) -> Floats:
    """Return axis times angle, (3,), for an angle below pi."""
    skew = np.array(
        [
            rotation[2, 1] - rotation[1, 2],
            rotation[0, 2] - rotation[2, 0],
            rotation[1, 0] - rotation[0, 1],
        ]
    )
    sine = math.sqrt(float(skew @ skew)) / 2
    angle = math.atan2(sine, (float(np.trace(rotation)) - 1) / 2)
    return skew * (angle / (2 * sine)) if sine > 1e-12 else np.zeros(3)


def twist_about(rotation: Floats, axis: Floats) -> float:
    """Return the angle of a rotation's twist about a unit axis, -pi to pi."""
    w = math.sqrt(max(0.0, 1 + float(np.trace(rotation)))) / 2
    skew = np.array(
        [
            rotation[2, 1] - rotation[1, 2],
            rotation[0, 2] - rotation[2, 0],
            rotation[1, 0] - rotation[0, 1],
        ]
    )
    along = float(skew @ axis) / (4 * max(w, 1e-6))
    return 2 * math.atan2(along, w)


def cardan(rotation: Floats) -> tuple[float, float, float]:
    """Return (flexion, side bend, rotation) of ``about_x @ about_y @ about_z``, radians.

    The order of the joint coordinate system of the spine (Wu et al. 2002): flexion about
    the pelvis' lateral axis, rotation about the thorax' long axis, side bend between them.
    """
    side = math.asin(min(1.0, max(-1.0, float(rotation[0, 2]))))
    flexion = math.atan2(-float(rotation[1, 2]), float(rotation[2, 2]))
    return flexion, side, math.atan2(-float(rotation[0, 1]), float(rotation[0, 0]))


def spine_rotation(flexion: float, side_bend: float, rotation: float) -> Floats:
    """Return the (3, 3) rotation that ``cardan`` takes apart."""
    return about_x(flexion) @ about_y(side_bend) @ about_z(rotation)
