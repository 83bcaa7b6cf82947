"""The one new count under way: how far it is, and what came of it."""

from __future__ import annotations

import contextlib
import os
import threading
import traceback
from dataclasses import dataclass

from posturecheck.clips.counted import Counted
from posturecheck.clips.processes import StoppedError
from posturecheck.clips.recount import kept_in, recount, save_recounted
from posturecheck.core import InputError, PostureCheckError
from posturecheck.review import words
from posturecheck.review.shelf import Opened, Shelf

STOP_WITHIN_S = 20.0


@dataclass(frozen=True, slots=True)
class Count:
    """How far it is (0 to 1), and what came of it; ``key`` is the result's."""

    key: str = ""
    share: float = 0.0
    running: bool = False
    said: str = ""
    failed: bool = False


class Counting:
    """Counts one result anew at a time, on a thread of its own."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._lock, self._stop = threading.Lock(), threading.Event()
        self._thread: threading.Thread | None = None
        self.now = Count()

    def begin(self, key: str, counted: Counted) -> None:
        """Begin to count; its progress is in ``now``.

        Raises:
            InputError: Another one is under way, or there is no such result.
        """
        opened = self._shelf.open(key)
        with self._lock:
            if self.now.running:
                raise InputError(words.BUSY())
            self._stop.clear()
            self.now = Count(key, running=True)
            self._thread = threading.Thread(target=self._work, args=(opened, counted), daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """End it, if one is under way; the count of before stays."""
        self._stop.set()

    def close(self) -> None:
        """End it and wait until nothing half-done is left."""
        self.stop()
        if self._thread is not None:
            self._thread.join(STOP_WITHIN_S)

    def _work(self, opened: Opened, counted: Counted) -> None:
        key = opened.key
        try:
            self.now = Count(key, 1.0, said=self._count(opened, counted))
        except StoppedError:
            self.now = Count(key, said=words.STOPPED(), failed=True)
        except PostureCheckError as error:
            self.now = Count(key, said=str(error), failed=True)
        except Exception as error:
            if os.environ.get("POSTURECHECK_DEBUG"):
                traceback.print_exc()
            said = f"a fault of ours: {type(error).__name__}: {error}"
            self.now = Count(key, said=said, failed=True)

    def _count(self, opened: Opened, counted: Counted) -> str:
        clip = self._shelf.clip_of(opened)
        kept = kept_in(opened.folder)
        with contextlib.closing(recount(kept, counted, clip)) as result:
            whole_s, done_s = max(result.totals.total_s, 0.1), 0.0

            def progress(seconds: float) -> None:
                nonlocal done_s
                if self._stop.is_set():
                    raise StoppedError
                done_s += seconds
                self.now = Count(opened.key, min(1.0, done_s / whole_s), running=True)

            progress(0.0)
            save_recounted(result, kept, clip is not None, progress)
        self._shelf.renew()
        return words.DONE() if clip else words.DONE_NO_FILM()
