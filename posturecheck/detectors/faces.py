"""Find faces, so that they can be hidden: also of people whose body nobody looked for.

BlazeFace (full range) sees a face down to about a twentieth of the picture it is given.
That is too coarse for somebody across the room, so it looks at the whole picture and at
nine overlapping parts of it, by turns: a part in which nothing has changed since it was
looked at is not looked at again, and what was found there still holds.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any, NamedTuple

import cv2
import numpy as np

from posturecheck.core import Frame, Image
from posturecheck.detectors import no_reports

PARTS = 3  # along each side; a face of a 48th of the picture's width is found
OVERLAP = 0.3  # of a part; a face on a seam lies whole in one of the two
LOOKS_PER_S = 10.0  # a look is 3 ms on one core: 1 ms a frame at 30 frames a second
CONFIDENCE = 0.5  # below, hands, lamps and cupboard doors become faces
LARGEST_IN_PART = 0.4  # of a part's shorter side: the whole picture shows larger ones better
CELLS_ACROSS = 160  # of the small copies compared; the smallest face is three of them wide
CELL_CHANGED = 12  # grey levels of 255
CELLS_CHANGED = 3
CUT_CHANGED = 25.0  # grey levels, mean over the picture: everything is looked at anew
WITH_FACE_SOONER = 2.0  # a part with a face in it is due again twice as soon
SAME_FACE = 0.4  # of its side: two middles so near are one face

Box = tuple[int, int, int, int]  # left, top, right, bottom


class Face(NamedTuple):
    """A face's middle and the side of the square around it, forehead to chin, in pixels."""

    x: float
    y: float
    side: float

    def moved(self, x: float, y: float) -> Face:
        """Return it in a picture of which this one is a part that starts at (x, y)."""
        return self._replace(x=self.x + x, y=self.y + y)


class FaceFinder:
    """Finds faces in the pictures of one clip, in time order.

    Args:
        network_path: The network (see ``model_store.find_face_network``).
    """

    def __init__(self, network_path: Path) -> None:
        self._network = _load(network_path)
        self._shape: tuple[int, ...] = ()
        self._views: list[_View] = []
        self._copy: Image = np.zeros((0, 0), np.uint8)
        self._t_s = 0.0
        self._credit = 0.0  # looks that may be spent now

    def find(self, frame: Frame, closely: bool = False) -> tuple[Face, ...]:
        """Return the faces known to be in this very picture.

        Those in a part that has changed and waits for its turn are not among them.

        Args:
            frame: The next frame, with its picture.
            closely: Whether to look at all of it now, at ten times the price.

        Raises:
            ValueError: The frame has no picture.
        """
        if frame.image is None:
            raise ValueError("expected a frame with a picture, got one without")
        copy = self._next_copy(frame.image)
        closely = self._is_new(frame.image, copy) or closely
        self._credit += (frame.t_s - self._t_s) * LOOKS_PER_S
        self._t_s, self._copy = frame.t_s, copy
        changed = [view for view in self._views if closely or view.has_changed(copy)]
        changed.sort(key=lambda view: view.urgency(frame.t_s), reverse=True)
        looks = len(changed) if closely else min(int(self._credit), len(changed))
        # Looks that nothing needed are not saved up, nor are those of a close look paid back.
        self._credit = max(0.0, min(self._credit - looks, 1.0))
        for view in changed[:looks]:
            view.look(self._network, frame.image, copy, frame.t_s)
        waiting = changed[looks:]
        return _distinct([f for view in self._views if view not in waiting for f in view.faces])

    def close(self) -> None:
        """Release the network."""
        self._network.close()

    def _next_copy(self, image: Image) -> Image:
        height, width = image.shape[:2]
        cell = max(1, max(height, width) // CELLS_ACROSS)
        size = math.ceil(width / cell), math.ceil(height / cell)
        # Green alone is near enough to brightness; every other line of it averages enough.
        copy: Image = cv2.resize(image[::2, ::2, 1], size, interpolation=cv2.INTER_AREA)
        return copy

    def _is_new(self, image: Image, copy: Image) -> bool:
        if self._shape != image.shape:
            self._shape = image.shape
            self._views = _views(image.shape[1], image.shape[0], copy.shape[1] / image.shape[1])
            return True
        return float(cv2.absdiff(copy, self._copy).mean()) > CUT_CHANGED


class _View:
    """A part of the picture, and what was found there last."""

    def __init__(self, box: Box, cells_a_px: float, largest_px: float) -> None:
        self._box = box
        self._cells = [int(edge * cells_a_px) for edge in box]
        self._largest_px = largest_px
        self._copy: Image | None = None
        self._t_s = -math.inf
        self.faces: list[Face] = []

    def has_changed(self, copy: Image) -> bool:
        """Whether it differs from what was looked at last: slow change adds up, too."""
        if self._copy is None:
            return True
        difference = cv2.absdiff(self._part(copy), self._copy)
        return int((difference > CELL_CHANGED).sum()) >= CELLS_CHANGED

    def urgency(self, t_s: float) -> float:
        return (t_s - self._t_s) * (WITH_FACE_SOONER if self.faces else 1.0)

    def look(self, network: Any, image: Image, copy: Image, t_s: float) -> None:
        left, top, right, bottom = self._box
        found = (face.moved(left, top) for face in _detect(network, image[top:bottom, left:right]))
        self.faces = [face for face in found if face.side <= self._largest_px]
        self._copy, self._t_s = self._part(copy).copy(), t_s

    def _part(self, copy: Image) -> Image:
        left, top, right, bottom = self._cells
        return copy[top : bottom + 1, left : right + 1]


def _views(width: int, height: int, cells_a_px: float) -> list[_View]:
    whole = _View((0, 0, width, height), cells_a_px, math.inf)
    share = 1 / (PARTS - (PARTS - 1) * OVERLAP)  # of the picture's sides
    starts = [i * (1 - share) / (PARTS - 1) for i in range(PARTS)]
    boxes = [
        tuple(
            round(side * edge)
            for side, edge in zip((width, height) * 2, (x, y, x + share, y + share), strict=True)
        )
        for y in starts
        for x in starts
    ]
    largest = LARGEST_IN_PART * share * min(width, height)
    parts = [_View((a, b, c, d), cells_a_px, largest) for a, b, c, d in boxes if a < c and b < d]
    return [whole, *parts]


def _load(network_path: Path) -> Any:
    from mediapipe.tasks.python import BaseOptions, vision  # slow to load: only when needed

    options = vision.FaceDetectorOptions(
        base_options=BaseOptions(model_asset_path=str(network_path)),
        running_mode=vision.RunningMode.IMAGE,
        min_detection_confidence=CONFIDENCE,
    )
    return no_reports.create(vision.FaceDetector, options)


def _detect(network: Any, image: Image) -> list[Face]:
    import mediapipe as mp

    # Contiguous: mediapipe reads padded rows as if they were not.
    picture = mp.Image(image_format=mp.ImageFormat.SRGB, data=np.ascontiguousarray(image))
    boxes = [found.bounding_box for found in network.detect(picture).detections]
    return [
        Face(b.origin_x + b.width / 2, b.origin_y + b.height / 2, float(max(b.width, b.height)))
        for b in boxes
    ]


def _distinct(faces: list[Face]) -> tuple[Face, ...]:
    """Leave out what another, larger one covers: parts overlap."""
    kept: list[Face] = []
    for face in sorted(faces, key=lambda f: f.side, reverse=True):
        near = (math.hypot(face.x - f.x, face.y - f.y) < SAME_FACE * f.side for f in kept)
        if not any(near):
            kept.append(face)
    return tuple(kept)
