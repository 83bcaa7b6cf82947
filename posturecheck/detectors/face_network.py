"""BlazeFace (full range) as MediaPipe runs it: a picture in, faces and how sure each is out."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from posturecheck.core import Image
from posturecheck.detectors import no_reports

RESEMBLES = 0.2  # profiles and half-covered faces; hands, lamps and cupboard doors, too


class Face(NamedTuple):
    """A face's middle and the side of the square around it, forehead to chin, in pixels.

    ``sure`` is how much it resembles one, up to 1.
    """

    x: float
    y: float
    side: float
    sure: float = 1.0

    def moved(self, x: float, y: float) -> Face:
        """Return it in a picture of which this one is a part that starts at (x, y)."""
        return self._replace(x=self.x + x, y=self.y + y)


class FaceNetworks:
    """The network, once for each thread that looks.

    Args:
        network_path: The network (see ``model_store.find_face_network``).
        threads: How many look at once.
    """

    def __init__(self, network_path: Path, threads: int) -> None:
        self._path = network_path
        self._own = threading.local()
        self._all: list[Any] = []
        self._pool = ThreadPoolExecutor(threads, "faces")

    def find(self, parts: Sequence[Image]) -> list[list[Face]]:
        """Return the faces in each part, side by side."""
        return list(self._pool.map(self._find, parts))

    def _find(self, part: Image) -> list[Face]:
        if not hasattr(self._own, "network"):
            self._own.network = _load(self._path)
            self._all.append(self._own.network)
        return _detect(self._own.network, part)

    def close(self) -> None:
        """Release them."""
        self._pool.shutdown()
        for network in self._all:
            network.close()


def _load(network_path: Path) -> Any:
    from mediapipe.tasks.python import BaseOptions, vision  # slow to load: only when needed

    options = vision.FaceDetectorOptions(
        base_options=BaseOptions(model_asset_path=str(network_path)),
        running_mode=vision.RunningMode.IMAGE,
        min_detection_confidence=RESEMBLES,
    )
    return no_reports.create(vision.FaceDetector, options)


def _detect(network: Any, image: Image) -> list[Face]:
    import mediapipe as mp

    # Contiguous: mediapipe reads padded rows as if they were not.
    picture = mp.Image(image_format=mp.ImageFormat.SRGB, data=np.ascontiguousarray(image))
    return [_face(found) for found in network.detect(picture).detections]


def _face(found: Any) -> Face:
    box = found.bounding_box
    x, y = box.origin_x + box.width / 2, box.origin_y + box.height / 2
    return Face(x, y, float(max(box.width, box.height)), float(found.categories[0].score))
