"""The bedroom."""

from __future__ import annotations

from renderer.rooms.furniture import (
    armchair,
    bed,
    chest,
    floor_lamp,
    nightstand,
    plant,
    rug,
    wall_shelf,
    wardrobe,
)
from renderer.rooms.layout import WALLS, Furnishing, side_by_side
from renderer.rooms.shell import door, picture, radiator, window


def fill(filling: Furnishing, needs: frozenset[str]) -> None:
    """Furnish a bedroom."""
    room, rng = filling.room, filling.rng
    groups = [
        [side_by_side([nightstand(rng), bed(rng), nightstand(rng)])],
        [wardrobe(rng), armchair(rng)],
        [chest(rng), plant(rng), floor_lamp(rng)],
        [door(rng), radiator(), chest(rng)],
    ]
    seen_first = room.opposite_wall()
    rest = [wall for wall in WALLS if wall != seen_first]
    order = [seen_first, *(rest[i] for i in rng.permutation(3))]
    swap = int(rng.integers(2))
    groups[0], groups[swap] = groups[swap], groups[0]
    filling.put(rug(rng, float(rng.uniform(-0.5, 0.5)), float(rng.uniform(-0.4, 0.6))))
    for wall, group in zip(order, groups, strict=True):
        filling.along(wall, group)
        hung = window(rng) if rng.uniform() < 0.6 or wall == seen_first else wall_shelf(rng)
        filling.along(wall, [hung], 1.1)
        filling.along(wall, [picture(rng), picture(rng)], 1.7)
