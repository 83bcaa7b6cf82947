"""One result as its page shows it: moments with their marks, counts twice, who may count."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from posturecheck.clips.folder import POSES
from posturecheck.clips.result import FILM, REPORT
from posturecheck.clips.reviewed import counts, rule_title
from posturecheck.clips.words import UNITS
from posturecheck.core import InputError
from posturecheck.drawing.overlay import BONES, TRUNK_LINE
from posturecheck.marks.found import FoundEpisode
from posturecheck.marks.matching import matched
from posturecheck.marks.review_file import Mark, Review
from posturecheck.report.formats import reading
from posturecheck.review.rooms import Rooms
from posturecheck.review.shelf import Opened
from posturecheck.rules.guidance import load_guidance
from posturecheck.sources.poses_file import About, read_about


@dataclass(frozen=True, slots=True)
class Moment:
    """One episode, and what is said of it; of several marks the first counts."""

    number: int
    episode: FoundEpisode
    title: str
    peak: str
    mark: Mark | None


@dataclass(frozen=True, slots=True)
class ShownResult:
    """What the page shows. ``why`` says why nothing can be counted anew, "" where it can."""

    opened: Opened
    review: Review
    trouble: str
    moments: tuple[Moment, ...]
    counts: tuple[tuple[str, int, int], ...]
    without: tuple[tuple[str, Mark], ...]
    has_film: bool
    has_report: bool
    why: str
    start_s: float
    end_s: float
    data: dict[str, Any]


def shown_result(rooms: Rooms, key: str) -> ShownResult:
    """Return what the page of a result shows.

    Raises:
        InputError: There is no such result.
    """
    opened, guidance = rooms.shelf.open(key), load_guidance()
    troubles: list[str] = []
    review, episodes = Review(), tuple[FoundEpisode, ...]()
    try:
        episodes = opened.episodes()
        review = opened.review()
    except InputError as error:
        troubles.append(str(error))
    found = matched(review.marks, episodes, opened.counted_s)
    about, why = _about(opened)
    start_s, end_s = _whole(opened, about)
    return ShownResult(
        opened=opened,
        review=review,
        trouble=" ".join(troubles),
        moments=tuple(
            Moment(i + 1, e, rule_title(e.rule, guidance), _peak(e), next(iter(found.of[i]), None))
            for i, e in enumerate(episodes)
        ),
        counts=tuple(counts(episodes, found, guidance)),
        without=tuple((rule_title(mark.rule, guidance), mark) for mark in found.without),
        has_film=(opened.folder / FILM).is_file(),
        has_report=(opened.folder / REPORT).is_file(),
        why=why,
        start_s=start_s,
        end_s=end_s,
        data={
            "key": key,
            "whole": [start_s, end_s],
            "range": list(review.range_s) if review.range_s else None,
            "person": str(review.person) if review.person else "",
            "person_s": review.person.t_s if review.person else None,
            "film_start": _film_start(opened),
            "size": list(about.size_px) if about else [4, 3],
            "bones": [list(bone) for bone in (*BONES, TRUNK_LINE)],
        },
    )


def _about(opened: Opened) -> tuple[About | None, str]:
    try:
        about = read_about(opened.folder / POSES)
    except InputError as error:
        return None, str(error)
    return about, ""


def _whole(opened: Opened, about: About | None) -> tuple[float, float]:
    """Return the (start, end) seconds that were watched."""
    duration_s = opened.clip.get("duration_s")
    known = isinstance(duration_s, int | float) and math.isfinite(duration_s)
    end_s = float(duration_s) if known else opened.row.total_s  # type: ignore[arg-type]
    if about is None:
        return 0.0, end_s
    return about.watched_s[0], min(about.watched_s[1], end_s)


def _film_start(opened: Opened) -> float:
    range_s = opened.settings.get("range_s")
    first = range_s[0] if isinstance(range_s, list) and range_s else 0.0
    return float(first) if isinstance(first, int | float) else 0.0


def _peak(episode: FoundEpisode) -> str:
    factor = 100.0 if episode.unit == "share" else 1.0
    unit = UNITS.get(episode.unit, episode.unit)
    return reading(episode.peak * factor, episode.peak_sd * factor, unit)
