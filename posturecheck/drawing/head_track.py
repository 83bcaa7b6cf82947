"""One head over time: where it is taken to be, and whether it is believed to be one."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import NamedTuple

from posturecheck.core import Image
from posturecheck.drawing.head_region import HeadRegion

HOLD_S = 1.0  # how long a head that is not seen any more is carried on
BACK_S = 0.3  # how long it is held where it was first seen, back from there
LONGEST_JUMP_S = 0.5
GROWTH_PER_S = 1.0  # where even its pixels are lost, it may be beside the place ...
LARGEST_GROWTH = 1.25  # ... by a quarter of half a head; it may also have stopped, or gone on
STEADY = 0.5  # of a velocity is the newest sighting's
BELIEVED = 0.45  # resemblance to a face that is hidden at once ...
ENOUGH = 1.0  # ... and the sum of less, forgotten within a second, for what moves
MOVES = 1.0  # half heads, from where it was first seen
DOUBTED_AFTER = 4  # looks: a picture on the wall, or a shoe, resembles at times
DOUBTED_STILL, DOUBTED = 0.43, 0.35  # mean resemblance of those looks, if it never moved

Velocity = tuple[float, float]  # pixels a second


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
    sure: HeadRegion  # where it was when its place was last known, seen or carried ...
    sure_s: float  # ... and when that was
    hold_s: float
    own: bool
    first: HeadRegion
    image: Image | None = None  # in which it was seen last
    path: list[tuple[float, HeadRegion]] = field(default_factory=list)  # the newest sightings
    velocity: Velocity = (0.0, 0.0)
    evidence: float = 0.0
    mean: float = 0.0
    looks: int = 0
    believed: bool = False
    moved: bool = False

    @property
    def hidden(self) -> bool:
        """Whether it is taken for a head."""
        least = DOUBTED if self.moved else DOUBTED_STILL
        return self.believed and not (self.looks >= DOUBTED_AFTER and self.mean < least)

    def weigh(self, sighting: Sighting, t_s: float) -> None:
        """Take how much what was seen resembles a face."""
        here = sighting.region
        if self.looks and here == self.seen:
            return  # nothing changed there, so no search was made
        self.moved = self.moved or here.distance(self.first) > MOVES * self.first.half_short
        self.evidence = sighting.sure + self.evidence * math.exp(self.seen_s - t_s)
        self.looks += 1
        self.mean += (sighting.sure - self.mean) / min(self.looks, 2 * DOUBTED_AFTER)
        enough = self.moved and self.evidence >= ENOUGH
        self.believed = self.believed or sighting.sure >= BELIEVED or enough

    def shown(self, t_s: float) -> list[HeadRegion]:
        """Return what is to be hidden for it: of two places it may be at, both."""
        unseen_s = t_s - self.seen_s
        growth = grown_by(t_s - self.sure_s)
        places = [self.region.grown(growth)]
        if not self.region.follows(self.sure):
            places.append(self.sure.grown(growth))
        if 0.0 < unseen_s <= BACK_S:
            places.append(moved(self.seen, self.velocity, unseen_s))
        return places

    def remember(self, t_s: float, region: HeadRegion) -> None:
        """Take another sighting into the path."""
        self.path = [*(one for one in self.path if t_s - one[0] <= HOLD_S), (t_s, region)]


def grown_by(lost_s: float) -> float:
    """Return how much larger a region is made for a head lost so long."""
    return min(LARGEST_GROWTH, 1 + GROWTH_PER_S * lost_s)


def moved(region: HeadRegion, velocity: Velocity, elapsed_s: float) -> HeadRegion:
    """Return a region moved on for so long; backwards where that is negative."""
    return region.at(region.x + velocity[0] * elapsed_s, region.y + velocity[1] * elapsed_s)


def steadied(
    before: Velocity, earlier: HeadRegion, later: HeadRegion, elapsed_s: float
) -> Velocity:
    """Return a velocity that follows the newest step half way."""
    newest = (later.x - earlier.x) / elapsed_s, (later.y - earlier.y) / elapsed_s
    return (
        before[0] + STEADY * (newest[0] - before[0]),
        before[1] + STEADY * (newest[1] - before[1]),
    )


def velocity_to(track: Track, here: HeadRegion, elapsed_s: float) -> Velocity:
    """Return a velocity from where it was seen last to here, steadied by the one before."""
    if not 0.0 < elapsed_s <= LONGEST_JUMP_S:
        return track.velocity
    if track.looks > 2:
        return steadied(track.velocity, track.seen, here, elapsed_s)
    return (here.x - track.seen.x) / elapsed_s, (here.y - track.seen.y) / elapsed_s
