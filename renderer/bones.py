"""Which bones move on their own and which are stiff on another: worked out once a body."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from renderer.core import SIDES, Body, Floats, Ints, Side

FINGERS = range(1, 6)  # the thumb first
FINGER_BONES = range(1, 4)


@dataclass(frozen=True, slots=True, eq=False)
class _Stiff:
    """Bones that go along with one moving bone: ids (k,), places from its head (k, 3)."""

    ids: Ints
    offsets: Floats


@dataclass(frozen=True, slots=True, eq=False)
class _FingerRow:
    """The same bone of all five fingers: ids and parents (5,), places from them (5, 3)."""

    ids: Ints
    parents: Ints
    offsets: Floats


@dataclass(frozen=True, slots=True, eq=False)
class BonePlan:
    """The order of a body's bones.

    ``index`` name to number; ``parent`` (b,) with -1 for the root; ``offsets`` (b, 3) from
    the parent's head to the bone's own, at rest.
    """

    index: dict[str, int]
    parent: tuple[int, ...]
    offsets: Floats
    stiff: dict[int, _Stiff]
    fingers: dict[tuple[Side, int], _FingerRow]

    def carry(self, bone: int, rotations: Floats, positions: Floats) -> None:
        """Give the bones that are stiff on one its rotation and their places, in place."""
        stiff = self.stiff.get(bone)
        if stiff is None:
            return
        rotations[stiff.ids] = rotations[bone]
        positions[stiff.ids] = positions[bone] + stiff.offsets @ rotations[bone].T

    def curl(
        self, side: Side, level: int, own: Floats, rotations: Floats, positions: Floats
    ) -> None:
        """Rotate one row of finger bones by ``own`` (5, 3, 3) against their parents."""
        row = self.fingers[side, level]
        parents = rotations[row.parents]
        rotations[row.ids] = parents @ own
        positions[row.ids] = positions[row.parents] + (parents @ row.offsets[:, :, None])[:, :, 0]


def plan_bones(body: Body, moving: tuple[str, ...]) -> BonePlan:
    """Return the plan of a body whose ``moving`` bones and fingers turn on their own."""
    index = {bone: i for i, bone in enumerate(body.bones)}
    parent = body.parent
    offsets = np.array(
        [body.head[i] - (body.head[p] if p >= 0 else 0.0) for i, p in enumerate(parent)]
    )
    fingers = {
        (side, level): _finger_row(index, parent, offsets, side, bone)
        for side in SIDES
        for level, bone in enumerate(FINGER_BONES)
    }
    free = {index[bone] for bone in moving} | {int(i) for row in fingers.values() for i in row.ids}
    carried: dict[int, list[int]] = {}
    for i in range(len(parent)):
        anchor = i
        while anchor not in free:
            anchor = parent[anchor]
        if anchor != i:
            carried.setdefault(anchor, []).append(i)
    stiff = {
        anchor: _Stiff(np.array(ids), body.head[ids] - body.head[anchor])
        for anchor, ids in carried.items()
    }
    return BonePlan(index, parent, offsets, stiff, fingers)


def _finger_row(
    index: dict[str, int], parent: tuple[int, ...], offsets: Floats, side: Side, bone: int
) -> _FingerRow:
    ids = [index[f"finger{finger}-{bone}.{side}"] for finger in FINGERS]
    return _FingerRow(np.array(ids), np.array([parent[i] for i in ids]), offsets[ids])
