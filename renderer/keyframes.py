"""Key postures in time, and the minimum-jerk way between them."""

from __future__ import annotations

import bisect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np

from renderer.angles import FootGoal
from renderer.core import Floats, Side

Hold = Literal["room", "shoulder", "pelvis", "left-knee", "right-knee"]
MIRROR: Floats = np.array([-1.0, 1.0, 1.0])
OTHER: dict[Side, Side] = {"L": "R", "R": "L"}
_MIRRORED_HOLD: dict[Hold, Hold] = {"left-knee": "right-knee", "right-knee": "left-knee"}


@dataclass(frozen=True, slots=True, eq=False)
class Hand:
    """Where a hand is held: the wrist ``at`` (3,), its fingers, palm and curl.

    ``hold`` says against what: the room, or the own shoulder, pelvis or a knee; then all
    directions turn with the trunk's heading there.
    """

    hold: Hold
    at: Floats
    fingers: Floats
    palm: Floats
    curl: float = 0.35
    elbow: Floats | None = None


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Posture:
    """How a person is held at one key, degrees and metres; signs as in ``core``.

    ``knee_deg`` bends the standing legs and so gives the height; ``pelvis`` (3,) fixes the
    pelvis instead (somebody seated or kneeling). ``shift_m`` (left, forward) moves the
    centre of mass away from the middle between the feet, ``left_weight`` is the share of it
    on the left foot. ``gaze`` (3,) is what is looked at; without it ``head_deg`` (pitch,
    yaw, roll) holds.
    """

    hands: Mapping[Side, Hand]
    feet: Mapping[Side, FootGoal]
    tilt_deg: float = 0.0
    flexion_deg: float = 0.0
    side_bend_deg: float = 0.0
    rotation_deg: float = 0.0
    yaw_deg: float = 0.0
    obliquity_deg: float = 0.0
    knee_deg: float = 5.0
    left_weight: float = 0.5
    shift_m: tuple[float, float] = (0.0, 0.0)
    head_deg: tuple[float, float, float] = (0.0, 0.0, 0.0)
    gaze: Floats | None = None
    pelvis: Floats | None = None

    def but(self, **changes: Any) -> Posture:
        """Return this posture with some things changed; ``hands`` may name one only."""
        if "hands" in changes:
            changes["hands"] = {**self.hands, **changes["hands"]}
        if "feet" in changes:
            changes["feet"] = {**self.feet, **changes["feet"]}
        return replace(self, **changes)


@dataclass(frozen=True, slots=True)
class Between:
    """A time's two key postures, by number, and how far it is from one to the other."""

    before: int
    after: int
    share: float


class Score:
    """The keys of a movement, written one after the other."""

    def __init__(self, start: Posture) -> None:
        self.times_s = [0.0]
        self.postures = [start]

    @property
    def now_s(self) -> float:
        """When the last key written is."""
        return self.times_s[-1]

    @property
    def posture(self) -> Posture:
        """The last key's posture."""
        return self.postures[-1]

    def stay(self, seconds: float) -> float:
        """Keep the posture; returns the time reached."""
        return self.go(seconds, self.posture)

    def go(self, seconds: float, posture: Posture) -> float:
        """Move to a posture; returns the time reached."""
        self.times_s.append(self.now_s + seconds)
        self.postures.append(posture)
        return self.now_s

    def but(self, seconds: float, **changes: Any) -> float:
        """Move to the last posture with changes (``Posture.but``); returns the time."""
        return self.go(seconds, self.posture.but(**changes))

    def then(self, other: Score, from_s: float = 0.0) -> None:
        """Go on with another score from one of its times on, when it is as the last key here."""
        for before_s, after_s, posture in zip(
            other.times_s, other.times_s[1:], other.postures[1:], strict=False
        ):
            if after_s > from_s:
                self.go(after_s - max(before_s, from_s), posture)

    def at(self, t_s: float) -> Between:
        """Return where a time lies between the keys; before and after them all it stays."""
        i = bisect.bisect_right(self.times_s, t_s) - 1
        before, after = max(i, 0), min(i + 1, len(self.times_s) - 1)
        length_s = self.times_s[after] - self.times_s[before]
        share = (t_s - self.times_s[before]) / length_s if length_s > 0 else 0.0
        return Between(before, after, minimum_jerk(share))

    def backwards(self) -> Score:
        """Return the same keys from the last to the first: what was taken is put back."""
        score = Score(self.postures[-1])
        score.times_s = [self.now_s - t_s for t_s in reversed(self.times_s)]
        score.postures = list(reversed(self.postures))
        return score

    def mirrored(self) -> Score:
        """Return the same movement done with left and right exchanged."""
        score = Score(mirrored(self.postures[0]))
        score.times_s = list(self.times_s)
        known: dict[int, Posture] = {}
        for posture in self.postures:
            known.setdefault(id(posture), mirrored(posture))
        score.postures = [known[id(posture)] for posture in self.postures]
        return score


def minimum_jerk(share: float) -> float:
    """Return how far a reach has come after a share of its time (Flash, Hogan 1985)."""
    u = min(max(share, 0.0), 1.0)
    return u**3 * (10 - 15 * u + 6 * u * u)


def mirrored(posture: Posture) -> Posture:
    """Return a posture with left and right exchanged."""
    pitch, yaw, roll = posture.head_deg
    left, forward = posture.shift_m
    return replace(
        posture,
        hands={OTHER[side]: _mirrored_hand(hand) for side, hand in posture.hands.items()},
        feet={OTHER[side]: _mirrored_foot(foot) for side, foot in posture.feet.items()},
        side_bend_deg=-posture.side_bend_deg,
        rotation_deg=-posture.rotation_deg,
        yaw_deg=-posture.yaw_deg,
        obliquity_deg=-posture.obliquity_deg,
        left_weight=1 - posture.left_weight,
        shift_m=(-left, forward),
        head_deg=(pitch, -yaw, -roll),
        gaze=_mirrored_point(posture.gaze),
        pelvis=_mirrored_point(posture.pelvis),
    )


def moved(posture: Posture, by: Floats) -> Posture:
    """Return a posture carried along by (3,) metres, with what it holds and looks at."""
    hands = {
        side: replace(hand, at=hand.at + by) if hand.hold == "room" else hand
        for side, hand in posture.hands.items()
    }
    return replace(
        posture,
        hands=hands,
        feet={side: replace(goal, ankle=goal.ankle + by) for side, goal in posture.feet.items()},
        gaze=None if posture.gaze is None else posture.gaze + by,
        pelvis=None if posture.pelvis is None else posture.pelvis + by,
    )


def lerp(before: Sequence[float] | Floats, after: Sequence[float] | Floats, share: float) -> Floats:
    """Return the point a share of the straight way between two."""
    return np.asarray(before) * (1 - share) + np.asarray(after) * share


def _mirrored_point(point: Floats | None) -> Floats | None:
    return None if point is None else point * MIRROR


def _mirrored_hand(hand: Hand) -> Hand:
    return Hand(
        _MIRRORED_HOLD.get(hand.hold, hand.hold),
        hand.at * MIRROR,
        hand.fingers * MIRROR,
        hand.palm * MIRROR,
        hand.curl,
        _mirrored_point(hand.elbow),
    )


def _mirrored_foot(foot: FootGoal) -> FootGoal:
    return FootGoal(foot.ankle * MIRROR, -foot.yaw, foot.pitch, _mirrored_point(foot.knee))
