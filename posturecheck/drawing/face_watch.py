"""What is hidden in each picture, decided a moment late: a face found now was there before.

A missed detection must not show a face. Heads are tracked (``head_tracks``), and pictures
wait until what comes after them is known. When the person followed is lost for a second the
whole picture is hidden, until that person is back; only where the room may be empty (no
person came yet, or the person was last seen at its edge) and a search for faces finds none for a
second, it is shown.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from typing import Literal, NamedTuple

import numpy as np

from posturecheck.core import TRUNK_JOINTS, Frame, Image, Joint, Step
from posturecheck.drawing.face_blur import Hidden
from posturecheck.drawing.head_region import Found, HeadRegion, Square, face_region, head_region
from posturecheck.drawing.head_track import HOLD_S, Sighting
from posturecheck.drawing.head_tracks import HeadTracks, Moment

AHEAD_S = 1.0  # so long a picture waits for what comes after it
AHEAD_BYTES = 160_000_000  # less long where pictures are large: 25 of 1920 x 1080
EMPTY_S = 1.0  # after the hold: how long no person must be found before the room is shown
EDGE = 0.12  # of the picture's width: who was lost there may have walked out
LARGER_THAN_THE_HEAD = 1.3  # somebody else before it
ON_THE_HEAD, BESIDE_ITSELF = 0.8, 1.2  # half heads; a face is at times found beside itself, too
SURER_THAN_A_SHADOW = 0.75  # resemblance to a face, then
LIMBS = [*range(Joint.LEFT_WRIST, Joint.LEFT_HIP), *range(Joint.LEFT_KNEE, Joint.RIGHT_TOE + 1)]
LIMB_SEEN = 0.5  # visibility
SURER_THAN_A_LIMB = 0.6  # resemblance to a face

# The frame, and where faces are expected in it.
FindFaces = Callable[[Frame, Sequence[Square]], Iterable[Found]]
# Two pictures, a face in the first, and about where it is in the second.
CarryFace = Callable[[Image, Image, Square, tuple[float, float]], tuple[float, float] | None]
Followed = Literal["here", "leaving", "unseen"]


class Veiled(NamedTuple):
    """A step, and what is to be hidden in its picture."""

    step: Step
    hidden: Hidden


class _Waiting(NamedTuple):
    step: Step
    moment: Moment
    all_hidden: bool


class FaceWatch:
    """Takes steps in order and returns them, a moment later, with what is to be hidden.

    Args:
        find: Finds faces in a frame with a picture; None where that cannot be done: then
            more is hidden to be safe.
        carry: Follows a face from picture to picture.
        show_followed: Whether the face of the person followed may be seen.
    """

    def __init__(
        self,
        find: FindFaces | None = None,
        carry: CarryFace | None = None,
        show_followed: bool = False,
    ) -> None:
        self._find = find
        self._show_followed = show_followed
        self._tracks = HeadTracks(_carrier(carry) if carry else None)
        self._room = _Room()
        self._waiting: deque[_Waiting] = deque()
        self._bytes = 0

    def take(self, step: Step) -> list[Veiled]:
        """Look at a step; return those before it that have waited long enough."""
        t_s, image = step.frame.t_s, step.frame.image
        expected = self._tracks.expect(t_s, image)
        sightings = _bodies(step)
        looked = self._find is not None and image is not None
        if self._find is not None and image is not None:
            bodies = [sighting.region for sighting in sightings]
            alone = [e.face for e in expected if not any(e.follows(body) for body in bodies)]
            for face in self._find(step.frame, alone):
                region, sure = face_region(face), face[3]
                if not any(_is_of(region, sure, b) for b in bodies) and not _is_limb(
                    step, region, sure
                ):
                    sightings.append(Sighting(region, sure=sure))
        moment = self._tracks.see(t_s, image, sightings)
        tracked = any(track.hidden for track in self._tracks.tracks)
        hides_all = self._room.hides_all(t_s, looked, tracked, _followed(step))
        hides_all = hides_all and not self._show_followed
        self._waiting.append(_Waiting(step, moment, hides_all))
        self._bytes += 0 if image is None else image.nbytes
        ready = []
        while self._waiting_too_long(t_s):
            ready.append(self._pop())
        return ready

    def finish(self) -> list[Veiled]:
        """Return the steps that still wait; nothing comes after them."""
        return [self._pop() for _ in range(len(self._waiting))]

    def _waiting_too_long(self, t_s: float) -> bool:
        oldest_s = self._waiting[0].step.frame.t_s
        late = t_s - oldest_s > AHEAD_S or self._bytes > AHEAD_BYTES
        return late and len(self._waiting) > 1

    def _pop(self) -> Veiled:
        step, moment, all_hidden = self._waiting.popleft()
        self._tracks.moments.popleft()
        self._bytes -= 0 if step.frame.image is None else step.frame.image.nbytes
        if all_hidden:
            return Veiled(step, None)
        own = () if self._show_followed else moment.own
        return Veiled(step, (*own, *moment.heads))


class _Room:
    """Remembers whether the person followed is in sight, or the room may be empty."""

    def __init__(self) -> None:
        self._followed_s = -math.inf
        self._may_have_left = True
        self._not_empty_s: float | None = None

    def hides_all(self, t_s: float, looked: bool, tracked: bool, followed: Followed) -> bool:
        if tracked or not looked or self._not_empty_s is None:
            self._not_empty_s = t_s
        if followed != "unseen":
            self._followed_s, self._may_have_left = t_s, followed == "leaving"
        if t_s - self._followed_s <= HOLD_S:
            return False
        # Lost in the middle of the picture, somebody is still there, lying down perhaps:
        # there both networks are blind. Without a look for faces nothing is known at all.
        if not looked or not self._may_have_left:
            return True
        return not tracked and t_s - self._not_empty_s <= EMPTY_S


def _carrier(carry: CarryFace) -> Callable[..., HeadRegion | None]:
    def carried(
        here: Image, there: Image, region: HeadRegion, guess: HeadRegion
    ) -> HeadRegion | None:
        found = carry(here, there, region.face, (guess.x, guess.y))
        return None if found is None else region.at(*found)

    return carried


def _bodies(step: Step) -> list[Sighting]:
    regions = [region for pose in step.people if (region := head_region(pose)) is not None]
    # The followed person's pose is smoothed: it is the nearest of those found.
    followed = head_region(step.pose) if step.pose is not None else None
    own = min(regions, key=followed.distance, default=None) if followed else None
    if own is not None and followed is not None and not own.follows(followed):
        own = None
    return [Sighting(region, body=True, own=region is own) for region in regions]


def _is_of(face: HeadRegion, sure: float, body: HeadRegion) -> bool:
    """Whether a face is that of a body that was found."""
    small = face.half_long <= LARGER_THAN_THE_HEAD * body.half_long
    near = BESIDE_ITSELF if sure < SURER_THAN_A_SHADOW else ON_THE_HEAD
    return body.covers(face) or (small and body.distance(face) < near * body.half_short)


def _is_limb(step: Step, region: HeadRegion, sure: float) -> bool:
    """Whether it is more likely a hand or a shoe than a face: they resemble each other."""
    if sure >= SURER_THAN_A_LIMB:
        return False
    for pose in step.people:
        limbs = pose.points_px[LIMBS][pose.visibility[LIMBS] >= LIMB_SEEN]
        if any(math.dist(limb, region[:2]) < region.half_short for limb in limbs):
            return True
    return False


def _followed(step: Step) -> Followed:
    if step.pose is None:
        return "unseen"
    if step.frame.image is None:
        return "here"
    width = step.frame.image.shape[1]
    x = float(np.mean(step.pose.points_px[list(TRUNK_JOINTS), 0]))
    return "here" if EDGE * width < x < (1 - EDGE) * width else "leaving"
