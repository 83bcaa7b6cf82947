"""The kitchen: a row of cupboards before the person, another along the far wall."""

from __future__ import annotations

import math

import numpy as np

from renderer import places
from renderer.rooms.appliances import WORKTOPS, dishwasher_body
from renderer.rooms.clutter import clutter
from renderer.rooms.cupboards import (
    DEPTH_M,
    MODULE_M,
    cooker,
    cupboard,
    fridge,
    hood,
    side_table,
    tiles,
    upper,
    worktop,
)
from renderer.rooms.furniture import pick
from renderer.rooms.layout import WALLS, Furnishing, Piece, Plan, side_by_side
from renderer.rooms.shell import clock, door, picture, radiator, window
from renderer.shapes import bounds, moved, standing

FRONTS = ("#e6e3da", "#c9d2cc", "#7f9199", "#d9c9a8", "#a77b52", "#f2f1ee", "#5f6b63")
FROM_CAMERA_M = 1.5  # nearer cupboards would fill the picture
HALF_ROW = 4  # cupboards to either side
COOKER = 2  # which of them it is
Look = tuple[str, str]  # fronts, worktop


def front_y(needs: frozenset[str]) -> float:
    """Return where the front edge of the row before the person runs."""
    return places.SINK_FRONT_Y if "sink" in needs else places.WORKTOP_FRONT_Y


def back_y(needs: frozenset[str]) -> float:
    """Return where the wall behind that row should be."""
    return front_y(needs) - DEPTH_M


def fill(filling: Furnishing, needs: frozenset[str]) -> None:
    """Furnish a kitchen."""
    room, rng = filling.room, filling.rng
    look = (pick(rng, FRONTS), pick(rng, WORKTOPS))
    against_wall = bool(room.low[1] > back_y(needs) - 0.3)
    if against_wall or needs & {"dishwasher", "sink"}:
        _row_before_person(filling, needs, look, against_wall)
    for wall in WALLS:
        if wall == "front" and against_wall:
            continue
        if wall == room.opposite_wall():
            row = [fridge(rng), *_far_row(look, rng)]
            if not filling.along(wall, [side_by_side(row)]):
                filling.along(wall, row)
        else:
            filling.along(wall, [door(rng), radiator(), side_table(rng)])
        filling.along(wall, [window(rng)], 1.05)
        filling.along(wall, [picture(rng), clock(), picture(rng)], 1.75)


def _row_before_person(
    filling: Furnishing, needs: frozenset[str], look: Look, against_wall: bool
) -> None:
    room, rng = filling.room, filling.rng
    for k in range(-HALF_ROW, HALF_ROW + 1):
        low = _low_part(k, needs, look, room)
        if k:
            low += clutter(rng)
        pieces = [[*low, tiles()] if low and against_wall else low]
        if against_wall:
            pieces.append(hood() if k == COOKER else upper(look[0]))
        for piece in pieces:
            there = [moved(shape, standing(k * MODULE_M, back_y(needs))) for shape in piece]
            if there and _may_stand(room, there):
                filling.put(there)


def _low_part(k: int, needs: frozenset[str], look: Look, room: Plan) -> Piece:
    if "sink" in needs and abs(k) <= 1:  # the sink brings its own worktop
        return []
    if "dishwasher" in needs and k == 0:
        return [worktop(look[1])] if dishwasher_body(room.sight) else []
    return [*(cooker() if k == COOKER else cupboard(look[0])), worktop(look[1])]


def _may_stand(room: Plan, piece: Piece) -> bool:
    low, high = bounds(piece)
    inside = low[0] > room.low[0] - 0.02 and high[0] < room.high[0] + 0.02
    nearest = np.clip(room.sight.camera, low, high)
    far = math.dist(nearest, room.sight.camera) > FROM_CAMERA_M
    return bool(inside and far) and not room.sight.blocked_by(piece)


def _far_row(look: Look, rng: np.random.Generator) -> list[Piece]:
    row: list[Piece] = []
    for k in range(int(rng.integers(2, 5))):
        base, above = (cooker(), hood()) if k == 1 else (cupboard(look[0]), upper(look[0]))
        row.append([*base, worktop(look[1]), *above, tiles(), *clutter(rng)])
    return row
