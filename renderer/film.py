"""A plan to pictures with their truth, one after the other."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from renderer import truth, webcam
from renderer.body import load
from renderer.clothes import dress
from renderer.core import Body, Floats, Image, Moment, Movement, Part, Person
from renderer.movements import make
from renderer.plan import EMPTY_ROOM_S, Plan
from renderer.rooms import Room, furnish
from renderer.skeleton import Skeleton
from renderer.stage import PersonHandle, Stage

SHUTTER_PICTURES = 3  # averaged into one where the shutter is open long enough to blur
PASSES_BEHIND_M = 1.3
PASSES_FROM_M = 1.1  # to the side, so that walking takes them past
Dressing = Callable[[Body], Sequence[Part]]


@dataclass(frozen=True, slots=True, eq=False)
class Shot:
    """One picture. ``measures`` (DESIGN section 3) and ``joints`` (3,) are empty for nobody."""

    t_s: float
    image: Image
    measures: Mapping[str, float]
    joints: Mapping[str, Floats]


@dataclass(frozen=True, slots=True, eq=False)
class Actor:
    """A body that moves."""

    body: Body
    skeleton: Skeleton
    movement: Movement


def cast(plan: Plan) -> Actor | None:
    """Return the plan's person with the movement, None for an empty room."""
    if plan.person is None:
        return None
    return act(plan.person, plan.movement, plan.seed)


def act(person: Person, movement: str, seed: int) -> Actor:
    """Return a person with a movement, drawn anew by the seed."""
    body = load(person)
    skeleton = Skeleton(body)
    return Actor(body, skeleton, make(movement, skeleton, np.random.default_rng(seed)))


def times_of(plan: Plan, actor: Actor | None) -> Floats:
    """Return when the plan's pictures are taken, seconds from 0."""
    seconds = actor.movement.seconds if actor else EMPTY_ROOM_S
    return np.arange(round(seconds * plan.fps)) / plan.fps


def shoot(
    plan: Plan, actor: Actor | None, times_s: Floats, dressed: Dressing = dress
) -> Iterator[Shot]:
    """Yield the pictures of these times with their truth; ``dressed`` puts the clothes on."""
    with contextlib.closing(Stage(plan.camera.width, plan.camera.height)) as stage:
        scene = _Scene(stage, plan, actor, dressed)
        grain = np.random.default_rng(plan.seed + 1)
        several = SHUTTER_PICTURES if actor and plan.webcam.shutter_s else 1
        exposed_s = np.linspace(-plan.webcam.shutter_s, 0.0, several) if several > 1 else [0.0]
        fine_s = np.maximum((times_s[:, None] + exposed_s).ravel(), 0.0)
        drawn = scene.draw(fine_s)
        taken = zip(*[drawn] * several, strict=True)  # so many drawn ones make one picture
        for t_s, pictures in zip(times_s, taken, strict=True):
            image = webcam.seen([picture for picture, _ in pictures], plan.webcam, grain)
            yield Shot(float(t_s), image, *_known(plan, actor, pictures[-1][1]))


def _known(
    plan: Plan, actor: Actor | None, moment: Moment | None
) -> tuple[Mapping[str, float], Mapping[str, Floats]]:
    if actor is None or moment is None:
        return {}, {}
    measured = truth.measures(actor.skeleton, moment.placed, plan.camera.azimuth_deg)
    return measured, truth.joints(actor.skeleton, moment.placed)


class _Scene:
    """The stage set for one plan: room, person, passer-by."""

    def __init__(self, stage: Stage, plan: Plan, actor: Actor | None, dressed: Dressing) -> None:
        self._stage, self._plan, self._actor = stage, plan, actor
        movement = actor.movement if actor else None
        self._room: Room = furnish(
            stage,
            movement.room if movement else plan.room,
            movement.needs if movement else frozenset[str](),
            plan.camera,
            np.random.default_rng(plan.seed + 2),
            island=plan.island,
        )
        self._handle = stage.add_person(dressed(actor.body)) if actor else None
        self._passer_by = act(plan.passer_by, "walking", plan.seed + 3) if plan.passer_by else None
        self._passing: PersonHandle | None = (
            stage.add_person(dress(self._passer_by.body)) if self._passer_by else None
        )

    def draw(self, times_s: Floats) -> Iterator[tuple[Image, Moment | None]]:
        main = self._actor.movement.moments(times_s) if self._actor else None
        other = self._passer_by.movement.moments(times_s) if self._passer_by else None
        for _ in times_s:
            moment = next(main) if main else None
            if moment and self._actor and self._handle:
                self._stage.move_person(self._handle, moment.placed, self._actor.body)
                self._room.move_props(moment.props)
            if other and self._passer_by and self._passing:
                self._pass_by(next(other), self._passer_by.body, self._passing)
            yield self._stage.render(self._plan.camera, self._plan.light), moment

    def _pass_by(self, moment: Moment, body: Body, handle: PersonHandle) -> None:
        # Behind the person as the camera sees it, walking across the picture.
        azimuth = np.radians(self._plan.camera.azimuth_deg)
        away = np.array([-np.sin(azimuth), np.cos(azimuth)])
        across = np.array([away[1], -away[0]])
        at = PASSES_BEHIND_M * away - PASSES_FROM_M * across
        heading_deg = float(np.degrees(np.arctan2(across[0], -across[1])))
        self._stage.move_person(
            handle, moment.placed, body, at=(float(at[0]), float(at[1])), yaw_deg=heading_deg
        )
