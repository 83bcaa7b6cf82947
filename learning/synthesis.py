"""Movements that were never rendered, seen with errors the pose model made on alike moments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
from scipy.spatial import cKDTree

from learning.errors import LOOK_IN_A_MIRROR, Errors, look_of, true_pose, true_size_px
from learning.landmarks import carried
from learning.plans import FPS, random_back, random_camera, random_movement
from learning.recording import MEASURES, Recording
from learning.table import moments
from posturecheck.core import Floats, Pose
from posturecheck.learned.features import OTHER_SIDE
from renderer import truth
from renderer.body import load
from renderer.cameras import projection
from renderer.cast import random_person
from renderer.movements import make
from renderer.skeleton import Skeleton

CHOICES = 6  # one of so many most alike moments, by chance
STAYS = 1.5  # times as far as the farthest of them: a recording is stayed with so long
LASTS = 0.6  # share of the picture before's error: another recording is changed to gently
# Real people are seen better than rendered ones: their twist .55 (.4 to 1) of the truth against
# .3, their deep bends with half the scatter (one man each). Which share of a rendered person's
# error the next person has is not known, so each made-up one has a share of its own.
ERROR_SHARES = (0.3, 1.1)
# Depth is guessed, and how much of it differs from camera to camera and model to model (the same
# model's picture points show 1.56 times the twist of its world points): it must not be taken at its
# word, but against how long arms, legs and trunk come out.
DEPTHS = (0.75, 1.6)
BACKS_FROM = 10_000  # sessions of this number on are of backs alone (``plans.BACK_SHARES``)
SESSIONS_A_FILE = 100
KEPT_EVERY = 3  # pictures; neighbours tell nothing new


@dataclass(frozen=True, slots=True, eq=False)
class Bank:
    """The errors both ways round, ready to be looked up."""

    errors: Errors
    tree: cKDTree

    @classmethod
    def of(cls, errors: Errors) -> Bank:
        """Return the bank of these errors and their mirror images."""
        both = Errors(
            look=np.concatenate([errors.look, errors.look * LOOK_IN_A_MIRROR]),
            flat=np.concatenate([errors.flat, errors.flat[:, OTHER_SIDE] * (-1.0, 1.0)]),
            deep=np.concatenate([errors.deep, errors.deep[:, OTHER_SIDE] * (-1.0, 1.0, 1.0)]),
            visibility=np.concatenate([errors.visibility, errors.visibility[:, OTHER_SIDE]]),
            clip=np.concatenate([errors.clip, errors.clip + errors.clip.max() + 1]),
            offsets=errors.offsets,
        )
        return cls(both, cKDTree(both.look))

    def like(self, look: Floats, before: int | None, rng: np.random.Generator) -> int:
        """Return the number of one of the most alike moments, or one that goes on from before.

        The model's errors last: who is seen wrongly is seen wrongly in the same way a moment
        later. So the recording that an error came from is stayed with, still or as it goes
        on, for as long as it is about as alike as any.

        Args:
            look: (k,), see ``errors.look_of``.
            before: The picture before's moment; None at first.
            rng: Chooses among the alike ones.
        """
        away, nearest = self.tree.query(look, CHOICES)
        if before is not None:
            same = [i for i in (before, before + 1) if self._follow(before, i)]
            gone = np.linalg.norm(self.errors.look[same] - look, axis=1)
            if gone.min() <= STAYS * away[-1]:
                return same[int(gone.argmin())]
        return int(rng.choice(nearest))

    def _follow(self, one: int, other: int) -> bool:
        clip = self.errors.clip
        return other < len(clip) and bool(clip[one] == clip[other])

    def error(self, number: int) -> Pose:
        """Return the error of a moment (no pose, but as large)."""
        errors = self.errors
        return Pose(errors.deep[number], errors.flat[number], errors.visibility[number])


def session(bank: Bank, number: int) -> tuple[str, Iterator[tuple[Floats, Floats]]]:
    """Return one made-up person's movement, and (features, true angles) of moments of it."""
    rng = np.random.default_rng([20261124, number])
    recording = imagined(bank, number, rng)
    first = int(rng.integers(9))
    return recording.movement, islice(moments(recording), first, None, KEPT_EVERY)


def imagined(bank: Bank, number: int, rng: np.random.Generator) -> Recording:
    """Return a made-up person's movement as the pose model would see it."""
    movement = random_back(rng) if number >= BACKS_FROM else random_movement(rng)
    skeleton = Skeleton(load(random_person(rng, f"made-up-{number}")))
    camera = random_camera(rng)
    view = projection(camera)
    done = make(movement, skeleton, rng)
    times_s = np.arange(round(done.seconds * FPS)) / FPS
    seen: list[Pose] = []
    degrees: list[list[float]] = []
    error: Pose | None = None
    alike: int | None = None
    seen_so = float(rng.uniform(*ERROR_SHARES))
    deep_so = np.array([1.0, 1.0, np.exp(rng.uniform(*np.log(DEPTHS)))])
    for moment in done.moments(times_s):
        measured = truth.measures(skeleton, moment.placed, camera.azimuth_deg)
        degrees.append([measured[name] for name in MEASURES])
        alike = bank.like(look_of(np.array(degrees[-1])), alike, rng)
        error = _mixed(error, bank.error(alike))
        rig = carried(skeleton, moment.placed)
        true = true_pose(rig, view, bank.errors.offsets)
        seen.append(
            Pose(
                (true.points_m + seen_so * error.points_m) * deep_so,
                true.points_px + seen_so * error.points_px * true_size_px(rig, view),
                error.visibility,
            )
        )
    return Recording(
        part="train",
        person=f"made-up-{number}",
        movement=movement,
        azimuth_deg=camera.azimuth_deg,
        pitch_deg=camera.pitch_deg,
        roll_deg=camera.roll_deg,
        t_s=times_s,
        points_m=np.array([pose.points_m for pose in seen]),
        points_px=np.array([pose.points_px for pose in seen]),
        visibility=np.array([pose.visibility for pose in seen]),
        truth=np.array(degrees),
    )


def _mixed(before: Pose | None, now: Pose) -> Pose:
    if before is None:
        return now
    return Pose(
        LASTS * before.points_m + (1 - LASTS) * now.points_m,
        LASTS * before.points_px + (1 - LASTS) * now.points_px,
        LASTS * before.visibility + (1 - LASTS) * now.visibility,
    )


_bank: Bank  # of this process


def begin(errors: Errors) -> None:
    """Make this process ready for ``imagine_some``: the bank is built once, not for each file."""
    global _bank
    _bank = Bank.of(errors)


def imagine_some(first: int, folder: Path) -> str:
    """Write the sessions of one file, unless it is there already; return a line about it."""
    path = folder / f"made-up-{first:05d}.npz"
    if path.exists():
        return f"{path.name}: there already"
    rows: list[tuple[Floats, Floats, int]] = []
    movements: list[str] = []
    for number in range(first, first + SESSIONS_A_FILE):
        movement, moved = session(_bank, number)
        movements.append(movement)
        rows += [(*moment, number) for moment in moved]
    seen, degrees, clip = zip(*rows, strict=True)
    np.savez(
        path,
        seen=np.array(seen, np.float32),
        degrees=np.array(degrees),
        clip=np.array(clip),
        first=first,
        movements=np.array(movements),
    )
    return f"{path.name}: {len(rows)} moments"
