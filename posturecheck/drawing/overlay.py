"""Draw on a picture what was seen and measured, to be read from three metres.

Every public function returns a new picture. Nothing is shown by colour alone: limits and
severities also have a shape and a word. What stays the same from frame to frame (panels,
words, banners) is drawn once, with Pillow, and kept; per frame it is only laid on.
"""

from __future__ import annotations

import cv2
import numpy as np

from posturecheck.core import Floats, Headline, Image, Joint, Pose, Severity, Step
from posturecheck.drawing.face_blur import Hidden, hide
from posturecheck.drawing.gauges import GaugeLimits, draw_gauges, unit_px
from posturecheck.drawing.head_region import px_per_m
from posturecheck.drawing.text import (
    DARK,
    WHITE,
    Colour,
    banner_patch,
    lay,
    notice_patch,
    sign_patch,
    text_patch,
    text_within,
)
from posturecheck.drawing.words import UNSEEN

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


def draw_skeleton(image: Image, pose: Pose) -> Image:
    """Return the picture with the body's lines; dashed towards a joint that was not seen."""
    canvas = image.copy()
    # Somebody small in the picture must not disappear behind thick lines.
    unit = min(unit_px(image), max(0.5 * unit_px(image), 0.016 * px_per_m(pose)))
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


def draw_headline(image: Image, headline: Headline) -> Image:
    """Return the picture with what the bar says, at its bottom."""
    canvas = image.copy()
    height, width = image.shape[:2]
    # What cannot be done for somebody who fell is said with the question, never left out.
    asks = headline.tone == "ask" and headline.detail
    words = f"{headline.words} {headline.detail}" if asks else headline.words
    banner = banner_patch(words, headline.tone, width, height)
    lay(canvas, banner, 0, height - banner.light.shape[0])
    return canvas


def draw_caption(image: Image, text: str, severity: Severity | None) -> Image:
    """Return the picture with a small line in its lower left corner, and a sign if severe."""
    canvas = image.copy()
    unit, (height, width) = unit_px(image), image.shape[:2]
    pad, size_px = round(1.5 * unit), round(4.5 * unit)
    words = text_patch(text, size_px, WHITE)
    tall, wide = words.light.shape[:2]
    if (room := width - 3 * pad - tall) < wide:
        words = text_within(text, size_px, room)
        tall, wide = words.light.shape[:2]
    sign_px = tall if severity else 0
    top = height - tall - pad
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
    hidden: Hidden,
) -> Image:
    """Return one frame of the annotated video.

    Args:
        image: The frame, RGB.
        step: What is known about it.
        limits: The gauges' marks.
        hidden: The heads to hide (see ``FaceWatch``), () for none; None hides everything.
    """
    canvas = hide(image, hidden)
    if step.pose is not None:
        canvas = draw_skeleton(canvas, step.pose)
    canvas = draw_gauges(canvas, step, limits)
    if hidden is None:
        notice = notice_patch(UNSEEN(), unit_px(image), image.shape[1])
        left, top = ((image.shape[i] - notice.light.shape[i]) // 2 for i in (1, 0))
        lay(canvas, notice, left, top)
    return canvas if step.headline is None else draw_headline(canvas, step.headline)


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
