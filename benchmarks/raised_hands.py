"""Whether a raised hand is taken for the sign, and nothing else is, on rendered people.

    python benchmarks/raised_hands.py DIR [--holding] [--clips DIR ...]

40 raised hands from three views, and 20 reaches, hands in the hair, at the glasses and with a
telephone, held for 1 to 4 s. With ``--holding`` the other hand rests on something 0.82 to 0.94 m
high all the while, as of those who said that they hold on (12 signs, 20 others). What the pose
model saw is kept in DIR, with one picture of each, and is not rendered again where it lies there.
``--clips`` looks for signs in recordings too, in which nobody gives one. Needs what
``renderer/README.md`` says. Results: ``benchmarks/RESULTS.md``.
"""

from __future__ import annotations

import argparse
import contextlib
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from benchmarks.raised_hand_moves import HELD_S, OTHERS, Move, move
from benchmarks.real_points import read_points, save_points, seen_in
from posturecheck.activity.raised_hand import RaisedHand
from posturecheck.clips.check import detector
from posturecheck.clips.processes import quiet_native_code
from posturecheck.core import Frame, People, Step
from posturecheck.detectors.model_store import find_model
from posturecheck.pipeline import Checker, Subject
from posturecheck.profiles.settings import Profile
from posturecheck.sources.trace import Trace
from renderer.body import AssetsMissingError, load
from renderer.cast import random_person
from renderer.core import Camera, Webcam
from renderer.plan import Plan
from renderer.skeleton import Skeleton

try:
    from renderer.film import Actor, shoot
    from renderer.stage import NoOpenGLError
except ImportError as error:
    sys.exit(f"this needs requirements-render.txt, see renderer/README.md ({error})")

SEED = 2026112718
AZIMUTHS_DEG = (0.0, 45.0, 90.0)  # front, oblique, side
SIGNS, HOLDING_SIGNS, OTHER_MOVES = 40, 12, 20
FPS = 10.0
AT_MOST_S = 2.2
LOWERED_S = 0.4  # shown of the hand on its way down
VIDEOS = {".mp4", ".mkv", ".gif"}


@dataclass(frozen=True, slots=True)
class Case:
    """One movement to render; ``number`` draws person, camera and movement."""

    kind: str
    number: int
    holds_on: bool = False

    @property
    def name(self) -> str:
        return f"{'holding-' if self.holds_on else ''}{self.kind}-{self.number:02}"

    def made(self) -> tuple[Plan, Actor, Move]:
        rng = np.random.default_rng([SEED, self.number, *([1] if self.holds_on else [])])
        person = random_person(rng, self.name)
        azimuth_deg = AZIMUTHS_DEG[self.number % 3] + rng.uniform(-12, 12)
        side = 1 if rng.random() < 0.5 else -1  # from the left or from the right
        camera = Camera(
            side * azimuth_deg, rng.uniform(2.6, 3.4), rng.uniform(0.9, 1.2), rng.uniform(0, 8),
            width=320, height=240,
        )  # fmt: skip
        body = load(person)
        skeleton = Skeleton(body)
        held_s = HELD_S if self.kind == "sign" else rng.uniform(1, 4)
        mirror = bool(rng.random() < 0.5)
        far = abs(azimuth_deg) > 60 and mirror == (side < 0)
        done = move(
            self.kind, skeleton, rng, mirror=mirror, far=far, held_s=held_s, holds_on=self.holds_on
        )
        plan = Plan(self.name, person, seed=self.number, camera=camera, webcam=Webcam(), fps=FPS)
        return plan, Actor(body, skeleton, done.performance), done


def cases_of(holds_on: bool) -> list[Case]:
    """Return what is rendered; ``holds_on`` as of ``posturecheck.home.settings``."""
    signs = HOLDING_SIGNS if holds_on else SIGNS
    kinds = list(OTHERS)
    others = (Case(kinds[i % len(kinds)], SIGNS + i, holds_on) for i in range(OTHER_MOVES))
    return [*(Case("sign", i, holds_on) for i in range(signs)), *others]


def report(folder: Path, holds_on: bool) -> None:
    """Print how many signs were seen and how soon, and how many others were taken for one."""
    late_s, missed, wrong = [], [], []
    cases = cases_of(holds_on)
    asked = sum(case.kind == "sign" for case in cases)
    for case in cases:
        plan, actor, done = case.made()
        place = folder / f"{case.name}.npz"
        if not place.exists():
            save_points(_watched(plan, actor, done, folder), place)
        found_s = signs(read_points(place), holds_on)
        if case.kind != "sign":
            wrong += [case.name] * len(found_s)
        elif len(found_s) != 1:
            missed.append(case.name)
        else:
            late_s.append(found_s[0] - done.up_s)
    soon = sum(late <= AT_MOST_S for late in late_s)
    print(f"signs seen once: {len(late_s)} of {asked}, {soon} within {AT_MOST_S} s", *missed)
    if late_s:
        print(f"after the hand was up: median {np.median(late_s):.2f} s, most {max(late_s):.2f} s")
    print(f"others taken for a sign: {len(wrong)} of {OTHER_MOVES}", *wrong)


def _watched(plan: Plan, actor: Actor, done: Move, folder: Path) -> Trace:
    folder.mkdir(parents=True, exist_ok=True)
    times_s = np.arange(round((done.down_s + LOWERED_S) * plan.fps)) / plan.fps
    trace = Trace()
    with contextlib.closing(detector(find_model())) as eye:
        for i, shot in enumerate(shoot(plan, actor, times_s)):
            trace.append(shot.t_s, eye.detect(Frame(i, shot.t_s, shot.image)))
            if i == round((done.up_s + 0.5) * plan.fps):
                cv2.imwrite(str(folder / f"{plan.name}.png"), shot.image[:, :, ::-1])
    return trace


def signs(frames: Iterable[tuple[float, People]], holds_on: bool = False) -> list[float]:
    """Return when signs were seen, seconds, as a session that watches sees them."""
    hand, found_s = RaisedHand(holds_on), []
    for step in _steps(frames):
        if hand.update(step.frame.t_s, step.pose, step.posture):
            found_s.append(step.frame.t_s)
    return found_s


def _steps(frames: Iterable[tuple[float, People]]) -> Iterator[Step]:
    checker = Checker(Profile(), Subject(), "other", 0.0)
    for i, (t_s, people) in enumerate(frames):
        yield checker.step(Frame(i, t_s), people)


def look_through(folders: Iterable[Path], keep: Path) -> None:
    """Print the signs found in recordings without one."""
    clips = [p for folder in folders for p in sorted(folder.rglob("*")) if p.suffix in VIDEOS]
    found = {clip.name: signs(seen_in(clip, find_model(), keep)) for clip in clips}
    told = [f"{name} at {t_s:.1f} s" for name, times_s in found.items() for t_s in times_s]
    print(f"recordings: {len(told)} in {len(clips)}", *told)


def main() -> None:
    """Read the options and run."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("folder", type=Path, metavar="DIR")
    options.add_argument("--holding", action="store_true", help="the other hand holds on")
    options.add_argument("--clips", type=Path, nargs="*", default=[], metavar="DIR")
    options.add_argument("--keep", type=Path, metavar="DIR", help="where their points are kept")
    chosen = options.parse_args()
    quiet_native_code()
    try:
        report(chosen.folder, chosen.holding)
    except (AssetsMissingError, NoOpenGLError) as error:
        sys.exit(str(error))
    if chosen.clips:
        look_through(chosen.clips, chosen.keep or chosen.folder)


if __name__ == "__main__":
    main()
