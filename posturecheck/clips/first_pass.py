"""Looking ahead over a recording: whom to judge, and that person's neutral stance.

Fed while the clip is being watched, so that it costs no time of its own. Live there is
no ahead: the pipeline then finds both on the way.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from posturecheck.core import People
from posturecheck.kinematics.body import bodies_of
from posturecheck.kinematics.neutral_stance import Stance, StanceFinder
from posturecheck.kinematics.smoothing import PoseSmoother
from posturecheck.kinematics.tracking import Choice, Follower, chosen


@dataclass
class _Seen:
    smoother: PoseSmoother
    finder: StanceFinder


@dataclass
class LookAhead:
    """Follows everybody at once and finds each one's stance.

    ``neutral`` are the (start, end) seconds in which the person is said to stand tall.
    """

    choice: Choice = "main"
    neutral: tuple[float, float] | None = None
    _follower: Follower = field(default_factory=Follower)
    _seen: dict[int, _Seen] = field(default_factory=dict)

    def observe(self, t_s: float, people: People) -> None:
        """Take the people of the next frame."""
        bodies = bodies_of(t_s, people)
        for number, body in zip(self._follower.link(t_s, bodies), bodies, strict=True):
            seen = self._seen.setdefault(number, self._stranger())
            smooth = seen.smoother.smooth(body)
            if seen.smoother.settled:
                seen.finder.observe(smooth)
        alive = {track.number for track in self._follower.tracks}
        self._seen = {number: seen for number, seen in self._seen.items() if number in alive}

    def track(self) -> int | None:
        """Return the number of the person to judge, None where nobody was seen."""
        return chosen(self._follower.tracks, self.choice)

    def seconds(self, track: int) -> float:
        """Return for how long a track was seen."""
        return sum(t.seconds for t in self._follower.tracks if t.number == track)

    def stance(self, track: int) -> Stance:
        """Return a track's neutral stance."""
        return self._seen[track].finder.stance()

    def _stranger(self) -> _Seen:
        finder = StanceFinder(*self.neutral) if self.neutral else StanceFinder()
        return _Seen(PoseSmoother(), finder)
