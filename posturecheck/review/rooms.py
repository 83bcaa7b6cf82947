"""What one run of the therapist's page holds: the results, the count, and who looks at it."""

from __future__ import annotations

import threading
from functools import lru_cache
from pathlib import Path

from posturecheck.clips.everybody import Everybody
from posturecheck.clips.folder import POSES
from posturecheck.review.counting import Counting
from posturecheck.review.shelf import Shelf

MOST_OPEN = 3  # clips whose people are kept in memory


class Rooms:
    """All that the pages know.

    Attributes:
        shelf: The results.
        counting: The new count.
        windows: How many windows show a page of ours.
        done: Set when all is to end.
    """

    def __init__(self, shelf: Shelf) -> None:
        self.shelf, self.counting = shelf, Counting(shelf)
        self.windows = 0
        self.done = threading.Event()
        self._lock = threading.Lock()
        self._everybody = lru_cache(MOST_OPEN)(self._read)

    def everybody(self, key: str) -> Everybody:
        """Return who is in view in a clip, and when.

        Raises:
            InputError: There are no body points, or no such result.
        """
        with self._lock:
            path = self.shelf.open(key).folder / POSES
            changed_ns = path.stat().st_mtime_ns if path.is_file() else 0
            return self._everybody(str(path), changed_ns)

    def _read(self, path: str, changed_ns: int) -> Everybody:
        return Everybody(Path(path))

    def close(self) -> None:
        """End what is under way; what was said is kept."""
        self.done.set()
        self.counting.close()
