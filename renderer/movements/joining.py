"""Several movements end to end by one body: a routine."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from renderer.core import SIDES, Doing, Placed, Prop, PropKind, RoomKind
from renderer.keyframes import Posture, Score
from renderer.motion import KeyedMotion, Performance, Props, Sway
from renderer.movements.carried import Grip, held
from renderer.skeleton import Skeleton

QUIET_S = 0.9  # at the least, between two movements: rest that can be told
STEP_S = 0.6
STEPS_FROM_M = 0.02  # a foot that is nearer stays where it is
STEPS_FROM_RAD = 0.05
MOVED_ON = frozenset[PropKind]({"box", "broom"})  # there is one only, which the next one takes


@dataclass(frozen=True, slots=True)
class _Shown:
    """A part's props and from when to when they are shown."""

    props: Callable[[float, Placed], tuple[Prop, ...]]
    from_s: float


class Routine:
    """A routine being written: the score so far, what is done when and what is carried."""

    def __init__(self, skeleton: Skeleton, start: Posture) -> None:
        self.skeleton = skeleton
        self.score = Score(start)
        self._doings: list[Doing] = []
        self._shown: list[_Shown] = []
        self._since_s = 0.0

    def idle(self, seconds: float) -> None:
        """Stay as one is."""
        self.score.stay(seconds)

    def did(self, doing: Doing) -> None:
        """Note what was done since the last note; its times are set here, ``lift_s`` is kept."""
        self._doings.append(replace(doing, start_s=self._since_s, end_s=self.score.now_s))
        self._since_s = self.score.now_s

    def show(self, props: Props) -> None:
        """Show what is carried from now on, by the whole score's times."""
        self._shown.append(_Shown(props, self._since_s))

    def show_held(self, kind: PropKind, grip: Grip, from_s: float, to_s: float) -> None:
        """Show what is in the hands from one time to another and lies still else."""
        motion = KeyedMotion(self.skeleton, self.score)
        self._shown.append(_Shown(held(kind, grip, motion, from_s=from_s, to_s=to_s), 0.0))

    def goes_to(self, posture: Posture) -> None:
        """Step by step into the stance of another posture, then into that."""
        for side in SIDES:
            here, there = self.score.posture.feet[side], posture.feet[side]
            far_m = float(np.linalg.norm(there.ankle - here.ankle))
            if far_m > STEPS_FROM_M or abs(there.yaw - here.yaw) > STEPS_FROM_RAD:
                # The body goes half of the way with each foot.
                hands = {one: posture.hands[one] for one in SIDES}
                self.score.go(
                    STEP_S, posture.but(feet={**self.score.posture.feet, side: there}, hands=hands)
                )
        self.score.go(STEP_S, posture)
        self.idle(QUIET_S)

    def play(self, part: Performance, doing: Doing | None = None, *, back: bool = False) -> None:
        """Do a movement, and with ``back`` then backwards: what was taken is put back.

        Args:
            part: Any movement that begins and ends standing.
            doing: What it is beside task and technique, which are the part's.
            back: Whether it is then done backwards.
        """
        score = keys_of(part)
        given = doing or Doing(0.0, 0.0)
        self.goes_to(score.postures[0])
        quiet_s = _quiet_s(score)  # at first: there was rest enough
        began_s = self.score.now_s - quiet_s
        turned_s = began_s + part.seconds
        self.score.then(score, quiet_s)
        own = replace(given, task=part.task, technique=part.technique, seated="chair" in part.needs)
        lift_s = part.lift_s
        self.did(replace(own, lift_s=lift_s and (began_s + lift_s[0], began_s + lift_s[1])))
        if back:
            self.idle(QUIET_S)
            turned_s = self.score.now_s
            self.score.then(score.backwards())
            self.did(replace(own, lift_s=lift_s and (turned_s + part.seconds - lift_s[0], np.inf)))

        def props(t_s: float, placed: Placed) -> tuple[Prop, ...]:
            if back and t_s > turned_s:
                return part.props(turned_s + part.seconds - t_s, placed)
            return part.props(min(t_s, turned_s) - began_s, placed)

        self._shown.append(_Shown(props, began_s))

    def finished(
        self,
        rng: np.random.Generator,
        name: str,
        room: RoomKind,
        needs: frozenset[str] = frozenset(),
    ) -> Performance:
        """Return the routine as one that can be rendered; the rest of it is rest."""
        self.idle(QUIET_S)
        if self._since_s < self.score.now_s:
            self.did(Doing(0.0, 0.0))
        return Performance(
            KeyedMotion(self.skeleton, self.score, Sway(rng)),
            self.score.now_s,
            name=name,
            task="other",
            room=room,
            needs=needs,
            props=self._props,
            doings=tuple(self._doings),
        )

    def _props(self, t_s: float, placed: Placed) -> tuple[Prop, ...]:
        found: list[Prop] = []
        single: dict[PropKind, tuple[Prop, ...]] = {}
        for one in self._shown:
            props = one.props(t_s, placed)
            found += [prop for prop in props if prop.kind not in MOVED_ON]
            for prop in props:
                if prop.kind in MOVED_ON and (one.from_s <= t_s or prop.kind not in single):
                    single[prop.kind] = (prop,)
        return (*found, *itertools.chain(*single.values()))


def keys_of(part: Performance) -> Score:
    """Return the keys that a movement is made of."""
    assert isinstance(part.motion, KeyedMotion), f"{part.name} has no keys to be joined"
    return part.motion.score


def _quiet_s(score: Score) -> float:
    """Return how long a score stays in its first posture."""
    moves = (i for i, posture in enumerate(score.postures) if posture is not score.postures[0])
    return score.times_s[next(moves, 1) - 1]
