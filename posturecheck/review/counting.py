"""Counting one result anew at a time: how far it is, and what came of it."""

from __future__ import annotations

import contextlib

from posturecheck.clips.counted import Counted
from posturecheck.clips.long_work import LongWork, UnderWay
from posturecheck.clips.recount import kept_in, recount, save_recounted
from posturecheck.review import words
from posturecheck.review.shelf import Opened, Shelf

ENDS_WITHIN_S = 20.0


class Counting:
    """Counts results anew, one after the other; the name of what is under way is its key."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._work = LongWork(lambda: words.BUSY(), lambda: words.STOPPED(), ENDS_WITHIN_S)

    @property
    def now(self) -> UnderWay:
        """The count under way, or the last one."""
        return self._work.now

    def begin(self, key: str, counted: Counted) -> None:
        """Begin to count; its progress is in ``now``.

        Raises:
            InputError: Another one is under way, or there is no such result.
        """
        opened = self._shelf.open(key)
        self._work.begin(key, lambda: self._count(opened, counted))

    def stop(self) -> None:
        """End it, if one is under way; the count of before stays."""
        self._work.stop()

    def close(self) -> None:
        """End it and wait until nothing half-done is left."""
        self._work.close()

    def _count(self, opened: Opened, counted: Counted) -> UnderWay:
        clip = self._shelf.clip_of(opened)
        kept = kept_in(opened.folder)
        with contextlib.closing(recount(kept, counted, clip)) as result:
            progress = self._work.progress(opened.key, max(result.totals.total_s, 0.1))
            progress(0.0)
            save_recounted(result, kept, clip is not None, progress)
        self._shelf.renew()
        return UnderWay(opened.key, 1.0, said=words.DONE() if clip else words.DONE_NO_FILM())
