"""A stretch of a clip as people write it: ``20-65.5`` or ``0:20-1:05.5``."""

from __future__ import annotations

import re

from posturecheck.core import InputError

CLOCK = r"(?:(?:(\d+):)?(\d+):)?(\d+(?:\.\d+)?)"
STRETCH = re.compile(rf"\s*{CLOCK}\s*[-–]\s*{CLOCK}\s*")


def stretch(text: str, said_by: str) -> tuple[float, float]:
    """Return the (start, end) seconds of a stretch.

    Args:
        text: Two times with a ``-`` between them, each in seconds, ``m:ss`` or ``h:mm:ss``.
        said_by: The option or the cell that says it, for complaints.

    Raises:
        InputError: It is no stretch, or ends before it begins.
    """
    match = STRETCH.fullmatch(text)
    start_s, end_s = (_seconds(match.groups()[i : i + 3]) for i in (0, 3)) if match else (0.0, 0.0)
    if not start_s < end_s:
        raise InputError(
            f"{said_by} {text}: expected START-END in seconds or minutes, such as 20-65.5 or "
            "0:20-1:05.5"
        )
    return start_s, end_s


def _seconds(parts: tuple[str | None, ...]) -> float:
    hours, minutes, seconds = (float(part or 0) for part in parts)
    return 3600 * hours + 60 * minutes + seconds
