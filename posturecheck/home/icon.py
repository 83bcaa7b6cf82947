"""The icon in the formats that want pixels; what draws from lines takes ``app/static/icon.svg``."""

from __future__ import annotations

import io
from typing import Final, Literal

from PIL import Image, ImageDraw

SIDE = 64  # of the drawing in icon.svg, whose numbers these are
GROUND, HEAD, BODY = "#0e1116", "#50cdff", "#ffffff"
CORNER, WIDTH = 14, 6
HEAD_AT: Final = (38, 14, 7)  # x, y, radius
LINES: Final = (((34, 24), (22, 40), (26, 58)), ((30, 30), (46, 38)))
FINER = 4
SIZES_PX = (16, 24, 32, 48, 64, 128, 256)  # that Windows asks for


def icon_bytes(kind: Literal["ico", "icns"]) -> bytes:
    """Return the icon as Windows or macOS take it, in all the sizes that it holds."""
    out = io.BytesIO()
    if kind == "ico":
        drawn(256).save(out, "ICO", sizes=[(px, px) for px in SIZES_PX])
    else:
        drawn(1024).save(out, "ICNS")
    return out.getvalue()


def drawn(side_px: int) -> Image.Image:
    """Return the icon, square, with transparent corners."""
    scale = FINER * side_px / SIDE
    whole = Image.new("RGBA", (FINER * side_px, FINER * side_px))
    pen = ImageDraw.Draw(whole)
    pen.rounded_rectangle((0, 0, whole.width - 1, whole.height - 1), CORNER * scale, GROUND)
    x, y, radius = HEAD_AT
    _dot(pen, x * scale, y * scale, radius * scale, HEAD)
    for line in LINES:
        points = [(px * scale, py * scale) for px, py in line]
        pen.line(points, BODY, round(WIDTH * scale))
        for at in points:  # round ends and corners
            _dot(pen, *at, WIDTH * scale / 2, BODY)
    return whole.resize((side_px, side_px), Image.Resampling.LANCZOS)


def _dot(pen: ImageDraw.ImageDraw, x: float, y: float, radius: float, colour: str) -> None:
    pen.ellipse((x - radius, y - radius, x + radius, y + radius), colour)
