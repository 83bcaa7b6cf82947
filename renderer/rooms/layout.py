"""Where the walls stand, and what would stand in the camera's way."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from renderer.cameras import projection
from renderer.core import Camera, Floats
from renderer.shapes import Shape, bounds, moved, standing

Wall = Literal["front", "back", "left", "right"]  # as the person at rest faces
WALLS: tuple[Wall, ...] = ("front", "back", "left", "right")
Piece = list[Shape]
CAMERA_TO_WALL_M = 0.5
CAMERA_TO_THING_M = 0.45
GAP_M = 0.015  # what touches does not overlap
STEP_M = 0.2
PERSON_RADIUS_M = 0.6
PERSON_HEIGHT_M = 2.0
REACH_M = 0.9
_TURN_DEG = {"front": 0.0, "back": 180.0, "left": 90.0, "right": -90.0}


@dataclass(frozen=True, slots=True, eq=False)
class Sight:
    """The lines from the camera to the person: ``targets`` (n, 3) around the origin."""

    camera: Floats
    targets: Floats

    def blocked_by(self, piece: Sequence[Shape]) -> bool:
        """Return whether a piece covers the person or crowds the camera."""
        return any(self._crosses(*bounds([shape])) for shape in piece)

    def _crosses(self, low: Floats, high: Floats) -> bool:
        nearest = np.clip(self.camera, low, high)
        if float(np.linalg.norm(nearest - self.camera)) < CAMERA_TO_THING_M:
            return True
        # Slab test of every line; a zero direction would divide by zero.
        way = self.targets - self.camera
        way = np.where(np.abs(way) < 1e-9, 1e-9, way)
        one, other = (low - self.camera) / way, (high - self.camera) / way
        enter = np.minimum(one, other).max(axis=1)
        leave = np.maximum(one, other).min(axis=1)
        return bool(((enter < leave) & (leave > 0) & (enter < 1)).any())


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """A room's inside, metres: ``low`` and ``high`` (2,) in x and y."""

    low: Floats
    high: Floats
    height_m: float
    sight: Sight

    def length_m(self, wall: Wall) -> float:
        """Return how long a wall is."""
        axis = 0 if wall in ("front", "back") else 1
        return float(self.high[axis] - self.low[axis])

    def at_wall(self, wall: Wall, along_m: float, piece: Piece, height_m: float = 0.0) -> Piece:
        """Return a piece put against a wall.

        Args:
            wall: Which one.
            along_m: Where its middle goes, from the wall's middle, along the piece's own x.
            piece: In its own axes: x along the wall, y from the wall into the room.
            height_m: How high above the floor its origin hangs.
        """
        middle = (self.low + self.high) / 2
        face = {
            "front": (middle[0], self.low[1]),
            "back": (middle[0], self.high[1]),
            "left": (self.high[0], middle[1]),
            "right": (self.low[0], middle[1]),
        }[wall]
        matrix = standing(face[0], face[1], height_m, _TURN_DEG[wall])
        matrix = matrix @ standing(along_m, 0.0)
        return [moved(shape, matrix) for shape in piece]

    def fits(self, piece: Piece) -> bool:
        """Return whether a piece leaves the person's place free and the camera's sight."""
        low, high = bounds(piece)
        inside = bool((low[:2] > self.low - 0.02).all() and (high[:2] < self.high + 0.02).all())
        on_person = low[0] < 0.8 and high[0] > -0.8 and low[1] < 0.9 and high[1] > -1.0
        return inside and not on_person and not self.sight.blocked_by(piece)

    def opposite_wall(self) -> Wall:
        """Return the wall that the camera sees behind the person."""
        x, y = self.sight.camera[:2]
        if abs(y) >= abs(x):
            return "back" if y < 0 else "front"
        return "right" if x > 0 else "left"


def sight(camera: Camera, reach_m: float = REACH_M, worktop_y: float | None = None) -> Sight:
    """Return the lines of sight to the person and to the hands' reach.

    Args:
        camera: Where from.
        reach_m: How far in front of the origin hands work.
        worktop_y: Front edge of a worktop in front of the person; below it nothing
            needs to be seen beyond that edge.
    """
    angle = np.arange(8) * math.pi / 4
    rim = np.stack([PERSON_RADIUS_M * np.cos(angle), PERSON_RADIUS_M * np.sin(angle)], axis=1)
    reach = np.array([[x, -reach_m] for x in (-0.35, 0.0, 0.35)])
    ground = np.concatenate([[[0.0, 0.0]], rim, reach])
    heights = (0.06, 0.5, 1.0, 1.5, PERSON_HEIGHT_M)
    targets = np.array([[x, y, z] for x, y in ground for z in heights])
    if worktop_y is not None:
        targets = targets[(targets[:, 1] > worktop_y + 0.02) | (targets[:, 2] > 0.98)]
    return Sight(projection(camera).position, targets)


def plan(
    seen: Sight, rng: np.random.Generator, front_wall_y: float | None = None, height_m: float = 2.5
) -> Plan:
    """Return a room that holds the person and the camera.

    Args:
        seen: The camera's sight.
        rng: For the sizes.
        front_wall_y: Where the wall in front of the person should be if the camera
            does not stand beyond it.
        height_m: The ceiling's height.
    """
    low, high = -rng.uniform(1.9, 2.9, 2), rng.uniform(1.9, 2.9, 2)
    camera = seen.camera[:2]
    if front_wall_y is not None and camera[1] > front_wall_y + CAMERA_TO_WALL_M:
        low[1] = front_wall_y
    low = np.minimum(low, camera - CAMERA_TO_WALL_M)
    high = np.maximum(high, camera + CAMERA_TO_WALL_M)
    return Plan(low, high, height_m, seen)


class Furnishing:
    """Fills a room piece by piece: nothing overlaps, nothing hides the person.

    ``pieces`` is what stands or hangs so far.
    """

    def __init__(self, room: Plan, rng: np.random.Generator) -> None:
        self.room, self.rng = room, rng
        self.pieces: list[Piece] = []
        self._taken: list[tuple[Floats, Floats]] = []

    def put(self, piece: Piece) -> None:
        """Add a piece whatever is there."""
        self.pieces.append(piece)
        self._taken.append(bounds(piece))

    def try_put(self, piece: Piece) -> bool:
        """Add a piece if there is room for it; say whether."""
        low, high = bounds(piece)
        for taken_low, taken_high in self._taken:
            if bool(((low < taken_high - GAP_M) & (high > taken_low + GAP_M)).all()):
                return False
        if not self.room.fits(piece):
            return False
        self.put(piece)
        return True

    def along(self, wall: Wall, pieces: Sequence[Piece], height_m: float = 0.0) -> int:
        """Put pieces in random order along a wall; return how many found a place."""
        half_m = self.room.length_m(wall) / 2
        cursor_m, count = -half_m + float(self.rng.uniform(0.05, 0.4)), 0
        for index in self.rng.permutation(len(pieces)):
            low, high = bounds(pieces[index])
            width_m, left_m = float(high[0] - low[0]), float(low[0])
            gap_m = float(self.rng.uniform(0.05, 0.5))
            start_m = cursor_m
            while start_m + width_m <= half_m:
                there = self.room.at_wall(wall, start_m - left_m, pieces[index], height_m)
                if self.try_put(there):
                    cursor_m, count = start_m + width_m + gap_m, count + 1
                    break
                start_m += STEP_M
        return count


def side_by_side(pieces: Sequence[Piece]) -> Piece:
    """Return pieces set next to each other along x as one."""
    joined: Piece = []
    x = 0.0
    for piece in pieces:
        low, high = bounds(piece)
        joined += [moved(shape, standing(x - float(low[0]), 0.0)) for shape in piece]
        x += float(high[0] - low[0])
    return joined
