"""Whether a rendered bend is told alike from two sides, and a hinge from a rounded back.

    python -m benchmarks.two_views DIR [--people N] [--views VIEW ...] [--kept] [--model FILE]

People at random (nothing was learned from them) each bend twice, 40 to 80 degrees deep, evenly
spread: a pure hip hinge, and a back rounded by 30 to 55 degrees; arms hanging, ahead, on the hips,
carrying. Every bend is filmed from the front, obliquely, from the side and from behind at once.
What the program tells of each film is ``rounded`` (an episode of rounded-bend), ``hinge`` (a
technique with a long back, and no such episode) or ``cannot tell``.

Films and the pose model's points are kept in DIR and made where they are missing; what is told is
judged anew every time, by the code and the model file that are there now. With ``--kept`` nothing
is rendered. Needs what ``renderer/README.md`` says. Results: ``benchmarks/RESULTS.md``.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from unittest.mock import patch

import numpy as np

from benchmarks.real_video import show
from posturecheck.clips.processes import quiet_native_code
from posturecheck.detectors.model_store import find_model
from posturecheck.learned import network
from renderer.body import AssetsMissingError

try:
    from benchmarks.two_views_films import KINDS, LEAN, ROUNDING, VIEWS_DEG, bends, film, points_of
    from benchmarks.two_views_told import (
        Answer,
        answer,
        apart,
        contradict,
        f1,
        groups_of,
        pairs_of,
        unlike,
    )
    from renderer.stage import NoOpenGLError
except ImportError as error:
    sys.exit(f"this needs requirements-render.txt, see renderer/README.md ({error})")

PEOPLE = 16
Pair = tuple[Answer, Answer]


def report(answers: Sequence[Answer]) -> None:
    """Print what is told of all films, from each view and by depth."""
    _show_bends(answers)
    _show_pairs(list(pairs_of(answers)))
    _show_told(answers)
    _show_apart(answers)
    _show_errors(answers)


def _show_bends(answers: Sequence[Answer]) -> None:
    rows = []
    for bend in sorted({a.bend for a in answers}, key=lambda b: (b.kind, b.lean_deg)):
        told = {a.view: _mark(a) for a in answers if a.bend == bend}
        name = f"  {bend.kind} {bend.lean_deg:.0f}, {bend.arms}"
        rows.append([name, *(told.get(view, "") for view in VIEWS_DEG)])
    show("Every bend (lean; * surely not over; ! red)", ["", *VIEWS_DEG], rows)


def _mark(a: Answer) -> str:
    told = "-" if a.told == "cannot tell" else a.told
    return told + "*" * (a.long and a.told == "cannot tell") + "!" * a.red


def _show_pairs(pairs: Sequence[Pair]) -> None:
    rows = [_pair_row("all", pairs)]
    for kind in KINDS:
        rows.append(_pair_row(f"  {kind}", [p for p in pairs if p[0].bend.kind == kind]))
    for views in dict.fromkeys((a.view, b.view) for a, b in pairs):
        some = [p for p in pairs if (p[0].view, p[1].view) == views]
        rows.append(_pair_row(f"  {' and '.join(views)}", some))
    header = ["", "pairs", "same", "not unlike", "of told", "r. / hinge", "r. / long"]
    show("Two views of one bend", header, rows)


def _pair_row(name: str, pairs: Sequence[Pair]) -> list[str]:
    told = [(a, b) for a, b in pairs if "cannot tell" not in (a.told, b.told)]
    against = sum(contradict(a, b) for a, b in pairs)
    return [
        name,
        str(len(pairs)),
        _share(sum(a.told == b.told for a, b in pairs), len(pairs)),
        _share(len(pairs) - against, len(pairs)),
        _share(len(told) - against, len(told)),
        str(against),
        str(sum(unlike(a, b) for a, b in pairs)),
    ]


def _show_told(answers: Sequence[Answer]) -> None:
    rows = []
    for name, some in groups_of(answers):
        hinges = [a for a in some if a.bend.kind == "hinge"]
        rounded = [a for a in some if a.bend.kind == "rounded"]
        counts = [_share(sum(a.told == told for a in hinges), len(hinges)) for told in KINDS]
        figures = [f"{figure:.2f}" for figure in f1(some)]
        reds = f"{sum(a.red for a in hinges)}"
        rows.append([name, str(len(hinges)), *counts, reds, str(len(rounded)), *figures])
    header = [
        "",
        "hinges",
        "told hinge",
        "as rounded",
        "red",
        "rounded",
        "F1",
        "precision",
        "recall",
    ]
    show("Told as what it is", header, rows)
    of_hinges = [a for a in answers if a.bend.kind == "hinge"]
    red = Counter(rule for a in of_hinges for rule, severity in a.severities if severity == "red")
    print("Reds of hinges: " + (", ".join(f"{rule} {n}" for rule, n in red.items()) or "none"))
    named = Counter(f"{a.bend.kind} {a.technique or 'none'}" for a in answers)
    print("Techniques: " + ", ".join(f"{name} {n}" for name, n in sorted(named.items())))


def _show_apart(answers: Sequence[Answer]) -> None:
    rows = [[name, *(f"{share:.2f}" for share in apart(some))] for name, some in groups_of(answers)]
    show("A rounded bend is read rounder than a hinge", ["", "anybody's", "their own"], rows)


def _show_errors(answers: Sequence[Answer]) -> None:
    rows = []
    for measure in (ROUNDING, LEAN):
        for kind in KINDS:
            rows.append([f"{measure}, {kind}"])
            for name, some in groups_of([a for a in answers if a.bend.kind == kind]):
                rows.append([f"  {name.strip()}", *_error_cells(some, measure)])
    header = ["", "films", "bias", "sd", "sd said", "in 1 sd", "in 2 sd"]
    show("While it is held: read minus true, degrees", header, rows)


def _error_cells(answers: Sequence[Answer], measure: str) -> list[str]:
    found = np.array([a.errors[measure] for a in answers if measure in a.errors]).reshape(-1, 2)
    found = found[np.isfinite(found).all(axis=1)]
    if not len(found):
        return ["0"]
    off, said = found.T
    within = [f"{np.mean(np.abs(off) <= n * said):.0%}" for n in (1, 2)]
    return [str(len(off)), f"{off.mean():.1f}", f"{off.std():.1f}", f"{said.mean():.1f}", *within]


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.0%}" if whole else ""


def _use(model: Path) -> None:
    other = network.load(model)
    patch("posturecheck.learned.estimate.shipped", lambda: other).start()


def main() -> None:
    """Read the options and run."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("folder", type=Path, metavar="DIR")
    options.add_argument("--people", type=int, default=PEOPLE, metavar="N", help="how many (16)")
    options.add_argument("--views", nargs="+", choices=VIEWS_DEG, default=list(VIEWS_DEG))
    options.add_argument("--kept", action="store_true", help="judge only what is there")
    options.add_argument("--model", type=Path, metavar="FILE", help="another learned estimate")
    chosen = options.parse_args()
    quiet_native_code()
    if chosen.model:
        _use(chosen.model)
    chosen.folder.mkdir(parents=True, exist_ok=True)
    films = [(bend, view) for bend in bends(chosen.people) for view in chosen.views]
    try:
        if not chosen.kept:
            model = find_model(say=print)
            for bend, view in films:
                film(bend, view, chosen.folder, model)
    except (AssetsMissingError, NoOpenGLError) as error:
        sys.exit(str(error))
    places = [(bend, view, points_of(bend, view, chosen.folder)) for bend, view in films]
    found = [answer(bend, view, place) for bend, view, place in places if place.exists()]
    print(f"{len(found)} films of {len(films)}")
    report(found)


if __name__ == "__main__":
    main()
