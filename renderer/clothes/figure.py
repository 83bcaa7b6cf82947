"""Where on the body mesh its limbs are: what cutting clothes needs to know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from renderer.core import SIDES, Body, Floats, Ints
from renderer.subdivision import Surface

ARM_FROM_X_M = 0.1  # nearer to the middle than this is trunk, whatever the arm's line says


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """A body measured for clothes; arrays have one value per mesh vertex, (n,).

    ``arm``, ``head`` and ``foot`` are the shares of skin weight bound to those bones.
    ``along_arm`` runs from 0 (shoulder) over 1 (elbow) to 2 (wrist).
    """

    body: Body
    arm: Floats
    head: Floats
    foot: Floats
    along_arm: Floats
    hip_z: float
    knee_z: float
    ankle_z: float
    crotch_z: float
    neck: Floats

    def surface(self, *groups: str) -> Surface:
        """Return the faces of some of the mesh's groups over all its vertices."""
        quads = np.concatenate([group_quads(self.body, group) for group in groups])
        vertices = self.body.vertices
        return Surface(vertices, quads, self.body.weights, np.ones_like(vertices))


def measured(body: Body) -> Figure:
    """Return the body with its limbs found."""
    tights = body.vertices[np.unique(group_quads(body, "helper-tights"))]
    return Figure(
        body=body,
        arm=_share(body, ("shoulder01", "upperarm", "lowerarm", "wrist", "metacarpal", "finger")),
        head=_share(body, ("head", "neck")),
        foot=_share(body, ("foot", "toe")),
        along_arm=_along_arm(body),
        hip_z=float(body.at("upperleg01.L")[2]),
        knee_z=float(body.at("lowerleg01.L")[2]),
        ankle_z=float(body.at("foot.L")[2]),
        crotch_z=float(tights[np.abs(tights[:, 0]) < 0.012, 2].min()),
        neck=body.at("neck01"),
    )


def group_quads(body: Body, group: str) -> Ints:
    """Return a mesh group's faces as vertex ids, (f, 4)."""
    return np.array([ids for ids, _ in body.faces[group]], dtype=np.int64)


def arm_axes(body: Body, side: str) -> tuple[Floats, Floats, Floats]:
    """Return shoulder, elbow and wrist of one side at rest, (3,) each."""
    return body.at(f"upperarm01.{side}"), body.at(f"lowerarm01.{side}"), body.at(f"wrist.{side}")


def _share(body: Body, names: Sequence[str]) -> Floats:
    chosen = [index for index, bone in enumerate(body.bones) if bone.startswith(tuple(names))]
    share: Floats = body.weights[:, chosen].sum(axis=1)
    return share


def _along_arm(body: Body) -> Floats:
    along = np.zeros(len(body.vertices))
    for side in SIDES:
        shoulder, elbow, wrist = arm_axes(body, side)
        upper, fore = elbow - shoulder, wrist - elbow
        on_upper = (body.vertices - shoulder) @ upper / (upper @ upper)
        on_fore = (body.vertices - elbow) @ fore / (fore @ fore)
        this_side = body.vertices[:, 0] * np.sign(shoulder[0]) > ARM_FROM_X_M
        along = np.where(this_side, np.where(on_fore > 0, 1 + on_fore, on_upper), along)
    return along
