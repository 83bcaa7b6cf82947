"""A rendered morning as a camera: somebody stands tall, bends, raises a hand, goes, comes back.

Every picture is taken, however long that takes, so that nothing depends on how fast the
computer is; the times are the film's own.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator

import numpy as np

from benchmarks.raised_hand_moves import move
from posturecheck.core import Image
from renderer.body import load
from renderer.cast import CAST
from renderer.core import Camera, Webcam
from renderer.film import Actor, shoot
from renderer.keyframes import Posture
from renderer.motion import KeyedMotion
from renderer.movements.dishwasher import rounded
from renderer.movements.holds import stance
from renderer.movements.joining import Routine
from renderer.movements.routines import RACK
from renderer.plan import Plan
from renderer.skeleton import Skeleton

FPS = 13.0  # more than the twelve a second below which a computer is called busy
WHO = "joan"
TALL_S, SIGN_S, GONE_S = 7.0, 2.6, 1.0
OUT_M, STEP_M, STEP_S = 4.0, 0.5, 0.5
# Her acts, in this order.
ACTS = ("stands", "bends", "pauses", "goes on", "leaves", "is away")


def acts() -> dict[str, list[Image]]:
    """Return the pictures of each of ``ACTS``, rendered anew."""
    body = load(CAST[WHO])
    skeleton = Skeleton(body)
    rng = np.random.default_rng(3)
    sign = move("sign", skeleton, rng, mirror=True, far=False, held_s=SIGN_S).performance
    assert isinstance(sign.motion, KeyedMotion)
    start = sign.motion.score.postures[0]
    routine, ends_s = Routine(skeleton, start), []
    routine.idle(TALL_S)
    ends_s.append(routine.score.now_s)
    routine.play(rounded(skeleton, np.random.default_rng(5)), RACK, back=True)
    routine.idle(2.0)
    ends_s.append(routine.score.now_s)
    for _ in range(2):
        routine.play(sign)
        routine.idle(2.0)
        ends_s.append(routine.score.now_s)
    _walk_off(routine, skeleton, start)
    ends_s.append(routine.score.now_s)
    routine.idle(GONE_S)
    needs = frozenset({"dishwasher"})
    done = routine.finished(np.random.default_rng(1), "morning", "kitchen", needs)
    camera = Camera(62.0, 2.7, 1.0, 3.0, width=320, height=240)
    plan = Plan("morning", CAST[WHO], seed=4, camera=camera, webcam=Webcam(noise=2.5), fps=FPS)
    times_s = np.arange(round(done.seconds * FPS)) / FPS
    taken: dict[str, list[Image]] = {act: [] for act in ACTS}
    for shot in shoot(plan, Actor(body, skeleton, done), times_s):
        taken[ACTS[sum(shot.t_s >= end_s for end_s in ends_s)]].append(shot.image)
    return taken


def _walk_off(routine: Routine, skeleton: Skeleton, start: Posture) -> None:
    for i in range(1, round(OUT_M / STEP_M) + 1):
        feet = stance(skeleton, at=(0.0, i * STEP_M), width_m=0.22)
        routine.score.go(STEP_S, start.but(feet=feet))


class Kitchen:
    """A camera that shows acts one after the other, each once or for so many seconds.

    An act whose name begins with "un" is shown backwards: whoever left comes back.
    """

    name, comes_back, compressed = "camera 0", True, False

    def __init__(self, film: dict[str, list[Image]], acts: Iterable[tuple[str, float]]) -> None:
        self.began_s: list[float] = []
        self._pictures = self._played(film, acts)
        self._closed = False

    def pictures(self) -> Iterator[tuple[float | None, Image]]:
        """Go on where it was let go of; the last act lasts until it is closed."""
        for t_s, image in self._pictures:
            if self._closed:
                return
            yield t_s, image

    def close(self) -> None:
        self._closed = True

    def _played(
        self, film: dict[str, list[Image]], acts: Iterable[tuple[str, float]]
    ) -> Iterator[tuple[float, Image]]:
        number = 0
        for act, seconds in acts:
            self.began_s.append(number / FPS)
            pictures = film[act.removeprefix("un")][:: -1 if act.startswith("un") else 1]
            end = number + (round(seconds * FPS) or len(pictures))
            for image in itertools.islice(itertools.cycle(pictures), end - number):
                yield number / FPS, image
                number += 1
