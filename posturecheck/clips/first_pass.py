"""The first pass over a recording: whom to judge, and that person's neutral stance.

Fed while the clip is being watched, so that it costs no time of its own. Live there is no
first pass: the pipeline then finds both on the way.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from posturecheck.core import People
from posturecheck.kinematics.body import bodies_of
from posturecheck.kinematics.neutral_stance import NeutralStanceEstimator, Stance
from posturecheck.kinematics.smoothing import PoseSmoother
from posturecheck.kinematics.tracking import Choice, PersonTracker, chosen
from posturecheck.kinematics.tracks import Presence, Track


@dataclass
class _Seen:
    smoother: PoseSmoother
    finder: NeutralStanceEstimator


@dataclass
class FirstPass:
    """Follows everybody at once and finds each one's stance.

    ``neutral`` are the (start, end) seconds in which the person is said to stand tall.
    """

    choice: Choice = "main"
    neutral: tuple[float, float] | None = None
    _tracker: PersonTracker = field(default_factory=PersonTracker)
    _seen: dict[int, _Seen] = field(default_factory=dict)

    def observe(self, t_s: float, people: People) -> None:
        """Take the people of the next frame."""
        bodies = bodies_of(t_s, people)
        for number, body in zip(self._tracker.link(t_s, bodies), bodies, strict=True):
            seen = self._seen.setdefault(number, self._stranger())
            smooth = seen.smoother.smooth(body)
            if seen.smoother.settled:
                seen.finder.observe(smooth)
        alive = {track.number for track in self._tracker.tracks}
        self._seen = {number: seen for number, seen in self._seen.items() if number in alive}

    def track(self) -> int | None:
        """Return the number of the person to judge, None where no person was seen."""
        return chosen(self._tracker.tracks, self.choice)

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
