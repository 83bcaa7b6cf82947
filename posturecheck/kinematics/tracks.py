"""A body over time, and whether it is a person: it moves like one and is built like one.

The pose model finds bodies in furniture too, at the start, once somebody has left, and after a
cut. So each stretch of a track in which a body was in view without a break has to show anew
that it is a person's.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from posturecheck.core import Floats, Joint, Pose
from posturecheck.kinematics.body import Body

JUMP_PER_S = 4.0  # trunk lengths a second; a sprinting trunk moves about 3
# Trunk lengths, and the size's factor e; the model jumps so far when it finds a folded body anew
# (.95 at most from frame to frame in a hundred clips).
JUMP_SLACK = 1.2
# Nobody is read at more than so many times the size from one frame to the next (1.4 in a hundred
# clips), or walks so much nearer within a second. What has not moved yet may be a table: nobody
# who walks in becomes it by standing near, however long she was away.
GROWS = 2.0
GROWS_PER_S = 2.0
GAP_S = 0.5  # after a longer one, or a cut, a body is found anew ...
SAME_PLACE = 0.3  # ... unless it is where it was, and as large: trunk lengths, as the jump
MOVING_SHARE = 0.08  # of the cells around a body; noise stays under .05, reaching up is .13
MOVED_FOR_S = 0.5  # a light that goes on is a movement for a third of a second (``motion``)
MOVED_WITHIN_S = 2.0  # flickers further apart are no movement
BEFORE_MOVING_S = 1.0  # for so long before its first movement a body is a person's, too
PLAUSIBLE_SHARE = 0.5  # of the frames in which a body's proportions must be a person's


@dataclass(frozen=True, slots=True)
class Presence:
    """A person in view without a break, from ``start_s`` to ``end_s``.

    From ``person_s`` on it is sure that it is one and no table: the first movement, less a second.
    """

    start_s: float
    person_s: float
    end_s: float


@dataclass(slots=True)
class Stretch:
    """A body in view without a break; ``seconds`` seen so far, its sizes and places by seconds."""

    start_s: float
    end_s: float
    seconds: float = 0.0
    size_px_s: float = 0.0
    centre_px_s: float = 0.0
    moved_s: float = 0.0
    plausible_s: float = 0.0
    first_moved_s: float = math.nan
    last_moved_s: float = math.nan

    @property
    def is_person(self) -> bool:
        """Whether it has moved like a body and, mostly, looked like one."""
        moved = self.moved_s >= MOVED_FOR_S
        return moved and self.plausible_s >= PLAUSIBLE_SHARE * self.seconds

    @property
    def presence(self) -> Presence:
        """When a person was there, if it was one."""
        person_s = max(self.start_s, self.first_moved_s - BEFORE_MOVING_S)
        return Presence(self.start_s, person_s, self.end_s)

    def add(self, body: Body, elapsed_s: float) -> None:
        """Take the next moment of the same body."""
        self.end_s = body.t_s
        self.seconds += elapsed_s
        self.size_px_s += elapsed_s * body.size_px
        self.centre_px_s += elapsed_s * float(body.trunk_px[:, 0].mean())
        if looks_like_a_person(body.pose):
            self.plausible_s += elapsed_s
        if not body.pose.motion > MOVING_SHARE:  # nan is not more
            return
        forgotten = body.t_s - self.last_moved_s > MOVED_WITHIN_S
        if self.moved_s < MOVED_FOR_S and (forgotten or math.isnan(self.first_moved_s)):
            self.moved_s, self.first_moved_s = 0.0, body.t_s
        self.moved_s += elapsed_s
        self.last_moved_s = body.t_s


@dataclass(slots=True)
class Track:
    """One body over time: where it was last, in pixels, and its stretches.

    ``past`` are those that were a person's; ``now`` is the one under way, or the last.
    """

    number: int
    trunk_px: Floats
    size_px: float
    now: Stretch
    past: list[Stretch] = field(default_factory=list)

    @classmethod
    def begin(cls, number: int, body: Body) -> Track:
        """Return the track of a body that was never seen before."""
        return cls(number, body.trunk_px, body.size_px, Stretch(body.t_s, body.t_s))

    def extend(self, body: Body, elapsed_s: float, *, anew: bool) -> None:
        """Take the body's next moment; found ``anew`` it begins another stretch."""
        if anew:
            self._end_stretch(body.t_s)
        self.trunk_px, self.size_px = body.trunk_px, body.size_px
        self.now.add(body, 0.0 if anew else elapsed_s)

    def split(self, number: int) -> Track:
        """Return the stretch under way, which is no person's, as a track of its own."""
        other = Track(number, self.trunk_px, self.size_px, self.now)
        self.now = self.past.pop()
        return other

    def _end_stretch(self, t_s: float) -> None:
        if self.now.is_person:
            self.past.append(self.now)
        self.now = Stretch(t_s, t_s)

    @property
    def t_s(self) -> float:
        """When it was last seen."""
        return self.now.end_s

    @property
    def born_s(self) -> float:
        """When the person, or else the body, was first seen."""
        return self.stretches[0].start_s if self.is_person else self.now.start_s

    @property
    def stretches(self) -> list[Stretch]:
        """Those in which it was a person."""
        return [*self.past, self.now] if self.now.is_person else self.past

    @property
    def is_person(self) -> bool:
        """Whether it has been a person."""
        return bool(self.past) or self.now.is_person

    @property
    def person_s(self) -> float:
        """When it was last seen as a person; long ago where it never was."""
        return self.stretches[-1].end_s if self.is_person else -math.inf

    @property
    def seconds(self) -> float:
        """For how long it was seen as a person."""
        return sum(s.seconds for s in self.stretches)

    @property
    def weight(self) -> float:
        """Seconds seen times mean size: the longest and largest has the most."""
        return sum(s.size_px_s for s in self.stretches)

    @property
    def centre_x_px(self) -> float:
        """Where it was on the picture, on the whole."""
        return sum(s.centre_px_s for s in self.stretches) / max(self.seconds, 1e-9)


def looks_like_a_person(pose: Pose) -> bool:
    """Whether a body's proportions are possible.

    Ruled out are heads inside the trunk, thighs of several times the trunk's length and
    trunks that no adult has.
    """
    p = pose.points_m
    shoulders = (p[Joint.LEFT_SHOULDER] + p[Joint.RIGHT_SHOULDER]) / 2
    hips = (p[Joint.LEFT_HIP] + p[Joint.RIGHT_HIP]) / 2
    trunk = math.dist(shoulders, hips)
    head = math.dist(p[Joint.NOSE], shoulders)
    thighs = [
        math.dist(p[knee], p[hip])
        for hip, knee in ((Joint.LEFT_HIP, Joint.LEFT_KNEE), (Joint.RIGHT_HIP, Joint.RIGHT_KNEE))
    ]
    if not 0.25 <= trunk <= 0.8:  # metres; adults measure .42 to .56 between these points
        return False
    return 0.15 <= head / trunk <= 0.9 and all(0.3 <= t / trunk <= 1.6 for t in thighs)


def jump(track: Track, body: Body) -> float:
    """Return the distance to a track's last place, as a share of what a body could have moved.

    Infinite where the size changed as no body's does.
    """
    apart_s = min(body.t_s - track.t_s, 1.0)
    may_grow = math.log(GROWS) + (math.log(GROWS_PER_S) * apart_s if track.is_person else 0.0)
    if abs(math.log(body.size_px / track.size_px)) > may_grow:
        return math.inf
    return _moved(track, body) / (JUMP_SLACK + JUMP_PER_S * apart_s)


def found_anew(track: Track, body: Body) -> bool:
    """Whether it may be another thing that is seen now, though a body could have got there.

    Nothing that never moved jumps, and nothing jumps while nothing moves around it.
    """
    still = not body.pose.motion > MOVING_SHARE or not track.now.moved_s  # nan: a cut
    return (still or body.t_s - track.t_s > GAP_S) and _moved(track, body) > SAME_PLACE


def _moved(track: Track, body: Body) -> float:
    # By the smaller size: what is far for the one of the two is far.
    moved_px = float(np.linalg.norm(body.trunk_px - track.trunk_px, axis=1).mean())
    grown = abs(math.log(body.size_px / track.size_px))
    return moved_px / min(track.size_px, body.size_px) + grown
