"""The picture of an episode's worst moment, small enough to lie inside the report."""

from __future__ import annotations

import cv2

from posturecheck.core import Image, Step
from posturecheck.drawing.face_blur import Hidden, hide
from posturecheck.drawing.gauges import GaugeLimits, gauge_text, judged, scales
from posturecheck.drawing.overlay import draw_caption, draw_skeleton

JPEG_QUALITY = 82
MAX_WIDTH_PX = 960


def key_picture(image: Image, step: Step, limits: GaugeLimits, hidden: Hidden) -> bytes:
    """Return the step as a JPEG: the body's lines, and its bend and twist in words.

    Args:
        image: The frame's picture, RGB.
        step: What is known about it.
        limits: Decide which sign stands before the words.
        hidden: The heads to hide (see ``FaceWatch``), () for none; None hides everything.
    """
    canvas = hide(image, hidden)
    if step.pose is not None:
        canvas = draw_skeleton(canvas, step.pose)
    bend, twist = scales(limits)
    bent, twisted = step.posture["trunk_inclination_deg"], step.posture["trunk_rotation_deg"]
    found = {judged(step, "bend"), judged(step, "twist")}
    severity = max(found, key=(None, "amber", "red").index)
    words = f"{gauge_text(bend.name, bent)}    {gauge_text(twist.name, twisted)}"
    if canvas.shape[1] > MAX_WIDTH_PX:
        height = round(canvas.shape[0] * MAX_WIDTH_PX / canvas.shape[1])
        canvas = cv2.resize(canvas, (MAX_WIDTH_PX, height), interpolation=cv2.INTER_AREA)
    canvas = draw_caption(canvas, words, severity)
    options = [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY]
    written, jpeg = cv2.imencode(".jpg", cv2.cvtColor(canvas, cv2.COLOR_RGB2BGR), options)
    if not written:
        raise OSError("the key picture could not be written as JPEG")
    return bytes(jpeg)
