"""A camera: pictures taken on a thread of their own, of which only the newest is kept.

What judges may be slower than the camera; a queue would then grow and everything said
would come too late. It then gets fewer pictures, evenly. A picture's time is taken when it
arrives, by a monotonic clock.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from posturecheck.core import Frame, Image, InputError
from posturecheck.sources.address import without_secrets
from posturecheck.sources.devices import Device
from posturecheck.sources.pace import Pace

State = Literal["opening", "open", "lost", "off", "ended"]
RETRY_S = 1.0  # between two attempts to find a camera that is gone
OPEN_WITHIN_S = 8.0  # a network camera that has not answered by then is taken for hung
MAX_RATE_HZ = 30.0  # as for clips: the model gains nothing from more
CLOSE_WITHIN_S = 0.6


@dataclass(frozen=True, slots=True)
class Shot:
    """A frame, and when it was taken by the wall clock (seconds, to measure delays)."""

    frame: Frame
    taken_unix_s: float


class Camera:
    """Takes pictures from a device until it is closed; ``newest`` hands out the latest.

    A device that stops is waited for and opened again; the time goes on meanwhile. ``clock`` takes
    the place of the computer's (seconds that only rise) in tests.
    """

    def __init__(self, device: Device, clock: Callable[[], float] = time.monotonic) -> None:
        self.device = device
        self._clock = clock
        self._pace = Pace(1 / MAX_RATE_HZ)
        self.taken = 0
        self.trouble: InputError | None = None
        self._state: State = "opening"
        self._news = threading.Condition()
        self._shot: Shot | None = None
        self._stop = threading.Event()
        self._off = False
        self._start_s = clock()
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
        """Return the newest shot, each at most once; None where none came in time.

        Who keeps each for longer than the camera needs for the next gets them evenly, and is
        left some time in between (``pace``).
        """
        with self._news:
            rest_s = min(self._pace.asked(self._clock()), timeout_s)
            self._news.wait_for(lambda: self._state == "ended", rest_s)
            self._news.wait_for(lambda: self._shot or self._state == "ended", timeout_s - rest_s)
            shot, self._shot = self._shot, None
            if shot is not None:
                self._pace.had(self._clock())
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
        t_s = self._clock() - self._start_s if own_t_s is None else own_t_s
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
