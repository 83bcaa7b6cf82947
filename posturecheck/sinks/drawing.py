"""Draw on a picture what was seen and measured, to be read from three metres.

Every public function returns a new picture. Nothing is told by colour alone: limits and
severities also have a shape and a word. What stays the same from frame to frame (panels,
words, banners) is drawn once, with Pillow, and kept; per frame it is only laid on.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import cv2
import numpy as np
from PIL import ImageDraw

from posturecheck.core import Floats, Image, Joint, People, Pose, Reading, Severity, Step
from posturecheck.settings import Rules
from posturecheck.sinks.face_veil import FaceVeil, Hidden, hide, px_per_m
from posturecheck.sinks.lettering import (
    AMBER,
    DARK,
    FINER,
    GREY,
    RED,
    WHITE,
    Colour,
    Patch,
    banner_patch,
    blank,
    font_of,
    lay,
    notice_patch,
    patch_of,
    sign_patch,
    text_patch,
    text_within,
)

SKY: Colour = (80, 205, 255)

SEEN = 0.5  # visibility from which a joint counts as seen
MID_SHOULDER, MID_HIP = 23, 24  # joints of our own, after the 23 of the pose
TRUNK_LINE = (MID_SHOULDER, MID_HIP)
BONES: tuple[tuple[int, int], ...] = (
    (Joint.LEFT_SHOULDER, Joint.RIGHT_SHOULDER),
    (Joint.LEFT_HIP, Joint.RIGHT_HIP),
    *(
        (a + side, b + side)
        for side in (0, 1)  # left joints are followed by their right twins
        for a, b in (
            (Joint.LEFT_SHOULDER, Joint.LEFT_ELBOW),
            (Joint.LEFT_ELBOW, Joint.LEFT_WRIST),
            (Joint.LEFT_HIP, Joint.LEFT_KNEE),
            (Joint.LEFT_KNEE, Joint.LEFT_ANKLE),
            (Joint.LEFT_ANKLE, Joint.LEFT_HEEL),
            (Joint.LEFT_HEEL, Joint.LEFT_TOE),
        )
    ),
)
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

    @classmethod
    def of(cls, rules: Rules) -> GaugeLimits:
        """Return the marks of a profile's rules."""
        lean, twist = rules.deep_lean, rules.twist
        return cls(lean.amber, lean.red, twist.amber, twist.red)


# The rules whose sure answers put a sign beside a gauge.
BEND = frozenset({"deep-lean", "rounded-bend"})
TWIST = frozenset({"twist", "bend-and-twist"})


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


def blur_faces(image: Image, people: People) -> Image:
    """Return the picture with every head made unrecognisable; all of it where nobody is found.

    It knows this picture only; a ``FaceVeil`` also remembers the ones before.
    """
    return hide(image, FaceVeil().regions(people, 0.0))


def draw_skeleton(image: Image, pose: Pose) -> Image:
    """Return the picture with the body's lines; dashed towards a joint that was not seen."""
    canvas = image.copy()
    # Somebody small in the picture must not disappear behind thick lines.
    unit = min(_unit(image), max(0.5 * _unit(image), 0.016 * px_per_m(pose)))
    trunk, limbs = _segments(pose, (TRUNK_LINE,), unit), _segments(pose, BONES, unit)
    for segments, colour, width in (
        (limbs + trunk, DARK, 1.7),
        (limbs, WHITE, 0.8),
        (trunk, SKY, 1.0),
    ):
        lines = [np.round(segment * 16).astype(np.int32) for segment in segments]
        thickness = max(1, round(width * unit))
        cv2.polylines(canvas, lines, False, colour, thickness, cv2.LINE_AA, shift=4)
    return canvas


def draw_gauges(image: Image, step: Step, limits: GaugeLimits) -> Image:
    """Return the picture with how far the trunk bends and twists, in its upper corners."""
    canvas = image.copy()
    bend, twist = scales(limits)
    margin = round(1.5 * _unit(image))
    width = _gauge_panel(bend, _unit(image)).light.shape[1]
    right = image.shape[1] - margin - width
    _gauge(canvas, bend, step.posture["trunk_inclination_deg"], judged(step, BEND), margin, margin)
    _gauge(canvas, twist, step.posture["trunk_rotation_deg"], judged(step, TWIST), right, margin)
    return canvas


def draw_cue(image: Image, text: str, severity: Severity | None) -> Image:
    """Return the picture with a banner at its bottom; severity None is praise."""
    canvas = image.copy()
    height, width = image.shape[:2]
    banner = banner_patch(text, severity, width, height)
    lay(canvas, banner, 0, height - banner.light.shape[0])
    return canvas


def draw_caption(image: Image, text: str, severity: Severity | None) -> Image:
    """Return the picture with a small line in its lower left corner, and a sign if severe."""
    canvas = image.copy()
    unit, height = _unit(image), image.shape[0]
    words = text_patch(text, round(4.5 * unit), WHITE)
    tall, wide = words.light.shape[:2]
    sign_px = tall if severity else 0
    top, pad = height - tall - round(1.5 * unit), round(1.5 * unit)
    ground = canvas[max(0, top - pad // 2) :, : wide + sign_px + 3 * pad]
    cv2.convertScaleAbs(ground, dst=ground, alpha=0.2)
    if severity:
        lay(canvas, sign_patch(severity, sign_px), pad, top)
    lay(canvas, words, pad + sign_px + (pad if severity else 0), top)
    return canvas


def annotate(
    image: Image,
    step: Step,
    limits: GaugeLimits,
    cue_text: str,
    hidden: Hidden,
    *,
    severity: Severity | None = "amber",
) -> Image:
    """Return one frame of the annotated video.

    Args:
        image: The frame, RGB.
        step: What is known about it.
        limits: The gauges' marks.
        cue_text: What is said now, "" for nothing.
        hidden: The heads to hide (see ``FaceWatch``), () for none; None hides everything.
        severity: How the cue looks; None is praise.
    """
    canvas = hide(image, hidden)
    if step.pose is not None:
        canvas = draw_skeleton(canvas, step.pose)
    canvas = draw_gauges(canvas, step, limits)
    if hidden is None:
        notice = notice_patch("I cannot see you", _unit(image))
        left, top = ((image.shape[i] - notice.light.shape[i]) // 2 for i in (1, 0))
        lay(canvas, notice, left, top)
    return draw_cue(canvas, cue_text, severity) if cue_text else canvas


def gauge_text(name: str, reading: Reading) -> str:
    """Return a gauge's words: "Bend 34° ±5", or "Bend: cannot see"."""
    if not math.isfinite(reading.value):
        return f"{name}: cannot see"
    spread = f" ±{reading.sd:.0f}" if math.isfinite(reading.sd) else ""
    return f"{name} {abs(reading.value):.0f}°{spread}"


def scales(limits: GaugeLimits) -> tuple[Scale, Scale]:
    """Return the bend and the twist gauge."""
    return (
        Scale("Bend", 0, 90, limits.bend_amber_deg, limits.bend_red_deg),
        Scale("Twist", -60, 60, limits.twist_amber_deg, limits.twist_red_deg),
    )


def _unit(image: Image) -> float:
    # A hundredth of the picture's height; less where it is too narrow for two gauges.
    return float(min(image.shape[0], 0.93 * image.shape[1])) / 100


def _segments(pose: Pose, bones: tuple[tuple[int, int], ...], unit: float) -> list[Floats]:
    left = [Joint.LEFT_SHOULDER, Joint.LEFT_HIP]
    right = [Joint.RIGHT_SHOULDER, Joint.RIGHT_HIP]
    middles = (pose.points_px[left] + pose.points_px[right]) / 2
    points = np.vstack([pose.points_px, middles])
    both = np.minimum(pose.visibility[left], pose.visibility[right])
    seen = np.concatenate([pose.visibility, both]) >= SEEN
    segments: list[Floats] = []
    for a, b in bones:
        segment = points[[a, b]]
        # Far outside the picture, pixels no longer fit cv2's numbers.
        if not (np.abs(segment) < 20_000).all() or not (seen[a] or seen[b]):
            continue
        segments += [segment] if seen[a] and seen[b] else _dashes(segment, 2.5 * unit)
    return segments


def _dashes(segment: Floats, dash_px: float) -> list[Floats]:
    start, way = segment[0], segment[1] - segment[0]
    count = min(60, max(1, int(np.linalg.norm(way) / dash_px / 2)))
    return [
        np.array([start + way * i / count, start + way * (i + 0.4) / count]) for i in range(count)
    ]


def judged(step: Step, rules: frozenset[str]) -> Severity | None:
    """Return the worst that some rules say of a step for sure: a spared squat is no warning."""
    answers = {verdict.answer for verdict in step.verdicts if verdict.rule in rules}
    return "red" if "red" in answers else "amber" if "amber" in answers else None


def _gauge(
    canvas: Image, scale: Scale, reading: Reading, severity: Severity | None, left: int, top: int
) -> None:
    unit = _unit(canvas)
    lay(canvas, _gauge_panel(scale, unit), left, top)
    x, y, width, height = (round(part * unit) for part in BAR)
    x, y = x + left, y + top
    words, seen = gauge_text(scale.name, reading), math.isfinite(reading.value)
    room = PANEL[0] - (12 if seen else 5)  # a value leaves place for a sign
    label = text_within(words, 7 * unit, room * unit)
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


@lru_cache(maxsize=8)
def _gauge_panel(scale: Scale, unit: float) -> Patch:
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
    for word, x in (("L", 0.045), ("R", 0.955)) if len(sides) == 2 else ():
        at = left + x * width, top + height / 2
        draw.text(at, word, WHITE, font_of(round(4 * u)), anchor="mm", stroke_width=round(u / 8))
    return patch_of(drawn)
