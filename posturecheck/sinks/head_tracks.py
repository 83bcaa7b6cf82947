"""Heads linked over time, so that one missed in a picture is hidden in it all the same.

A head that is not seen is carried on by how its pixels move, and one that is seen for the
first time is carried back through the pictures that still wait to be drawn. Nothing here
looks at a picture: who carries is handed in.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from posturecheck.core import Image
from posturecheck.sinks.head_region import HeadRegion

HOLD_S = 1.0  # how long a head that is not seen any more is carried on
FIRST_HOLD_S = 0.5  # the same for a face seen once only, without a body: many are none
BACK_S = 0.3  # how long a head is held where it was first seen, back from there
JUMP_PER_S = 8.0  # half heads a second, faster than a running person's head
LONGEST_JUMP_S = 0.5
GROWTH_PER_S = 1.0  # where even its pixels are lost, it may be beside the place ...
LARGEST_GROWTH = 1.4  # ... by less than half a head
STEADY = 0.5  # of a velocity is the newest step's
BELIEVED = 0.5  # resemblance to a face that is hidden at once ...
ENOUGH = 1.0  # ... and the sum of less, forgotten within a second, for what moves
MOVES = 0.4  # half heads, from where it was first seen
DOUBTED_AFTER = 4  # looks at what never moves: a picture on the wall resembles at times
DOUBTED = 0.45  # mean resemblance, of those looks
SMALLEST_PX = 3.0  # half a head; nothing can be recognised in less

# From one picture to another: the region in the first, and where to look in the second.
Carry = Callable[[Image, Image, HeadRegion, HeadRegion], HeadRegion | None]


class Sighting(NamedTuple):
    """A head in a picture; ``own`` of the person followed, ``body`` found with a body.

    ``sure`` is how much it resembles a face, up to 1.
    """

    region: HeadRegion
    body: bool = False
    own: bool = False
    sure: float = 1.0


@dataclass(slots=True, eq=False)
class Track:
    """A head over time: where it is taken to be now, where it was seen last, px and px/s."""

    region: HeadRegion
    seen: HeadRegion
    seen_s: float
    sure_s: float  # when its place was last known, seen or carried
    hold_s: float
    own: bool
    first: HeadRegion
    image: Image | None = None  # in which it was seen last
    velocity: tuple[float, float] = (0.0, 0.0)
    evidence: float = 0.0
    mean: float = 0.0
    looks: int = 0
    believed: bool = False
    moved: bool = False

    @property
    def hidden(self) -> bool:
        """Whether it is taken for a head."""
        doubted = not self.moved and self.looks >= DOUBTED_AFTER and self.mean < DOUBTED
        return self.believed and not doubted

    def weigh(self, sighting: Sighting, t_s: float) -> None:
        """Take how much what was seen resembles a face."""
        here = sighting.region
        if self.looks and here == self.seen:
            return  # nothing changed there, so nobody looked again
        self.moved = self.moved or here.distance(self.first) > MOVES * self.first.half_short
        self.evidence = sighting.sure + self.evidence * math.exp(self.seen_s - t_s)
        self.looks += 1
        self.mean += (sighting.sure - self.mean) / min(self.looks, 2 * DOUBTED_AFTER)
        enough = self.moved and self.evidence >= ENOUGH
        self.believed = self.believed or sighting.sure >= BELIEVED or enough

    def shown(self, t_s: float) -> HeadRegion:
        """Return what is to be hidden for it."""
        return self.region.grown(_growth(t_s - self.sure_s))


@dataclass(slots=True, eq=False)
class Moment:
    """A picture that waits, and the heads in it; ``own`` are those of the person followed."""

    t_s: float
    image: Image | None
    heads: list[HeadRegion] = field(default_factory=list)
    own: list[HeadRegion] = field(default_factory=list)

    def add(self, region: HeadRegion, own: bool) -> None:
        """Hide another region, unless that is done already."""
        heads = self.own if own else self.heads
        if not any(_holds(other, region) for other in heads):
            heads.append(region)


class HeadTracks:
    """All heads, and the last moments, oldest first; whoever draws takes moments away."""

    def __init__(self, carry: Carry | None = None) -> None:
        self.moments: deque[Moment] = deque()
        self.tracks: list[Track] = []
        self._carry = carry
        self._last: Moment | None = None

    def expect(self, t_s: float, image: Image | None) -> tuple[HeadRegion, ...]:
        """Carry every head on into the next picture; return where they should be."""
        if self._last is None:
            return ()
        elapsed_s = t_s - self._last.t_s
        for track in self.tracks:
            guess = _guess(track, elapsed_s)
            carried = self._carried(self._last.image, image, track.region, guess)
            if carried is not None and track.image is not self._last.image:
                # Step by step it may have slid onto what is before it, or behind.
                again = self._carried(track.image, image, track.seen, carried)
                carried = again if again is not None and again.follows(carried) else None
            if carried is None:
                track.region = guess
            else:
                track.velocity = _velocity(track, carried, elapsed_s)
                track.region, track.sure_s = carried, t_s
        return tuple(track.region for track in self.tracks)

    def see(self, t_s: float, image: Image | None, sightings: Sequence[Sighting]) -> Moment:
        """Take the heads seen in the picture; call ``expect`` with the same one before."""
        moment = Moment(t_s, image)
        elapsed_s = t_s - self._last.t_s if self._last else 0.0
        pairs = _paired(self.tracks, sightings, min(elapsed_s, LONGEST_JUMP_S), t_s)
        for track, sighting in pairs:
            self._renew(track, sighting, t_s, image, elapsed_s)
        taken = {id(sighting) for _, sighting in pairs}
        for sighting in sightings:
            if id(sighting) not in taken:
                self._begin(sighting, t_s, image)
        self.tracks = _still_there(self.tracks, t_s, image)
        for track in self.tracks:
            if track.hidden:
                moment.add(track.shown(t_s), track.own)
        self.moments.append(moment)
        self._last = moment
        return moment

    def _renew(
        self, track: Track, sighting: Sighting, t_s: float, image: Image | None, elapsed_s: float
    ) -> None:
        here, was_hidden = sighting.region, track.hidden
        track.weigh(sighting, t_s)
        if track.hidden and not was_hidden:
            self._carry_back(sighting, t_s, image, -math.inf)
        elif track.hidden and (track.sure_s < t_s or not here.follows(track.region)):
            self._fill(track.seen, track.seen_s, sighting, t_s, image)
        if 0.0 < elapsed_s and t_s - track.seen_s <= elapsed_s + 1e-9:
            track.velocity = _velocity(track, here, elapsed_s, track.seen)
        track.region = track.seen = here
        track.hold_s = HOLD_S
        track.seen_s = track.sure_s = t_s
        track.own, track.image = sighting.own, image

    def _begin(self, sighting: Sighting, t_s: float, image: Image | None) -> None:
        here = sighting.region
        hold_s = HOLD_S if sighting.body else FIRST_HOLD_S
        track = Track(here, here, t_s, t_s, hold_s, sighting.own, here, image)
        track.weigh(sighting, t_s)
        self.tracks.append(track)
        if track.hidden:
            self._carry_back(sighting, t_s, image, -math.inf)

    def _fill(
        self, before: HeadRegion, before_s: float, now: Sighting, t_s: float, image: Image | None
    ) -> None:
        """Hide a head between two sightings: carried back, and on the straight way."""
        self._carry_back(now, t_s, image, before_s)
        for moment in self.moments:
            if before_s < moment.t_s < t_s:
                share = (moment.t_s - before_s) / (t_s - before_s)
                moment.add(before.between(now.region, share), now.own)

    def _carry_back(
        self, sighting: Sighting, t_s: float, image: Image | None, until_s: float
    ) -> None:
        region, later, sure_s = sighting.region, image, t_s
        step = (0.0, 0.0)
        for moment in reversed(self.moments):
            if moment.t_s <= until_s:
                return
            guess = region.at(region.x + step[0], region.y + step[1])
            carried = self._carried(later, moment.image, region, guess)
            if carried is not None:
                step = carried.x - region.x, carried.y - region.y
                region, sure_s = carried, moment.t_s
            elif sure_s - moment.t_s > BACK_S:
                return
            if not _within(region, moment.image):
                return
            moment.add(region.grown(_growth(sure_s - moment.t_s)), sighting.own)
            later = moment.image

    def _carried(
        self, here: Image | None, there: Image | None, region: HeadRegion, guess: HeadRegion
    ) -> HeadRegion | None:
        if self._carry is None or here is None or there is None or here.shape != there.shape:
            return None
        return self._carry(here, there, region, guess)


def _growth(lost_s: float) -> float:
    return min(LARGEST_GROWTH, 1 + GROWTH_PER_S * lost_s)


def _guess(track: Track, elapsed_s: float) -> HeadRegion:
    """Return where a head would be at its last speed, a head's reach from where it was seen."""
    x = track.region.x + track.velocity[0] * elapsed_s
    y = track.region.y + track.velocity[1] * elapsed_s
    return track.region.at(x, y)


def _velocity(
    track: Track, here: HeadRegion, elapsed_s: float, before: HeadRegion | None = None
) -> tuple[float, float]:
    if elapsed_s <= 0:
        return track.velocity
    before = before or track.region
    newest = (here.x - before.x) / elapsed_s, (here.y - before.y) / elapsed_s
    old = track.velocity
    return (old[0] + STEADY * (newest[0] - old[0]), old[1] + STEADY * (newest[1] - old[1]))


def _paired(
    tracks: Sequence[Track], sightings: Sequence[Sighting], elapsed_s: float, t_s: float
) -> list[tuple[Track, Sighting]]:
    """Link heads to what was seen, nearest first; far ones only if nobody is left over."""
    pairs = [(t, s) for s in sightings if s.own for t in tracks if t.own][:1]

    def free() -> list[tuple[float, Track, Sighting]]:
        tracked, seen = {id(t) for t, _ in pairs}, {id(s) for _, s in pairs}
        return sorted(
            (
                (t.region.distance(s.region), t, s)
                for t in tracks
                if id(t) not in tracked
                for s in sightings
                if id(s) not in seen
            ),
            key=lambda pair: pair[0],
        )

    def link(may: Callable[[float, Track, Sighting], bool]) -> None:
        for distance, track, sighting in free():
            known = {id(one) for pair in pairs for one in pair}
            if id(track) not in known and id(sighting) not in known:
                if may(distance, track, sighting):
                    pairs.append((track, sighting))

    link(lambda distance, t, s: s.region.follows(t.region))
    left = len(sightings) - len(pairs), len(tracks) - len(pairs)
    if left[0] >= left[1]:
        link(
            lambda distance, t, s: distance
            < (1 + JUMP_PER_S * elapsed_s) * (t.region.half_short + s.region.half_short)
        )
    return pairs


def _still_there(tracks: Iterable[Track], t_s: float, image: Image | None) -> list[Track]:
    """Leave out heads gone for too long, out of the picture, or tracked twice."""
    kept: list[Track] = []
    for track in sorted(tracks, key=lambda t: (t.seen_s, t.own), reverse=True):
        if t_s - track.seen_s > track.hold_s or not _within(track.region, image):
            continue
        unseen = track.seen_s < t_s
        if unseen and any(_holds(other.region, track.region) for other in kept):
            continue
        kept.append(track)
    return kept


def _holds(one: HeadRegion, other: HeadRegion) -> bool:
    """Whether a region hides nearly all that another one does."""
    return one.distance(other) + 0.8 * other.half_long <= one.half_short


def _within(region: HeadRegion, image: Image | None) -> bool:
    if region.half_short < SMALLEST_PX:
        return False
    if image is None:
        return True
    height, width = image.shape[:2]
    reach = region.half_short
    return -reach < region.x < width + reach and -reach < region.y < height + reach
