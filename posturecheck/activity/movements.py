"""Movements: bends, lifts, turns and goings down, cut out of the stream in one place.

A movement begins where the trunk leaves its rest and is over where it rests again. Rest is an
upright trunk that neither turns nor changes its height, also on a chair or on a knee; on
the floor it is to keep still. A trunk that comes up a good way without resting and goes down again
(sweeping, gardening) has begun another movement. Every crossing is interpolated between
frames, so the frame rate hardly moves a start or an end.
"""

from __future__ import annotations

from posturecheck.activity.techniques import LOW_HIPS
from posturecheck.activity.under_way import (
    REST_DEG,
    REST_TWIST_DEG,
    BodyNow,
    UnderWay,
    crossing_s,
    follow,
    movement_of,
    over_since_s,
    splits,
    stirs,
)
from posturecheck.core import Movement

LOST_S = 1.0  # unseen for longer, a movement was over when it was last seen
FIRST_S = 0.35  # what has moved within half a second began about so long ago


class MovementTracker:
    """Remembers the movement under way, and the last moment.

    What goes on is in ``movement``; what was just found to be over is returned. ``count``
    is the number of the last one that began, at first of those before.
    """

    def __init__(self, count: int = 0) -> None:
        self.count = count
        self._open: UnderWay | None = None
        self._before: BodyNow | None = None
        self._low = False  # at rest on a seat or a knee
        self._lies: BodyNow | None = None  # at rest on the floor

    @property
    def movement(self) -> Movement | None:
        """The movement under way; one that has not come far may still turn out to be none."""
        u = self._open
        return None if u is None else movement_of(u)

    @property
    def number(self) -> int:
        """The number of the movement under way, 0 for none."""
        return 0 if self._open is None else self._open.number

    def note(self, *, hands_low: bool, lifting: bool) -> None:
        """Take what the hands did in this moment's movement."""
        if self._open is not None:
            self._open.hands_low |= hands_low
            self._open.lifted |= lifting

    def update(self, now: BodyNow) -> tuple[Movement, ...]:
        """Take one moment in which the trunk was seen; return the movements now over."""
        over = self.pass_unseen(now.t_s)
        u = self._open
        if u is None:
            self._begin_if_away(now)
        else:
            follow(u, now)
            if u.highest is not None and splits(u, now):
                over += self._end(u, u.highest.t_s)
                self._begin(now, u.highest.t_s)
            elif (rest_s := over_since_s(u, now)) is not None:
                over += self._end(u, rest_s)
                self._low = now.hip_drop >= LOW_HIPS
                self._lies = now if now.on_floor else None
        self._before = now
        return over

    def pass_unseen(self, t_s: float) -> tuple[Movement, ...]:
        """Let time go by in which the trunk was not seen; return the movement that it ended."""
        u = self._open
        if u is None or t_s - u.last.t_s <= LOST_S:
            return ()
        self._before = None
        return self._end(u, u.last.t_s)

    def finish(self) -> tuple[Movement, ...]:
        """End what is under way when the recording ends."""
        return () if self._open is None else self._end(self._open, self._open.last.t_s)

    def _begin_if_away(self, now: BodyNow) -> None:
        if self._lies is not None and now.on_floor and not stirs(self._lies, now):
            return
        if now.lean_deg >= REST_DEG:
            self._begin(now, crossing_s(self._before, now))
        elif now.twist_deg >= REST_TWIST_DEG:
            self._begin(now, now.t_s)
        elif now.changing:
            self._begin(now, now.t_s - FIRST_S)

    def _begin(self, now: BodyNow, start_s: float) -> None:
        self.count += 1
        self._open = UnderWay(
            number=self.count,
            start_s=start_s,
            drop_at_start=now.hip_drop - now.hips_moved,
            was_low=self._low,
            last=now,
            deepest=now,
            deeper=now,
            most_twisted=now,
            task=now.task,
            stance_known=now.stance_known,
            drops=(now.hip_drop, now.hip_drop),
            turned_deg=now.turned_deg,
        )

    def _end(self, u: UnderWay, end_s: float) -> tuple[Movement, ...]:
        self._open = None
        if not u.counts:
            return ()
        return (movement_of(u, max(end_s, u.start_s)),)
