"""Surfaces of four-sided faces: smoothing, normals, and Catmull-Clark subdivision at rest.

Skin weights and tint are subdivided with the shape, so that a moving person is only skinned.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from renderer.core import Floats, Ints

FaceChoice = Ints | NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Surface:
    """A mesh at rest: ``vertices`` (n, 3), ``quads`` (f, 4) counter-clockwise from outside.

    ``weights`` (n, b) bind to bones, rows sum to 1; ``tint`` (n, 3) multiplies the colour.
    """

    vertices: Floats
    quads: Ints
    weights: Floats
    tint: Floats


def subdivided(surface: Surface) -> Surface:
    """Return the surface after one step of Catmull-Clark; open borders stay open."""
    quads, count = surface.quads, len(surface.vertices)
    edges, edge_of_corner = _edges(quads)
    values = np.hstack([surface.vertices, surface.tint, surface.weights])
    finer = _catmull_clark(values, quads, edges, edge_of_corner)
    vertices, tint, weights = np.split(finer, [3, 6], axis=1)
    on_edge = count + edge_of_corner
    in_face = np.broadcast_to(count + len(edges) + np.arange(len(quads))[:, None], quads.shape)
    quarters = np.stack([quads, on_edge, in_face, np.roll(on_edge, 1, axis=1)], axis=2)
    return Surface(vertices, quarters.reshape(-1, 4), weights, tint)


def _catmull_clark(values: Floats, quads: Ints, edges: Ints, edge_of_corner: Ints) -> Floats:
    """Return values (n + e + f, k) at the old vertices, the edges and the faces."""
    count = len(values)
    at_faces = values[quads].mean(axis=1)
    middles = values[edges].mean(axis=1)
    faces_at_edge = np.bincount(edge_of_corner.ravel(), minlength=len(edges))
    beside = _summed(np.repeat(at_faces, 4, axis=0), edge_of_corner.ravel(), len(edges))
    border = faces_at_edge != 2
    at_edges = np.where(border[:, None], middles, (2 * middles + beside) / 4)

    valence = np.maximum(1, np.bincount(quads.ravel(), minlength=count))[:, None]
    faces_mean = _summed(np.repeat(at_faces, 4, axis=0), quads.ravel(), count) / valence
    edges_mean, _ = _mean_over_ends(middles, edges, count)
    inner = (faces_mean + 2 * edges_mean + (valence - 3) * values) / valence
    rim_mean, rim = _mean_over_ends(middles[border], edges[border], count)
    at_vertices = np.where(rim > 0, (values + rim_mean) / 2, inner)
    return np.vstack([at_vertices, at_edges, at_faces])


def relaxed(values: Floats, quads: Ints, rounds: int, share: float = 0.5) -> Floats:
    """Return values (n, k) pulled ``share`` of the way to their neighbours' mean, repeatedly."""
    start, end = _both_ways(quads)
    degree = np.maximum(1, np.bincount(start, minlength=len(values)))[:, None]
    for _ in range(rounds):
        mean = _summed(values[end], start, len(values)) / degree
        values = values + share * (mean - values)
    return values


def rim_smoothed(vertices: Floats, quads: Ints, rounds: int) -> Floats:
    """Return vertices (n, 3) whose open borders are smoothed along themselves."""
    edges, edge_of_corner = _edges(quads)
    rim = edges[np.bincount(edge_of_corner.ravel(), minlength=len(edges)) == 1]
    for _ in range(rounds):
        middle, degree = _mean_over_ends(vertices[rim].mean(axis=1), rim, len(vertices))
        vertices = np.where(degree > 0, middle, vertices)
    return vertices


def vertex_normals(vertices: Floats, quads: Ints) -> Floats:
    """Return unit outward normals (n, 3), faces weighted by their area."""
    corner = vertices[quads]
    across = np.cross(corner[:, 2] - corner[:, 0], corner[:, 3] - corner[:, 1])
    summed = _summed(np.repeat(across, 4, axis=0), quads.ravel(), len(vertices))
    normals: Floats = summed / np.maximum(np.linalg.norm(summed, axis=1, keepdims=True), 1e-12)
    return normals


def triangles(quads: Ints) -> Ints:
    """Return every face cut in two, (2 f, 3)."""
    return quads[:, [0, 1, 2, 0, 2, 3]].reshape(-1, 3)


def cut_out(surface: Surface, kept: FaceChoice) -> tuple[Surface, Ints]:
    """Return the surface of some faces alone, and which old vertices it uses.

    Args:
        surface: Where it is cut from.
        kept: (f,) indices or a mask of ``surface.quads``.
    """
    used, quads = np.unique(surface.quads[kept], return_inverse=True)
    part = replace(
        surface,
        vertices=surface.vertices[used],
        quads=quads.reshape(-1, 4),
        weights=surface.weights[used],
        tint=surface.tint[used],
    )
    return part, used


def trimmed(surface: Surface, beyond: Floats) -> Surface:
    """Return the surface cut along a line: what lies beyond it is drawn back onto it.

    Args:
        surface: Its border faces reach at most one vertex over the line.
        beyond: (n,) how far each vertex lies beyond the line, negative on this side of it.
    """
    values = np.hstack([surface.vertices, surface.tint, surface.weights])
    start, end = _both_ways(surface.quads)
    over = (beyond[start] > 0) & (beyond[end] <= 0)
    share = beyond[start[over]] / (beyond[start[over]] - beyond[end[over]])
    on_line = values[start[over]] + share[:, None] * (values[end[over]] - values[start[over]])
    values, drawn = _replaced_by_mean(values, on_line, start[over])
    # A corner whose neighbours all lay beyond goes where they went.
    left = (beyond[start] > 0) & ~drawn[start] & drawn[end]
    values, _ = _replaced_by_mean(values, values[end[left]], start[left])
    vertices, tint, weights = np.split(values, [3, 6], axis=1)
    return Surface(vertices, surface.quads, weights, tint)


def _replaced_by_mean(
    values: Floats, offered: Floats, owner: Ints
) -> tuple[Floats, NDArray[np.bool_]]:
    """Give each owner the mean of what it is offered; also tell who was offered any."""
    offers = np.bincount(owner, minlength=len(values))
    mean = _summed(offered, owner, len(values)) / np.maximum(1, offers)[:, None]
    return np.where(offers[:, None] > 0, mean, values), offers > 0


def compact(surface: Surface) -> Surface:
    """Return the surface without the vertices that no face uses."""
    return cut_out(surface, np.arange(len(surface.quads)))[0]


def _edges(quads: Ints) -> tuple[Ints, Ints]:
    """Every edge once (e, 2), and the edge from each face's corner to its next (f, 4)."""
    corners = np.stack([quads, np.roll(quads, -1, axis=1)], axis=2).reshape(-1, 2).astype(np.int64)
    corners.sort(axis=1)
    codes, edge_of_corner = np.unique(corners @ np.array([2**32, 1]), return_inverse=True)
    edges = np.stack([codes >> 32, codes & (2**32 - 1)], axis=1)
    return edges, edge_of_corner.reshape(quads.shape)


def _both_ways(quads: Ints) -> tuple[Ints, Ints]:
    """Every edge once in each direction, as start and end vertices."""
    edges, _ = _edges(quads)
    return np.concatenate([edges[:, 0], edges[:, 1]]), np.concatenate([edges[:, 1], edges[:, 0]])


def _mean_over_ends(middles: Floats, edges: Ints, count: int) -> tuple[Floats, Floats]:
    """Mean over the edges that end at a vertex (n, k), and how many do (n, 1)."""
    degree = np.bincount(edges.ravel(), minlength=count)[:, None].astype(float)
    summed = _summed(np.repeat(middles, 2, axis=0), edges.ravel(), count)
    return summed / np.maximum(1, degree), degree


def _summed(values: Floats, bins: Ints, count: int) -> Floats:
    # np.add.at takes five times as long.
    order = np.argsort(bins, kind="stable")
    present, first = np.unique(bins[order], return_index=True)
    sums = np.zeros((count, values.shape[1]))
    if len(present):
        sums[present] = np.add.reduceat(values[order], first, axis=0)
    return sums
