"""Furnished rooms: ``furnish`` fills a stage, the ``Room`` it returns moves the props."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

import numpy as np

from renderer import places
from renderer.core import Camera, Prop, PropKind, RoomKind
from renderer.lighting import lamps
from renderer.rooms import bedroom, kitchen, living
from renderer.rooms.fittings import SHELF_DEPTH_M, fittings
from renderer.rooms.furniture import WOODS, pick
from renderer.rooms.layout import REACH_M, Furnishing, Piece, Plan, plan, sight
from renderer.rooms.props import PROPS
from renderer.rooms.shell import finish, shell
from renderer.shapes import box, moved, standing
from renderer.stage import Stage
from renderer.surfaces import ThingHandle

SHELF_REACH_M = 0.5  # hands go up there, not forward
ISLAND_FROM_PERSON_M = 0.9
ISLAND_TOP_M = 0.92
ISLAND_WIDTH_M = 2.0
ISLAND_DEPTH_M = 0.5

_FILL: Mapping[RoomKind, Callable[[Furnishing, frozenset[str]], None]] = MappingProxyType(
    {"kitchen": kitchen.fill, "bedroom": bedroom.fill, "living": living.fill}
)
_FLOORS: Mapping[RoomKind, tuple[str, ...]] = MappingProxyType(
    {
        "kitchen": ("planks", "tiles"),
        "bedroom": ("planks", "carpet"),
        "living": ("planks", "carpet"),
    }
)


class Room:
    """A furnished room on a stage; ``plan`` says where its walls stand."""

    def __init__(self, stage: Stage, room_plan: Plan, rng: np.random.Generator) -> None:
        self.plan = room_plan
        self._stage = stage
        self._rng = rng
        self._things: dict[PropKind, list[ThingHandle]] = defaultdict(list)

    def move_props(self, props: Sequence[Prop]) -> None:
        """Show exactly these props, each where its matrix says."""
        shown: dict[PropKind, int] = defaultdict(int)
        for prop in props:
            alike = self._things[prop.kind]
            if shown[prop.kind] == len(alike):
                alike.append(self._stage.add_thing(PROPS[prop.kind](self._rng)))
            self._stage.move_thing(alike[shown[prop.kind]], prop.matrix)
            shown[prop.kind] += 1
        for kind, alike in self._things.items():
            for thing in alike[shown[kind] :]:
                self._stage.move_thing(thing, None)


def furnish(
    stage: Stage,
    kind: RoomKind,
    needs: frozenset[str],
    camera: Camera,
    rng: np.random.Generator,
    island: bool = False,
) -> Room:
    """Furnish a stage for one camera.

    Args:
        stage: An empty stage (``Stage.clear``).
        kind: Which room.
        needs: Furniture that the movement is done at, drawn where ``places`` says.
        camera: What would hide the person from it is left out.
        rng: For sizes, colours and what stands where.
        island: Put a counter between camera and person that hides the legs.

    Returns:
        The room, no prop shown yet.

    Raises:
        ValueError: A need that ``places`` does not know.
    """
    seen = sight(camera, *_working_place(needs))
    filling = Furnishing(plan(seen, rng, _wall_before_person(kind, needs)), rng)
    walls = shell(filling.room, finish(rng, _FLOORS[kind]))
    for needed in fittings(needs, rng, seen):
        filling.put(needed)
    if island:
        filling.put(_island(camera, rng))
    _FILL[kind](filling, needs)
    pieces = [walls, *filling.pieces]
    stage.add_shapes(shape for piece in pieces for shape in piece)
    stage.place_lamps(
        lamps(
            lamp=(rng.uniform(-0.7, 0.7), rng.uniform(-0.6, 0.5), rng.uniform(2.7, 3.1)),
            window=(rng.choice((-3.1, 3.1)), rng.uniform(-1.2, 1.2), 1.6),
        )
    )
    # Props draw from their own generator: when they first appear must change nothing else.
    return Room(stage, filling.room, np.random.default_rng(rng.integers(2**63)))


def _working_place(needs: frozenset[str]) -> tuple[float, float | None]:
    # How far hands reach forward, and below which edge nothing needs to be seen.
    if "high-shelf" in needs:
        return SHELF_REACH_M, None
    return REACH_M, (places.SINK_FRONT_Y if "sink" in needs else None)


def _wall_before_person(kind: RoomKind, needs: frozenset[str]) -> float | None:
    if kind == "kitchen":
        return kitchen.back_y(needs)
    on_the_floor_in_front = needs & {"dishwasher", "sink", "table", "shoe", "dustpan"}
    if "high-shelf" in needs and not on_the_floor_in_front:
        return places.HIGH_SHELF[1] - SHELF_DEPTH_M / 2
    return None


def _island(camera: Camera, rng: np.random.Generator) -> Piece:
    wood, depth = pick(rng, WOODS), ISLAND_DEPTH_M
    depth = min(depth, max(0.1, camera.distance_m - ISLAND_FROM_PERSON_M - 0.5))
    middle_m = ISLAND_FROM_PERSON_M + depth / 2
    azimuth = math.radians(camera.azimuth_deg)
    there = standing(
        middle_m * math.sin(azimuth), -middle_m * math.cos(azimuth), 0.0, camera.azimuth_deg
    )
    parts = [
        box((0, 0, ISLAND_TOP_M - 0.02), (ISLAND_WIDTH_M, depth, 0.04), "wood", wood),
        box((0, 0.02, 0.44), (ISLAND_WIDTH_M - 0.1, depth - 0.08, 0.88), "paint", "#e6e3da"),
    ]
    for x in np.arange(-0.7, 0.71, 0.35):
        panel = ((x, -depth / 2 + 0.045, 0.46), (0.32, 0.02, 0.74))
        parts.append(box(*panel, "paint", "#d6d2c6"))
    return [moved(part, there) for part in parts]
