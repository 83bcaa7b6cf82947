"""A session that does as it is told; what it shows."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Mapping

import numpy as np
from patience import until

from posturecheck.app.view import View
from posturecheck.core import InputError, Pose
from posturecheck.drawing.gauges import GaugeLimits

TASKS = {"dishwasher": "Dishwasher", "shoes": "Shoes and socks", "other": "Something else"}


class FakeSession:
    """Tells the views that a test hands it, and remembers what it was asked."""

    def __init__(self) -> None:
        self.tasks: Mapping[str, str] = TASKS
        self.limits = GaugeLimits(30.0, 60.0, 20.0, 35.0)
        self.asked: list[tuple[str, str]] = []
        self.sounds: dict[str, bytes] = {}
        self.tells: list[Callable[[View], None]] = []
        self.newest: View | None = None
        self.number = 0

    def subscribe(self, tell: Callable[[View], None]) -> Callable[[], None]:
        self.tells.append(tell)
        if self.newest is not None:
            tell(self.newest)
        return lambda: self.tells.remove(tell)

    def command(self, command: str, value: str = "") -> None:
        self.asked.append((command, value))
        if command == "task" and value not in {"", *self.tasks}:
            raise InputError(f"task: expected one of {', '.join(self.tasks)}; got {value!r}")

    def hush(self) -> None:
        self.asked.append(("hush", ""))

    def leave(self) -> None:
        self.asked.append(("leave", ""))

    def sound(self, text: str) -> bytes | None:
        return self.sounds.get(text)

    def show(self, **about: object) -> View:
        """Tell everybody a view with the next number."""
        self.number += 1
        view = View(**{"number": self.number, "phase": "watching", **about})
        self.newest = view
        for tell in list(self.tells):
            tell(view)
        return view

    def film(self, picture: Callable[[int], np.ndarray], rate_hz: float, **about: object) -> Film:
        """Show moving pictures from a thread of their own until the film is stopped."""
        return Film(self, picture, rate_hz, about)

    def wait_asked(self, command: str, value: str = "") -> bool:
        return until(lambda: (command, value) in self.asked)


class Film:
    """A thread that publishes views at a rate, as a session with a camera does."""

    def __init__(
        self,
        session: FakeSession,
        picture: Callable[[int], np.ndarray],
        rate_hz: float,
        about: Mapping[str, object],
    ) -> None:
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(session, picture, rate_hz, about))

    def __enter__(self) -> Film:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        self._thread.join()

    def _run(self, session, picture, rate_hz, about) -> None:
        i = 0
        while not self._stopped.wait(1 / rate_hz):
            session.show(captured_unix_s=time.time(), picture=picture(i), **about)
            i += 1


def moving_square(i: int) -> np.ndarray:
    picture = np.full((480, 640, 3), 60, np.uint8)
    left = 20 * (i % 28)
    picture[200:280, left : left + 80] = (250, 120, 40)
    return picture


def standing(points: Mapping[int, tuple[float, float]] | None = None) -> Pose:
    """A body upright in the middle of a 640x480 picture; ``points`` move some joints."""
    rows = [(320.0, 80.0), (326, 75), (314, 75), (332, 80), (308, 80)]
    for y in (150, 210, 270, 280, 290, 370, 440, 450, 455):
        rows += [(360, y), (280, y)]
    px = np.array(rows, np.float64)
    for joint, at in (points or {}).items():
        px[joint] = at
    return Pose(np.zeros((23, 3)), px, np.ones(23), math.nan)
