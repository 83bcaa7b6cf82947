"""Hair: a cap pushed out from the scalp, with a bun or a fall to the shoulders."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from renderer.clothes.figure import Figure
from renderer.core import Floats
from renderer.subdivision import Surface, cut_out, relaxed, subdivided, vertex_normals

# The hairline's height above the eyes around the head: 0 in front, 180 at the nape.
HAIRLINE_DEG = (0, 30, 48, 60, 72, 84, 96, 115, 140, 180)
HAIRLINE_M = (0.062, 0.060, 0.052, 0.030, -0.005, -0.022, 0.030, 0.004, -0.050, -0.062)
CAP_M, COMBED_CAP_M = 0.017, 0.010  # how far hair stands from the scalp
EDGE_M = 0.0035  # and at the hairline
BUN_RADIUS_M = 0.034
CUBE_FACES = ((0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3))
FALL_FROM_DEG, FALL_COLUMNS, FALL_ROWS = 68.0, 25, 9


def hair(figure: Figure) -> tuple[Surface, ...]:
    """Return the surfaces of a person's hair; none for the bald."""
    style = figure.body.person.hair
    if style == "bald":
        return ()
    cap = subdivided(_cap(figure, CAP_M if style == "short" else COMBED_CAP_M))
    if style == "short":
        return (cap,)
    return cap, _bun(figure) if style == "bun" else _fall(figure)


def _cap(figure: Figure, thickness_m: float) -> Surface:
    body = figure.surface("body")
    line_z = _hairline_z(figure, body.vertices)
    above, head = body.vertices[:, 2] > line_z, figure.head > 0.5
    kept = head[body.quads].all(axis=1) & above[body.quads].any(axis=1)
    cap, ids = cut_out(body, np.asarray(kept))
    scalp, normals = cap.vertices, vertex_normals(cap.vertices, cap.quads)
    inside = np.clip((scalp[:, 2] - line_z[ids]) / 0.035, 0, 1)
    smooth = relaxed(scalp, cap.quads, 12)
    stands_m = EDGE_M + (thickness_m - EDGE_M) * inside
    lacking_m = stands_m - ((smooth - scalp) * normals).sum(axis=1)
    smooth = smooth + normals * lacking_m[:, None]
    smooth[:, 2] = np.maximum(smooth[:, 2], line_z[ids])
    return replace(cap, vertices=smooth)


def _hairline_z(figure: Figure, points: Floats) -> Floats:
    above_eyes = np.interp(_around_deg(figure, points), HAIRLINE_DEG, HAIRLINE_M)
    return np.asarray(figure.body.eye["L"][2] + above_eyes)


def _around_deg(figure: Figure, points: Floats) -> Floats:
    """Azimuth about the head's long axis, either side alike: 0 in front, 180 behind."""
    forward = figure.body.at("head")[1] - points[:, 1]
    around: Floats = np.degrees(np.arctan2(np.abs(points[:, 0]), forward))
    return around


def _bun(figure: Figure) -> Surface:
    corners = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)], float)
    weights = np.zeros((len(corners), len(figure.body.bones)))
    weights[:, figure.body.index("head")] = 1
    ball = Surface(corners, np.array(CUBE_FACES), weights, np.ones_like(corners))
    for _ in range(3):
        ball = subdivided(ball)
    around = ball.vertices / np.linalg.norm(ball.vertices, axis=1, keepdims=True)
    skull = figure.body.vertices[figure.head > 0.9]
    eye_z = figure.body.eye["L"][2]
    behind_y = skull[skull[:, 2] > eye_z - 0.02, 1].max()
    centre = np.array([0, behind_y + 0.5 * BUN_RADIUS_M, eye_z + 0.035])
    return replace(ball, vertices=centre + BUN_RADIUS_M * around * (1.1, 0.9, 1.0))


def _fall(figure: Figure) -> Surface:
    """Hair from the temples around the nape, hanging straight to the shoulders."""
    body, eye_z = figure.body, figure.body.eye["L"][2]
    azimuth = np.radians(np.linspace(FALL_FROM_DEG, 360 - FALL_FROM_DEG, FALL_COLUMNS))
    share = np.linspace(0, 1, FALL_ROWS)[:, None]  # 0 at the top row, 1 at the tips
    out = np.stack([np.sin(azimuth), -np.cos(azimuth)], axis=1)
    either_side_deg = np.degrees(np.arccos(np.cos(azimuth)))
    crown_m = _skull_radius_m(figure, either_side_deg, (0.055, 0.085))
    skull_m = _skull_radius_m(figure, either_side_deg, (0.02, 0.06))
    top_z, tip_z = eye_z + 0.07, figure.neck[2] + 0.015
    # Under the cap at the top, widest at the ears, a little inwards at the tips.
    wide = np.interp(share, (0, 0.25, 1), (0, 1, 1))
    radius_m = crown_m + wide * (skull_m - crown_m)
    radius_m = radius_m + np.interp(share, (0, 0.25, 0.5, 1), (-0.006, 0.012, 0.018, 0.006))
    plane = body.at("head")[:2] + radius_m[..., None] * out
    z = np.broadcast_to(top_z + share * (tip_z - top_z), radius_m.shape)
    vertices = np.concatenate([plane, z[..., None]], axis=2).reshape(-1, 3)
    corner = np.arange(FALL_ROWS * FALL_COLUMNS).reshape(FALL_ROWS, FALL_COLUMNS)
    quads = np.stack([corner[:-1, :-1], corner[1:, :-1], corner[1:, 1:], corner[:-1, 1:]], axis=2)
    weights = np.zeros((len(vertices), len(body.bones)))
    with_neck = np.repeat(0.5 * np.clip(2 * share - 1, 0, 1), FALL_COLUMNS)
    weights[:, body.index("head")] = 1 - with_neck
    weights[:, body.index("neck01")] = with_neck
    fall = Surface(vertices, quads.reshape(-1, 4), weights, np.ones_like(vertices))
    return subdivided(subdivided(fall))


def _skull_radius_m(
    figure: Figure, azimuth_deg: Floats, above_eyes_m: tuple[float, float]
) -> Floats:
    """Return how far the skull reaches from the head's long axis in a band above the eyes."""
    skull = figure.body.vertices[figure.head > 0.9]
    z = skull[:, 2] - figure.body.eye["L"][2]
    skull = skull[(z > above_eyes_m[0]) & (z < above_eyes_m[1])]
    around, axis = _around_deg(figure, skull), figure.body.at("head")
    distance = np.hypot(skull[:, 0], skull[:, 1] - axis[1])
    near = np.abs(azimuth_deg[:, None] - around) < 12
    farthest: Floats = np.where(near, distance, 0).max(axis=1)
    return farthest
