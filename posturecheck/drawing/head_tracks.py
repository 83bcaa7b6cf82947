"""Heads linked over time, so that one missed in a picture is hidden in it all the same.

A head that is not seen is carried on by how its pixels move, and one that is seen for the
first time is carried back through the pictures that still wait to be drawn. Nothing here
looks at a picture: who carries is handed in.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from posturecheck.core import Image
from posturecheck.drawing.head_links import (
    ALIKE_IN_SIZE,
    JUMP_PER_S,
    SLACK_S,
    SMALLEST_PX,
    at_the_edge,
    holds,
    paired,
    still_there,
)
from posturecheck.drawing.head_region import HeadRegion
from posturecheck.drawing.head_track import (
    BACK_S,
    HOLD_S,
    LONGEST_JUMP_S,
    Sighting,
    Track,
    grown_by,
    moved,
    steadied,
    velocity_to,
)

FIRST_HOLD_S = 0.5  # hold of a face seen once only, without a body: many are none
COAST_S = 0.5  # how far back on its straight way, where two sightings give its speed
CERTAIN = 0.7  # resemblance of a face that is hidden in all pictures its pixels lead back to
COVERED_S = 2.0  # whoever goes behind something comes out again within about
SIZE_STEADY = 0.6  # of a size without a body: faces are found a third too large or small

# From one picture to another: the region in the first, and where to look in the second.
Carry = Callable[[Image, Image, HeadRegion, HeadRegion], HeadRegion | None]


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
        if not any(holds(other, region) for other in heads):
            heads.append(region)


class HeadTracks:
    """All heads, and the last moments, oldest first; the drawing takes moments away."""

    def __init__(self, carry: Carry | None = None) -> None:
        self.moments: deque[Moment] = deque()
        self.tracks: list[Track] = []
        self._carry = carry
        self._last: Moment | None = None
        self._lost: list[tuple[float, HeadRegion]] = []  # when and where, of the last seconds

    def expect(self, t_s: float, image: Image | None) -> tuple[HeadRegion, ...]:
        """Carry every head on into the next picture; return where they should be."""
        if self._last is None:
            return ()
        elapsed_s = t_s - self._last.t_s
        for track in self.tracks:
            guess = moved(track.region, track.velocity, elapsed_s)
            carried = self._carried(self._last.image, image, track.region, guess)
            if carried is not None and track.image is not self._last.image:
                # Step by step it may have slid onto what is before it, or behind.
                again = self._carried(track.image, image, track.seen, carried)
                carried = again if again is not None and again.follows(carried) else None
            track.region = at_the_edge(carried or guess, image)
            if carried is not None:
                track.sure, track.sure_s = carried, t_s
        return tuple(track.region for track in self.tracks if track.hidden)

    def see(self, t_s: float, image: Image | None, sightings: Sequence[Sighting]) -> Moment:
        """Take the heads seen in the picture; call ``expect`` with the same one before."""
        moment = Moment(t_s, image)
        elapsed_s = t_s - self._last.t_s if self._last else 0.0
        pairs = paired(self.tracks, sightings, min(elapsed_s, LONGEST_JUMP_S), t_s)
        for track, sighting in pairs:
            self._renew(track, sighting, t_s, image)
        taken = {id(sighting) for _, sighting in pairs}
        for sighting in sightings:
            if id(sighting) not in taken:
                self._begin(sighting, t_s, image)
        self._drop(t_s, image)
        for track in self.tracks:
            for region in track.shown(t_s) if track.hidden else ():
                moment.add(region, track.own)
        self.moments.append(moment)
        self._last = moment
        return moment

    def _renew(self, track: Track, sighting: Sighting, t_s: float, image: Image | None) -> None:
        here, was_hidden = sighting.region, track.hidden
        track.weigh(sighting, t_s)
        if not sighting.body and here != track.seen:
            track.velocity = velocity_to(track, here, t_s - track.seen_s)
            size = here.half_long + (1 - SIZE_STEADY) * (track.seen.half_long - here.half_long)
            here = here.grown(size / here.half_long)
            sighting = sighting._replace(region=here)
        elif sighting.body:
            track.velocity = velocity_to(track, here, t_s - track.seen_s)
        track.remember(t_s, here)
        if track.hidden and (not was_hidden or track.looks == 2):
            self._look_back(track)
        elif track.hidden and track.seen_s < self._before_s(t_s):
            self._fill(track.path[-2:], track.own)
        track.region = track.seen = track.sure = here
        track.hold_s = HOLD_S
        track.seen_s = track.sure_s = t_s
        track.own, track.image = sighting.own, image

    def _begin(self, sighting: Sighting, t_s: float, image: Image | None) -> None:
        here = sighting.region
        hold_s = HOLD_S if sighting.body else FIRST_HOLD_S
        track = Track(here, here, t_s, here, t_s, hold_s, sighting.own, here, image)
        track.weigh(sighting, t_s)
        track.remember(t_s, here)
        self.tracks.append(track)
        if track.hidden:
            self._come_out(track)
            surely = sighting.body or sighting.sure >= CERTAIN
            self._carry_back(track, t_s, here, image, math.inf if surely else BACK_S)

    def _look_back(self, track: Track) -> None:
        """Hide a head where it was seen before it was believed in, and before that."""
        self._fill(track.path, track.own)
        self._come_out(track)
        first_s, first = track.path[0]
        image = next((m.image for m in self.moments if m.t_s == first_s), None)
        self._carry_back(track, first_s, first, image, math.inf)

    def _come_out(self, track: Track) -> None:
        """Hide a head that is seen again on its way behind what covered it."""
        first_s, first = track.path[0]
        lost = [(t.seen_s, t.seen) for t in self.tracks if t.hidden and not t.own]
        ways = [
            (distance / (first_s - seen_s), seen_s, seen)
            for seen_s, seen in (*lost, *self._lost)
            if BACK_S < first_s - seen_s <= COVERED_S
            and max(seen.half_short, first.half_short)
            <= ALIKE_IN_SIZE * min(seen.half_short, first.half_short)
            and (distance := seen.distance(first))
            < JUMP_PER_S * (first_s - seen_s) * (seen.half_short + first.half_short)
        ]
        if ways and not track.own:
            _, seen_s, seen = min(ways)
            self._fill([(seen_s, seen), (first_s, first)], track.own)

    def _drop(self, t_s: float, image: Image | None) -> None:
        kept = still_there(self.tracks, t_s, image)
        known = {id(track) for track in kept}
        gone = [t for t in self.tracks if id(t) not in known and t.hidden and not t.own]
        self._lost = [one for one in self._lost if t_s - one[0] <= COVERED_S + HOLD_S]
        self._lost += [(track.seen_s, track.seen) for track in gone]
        self.tracks = kept

    def _fill(self, path: Sequence[tuple[float, HeadRegion]], own: bool) -> None:
        """Hide a head on the straight way from each sighting to the next."""
        for (before_s, before), (after_s, after) in pairwise(path):
            for moment in self.moments:
                if before_s <= moment.t_s < after_s:
                    share = (moment.t_s - before_s) / (after_s - before_s)
                    moment.add(before.between(after, share), own)

    def _carry_back(
        self,
        track: Track,
        seen_s: float,
        seen: HeadRegion,
        image: Image | None,
        reach_s: float,
    ) -> None:
        """Hide a head in the moments before the first in which it was seen."""
        region, later, later_s, sure_s = seen, image, seen_s, seen_s
        velocity = track.velocity
        back_s = COAST_S if len(track.path) > 1 else BACK_S
        for moment in reversed(self.moments):
            if moment.t_s >= seen_s:
                continue
            elapsed_s, unseen_s = later_s - moment.t_s, seen_s - moment.t_s
            guess = moved(region, velocity, -elapsed_s)
            carried = self._carried(later, moment.image, region, guess)
            if carried is not None:
                sure_s = moment.t_s
                velocity = steadied(velocity, carried, region, elapsed_s)
            elif sure_s - moment.t_s > back_s + SLACK_S:
                return
            region = carried or guess
            if not _within(region, moment.image) or unseen_s > reach_s + SLACK_S:
                return
            moment.add(region.grown(grown_by(sure_s - moment.t_s)), track.own)
            if unseen_s <= back_s + SLACK_S:
                moment.add(moved(seen, track.velocity, -unseen_s), track.own)
            later, later_s = moment.image, moment.t_s

    def _before_s(self, t_s: float) -> float:
        """Return when the picture before this one was taken."""
        return self._last.t_s if self._last is not None else t_s

    def _carried(
        self, here: Image | None, there: Image | None, region: HeadRegion, guess: HeadRegion
    ) -> HeadRegion | None:
        if self._carry is None or here is None or there is None or here.shape != there.shape:
            return None
        return self._carry(here, there, region, guess)


def _within(region: HeadRegion, image: Image | None) -> bool:
    if region.half_short < SMALLEST_PX:
        return False
    if image is None:
        return True
    height, width = image.shape[:2]
    reach = 0.8 * region.half_short
    return bool(-reach < region.x < width + reach and -reach < region.y < height + reach)
