"""The living room."""

from __future__ import annotations

from renderer.rooms.furniture import (
    armchair,
    bookshelf,
    chest,
    floor_lamp,
    plant,
    rug,
    sofa,
    television,
    wall_shelf,
)
from renderer.rooms.layout import WALLS, Furnishing
from renderer.rooms.shell import clock, door, picture, radiator, window


def fill(filling: Furnishing, needs: frozenset[str]) -> None:
    """Furnish a living room."""
    rng = filling.rng
    groups = [
        [bookshelf(rng), sofa(rng), plant(rng)],
        [television(rng), floor_lamp(rng), plant(rng)],
        [bookshelf(rng), armchair(rng), radiator()],
        [door(rng), chest(rng)],
    ]
    hung = [
        [picture(rng), wall_shelf(rng), picture(rng)],
        [picture(rng), clock()],
        [picture(rng), picture(rng)],
        [wall_shelf(rng), picture(rng)],
    ]
    order = [WALLS[i] for i in rng.permutation(4)]
    filling.put(rug(rng, float(rng.uniform(-0.4, 0.4)), float(rng.uniform(-0.5, 0.5))))
    for wall, group, above in zip(order, groups, hung, strict=True):
        filling.along(wall, group)
        if rng.uniform() < 0.6:
            filling.along(wall, [window(rng)], 1.1)
        filling.along(wall, above, 1.65)
