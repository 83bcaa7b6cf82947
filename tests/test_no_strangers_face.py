"""A passer-by in one of our own samples, who turns to the camera behind the person filmed."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import cv2
import numpy as np
import pytest

from posturecheck.core import Image, Step
from posturecheck.detectors.mediapipe_pose import MediaPipePose
from posturecheck.detectors.model_store import ModelFile, find_face_network
from posturecheck.drawing.face_blur import Hidden
from posturecheck.drawing.gauges import GaugeLimits
from posturecheck.live.assembling import LiveOptions, checker_of
from posturecheck.live.saving import Saver
from posturecheck.sinks import video
from posturecheck.sources.clip import open_facts, read_clip

CLIP = Path(__file__).parents[1] / "samples" / "chatting_passer_by.mp4"
FROM_S, TO_S = 2.4, 6.2
# Between the eyes, as the renderer placed them; the chin is 14 pixels below.
TIMES_S = (5.2, 5.48, 5.8, 6.0)
EYES_PX = ((152, 169), (155, 169), (154, 169), (149, 166))
FACE_PX = (9, 12)  # half its width and height, around its middle


@pytest.fixture(scope="module")
def film(pose_model: ModelFile, tmp_path_factory: pytest.TempPathFactory) -> dict[float, Hidden]:
    """What ``live --save`` hides in each picture of the stretch."""
    if find_face_network() is None:
        pytest.skip("needs the network that finds faces; it could not be fetched")
    found: dict[float, Hidden] = {}

    def spy(image: Image, step: Step, limits: GaugeLimits, hidden: Hidden) -> Image:
        found[step.frame.t_s] = hidden
        return image

    checker = checker_of(LiveOptions(), 1)
    # Whatever goes wrong here, a network that nobody closed would wait for ever at the end.
    with (
        pytest.MonkeyPatch.context() as patched,
        closing(MediaPipePose(pose_model.path)) as detector,
    ):
        patched.setattr(video, "annotate", spy)
        saver = Saver("live", tmp_path_factory.mktemp("out"), GaugeLimits(20, 60, 20, 30), print)
        for frame in read_clip(open_facts(CLIP), FROM_S, TO_S):
            saver.write(checker.step(frame, detector.detect(frame)))
        saver.close()
    saver.put_away()
    return found


def faces() -> Iterator[tuple[float, tuple[float, float]]]:
    """The time and the middle of the stranger's face, picture by picture."""
    for t_s in np.arange(TIMES_S[0], TIMES_S[-1], 0.04):
        x, y = (float(np.interp(t_s, TIMES_S, axis)) for axis in zip(*EYES_PX, strict=True))
        yield float(t_s), (x, y + 5)


def covered(hidden: Hidden, middle: tuple[float, float]) -> float:
    """The share of the face that is hidden."""
    if hidden is None:
        return 1.0
    face, veil = np.zeros((480, 640), np.uint8), np.zeros((480, 640), np.uint8)
    cv2.ellipse(face, (middle, (2 * FACE_PX[0], 2 * FACE_PX[1]), 0.0), 1, -1)
    for region in hidden:
        axes = (2 * region.half_long, 2 * region.half_short)
        cv2.ellipse(veil, ((region.x, region.y), axes, region.tilt_deg), 1, -1)
    return float(veil[face > 0].mean())


def test_the_strangers_face_is_hidden_in_every_picture(film: dict[float, Hidden]) -> None:
    shown = []
    for t_s, middle in faces():
        nearest = min(film, key=lambda at_s: abs(at_s - t_s))
        assert abs(nearest - t_s) < 0.03
        if covered(film[nearest], middle) < 0.9:
            shown.append(round(t_s, 2))
    assert shown == []


def test_what_is_hidden_is_heads_and_little_more(film: dict[float, Hidden]) -> None:
    areas = [
        sum(math.pi * region.half_long * region.half_short for region in hidden)
        for hidden in film.values()
        if hidden is not None
    ]
    assert len(areas) == len(film), "the person followed is in sight all the time"
    heads = 1400 + 700  # of both heads, pixels as the renderer drew them
    assert np.median(areas) < 3 * heads
