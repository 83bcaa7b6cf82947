"""A camera: pictures taken on a thread of their own, of which only the newest is kept.

What judges may be slower than the camera; a queue would then grow and everything said
would come too late. A picture's time is taken when it arrives, by a monotonic clock.
"""

from __future__ import annotations

import math
import re
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Protocol

import cv2
import numpy as np

from posturecheck.core import Frame, Image, InputError
from posturecheck.sources.address import shown_name, without_secrets
from posturecheck.sources.camera_names import camera_index
from posturecheck.sources.clip import MAX_SIDE_PX, open_facts, read_clip

State = Literal["opening", "open", "lost", "off", "ended"]
RETRY_S = 1.0  # between two attempts to find a camera that is gone
OPEN_WITHIN_S = 8.0  # a network camera that has not answered by then is taken for hung
READ_WITHIN_S = 5.0
MAX_RATE_HZ = 30.0  # as for clips: the model gains nothing from more
WIDTH_PX, HEIGHT_PX = 640, 480  # asked of a camera; the model works on a 256-pixel crop
CLOSE_WITHIN_S = 0.6
# FFmpeg also knows "concat:a.mp4|http://..." and its like; those are no cameras.
ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Shot:
    """A frame, and when it was taken by the wall clock (seconds, to measure delays)."""

    frame: Frame
    taken_unix_s: float


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


class Camera:
    """Takes pictures from a device until it is closed; ``newest`` hands out the latest.

    A device that stops is waited for and opened again; the time goes on meanwhile.
    """

    def __init__(self, device: Device) -> None:
        self.device = device
        self.taken = 0
        self.trouble: InputError | None = None
        self._state: State = "opening"
        self._news = threading.Condition()
        self._shot: Shot | None = None
        self._stop = threading.Event()
        self._off = False
        self._start_s = time.monotonic()
        self._last_slot = -1
        self._thread = threading.Thread(target=self._take, name="camera", daemon=True)

    def open(self) -> None:
        """Start taking pictures; returns once the first one came.

        Raises:
            InputError: The device cannot be opened, or does not answer.
        """
        self._thread.start()
        with self._news:
            self._news.wait_for(lambda: self._state != "opening", OPEN_WITHIN_S)
            state, trouble = self._state, self.trouble
        if state == "open" or (state == "ended" and not trouble):
            return
        self.close()
        raise trouble or InputError(
            f"{self.device.name}: expected a picture within {OPEN_WITHIN_S:.0f} s, none came; "
            "check the address or the cable, or choose another one with --camera"
        )

    @property
    def state(self) -> State:
        """How it stands with the device."""
        return self._state

    def newest(self, timeout_s: float) -> Shot | None:
        """Return the newest shot, each at most once; None where none came in time."""
        with self._news:
            self._news.wait_for(lambda: self._shot or self._state == "ended", timeout_s)
            shot, self._shot = self._shot, None
            return shot

    def turn_off(self) -> None:
        """Let go of the device until ``turn_on``; the time goes on meanwhile."""
        with self._news:
            self._off, self._shot = True, None

    def turn_on(self) -> None:
        """Open the device again; one that does not open is waited for, as one that was lost."""
        with self._news:
            self._off = False
            self._news.notify_all()

    def close(self) -> None:
        """Stop and let go of the device; one that hangs is left behind."""
        self._stop.set()
        self.turn_on()  # its thread may be waiting for that
        self.device.close()
        if self._thread.is_alive():
            self._thread.join(CLOSE_WITHIN_S)

    def _take(self) -> None:
        try:
            while not self._stop.is_set():
                self._play()
                if self._off:
                    self._tell("off")
                    with self._news:
                        self._news.wait_for(lambda: not self._off)
                    self._tell("opening")
                    continue
                if not self.device.comes_back or (self.trouble and not self.taken):
                    break
                self._tell("lost")
                self._stop.wait(RETRY_S)
        finally:
            self._tell("ended")

    def _play(self) -> None:
        try:
            for own_t_s, image in self.device.pictures():
                if self._off:
                    break  # with the iteration its capture ends, too
                self._keep(own_t_s, image)
                if self._stop.is_set():
                    break
        except InputError as error:
            self.trouble = error
        except Exception as error:  # a driver's own; the camera may come back
            self.trouble = InputError(
                f"{self.device.name}: expected pictures, but: {type(error).__name__}: "
                f"{without_secrets(str(error))}; "
                "unplug the camera and plug it in again, or choose another one with --camera"
            )

    def _keep(self, own_t_s: float | None, image: Image) -> None:
        t_s = time.monotonic() - self._start_s if own_t_s is None else own_t_s
        slot = math.floor(t_s * MAX_RATE_HZ + 0.5)  # thinned as clips are
        if slot <= self._last_slot:
            return
        self._last_slot = slot
        with self._news:
            self._shot = Shot(Frame(self.taken, t_s, image), time.time())
            self.taken += 1
            self._state = "open"
            self._news.notify_all()

    def _tell(self, state: State) -> None:
        with self._news:
            self._state = state
            self._news.notify_all()


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
    return np.ascontiguousarray(picture[:, :, ::-1])
