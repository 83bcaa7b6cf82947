"""Whether a bend that is held is read the same from every side, on rendered people.

    python benchmarks/rendered_bends.py DIR

The counterpart of ``real_video.py --turning`` with known angles: somebody stands tall, bends
(a hip hinge, a rounded back) and stays so. First the camera is elsewhere each time, and sees the
tall stance from there too; then the person turns by stepping, bent as before, having stood tall
towards the camera only. The clips are kept in DIR. Needs what ``renderer/README.md`` says.
Results: ``benchmarks/RESULTS.md``.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from benchmarks.real_video import FACING, LEAN, ROUNDING, checked, show, write_clip
from posturecheck.clips.processes import quiet_native_code
from posturecheck.core import Floats, Image
from renderer.body import AssetsMissingError, load
from renderer.cast import CAST
from renderer.core import Camera
from renderer.keyframes import Score
from renderer.movements.holds import stance, standing
from renderer.movements.performing import Task, perform
from renderer.plan import Plan
from renderer.skeleton import Skeleton

try:
    from renderer.film import Actor, shoot
    from renderer.stage import NoOpenGLError
except ImportError as error:
    sys.exit(f"this needs requirements-render.txt, see renderer/README.md ({error})")

BENDS = {
    "hinge": {"tilt_deg": 40.0, "knee_deg": 12.0},
    "rounded": {"tilt_deg": 8.0, "flexion_deg": 42.0, "knee_deg": 12.0},
}
AZIMUTHS_DEG = (0, 30, 60, 90, 135)
WHO = "amara"  # nothing was learned from her
TALL_S, DOWN_S, HELD_S, STEP_S = 3.0, 1.8, 2.0, 0.5
SETTLED_S = 0.5  # of a hold, after which it is read
WEBCAM = ("libx264", {"crf": "24", "preset": "fast"})
Hold = dict[str, Floats]  # what was read in it, and ``true ...``


def report(folder: Path) -> None:
    """Print what is read of bends with known angles, from several sides."""
    rows = []
    for name, bend in BENDS.items():
        moved = [_held_bend(folder, name, bend, azimuth, ()) for azimuth in AZIMUTHS_DEG]
        rows += _held_rows(f"{name}, camera moved", [hold for holds in moved for hold in holds])
        holds = _held_bend(folder, name, bend, 0, AZIMUTHS_DEG[1:])
        rows += _held_rows(f"{name}, turned by stepping", holds)
    header = ["facing, true", "frames", "true lean", "read", "sd", "true round", "read", "sd"]
    show("Rendered bends that are held", header, rows)


def _held_bend(
    folder: Path, name: str, bend: dict[str, float], azimuth_deg: float, turns_deg: Sequence[float]
) -> list[Hold]:
    """Render a bend that is held, and after each turn again; return what was read of it."""
    body = load(CAST[WHO])
    skeleton = Skeleton(body)
    score, held_s = _score(skeleton, bend, turns_deg)
    movement = perform(skeleton, np.random.default_rng(1), score, Task("held", "other"))
    plan = Plan("held", CAST[WHO], camera=Camera(azimuth_deg))
    known: dict[str, list[float]] = {column: [] for column in (LEAN, ROUNDING, FACING)}

    def pictures() -> Iterator[tuple[float, Image]]:
        times_s = np.arange(round(score.now_s * plan.fps)) / plan.fps
        for shot in shoot(plan, Actor(body, skeleton, movement), times_s):
            for column, values in known.items():
                values.append(shot.measures[column])
            yield shot.t_s, shot.image

    folder.mkdir(parents=True, exist_ok=True)
    turned = "_turned" if turns_deg else ""
    clip = write_clip(folder / f"{name}_{azimuth_deg:g}{turned}.mp4", pictures(), WEBCAM)
    if (result := checked(clip)) is None:
        return []
    table, holds = result.posture, []
    for start_s, end_s in held_s:
        t_s = table["t_s"]
        rows = (t_s >= start_s + SETTLED_S) & (t_s <= end_s) & (table["seen"] > 0)
        read = {n: table[n][rows] for m in (LEAN, ROUNDING) for n in (m, f"{m}_sd")}
        holds.append(read | {f"true {n}": np.array(values)[rows] for n, values in known.items()})
    return holds


def _score(
    skeleton: Skeleton, bend: dict[str, float], turns_deg: Sequence[float]
) -> tuple[Score, list[tuple[float, float]]]:
    score, before_deg = Score(standing(skeleton)), 0.0
    score.stay(TALL_S)
    score.but(DOWN_S, gaze=None, **bend)
    held_s = [(score.now_s, score.stay(HELD_S))]
    for deg in turns_deg:
        feet = stance(skeleton, yaw_deg=deg)
        score.but(STEP_S, yaw_deg=(before_deg + deg) / 2, feet={"L": feet["L"]})
        score.but(STEP_S, yaw_deg=deg, feet={"R": feet["R"]})
        held_s.append((score.now_s, score.stay(HELD_S)))
        before_deg = deg
    score.stay(0.1)
    return score, held_s


def _held_rows(title: str, holds: Sequence[Hold]) -> list[list[str]]:
    means = [{name: float(values.mean()) for name, values in hold.items()} for hold in holds]
    columns = [n for m in (LEAN, ROUNDING) for n in (f"true {m}", m, f"{m}_sd")]
    rows = [
        [f"  {mean[f'true {FACING}']:.0f}", str(len(hold[LEAN]))]
        + [f"{mean[column]:.1f}" for column in columns]
        for hold, mean in zip(holds, means, strict=True)
    ]
    ranges = [f"{np.ptp([mean[column] for mean in means]):.1f}" for column in columns]
    return [[title], *rows, ["  most minus least", "", *ranges]]


def main() -> None:
    """Read the options and run."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("folder", type=Path, metavar="DIR")
    chosen = options.parse_args()
    quiet_native_code()
    try:
        report(chosen.folder)
    except (AssetsMissingError, NoOpenGLError) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
