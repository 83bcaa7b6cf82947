"""Shirt, trousers and shoes, cut from the mesh's own tights and let hang."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from renderer.body import SOLE_M
from renderer.clothes.figure import Figure
from renderer.core import Floats, Ints
from renderer.subdivision import Surface, cut_out, relaxed, rim_smoothed, trimmed, vertex_normals

SLEEVE_WIDTH = (0, 0.8, 1.2, 1.9), (0, 1, 1, 0.5)  # share of the room, along the arm
COLLAR_ROOM_M = 0.009
COLLAR_HALF_WIDTH_M = 0.09  # further out, what is above the neckline is shoulder
SHOE_ABOVE_ANKLE_M, SOLE_TINT = 0.025, 0.35
ARM_M = 0.25  # about an upper arm's length: from shares of it to metres
OPEN_HALF_WIDTH_M = 0.06  # of an open cardigan's front
OVERLAP_M = 0.010  # a shirt outside trousers, so that neither pierces the other
STRAIGHT_EDGES = 2  # rounds of smoothing of hems and collars: the mesh's faces show no steps
SOFT_BENDS = 3  # rounds of smoothing of the weights: cloth folds in a wider arc than skin


def neckline_z(figure: Figure, points: Floats) -> Floats:
    """Return the collar's height at points (n, 3): lower in front, above the shoulders."""
    forward_m = figure.neck[1] + 0.02 - points[:, 1]
    to_shoulder_m = np.maximum(0, np.abs(points[:, 0]) - COLLAR_HALF_WIDTH_M)
    height = figure.neck[2] + 0.012 - 0.055 * np.clip(forward_m / 0.10, 0, 1)
    return np.asarray(height + 3 * to_shoulder_m)


def shirt_hem_z(figure: Figure) -> float:
    """Return the height of the shirt's lower edge: a loose one hangs lower."""
    drop_m = 0.04 + 0.02 * figure.body.person.loose
    return max(figure.hip_z - drop_m, figure.crotch_z + 0.07)


def trouser_hem_z(figure: Figure) -> float:
    """Return the height of the trousers' lower edge; below 0 lengths end above the knee."""
    length = figure.body.person.trouser_length
    return figure.ankle_z - 0.02 + (1 - length) * (figure.knee_z - figure.ankle_z)


def shirt(figure: Figure, beneath_m: Floats, *, open_front: bool = False) -> Surface:
    """Return a shirt: close at the shoulders, hanging straight from there.

    Args:
        figure: Who wears it.
        beneath_m: (n,) how far from each mesh vertex another garment lies under it.
        open_front: Whether it is cut open in front, as a cardigan.
    """
    tights, sleeve = figure.surface("helper-tights"), figure.body.person.sleeve
    hem_z = shirt_hem_z(figure)
    z = tights.vertices[:, 2]
    past_sleeve = np.where(figure.arm > 0.5, (figure.along_arm - sleeve) * ARM_M, -ARM_M)
    edges = [hem_z - z, z - neckline_z(figure, tights.vertices), past_sleeve]
    if open_front:
        in_front = (tights.vertices[:, 1] < figure.neck[1]) & (figure.arm <= 0.5)
        edges.append(np.where(in_front, OPEN_HALF_WIDTH_M - np.abs(tights.vertices[:, 0]), -1.0))
    beyond = np.max(edges, axis=0)
    cloth, ids = _cut_cloth(tights, beyond, figure.head < 0.95)
    draped = _draped(figure, cloth, ids, beneath_m[ids])
    return _soft(replace(cloth, vertices=_cut_below(draped, cloth.vertices, hem_z)))


def _cut_cloth(tights: Surface, beyond: Floats, allowed: NDArray[np.bool_]) -> tuple[Surface, Ints]:
    """Cut along the line where ``beyond`` is 0; also return the mesh vertices used."""
    kept = (beyond < 0)[tights.quads].any(axis=1) & allowed[tights.quads].all(axis=1)
    cloth, ids = cut_out(tights, np.asarray(kept))
    cut = trimmed(cloth, beyond[ids])
    return replace(cut, vertices=rim_smoothed(cut.vertices, cut.quads, STRAIGHT_EDGES)), ids


def _cut_below(points: Floats, at_rest: Floats, hem_z: float) -> Floats:
    """Bring to the hem what was cut there, wherever smoothing has moved it."""
    level = np.where(at_rest[:, 2] < hem_z + 0.004, hem_z, np.maximum(points[:, 2], hem_z))
    return np.column_stack([points[:, :2], level])


def _draped(figure: Figure, cloth: Surface, ids: Ints, beneath_m: Floats) -> Floats:
    skin, normals = cloth.vertices, vertex_normals(cloth.vertices, cloth.quads)
    loose, arm = figure.body.person.loose**0.75, figure.arm[ids] > 0.5
    down_arm = np.where(arm, figure.along_arm[ids], 0)
    trunk = ~arm & (skin[:, 2] < figure.neck[2] - 0.12)
    smooth = relaxed(skin, cloth.quads, 4)
    hanging = relaxed(skin, cloth.quads, 25)  # bridges the hollows of the back and the waist
    draped = np.where(trunk[:, None], 0.35 * smooth + 0.65 * hanging, smooth)
    # Smoothing shortens a sleeve: below the armpit it is only widened.
    draped = np.where((down_arm > 0.35)[:, None], skin, draped)
    waist = np.clip(1 - np.abs(skin[:, 2] - figure.hip_z - 0.10) / 0.30, 0, 1)
    room_m = (0.007 + 0.015 * waist + 0.005 * (skin[:, 2] < figure.hip_z + 0.08)) * loose
    room_m += (0.002 + 0.006 * loose) * np.interp(down_arm, *SLEEVE_WIDTH)
    room_m = np.where(skin[:, 2] > figure.neck[2] - 0.05, COLLAR_ROOM_M, room_m)
    room_m = np.where(beneath_m > 0, np.maximum(room_m, beneath_m + OVERLAP_M), room_m)
    lacking_m = room_m - ((draped - skin) * normals).sum(axis=1)
    return np.asarray(draped + normals * np.maximum(lacking_m, -0.004)[:, None])


def trousers(figure: Figure) -> tuple[Surface, Floats]:
    """Return trousers, wider towards the feet, and how far from the mesh they lie, (n,)."""
    tights, hem_z = figure.surface("helper-tights"), trouser_hem_z(figure)
    z = tights.vertices[:, 2]
    beyond = np.maximum(hem_z - z, z - figure.hip_z - 0.13)
    cloth, ids = _cut_cloth(tights, beyond, (figure.arm <= 0.5) & (figure.foot < 0.9))
    wide = _widened(figure, cloth)
    wide = _cut_below(wide, cloth.vertices, hem_z)
    lies_m = np.zeros(len(tights.vertices))
    normals = vertex_normals(cloth.vertices, cloth.quads)
    lies_m[ids] = ((wide - cloth.vertices) * normals).sum(axis=1)
    return _soft(replace(cloth, vertices=wide)), lies_m


def _widened(figure: Figure, cloth: Surface) -> Floats:
    wide = relaxed(cloth.vertices, cloth.quads, 6)
    down = np.clip((figure.hip_z - wide[:, 2]) / (figure.hip_z - figure.ankle_z), 0, 1)
    loose = min(1.5, 0.4 + 0.6 * figure.body.person.loose)
    room_m = 0.004 + 0.006 * np.clip((figure.hip_z + 0.05 - wide[:, 2]) / 0.1, 0, 1)
    room_m += 0.020 * loose * down
    wide = wide + vertex_normals(wide, cloth.quads) * room_m[:, None]
    leg = cloth.vertices[:, 2] < figure.crotch_z - 0.02
    outwards = np.sign(cloth.vertices[:, 0])  # the legs of wide trousers meet, never cross
    wide[leg, 0] = outwards[leg] * np.maximum(0.003, (wide[:, 0] * outwards)[leg])
    return wide


def shoes(figure: Figure) -> Surface:
    """Return both shoes, their soles flat on the floor and darker than the rest."""
    tights = figure.surface("helper-tights")
    above_shoe = tights.vertices[:, 2] - figure.ankle_z - SHOE_ABOVE_ANKLE_M
    leather, _ = _cut_cloth(tights, above_shoe, above_shoe < 0.06)
    shaped = relaxed(leather.vertices, leather.quads, 3)
    shaped = shaped + 0.009 * vertex_normals(shaped, leather.quads)
    shaped[:, 2] -= 0.004
    sole = shaped[:, 2] < SOLE_M + 0.010
    shaped[sole, 2] = 0
    tint = np.where(sole[:, None], SOLE_TINT, leather.tint)
    return replace(leather, vertices=shaped, tint=tint)


def _soft(cloth: Surface) -> Surface:
    return replace(cloth, weights=relaxed(cloth.weights, cloth.quads, SOFT_BENDS))
