"""How far apart the same person's same movements are read when they are filmed again.

    python benchmarks/filmed_again.py DIR [--views VIEW ...] [--record]

Ten people (nothing was learned from them) bend, turn and bend to a side; each is filmed from four
views, twice: the camera moved by up to 20 degrees and half a metre, other light, room, clothes'
colours and grain. The body moves alike, so what differs is the measuring. Films and what was read
of them are kept in DIR and made where they are missing: it can be stopped and gone on with, and
after the networks were taught again only the reading is done again.

``--record`` writes ``posturecheck/profiles/smallest_change.toml``: by view and measure the
within-person standard deviation, the root of the mean of d squared over 2, of what a comparison
compares, in the kind of movement (bending, turning) where it is larger. Needs what
``renderer/README.md`` says. Results: ``benchmarks/RESULTS.md``.
"""

from __future__ import annotations

import argparse
import math
import os
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np

from benchmarks.real_video import checked, show, write_clip
from posturecheck.clips.processes import quiet_native_code
from posturecheck.comparison.changes import change_of, typical
from posturecheck.comparison.pair import MOST_APART_DEG, facing_deg
from posturecheck.comparison.recorded import GROUPS, KeptMovement, of_groups, read_movements
from posturecheck.core import Image
from posturecheck.kinematics.trunk import view_of
from posturecheck.learned.network import MODEL_PATH
from posturecheck.profiles.smallest_change import PATH, FilmedAgain
from posturecheck.sinks.movement_table import LARGEST, save_movements
from renderer.body import AssetsMissingError
from renderer.filmed_again_plans import (
    AZIMUTHS_DEG,
    MOVED_DEG,
    MOVED_M,
    PEOPLE,
    Filming,
    filmings,
)

try:
    from renderer.film import act, shoot, times_of
    from renderer.stage import NoOpenGLError
except ImportError as error:
    sys.exit(f"this needs requirements-render.txt, see renderer/README.md ({error})")

WEBCAM = ("libx264", {"crf": "24", "preset": "fast"})
LEAST_PAIRS = 4  # of ten; of fewer nothing is recorded: from the side few turns are found
Read = tuple[KeptMovement, ...]


@dataclass(frozen=True, slots=True)
class Spread:
    """Of one view, measure and kind of movement: the differences of the pairs, in its unit."""

    view: str
    measure: str
    group: str
    differences: tuple[float, ...]

    @property
    def within_sd(self) -> float:
        """The within-person standard deviation of one film."""
        return math.sqrt(float(np.mean(np.square(self.differences))) / 2)


def pairs(folder: Path, views: Sequence[str]) -> Iterator[tuple[Filming, Read, Read]]:
    """Yield each pair of some views with what was read of both films; made where it is missing."""
    films = [filming for filming in filmings() if filming.view in views]
    for first, second in zip(films[::2], films[1::2], strict=True):
        yield first, _read(first, folder), _read(second, folder)


def _read(filming: Filming, folder: Path) -> Read:
    by = sha256(MODEL_PATH.read_bytes()).hexdigest()[:8]
    table = folder / f"{filming.plan.name}.{by}.movements.csv"
    if not table.exists():
        result = checked(_render(filming, folder))
        draft = folder / f".{table.name}"
        if result is None:
            return ()
        save_movements(draft, result.totals.movements, result.posture)
        draft.rename(table)
    return read_movements(table)


def _render(filming: Filming, folder: Path) -> Path:
    clip = folder / f"{filming.plan.name}.mp4"
    if clip.exists():
        return clip
    plan = filming.plan
    assert plan.person
    actor = act(plan.person, plan.movement, filming.movement_seed)

    def pictures() -> Iterator[tuple[float, Image]]:
        for shot in shoot(plan, actor, times_of(plan, actor)):
            yield shot.t_s, shot.image

    draft = folder / f".{plan.name}.mp4"
    write_clip(draft, pictures(), WEBCAM)
    draft.rename(clip)
    return clip


def spreads(read: Sequence[tuple[Filming, Read, Read]]) -> list[Spread]:
    """Return the differences of the pairs by view, measure and kind of movement."""
    found: dict[tuple[str, str, str], list[float]] = defaultdict(list)
    for filming, *films in read:
        for group in GROUPS:
            one, other = (of_groups(movements, group) for movements in films)
            for measure in LARGEST if one and other else ():
                a, b = (typical(measure, m, median=False).value for m in (one, other))
                if math.isfinite(a - b):
                    found[filming.view, measure, group].append(b - a)
    return [Spread(*key, tuple(values)) for key, values in found.items()]


def largest_of(found: Sequence[Spread]) -> dict[str, dict[str, Spread]]:
    """Return by view and measure the spread that counts: that of the kind where it is larger."""
    counts: dict[str, dict[str, Spread]] = {}
    for spread in found:
        counts.setdefault(spread.view, {})
        before = counts[spread.view].get(spread.measure)
        enough = len(spread.differences) >= LEAST_PAIRS
        if enough and (before is None or spread.within_sd > before.within_sd):
            counts[spread.view][spread.measure] = spread
    return counts


def report(read: Sequence[tuple[Filming, Read, Read]]) -> FilmedAgain:
    """Print what was found, and return it as it would be recorded."""
    found = spreads(read)
    known = _known(largest_of(found))
    rows = [
        [
            f"  {s.measure}",
            s.view,
            s.group,
            str(len(s.differences)),
            f"{s.within_sd:.1f}",
            f"{np.mean(s.differences):.1f}",
            f"{max(map(abs, s.differences)):.1f}",
        ]
        for s in sorted(found, key=lambda s: (s.measure, list(AZIMUTHS_DEG).index(s.view)))
    ]
    show("Filmed again", ["", "view", "kind", "pairs", "within sd", "mean", "most"], rows)
    _show_told(read, known)
    _show_facing(read)
    return known


def _show_told(read: Sequence[tuple[Filming, Read, Read]], known: FilmedAgain) -> None:
    """Print how often a comparison would tell a change although there was none."""
    told: dict[str, list[bool]] = defaultdict(list)
    least: dict[tuple[str, str], list[float]] = defaultdict(list)
    for filming, *films in read:
        for group in GROUPS:
            one, other = (of_groups(movements, group) for movements in films)
            views = (view_of(facing_deg(one)), view_of(facing_deg(other)))
            for measure in LARGEST if one and other else ():
                change = change_of(measure, one, other, views, known)
                if change.told in ("less", "more", "unclear", "alike", "unsure"):
                    told[measure].append(change.told in ("less", "more"))
                    least[filming.view, measure].append(change.smallest)
    rows = [[f"  {m}", str(len(t)), str(sum(t)), f"{np.mean(t):.0%}"] for m, t in told.items()]
    show("Told although nothing changed", ["", "compared", "told", "share"], rows)
    cells = [[f"  {m}", v, f"{np.median(values):.0f}"] for (v, m), values in least.items()]
    show("The smallest change told", ["", "view", "median"], cells)


def _show_facing(read: Sequence[tuple[Filming, Read, Read]]) -> None:
    films = [[of_groups(film, *GROUPS) for film in two] for _, *two in read]
    facing = [[facing_deg(movements) for movements in two] for two in films]
    apart = np.array([abs((b - a + 180) % 360 - 180) for a, b in facing])
    seen = apart[np.isfinite(apart)]
    print(
        f"\nFacing, read {np.median(seen):.0f} degrees apart in the middle, {seen.max():.0f} at "
        f"most; {np.mean(seen <= MOST_APART_DEG):.0%} of {len(seen)} within {MOST_APART_DEG:g}; "
        f"not known in {len(apart) - len(seen)}"
    )


def _known(counts: Mapping[str, Mapping[str, Spread]]) -> FilmedAgain:
    within_sd = {
        view: {name: round(s.within_sd, 2) for name, s in by_measure.items()}
        for view, by_measure in counts.items()
    }
    least = min((len(s.differences) for row in counts.values() for s in row.values()), default=0)
    about = {
        "people": PEOPLE,
        "pairs": least,
        "moved_deg": MOVED_DEG,
        "moved_m": MOVED_M,
        "learned_estimate": sha256(MODEL_PATH.read_bytes()).hexdigest(),
    }
    return FilmedAgain(within_sd, about)


def text_of(known: FilmedAgain) -> str:
    """Return ``smallest_change.toml``."""
    lines = [
        "# How far the same person's same movement is read apart when it is filmed again: the",
        "# within-person standard deviation of one film, in each measure's own unit. A difference",
        "# between two films is told from 1.96 x root 2 x this on. Measured, not chosen:",
        "# python benchmarks/filmed_again.py DIR --record",
        "",
        "[about]  # rendered people who were not learned from; none of it on real ones",
    ]
    lines += [
        f'{name} = "{v}"' if isinstance(v, str) else f"{name} = {v:g}"
        for name, v in known.about.items()
    ]
    for view, by_measure in known.within_sd.items():
        lines += ["", f"[within_sd.{view}]", *(f"{name} = {sd}" for name, sd in by_measure.items())]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Read the options and run."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("folder", type=Path, metavar="DIR")
    options.add_argument("--views", nargs="+", choices=AZIMUTHS_DEG, default=list(AZIMUTHS_DEG))
    options.add_argument("--record", action="store_true", help="write smallest_change.toml")
    chosen = options.parse_args()
    quiet_native_code()
    os.environ.setdefault("LP_NUM_THREADS", "1")  # see renderer/__main__.py
    chosen.folder.mkdir(parents=True, exist_ok=True)
    try:
        known = report(list(pairs(chosen.folder, chosen.views)))
    except (AssetsMissingError, NoOpenGLError) as error:
        sys.exit(str(error))
    if chosen.record:
        PATH.write_text(text_of(known), encoding="utf-8")


if __name__ == "__main__":
    main()
