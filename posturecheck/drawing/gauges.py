"""The gauges on a picture: how far the trunk bends and twists, against the limits.

Nothing is shown by colour alone: limits and severities also have a shape and a word.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import cv2
import numpy as np
from PIL import ImageDraw

from posturecheck.core import Gauge, Image, Reading, Severity, Step
from posturecheck.drawing import words
from posturecheck.drawing.text import (
    AMBER,
    DARK,
    FINER,
    GREY,
    RED,
    WHITE,
    Patch,
    blank,
    lay,
    patch_of,
    sign_patch,
    text_within,
)
from posturecheck.drawing.typeface import font_of
from posturecheck.profiles.rule_settings import Rules

# In hundredths of the picture's height: a gauge's panel, and left, top, width, height of its bar.
PANEL = (50.0, 18.0)
BAR = (2.5, 10.5, 45.0, 4.5)


@dataclass(frozen=True, slots=True)
class GaugeLimits:
    """Where the gauges' amber and red begin, degrees; nan or inf where there is no limit."""

    bend_amber_deg: float
    bend_red_deg: float
    twist_amber_deg: float
    twist_red_deg: float
    rounding_amber_deg: float = math.nan
    rounding_red_deg: float = math.nan

    @classmethod
    def of(cls, rules: Rules) -> GaugeLimits:
        """Return the marks of a profile's rules."""
        lean, twist, rounding = rules.deep_lean, rules.twist, rules.rounded_bend
        return cls(lean.amber, lean.red, twist.amber, twist.red, rounding.amber, rounding.red)


class Scale(NamedTuple):
    """One gauge: what it is called, its two ends in degrees, and its limits."""

    name: str
    low: float
    high: float
    amber: float
    red: float

    def share(self, value: float) -> float:
        """Where a value lies on the bar, 0 at its left end to 1 at its right."""
        share = (value - self.low) / (self.high - self.low)
        # A person's left is at the left end: twist grows to the left.
        return min(1.0, max(0.0, 1 - share if self.low < 0 else share))


def draw_gauges(image: Image, step: Step, limits: GaugeLimits) -> Image:
    """Return the picture with how far the trunk bends and twists, in its upper corners."""
    canvas = image.copy()
    bend, twist = scales(limits)
    margin = round(1.5 * unit_px(image))
    width = _gauge_panel(bend, unit_px(image)).light.shape[1]
    right = image.shape[1] - margin - width
    _gauge(
        canvas, bend, step.posture["trunk_inclination_deg"], judged(step, "bend"), margin, margin
    )
    _gauge(canvas, twist, step.posture["trunk_rotation_deg"], judged(step, "twist"), right, margin)
    return canvas


def gauge_text(name: str, reading: Reading) -> str:
    """Return a gauge's words: "Bend 34° ±5", or "Bend: cannot see"."""
    if not math.isfinite(reading.value):
        return words.GAUGE_UNSEEN(name=name)
    value = f"{abs(reading.value):.0f}"
    if not math.isfinite(reading.sd):
        return words.GAUGE(name=name, value=value)
    return words.GAUGE_UNSURE(name=name, value=value, sd=f"{reading.sd:.0f}")


def scales(limits: GaugeLimits) -> tuple[Scale, Scale]:
    """Return the bend and the twist gauge."""
    return (
        Scale(words.GAUGES["bend"], 0, 90, limits.bend_amber_deg, limits.bend_red_deg),
        Scale(words.GAUGES["twist"], -60, 60, limits.twist_amber_deg, limits.twist_red_deg),
    )


def rounding_scale(limits: GaugeLimits) -> Scale:
    """Return the gauge of how far the back is rounded; the page has it, a film has no room."""
    name = words.GAUGES["rounding"]
    return Scale(name, 0, 60, limits.rounding_amber_deg, limits.rounding_red_deg)


def unit_px(image: Image) -> float:
    """Return what sizes on a picture are counted in: a hundredth of its height.

    Less where it is too narrow for two gauges.
    """
    return float(min(image.shape[0], 0.93 * image.shape[1])) / 100


def judged(step: Step, gauge: Gauge) -> Severity | None:
    """Return the worst that a gauge's rules say, as long as the bar says it too.

    That is what is surely over a limit just now, and for as long as the rule wants (its dwell):
    a spared squat is no warning, nor is a moment.
    """
    return judged_of(step, {v.rule for v in step.verdicts if v.gauge == gauge})


def judged_of(step: Step, rules: Collection[str]) -> Severity | None:
    """Return the worst that these rules say; see ``judged``."""
    sure = {v.rule: v.answer for v in step.verdicts if v.rule in rules and v.answer != "under"}
    found = {
        "red" if sure[e.rule] == e.severity == "red" else "amber"
        for e in step.open_episodes
        if sure.get(e.rule, "cannot tell") != "cannot tell"
    }
    return "red" if "red" in found else "amber" if found else None


def _gauge(
    canvas: Image, scale: Scale, reading: Reading, severity: Severity | None, left: int, top: int
) -> None:
    unit = unit_px(canvas)
    lay(canvas, _gauge_panel(scale, unit), left, top)
    x, y, width, height = (round(part * unit) for part in BAR)
    x, y = x + left, y + top
    said, seen = gauge_text(scale.name, reading), math.isfinite(reading.value)
    room = PANEL[0] - (12 if seen else 5)  # a value leaves place for a sign
    label = text_within(said, 7 * unit, room * unit)
    lay(canvas, label, left + round(2.5 * unit), top + round(5.8 * unit) - len(label.light) // 2)
    if not seen:
        return
    if severity:
        sign = sign_patch(severity, round(7 * unit))
        lay(canvas, sign, left + round((PANEL[0] - 9) * unit), top + round(2 * unit))
    needle = x + round(width * scale.share(reading.value))
    if math.isfinite(reading.sd):
        ends = [scale.share(reading.value + sd) for sd in (-reading.sd, reading.sd)]
        a, b = x + round(width * min(ends)), x + round(width * max(ends))
        band = canvas[y : y + height, a : b + 1]
        if band.size:
            cv2.addWeighted(band, 0.45, np.full_like(band, 255), 0.55, 0, dst=band)
    for colour, half in ((DARK, 0.9), (WHITE, 0.5)):
        half_px = max(1, round(half * unit))
        over = round((half + 0.4) * unit)
        corner = (needle - half_px, y - over), (needle + half_px, y + height + over)
        cv2.rectangle(canvas, *corner, colour, -1)


def _gauge_panel(scale: Scale, unit: float) -> Patch:
    return _still_panel(scale, unit, (words.LEFT(), words.RIGHT()))


@lru_cache(maxsize=8)
def _still_panel(scale: Scale, unit: float, ends: tuple[str, str]) -> Patch:
    """Draw what of a gauge never moves: its ground, its bar and where its limits begin."""
    u = unit * FINER
    drawn = blank(PANEL[0] * u, PANEL[1] * u)
    draw = ImageDraw.Draw(drawn)
    draw.rounded_rectangle((0, 0, drawn.width - 1, drawn.height - 1), 2.5 * u, (*DARK, 205))
    left, top, width, height = (part * u for part in BAR)
    sides = (1, -1) if scale.low < 0 else (1,)
    # The bar grows thicker at each limit, so that it can be read without its colours.
    for start, colour, thick in (
        (0.0, GREY, 0.4),
        (scale.amber, AMBER, 0.7),
        (scale.red, RED, 1.0),
    ):
        for side in sides:
            if not start < scale.high:  # also where there is no limit: nan or inf
                continue
            a, b = sorted(scale.share(side * value) for value in (start, scale.high))
            y = top + height * (1 - thick)
            draw.rectangle((left + a * width, y, left + b * width, top + height), colour)
            edge = left + width * scale.share(side * start)
            if start > 0:
                draw.rectangle((edge - 0.3 * u, y, edge + 0.3 * u, top + height), DARK)
    for word, x in zip(ends, (0.045, 0.955), strict=True) if len(sides) == 2 else ():
        at = left + x * width, top + height / 2
        draw.text(at, word, WHITE, font_of(round(4 * u)), anchor="mm", stroke_width=round(u / 8))
    return patch_of(drawn)
