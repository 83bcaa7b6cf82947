"""Subdivision rounds surfaces, keeps borders open and carries weights along."""

from __future__ import annotations

import numpy as np
import pytest

from renderer.subdivision import (
    Surface,
    cut_out,
    relaxed,
    rim_smoothed,
    subdivided,
    triangles,
    trimmed,
    vertex_normals,
)

CUBE_FACES = [[0, 1, 3, 2], [4, 6, 7, 5], [0, 4, 5, 1], [2, 3, 7, 6], [0, 2, 6, 4], [1, 5, 7, 3]]


def _cube():
    corners = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)], float)
    weights = np.stack([corners[:, 0] < 0, corners[:, 0] > 0], axis=1).astype(float)
    return Surface(corners, np.array(CUBE_FACES), weights, np.ones((8, 3)))


def _sheet(columns=5, rows=5):
    across, up = np.meshgrid(np.arange(columns, dtype=float), np.arange(rows, dtype=float))
    vertices = np.stack([across.ravel(), np.zeros(columns * rows), up.ravel()], axis=1)
    corner = np.arange(columns * rows).reshape(rows, columns)
    quads = np.stack([corner[:-1, :-1], corner[:-1, 1:], corner[1:, 1:], corner[1:, :-1]], axis=2)
    weights = np.ones((len(vertices), 1))
    return Surface(vertices, quads.reshape(-1, 4), weights, np.ones_like(vertices))


def test_a_cube_turns_into_a_ball():
    ball = _cube()
    for _ in range(3):
        ball = subdivided(ball)
    radius = np.linalg.norm(ball.vertices, axis=1)
    assert len(ball.vertices) == 386  # Euler: 384 faces of four sides, closed
    assert radius.std() / radius.mean() < 0.05


def test_one_step_moves_a_cubes_corner_as_catmull_and_clark_wrote():
    assert np.abs(subdivided(_cube()).vertices[0]) == pytest.approx([5 / 9] * 3)


def test_weights_stay_whole_and_blend_where_the_bones_meet():
    ball = subdivided(subdivided(_cube()))
    assert ball.weights.sum(axis=1) == pytest.approx(1)
    middle = np.abs(ball.vertices[:, 0]) < 1e-9
    assert ball.weights[middle] == pytest.approx(0.5)


def test_a_flat_sheet_stays_flat_and_open():
    finer = subdivided(_sheet())
    assert finer.vertices[:, 1] == pytest.approx(0)
    assert finer.vertices.max(axis=0) == pytest.approx([4, 0, 4], abs=0.3)
    edges = np.sort(np.stack([finer.quads, np.roll(finer.quads, -1, 1)], 2).reshape(-1, 2), 1)
    _, faces_at_edge = np.unique(edges, axis=0, return_counts=True)
    assert (faces_at_edge == 1).sum() == 32  # the border's 16 edges, halved


def test_normals_point_outwards_with_length_one():
    cube = _cube()
    normals = vertex_normals(cube.vertices, cube.quads)
    assert np.linalg.norm(normals, axis=1) == pytest.approx(1)
    assert ((normals * cube.vertices).sum(axis=1) > 0).all()


def test_two_triangles_cover_a_face():
    assert triangles(np.array([[7, 8, 9, 5]])).tolist() == [[7, 8, 9], [7, 9, 5]]


def test_relaxing_pulls_a_bump_back_to_its_neighbours():
    sheet = _sheet()
    sheet.vertices[12, 1] = 1.0
    assert 0 < relaxed(sheet.vertices, sheet.quads, 3)[12, 1] < 0.4


def test_a_surface_is_cut_straight_between_its_vertices():
    sheet = _sheet()
    beyond = sheet.vertices[:, 2] - 2.3
    part, used = cut_out(sheet, (beyond < 0)[sheet.quads].any(axis=1))
    cut = trimmed(part, beyond[used])
    assert cut.vertices[:, 2].max() == pytest.approx(2.3)
    assert cut.weights.sum(axis=1) == pytest.approx(1)


def test_smoothing_a_rim_leaves_the_inside_alone():
    sheet = _sheet()
    smooth = rim_smoothed(sheet.vertices, sheet.quads, 2)
    inside = (sheet.vertices[:, [0, 2]] % 4 != 0).all(axis=1)
    assert np.array_equal(smooth[inside], sheet.vertices[inside])
    assert not np.array_equal(smooth[~inside], sheet.vertices[~inside])
