"""Words, signs and banners: small pictures made once with Pillow, kept, and laid on.

cv2's own typeface has neither "±" nor "°" and is thin (see ``typeface``). Severities have a shape
and a word besides their colour.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple, cast

import cv2
import numpy as np
from PIL import Image as Pillow
from PIL import ImageDraw

from posturecheck.core import HeadlineTone, Image, Severity
from posturecheck.drawing.typeface import font_of, writable
from posturecheck.drawing.words import SIGNS as SIGN_WORDS

Colour = tuple[int, int, int]
WHITE: Colour = (255, 255, 255)
DARK: Colour = (14, 17, 22)
AMBER: Colour = (255, 178, 0)
RED: Colour = (222, 42, 42)
GREEN: Colour = (20, 112, 66)
BLUE: Colour = (18, 74, 138)
GREY: Colour = (120, 128, 140)

FINER = 2  # kept drawings are made this much larger, then averaged: smooth edges
TILES: dict[HeadlineTone, tuple[Colour, Colour]] = {
    "amber": (AMBER, DARK),
    "red": (RED, WHITE),
    "next": (BLUE, WHITE),
    "remind": (BLUE, WHITE),
    "praise": (GREEN, WHITE),
    "ask": (BLUE, WHITE),
}
# Strokes on a disc, as shares of its radius.
LINES: dict[HeadlineTone, tuple[tuple[tuple[float, float], ...], ...]] = {
    "praise": (((-0.5, 0.05), (-0.1, 0.45), (0.55, -0.4)),),
    "next": (((-0.55, 0.0), (0.5, 0.0)), ((0.1, -0.45), (0.55, 0.0), (0.1, 0.45))),
}
SIGNS: dict[HeadlineTone, str] = {"amber": "!", "red": "!", "remind": "i", "ask": "?"}


class Patch(NamedTuple):
    """A small picture to lay on another: its light, and how much of the other stays."""

    light: Image  # (h, w, 3), already weakened by its own transparency
    keep: Image  # (h, w, 3), 255 keeps all of the other


def lay(canvas: Image, patch: Patch, left: int, top: int) -> None:
    """Lay the patch on the canvas, which changes; what is outside it is left away."""
    height, width = canvas.shape[:2]
    x, y = max(0, -left), max(0, -top)
    inside = slice(y, max(0, height - top)), slice(x, max(0, width - left))
    light, keep = patch.light[inside], patch.keep[inside]
    if not light.size:
        return
    under = canvas[top + y : top + y + light.shape[0], left + x : left + x + light.shape[1]]
    cv2.multiply(under, keep, dst=under, scale=1 / 255)
    cv2.add(under, light, dst=under)


def blank(width: float, height: float) -> Pillow.Image:
    """Return an empty drawing of a size in finer pixels, made a multiple of ``FINER``."""
    sides = (FINER * max(1, round(side / FINER)) for side in (width, height))
    return Pillow.new("RGBA", cast(tuple[int, int], tuple(sides)))


def patch_of(drawn: Pillow.Image, finer: int = FINER) -> Patch:
    """Return a drawing as a patch ``finer`` times smaller."""
    rgba = np.asarray(drawn)
    size = (drawn.width // finer, drawn.height // finer)
    alpha = cv2.merge([rgba[..., 3]] * 3)
    light = cv2.multiply(rgba[..., :3], alpha, scale=1 / 255)
    light, alpha = (cv2.resize(a, size, interpolation=cv2.INTER_AREA) for a in (light, alpha))
    return Patch(light, 255 - alpha)


def bold(size_px: int) -> int:
    """Return the stroke that makes the one weight there is bolder, in pixels."""
    return max(1, round(size_px / 40))


@lru_cache(maxsize=128)
def text_patch(words: str, size_px: int, colour: Colour) -> Patch:
    """Return a line of text."""
    words = writable(words)
    font, stroke = font_of(size_px), bold(size_px)
    width = math.ceil(font.getlength(words)) + 2 * stroke
    drawn = Pillow.new("RGBA", (width, round(font.size * 1.3)), (*colour, 0))
    ImageDraw.Draw(drawn).text((stroke, 0), words, (*colour, 255), font, stroke_width=stroke)
    return patch_of(drawn, finer=1)


def text_within(words: str, size: float, room: float) -> Patch:
    """Return a line of text in white, smaller where it is wider than ``room`` pixels."""
    wanted = font_of(round(size)).getlength(words) + 2 * bold(round(size))
    return text_patch(words, int(size * min(1.0, room / wanted)), WHITE)


@lru_cache(maxsize=16)
def sign_patch(severity: Severity, size_px: int) -> Patch:
    """Return a severity's sign; None is praise."""
    drawn = blank(size_px * FINER, size_px * FINER)
    middle = size_px * FINER / 2
    _draw_sign(ImageDraw.Draw(drawn), severity, middle, middle, middle)
    return patch_of(drawn)


def banner_patch(text: str, tone: HeadlineTone, width: int, height: int) -> Patch:
    """Return what is said now, as wide as a picture of ``width`` x ``height`` pixels."""
    return _banner(writable(text), tone, writable(SIGN_WORDS[tone]), width, height)


@lru_cache(maxsize=8)
def _banner(text: str, tone: HeadlineTone, word: str, width: int, height: int) -> Patch:
    side = min(height, width) * FINER
    tile = 0.22 * side
    room = width * FINER - tile - 0.07 * side, 0.23 * height * FINER
    lines, size = _wrapped(text, room, round(0.105 * side))
    tall = max(1.15 * size * len(lines) + 0.04 * side, 0.19 * side)
    drawn = blank(width * FINER, tall)
    drawn.paste((*DARK, 235), (0, 0, *drawn.size))
    draw, middle = ImageDraw.Draw(drawn), drawn.height / 2
    ground, ink = TILES[tone]
    draw.rectangle((0, 0, tile, drawn.height), ground)
    _draw_sign(draw, tone, tile / 2, middle - 0.024 * side, 0.058 * side)
    small = round(0.035 * side)
    while small > 8 and font_of(small).getlength(word) + 2 * bold(small) > 0.98 * tile:
        small -= 1
    below = tile / 2, middle + 0.064 * side
    draw.text(below, word, ink, font_of(small), anchor="mm", stroke_width=bold(small))
    for i, line in enumerate(lines):
        at = tile + 0.035 * side, middle + 1.15 * size * (i + 0.5 - len(lines) / 2)
        draw.text(at, line, WHITE, font_of(size), anchor="lm", stroke_width=bold(size))
    return patch_of(drawn)


@lru_cache(maxsize=4)
def notice_patch(text: str, unit: float, room_px: float = math.inf) -> Patch:
    """Return a notice for the middle of a picture.

    Args:
        text: What it says.
        unit: A hundredth of the picture's height.
        room_px: How wide it may be; its letters are smaller where they must.
    """
    text = writable(text)
    size, room = round(9 * unit * FINER), room_px * FINER - 8 * unit * FINER
    while size > 8 and font_of(size).getlength(text) > room:
        size -= max(1, size // 20)
    font = font_of(size)
    drawn = blank(font.getlength(text) + 8 * unit * FINER, 16 * unit * FINER)
    draw, (width, height) = ImageDraw.Draw(drawn), drawn.size
    draw.rounded_rectangle((0, 0, width - 1, height - 1), 3 * unit * FINER, (*DARK, 225))
    middle = width / 2, height / 2
    draw.text(middle, text, WHITE, font, anchor="mm", stroke_width=bold(round(font.size)))
    return patch_of(drawn)


def _draw_sign(
    draw: ImageDraw.ImageDraw, tone: HeadlineTone, x: float, y: float, radius: float
) -> None:
    """Amber is a triangle, red an octagon; praise a disc with a tick, next one with an arrow."""
    if tone not in ("amber", "red"):
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), WHITE)
        for line in LINES.get(tone, ()):
            points = [(x + radius * a, y + radius * b) for a, b in line]
            draw.line(points, TILES[tone][0], round(radius * 0.26), joint="curve")
        if tone in SIGNS:
            font = font_of(round(radius * 1.5))
            draw.text((x, y), SIGNS[tone], TILES[tone][0], font, anchor="mm", stroke_width=1)
        return
    sides, turn, colour, ink = (3, -90.0, AMBER, DARK) if tone == "amber" else (8, 22.5, RED, WHITE)
    sunk = y + radius * (0.22 if sides == 3 else 0)  # a triangle's middle is not half way up
    corners = [
        (x + radius * math.cos(angle), sunk + radius * math.sin(angle))
        for angle in (math.radians(turn + 360 * i / sides) for i in range(sides))
    ]
    draw.polygon(corners, colour, outline=ink, width=max(1, round(radius * 0.09)))
    font = font_of(round(radius * (1.0 if sides == 3 else 1.3)))
    draw.text((x, sunk), SIGNS[tone], ink, font, anchor="mm", stroke_width=round(radius * 0.03))


def _wrapped(text: str, room: tuple[float, float], size: int) -> tuple[list[str], int]:
    """Break the text into lines at the largest letters, from ``size`` down, that fit."""
    while True:
        lines: list[str] = []
        for word in text.split():
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and font_of(size).getlength(longer) + 2 * bold(size) <= room[0]:
                lines[-1] = longer
            else:
                lines.append(word)
        widest = max((font_of(size).getlength(line) for line in lines), default=0.0)
        if (
            widest + 2 * bold(size) <= room[0] and 1.15 * size * len(lines) <= room[1]
        ) or size <= 8:
            return lines, size
        size -= max(1, size // 20)
