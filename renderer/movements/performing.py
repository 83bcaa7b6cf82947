"""From a written score to the movement: left- or right-handed, what it breaks, what is held."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from renderer.core import RoomKind, Side
from renderer.keyframes import Score
from renderer.motion import KeyedMotion, Motion, Performance, Props, Sway
from renderer.skeleton import Skeleton

SIDED = {"sideboard": "sideboard-left", "sideboard-left": "sideboard"}
SHORTEST_S = 6.0
PropsOf = Callable[[Motion, Side], Props]


@dataclass(frozen=True, slots=True)
class Task:
    """What a movement is called, where it is done, and by what rules it is judged.

    The fields are those of ``core.Movement``; ``sway`` scales the small unrest of standing.
    """

    name: str
    task: str
    technique: str = ""
    room: RoomKind = "living"
    needs: frozenset[str] = frozenset()
    lift_s: tuple[float, float] | None = None
    sway: float = 1.0


def perform(
    skeleton: Skeleton,
    rng: np.random.Generator,
    score: Score,
    task: Task,
    *,
    props: PropsOf | None = None,
    mirror: bool = False,
) -> Performance:
    """Return a written movement as one that can be rendered.

    Args:
        skeleton: Who.
        rng: Draws the sway.
        score: Written for the right hand.
        task: What it is.
        props: Gives what is carried, from the motion and the hand that leads.
        mirror: Whether it is done with the left hand instead.
    """
    score.stay(max(0.0, SHORTEST_S - score.now_s))
    needs = task.needs
    if mirror:
        score = score.mirrored()
        needs = frozenset(SIDED.get(thing, thing) for thing in needs)
    motion = KeyedMotion(skeleton, score, Sway(rng, task.sway))
    seconds = score.now_s
    return Performance(
        motion,
        seconds,
        name=task.name,
        task=task.task,
        technique=task.technique,
        room=task.room,
        needs=needs,
        lift_s=task.lift_s,
        props=props(motion, "L" if mirror else "R") if props else None,
        mirrored=mirror,
    )
