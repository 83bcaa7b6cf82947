"""The results of a folder as a therapist goes through them: found by a key, changed by a word."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from posturecheck.archive.renewal import PAGE, renew_overview
from posturecheck.archive.results import read_archive
from posturecheck.archive.rows import Archive, ResultRow
from posturecheck.clips.found_clip import found_clip
from posturecheck.clips.identity import read_summary
from posturecheck.clips.reviewed import show_in_report
from posturecheck.core import InputError
from posturecheck.files.rights import GROUP_IN_FILE
from posturecheck.marks.found import FoundEpisode, read_found
from posturecheck.marks.matching import counted_range, matched
from posturecheck.marks.review_file import Mark, Review, change_review, cleaned, read_review
from posturecheck.review import words

KEY_LETTERS = 16
SUMMARY = "summary.json"


@dataclass(frozen=True, slots=True)
class Opened:
    """One result that is looked at."""

    key: str
    row: ResultRow
    folder: Path
    clip: dict[str, Any]
    settings: dict[str, Any]

    @property
    def sha256(self) -> str | None:
        """The clip's, None where it is not known."""
        said = self.clip.get("sha256")
        return said if isinstance(said, str) else None

    @property
    def counted_s(self) -> tuple[float, float] | None:
        """The (start, end) seconds that count, None for all."""
        return counted_range(self.settings)

    def episodes(self) -> tuple[FoundEpisode, ...]:
        """Return what was found.

        Raises:
            InputError: It cannot be read.
        """
        return read_found(self.folder)

    def review(self) -> Review:
        """Return what was said.

        Raises:
            InputError: It cannot be read.
        """
        return read_review(self.folder, self.sha256)


class Shelf:
    """All results in a folder; ``clips`` are folders to look for the clips in.

    Raises:
        InputError: There is no such folder, or no result in it.
    """

    def __init__(self, out: Path, clips: Sequence[Path] = ()) -> None:
        self.out, self._clips = out.absolute(), tuple(clips)
        if not self.listed().rows:
            raise InputError(words.NO_RESULTS(out=out))

    def listed(self) -> Archive:
        """Return all results.

        Raises:
            InputError: The folder cannot be read.
        """
        return read_archive(self.out)

    def open(self, key: str) -> Opened:
        """Return the result of a key.

        Raises:
            InputError: There is none.
        """
        # A key is only ever compared with those of what lies there: it leads nowhere else.
        for row in self.listed().rows:
            if key_of(row) == key:
                summary = read_summary(self.out / row.place / SUMMARY)
                parts = [summary.get(name) for name in ("clip", "settings")]
                clip, settings = (part if isinstance(part, dict) else {} for part in parts)
                return Opened(key, row, self.out / row.place, clip, settings)
        raise InputError(words.NO_SUCH())

    def mark(self, key: str, on: Mark, counts: bool) -> None:
        """Set a mark on an episode in place of those that it has, or take them away.

        Args:
            key: The result's.
            on: The mark, on the episode's own seconds.
            counts: Whether the episode counts as found, without a mark.

        Raises:
            InputError: There is no such result, or nothing can be written.
        """
        opened = self.open(key)
        episodes = opened.episodes()
        here = [(e.rule, e.start_s, e.end_s) for e in episodes]
        try:
            index = here.index((on.rule, on.start_s, on.end_s))
        except ValueError as error:  # it was checked again meanwhile
            raise InputError(words.WRONG_ASKED()) from error

        def change(review: Review) -> Review:
            before = matched(review.marks, episodes, opened.counted_s).of[index]
            others = tuple(mark for mark in review.marks if mark not in before)
            return replace(review, marks=others if counts else (*others, on))

        self._change(opened, change)

    def take_away(self, key: str, mark: Mark) -> None:
        """Take a mark away that has no episode any more.

        Raises:
            InputError: There is no such result, or nothing can be written.
        """
        self._change(
            self.open(key),
            lambda review: replace(review, marks=tuple(m for m in review.marks if m != mark)),
        )

    def remark(self, key: str, text: str) -> None:
        """Keep a remark on the whole.

        Raises:
            InputError: It is too long, there is no such result, or nothing can be written.
        """
        remark = cleaned(text)
        self._change(self.open(key), lambda review: replace(review, remark=remark))

    def renew(self) -> None:
        """Renew the overview in which these results are, if there is one.

        Raises:
            InputError: It cannot be written.
        """
        for place in (self.out, self.out.parent):
            if (page := place / PAGE).is_file():
                renew_overview(place, shared=bool(page.stat().st_mode & GROUP_IN_FILE))
                return

    def clip_of(self, opened: Opened) -> Path | None:
        """Return where a result's clip lies, None where it is not found."""
        near = (Path.cwd(), self.out.parent, self.out, opened.folder.parent)
        name, folder = opened.clip.get("file"), opened.clip.get("folder")
        if not isinstance(name, str):
            return None
        lay_in = folder if isinstance(folder, str) else ""
        return found_clip(opened.sha256, name, lay_in, near, self._clips)

    def _change(self, opened: Opened, change: Callable[[Review], Review]) -> None:
        change_review(opened.folder, opened.sha256, change)
        show_in_report(opened.folder, opened.sha256)
        self.renew()


def key_of(row: ResultRow) -> str:
    """Return what a result is called in an address."""
    return hashlib.sha256(row.place.encode("utf-8", "surrogateescape")).hexdigest()[:KEY_LETTERS]
