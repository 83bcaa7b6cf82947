"""Lay out ``ReportData`` as one page that needs nothing but itself.

The words and the look live in the templates beside this file; here are only the number
formats and the geometry of the charts. Charts are SVG without a viewBox: x runs in
percent and y in pixels, so that text keeps its size on a phone, on a desk and on paper.
"""

from __future__ import annotations

import base64
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from posturecheck.sinks.report_data import Curve, Moment, ReportData

MOST_ADVICE = 3  # more than three things to change are remembered by nobody
PLOT_PX = 150  # height of a chart's drawing
LANE_PX, MOST_LANES = 26, 3  # rows of numbers above a drawing
PAPER_PX, PHONE_PX = 590, 230  # narrowest drawing on paper and on a phone
TICK_STEPS_S = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1200, 1800, 3600)
UNITS = {"deg": "°", "deg/s": "°/s", "deg_s": "°/s"}
DECIMALS = {"°": 0, "°/s": 0, "m": 2}


def clock(seconds: float) -> str:
    """Return a moment of the clip as ``m:ss.s``."""
    tenths = round(seconds * 10)
    return f"{tenths // 600}:{tenths % 600 / 10:04.1f}"


def lasting(seconds: float) -> str:
    """Return a length of time: ``2.4 s``, from one minute on ``3 min 05 s``."""
    if seconds < 59.95:
        return f"{seconds:.1f} s"
    return f"{round(seconds) // 60} min {round(seconds) % 60:02d} s"


def unit_sign(unit: str) -> str:
    """Return a unit as people write it."""
    return UNITS.get(unit, unit)


def digits(value: float, unit: str) -> str:
    """Return a value without its unit: angles and their speeds without decimals."""
    sign = unit_sign(unit)
    text = f"{value:.{DECIMALS.get(sign, 1)}f}"
    if sign not in DECIMALS:
        text = text.removesuffix(".0")
    if not text.strip("-0."):
        text = text.removeprefix("-")  # there is no minus zero
    return text.replace("-", "−")


def number(value: float, unit: str) -> str:
    """Return a value with its unit."""
    sign = unit_sign(unit)
    return digits(value, unit) + ("" if sign[:1] in ("", "°") else " ") + sign


def reading(value: float, sd: float, unit: str) -> str:
    """Return a value ± its standard deviation; what was not measured says so."""
    if not math.isfinite(value):
        return "not measured"
    known = math.isfinite(sd)
    return number(value, unit) + (f" ± {number(sd, unit)}" if known else "")


def percent(part: float, whole: float) -> str:
    """Return a share; only nothing at all is 0 %, only the whole is 100 %."""
    if whole <= 0 or part <= 0:
        return "0 %"
    share = round(100 * part / whole)
    return f"{min(max(share, 1), 100 if whole - part < 0.05 else 99)} %"


def bare(text: str) -> str:
    """Return a source without ``https://``: the page names no address to go to."""
    return re.sub(r"https?://", "", text)


def picture(jpeg: bytes) -> str:
    """Return a picture as text that stands in the page itself."""
    return "data:image/jpeg;base64," + base64.b64encode(jpeg).decode("ascii")


def close_call(moment: Moment) -> bool:
    """Whether the limit lies within one standard deviation of the peak."""
    return abs(abs(moment.peak) - abs(moment.limit)) < moment.peak_sd


@dataclass(frozen=True, slots=True)
class Badge:
    """A moment's number above the drawings; ``lane`` None = no room to print it."""

    moment: Moment
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


def _runs(values: Sequence[float | None]) -> Iterator[tuple[bool, int, int]]:
    """Yield the stretches (seen, first, one past the last) of a curve."""
    first = 0
    for i in range(1, len(values) + 1):
        if i == len(values) or (values[i] is None) != (values[first] is None):
            yield values[first] is not None, first, i
            first = i


def _range(curve: Curve, limits: Sequence[float]) -> tuple[float, float, float]:
    """Return low, high and tick step: round numbers around values, limits and zero."""
    pairs = [(v, s or 0.0) for v, s in zip(curve.values, curve.sds, strict=True) if v is not None]
    edges = [0.0, *limits, *(v + s for v, s in pairs), *(v - s for v, s in pairs)]
    span = max(max(edges) - min(edges), 1e-6)
    power = 10.0 ** math.floor(math.log10(span / 4))
    step = next(k * power for k in (1, 2, 5, 10) if span / (k * power) <= 5)
    low, high = step * math.floor(min(edges) / step), step * math.ceil(max(edges) / step)
    return low, max(high, low + step), step


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


def draw(curve: Curve, duration_s: float, top: float) -> Chart:
    """Draw one curve; ``top`` pixels above the drawing belong to the numbers."""
    found = _limits(curve)
    low, high, step = _range(curve, [limit for limit, _ in found])
    xs = [1000 * t / duration_s for t in curve.t_s]

    def y(value: float) -> float:
        return round(top + PLOT_PX * (high - value) / (high - low), 1)

    def axis(value: float) -> str:  # a longer unit than ° stands in the title instead
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
    steps = [low + i * step for i in range(round((high - low) / step) + 1)]
    ticks = [v for v in steps if all(abs(y(v) - label) > 15 for label in labels)]
    samples = zip(curve.values, curve.sds, curve.t_s, strict=True)
    seen_at = [(v, math.nan if s is None else s, t) for v, s, t in samples if v is not None]
    return Chart(
        curve=curve,
        low=low,
        high=high,
        line="".join(line),
        band="".join(band),
        ticks=tuple((y(v), axis(v)) for v in ticks),
        limits=tuple(
            (height, label, kind, f"{kind} {axis(limit)}")
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


def badges(moments: Sequence[Moment], duration_s: float) -> list[Badge]:
    """Place the moments' numbers above the drawings."""
    ordered = sorted(moments, key=lambda m: m.start_s + m.end_s)
    xs = [50 * (m.start_s + m.end_s) / duration_s for m in ordered]
    lanes = phone = _lanes(xs, PHONE_PX)
    if None in phone:
        lanes = _lanes(xs, PAPER_PX)
        phone = _lanes(xs, PHONE_PX, lanes)
    return [
        Badge(m, x, lane, small is not None)
        for m, x, lane, small in zip(ordered, xs, lanes, phone, strict=True)
    ]


def _script_data(data: ReportData, charts: Sequence[Chart], length: float) -> dict[str, Any]:
    """Return what the page's script needs to move the cursor, rounded to what it shows."""

    def thin(values: Sequence[float | None]) -> list[float | None]:
        return [None if v is None or not math.isfinite(v) else round(v, 2) for v in values]

    return {
        "duration": length,
        "curves": [
            {
                "label": c.curve.label,
                "unit": unit_sign(c.curve.unit),
                "decimals": DECIMALS.get(unit_sign(c.curve.unit), 1),
                "low": c.low,
                "high": c.high,
                "t": thin(c.curve.t_s),
                "v": thin(c.curve.values),
                "s": thin(c.curve.sds),
            }
            for c in charts
        ],
        "moments": [
            {"n": m.number, "title": m.title, "from": m.start_s, "to": m.end_s, "peak": m.peak_t_s}
            for m in data.moments
        ],
    }


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("posturecheck", "sinks"),
        autoescape=True,  # clip names and profile texts come from outside
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    formats = (clock, lasting, number, reading, percent, bare, picture, unit_sign)
    environment.filters.update({f.__name__: f for f in formats})
    environment.tests["close_call"] = close_call
    environment.globals["nan"] = math.nan
    return environment


def render_report(data: ReportData) -> str:
    """Return the whole page, ready to be written as ``report.html``."""
    length = max(data.duration_s, 0.1, *(t for c in data.curves for t in c.t_s[-1:]))
    marks = badges(data.moments, length)
    lanes = max((b.lane + 1 for b in marks if b.lane is not None), default=0)
    top = 8 + lanes * LANE_PX
    charts = [draw(curve, length, top) for curve in data.curves]
    step = next((s for s in TICK_STEPS_S if length / s <= 6), math.ceil(length / 6))
    return (
        _environment()
        .get_template("report.html.j2")
        .render(
            data=data,
            advice=data.advice[:MOST_ADVICE],
            charts=charts,
            badges=marks,
            top=top,
            bottom=top + PLOT_PX,
            lane_px=LANE_PX,
            length=length,
            seconds=range(0, math.floor(length) + 1, step),
            script_data=_script_data(data, charts, length),
        )
    )
