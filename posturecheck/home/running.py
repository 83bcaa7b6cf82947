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
