"""The curves of two films, to be laid over each other: read from ``posture.csv``, drawn once."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from posturecheck.archive.results import MOST
from posturecheck.comparison.recorded import Recorded
from posturecheck.console.untrusted_text import briefly, read_outside_text
from posturecheck.core import Floats, InputError
from posturecheck.files.looking import is_file
from posturecheck.measures import BY_NAME, Measure
from posturecheck.report.axis import ValueAxis, value_axis
from posturecheck.report.formats import digits

POSTURE = "posture.csv"
DRAWN = (
    "trunk_inclination_deg",
    "spine_flexion_deg",
    "trunk_rotation_deg",
    "trunk_side_bend_deg",
)
MOST_POINTS = 1500  # of a curve; a screen has no more columns
PLOT_PX, TOP_PX, STEPS = 150, 8, 4
ACROSS = 1000  # a drawing's width in its own units
TICK_STEPS_S = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1200, 1800, 3600)
MOST_TICKS = 6


@dataclass(frozen=True, eq=False)
class Track:
    """One film's measures over time: ``t_s`` (n,), each of ``values`` (n,), nan = not seen.

    ``begins_s`` is when its first compared movement begins; ``t_s`` counts from there.
    """

    t_s: Floats
    values: Mapping[str, Floats]
    begins_s: float


@dataclass(frozen=True, slots=True)
class Overlay:
    """One measure of both films: paths in thousandths of the width, y in pixels."""

    measure: Measure
    before: str
    after: str
    ticks: tuple[tuple[float, str], ...]
    largest: tuple[float, float]  # before, after; nan = not seen


@dataclass(frozen=True, slots=True)
class Drawing:
    """All curves on one axis of time, from ``from_s`` to ``to_s`` around the alignment."""

    from_s: float
    to_s: float
    seconds: tuple[tuple[float, str], ...]  # where in percent, and the text
    overlays: tuple[Overlay, ...]

    @property
    def span_s(self) -> float:
        """How long the axis is."""
        return self.to_s - self.from_s


def read_track(one: Recorded, begins_s: float) -> Track:
    """Read the curves of a result.

    Raises:
        InputError: ``posture.csv`` is missing, or is no table of ours.
    """
    path = one.folder / POSTURE
    if not is_file(path):
        raise InputError(f"{path}: expected the measures of every frame, found no file")
    lines = csv.reader(io.StringIO(read_outside_text(path)))
    try:
        table = _columns(path, lines)
    except (ValueError, IndexError, csv.Error) as error:
        raise InputError(
            f"{path}: row {lines.line_num}: expected numbers, found something else "
            f"({briefly(str(error))}); check the clip again"
        ) from error
    t_s = table["t_s"]
    if not t_s.size or not np.all(np.diff(t_s) > 0):  # nan is not either
        raise InputError(f"{path}: expected rising seconds in t_s; check the clip again")
    return Track(t_s - begins_s, {name: table[name] for name in DRAWN}, begins_s)


def _columns(path: Path, lines: Iterator[list[str]]) -> dict[str, Floats]:
    header: list[str] = next(lines, [])
    wanted = ("t_s", *DRAWN)
    if missing := [name for name in wanted if name not in header]:
        raise InputError(f"{path}: expected a column {missing[0]}; check the clip again")
    at = [header.index(name) for name in wanted]
    rows = [[_number(line[i]) for i in at] for line in lines if line]
    return dict(zip(wanted, np.array(rows).reshape(-1, len(wanted)).T, strict=True))


def _number(text: str) -> float:
    value = float(text) if text else math.nan
    if abs(value) > MOST:
        raise ValueError(text)
    return value


def draw(before: Track, after: Track) -> Drawing:
    """Lay two films' curves over each other, their first movements one above the other."""
    from_s = math.floor(min(before.t_s[0], after.t_s[0]))
    to_s = max(math.ceil(max(before.t_s[-1], after.t_s[-1])), from_s + 1)
    step = next((s for s in TICK_STEPS_S if (to_s - from_s) / s <= MOST_TICKS), None)
    step = step or math.ceil((to_s - from_s) / MOST_TICKS)
    first = math.ceil(from_s / step) * step
    seconds = tuple(
        (100 * (s - from_s) / (to_s - from_s), f"{s} s".replace("-", "−"))
        for s in range(first, to_s + 1, step)
    )
    overlays = tuple(_overlay(name, before, after, from_s, to_s) for name in DRAWN)
    return Drawing(from_s, to_s, seconds, overlays)


def _overlay(name: str, before: Track, after: Track, from_s: float, to_s: float) -> Overlay:
    seen = [track.values[name][np.isfinite(track.values[name])] for track in (before, after)]
    edges = np.concatenate([[0.0], *seen])
    low, high = float(edges.min()), float(edges.max())
    axis = value_axis(low, max(high, low + 1), STEPS, top_px=TOP_PX, height_px=PLOT_PX)
    measure = BY_NAME[name]
    one, other = (_path(t.t_s, t.values[name], axis, from_s, to_s) for t in (before, after))
    return Overlay(
        measure=measure,
        before=one,
        after=other,
        ticks=tuple((axis.y(v), digits(v, measure.unit) + measure.unit) for v in axis.ticks),
        largest=(_farthest(seen[0]), _farthest(seen[1])),
    )


def _farthest(values: Floats) -> float:
    return float(values[np.argmax(np.abs(values))]) if values.size else math.nan


def _path(t_s: Floats, values: Floats, axis: ValueAxis, from_s: float, to_s: float) -> str:
    parts, drawing = [], False
    for i in _telling(values):
        if math.isnan(values[i]):
            drawing = False
            continue
        x = ACROSS * (t_s[i] - from_s) / (to_s - from_s)
        parts.append(f"{'L' if drawing else 'M'}{x:.1f} {axis.y(float(values[i]))}")
        drawing = True
    return "".join(parts)


def _telling(values: Floats) -> Sequence[int]:
    """Return the frames to draw: of each stretch the one farthest from zero."""
    if len(values) <= MOST_POINTS:
        return range(len(values))
    edges = np.linspace(0, len(values), MOST_POINTS + 1).astype(int)
    far = np.nan_to_num(np.abs(values), nan=-1.0)
    return [int(a + np.argmax(far[a:b])) for a, b in pairwise(edges)]
