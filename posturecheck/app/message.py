"""A view as it goes over the wire: four bytes of length, JSON, then the picture as JPEG."""

from __future__ import annotations

import json
import math
import struct
from dataclasses import asdict
from typing import Any

import cv2
import numpy as np

from posturecheck.app.view import Gauge, View
from posturecheck.core import Floats, Image, Joint, Pose

JPEG_QUALITY = 80
WIDEST_PX = 960  # more does not show from where one stands
WIDTH_STEP_PX = 160  # canvases of about one size share a picture


def packed(view: View, width_px: int) -> bytes:
    """Return the message of a view.

    Args:
        view: What is shown.
        width_px: How wide the widest canvas is; the picture is never larger than it needs,
            and 0 leaves it out.
    """
    picture = view.picture if width_px > 0 else None
    jpeg = b"" if picture is None else jpeg_of(picture, width_px)
    head = json.dumps(head_of(view), allow_nan=False, separators=(",", ":")).encode()
    return struct.pack(">I", len(head)) + head + jpeg


def head_of(view: View) -> dict[str, Any]:
    """Return all of a view but its picture, nan as None, for JSON.

    The body's points, and after them the middles of the shoulders and of the hips, are
    shares of the picture's width and height.
    """
    size = None if view.picture is None else (view.picture.shape[1], view.picture.shape[0])
    return {
        "number": view.number,
        "phase": view.phase,
        "tone": view.tone,
        "headline": view.headline,
        "detail": view.detail,
        "captured_unix_s": _known(view.captured_unix_s, 4),
        "size": size,
        "pose": None if view.pose is None or size is None else _pose(view.pose, size),
        "bend": _gauge(view.bend),
        "rounding": _gauge(view.rounding),
        "twist": _gauge(view.twist),
        "figure": view.figure,
        "progress": _known(view.progress, 3),
        "task": view.task,
        "task_chosen": view.task_chosen,
        "muted": view.muted,
        "snoozed_s": _known(view.snoozed_s, 1) or 0.0,
        "farewell": None if view.farewell is None else asdict(view.farewell),
    }


def jpeg_of(picture: Image, width_px: int) -> bytes:
    """Return an RGB picture as JPEG, at most as wide as asked (and ``WIDEST_PX``)."""
    wanted = min(WIDEST_PX, WIDTH_STEP_PX * math.ceil(width_px / WIDTH_STEP_PX))
    height, width = picture.shape[:2]
    bgr = cv2.cvtColor(picture, cv2.COLOR_RGB2BGR)
    if width > wanted:
        size = wanted, max(1, round(height * wanted / width))
        bgr = cv2.resize(bgr, size, interpolation=cv2.INTER_AREA)
    _, jpeg = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
    return bytes(jpeg)


def _gauge(gauge: Gauge) -> dict[str, Any]:
    # [amber, red], None in it where there is no such limit, None for it where none is in force.
    limits = None
    if not math.isnan(gauge.amber):
        limits = [_known(gauge.amber, 1), _known(gauge.red, 1)]
    return {
        "value": _known(gauge.reading.value, 1),
        "sd": _known(gauge.reading.sd, 1),
        "severity": gauge.severity,
        "limits": limits,
    }


def _pose(pose: Pose, size: tuple[int, int]) -> dict[str, list[Any]]:
    points = with_middles(pose.points_px) / np.array(size, np.float64)
    both = np.minimum(pose.visibility[_LEFT], pose.visibility[_RIGHT])
    seen = np.concatenate([pose.visibility, both])
    return {
        "points": [
            [round(float(x), 4), round(float(y), 4)] if math.isfinite(x + y) else None
            for x, y in points
        ],
        "visibility": [_known(float(share), 2) for share in seen],
    }


_LEFT = [Joint.LEFT_SHOULDER, Joint.LEFT_HIP]
_RIGHT = [Joint.RIGHT_SHOULDER, Joint.RIGHT_HIP]


def with_middles(points_px: Floats) -> Floats:
    """Return (25, 2): the points, then the shoulders' middle and the hips' (see drawing)."""
    return np.vstack([points_px, (points_px[_LEFT] + points_px[_RIGHT]) / 2])


def _known(value: float, digits: int) -> float | None:
    return round(float(value), digits) if math.isfinite(value) else None
