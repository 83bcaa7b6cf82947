"""Skin that is not under cloth, with brows, cheeks and lips; eyes and lashes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from renderer.clothes.figure import Figure, group_quads
from renderer.clothes.garments import neckline_z, trouser_hem_z
from renderer.core import SIDES, Floats
from renderer.subdivision import Surface, compact, cut_out, subdivided

UNDER_CLOTH_M = 0.018  # skin this far inside a garment's edge is never seen
IN_SHOE_M = 0.005  # above the ankle joint
UNDER_SLEEVE = 0.14  # the same, in upper arm lengths
IRIS_RADIUS_M, PUPIL_RADIUS_M = 0.0062, 0.0025
EYE_WHITE, IRIS, PUPIL = (0.70, 0.66, 0.63), (0.10, 0.12, 0.13), (0.005, 0.005, 0.005)
CHEEK_FLUSH, LIP_COLOUR = np.array([0.0, 0.13, 0.13]), np.array([0.06, 0.36, 0.30])


def skin(figure: Figure) -> Surface:
    """Return the skin that shows; what clothes cover is left out, so it cannot pierce them."""
    whole = figure.surface("body")
    hidden = _under_cloth(figure, whole.vertices)
    shown, _ = cut_out(whole, ~np.asarray(hidden[whole.quads].all(axis=1)))
    return replace(shown, tint=_face_paint(figure, shown.vertices))


def _under_cloth(figure: Figure, points: Floats) -> NDArray[np.bool_]:
    z, arm, person = points[:, 2], figure.arm >= 0.5, figure.body.person
    trunk = ~arm & (figure.head < 0.6) & (z < neckline_z(figure, points) - UNDER_CLOTH_M)
    trunk &= z > trouser_hem_z(figure) + UNDER_CLOTH_M
    sleeve = arm & (figure.along_arm < person.sleeve - UNDER_SLEEVE)
    sleeve &= z < figure.neck[2] - 0.02
    in_shoe = (figure.foot > 0.2) & (z < figure.ankle_z + IN_SHOE_M)
    hidden: NDArray[np.bool_] = trunk | sleeve | in_shoe
    return hidden


def _face_paint(figure: Figure, points: Floats) -> Floats:
    tint, brow_darkness = np.ones_like(points), _brow_darkness(figure.body.person.hair_colour)
    for side in SIDES:
        outwards = 1 if side == "L" else -1
        x, y, z = ((points - figure.body.eye[side]) * (outwards, 1, 1)).T
        brow_z = z - 0.0215 + 3.2 * (x - 0.006) ** 2
        brow = _spot(brow_z / 0.0042) * _spot((x - 0.006) / 0.024, 6) * (y < 0.02)
        tint *= 1 - brow_darkness * brow[:, None]
        cheek = _spot(np.hypot(x - 0.012, z + 0.045) / 0.022) * (y < 0.03)
        tint *= 1 - cheek[:, None] * CHEEK_FLUSH
    upper, lower = (
        figure.body.vertices[np.unique(group_quads(figure.body, f"helper-{row}-teeth"))]
        for row in ("upper", "lower")
    )
    mouth_z = (upper[:, 2].min() + lower[:, 2].max()) / 2
    x, z = points[:, 0], points[:, 2] - mouth_z
    in_front = points[:, 1] < upper[:, 1].min() + 0.012
    lips = _spot(x / 0.026, 4) * _spot(z / 0.0095, 4) * in_front
    tint *= 1 - lips[:, None] * LIP_COLOUR
    return tint


def _spot(distance: Floats, sharpness: int = 2) -> Floats:
    """1 in the middle, fading out at a distance of 1; sharper with a higher power."""
    spot: Floats = np.exp(-(distance**sharpness))
    return spot


def _brow_darkness(hair_colour: str) -> float:
    """Brows are as dark as the hair: 0.35 for white, 0.8 for black."""
    lightness = sum(bytes.fromhex(hair_colour[1:])) / (3 * 255)
    return 0.8 - 0.45 * lightness


def eyes(figure: Figure) -> Surface:
    """Return both eyeballs with iris and pupil."""
    balls = subdivided(compact(figure.surface("helper-l-eye", "helper-r-eye")))
    tint = np.tile(EYE_WHITE, (len(balls.vertices), 1))
    for side in SIDES:
        own = balls.vertices[:, 0] * figure.body.eye[side][0] > 0
        ball = balls.vertices[own]
        from_centre = balls.vertices - (ball.max(axis=0) + ball.min(axis=0)) / 2
        radius = np.hypot(from_centre[:, 0], from_centre[:, 2])
        front = own & (from_centre[:, 1] < 0)
        tint[front & (radius < IRIS_RADIUS_M)] = IRIS
        tint[front & (radius < PUPIL_RADIUS_M)] = PUPIL
    return replace(balls, tint=tint)


def lashes(figure: Figure) -> Surface:
    """Return the lashes of both eyes."""
    groups = [f"helper-{side}-eyelashes-{row}" for side in "lr" for row in (1, 2)]
    return compact(figure.surface(*groups))
