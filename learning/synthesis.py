"""Poses that were never rendered, seen with errors the pose model made on alike ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.spatial import cKDTree

from learning.errors import LOOK_IN_A_MIRROR, Errors, look_of, true_pose, true_size_px
from learning.landmarks import carried
from learning.plans import RANDOM_MOVES, TASKS, random_camera
from learning.recording import MEASURES
from learning.table import features_of
from posturecheck.core import Floats, Pose
from posturecheck.learned.features import OTHER_SIDE
from posturecheck.stance import Stance, StanceFinder
from renderer import truth
from renderer.body import load
from renderer.cameras import Projection, projection
from renderer.cast import random_person
from renderer.core import Moment
from renderer.movements import make
from renderer.skeleton import Skeleton

CHOICES = 6  # one of so many most alike moments, by chance
RANDOM_SHARE = 0.6
SESSIONS_A_FILE = 100
MOMENTS = 60  # of one person, movement and camera
TALL_S = np.arange(0.2, 1.0, 0.1)  # every movement begins with a second of standing tall


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
            offsets=errors.offsets,
        )
        return cls(both, cKDTree(both.look))

    def like(self, look: Floats, rng: np.random.Generator) -> int:
        """Return one of the moments that look most like this one."""
        _, nearest = self.tree.query(look, CHOICES)
        return int(rng.choice(nearest))


@dataclass(frozen=True, slots=True, eq=False)
class _Scene:
    skeleton: Skeleton
    azimuth_deg: float
    view: Projection
    bank: Bank

    def degrees(self, moment: Moment) -> Floats:
        measured = truth.measures(self.skeleton, moment.placed, self.azimuth_deg)
        return np.array([measured[name] for name in MEASURES])

    def seen(self, moment: Moment, error: int) -> Pose:
        """Return the moment as the pose model would see it with this error of its."""
        errors = self.bank.errors
        rig = carried(self.skeleton, moment.placed)
        true = true_pose(rig, self.view, errors.offsets)
        size_px = true_size_px(rig, self.view)
        return Pose(
            true.points_m + errors.deep[error],
            true.points_px + errors.flat[error] * size_px,
            errors.visibility[error],
        )


def session(bank: Bank, number: int) -> Iterator[tuple[Floats, Floats]]:
    """Yield (features, true angles) of moments of one made-up person."""
    rng = np.random.default_rng([20261124, number])
    movement = RANDOM_MOVES if rng.random() < RANDOM_SHARE else str(rng.choice(TASKS))
    skeleton = Skeleton(load(random_person(rng, f"made-up-{number}")))
    camera = random_camera(rng)
    scene = _Scene(skeleton, camera.azimuth_deg, projection(camera), bank)
    done = make(movement, skeleton, rng)
    stance = _stance(scene, done.moments(TALL_S), rng)
    for moment in done.moments(np.sort(rng.uniform(0.3, done.seconds, MOMENTS))):
        degrees = scene.degrees(moment)
        pose = scene.seen(moment, bank.like(look_of(degrees), rng))
        seen = features_of(pose, stance)
        if seen is not None:
            yield seen, degrees


def _stance(scene: _Scene, tall: Iterator[Moment], rng: np.random.Generator) -> Stance:
    # The same error all along: who stands still is seen wrongly in the same way.
    finder = StanceFinder(0.0, float(TALL_S[-1]))
    error = None
    for moment in tall:
        if error is None:
            error = scene.bank.like(look_of(scene.degrees(moment)), rng)
        finder.observe(moment.t_s, scene.seen(moment, error))
    return finder.stance()


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
    rows = [
        (*moment, number)
        for number in range(first, first + SESSIONS_A_FILE)
        for moment in session(_bank, number)
    ]
    seen, degrees, clip = zip(*rows, strict=True)
    np.savez(
        path,
        seen=np.array(seen, np.float32),
        degrees=np.array(degrees),
        clip=np.array(clip),
    )
    return f"{path.name}: {len(rows)} moments"
