"""Lay out ``ReportData`` as one page that needs nothing but itself.

The words and the look live in the templates beside this file, the geometry of the charts
in ``charts``, the number formats in ``formats``.
"""

from __future__ import annotations

import base64
import math
import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from jinja2 import Environment

from posturecheck.language.markup import give_words
from posturecheck.language.numbers import decimal_sign
from posturecheck.report.charts import LANE_PX, PLOT_PX, Chart, badges, draw
from posturecheck.report.data import ReportData, ReportedEpisode
from posturecheck.report.formats import (
    DECIMALS,
    clock,
    lasting,
    number,
    percent,
    reading,
    unit_sign,
)
from posturecheck.report.page_parts import page_environment
from posturecheck.report.words import COUNTED, SEVERITIES, WORDS

MOST_ADVICE = 3  # no person remembers more than three things to change
TICK_STEPS_S = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1200, 1800, 3600)


def bare(text: str) -> str:
    """Return a source without ``https://``: the page names no address to go to."""
    return re.sub(r"https?://", "", text)


def picture(jpeg: bytes) -> str:
    """Return a picture as text that stands in the page itself."""
    return "data:image/jpeg;base64," + base64.b64encode(jpeg).decode("ascii")


def close_call(moment: ReportedEpisode) -> bool:
    """Whether the limit lies within one standard deviation of the peak."""
    return abs(abs(moment.peak) - abs(moment.limit)) < moment.peak_sd


def _said_inside(moment: ReportedEpisode) -> str:
    return WORDS["now_moment"].format(number=moment.number, title=moment.title)


def _script_data(data: ReportData, charts: Sequence[Chart], length: float) -> dict[str, Any]:
    """Return what the page's script needs to move the cursor, rounded to what it shows."""

    def thin(values: Sequence[float | None]) -> list[float | None]:
        return [None if v is None or not math.isfinite(v) else round(v, 2) for v in values]

    return {
        "start": data.start_s,
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
            {"said": _said_inside(m), "from": m.start_s, "to": m.end_s, "peak": m.peak_t_s}
            for m in data.moments
        ],
        "words": {"not_seen": WORDS["not_seen"], "decimal_sign": decimal_sign()},
    }


@cache
def environment() -> Environment:
    """Return what the report's templates are rendered with."""
    made = page_environment("report")
    formats = (clock, lasting, number, reading, percent, bare, picture, unit_sign)
    made.filters.update({f.__name__: f for f in formats})
    made.tests["close_call"] = close_call
    made.globals["nan"] = math.nan
    made.globals["severities"] = SEVERITIES
    give_words(made, WORDS, COUNTED)
    return made


def render_report(data: ReportData) -> str:
    """Return the whole page, ready to be written as ``report.html``."""
    start = data.start_s
    end = max(data.duration_s, start + 0.1, *(t for c in data.curves for t in c.t_s[-1:]))
    length = end - start
    marks = badges(data.moments, length, start)
    lanes = max((b.lane + 1 for b in marks if b.lane is not None), default=0)
    top = 8 + lanes * LANE_PX
    charts = [draw(curve, length, top, start) for curve in data.curves]
    step = next((s for s in TICK_STEPS_S if length / s <= 6), math.ceil(length / 6))
    return (
        environment()
        .get_template("report.html.j2")
        .render(
            data=data,
            advice=data.advice[:MOST_ADVICE],
            none_counts=False,
            charts=charts,
            badges=marks,
            top=top,
            bottom=top + PLOT_PX,
            lane_px=LANE_PX,
            start=start,
            length=length,
            seconds=range(-(-math.ceil(start) // step) * step, math.floor(end) + 1, step),
            script_data=_script_data(data, charts, length),
        )
    )
