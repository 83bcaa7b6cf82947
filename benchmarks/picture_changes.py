"""Which changes of the picture make a rendered turn be seen better: light, clothes, hands ...

    python benchmarks/picture_changes.py DIR [--people N] [--change NAME ...]

The pose model shows about half as much of a rendered turn as of the one real man's. Here the same
people turn to 50 degrees on planted feet before the camera, each once with every change of the
picture and once without. Of each clip is kept how much of the true twist the pose model's own
world points show (a line through shown against true), not what the program makes of it. One line
a clip goes to DIR/turns.csv: what is there is not rendered again, so that it may be stopped and
gone on with. Needs what ``renderer/README.md`` says. Results: ``benchmarks/RESULTS.md``.
"""

from __future__ import annotations

import argparse
import contextlib
import math
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from benchmarks.real_video import show
from posturecheck.clips.check import detector
from posturecheck.clips.processes import quiet_native_code
from posturecheck.core import Floats, Frame
from posturecheck.detectors.model_store import ModelFile, find_model
from posturecheck.kinematics.trunk import body_size_px, trunk_of
from renderer.body import AssetsMissingError
from renderer.cast import random_person
from renderer.core import Camera, Light, Webcam
from renderer.plan import Plan

try:
    from benchmarks.changed_pictures import CHANGES, Change
    from renderer.film import cast, shoot
    from renderer.stage import NoOpenGLError
except ImportError as error:
    sys.exit(f"this needs requirements-render.txt, see renderer/README.md ({error})")

TWIST = "trunk_rotation_deg"
MOVEMENT = "sweep-turns"
SEED = 20261127
PICTURES, FPS = 16, 4.0
OFF_DEG = 15.0  # the most that the camera stands beside straight ahead
ENOUGH = 12  # pictures with a trunk; of fewer no line is drawn
RESAMPLED = 2000


def plan_of(who: int) -> Plan:
    """Return how somebody is seen who turns, without a change; nothing was learned from them."""
    rng = np.random.default_rng([SEED, who])
    height_m = float(rng.uniform(0.8, 1.4))
    return Plan(
        name=f"turner-{who}",
        person=random_person(rng, f"turner-{who}"),
        movement=MOVEMENT,
        seed=int(rng.integers(2**31)),
        camera=Camera(
            azimuth_deg=float(rng.uniform(-OFF_DEG, OFF_DEG)),
            distance_m=2.7,
            height_m=height_m,
            pitch_deg=math.degrees(math.atan2(height_m - 0.9, 2.7)),
            width=320,
            height=240,
        ),
        light=Light(level=float(rng.uniform(0.4, 1.0)), warmth=float(rng.random())),
        webcam=Webcam(noise=2.5, softness_px=0.4),
        fps=FPS,
    )


def share_seen(who: int, change: Change, model: ModelFile) -> tuple[float, float]:
    """Return which share of a true twist is shown, and the correlation; nan where not seen."""
    plan = change.plan(plan_of(who))
    actor = cast(plan)
    pairs = []
    with contextlib.closing(detector(model)) as eye:
        times_s = np.arange(PICTURES) / plan.fps
        for index, shot in enumerate(shoot(plan, actor, times_s, change.dressed)):
            people = eye.detect(Frame(index, shot.t_s, shot.image))
            trunk = trunk_of(max(people, key=body_size_px)) if people else None
            if trunk is not None:
                pairs.append((shot.measures[TWIST], trunk.rotation_deg))
    if len(pairs) < ENOUGH:
        return math.nan, math.nan
    true, shown = np.array(pairs).T
    return float(np.polyfit(true, shown, 1)[0]), float(np.corrcoef(true, shown)[0, 1])


def rows_of(found: Mapping[tuple[int, str], tuple[float, float]]) -> list[list[str]]:
    """Return a row a change: share shown, and how much more than without the change."""
    rows = []
    for name in CHANGES:
        usual, changed, r = [], [], []
        for who in sorted({who for who, change in found if change == name}):
            before, (share, correlation) = found.get((who, "as they are")), found[who, name]
            if before and math.isfinite(before[0]) and math.isfinite(share):
                usual.append(before[0])
                changed.append(share)
                r.append(correlation)
        if changed:
            more = np.array(changed) - usual
            low, high = _interval(more)
            spread = "  ".join(f"{v:.2f}" for v in np.quantile(changed, (0.05, 0.5, 0.95)))
            sure = "" if name == "as they are" else f"{more.mean():+.2f} ({low:+.2f} {high:+.2f})"
            rows.append([name, str(len(changed)), spread, f"{np.median(r):.2f}", sure])
    return rows


def _interval(values: Floats) -> tuple[float, float]:
    """Return between which the mean lies, 95 %, by drawing the people again."""
    drawn = np.random.default_rng(1).choice(values, (RESAMPLED, len(values))).mean(axis=1)
    low, high = np.quantile(drawn, (0.025, 0.975))
    return float(low), float(high)


def _kept(place: Path) -> dict[tuple[int, str], tuple[float, float]]:
    lines = place.read_text().splitlines() if place.exists() else []
    cells = [line.split(",") for line in lines]
    return {(int(who), name): (float(share), float(r)) for who, name, share, r in cells}


def report(folder: Path, people: int, names: Sequence[str]) -> None:
    """Render what is not there yet, person by person, and print the table."""
    folder.mkdir(parents=True, exist_ok=True)
    place, model = folder / "turns.csv", find_model(say=print)
    found = _kept(place)
    for who in range(people):
        for name in names:
            if (who, name) in found:
                continue
            share, r = found[who, name] = share_seen(who, CHANGES[name], model)
            with place.open("a") as table:
                table.write(f"{who},{name},{share:.4f},{r:.4f}\n")
    header = ["change", "clips", "share 5, 50, 95 %", "r", "more than without (95 %)"]
    show("How much of a rendered turn the pose model shows", header, rows_of(found))


def main() -> None:
    """Read the options and run."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("folder", type=Path, metavar="DIR")
    options.add_argument("--people", type=int, default=40, metavar="N", help="how many turn (40)")
    options.add_argument("--change", nargs="+", choices=CHANGES, default=list(CHANGES))
    chosen = options.parse_args()
    quiet_native_code()
    try:
        report(chosen.folder, chosen.people, chosen.change)
    except (AssetsMissingError, NoOpenGLError) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
