"""One page at a time: a second start knocks, and the running one opens its page again."""

from __future__ import annotations

import contextlib
import math
import threading
from collections.abc import Callable
from pathlib import Path

from posturecheck.files.atomic import save_bytes
from posturecheck.files.lock import OneAtATime
from posturecheck.files.rights import make_folders

LOCK, KNOCK = "home.lock", "home.knock"
HEARD_WITHIN_S = 5.0
LOOK_EVERY_S = 0.1


def lock_in(folder: Path) -> OneAtATime:
    """Return the lock of the page; its ``held`` says whether this is the running one.

    Raises:
        OSError: The folder cannot be written.
    """
    return OneAtATime(folder / LOCK)


def knock(
    folder: Path, pause: Callable[[float], object] | None = None, tries: int | None = None
) -> bool:
    """Ask the running one to open its page; returns whether it heard.

    Args:
        folder: Where both keep what they keep.
        pause: Waits some seconds.
        tries: How often to look.

    Raises:
        OSError: The folder cannot be written.
    """
    pause = pause or threading.Event().wait
    make_folders(folder)
    save_bytes(b"", folder / KNOCK)
    for _ in range(tries or math.ceil(HEARD_WITHIN_S / LOOK_EVERY_S)):
        if not (folder / KNOCK).exists():
            return True
        pause(LOOK_EVERY_S)
    with contextlib.suppress(OSError):
        (folder / KNOCK).unlink()
    return False


def knocked(folder: Path) -> bool:
    """Whether somebody knocked since the last question."""
    try:
        (folder / KNOCK).unlink()
    except OSError:
        return False
    return True


class Presence:
    """Tells when nobody is at the page any more.

    A page that reloads is away for a second, a sleeping one stays connected.

    Args:
        clock: Seconds that only rise.
    """

    GONE_S = 60.0  # without any window
    LEAVE_S = 60.0  # after it was said

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._came = False
        self._since_s = math.inf

    def look(self, windows: int) -> str:
        """Take how many windows are open; return "here", "gone" (it is to be said) or "over"."""
        now_s = self._clock()
        if windows:
            self._came, self._since_s = True, math.inf
            return "here"
        if not self._came:  # the browser is still starting, or the code is being typed
            return "here"
        self._since_s = min(self._since_s, now_s)
        gone_s = now_s - self._since_s
        if gone_s >= self.GONE_S + self.LEAVE_S:
            return "over"
        return "gone" if gone_s >= self.GONE_S else "here"
