"""What must be hidden of a picture so that no face can be recognised, and hiding it.

A missed detection must not show a face: heads that were just seen stay hidden where they
were. When the person followed is lost for a second the whole picture is hidden, until that
person is back; only where the room may be empty (nobody came yet, or the person was last
seen at its edge) and a search for faces finds none for a second, it is shown.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable
from typing import Literal, NamedTuple

import cv2
import numpy as np

from posturecheck.core import (
    HEAD_JOINTS,
    TRUNK_JOINTS,
    Floats,
    Frame,
    Image,
    Joint,
    People,
    Pose,
    Step,
)

HOLD_S = 1.0  # how long a head that is lost stays hidden where it last was
EMPTY_S = 1.0  # how long nobody must be found in a room, the hold over, before it is shown
EDGE = 0.12  # of the picture's width: who was lost there may have walked out
FIRST_HOLD_S = 0.5  # the same for a face seen once only, without a body: many are none
GROWTH_PER_S = 2.0  # a lost head moves on: the place kept hidden grows
STRANGER_GROWTH_PER_S = 1.0  # less for a face without a body: it is looked for where it was
CELLS_A_HEAD = 6  # colours left across a head; faces are told apart from about 12 up
CELLS_A_PICTURE = 14  # the same for a whole picture, across its shorter side
HEAD_RADIUS_M = 0.17  # half a head is about 0.12 m; the rest is margin
FACE_TO_HEAD = 0.9  # half a head against a face's side: with hair, and a margin
SHOULDERS = [int(Joint.LEFT_SHOULDER), int(Joint.RIGHT_SHOULDER)]


Square = tuple[float, float, float]  # a face's middle, x and y, and its side, in pixels
FindFaces = Callable[[Frame, bool], Iterable[Square]]
Followed = Literal["here", "leaving", "unseen"]


class HeadRegion(NamedTuple):
    """An ellipse in pixels; ``tilt_deg`` is the turn of its long axis from picture x."""

    x: float
    y: float
    half_long: float
    half_short: float
    tilt_deg: float

    def grown(self, factor: float) -> HeadRegion:
        """Return the region made larger about its middle."""
        return self._replace(half_long=self.half_long * factor, half_short=self.half_short * factor)

    def meets(self, other: HeadRegion) -> bool:
        """Whether the two may be the same head, a little later."""
        return self.distance(other) < self.half_short + other.half_short

    def covers(self, other: HeadRegion) -> bool:
        """Whether the other one's inner half, the face, lies in this."""
        return self.distance(other) + 0.5 * other.half_long <= self.half_short

    def follows(self, earlier: HeadRegion) -> bool:
        """Whether it is surely the same head, a picture later."""
        return self.distance(earlier) < max(self.half_short, earlier.half_short)

    def distance(self, other: HeadRegion) -> float:
        """Return the pixels between the two middles."""
        return math.hypot(self.x - other.x, self.y - other.y)


Hidden = tuple[HeadRegion, ...] | None  # None: the whole picture


class _Known(NamedTuple):
    """A head, when it was seen last, and how long and how fast growing it is held after."""

    region: HeadRegion
    seen_s: float
    hold_s: float
    growth_per_s: float

    def holds(self, t_s: float) -> bool:
        return t_s - self.seen_s <= self.hold_s

    def at(self, t_s: float) -> HeadRegion:
        return self.region.grown(1 + self.growth_per_s * (t_s - self.seen_s))


class FaceVeil:
    """Remembers where heads were last seen, and whether the person followed is in sight.

    ``fresh`` are the regions that were seen in the picture last asked for, not held over
    from earlier ones.
    """

    def __init__(self) -> None:
        self.fresh: tuple[HeadRegion, ...] = ()
        self._known: list[_Known] = []
        self._followed_s = -math.inf
        self._may_have_left = True
        self._not_empty_s: float | None = None

    def regions(
        self,
        people: People,
        t_s: float,
        faces: Iterable[Square] | None = None,
        followed: Followed | None = None,
    ) -> Hidden:
        """Return the head regions to hide now; None means the whole picture.

        Args:
            people: Everybody found in the picture of this moment.
            t_s: Its time in seconds; calls are made in time order.
            faces: The faces found in it; None where nobody looked for any.
            followed: What is seen of the person whom all this is about; None takes anybody
                found for that person.
        """
        heads = [region for pose in people if (region := head_region(pose)) is not None]
        strangers = [face_region(face) for face in faces or ()]
        strangers = [f for f in strangers if not any(head.covers(f) for head in heads)]
        self.fresh = (*heads, *strangers)
        lost = [
            known
            for known in self._known
            if known.holds(t_s) and not any(known.region.meets(other) for other in self.fresh)
        ]
        found = [_Known(head, t_s, HOLD_S, GROWTH_PER_S) for head in heads]
        found += [self._stranger(face, t_s) for face in strangers]
        self._known = found + lost
        followed = followed or ("here" if heads else "unseen")
        if self._hides_all(t_s, faces is not None, followed):
            return None
        return (*self.fresh, *(known.at(t_s) for known in lost))

    def _stranger(self, face: HeadRegion, t_s: float) -> _Known:
        # What looks like a face for a moment, a knee or a lamp, is not held for long.
        before = [known for known in self._known if known.region.meets(face)]
        hold_s = max((known.hold_s + t_s - known.seen_s for known in before), default=FIRST_HOLD_S)
        return _Known(face, t_s, min(HOLD_S, hold_s), STRANGER_GROWTH_PER_S)

    def _hides_all(self, t_s: float, looked: bool, followed: Followed) -> bool:
        if self._known or not looked or self._not_empty_s is None:
            self._not_empty_s = t_s
        if followed != "unseen":
            self._followed_s, self._may_have_left = t_s, followed == "leaving"
        if t_s - self._followed_s <= HOLD_S:
            return False
        # Lost in the middle of the picture, somebody is still there, lying down perhaps:
        # there both networks are blind. Without a look for faces nothing is known at all.
        if not looked or not self._may_have_left:
            return True
        return not self._known and t_s - self._not_empty_s <= EMPTY_S


class FaceWatch:
    """Decides once a step what is hidden; a sink that stands before those that draw.

    Args:
        find: Finds faces in a frame with a picture, in all of it if the second argument
            says so; None where that cannot be done: then more is hidden to be safe.
        closely_at: The times at which all of the picture is searched.
    """

    def __init__(self, find: FindFaces | None = None, closely_at: Collection[float] = ()) -> None:
        self._find = find
        self._closely_at = closely_at
        self._veil = FaceVeil()
        self._t_s = math.nan
        self._hidden: Hidden = None

    def write(self, step: Step) -> None:
        """Look at a step, in time order."""
        self.hidden(step)

    def hidden(self, step: Step) -> Hidden:
        """Return what is to be hidden in the step's picture; a step may be asked for again."""
        frame = step.frame
        if frame.t_s != self._t_s:
            faces = None
            if self._find is not None and frame.image is not None:
                faces = self._find(frame, frame.t_s in self._closely_at)
            self._t_s = frame.t_s
            self._hidden = self._veil.regions(step.people, frame.t_s, faces, _followed(step))
        return self._hidden

    @property
    def fresh(self) -> tuple[HeadRegion, ...]:
        """The heads seen in the last step itself, not held over from earlier ones."""
        return self._veil.fresh

    def close(self) -> None:
        """Nothing to finish: the finder belongs to its owner."""


def _followed(step: Step) -> Followed:
    if step.pose is None:
        return "unseen"
    if step.frame.image is None:
        return "here"
    width = step.frame.image.shape[1]
    x = float(np.mean(step.pose.points_px[list(TRUNK_JOINTS), 0]))
    return "here" if EDGE * width < x < (1 - EDGE) * width else "leaving"


def face_region(face: Square) -> HeadRegion:
    """Return the head around a face, generously."""
    x, y, side = face
    return HeadRegion(x, y, FACE_TO_HEAD * side, FACE_TO_HEAD * side, 0.0)


def head_region(pose: Pose) -> HeadRegion | None:
    """Return where the head is, generously; None where no head point is known.

    Points are used whatever their visibility: seen from the back or the side, the
    model's guess of a hidden eye still lies on the head.
    """
    head = _finite(pose.points_px[list(HEAD_JOINTS)])
    if not len(head):
        return None
    centre = (head.min(axis=0) + head.max(axis=0)) / 2
    shoulders = _finite(pose.points_px[SHOULDERS])
    up = centre - shoulders.mean(axis=0) if len(shoulders) else np.array([0.0, -1.0])
    # Each length shrinks in some view (shoulders from the side, neck when bent towards
    # the camera); the largest of them does not.
    radius = max(
        HEAD_RADIUS_M * px_per_m(pose),
        1.7 * float(np.linalg.norm(head - centre, axis=1).max()),
        0.45 * float(np.linalg.norm(np.ptp(shoulders, axis=0))) if len(shoulders) else 0.0,
        0.5 * float(np.linalg.norm(up)) if len(shoulders) else 0.0,
    )
    tilt_deg = math.degrees(math.atan2(up[1], up[0]))
    return HeadRegion(float(centre[0]), float(centre[1]), 1.2 * radius, radius, tilt_deg)


def hide(image: Image, regions: Hidden) -> Image:
    """Return a copy of (h, w, 3) with the regions made unrecognisable; None hides all."""
    if regions is None:
        height, width = image.shape[:2]
        return _few_colours(image, max(2, min(height, width) // CELLS_A_PICTURE))
    veiled = image.copy()
    for region in regions:
        _hide_one(veiled, image, region)
    return veiled


def _hide_one(veiled: Image, image: Image, region: HeadRegion) -> None:
    height, width = image.shape[:2]
    reach = region.half_long + 2
    left, top = max(0, int(region.x - reach)), max(0, int(region.y - reach))
    right = min(width, math.ceil(region.x + reach))
    bottom = min(height, math.ceil(region.y + reach))
    if left >= right or top >= bottom:
        return
    mask = np.zeros((bottom - top, right - left), np.uint8)
    axes = (2 * region.half_long, 2 * region.half_short)
    box = ((region.x - left, region.y - top), axes, region.tilt_deg)
    cv2.ellipse(mask, box, 255, -1)
    part = image[top:bottom, left:right]
    cell = max(2, round(2 * region.half_short / CELLS_A_HEAD))
    cv2.copyTo(_few_colours(part, cell), mask, veiled[top:bottom, left:right])


def _few_colours(image: Image, cell_px: int) -> Image:
    # Averaging into cells destroys the detail; blurring the cells only makes it gentle to see.
    height, width = image.shape[:2]
    size = (max(1, round(width / cell_px)), max(1, round(height / cell_px)))
    cells = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    cells = cv2.GaussianBlur(cells, (3, 3), 0)
    veiled: Image = cv2.resize(cells, (width, height), interpolation=cv2.INTER_LINEAR)
    return veiled


def _finite(points: Floats) -> Floats:
    found: Floats = points[np.isfinite(points).all(axis=1)]
    return found


def px_per_m(pose: Pose) -> float:
    """Return the picture's pixels in a metre at the body; 0 where too little is known."""
    # The spread of the whole body, in pixels against metres: the same for any view and bend.
    known = np.isfinite(pose.points_px).all(axis=1) & np.isfinite(pose.points_m).all(axis=1)
    if known.sum() < 3:
        return 0.0
    spread_m = math.sqrt(float(pose.points_m[known, :2].var(axis=0).sum()))
    spread_px = math.sqrt(float(pose.points_px[known].var(axis=0).sum()))
    return spread_px / spread_m if spread_m > 0.02 else 0.0
