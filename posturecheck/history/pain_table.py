"""The half minute before it hurt, as a therapist reads it: a row a measure, with its course."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from posturecheck.core import Reading
from posturecheck.history.half_minute import EVERY_S, LENGTH_S, Moment
from posturecheck.history.pain import SaidPain
from posturecheck.history.texts import PAIN_PHASES
from posturecheck.measures import BY_NAME

MEASURES = (
    "trunk_inclination_deg",
    "spine_flexion_deg",
    "trunk_rotation_deg",
    "trunk_side_bend_deg",
    "trunk_flexion_rate_deg_s",
    "trunk_rotation_rate_deg_s",
    "hip_flexion_deg",
    "knee_flexion_deg",
)
WIDTH_PX, HEIGHT_PX = 240.0, 34.0
GAP_S = 2 * EVERY_S  # what lies further apart has unseen time between
LEAST_SPAN = 20.0  # degrees: noise must not fill the drawing


@dataclass(frozen=True, slots=True)
class Row:
    """One measure: lowest and highest with their standard deviation, and its course drawn.

    ``lines`` are points of polylines, one for each stretch that was seen; ``zero`` is the
    height of 0 in the drawing, nan where it lies outside.
    """

    label: str
    lowest: str
    highest: str
    lines: tuple[str, ...]
    zero: float


@dataclass(frozen=True, slots=True)
class PainShown:
    """One report as it is shown."""

    pain: SaidPain
    how: str
    rows: tuple[Row, ...]


def pain_shown(pain: SaidPain) -> PainShown:
    """Return a report's table; measures that were not seen have no row."""
    rows = tuple(row for measure in MEASURES if (row := _row(pain, measure)) is not None)
    return PainShown(pain, PAIN_PHASES[pain.phase if pain.phase in PAIN_PHASES else "other"], rows)


def _row(pain: SaidPain, name: str) -> Row | None:
    moments, measure = pain.of(name), BY_NAME[name]
    if not moments:
        return None
    lowest, highest = pain.extremes(name)
    middle = (lowest.value + highest.value) / 2
    span = max(highest.value - lowest.value, LEAST_SPAN)
    low = middle - span / 2

    def y(value: float) -> float:
        return round(HEIGHT_PX * (1 - (value - low) / span), 1)

    return Row(
        label=measure.label,
        lowest=_told(lowest, measure.unit),
        highest=_told(highest, measure.unit),
        lines=tuple(
            " ".join(f"{_x(m):.1f},{y(m.reading.value)}" for m in stretch)
            for stretch in _stretches(moments)
        ),
        zero=y(0.0) if low <= 0 <= low + span else math.nan,
    )


def _x(moment: Moment) -> float:
    return WIDTH_PX * (1 - moment.before_s / LENGTH_S)


def _stretches(moments: Sequence[Moment]) -> Iterator[list[Moment]]:
    stretch: list[Moment] = []
    for moment in moments:
        if stretch and stretch[-1].before_s - moment.before_s > GAP_S:
            yield stretch
            stretch = []
        stretch.append(moment)
    yield stretch


def _told(reading: Reading, unit: str) -> str:
    doubt = f" ±{reading.sd:.0f}" if math.isfinite(reading.sd) else ""
    return f"{reading.value:.0f}{unit}{doubt}"
