"""What hangs free of the limbs: a skirt and an open cardigan."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from renderer.clothes.figure import Figure
from renderer.clothes.garments import shirt, trouser_hem_z
from renderer.core import Floats, Ints
from renderer.subdivision import Surface, relaxed

AROUND = 32  # corners of the skirt's ring
RINGS = 16
WAIST_ABOVE_HIP_M = 0.13
LIES_OFF_M = 0.012
SLICE_M = 0.025  # of the body around a ring
FLARE = 0.16  # metres wider in every metre down
SOFT_ROUNDS = 14  # of smoothing between the thighs: cloth spans from one to the other
NEAREST = 6
CARDIGAN_LOOSE = 4.5
CARDIGAN_SLEEVE = 1.85


def skirt(figure: Figure) -> tuple[Surface, Floats]:
    """Return a skirt from the waist down, and how far from the mesh it lies, (n,).

    It ends where trousers of the person's length would.
    """
    tights = figure.surface("helper-tights")
    below = np.unique(tights.quads)
    below = below[(figure.arm[below] <= 0.5) & (figure.foot[below] < 0.9)]
    body = tights.vertices[below]
    top_z = figure.hip_z + WAIST_ABOVE_HIP_M
    heights = np.linspace(top_z, trouser_hem_z(figure), RINGS)
    around = np.arange(AROUND) * 2 * np.pi / AROUND
    middle_y = float(np.median(body[np.abs(body[:, 2] - figure.hip_z) < SLICE_M, 1]))
    wide = np.zeros(AROUND)
    rings = []
    for z in heights:
        near = body[np.abs(body[:, 2] - z) < SLICE_M]
        if len(near):
            wide = np.maximum(wide, _hull(near[:, :2] - [0.0, middle_y], around) + LIES_OFF_M)
        radius = wide + FLARE * max(0.0, figure.hip_z - z)
        rings.append(
            np.column_stack(
                [radius * np.cos(around), middle_y + radius * np.sin(around), np.full(AROUND, z)]
            )
        )
    vertices, quads = np.concatenate(rings), _tube(RINGS, AROUND)
    weights = relaxed(_borrowed(vertices, body, tights.weights[below]), quads, SOFT_ROUNDS)
    surface = Surface(vertices, quads, weights, np.ones_like(vertices))
    lies_m = np.zeros(len(tights.vertices))
    lies_m[below[body[:, 2] < top_z - 0.01]] = LIES_OFF_M
    return surface, lies_m


def cardigan(figure: Figure, beneath_m: Floats) -> Surface:
    """Return a wide cardigan, open in front, over a shirt that lies ``beneath_m`` off, (n,)."""
    person = replace(
        figure.body.person,
        loose=CARDIGAN_LOOSE,
        sleeve=max(figure.body.person.sleeve, CARDIGAN_SLEEVE),
    )
    wearer = replace(figure, body=replace(figure.body, person=person))
    return shirt(wearer, beneath_m, open_front=True)


def _hull(points: Floats, around: Floats) -> Floats:
    """Return how far a convex hull reaches from the origin in each direction, (k,)."""
    ways = np.stack([np.cos(around), np.sin(around)])
    support = (points @ ways).max(axis=0)
    apart = np.cos(around[:, None] - around[None, :])
    reach = np.where(apart > 0.2, support[None, :] / np.maximum(apart, 0.2), np.inf)
    return np.asarray(reach.min(axis=1))


def _tube(rings: int, around: int) -> Ints:
    """Return the quads (f, 4) of rings that lie below each other, seen from outside."""
    ring, corner = np.meshgrid(np.arange(rings - 1), np.arange(around), indexing="ij")
    here = (ring * around + corner).ravel()
    beside = (ring * around + (corner + 1) % around).ravel()
    return np.stack([here, here + around, beside + around, beside], axis=1).astype(np.int64)


def _borrowed(vertices: Floats, body: Floats, weights: Floats) -> Floats:
    """Return the mean weights (m, b) of what of the body lies nearest to each vertex."""
    distance = np.linalg.norm(vertices[:, None] - body[None], axis=2)
    nearest = np.argsort(distance, axis=1)[:, :NEAREST]
    return np.asarray(weights[nearest].mean(axis=1))
