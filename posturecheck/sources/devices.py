"""What pictures come from: a camera of this computer or of the network, or a clip played."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Protocol

import cv2
import numpy as np

from posturecheck.core import Frame, Image, InputError
from posturecheck.sources.address import shown_name
from posturecheck.sources.camera_names import camera_index
from posturecheck.sources.clip import MAX_SIDE_PX, open_facts, read_clip

READ_WITHIN_S = 5.0  # a network camera that has not answered by then is taken for gone
WIDTH_PX, HEIGHT_PX = 640, 480  # asked of a camera; the model works on a 256-pixel crop
# FFmpeg also knows "concat:a.mp4|http://..." and its like; those are no cameras.
ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)


class Device(Protocol):
    """Where pictures come from. All methods but ``close`` are called from one thread."""

    name: str
    comes_back: bool  # whether it is worth waiting for once it has stopped
    compressed: bool  # whether a still scene may give the very same picture for a while

    def pictures(self) -> Iterator[tuple[float | None, Image]]:
        """Open, then yield (its own time or None, RGB picture) until there are no more.

        Raises:
            InputError: It cannot be opened; one clear line.
        """
        ...

    def close(self) -> None:
        """Let go of it; from any thread."""
        ...


class OpenCVDevice:
    """Any camera that OpenCV opens: a number, or the address of a network camera."""

    comes_back = True

    def __init__(self, place: int | str) -> None:
        self.name = f"camera {place if isinstance(place, int) else shown_name(place)}"
        self._place = place
        self.compressed = isinstance(place, str)
        self._closed = False

    def pictures(self) -> Iterator[tuple[float | None, Image]]:
        """Yield pictures as they come; the iteration ends when the camera stops."""
        try:
            capture = self._opened()
        except cv2.error as error:  # it may name the address
            said = error.err if isinstance(self._place, int) else ""
            raise InputError(f"{self.name}: {self._missing()} {said}".rstrip()) from None
        try:
            while not self._closed:
                arrived, picture = capture.read()
                if not arrived or picture is None or picture.size == 0:
                    return
                yield None, _rgb(picture)
        finally:
            capture.release()

    def close(self) -> None:
        """Make the iteration end with the next picture."""
        self._closed = True

    def _opened(self) -> Any:
        limits = [
            cv2.CAP_PROP_OPEN_TIMEOUT_MSEC,
            round(1000 * READ_WITHIN_S),
            cv2.CAP_PROP_READ_TIMEOUT_MSEC,
            round(1000 * READ_WITHIN_S),
        ]
        if isinstance(self._place, int):
            capture = cv2.VideoCapture(self._place)
            capture.set(cv2.CAP_PROP_FRAME_WIDTH, WIDTH_PX)
            capture.set(cv2.CAP_PROP_FRAME_HEIGHT, HEIGHT_PX)
        else:
            capture = cv2.VideoCapture(self._place, cv2.CAP_FFMPEG, limits)
        if not capture.isOpened():
            capture.release()
            raise InputError(f"{self.name}: {self._missing()}")
        capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)  # an old picture is of no use
        return capture

    def _missing(self) -> str:
        if isinstance(self._place, int):
            return (
                "expected a camera that opens, there is none or another program has it; close "
                "that program, or see 'posturecheck doctor' for what there is"
            )
        return (
            f"expected a network camera that answers within {READ_WITHIN_S:.0f} s, none did; "
            "check its address in a browser, or choose another one with --camera"
        )


class FileDevice:
    """A clip played once at its own speed, with its own times, as a camera would see it.

    ``frames`` takes the place of the file's own where a test or a benchmark makes them; so do
    ``clock`` (seconds) and ``pause`` (waits, and returns whether to stop) of the computer's.
    """

    comes_back = False
    compressed = True

    def __init__(
        self,
        path: Path,
        frames: Iterable[Frame] | None = None,
        clock: Callable[[], float] = time.monotonic,
        pause: Callable[[float], bool] | None = None,
    ) -> None:
        self.name = path.name
        self._frames = frames if frames is not None else read_clip(open_facts(path))
        self._stop = threading.Event()
        self._clock = clock
        self._pause = pause or self._stop.wait

    def pictures(self) -> Iterator[tuple[float | None, Image]]:
        """Yield each picture when its time has come."""
        start_s: float | None = None
        for frame in self._frames:
            assert frame.image is not None
            now_s = self._clock()
            start_s = now_s - frame.t_s if start_s is None else start_s
            if self._pause(max(0.0, start_s + frame.t_s - now_s)):
                return
            yield frame.t_s, frame.image

    def close(self) -> None:
        """Stop playing at once."""
        self._stop.set()


def device_of(name: str) -> Device:
    """Return the device that ``--camera`` names: an index, a path, an address, a clip, a name.

    Raises:
        InputError: None of these, or a name that several cameras have.
    """
    if name.isdecimal():
        return OpenCVDevice(int(name))
    if ADDRESS.match(name) and not name.lower().startswith("file:"):
        return OpenCVDevice(name)
    if Path(name).exists() and not name.startswith("/dev/"):
        return FileDevice(Path(name))
    if (index := camera_index(name)) is not None:
        return OpenCVDevice(index)
    raise InputError(
        f"--camera {shown_name(name)}: expected a number such as 0, a camera's name, an address "
        "such as rtsp://... or a clip; there is no such file or camera. 'posturecheck doctor' "
        "lists the cameras"
    )


def _rgb(picture: Any) -> Image:
    if picture.ndim == 2:
        picture = cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR)
    if (scale := MAX_SIDE_PX / max(picture.shape[:2])) < 1:  # it gave more than was asked for
        picture = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB))  # a tenth of what slices take
