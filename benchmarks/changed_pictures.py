"""What ``picture_changes.py`` changes: lens and light, clothes, faces and hands."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from renderer.clothes import dress
from renderer.core import Body, Light, Part, Webcam
from renderer.film import Dressing
from renderer.materials import linear_rgb
from renderer.plan import Plan

STRIPE_M, SIDEWAYS = 0.06, 0.85
WHITE, BLACK, DARKER = 0.75, 0.02, 0.6  # linear light; of a shirt's own colour
LIGHT_SHIRT = 0.25  # likewise: lighter ones want black gloves
HAND_BONES = ("wrist", "metacarpal", "finger")


@dataclass(frozen=True, slots=True)
class Change:
    """What is done to a plan, and how its person is dressed."""

    plan: Callable[[Plan], Plan] = lambda plan: plan
    dressed: Dressing = dress


def _sharp(plan: Plan) -> Plan:
    camera = replace(plan.camera, width=640, height=480)
    return replace(plan, camera=camera, light=Light(1.0, 0.2), webcam=Webcam(0.0, 0.0, 0.0))


def _near(plan: Plan) -> Plan:
    # A laptop's wide lens: the whole body from as near as it fits.
    camera = replace(plan.camera, distance_m=1.7, height_m=0.95, pitch_deg=0.0, fov_deg=84.0)
    return replace(plan, camera=camera)


def _far(plan: Plan) -> Plan:
    # A long lens from across a large room: nearly without perspective.
    return replace(plan, camera=replace(plan.camera, distance_m=5.5, pitch_deg=0.0, fov_deg=32.0))


def printed(body: Body) -> Sequence[Part]:
    """Return the usual clothes with stripes round the chest, a placket, and piped trousers."""
    return [_painted(p) if p.material == "cloth" else p for p in dress(body)]


def _painted(part: Part) -> Part:
    x, y, z = part.vertices.T
    paint = np.tile(linear_rgb(part.colour), (len(part.vertices), 1))
    if part.name == "shirt":
        paint[:] = WHITE
        paint[np.floor(z / STRIPE_M) % 2 == 0] = linear_rgb(part.colour) * DARKER
        paint[(np.abs(x) < STRIPE_M / 4) & (y < np.median(y))] = BLACK
    elif part.name == "trousers":
        paint[np.abs(part.normals[:, 0]) > SIDEWAYS] = WHITE
    return replace(part, tint=part.tint * paint, colour="#ffffff")


def faceless(body: Body) -> Sequence[Part]:
    """Return the usual clothes without hair, eyes, lashes, brows, cheeks and lips."""
    face = ("hair", "eyes", "lashes")
    worn = [part for part in dress(body) if part.name not in face]
    return [replace(p, tint=np.ones_like(p.tint)) if p.name == "skin" else p for p in worn]


def gloved(body: Body) -> Sequence[Part]:
    """Return the usual clothes with hands that stand out from the shirt: white or black gloves."""
    worn = dress(body)
    shirt = next(part for part in worn if part.name == "shirt")
    glove = BLACK if float(linear_rgb(shirt.colour).mean()) > LIGHT_SHIRT else WHITE
    return [_gloved(part, body, glove) if part.name == "skin" else part for part in worn]


def _gloved(part: Part, body: Body, glove: float) -> Part:
    tint = part.tint.copy()
    tint[on_hands(part, body)] = glove / linear_rgb(part.colour)
    return replace(part, tint=tint)


def handless(body: Body) -> Sequence[Part]:
    """Return the usual clothes and arms that end at the wrist."""
    return [_without_hands(p, body) if p.name == "skin" else p for p in dress(body)]


def _without_hands(part: Part, body: Body) -> Part:
    kept = ~on_hands(part, body)[part.triangles].any(axis=1)
    return replace(part, triangles=part.triangles[kept])


def on_hands(part: Part, body: Body) -> NDArray[np.bool_]:
    """Return which vertices of a part lie on a hand, (m,)."""
    hand = np.array([bone.startswith(HAND_BONES) for bone in body.bones])
    strongest = np.take_along_axis(part.bone_ids, part.bone_weights.argmax(axis=1)[:, None], axis=1)
    return hand[strongest[:, 0]]


CHANGES: Mapping[str, Change] = {
    "as they are": Change(),
    "sharp": Change(_sharp),
    "near": Change(_near),
    "far": Change(_far),
    "printed": Change(dressed=printed),
    "faceless": Change(dressed=faceless),
    "gloved": Change(dressed=gloved),
    "handless": Change(dressed=handless),
}
