"""When a clip was filmed, as its container says; many do not.

A phone writes the moment in UTC, some also by the clock on its wall. The day is that of the
place of filming where it is known, else of this computer's: what was filmed in the evening
belongs to that evening.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import av.error

from posturecheck.sources.container import open_container

FIRST_YEAR = 1990  # 1904 and 1970 are what a container says whose camera did not know
TAGS = ("com.apple.quicktime.creationdate", "creation_time")


def filmed_at(clip: Path) -> datetime | None:
    """Return the local moment at which a clip was filmed, to the second.

    None where the clip does not say, cannot be opened, or says what cannot be.
    """
    try:
        if not clip.is_file():
            return None
        with open_container(clip) as container:
            said = [container.metadata, *(s.metadata for s in container.streams.video)]
    except (av.error.FFmpegError, OSError, ValueError):
        return None
    moments = (_moment(tags[tag]) for tag in TAGS for tags in said if tag in tags)
    return next((moment for moment in moments if moment), None)


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text.strip())
        if moment.utcoffset() is None or text.strip().endswith("Z"):
            moment = moment.astimezone()  # without an offset it is by the wall clock
        latest = datetime.now(UTC) + timedelta(days=1)
        possible = moment.year >= FIRST_YEAR and moment <= latest
    except (ValueError, OverflowError, OSError):
        return None
    return moment.replace(microsecond=0) if possible else None
