"""How the angles fare on the people it is for: rollator, stick, skirt, cardigan, a fixed kyphosis.

    python benchmarks/frail_people.py DIR [--only KIND] [--jobs N]

Four people (nothing was learned from them) do the same task in every kind: they stand as tall as
they can for three seconds, take two steps, bend a little and turn, lean to a side, bend deeper.
``plain`` are the same four with nothing of it: what a kind costs is the difference to them. The
clips are kept in DIR, a folder for each kind, and are not rendered again where they lie there;
``posturecheck evaluate DIR/rollator`` says the rest. Rounding counts from the person's own tall
stance. Needs what ``renderer/README.md`` says. Results: ``benchmarks/RESULTS.md``.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np

from benchmarks.real_video import show
from posturecheck.clips.options import CheckOptions
from posturecheck.clips.processes import Processes, quiet_native_code
from posturecheck.evaluate.bands import BANDS, BandScore, band_scores
from posturecheck.evaluate.checks import Asked, estimates
from posturecheck.evaluate.estimate import Estimate
from posturecheck.evaluate.folder import labelled_clips
from posturecheck.evaluate.labels import Truth
from renderer.body import AssetsMissingError
from renderer.cast import random_person
from renderer.core import Camera, Person, Webcam
from renderer.plan import Plan

try:
    from renderer.files import produce
    from renderer.stage import NoOpenGLError
except ImportError as error:
    sys.exit(f"this needs requirements-render.txt, see renderer/README.md ({error})")

MEASURES = (
    "trunk_inclination_deg",
    "trunk_side_bend_deg",
    "trunk_rotation_deg",
    "spine_flexion_deg",
)
SEED = 2026112654
AZIMUTHS_DEG = (6.0, -40.0, 88.0, 55.0)  # one for each of the four people
MAN = 1  # the others are women
MOST_OWN_KYPHOSIS_DEG = 18.0
HEAD_FORWARD = 0.45  # of the kyphosis
ENOUGH_ROWS = 100
HONEST_2_SD = 0.85
FPS = 12.0
Dressed = Callable[[Person], Person]


def _round_backed(person: Person, kyphosis_deg: float) -> Person:
    forward_deg = HEAD_FORWARD * kyphosis_deg
    return replace(person, kyphosis_deg=kyphosis_deg, head_forward_deg=forward_deg)


KINDS: Mapping[str, tuple[str, Dressed]] = {
    "plain": ("careful-bends", lambda person: person),
    "rollator": ("rollator-bends", lambda person: person),
    "stick": ("stick-bends", lambda person: person),
    "skirt": ("careful-bends", lambda person: replace(person, skirt=True, trouser_length=0.75)),
    "cardigan": ("careful-bends", lambda person: replace(person, cardigan="#5c6f57")),
    "kyphosis-30": ("careful-bends", partial(_round_backed, kyphosis_deg=30.0)),
    "kyphosis-60": ("careful-bends", partial(_round_backed, kyphosis_deg=60.0)),
}


def plans_of(kind: str) -> list[Plan]:
    """Return a kind's four clips."""
    movement, dressed = KINDS[kind]
    return [
        Plan(
            name=f"{kind}-{who}",
            person=dressed(_person(who)),
            movement=movement,
            seed=SEED + who,
            camera=Camera(azimuth_deg, 2.7, 1.05, 3.0, width=480, height=360),
            webcam=Webcam(noise=3.0, softness_px=0.4),
            fps=FPS,
        )
        for who, azimuth_deg in enumerate(AZIMUTHS_DEG)
    ]


def _person(who: int) -> Person:
    rng = np.random.default_rng([SEED, who])
    person = random_person(rng, f"frail-{who}")
    age, muscle = float(rng.uniform(0.82, 1.0)), float(rng.uniform(0.2, 0.45))
    old = replace(person, sex=float(who == MAN), age=age, muscle=muscle)
    return _round_backed(old, float(rng.uniform(3, MOST_OWN_KYPHOSIS_DEG)))


def rows_of(pairs: Sequence[tuple[Truth, Estimate]]) -> list[list[str]]:
    """Return a table's rows: every measure in its bands, all bands together last."""
    rows = []
    for measure in MEASURES:
        rows.append([measure])
        truths = [truth.values[measure] for truth, _ in pairs]
        answers = [said.at(truth.t_s, measure) for truth, said in pairs]
        said, sd = (np.concatenate(part) for part in zip(*answers, strict=True))
        found = band_scores(measure, np.concatenate(truths), said, sd)
        rows += [_row(score, "  all" if score is found[-1] else "") for score in found]
    return rows


def _row(score: BandScore, name: str) -> list[str]:
    high = score.high_deg
    above = high == BANDS[score.measure][-1]
    name = name or (f"  over {score.low_deg:g}" if above else f"  {score.low_deg:g} to {high:g}")
    degrees = [_figure(v, ".1f") for v in (score.mae_deg, score.bias_deg)]
    shares = [_figure(v, ".0%") for v in (score.within_1_sd, score.within_2_sd)]
    answered = f"{score.answered / score.rows:.0%}"
    fails = score.within_2_sd is not None and score.within_2_sd < HONEST_2_SD
    verdict = ("fails" if score.rows >= ENOUGH_ROWS else "(few)") if fails else ""
    return [
        name,
        str(score.rows),
        answered,
        *degrees,
        _figure(score.slope, ".2f"),
        *shares,
        verdict,
    ]


def _figure(value: float | None, form: str) -> str:
    return "" if value is None else format(value, form)


def _render(plans: Sequence[Plan], folder: Path, jobs: int) -> None:
    missing = [plan for plan in plans if not (folder / f"{plan.name}.mp4").exists()]
    if not missing:
        return
    os.environ.setdefault("LP_NUM_THREADS", "1")  # see renderer/__main__.py
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(jobs, len(missing)), mp_context=context) as pool:
        for future in [pool.submit(produce, plan, folder) for plan in missing]:
            future.result()


def report(folder: Path, kinds: Sequence[str], jobs: int) -> None:
    """Print every kind's bands."""
    for kind in kinds:
        _render(plans_of(kind), folder / kind, jobs)
        clips, _ = labelled_clips(folder / kind)
        said = estimates(
            [Asked(c.path, CheckOptions()) for c in clips], Processes(jobs), lambda _: None
        )
        pairs = [(clip.labels.truths[0], one) for clip, one in zip(clips, said, strict=True)]
        header = [kind, "n", "answered", "MAE", "bias", "slope", "1 sd", "2 sd", "2 sd < 85%"]
        show(f"{kind}: {len(clips)} people", header, rows_of(pairs))


def main() -> None:
    """Read the options and run."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("folder", type=Path, metavar="DIR")
    options.add_argument("--only", choices=KINDS, metavar="KIND", help=", ".join(KINDS))
    options.add_argument("--jobs", type=int, default=2, metavar="N", help="clips at once (2)")
    chosen = options.parse_args()
    quiet_native_code()
    try:
        kinds = [chosen.only] if chosen.only else list(KINDS)
        report(chosen.folder, kinds, max(1, chosen.jobs))
    except (AssetsMissingError, NoOpenGLError) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
