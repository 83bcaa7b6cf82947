"""Tracking: who is who from frame to frame, and which of them is judged.

People are linked by where their trunks are. A body counts as a person only once it has
moved and has a person's proportions, and again each time it is found anew (``tracks``). The
one to follow is chosen once and kept; somebody walking past does not take over.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from posturecheck.core import InputError
from posturecheck.kinematics.body import Body
from posturecheck.kinematics.tracks import MOVING_SHARE, Presence, Track, found_anew, jump

Choice = Literal["main", "left", "right", "largest"]
FORGET_S = 3.0  # a body unseen for longer is a new one when it comes back ...
ALONE_FORGET_S = 60.0  # ... unless no other person was seen since: then it is the same one
CUT_S = 1.0  # who was in view so short before a cut was in view at the cut
CHOOSE_AFTER_S = 1.0  # live: look at everybody for so long before choosing
LEFT_S = 10.0  # live: unseen for so long with others in view, the chosen one has left


POINTED = re.compile(r"\s*(\d*\.?\d+),(\d*\.?\d+)@(\d*\.?\d+)\s*")


@dataclass(frozen=True, slots=True)
class Pointed:
    """A person pointed at on a picture: shares of its width and height, at ``t_s`` seconds."""

    x: float
    y: float
    t_s: float

    def __str__(self) -> str:
        return f"{self.x:.4f},{self.y:.4f}@{self.t_s:.3f}"

    def off(self, body: Body, size_px: tuple[int, int]) -> float:
        """Return how far a body's trunk is from there, in its own trunk lengths."""
        at = (self.x * size_px[0], self.y * size_px[1])
        return math.dist(at, body.trunk_px.mean(axis=0).tolist()) / body.size_px


def pointed(text: str, said_by: str) -> Pointed:
    """Return whom a text such as ``0.41,0.53@12.3`` points at.

    Raises:
        InputError: It is no such text.
    """
    match = POINTED.fullmatch(text)
    x, y, t_s = map(float, match.groups()) if match else (math.nan,) * 3
    if not (0 <= x <= 1 and 0 <= y <= 1 and t_s < 1e7):
        raise InputError(
            f"{said_by} {text[:40]}: expected X,Y@SECOND with shares of the picture's width and "
            "height, such as 0.41,0.53@12.3"
        )
    return Pointed(x, y, t_s)


@dataclass
class PersonTracker:
    """Links bodies over time and hands out the one to judge.

    ``known`` is the number of the track to follow when the first pass has found it (the
    same people in the same order get the same numbers), ``present`` when it was a person's:
    only then its body is handed out, and it is to be ``judged`` only from its first movement,
    less a second, on. Whoever stands still for longer first is measured, and her stance is
    known from there (``first_pass``), but a table does so too. Without ``present`` the future
    is not known: a body is handed out once it has moved, or at once where it is ``known``. The
    choice is then made as people are seen, kept while that person stays, and made anew
    once that one has left.
    """

    choice: Choice = "main"
    known: int | None = None
    present: Sequence[Presence] | None = None
    number: int | None = None  # of the one who is judged
    judged: bool = True  # the body handed out last
    tracks: list[Track] = field(default_factory=list)
    _chosen: int | None = None
    _last_t_s: float = -math.inf
    _count: int = 0

    def follow(self, t_s: float, bodies: Sequence[Body]) -> Body | None:
        """Return the body of the person who is judged, or None where that one is not seen."""
        numbers = self.link(t_s, bodies)
        number = self.known or self._choose(t_s)
        self.number = number
        if number not in numbers or not self._is_there(number, t_s):
            return None
        return bodies[numbers.index(number)]

    def _is_there(self, number: int, t_s: float) -> bool:
        if self.present is None:
            return self.known is not None or self._track(number).now.is_person
        here = next((p for p in self.present if p.start_s <= t_s <= p.end_s), None)
        self.judged = here is not None and t_s >= here.person_s
        return here is not None

    def link(self, t_s: float, bodies: Sequence[Body]) -> list[int]:
        """Return the track number of each body of a frame, in their order."""
        numbers = self._linked(t_s, bodies)
        self._last_t_s = t_s
        self._drop_phantoms(t_s)
        return numbers

    def _linked(self, t_s: float, bodies: Sequence[Body]) -> list[int]:
        elapsed_s = min(t_s - self._last_t_s, 0.5) if math.isfinite(self._last_t_s) else 0.0
        numbers = [0] * len(bodies)
        if self.tracks and any(math.isnan(b.pose.motion) for b in bodies):
            self._link_across_cut(t_s, bodies, numbers)
        recent = [t for t in self.tracks if t_s - t.t_s <= FORGET_S]
        self._link_nearest(recent, bodies, numbers, elapsed_s)
        if numbers.count(0) == 1:  # alone, but for what is known to be there
            away = [t for t in self.tracks if t not in recent and self._alone(t, t_s)]
            self._link_nearest(away, bodies, numbers, elapsed_s)
        for i, body in enumerate(bodies):
            if not numbers[i]:
                numbers[i] = self._returned(body, numbers) or self._begin(body).number
        return numbers

    def _link_nearest(
        self, free: Sequence[Track], bodies: Sequence[Body], numbers: list[int], elapsed_s: float
    ) -> None:
        pairs = sorted(
            (jump(track, body), i, track.number) for track in free for i, body in enumerate(bodies)
        )
        for share, i, number in pairs:
            if numbers[i] or number in numbers or share > 1.0:
                continue
            numbers[i] = number
            track = self._track(number)
            track.extend(bodies[i], elapsed_s, anew=found_anew(track, bodies[i]))

    def _link_across_cut(self, t_s: float, bodies: Sequence[Body], numbers: list[int]) -> None:
        # No earlier picture to compare with: the film was cut or paused, and places say
        # nothing. The one most in view before is taken for the largest one after.
        largest = max(range(len(bodies)), key=lambda i: bodies[i].size_px)
        before = max(self.tracks, key=lambda t: (self._last_t_s - t.t_s <= CUT_S, t.weight))
        if self._last_t_s - before.t_s <= CUT_S:
            numbers[largest] = before.number
            before.extend(bodies[largest], 0.0, anew=found_anew(before, bodies[largest]))

    def _returned(self, body: Body, numbers: list[int]) -> int:
        """Return whose track somebody takes back who walks in, 0 where nobody's.

        Once a person is out of sight, what takes her place on the track may be furniture. It
        has no claim to it against one who moves.
        """
        if not body.pose.motion > MOVING_SHARE:
            return 0
        for track in self.tracks:
            held = bool(track.past) and not track.now.is_person
            if held and self._alone(track, body.t_s):
                self._count += 1
                phantom = track.split(self._count)
                self.tracks.append(phantom)
                if track.number in numbers:
                    numbers[numbers.index(track.number)] = phantom.number
                track.extend(body, 0.0, anew=True)
                return track.number
        return 0

    def _alone(self, track: Track, t_s: float) -> bool:
        if t_s - track.person_s > ALONE_FORGET_S:
            return False
        return not any(o.person_s > track.person_s for o in self.tracks if o is not track)

    def _track(self, number: int) -> Track:
        return next(t for t in self.tracks if t.number == number)

    def _begin(self, body: Body) -> Track:
        self._count += 1
        track = Track.begin(self._count, body)
        self.tracks.append(track)
        return track

    def _drop_phantoms(self, t_s: float) -> None:
        # Furniture comes and goes by the hundred in a long clip.
        self.tracks = [t for t in self.tracks if t.is_person or t_s - t.t_s <= FORGET_S]

    def _choose(self, t_s: float) -> int | None:
        if self._has_left(t_s):
            self._chosen = None
        people = [t for t in self.tracks if t_s - t.person_s <= FORGET_S]
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
        others = any(t.t_s > track.person_s for t in self.tracks if t is not track)
        return t_s - track.person_s > (LEFT_S if others else ALONE_FORGET_S)


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
        return max(people, key=lambda t: t.weight / max(t.seconds, 1e-9)).number
    if choice == "main":
        return main.number
    lasting = [t for t in people if t.seconds >= main.seconds / 3]
    side = min if choice == "left" else max
    return side(lasting, key=lambda t: t.centre_x_px).number
