"""A movement's keys played on one body: the moments of ``core.Movement``."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Protocol

import numpy as np

from renderer.core import Doing, Floats, Moment, Placed, Prop, RoomKind
from renderer.keyframes import Score, lerp
from renderer.posing import CHANNELS, NO_SWAY, Blend, balanced, figure_between
from renderer.skeleton import Skeleton

SWAY_DEG = (0.4, 0.6, 0.7, 0.5, 0.7, 1.0, 1.6, 0.7)  # at sway 1; quiet standing
SWAY_HZ = (0.15, 0.9)
SWAY_WAVES = 5

Props = Callable[[float, Placed], tuple[Prop, ...]]


class Motion(Protocol):
    """Something that knows how a body is placed at any time."""

    def placed(self, t_s: float) -> Placed:
        """Return every bone's place; the same time gives the same place."""
        ...


class Sway:
    """Small slow movements that nobody can suppress, the same for the same generator."""

    def __init__(self, rng: np.random.Generator, strength: float = 1.0) -> None:
        shape = (len(CHANNELS), SWAY_WAVES)
        self._hz = rng.uniform(*SWAY_HZ, shape)
        self._phase = rng.uniform(0, 2 * math.pi, shape)
        self._size = np.radians(SWAY_DEG) * strength

    def at(self, t_s: float) -> dict[str, float]:
        """Return each channel's share in radians."""
        waves = np.sin(2 * math.pi * self._hz * t_s + self._phase).mean(axis=1) * 1.6
        return dict(zip(CHANNELS, (waves * self._size).tolist(), strict=True))


class KeyedMotion:
    """A score played on a skeleton; the balance is found once, at the keys."""

    def __init__(self, skeleton: Skeleton, score: Score, sway: Sway | None = None) -> None:
        self._skeleton, self.score, self._sway = skeleton, score, sway
        known: dict[int, Floats] = {}
        for posture in score.postures:
            if id(posture) not in known:
                known[id(posture)] = balanced(skeleton, posture)
        self._offsets = [known[id(posture)] for posture in score.postures]

    def placed(self, t_s: float) -> Placed:
        """Return every bone's place at a time."""
        between = self.score.at(t_s)
        before = self.score.postures[between.before]
        after = self.score.postures[between.after]
        sway = self._sway.at(t_s) if self._sway else NO_SWAY
        offset = lerp(self._offsets[between.before], self._offsets[between.after], between.share)
        figure = figure_between(self._skeleton, Blend(before, after, between.share), offset, sway)
        return Placed(figure.rotations, figure.positions)


class Performance:
    """A ``core.Movement``: a motion with what it shows, where, and what is carried."""

    def __init__(
        self,
        motion: Motion,
        seconds: float,
        *,
        name: str,
        task: str,
        technique: str = "",
        room: RoomKind = "living",
        needs: frozenset[str] = frozenset(),
        lift_s: tuple[float, float] | None = None,
        props: Props | None = None,
        mirrored: bool = False,
        doings: tuple[Doing, ...] = (),
    ) -> None:
        self.name, self.task, self.technique = name, task, technique
        self.seconds, self.room, self.needs, self.lift_s = seconds, room, needs, lift_s
        self.motion, self.mirrored = motion, mirrored
        self._props = props
        alone = Doing(
            0.0,
            seconds,
            task,
            technique,
            lift_s=lift_s,
            lifts=bool(lift_s),
            seated="chair" in needs,
        )
        self.doings = doings or (alone,)

    def props(self, t_s: float, placed: Placed) -> tuple[Prop, ...]:
        """Return what is carried or lies about, by a body that is placed so."""
        return self._props(t_s, placed) if self._props else ()

    def moments(self, times_s: Floats) -> Iterator[Moment]:
        """Yield the moment of every time, in order; the same times give the same moments."""
        for t_s in times_s:
            placed = self.motion.placed(float(t_s))
            yield Moment(float(t_s), placed, self.props(float(t_s), placed))
