"""The geometry of the history's charts: one column for each day or week.

Charts are SVG without a viewBox, as the report's are: x runs in percent and y in pixels,
so that text keeps its size on a phone, on a desk and on paper.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from posturecheck.history.aggregates import DAY, RATE_FROM_S, WEEK, Group, Period, Rate
from posturecheck.history.texts import CHARTS
from posturecheck.language.numbers import decimal, with_sign
from posturecheck.report.axis import value_axis

PLOT_PX = 130
TOP_PX = 12
STEPS = 3  # of the axis
FILLED_SHARE = 0.7  # of a column's width
MOST_DAYS = 42  # more of them are shown as weeks
MOST_DAYS_OF_RATES = 21  # a week's rate jumps about less than a day's
MOST_LABELS = 6
NEAR_EDGE = 8.0  # percent; a name's middle so near would put its end outside


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle of a column: ``kind`` is "seen" or "unseen"; pixels."""

    kind: str
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Column:
    """One day or week drawn; every x in percent, every y in pixels.

    ``dot`` is a rate and ``whisker`` how far chance alone may move it; ``few`` says that
    there was a session, but too little time for a rate.
    """

    x: float
    width: float
    bars: tuple[Bar, ...] = ()
    dot: float | None = None
    whisker: tuple[float, float] | None = None
    few: bool = False

    @property
    def middle(self) -> float:
        """The middle of the column."""
        return round(self.x + self.width / 2, 2)


@dataclass(frozen=True, slots=True)
class BarChart:
    """A chart with its words; ``ticks`` are (y, text), ``labels`` (x, text, anchor)."""

    title: str
    unit: str
    said: str  # for those who listen
    columns: tuple[Column, ...]
    ticks: tuple[tuple[float, str], ...]
    labels: tuple[tuple[float, str, str], ...]

    @property
    def empty(self) -> bool:
        """Whether no bar and no dot is drawn."""
        return all(column.dot is None and not column.bars for column in self.columns)


@dataclass(frozen=True, slots=True)
class Axis:
    """The columns from ``first`` on, each ``length`` long."""

    first: date
    count: int
    length: timedelta

    def x(self, day: date) -> float:
        """Return where a day's column begins, in percent."""
        return 100 * ((day - self.first) // self.length) / self.count

    @property
    def width(self) -> float:
        """The width of a column, in percent."""
        return 100 / self.count

    def labels(self, name: Callable[[date], str]) -> tuple[tuple[float, str, str], ...]:
        """Return some columns' names at their middles, the last column's among them."""
        step = math.ceil(self.count / MOST_LABELS)
        places = [i for i in range(self.count - 1, -1, -step) if step == 1 or i >= step / 2]
        return tuple(
            _label(self.width * (i + 0.5), name(self.first + i * self.length))
            for i in reversed(places)
        )


def axis(since: date, today: date, most_days: int = MOST_DAYS) -> Axis:
    """Return an axis of days, or of weeks where there are more than ``most_days``."""
    since = min(since, today - WEEK + DAY)  # one day alone would be one broad slab
    days = (today - since).days + 1
    if days <= most_days:
        return Axis(since, days, DAY)
    first = since - timedelta(days=since.weekday())
    return Axis(first, (today - first).days // 7 + 1, WEEK)


def time_chart(spans: Sequence[Period], on: Axis, name: Callable[[date], str]) -> BarChart:
    """Draw the minutes seen, and those not seen on top of them."""
    tallest = max((s.seen_s + s.unseen_s for s in spans), default=0.0) / 60
    y, ticks = _scale(tallest)
    columns = []
    for s in spans:
        seen, whole = s.seen_s / 60, (s.seen_s + s.unseen_s) / 60
        bars = (Bar("unseen", y(whole), y(seen) - y(whole)), Bar("seen", y(seen), y(0) - y(seen)))
        columns.append(_column(on, s, bars))
    seen_h = math.fsum(s.seen_s for s in spans) / 3600
    unseen_h = math.fsum(s.unseen_s for s in spans) / 3600
    return BarChart(
        title=CHARTS["time"],
        unit=CHARTS["minutes"],
        said=CHARTS["time_said"].format(seen=decimal(seen_h, 1), unseen=decimal(unseen_h, 1)),
        columns=tuple(columns),
        ticks=ticks,
        labels=on.labels(name),
    )


def rate_chart(
    group: Group, spans: Sequence[Period], on: Axis, name: Callable[[date], str]
) -> BarChart:
    """Draw how often a group's limits were passed, per judged hour."""
    rates = [s.group_rate(group) for s in spans]
    tops = [r.per_hour + r.sd_per_hour for r in rates if math.isfinite(r.per_hour)]
    y, ticks = _scale(max(tops, default=1.0))
    columns = [_rate_column(on, s, r, y) for s, r in zip(spans, rates, strict=True)]
    known = [r for r in rates if math.isfinite(r.per_hour)]
    said = CHARTS["rate_said" if known else "rate_said_none"]
    last = decimal(known[-1].per_hour, 1) if known else ""
    return BarChart(
        title=group.name,
        unit=CHARTS["by_week" if on.length == WEEK else "by_day"],
        said=said.format(group=group.name, rate=last),
        columns=tuple(columns),
        ticks=ticks,
        labels=on.labels(name),
    )


def _rate_column(on: Axis, span: Period, rate: Rate, y: Callable[[float], float]) -> Column:
    if rate.judged_s < RATE_FROM_S:
        return replace(_column(on, span), few=True)
    low = max(rate.per_hour - rate.sd_per_hour, 0.0)
    return replace(
        _column(on, span),
        dot=y(rate.per_hour),
        whisker=(y(rate.per_hour + rate.sd_per_hour), y(low)),
    )


def _column(on: Axis, span: Period, bars: tuple[Bar, ...] = ()) -> Column:
    width = on.width * FILLED_SHARE
    x = on.x(span.first) + (on.width - width) / 2
    return Column(round(x, 2), round(width, 2), bars)


def _label(x: float, text: str) -> tuple[float, str, str]:
    """Put a name below its column, and keep it inside the drawing."""
    if x < NEAR_EDGE:
        return 0.0, text, "start"
    return (100.0, text, "end") if x > 100 - NEAR_EDGE else (round(x, 2), text, "middle")


def _scale(most: float) -> tuple[Callable[[float], float], tuple[tuple[float, str], ...]]:
    """Return value to pixel from zero up, and round ticks."""
    scale = value_axis(0.0, max(most, 1.0), STEPS, top_px=TOP_PX, height_px=PLOT_PX)
    return scale.y, tuple((scale.y(value), with_sign(f"{value:g}")) for value in scale.ticks)
