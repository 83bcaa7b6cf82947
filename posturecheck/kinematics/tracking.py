"""Tracking: who is who from frame to frame, and which of them is judged.

People are linked by where their trunks are. A body counts as a person only once it has
moved and has a person's proportions: the pose model also finds bodies in furniture. The
one to follow is chosen once and kept; somebody walking past does not take over.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from posturecheck.core import Floats, Joint, Pose
from posturecheck.kinematics.body import Body

Choice = Literal["main", "left", "right", "largest"]
JUMP_PER_S = 4.0  # trunk lengths a second; a sprinting trunk moves about 3
JUMP_SLACK = 1.2  # trunk lengths; the model jumps so far when it finds a folded body anew
# What has not moved yet may be a table: nobody who walks in becomes it by standing near. A person's
# own size is read at most so much otherwise from one frame to the next.
FURNITURE_GROWS = 2.0
FORGET_S = 3.0  # a body unseen for longer is a new one when it comes back ...
ALONE_FORGET_S = 60.0  # ... unless no other was seen since: then it is the same one
MOVING_SHARE = 0.08  # of the cells around a body; noise stays under .05, reaching up is .13
MOVED_FOR_S = 0.3
PLAUSIBLE_SHARE = 0.5  # of the frames in which a body's proportions must be a person's
CUT_S = 1.0  # who was in view so short before a cut was in view at the cut
CHOOSE_AFTER_S = 1.0  # live: look at everybody for so long before choosing
LEFT_S = 10.0  # live: unseen for so long with others in view, the chosen one has left


@dataclass(slots=True)
class Track:
    """One body over time. Sizes and places in pixels, ``seconds`` seen so far."""

    number: int
    t_s: float
    trunk_px: Floats
    size_px: float
    born_s: float
    seconds: float = 0.0
    size_seconds: float = 0.0
    moved_s: float = 0.0
    plausible_s: float = 0.0
    centre_x_px: float = 0.0

    @property
    def is_person(self) -> bool:
        """Whether it has moved like a body and looked like one."""
        if self.moved_s < MOVED_FOR_S:
            return False
        return self.plausible_s >= PLAUSIBLE_SHARE * self.seconds

    @property
    def weight(self) -> float:
        """Seconds seen times mean size: the longest and largest has the most."""
        return self.size_seconds


@dataclass
class PersonTracker:
    """Links bodies over time and hands out the one to judge.

    ``known`` is the number of the track to follow when the first pass has found it (the
    same people in the same order get the same numbers). Otherwise the choice is made as
    people are seen, kept while that person stays, and made anew once that one has left.
    """

    choice: Choice = "main"
    known: int | None = None
    number: int | None = None  # of the one who is judged
    tracks: list[Track] = field(default_factory=list)
    _chosen: int | None = None
    _last_t_s: float = -math.inf
    _count: int = 0

    def follow(self, t_s: float, bodies: Sequence[Body]) -> Body | None:
        """Return the body of the person who is judged, or None where that one is not seen."""
        numbers = self.link(t_s, bodies)
        number = self.known or self._choose(t_s)
        self.number = number
        return bodies[numbers.index(number)] if number in numbers else None

    def link(self, t_s: float, bodies: Sequence[Body]) -> list[int]:
        """Return the track number of each body of a frame, in their order."""
        numbers = self._linked(t_s, bodies)
        self._last_t_s = t_s
        self._drop_phantoms(t_s)
        return numbers

    def _linked(self, t_s: float, bodies: Sequence[Body]) -> list[int]:
        elapsed_s = min(t_s - self._last_t_s, 0.5) if math.isfinite(self._last_t_s) else 0.0
        free = [t for t in self.tracks if self._may_return(t, t_s, len(bodies))]
        numbers = [0] * len(bodies)
        if self.tracks and any(math.isnan(b.pose.motion) for b in bodies):
            self._link_across_cut(t_s, bodies, numbers)
        pairs = sorted(
            (_jump(track, body), i, track.number) for track in free for i, body in enumerate(bodies)
        )
        for jump, i, number in pairs:
            track = self._track(number)
            if numbers[i] or number in numbers or jump > 1.0:
                continue
            numbers[i] = track.number
            _extend(track, bodies[i], elapsed_s)
        for i, body in enumerate(bodies):
            if not numbers[i]:
                numbers[i] = self._begin(body).number
        return numbers

    def _link_across_cut(self, t_s: float, bodies: Sequence[Body], numbers: list[int]) -> None:
        # No earlier picture to compare with: the film was cut or paused, and places say
        # nothing. The one most in view before is taken for the largest one after.
        largest = max(range(len(bodies)), key=lambda i: bodies[i].size_px)
        before = max(self.tracks, key=lambda t: (self._last_t_s - t.t_s <= CUT_S, t.weight))
        if self._last_t_s - before.t_s <= CUT_S:
            numbers[largest] = before.number
            _extend(before, bodies[largest], 0.0)

    def _may_return(self, track: Track, t_s: float, bodies: int) -> bool:
        return t_s - track.t_s <= FORGET_S or self._alone(track, t_s, bodies)

    def _alone(self, track: Track, t_s: float, bodies: int) -> bool:
        others = any(o.t_s > track.t_s and o.number != track.number for o in self.tracks)
        return bodies == 1 and not others and t_s - track.t_s <= ALONE_FORGET_S

    def _track(self, number: int) -> Track:
        return next(t for t in self.tracks if t.number == number)

    def _begin(self, body: Body) -> Track:
        self._count += 1
        track = Track(self._count, body.t_s, body.trunk_px, body.size_px, born_s=body.t_s)
        self.tracks.append(track)
        return track

    def _drop_phantoms(self, t_s: float) -> None:
        # Furniture comes and goes by the hundred in a long clip.
        self.tracks = [t for t in self.tracks if t.is_person or t_s - t.t_s <= FORGET_S]

    def _choose(self, t_s: float) -> int | None:
        if self._has_left(t_s):
            self._chosen = None
        people = [t for t in self.tracks if t.is_person and t_s - t.t_s <= FORGET_S]
        waited_s = t_s - min((t.born_s for t in people), default=t_s)
        if self._chosen is None and waited_s >= CHOOSE_AFTER_S:
            self._chosen = chosen(people, self.choice)
        return self._chosen

    def _has_left(self, t_s: float) -> bool:
        # Nothing links a new track to one so old: without a new choice nobody would be
        # judged ever again.
        track = next((t for t in self.tracks if t.number == self._chosen), None)
        if track is None:
            return False
        others = any(t.t_s > track.t_s for t in self.tracks)
        return t_s - track.t_s > (LEFT_S if others else ALONE_FORGET_S)


def chosen(tracks: Iterable[Track], choice: Choice) -> int | None:
    """Return the number of the track to follow, None where no track is a person.

    ``main`` is the one there longest and largest; left and right are as on the picture,
    among those seen at least a third as long as the main one.
    """
    people = [t for t in tracks if t.is_person]
    if not people:
        return None
    main = max(people, key=lambda t: t.weight)
    if choice == "largest":
        return max(people, key=lambda t: t.size_seconds / max(t.seconds, 1e-9)).number
    if choice == "main":
        return main.number
    lasting = [t for t in people if t.seconds >= main.seconds / 3]
    side = min if choice == "left" else max
    return side(lasting, key=lambda t: t.centre_x_px).number


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


def _jump(track: Track, body: Body) -> float:
    """Distance to a track's last place, as a share of what a body could have moved."""
    size_px = max(track.size_px, body.size_px)
    moved_px = float(np.linalg.norm(body.trunk_px - track.trunk_px, axis=1).mean())
    grown = abs(math.log(body.size_px / track.size_px))
    if grown > math.log(FURNITURE_GROWS) and not track.is_person:
        return math.inf
    allowed = JUMP_SLACK + JUMP_PER_S * min(body.t_s - track.t_s, 1.0)
    return (moved_px / size_px + grown) / allowed


def _extend(track: Track, body: Body, elapsed_s: float) -> None:
    track.t_s, track.trunk_px, track.size_px = body.t_s, body.trunk_px, body.size_px
    track.seconds += elapsed_s
    track.size_seconds += elapsed_s * body.size_px
    if body.pose.motion > MOVING_SHARE:  # nan is not more
        track.moved_s += elapsed_s
    if looks_like_a_person(body.pose):
        track.plausible_s += elapsed_s
    weight = elapsed_s / max(track.seconds, 1e-9)
    track.centre_x_px += weight * (float(track.trunk_px[:, 0].mean()) - track.centre_x_px)
