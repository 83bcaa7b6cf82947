"""The first pass over a recording: whom to judge, and that person's neutral stance.

Fed while the clip is being watched, so that it costs no time of its own. Live there is no
first pass: the pipeline then finds both on the way.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from posturecheck.core import People
from posturecheck.kinematics.body import Body, bodies_of
from posturecheck.kinematics.neutral_stance import NeutralStanceEstimator, Stance
from posturecheck.kinematics.smoothing import PoseSmoother
from posturecheck.kinematics.tracking import Choice, PersonTracker, Pointed, chosen
from posturecheck.kinematics.tracks import Presence, Track

POINTED_WITHIN_S = 0.5  # of the moment that is named: the body may be lost in a picture or two
POINTED_WITHIN = 3.0  # trunk lengths from the middle of the trunk: as far as the feet


@dataclass
class _Seen:
    smoother: PoseSmoother
    finder: NeutralStanceEstimator


@dataclass
class FirstPass:
    """Follows everybody at once and finds each one's stance.

    ``neutral`` are the (start, end) seconds in which the person is said to stand tall.
    ``pointed`` is where the one to judge stands, in pictures of ``size_px``, instead of
    ``choice``.
    """

    choice: Choice = "main"
    neutral: tuple[float, float] | None = None
    pointed: Pointed | None = None
    size_px: tuple[int, int] = (1, 1)
    _pointed_at: int | None = None
    _pointed_off_s: float = math.inf
    _tracker: PersonTracker = field(default_factory=PersonTracker)
    _seen: dict[int, _Seen] = field(default_factory=dict)

    def observe(self, t_s: float, people: People) -> None:
        """Take the people of the next frame."""
        bodies = bodies_of(t_s, people)
        numbers = self._tracker.link(t_s, bodies)
        self._point(t_s, bodies, numbers)
        for number, body in zip(numbers, bodies, strict=True):
            seen = self._seen.setdefault(number, self._stranger())
            smooth = seen.smoother.smooth(body)
            if seen.smoother.settled:
                seen.finder.observe(smooth)
        alive = {track.number for track in self._tracker.tracks}
        self._seen = {number: seen for number, seen in self._seen.items() if number in alive}

    def track(self) -> int | None:
        """Return the number of the person to judge, None where no person was seen.

        Somebody who was pointed at is only who was a person then or later.
        """
        if self.pointed is None:
            return chosen(self._tracker.tracks, self.choice)
        people = {track.number for track in self.people()}
        return self._pointed_at if self._pointed_at in people else None

    def people(self) -> list[Track]:
        """Return those who were a person at some time, by their number."""
        return [track for track in self._tracker.tracks if track.is_person]

    def _point(self, t_s: float, bodies: tuple[Body, ...], numbers: list[int]) -> None:
        if self.pointed is None or not bodies:
            return
        off_s = abs(t_s - self.pointed.t_s)
        if off_s >= self._pointed_off_s or off_s > POINTED_WITHIN_S:
            return
        self._pointed_off_s = off_s
        off = [self.pointed.off(body, self.size_px) for body in bodies]
        nearest = min(range(len(bodies)), key=lambda i: off[i])
        self._pointed_at = numbers[nearest] if off[nearest] <= POINTED_WITHIN else None

    def seconds(self, track: int) -> float:
        """Return for how long a track was a person's."""
        return self._person(track).seconds

    def present(self, track: int) -> tuple[Presence, ...]:
        """Return when a track was a person's, in order of time."""
        return tuple(stretch.presence for stretch in self._person(track).stretches)

    def stance(self, track: int) -> Stance:
        """Return the neutral stance of a person, of those times only.

        Whoever stands still before her first movement is judged only from that on, and
        her stance is known from before.
        """
        return self._seen[track].finder.stance(
            [(there.start_s, there.end_s) for there in self.present(track)]
        )

    def _person(self, number: int) -> Track:
        return next(track for track in self._tracker.tracks if track.number == number)

    def _stranger(self) -> _Seen:
        finder = NeutralStanceEstimator(*self.neutral) if self.neutral else NeutralStanceEstimator()
        return _Seen(PoseSmoother(), finder)
