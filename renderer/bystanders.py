"""Somebody at a task while others come, go and stand about, with every face's outline known.

What is true of a picture is drawn, too: a second time, in plain light colours that nothing
else has, one for each person's face and one for the rest of the head. So furniture, other
people and the picture's edge cover a face in the truth exactly where they do in the picture.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from renderer import webcam
from renderer.clothes import dress
from renderer.core import Body, Camera, Image, Light, Part, Person, RoomKind, Webcam
from renderer.film import Actor, act
from renderer.rooms import furnish
from renderer.shapes import box
from renderer.stage import PersonHandle, Stage

FACE_UP_M, FACE_DOWN_M = 0.06, 0.115  # of the eyes: hairline and chin
FACE_BACK_M = 0.06  # behind the eyes: the cheeks' end before the ears
MARKS = (("#ff0000", "#ff00ff"), ("#00ff00", "#00ffff"), ("#0000ff", "#ffff00"))
PURE = 0.25  # the least channel of a mark, against its largest
DARKEST = 12  # grey levels; of a mark in the shade
PLAIN = Light(level=1.0, warmth=0.0)

Mask = NDArray[np.uint8]  # (height, width): 0 nobody, 2 n + 1 face, 2 n + 2 other head of person n


@dataclass(frozen=True, slots=True)
class Way:
    """Where somebody is from a time on; straight lines between.

    Metres to the right of the camera's axis and away from it; ``turned_deg`` 0 faces the
    camera's way, positive to the own left.
    """

    t_s: float
    right_m: float
    away_m: float
    turned_deg: float = 0.0


@dataclass(frozen=True, slots=True)
class Bystander:
    """Somebody who is about, in the posture of a movement carried along ``ways``."""

    person: Person
    ways: tuple[Way, ...]
    movement: str = "chatting"


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of furniture: middle to the right of the camera's axis and away from it."""

    right_m: float
    away_m: float
    height_m: float
    width_m: float = 0.7


@dataclass(frozen=True, slots=True)
class Company:
    """One clip: the person followed, at most two bystanders, furniture before them."""

    name: str
    person: Person
    movement: str
    bystanders: tuple[Bystander, ...]
    camera: Camera
    seconds: float = 6.0
    fps: float = 25.0
    seed: int = 1
    light: Light = field(default_factory=Light)
    webcam: Webcam = field(default_factory=Webcam)
    room: RoomKind = "living"
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """A picture with the truth of its heads.

    ``face_px`` and ``turned_deg`` are each bystander's: the face's height from chin to
    hairline, and how far it is turned from the camera, 0 to 180.
    """

    t_s: float
    image: Image
    heads: Mask
    face_px: tuple[float, ...]
    turned_deg: tuple[float, ...]


def shoot_company(plan: Company) -> Iterator[Seen]:
    """Yield the clip's pictures in order."""
    with contextlib.closing(Stage(plan.camera.width, plan.camera.height)) as stage:
        yield from _Set(stage, plan).shoot()


@dataclass(frozen=True, slots=True, eq=False)
class _Twins:
    """A person on the stage twice: as seen, and as marked."""

    actor: Actor
    seen: PersonHandle
    marked: PersonHandle


class _Set:
    def __init__(self, stage: Stage, plan: Company) -> None:
        self._stage, self._plan = stage, plan
        furnish(
            stage,
            plan.room,
            frozenset[str](),
            plan.camera,
            np.random.default_rng(plan.seed + 2),
            island=False,
        )
        for block in plan.blocks:
            x, y = _on_floor(plan.camera, block.right_m, block.away_m)
            size = (block.width_m, 0.35, block.height_m)
            stage.add_shapes([box((x, y, block.height_m / 2), size, "wood", "#7c5a3c")])
        actors = [act(plan.person, plan.movement, plan.seed)]
        actors += [
            act(b.person, b.movement, plan.seed + 3 + i) for i, b in enumerate(plan.bystanders)
        ]
        self._people = [
            self._twins(actor, marks) for actor, marks in zip(actors, MARKS, strict=False)
        ]

    def _twins(self, actor: Actor, marks: tuple[str, str]) -> _Twins:
        parts = dress(actor.body)
        marked = [m for part in parts for m in _marked(part, actor.body, *marks)]
        return _Twins(actor, self._stage.add_person(parts), self._stage.add_person(marked))

    def shoot(self) -> Iterator[Seen]:
        plan = self._plan
        times_s = np.arange(round(plan.seconds * plan.fps)) / plan.fps
        moments = [p.actor.movement.moments(times_s) for p in self._people]
        grain = np.random.default_rng(plan.seed + 1)
        for t_s in times_s:
            now = [next(moment).placed for moment in moments]
            places = [(0.0, 0.0, 0.0)]
            places += [self._place(b.ways, float(t_s)) for b in plan.bystanders]
            for twins, placed, (x, y, yaw_deg) in zip(self._people, now, places, strict=True):
                for handle in (twins.seen, twins.marked):
                    self._stage.move_person(handle, placed, twins.actor.body, (x, y), yaw_deg)
            image = webcam.seen([self._render(False, plan.light)], plan.webcam, grain)
            ways = [_way(b.ways, float(t_s)) for b in plan.bystanders]
            yield Seen(
                float(t_s),
                image,
                _heads(self._render(True, PLAIN)),
                tuple(_face_px(plan.camera, way) for way in ways),
                tuple(_turned_deg(way) for way in ways),
            )

    def _place(self, ways: Sequence[Way], t_s: float) -> tuple[float, float, float]:
        way = _way(ways, t_s)
        x, y = _on_floor(self._plan.camera, way.right_m, way.away_m)
        return x, y, self._plan.camera.azimuth_deg + way.turned_deg

    def _render(self, marked: bool, light: Light) -> Image:
        for twins in self._people:
            twins.seen.shown, twins.marked.shown = not marked, marked
        return self._stage.render(self._plan.camera, light)


def _way(ways: Sequence[Way], t_s: float) -> Way:
    times = [way.t_s for way in ways]
    right_m, away_m, turned_deg = (
        float(np.interp(t_s, times, [getattr(way, key) for way in ways]))
        for key in ("right_m", "away_m", "turned_deg")
    )
    return Way(t_s, right_m, away_m, turned_deg)


def _on_floor(camera: Camera, right_m: float, away_m: float) -> tuple[float, float]:
    azimuth = math.radians(camera.azimuth_deg)
    ahead = np.array([-math.sin(azimuth), math.cos(azimuth)])
    right = np.array([ahead[1], -ahead[0]])
    x, y = -camera.distance_m * ahead + away_m * ahead + right_m * right
    return float(x), float(y)


def _face_px(camera: Camera, way: Way) -> float:
    longer_px = max(camera.width, camera.height)
    focal_px = longer_px / 2 / math.tan(math.radians(camera.fov_deg) / 2)
    return focal_px * (FACE_UP_M + FACE_DOWN_M) / max(way.away_m, 0.1)


def _turned_deg(way: Way) -> float:
    # Somebody to the right who faces along the axis shows the camera that side of the face.
    bearing_deg = math.degrees(math.atan2(way.right_m, way.away_m))
    return abs((way.turned_deg + bearing_deg + 180.0) % 360.0 - 180.0)


def _marked(part: Part, body: Body, face_colour: str, head_colour: str) -> list[Part]:
    """Return a part cut into body, face and other head, the latter two in their marks."""
    eyes = (body.eye["L"] + body.eye["R"]) / 2
    _, y, z = (part.vertices - eyes).T
    of_head = np.isin(part.bone_ids, [body.index("head")]) * part.bone_weights
    head = (of_head.sum(axis=1) > 0.5) & (z > -FACE_DOWN_M - 0.01)
    skin = part.name in ("skin", "eyes", "lashes")
    face = head & skin & (y < FACE_BACK_M) & (z < FACE_UP_M) & (z > -FACE_DOWN_M)
    if part.name == "hair":
        head[:] = True
    of_face, of_rest = face[part.triangles].all(axis=1), head[part.triangles].all(axis=1)
    plain = np.ones_like(part.tint)
    cut = [
        (part, ~of_face & ~of_rest),
        (replace(part, material="cloth", colour=face_colour, tint=plain), of_face),
        (replace(part, material="cloth", colour=head_colour, tint=plain), of_rest & ~of_face),
    ]
    return [replace(one, triangles=part.triangles[chosen]) for one, chosen in cut if chosen.any()]


def _heads(marked: Image) -> Mask:
    channels = marked.astype(np.int16)
    most, least = channels.max(axis=2), channels.min(axis=2)
    pure = (least < PURE * most) & (most > DARKEST)
    bits = (channels > 0.5 * most[..., None]).astype(np.uint8) @ np.array([1, 2, 4], np.uint8)
    code = np.zeros(8, np.uint8)
    for i, colours in enumerate(MARKS):
        for j, colour in enumerate(colours):
            lit = [int(colour[k : k + 2], 16) > 0 for k in (1, 3, 5)]
            code[sum(1 << k for k, on in enumerate(lit) if on)] = 2 * i + j + 1
    found: Mask = np.where(pure, code[bits], 0).astype(np.uint8)
    return found
