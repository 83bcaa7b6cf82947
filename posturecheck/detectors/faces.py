"""Find faces, so that they can be hidden: also of people whose body was not looked for.

BlazeFace (full range) sees a face down to about a 26th of the picture it is given. That is
too coarse for somebody across the room, so it looks at the whole picture and at overlapping
parts of it, by turns: a part in which nothing has changed since it was looked at is not
looked at again, and what was found there still holds. Where a face is expected it is looked
for closely. What only resembles a face is reported too, and how much: see ``head_tracks``.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import cv2
import numpy as np

from posturecheck.core import Frame, Image
from posturecheck.detectors.face_network import Face, FaceNetworks

PARTS = (3, 5)  # along each side, at least and at most; more of larger pictures ...
PART_PX = 256  # ... so that a face of 10 pixels is found up to 1280 across
OVERLAP = 0.3  # of a part; a face on a seam lies whole in one of the two
SURE = 0.6  # seldom anything else; less is looked at again, from closer and from farther ...
AGAIN_ACROSS = (4.0, 9.0)  # faces; a face keeps its resemblance, a shoe loses it
NOT_ONE = 0.25  # mean resemblance, of something that is no face for the next second
EXPECTED_ACROSS = 6.0  # faces; how much is looked at around where one is expected
EXPECTED_WITHIN = 0.7  # of its side, from where it is expected
EXPECTED_SIZE = 2.0  # times larger or smaller at most
LARGEST_IN_PART = 0.4  # of a part's shorter side: the whole picture shows larger ones better
CUT_OFF = 0.4  # of a face's side: so near its middle a seam shifts what is found
CELLS_ACROSS = 160  # of the small copies compared; the smallest face is three of them wide
CELL_CHANGED = 12  # grey levels of 255
CELLS_CHANGED = 3
CUT_CHANGED = 25.0  # grey levels, mean over the picture: everything is looked at anew
PAUSE_S = 1.0  # without a picture: the same
EVERY_S = 0.15  # how often a part that changes all the time is looked at
LOOKS_PER_S = 30.0  # live; a look is 3 ms on one core
ROUNDING = 1e-6  # thirty looks a second are one for each of thirty pictures
WITH_FACE_SOONER = 2.0  # a part with a face in it is due again twice as soon
SAME_FACE = 0.7  # of its side: two middles so near are one face, found beside itself

Box = tuple[int, int, int, int]  # left, top, right, bottom
Square = tuple[float, ...]  # a face's middle, x and y, and its side, in pixels


class FaceFinder:
    """Finds faces in the pictures of one clip, in time order.

    Args:
        networks: Look; they are the caller's to close, and may look for several at once.
        looks_per_s: How many looks may be spent, but for a look at all after a cut.
    """

    def __init__(self, networks: FaceNetworks, looks_per_s: float = LOOKS_PER_S) -> None:
        self._networks = networks
        self._looks_per_s = looks_per_s
        self._shape: tuple[int, ...] = ()
        self._views: list[_View] = []
        self._copy: Image = np.zeros((0, 0), np.uint8)
        self._t_s = -math.inf
        self._expected_s = -math.inf
        self._none_there: list[tuple[float, Face]] = []  # what turned out to be no face, and when
        self._credit = 0.0  # looks that may be spent now

    def find(self, frame: Frame, expected: Sequence[Square] = ()) -> tuple[Face, ...]:
        """Return the faces known to be in this very picture.

        Those in a part that has changed and waits for its turn are not among them.

        Args:
            frame: The next frame, with its picture.
            expected: Where faces should be, (x, y, side) in pixels.

        Raises:
            ValueError: The frame has no picture.
        """
        if frame.image is None:
            raise ValueError("expected a frame with a picture, got one without")
        t_s, image = frame.t_s, frame.image
        copy = self._next_copy(image)
        elapsed_s = t_s - self._t_s
        new = self._is_new(image, copy) or not 0.0 <= elapsed_s < PAUSE_S
        if 0.0 < elapsed_s < PAUSE_S:
            self._credit += self._looks_per_s * elapsed_s
        self._t_s, self._copy = t_s, copy
        changed = [view for view in self._views if new or view.has_changed(copy)]
        due = sorted(
            (view for view in changed if new or view.is_due(t_s, elapsed_s)),
            key=lambda view: view.urgency(t_s),
            reverse=True,
        )
        looks = len(due) if new else math.floor(min(self._credit + ROUNDING, len(due)))
        self._credit -= looks
        self._look(due[:looks], image, copy, t_s, expected)
        waiting = [view for view in changed if view not in due[:looks]]
        found = [f for view in self._views if view not in waiting for f in view.faces]
        closely = self._expected(image, t_s, elapsed_s, expected, found)
        # Looks that nothing needed are not saved up, nor is a look at everything paid back.
        self._credit = max(0.0, min(self._credit, 1.0))
        return _distinct([*found, *closely])

    def _look(
        self,
        views: Sequence[_View],
        image: Image,
        copy: Image,
        t_s: float,
        expected: Sequence[Square],
    ) -> None:
        parts = [_cut(image, view.box) for view in views]
        found = [
            view.kept(faces) for view, faces in zip(views, self._networks.find(parts), strict=True)
        ]
        known = {
            face: face
            for faces in found
            for face in faces
            if face.sure >= SURE or any(_near(place, face) for place in expected)
        }
        doubtful = _distinct([f for faces in found for f in faces if f not in known])
        known |= self._again(doubtful, image, t_s)
        for view, faces in zip(views, found, strict=True):
            view.saw([known[face] for face in faces if face in known], copy, t_s)

    def _again(self, doubtful: Iterable[Face], image: Image, t_s: float) -> dict[Face, Face]:
        """Look at each twice more; return those that still may be faces, surer or less."""
        self._none_there = [one for one in self._none_there if t_s - one[0] < PAUSE_S]
        asked = [f for f in doubtful if not any(_near(f, other) for _, other in self._none_there)]
        boxes = [_around(face, across) for face in asked for across in AGAIN_ACROSS]
        looks = self._networks.find([_cut(image, box) for box in boxes])
        again = {}
        for i, face in enumerate(asked):
            seen = [face.sure]
            for k in range(i * len(AGAIN_ACROSS), (i + 1) * len(AGAIN_ACROSS)):
                here = (other.moved(boxes[k][0], boxes[k][1]) for other in looks[k])
                seen.append(max((f.sure for f in here if _near(face, f)), default=0.0))
            sure = sum(seen) / len(seen)
            if sure < NOT_ONE:
                self._none_there.append((t_s, face))
            else:
                again[face] = face._replace(sure=sure)
        self._credit -= len(boxes)
        return again

    def _expected(
        self,
        image: Image,
        t_s: float,
        elapsed_s: float,
        expected: Sequence[Square],
        found: Sequence[Face],
    ) -> list[Face]:
        if t_s - self._expected_s < EVERY_S - elapsed_s / 2:
            return []
        places = [place for place in expected if not any(_near(place, face) for face in found)]
        boxes = [_around(place) for place in places]
        parts = [_cut(image, box) for box in boxes]
        closely = []
        if places:
            self._expected_s = t_s
        for place, box, faces in zip(places, boxes, self._networks.find(parts), strict=True):
            here = [face.moved(box[0], box[1]) for face in faces]
            closely += sorted((f for f in here if _near(place, f)), key=lambda f: -f.sure)[:1]
        self._credit -= len(places)
        return closely

    def _next_copy(self, image: Image) -> Image:
        height, width = image.shape[:2]
        cell = max(1, max(height, width) // CELLS_ACROSS)
        size = math.ceil(width / cell), math.ceil(height / cell)
        # Green alone is near enough to brightness; every other line of it averages enough.
        copy: Image = cv2.resize(image[::2, ::2, 1], size, interpolation=cv2.INTER_AREA)
        return copy

    def _is_new(self, image: Image, copy: Image) -> bool:
        if self._shape != image.shape:
            self._shape = image.shape
            self._views = _views(image.shape[1], image.shape[0], copy.shape[1] / image.shape[1])
            return True
        return float(cv2.absdiff(copy, self._copy).mean()) > CUT_CHANGED


class _View:
    """A part of the picture, and what was found there last."""

    def __init__(
        self, box: Box, size: tuple[int, int], cells_a_px: float, largest_px: float
    ) -> None:
        self.box = box
        # Left, top, -right and -bottom where there is more of the picture beyond.
        near = [edge if edge > 0 else -math.inf for edge in box[:2]]
        far = [-edge if edge < end else -math.inf for edge, end in zip(box[2:], size, strict=True)]
        self._seams = (*near, *far)
        self._cells = [int(edge * cells_a_px) for edge in box]
        self._largest_px = largest_px
        self._copy: Image | None = None
        self._t_s = -math.inf
        self.faces: list[Face] = []

    def has_changed(self, copy: Image) -> bool:
        """Whether it differs from what was looked at last: slow change adds up, too."""
        if self._copy is None:
            return True
        difference = cv2.absdiff(self._part(copy), self._copy)
        return int((difference > CELL_CHANGED).sum()) >= CELLS_CHANGED

    def is_due(self, t_s: float, elapsed_s: float) -> bool:
        return t_s - self._t_s >= EVERY_S - elapsed_s / 2

    def urgency(self, t_s: float) -> float:
        return (t_s - self._t_s) * (WITH_FACE_SOONER if self.faces else 1.0)

    def kept(self, faces: Iterable[Face]) -> list[Face]:
        """Return what was found in it where it is in the picture, and small enough for it."""
        found = (face.moved(self.box[0], self.box[1]) for face in faces)
        return [face for face in found if face.side <= self._largest_px and not self._cuts(face)]

    def _cuts(self, face: Face) -> bool:
        """Whether a face is cut off by a seam: another part shows it whole, and in place."""
        reach = CUT_OFF * face.side
        edges = face.x - reach, face.y - reach, -face.x - reach, -face.y - reach
        return any(edge < seam for edge, seam in zip(edges, self._seams, strict=True))

    def saw(self, faces: list[Face], copy: Image, t_s: float) -> None:
        self.faces = faces
        self._copy, self._t_s = self._part(copy).copy(), t_s

    def _part(self, copy: Image) -> Image:
        left, top, right, bottom = self._cells
        return copy[top : bottom + 1, left : right + 1]


def _views(width: int, height: int, cells_a_px: float) -> list[_View]:
    size = width, height
    whole = _View((0, 0, width, height), size, cells_a_px, math.inf)
    parts = min(max(PARTS[0], round(max(width, height) / PART_PX)), PARTS[1])
    share = 1 / (parts - (parts - 1) * OVERLAP)  # of the picture's sides
    starts = [i * (1 - share) / (parts - 1) for i in range(parts)]
    boxes = [
        tuple(
            round(side * edge)
            for side, edge in zip((width, height) * 2, (x, y, x + share, y + share), strict=True)
        )
        for y in starts
        for x in starts
    ]
    largest = LARGEST_IN_PART * share * min(width, height)
    views = [
        _View((a, b, c, d), size, cells_a_px, largest) for a, b, c, d in boxes if a < c and b < d
    ]
    return [whole, *views]


def _around(place: Square, across: float = EXPECTED_ACROSS) -> Box:
    x, y, side = place[:3]
    reach = max(across * side / 2, 2.0)
    return int(x - reach), int(y - reach), int(x + reach), int(y + reach)


def _cut(image: Image, box: Box) -> Image:
    """Return a part of the picture; what lies outside is black."""
    left, top, right, bottom = box
    height, width = image.shape[:2]
    inside = image[max(0, top) : max(0, bottom), max(0, left) : max(0, right)]
    if left >= 0 and top >= 0 and right <= width and bottom <= height:
        return inside
    cut = np.zeros((bottom - top, right - left, 3), np.uint8)
    y, x = max(0, -top), max(0, -left)
    cut[y : y + inside.shape[0], x : x + inside.shape[1]] = inside
    return cut


def _near(place: Square, face: Face) -> bool:
    x, y, side = place[:3]
    alike = side / EXPECTED_SIZE < face.side < side * EXPECTED_SIZE
    return alike and math.hypot(face.x - x, face.y - y) < EXPECTED_WITHIN * max(side, face.side)


def _distinct(faces: Sequence[Face]) -> tuple[Face, ...]:
    """Leave out what another, surer one covers: parts overlap."""
    kept: list[Face] = []
    for face in sorted(faces, key=lambda f: (f.sure, f.side), reverse=True):
        near = (
            math.hypot(face.x - f.x, face.y - f.y) < SAME_FACE * max(f.side, face.side)
            for f in kept
        )
        if not any(near):
            kept.append(face)
    return tuple(kept)
