"""Boxes, rods and cushions: what furniture is made of."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from renderer.core import Floats, Ints
from renderer.materials import linear_rgb

Point = Sequence[float] | NDArray[np.float64]
ROUND_STEPS = 4  # grid cells along each half of a cushion's edge


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """A piece of one material.

    ``vertices`` and ``normals`` (n, 3), ``triangles`` (k, 3), ``pattern`` (n, 3) where the
    material's pattern is looked up (metres), ``colour`` (n, 3) linear light. ``shades``
    says whether it throws a shadow.
    """

    vertices: Floats
    normals: Floats
    triangles: Ints
    pattern: Floats
    colour: Floats
    material: str
    shades: bool = True


def box(centre: Point, size: Point, material: str, colour: str, *, shades: bool = True) -> Shape:
    """Return a box along the axes; its pattern runs along its longest edge."""
    corners, normals, triangles = _cube_grid(1)  # a cell a side keeps its edges sharp
    half = np.asarray(size, float) / 2
    return _shape(corners * half, normals, triangles, centre, material, colour, shades)


def cushion(centre: Point, size: Point, radius_m: float, material: str, colour: str) -> Shape:
    """Return a box with round edges; with half its size as radius it is a ball."""
    half = np.asarray(size, float) / 2
    radius_m = min(radius_m, float(half.min()))
    grid, normals, triangles = _cube_grid(2 * ROUND_STEPS)
    # Half of the grid's lines go into the rounding, where the shape bends.
    core = half - radius_m
    inner = np.sign(grid) * core * np.minimum(1.0, np.abs(grid) * 2)
    outward = np.sign(grid) * np.maximum(0.0, np.abs(grid) * 2 - 1)
    outward = np.where(np.abs(normals) > 0, normals, np.tan(outward * math.pi / 4))
    outward /= np.linalg.norm(outward, axis=1, keepdims=True)
    inner = np.where(np.abs(normals) > 0, normals * core, inner)
    return _shape(inner + outward * radius_m, outward, triangles, centre, material, colour)


def ball(centre: Point, radius_m: float, material: str, colour: str) -> Shape:
    """Return a ball."""
    return cushion(centre, (2 * radius_m,) * 3, radius_m, material, colour)


def rod(
    start: Point,
    end: Point,
    radius_m: float,
    material: str,
    colour: str,
    *,
    end_radius_m: float | None = None,
    sides: int = 12,
) -> Shape:
    """Return a cylinder (a cone with ``end_radius_m``) with its two lids."""
    top_m = radius_m if end_radius_m is None else end_radius_m
    start, end = np.asarray(start, float), np.asarray(end, float)
    angle = np.arange(sides) * 2 * math.pi / sides
    around = np.stack([np.cos(angle), np.sin(angle), np.zeros(sides)], axis=1)
    length = float(np.linalg.norm(end - start))
    up = np.array([0.0, 0.0, length])
    lid = np.tile([0.0, 0.0, 1.0], (sides, 1))
    slope = around + np.array([0.0, 0.0, (radius_m - top_m) / max(length, 1e-9)])
    slope /= np.linalg.norm(slope, axis=1, keepdims=True)
    low, high = around * radius_m, around * top_m + up
    here, after = np.arange(sides), (np.arange(sides) + 1) % sides
    walls = np.concatenate(
        [
            np.stack([here, after, after + sides], 1),
            np.stack([here, after + sides, here + sides], 1),
        ]
    )
    fan = np.stack([np.zeros(sides - 2, int), np.arange(1, sides - 1), np.arange(2, sides)], 1)
    vertices = np.concatenate([low, high, low, high])
    normals = np.concatenate([slope, slope, -lid, lid])
    triangles = np.concatenate([walls, fan[:, ::-1] + 2 * sides, fan + 3 * sides])
    upright = _shape(vertices, normals, triangles, (0, 0, 0), material, colour)
    return moved(upright, _along(start, end))


def curtain(width_m: float, height_m: float, folds: int, material: str, colour: str) -> Shape:
    """Return a hanging cloth in its own x-z plane, its top edge's middle at the origin."""
    columns = np.linspace(-0.5, 0.5, folds * 8 + 1)
    phase = columns * folds * 2 * math.pi
    depth = 0.035 * np.sin(phase)
    slope = 0.035 * folds * 2 * math.pi / width_m * np.cos(phase)
    rows = [
        np.stack([columns * width_m, depth, np.full_like(columns, z)], 1) for z in (0.0, -height_m)
    ]
    normals = np.stack([slope, -np.ones_like(slope), np.zeros_like(slope)], 1)
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    left, count = np.arange(len(columns) - 1), len(columns)
    triangles = np.concatenate(
        [
            np.stack([left, left + count, left + 1], 1),
            np.stack([left + 1, left + count, left + count + 1], 1),
        ]
    )
    # Both sides: what turns its back to the camera is not drawn.
    triangles = np.concatenate([triangles, triangles[:, ::-1] + 2 * count])
    vertices, facing = np.concatenate(rows), np.tile(normals, (2, 1))
    return _shape(
        np.tile(vertices, (2, 1)),
        np.concatenate([facing, -facing]),
        triangles,
        (0, 0, 0),
        material,
        colour,
    )


def moved(shape: Shape, matrix: Floats) -> Shape:
    """Return the shape with its vertices and normals moved by a rigid (4, 4) matrix."""
    return replace(
        shape,
        vertices=shape.vertices @ matrix[:3, :3].T + matrix[:3, 3],
        normals=shape.normals @ matrix[:3, :3].T,
    )


def standing(x: float, y: float, z: float = 0.0, turn_deg: float = 0.0) -> Floats:
    """Return the (4, 4) matrix that turns about the vertical (left +), then shifts."""
    turn = math.radians(turn_deg)
    matrix = np.eye(4)
    matrix[:2, :2] = [[math.cos(turn), -math.sin(turn)], [math.sin(turn), math.cos(turn)]]
    matrix[:3, 3] = x, y, z
    return matrix


def bounds(shapes: Iterable[Shape]) -> tuple[Floats, Floats]:
    """Return the lowest and the highest corner, (3,) each."""
    vertices = np.concatenate([shape.vertices for shape in shapes])
    return vertices.min(0), vertices.max(0)


def _shape(
    vertices: Floats,
    normals: Floats,
    triangles: Ints,
    centre: Point,
    material: str,
    colour: str,
    shades: bool = True,
) -> Shape:
    centre = np.asarray(centre, float)
    longest_first = np.argsort(-np.ptp(vertices, axis=0), kind="stable")
    return Shape(
        vertices=vertices + centre,
        normals=normals,
        triangles=triangles,
        # Two boards of one table must not carry the same grain.
        pattern=vertices[:, longest_first] + centre * 1.7,
        colour=np.tile(linear_rgb(colour), (len(vertices), 1)),
        material=material,
        shades=shades,
    )


@cache
def _cube_grid(cells: int) -> tuple[Floats, Floats, Ints]:
    # Six square grids over the cube from -1 to 1, each with its side's normal.
    line = np.linspace(-1.0, 1.0, cells + 1)
    a, b = (axis.ravel() for axis in np.meshgrid(line, line, indexing="ij"))
    corner = (np.arange(cells)[:, None] * (cells + 1) + np.arange(cells)).ravel()
    step = cells + 1
    quads = np.stack([corner, corner + step, corner + step + 1, corner + 1], 1)
    faces = np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]])
    points: list[Floats] = []
    normals: list[Floats] = []
    triangles: list[Ints] = []
    for axis in range(3):
        for side in (-1.0, 1.0):
            point, normal = np.zeros((len(a), 3)), np.zeros((len(a), 3))
            point[:, axis], normal[:, axis] = side, side
            point[:, (axis + 1) % 3], point[:, (axis + 2) % 3] = a * side, b
            triangles.append(faces + len(points) * len(a))
            points.append(point)
            normals.append(normal)
    return np.concatenate(points), np.concatenate(normals), np.concatenate(triangles)


def _along(start: Floats, end: Floats) -> Floats:
    axis = (end - start) / max(float(np.linalg.norm(end - start)), 1e-9)
    helper = np.array([0.0, 1.0, 0.0]) if abs(axis[1]) < 0.9 else np.array([1.0, 0.0, 0.0])
    right = np.cross(helper, axis)
    right /= np.linalg.norm(right)
    matrix = np.eye(4)
    matrix[:3, 0], matrix[:3, 1], matrix[:3, 2] = right, np.cross(axis, right), axis
    matrix[:3, 3] = start
    return matrix
