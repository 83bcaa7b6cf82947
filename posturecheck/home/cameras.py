"""The cameras of this computer, each with a small live picture, while somebody chooses one."""

from __future__ import annotations

import contextlib
import math
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from posturecheck.app.message import jpeg_of
from posturecheck.core import InputError
from posturecheck.sources.camera import Camera
from posturecheck.sources.devices import Device, OpenCVDevice

MOST = 5  # numbers that are tried where the system lists none
SMALL_PX = 320
REST_AFTER_S = 5.0  # not asked for longer: nobody looks at the page any more
LOOK_AGAIN_S = 3.0  # for one that was plugged in


@dataclass(frozen=True, slots=True)
class CameraSeen:
    """A camera that answers: what ``--camera`` calls it, and its own name where known."""

    place: str
    title: str


class Cameras:
    """Opens every camera while it is asked for pictures, and lets go of all soon after.

    Args:
        devices: Gives what might be there, by the name that ``--camera`` takes.
        clock: Seconds that only rise.
        rest: Waits some seconds, or until the event that it gets is set.
    """

    def __init__(
        self,
        devices: Callable[[], Mapping[str, Device]] | None = None,
        clock: Callable[[], float] = time.monotonic,
        rest: Callable[[threading.Event, float], object] = threading.Event.wait,
    ) -> None:
        self._devices = devices or plugged_in
        self._clock, self._rest = clock, rest
        self._lock = threading.Lock()
        self._open: dict[str, Camera] = {}
        self._pictures: dict[str, bytes] = {}
        self._asked_s = -math.inf
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None

    def look(self) -> list[CameraSeen]:
        """Return the cameras that answer by now; the first call only begins to look."""
        with self._lock:
            self._asked_s = self._clock()
            if self._thread is None or not self._thread.is_alive():
                self._closing.clear()
                self._thread = threading.Thread(target=self._work, name="cameras", daemon=True)
                self._thread.start()
            return [CameraSeen(place, title_of(place)) for place in self._open]

    def picture(self, place: str) -> bytes | None:
        """Return a camera's newest picture as JPEG; None where none came yet."""
        with self._lock:
            camera = self._open.get(place)
        if camera is None:
            return None
        shot = camera.newest(0.0)
        if shot is not None and shot.frame.image is not None:
            self._pictures[place] = jpeg_of(shot.frame.image, SMALL_PX)
        return self._pictures.get(place)

    def close(self) -> None:
        """Let go of all: a session is about to take one of them."""
        self._closing.set()
        thread = self._thread
        if thread is not None:
            thread.join()

    def _work(self) -> None:
        try:
            while not self._closing.is_set() and self._clock() - self._asked_s < REST_AFTER_S:
                for place, device in self._devices().items():
                    if place not in self._open and not self._closing.is_set():
                        self._try(place, device)
                self._rest(self._closing, LOOK_AGAIN_S)
        finally:
            with self._lock:
                cameras, self._open, self._pictures = self._open, {}, {}
            for camera in cameras.values():
                camera.close()

    def _try(self, place: str, device: Device) -> None:
        camera = Camera(device)
        with contextlib.suppress(InputError):
            camera.open()
            with self._lock:
                self._open[place] = camera


def plugged_in() -> dict[str, Device]:
    """Return the cameras that may be there, by number."""
    numbers = range(MOST)
    if sys.platform.startswith("linux"):  # elsewhere the system has no list that is read plainly
        found = (path.name.removeprefix("video") for path in Path("/dev").glob("video*"))
        return {n: OpenCVDevice(int(n)) for n in sorted(found, key=len) if n.isdecimal()}
    return {str(number): OpenCVDevice(number) for number in numbers}


def title_of(place: str) -> str:
    """Return the name that the system gives a camera, else its number."""
    name = Path(f"/sys/class/video4linux/video{place}/name")  # Linux says it
    with contextlib.suppress(OSError):
        return name.read_text(encoding="utf-8").strip()
    return f"Camera {place}"
