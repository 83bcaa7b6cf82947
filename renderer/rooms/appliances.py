"""Dishwasher and sink, exactly where ``places`` puts them."""

from __future__ import annotations

import numpy as np

from renderer import places
from renderer.rooms.furniture import POTS, pick
from renderer.rooms.layout import Piece, Sight
from renderer.shapes import ball, box, rod

STEEL, DARK, PLATE = "#a4a7aa", "#2a2a2c", "#f4f2ec"
WORKTOPS = ("#6d6a66", "#3f4144", "#c9c2b4", "#a77b52", "#8b8f90")


def legs(corners: tuple[float, float, float, float], top_z: float, colour: str) -> Piece:
    """Return four table legs inside a rectangle (x low, x high, y low, y high)."""
    x_low, x_high, y_low, y_high = corners
    return [
        rod((x, y, 0), (x, y, top_z), 0.02, "wood", colour, sides=8)
        for x in (x_low + 0.04, x_high - 0.04)
        for y in (y_low + 0.04, y_high - 0.04)
    ]


def dishwasher(rng: np.random.Generator, seen: Sight) -> Piece:
    """Return the open dishwasher with its lower rack pulled out."""
    front = places.WORKTOP_FRONT_Y
    door = [
        box((0, front + 0.30, places.DOOR_Z), (0.595, 0.60, 0.025), "steel", STEEL),
        box((0, front + 0.585, places.DOOR_Z + 0.004), (0.58, 0.03, 0.03), "paint", DARK),
        box((0, front - 0.31, 0.06), (0.6, 0.6, 0.12), "paint", DARK),
    ]
    return door + dishwasher_body(seen) + _plates_rack(rng)


def dishwasher_body(seen: Sight) -> Piece:
    """Return the body under the worktop, empty where it would hide the person."""
    front = places.WORKTOP_FRONT_Y
    body = [
        box((0, front - 0.31, 0.84), (0.6, 0.6, 0.08), "steel", STEEL),
        box((0, front - 0.59, 0.46), (0.6, 0.03, 0.72), "steel", "#6f7274"),
        box((0, front - 0.3, 0.6), (0.5, 0.5, 0.012), "steel", STEEL),
    ]
    for side in (-0.29, 0.29):
        body.append(box((side, front - 0.3, 0.46), (0.02, 0.6, 0.72), "steel", STEEL))
    return [] if seen.blocked_by(body) else body


def _plates_rack(rng: np.random.Generator) -> Piece:
    x, y, tops_z = places.RACK
    base_z, half = tops_z - 0.235, places.RACK_HALF_X + 0.02
    pieces: Piece = []
    for line in np.linspace(-0.26, 0.26, 9):
        start, end = (x - half, y + line, base_z), (x + half, y + line, base_z)
        pieces.append(rod(start, end, 0.003, "steel", STEEL, sides=4))
        start, end = (x + line, y - half, base_z), (x + line, y + half, base_z)
        pieces.append(rod(start, end, 0.003, "steel", STEEL, sides=4))
    corners = [
        (x - half, y - half),
        (x + half, y - half),
        (x + half, y + half),
        (x - half, y + half),
    ]
    for z in (base_z + 0.05, base_z + 0.11):
        for here, after in zip(corners, corners[1:] + corners[:1], strict=True):
            pieces.append(rod((*here, z), (*after, z), 0.005, "steel", STEEL, sides=5))
    for shift in rng.choice(np.arange(-0.2, 0.21, 0.05), int(rng.integers(3, 6)), replace=False):
        centre = np.array([x + shift, y - 0.06, tops_z - 0.115])
        pieces.append(
            rod(centre, centre + np.array([0.011, 0, 0.002]), 0.11, "ceramic", PLATE, sides=22)
        )
    pieces.append(box((x + 0.13, y + 0.18, base_z + 0.07), (0.14, 0.1, 0.13), "paint", "#7d8083"))
    return pieces


def sink(rng: np.random.Generator, seen: Sight) -> Piece:
    """Return a worktop with a basin; on legs where its cupboard would hide the person."""
    front, top = places.SINK_FRONT_Y, places.WORKTOP_Z
    x, basin_y, hands_z = places.SINK_BASIN
    stone, floor_z = pick(rng, WORKTOPS), hands_z - 0.06
    back, half = front - 0.62, 0.9
    basin = (x - 0.24, x + 0.24, basin_y - 0.19, basin_y + 0.17)
    pieces = _slab_with_hole((-half, half, back, front), basin, top, stone)
    x_low, x_high, y_low, y_high = basin
    deep = top - floor_z
    for edge in (x_low, x_high):
        wall = ((edge, (y_low + y_high) / 2, top - deep / 2), (0.012, y_high - y_low, deep))
        pieces.append(box(*wall, "steel", STEEL))
    for edge in (y_low, y_high):
        wall = ((x, edge, top - deep / 2), (x_high - x_low, 0.012, deep))
        pieces.append(box(*wall, "steel", STEEL))
    floor = ((x, (y_low + y_high) / 2, floor_z), (x_high - x_low, y_high - y_low, 0.012))
    pieces.append(box(*floor, "steel", STEEL))
    spout_y = y_low - 0.06
    pieces.append(rod((x, spout_y, top), (x, spout_y, top + 0.26), 0.014, "steel", STEEL, sides=10))
    pieces.append(
        rod((x, spout_y, top + 0.26), (x, y_low + 0.1, top + 0.22), 0.012, "steel", STEEL, sides=10)
    )
    cabinet = [
        box(
            (side * half / 2, (front + back) / 2 - 0.02, 0.42),
            (half, 0.56, 0.68),
            "paint",
            "#e6e3da",
        )
        for side in (-1, 1)
    ]
    pieces.append(ball((0.42, back + 0.1, top + 0.05), 0.05, "ceramic", pick(rng, POTS)))
    if not seen.blocked_by(cabinet):
        return pieces + cabinet
    return pieces + legs((-half, half, back, front), top - 0.04, STEEL)


def _slab_with_hole(
    outer: tuple[float, float, float, float],
    hole: tuple[float, float, float, float],
    top_z: float,
    colour: str,
) -> Piece:
    # Four boards around the hole; rectangles are x low, x high, y low, y high.
    boards = [
        (outer[0], hole[0], outer[2], outer[3]),
        (hole[1], outer[1], outer[2], outer[3]),
        (hole[0], hole[1], outer[2], hole[2]),
        (hole[0], hole[1], hole[3], outer[3]),
    ]
    return [
        box(((a + b) / 2, (c + d) / 2, top_z - 0.02), (b - a, d - c, 0.04), "stone", colour)
        for a, b, c, d in boards
    ]
