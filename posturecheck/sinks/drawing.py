"""Draw on a picture what was seen and measured, to be read from three metres.

Every public function returns a new picture. Nothing is told by colour alone: limits and
severities also have a shape and a word. What stays the same from frame to frame (panels,
words, banners) is drawn once, with Pillow, and kept; per frame it is only laid on.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, cast

import cv2
import numpy as np
from PIL import Image as Pillow
from PIL import ImageDraw, ImageFont

from posturecheck.core import Floats, Image, Joint, People, Pose, Reading, Severity, Step
from posturecheck.sinks.face_veil import FaceVeil, hide, px_per_m

Colour = tuple[int, int, int]
WHITE: Colour = (255, 255, 255)
DARK: Colour = (14, 17, 22)
AMBER: Colour = (255, 178, 0)
RED: Colour = (222, 42, 42)
GREEN: Colour = (20, 112, 66)
GREY: Colour = (120, 128, 140)
SKY: Colour = (80, 205, 255)

SEEN = 0.5  # visibility from which a joint counts as seen
FINER = 2  # kept drawings are made this much larger, then averaged: smooth edges
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
# What a banner of each severity says in a word; None is praise.
WORDS: dict[Severity | None, str] = {"amber": "Try this", "red": "Change now", None: "Well done"}
TILES: dict[Severity | None, tuple[Colour, Colour]] = {
    "amber": (AMBER, DARK),
    "red": (RED, WHITE),
    None: (GREEN, WHITE),
}


@dataclass(frozen=True, slots=True)
class GaugeLimits:
    """Where the gauges' amber and red begin, degrees; nan or inf where there is no limit."""

    bend_amber_deg: float
    bend_red_deg: float
    twist_amber_deg: float
    twist_red_deg: float


class Patch(NamedTuple):
    """A small picture to lay on another: its light, and how much of the other stays."""

    light: Image  # (h, w, 3), already weakened by its own transparency
    keep: Image  # (h, w, 3), 255 keeps all of the other


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

    def severity(self, value: float) -> Severity | None:
        """Which limit the value reaches; None below both and where it was not seen."""
        if abs(value) >= self.red:
            return "red"
        return "amber" if abs(value) >= self.amber else None


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
    _gauge(canvas, bend, step.posture["trunk_inclination_deg"], margin, margin)
    _gauge(canvas, twist, step.posture["trunk_rotation_deg"], right, margin)
    return canvas


def draw_cue(image: Image, text: str, severity: Severity | None) -> Image:
    """Return the picture with a banner at its bottom; severity None is praise."""
    canvas = image.copy()
    height, width = image.shape[:2]
    banner = _banner(text, severity, width, height)
    _lay(canvas, banner, 0, height - banner.light.shape[0])
    return canvas


def draw_caption(image: Image, text: str, severity: Severity | None) -> Image:
    """Return the picture with a small line in its lower left corner, and a sign if severe."""
    canvas = image.copy()
    unit, height = _unit(image), image.shape[0]
    words = _text(text, round(4.5 * unit), WHITE)
    tall, wide = words.light.shape[:2]
    sign_px = tall if severity else 0
    top, pad = height - tall - round(1.5 * unit), round(1.5 * unit)
    ground = canvas[max(0, top - pad // 2) :, : wide + sign_px + 3 * pad]
    cv2.convertScaleAbs(ground, dst=ground, alpha=0.2)
    if severity:
        _lay(canvas, _sign(severity, sign_px), pad, top)
    _lay(canvas, words, pad + sign_px + (pad if severity else 0), top)
    return canvas


def annotate(
    image: Image,
    step: Step,
    limits: GaugeLimits,
    cue_text: str,
    show_face: bool,
    *,
    severity: Severity | None = "amber",
    veil: FaceVeil | None = None,
) -> Image:
    """Return one frame of the annotated video.

    Args:
        image: The frame, RGB.
        step: What is known about it.
        limits: The gauges' marks.
        cue_text: What is said now, "" for nothing.
        show_face: Whether faces may be seen.
        severity: How the cue looks; None is praise.
        veil: Remembers heads from frame to frame; without one each frame is on its own.
    """
    regions = () if show_face else (veil or FaceVeil()).regions(step.people, step.frame.t_s)
    canvas = hide(image, regions)
    if step.pose is not None:
        canvas = draw_skeleton(canvas, step.pose)
    canvas = draw_gauges(canvas, step, limits)
    if regions is None:
        notice = _notice("I cannot see you", _unit(image))
        left, top = ((image.shape[i] - notice.light.shape[i]) // 2 for i in (1, 0))
        _lay(canvas, notice, left, top)
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


def _gauge(canvas: Image, scale: Scale, reading: Reading, left: int, top: int) -> None:
    unit = _unit(canvas)
    _lay(canvas, _gauge_panel(scale, unit), left, top)
    x, y, width, height = (round(part * unit) for part in BAR)
    x, y = x + left, y + top
    words, seen = gauge_text(scale.name, reading), math.isfinite(reading.value)
    room = PANEL[0] - (12 if seen else 5)  # a value leaves place for a sign
    label = _text_within(words, 7 * unit, room * unit)
    _lay(canvas, label, left + round(2.5 * unit), top + round(5.8 * unit) - len(label.light) // 2)
    if not seen:
        return
    severity = scale.severity(reading.value)
    if severity:
        sign = _sign(severity, round(7 * unit))
        _lay(canvas, sign, left + round((PANEL[0] - 9) * unit), top + round(2 * unit))
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


def _lay(canvas: Image, patch: Patch, left: int, top: int) -> None:
    height, width = canvas.shape[:2]
    x, y = max(0, -left), max(0, -top)
    inside = slice(y, max(0, height - top)), slice(x, max(0, width - left))
    light, keep = patch.light[inside], patch.keep[inside]
    if not light.size:
        return
    under = canvas[top + y : top + y + light.shape[0], left + x : left + x + light.shape[1]]
    cv2.multiply(under, keep, dst=under, scale=1 / 255)
    cv2.add(under, light, dst=under)


def _blank(width: float, height: float) -> Pillow.Image:
    sides = (FINER * max(1, round(side / FINER)) for side in (width, height))
    return Pillow.new("RGBA", cast(tuple[int, int], tuple(sides)))


def _patch(drawn: Pillow.Image, finer: int = FINER) -> Patch:
    rgba = np.asarray(drawn)
    size = (drawn.width // finer, drawn.height // finer)
    alpha = cv2.merge([rgba[..., 3]] * 3)
    light = cv2.multiply(rgba[..., :3], alpha, scale=1 / 255)
    light, alpha = (cv2.resize(a, size, interpolation=cv2.INTER_AREA) for a in (light, alpha))
    return Patch(light, 255 - alpha)


@lru_cache(maxsize=64)
def _font(size_px: int) -> ImageFont.FreeTypeFont:
    # The typeface that comes inside Pillow; cv2's own has neither "±" nor "°".
    return cast(ImageFont.FreeTypeFont, ImageFont.load_default(max(8, size_px)))


def _bold(size_px: int) -> int:
    return max(1, round(size_px / 40))  # stroke that makes the one weight there is bolder


@lru_cache(maxsize=128)
def _text(words: str, size_px: int, colour: Colour) -> Patch:
    font, stroke = _font(size_px), _bold(size_px)
    width = math.ceil(font.getlength(words)) + 2 * stroke
    drawn = Pillow.new("RGBA", (width, round(font.size * 1.3)), (*colour, 0))
    ImageDraw.Draw(drawn).text((stroke, 0), words, (*colour, 255), font, stroke_width=stroke)
    return _patch(drawn, finer=1)


def _text_within(words: str, size: float, room: float) -> Patch:
    wanted = _font(round(size)).getlength(words) + 2 * _bold(round(size))
    return _text(words, int(size * min(1.0, room / wanted)), WHITE)


@lru_cache(maxsize=16)
def _sign(severity: Severity | None, size_px: int) -> Patch:
    drawn = _blank(size_px * FINER, size_px * FINER)
    middle = size_px * FINER / 2
    _draw_sign(ImageDraw.Draw(drawn), severity, middle, middle, middle)
    return _patch(drawn)


def _draw_sign(
    draw: ImageDraw.ImageDraw, severity: Severity | None, x: float, y: float, radius: float
) -> None:
    """Amber is a triangle, red an octagon, praise a disc with a tick."""
    if severity is None:
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), WHITE)
        tick = [
            (x + radius * a, y + radius * b) for a, b in ((-0.5, 0.05), (-0.1, 0.45), (0.55, -0.4))
        ]
        draw.line(tick, GREEN, round(radius * 0.26), joint="curve")
        return
    sides, turn, colour, ink = (
        (3, -90.0, AMBER, DARK) if severity == "amber" else (8, 22.5, RED, WHITE)
    )
    sunk = y + radius * (0.22 if sides == 3 else 0)  # a triangle's middle is not half way up
    corners = [
        (x + radius * math.cos(angle), sunk + radius * math.sin(angle))
        for angle in (math.radians(turn + 360 * i / sides) for i in range(sides))
    ]
    draw.polygon(corners, colour, outline=ink, width=max(1, round(radius * 0.09)))
    font = _font(round(radius * (1.0 if sides == 3 else 1.3)))
    draw.text((x, sunk), "!", ink, font, anchor="mm", stroke_width=round(radius * 0.03))


@lru_cache(maxsize=8)
def _gauge_panel(scale: Scale, unit: float) -> Patch:
    """Draw what of a gauge never moves: its ground, its bar and where its limits begin."""
    u = unit * FINER
    drawn = _blank(PANEL[0] * u, PANEL[1] * u)
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
        draw.text(at, word, WHITE, _font(round(4 * u)), anchor="mm", stroke_width=round(u / 8))
    return _patch(drawn)


@lru_cache(maxsize=8)
def _banner(text: str, severity: Severity | None, width: int, height: int) -> Patch:
    side = min(height, width) * FINER
    tile = 0.22 * side
    room = width * FINER - tile - 0.07 * side, 0.23 * height * FINER
    lines, size = _wrapped(text, room, round(0.105 * side))
    tall = max(1.15 * size * len(lines) + 0.04 * side, 0.19 * side)
    drawn = _blank(width * FINER, tall)
    drawn.paste((*DARK, 235), (0, 0, *drawn.size))
    draw, middle = ImageDraw.Draw(drawn), drawn.height / 2
    ground, ink = TILES[severity]
    draw.rectangle((0, 0, tile, drawn.height), ground)
    _draw_sign(draw, severity, tile / 2, middle - 0.024 * side, 0.058 * side)
    small = round(0.035 * side)
    below = tile / 2, middle + 0.064 * side
    draw.text(below, WORDS[severity], ink, _font(small), anchor="mm", stroke_width=_bold(small))
    for i, line in enumerate(lines):
        at = tile + 0.035 * side, middle + 1.15 * size * (i + 0.5 - len(lines) / 2)
        draw.text(at, line, WHITE, _font(size), anchor="lm", stroke_width=_bold(size))
    return _patch(drawn)


def _wrapped(text: str, room: tuple[float, float], size: int) -> tuple[list[str], int]:
    """Break the text into lines at the largest letters, from ``size`` down, that fit."""
    while True:
        lines: list[str] = []
        for word in text.split():
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and _font(size).getlength(longer) + 2 * _bold(size) <= room[0]:
                lines[-1] = longer
            else:
                lines.append(word)
        widest = max((_font(size).getlength(line) for line in lines), default=0.0)
        if (
            widest + 2 * _bold(size) <= room[0] and 1.15 * size * len(lines) <= room[1]
        ) or size <= 8:
            return lines, size
        size -= max(1, size // 20)


@lru_cache(maxsize=4)
def _notice(text: str, unit: float) -> Patch:
    font = _font(round(9 * unit * FINER))
    drawn = _blank(font.getlength(text) + 8 * unit * FINER, 16 * unit * FINER)
    draw, (width, height) = ImageDraw.Draw(drawn), drawn.size
    draw.rounded_rectangle((0, 0, width - 1, height - 1), 3 * unit * FINER, (*DARK, 225))
    middle = width / 2, height / 2
    draw.text(middle, text, WHITE, font, anchor="mm", stroke_width=_bold(round(font.size)))
    return _patch(drawn)
