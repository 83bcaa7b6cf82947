"""Who is in view at a moment of a recorded clip: for pointing out whom to judge."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from posturecheck.core import Floats
from posturecheck.kinematics.body import Body, bodies_of
from posturecheck.kinematics.tracking import PersonTracker
from posturecheck.sources.poses_file import read_poses

EVERY_S = 0.2  # of the moments that are kept: an hour has to fit into memory

_Seen = tuple[int, tuple[float, float], Floats]  # track, middle of the trunk, points


@dataclass(frozen=True, slots=True, eq=False)
class Somebody:
    """A body at one moment; all places are shares of the picture's width and height.

    ``number`` counts those who are a person at some time, from 1 in the order in which they came
    into view, ``seconds`` is for how long. ``at`` is the middle of the trunk, ``points`` (23, 2).
    """

    number: int
    seconds: float
    at: tuple[float, float]
    points: Floats


class Everybody:
    """All bodies of a clip, by time.

    Raises:
        InputError: There are no body points, or they are not whole.
    """

    def __init__(self, path: Path) -> None:
        self._trace, about = read_poses(path)
        with self._trace:
            self.size_px = about.size_px
            self.watched_s = about.watched_s
            tracker = PersonTracker()
            kept: list[tuple[float, list[_Seen]]] = []
            for t_s, people in self._trace:
                bodies = bodies_of(t_s, people)
                numbers = tracker.link(t_s, bodies)
                if not kept or t_s - kept[-1][0] >= EVERY_S:
                    kept.append((t_s, self._seen(numbers, bodies)))
        tracks = sorted((t for t in tracker.tracks if t.is_person), key=lambda t: t.born_s)
        of = {track.number: (i, track.seconds) for i, track in enumerate(tracks, start=1)}
        self._times_s = [t_s for t_s, _ in kept]
        self._then = [
            [Somebody(*of[number], at, points) for number, at, points in seen if number in of]
            for _, seen in kept
        ]

    def _seen(self, numbers: list[int], bodies: tuple[Body, ...]) -> list[_Seen]:
        size = np.array(self.size_px, float)
        seen: list[_Seen] = []
        for number, body in zip(numbers, bodies, strict=True):
            x, y = (body.trunk_px.mean(axis=0) / size).tolist()
            seen.append((number, (x, y), body.pose.points_px / size))
        return seen

    def at(self, t_s: float) -> tuple[float, list[Somebody]]:
        """Return the moment nearest to a second, and who is in view then."""
        if not self._times_s:
            return t_s, []
        after = bisect_left(self._times_s, t_s)
        near = [i for i in (after - 1, after) if 0 <= i < len(self._times_s)]
        index = min(near, key=lambda i: abs(self._times_s[i] - t_s))
        return self._times_s[index], self._then[index]
