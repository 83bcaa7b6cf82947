"""The geometry of the report's charts: curves, limits, gaps and numbered badges.

Charts are SVG without a viewBox: x runs in percent and y in pixels, so that text keeps
its size on a phone, on a desk and on paper.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from posturecheck.report.axis import ValueAxis, value_axis
from posturecheck.report.data import Curve, ReportedEpisode
from posturecheck.report.formats import digits, unit_sign
from posturecheck.report.words import AXIS_LIMIT

PLOT_PX = 150  # height of a chart's drawing
STEPS = 4  # of its axis
AXIS_PX, AXIS_LETTERS = 100, 10  # its width, which so many letters of a name fit into
LETTER_PX = 16  # of a further one
LANE_PX, MOST_LANES = 26, 3  # rows of numbers above a drawing
PAPER_PX, PHONE_PX = 590, 230  # narrowest drawing on paper and on a phone


@dataclass(frozen=True, slots=True)
class Badge:
    """A moment's number above the drawings; ``lane`` None = no room to print it."""

    moment: ReportedEpisode
    x: float  # percent
    lane: int | None
    phone: bool  # whether there is room for it on a phone too


@dataclass(frozen=True, slots=True)
class Chart:
    """One curve drawn; every y in pixels, every x in percent (in paths: in thousandths)."""

    curve: Curve
    low: float
    high: float
    line: str
    band: str
    ticks: tuple[tuple[float, str], ...]
    limits: tuple[tuple[float, float, str, str], ...]  # line y, label y, kind, label
    gaps: tuple[tuple[float, float], ...]  # from, width
    peak: tuple[float, float, float] | None  # value, sd, second

    @property
    def axis_px(self) -> int:
        """How wide the axis is: as its longest name wants."""
        longest = max((len(label) for *_, label in self.limits), default=0)
        return AXIS_PX + LETTER_PX * max(0, longest - AXIS_LETTERS)


def _runs(values: Sequence[float | None]) -> Iterator[tuple[bool, int, int]]:
    """Yield the stretches (seen, first, one past the last) of a curve."""
    first = 0
    for i in range(1, len(values) + 1):
        if i == len(values) or (values[i] is None) != (values[first] is None):
            yield values[first] is not None, first, i
            first = i


def _axis(curve: Curve, limits: Sequence[float], top: float) -> ValueAxis:
    """Return the axis that holds values, limits and zero."""
    pairs = [(v, s or 0.0) for v, s in zip(curve.values, curve.sds, strict=True) if v is not None]
    edges = [0.0, *limits, *(v + s for v, s in pairs), *(v - s for v, s in pairs)]
    return value_axis(min(edges), max(edges), STEPS, top_px=top, height_px=PLOT_PX)


def _limits(curve: Curve) -> list[tuple[float, str]]:
    known = ((curve.amber, "amber"), (curve.red, "red"))
    above = [(limit, kind) for limit, kind in known if limit is not None]
    return above + ([(-limit, kind) for limit, kind in above] if curve.symmetric else [])


def _spread(ys: Sequence[float], apart: float) -> list[float]:
    """Return label heights near ``ys`` (in drawing order), at least ``apart`` from each other."""
    out: dict[int, float] = {}
    last = -math.inf
    for i in sorted(range(len(ys)), key=lambda i: ys[i]):
        last = out[i] = max(ys[i], last + apart)
    return [out[i] for i in range(len(ys))]


def draw(curve: Curve, duration_s: float, top: float, start_s: float = 0.0) -> Chart:
    """Draw one curve from a second on; ``top`` pixels above it belong to the numbers."""
    found = _limits(curve)
    axis = _axis(curve, [limit for limit, _ in found], top)
    y = axis.y
    xs = [1000 * (t - start_s) / duration_s for t in curve.t_s]

    def name(value: float) -> str:  # a longer unit than ° stands in the title instead
        return digits(value, curve.unit) + ("°" if unit_sign(curve.unit) == "°" else "")

    line, band, gaps = [], [], []
    for seen, first, stop in _runs(curve.values):
        if not seen:
            start = (xs[first - 1] + xs[first]) / 2 if first else 0.0
            end = (xs[stop - 1] + xs[stop]) / 2 if stop < len(xs) else 1000.0
            gaps.append((start / 10, (end - start) / 10))
            continue
        points = [(xs[i], curve.values[i] or 0.0, curve.sds[i] or 0.0) for i in range(first, stop)]
        if len(points) == 1:  # a single sample would be an invisible line
            points = [(x, *points[0][1:]) for x in (points[0][0] - 1, points[0][0] + 1)]
        edge = [(x, v + s) for x, v, s in points] + [(x, v - s) for x, v, s in reversed(points)]
        line.append("M" + "L".join(f"{x:.1f} {y(v)}" for x, v, _ in points))
        band.append("M" + "L".join(f"{x:.1f} {y(v)}" for x, v in edge) + "Z")

    heights = [y(limit) for limit, _ in found]
    labels = _spread(heights, 17)
    ticks = [v for v in axis.ticks if all(abs(y(v) - label) > 15 for label in labels)]
    samples = zip(curve.values, curve.sds, curve.t_s, strict=True)
    seen_at = [(v, math.nan if s is None else s, t) for v, s, t in samples if v is not None]
    return Chart(
        curve=curve,
        low=axis.low,
        high=axis.high,
        line="".join(line),
        band="".join(band),
        ticks=tuple((y(v), name(v)) for v in ticks),
        limits=tuple(
            (height, label, kind, AXIS_LIMIT[kind].format(value=name(limit)))
            for height, label, (limit, kind) in zip(heights, labels, found, strict=True)
        ),
        gaps=tuple(gaps),
        peak=max(seen_at, key=lambda sample: abs(sample[0]), default=None),
    )


def _lanes(
    xs: Sequence[float], width_px: float, wanted: Sequence[int | None] = ()
) -> list[int | None]:
    """Return a row for each number so that none covers another, None where none is free.

    Where rows are ``wanted`` already, each number keeps its own or gets none.
    """
    free = [-math.inf] * MOST_LANES
    out: list[int | None] = []
    for i, x in enumerate(xs):
        at = x * width_px / 100
        rows = [wanted[i]] if wanted else range(MOST_LANES)
        lane = next((k for k in rows if k is not None and at - free[k] >= LANE_PX), None)
        if lane is not None:
            free[lane] = at
        out.append(lane)
    return out


def badges(
    moments: Sequence[ReportedEpisode], duration_s: float, start_s: float = 0.0
) -> list[Badge]:
    """Place the moments' numbers above the drawings."""
    ordered = sorted(moments, key=lambda m: m.start_s + m.end_s)
    xs = [100 * ((m.start_s + m.end_s) / 2 - start_s) / duration_s for m in ordered]
    lanes = phone = _lanes(xs, PHONE_PX)
    if None in phone:
        lanes = _lanes(xs, PAPER_PX)
        phone = _lanes(xs, PHONE_PX, lanes)
    return [
        Badge(m, x, lane, small is not None)
        for m, x, lane, small in zip(ordered, xs, lanes, phone, strict=True)
    ]
