"""The neutral stance: the person's own tall stance, and with it where up is.

The pose model leans people who face the camera, and a tilted camera leans everybody. The
direction in which it shows the trunk of somebody standing tall is therefore taken for
up, separately for each way of facing. Found from calm, upright moments, or given by
``--neutral``; never by asking anybody to bend as far as they can (clinical.md, finding 6).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from posturecheck.core import Floats, Joint, Pose
from posturecheck.geometry import angle_deg, rotation_between, unit, wrapped_deg
from posturecheck.kinematics.body import Body
from posturecheck.kinematics.trunk import UP, Trunk, sideness

CALM_S = 0.5  # a moment is calm when the trunk hardly turned for so long
CALM_IMAGE_DEG = 4.0  # range of the trunk's direction on the picture
CALM_LEAN_DEG = 9.0  # range of the model's lean; its depth is noisier than the picture
MAX_IMAGE_LEAN_DEG = 22.0  # a rolled camera and a stoop, no more
MAX_LEAN_DEG = 40.0  # the model leans upright people up to 32 degrees (DESIGN section 6)
LONG_TRUNK = 1.05  # trunk against shoulder width on the picture; shorter is bent forward
TALL_FOR_S = 1.0  # the least lean held for so long is the tall stance ...
TALLEST_SHARE = 0.25  # ... or, of a short clip, in so much of the calm time
TALL_WITHIN_DEG = 6.0
ENOUGH_S = 0.25
VIEWS_DIFFER_DEG = 12.0  # a tall stance's false lean between two ways of facing ...
FRONT_LEANS_DEG = 16.0  # ... and so much more from the front than from the side
PLAIN_LEAN_DEG = 15.0  # of camera and model together; more may be a bend held all along
DOUBT_FRONT = 0.4  # from the front the model leans upright people; from the side it does not
MOST_CALM = 600  # moments remembered; more are thinned, so that memory stays flat
LONGEST_FRAME_S = 0.1
BIN_DEG = 45.0
VIEW_SD_DEG = 9.0  # lean error when the stance was seen facing the other way
ROTATION_FADES_DEG = 60.0  # a stance's false twist says nothing beyond this turn
NO_STANCE_SD_DEG = 12.0  # camera pitch and the model's false lean, both unknown
CAMERA_ROLL_SD_DEG = 5.0
ALWAYS = ((-math.inf, math.inf),)


@dataclass(frozen=True, slots=True, eq=False)
class Reference:
    """How the model shows this person standing tall and facing one way.

    ``up`` is a unit (3,) vector in the pose's own axes; ``sd_deg`` how much it varied.
    ``shape`` (23, 5) is how the body stands then, see ``Body.shape``.
    """

    facing_deg: float
    up: Floats
    rotation_deg: float
    sd_deg: float
    seconds: float
    shape: Floats = field(default_factory=lambda: np.zeros((len(Joint), 5)))


@dataclass(frozen=True, slots=True)
class Stance:
    """The references found, one per way of facing; empty where no person stood tall."""

    references: tuple[Reference, ...] = ()

    @property
    def known(self) -> bool:
        """Whether the person was seen standing tall at all."""
        return bool(self.references)

    @property
    def leans_deg(self) -> float:
        """How far the farthest reference leans from the camera's own up; 0 where none is."""
        return max((angle_deg(r.up, UP) for r in self.references), default=0.0)

    def nearest(self, facing_deg: float) -> Reference | None:
        """Return the reference whose facing is nearest."""
        return min(
            self.references,
            key=lambda r: abs(wrapped_deg(r.facing_deg - facing_deg)),
            default=None,
        )

    def level(self, pose: Pose, facing_deg: float) -> tuple[Pose, float]:
        """Return the pose turned so that y is up, and the sd of that in degrees."""
        reference = self.nearest(facing_deg)
        if reference is None:
            return pose, math.hypot(NO_STANCE_SD_DEG, CAMERA_ROLL_SD_DEG)
        turn = rotation_between(reference.up, UP)
        apart = abs(wrapped_deg(reference.facing_deg - facing_deg))
        from_view = VIEW_SD_DEG * math.sin(math.radians(apart / 2))
        level = Pose(pose.points_m @ turn.T, pose.points_px, pose.visibility, pose.motion)
        return level, math.hypot(reference.sd_deg, from_view)

    def rotation_zero_deg(self, facing_deg: float) -> float:
        """Return the twist the model shows when there is none, facing this way."""
        # Only the longest-held stance counts: a twist that is held for a moment also looks
        # calm, and turns the shoulders into another way of facing.
        reference = max(self.references, key=lambda r: r.seconds, default=None)
        if reference is None:
            return 0.0
        apart = abs(wrapped_deg(reference.facing_deg - facing_deg))
        return reference.rotation_deg * max(0.0, 1.0 - apart / ROTATION_FADES_DEG)


@dataclass(frozen=True, slots=True, eq=False)
class _UprightMoment:
    t_s: float
    trunk: Trunk
    image_lean_deg: float
    long_trunk: bool
    seconds: float  # that it stands for
    shape: Floats


class NeutralStanceEstimator:
    """Collects calm upright moments and makes the stance of them.

    Give it every pose of the person (live: as they come; a clip: all, looking ahead).
    ``start_s`` and ``end_s`` restrict it to a stretch known to be upright, in which
    only the view is checked, not the calm.
    """

    def __init__(self, start_s: float = -math.inf, end_s: float = math.inf) -> None:
        self._start_s, self._end_s = start_s, end_s
        self._told = math.isfinite(start_s) or math.isfinite(end_s)
        self._recent: list[_UprightMoment] = []
        self._calm: list[_UprightMoment] = []
        self._pace = 1  # one calm moment in so many is kept
        self._passed = 0
        self._t_s = -math.inf

    def observe(self, body: Body) -> bool:
        """Take one moment of the person; return whether it was a calm, upright one."""
        t_s, trunk = body.t_s, body.trunk
        if trunk is None or not self._start_s <= t_s <= self._end_s:
            return False
        elapsed_s = min(t_s - self._t_s, LONGEST_FRAME_S) if self._recent or self._calm else 0.0
        self._t_s = t_s
        moment = _UprightMoment(
            t_s, trunk, _image_lean_deg(body), _trunk_is_long(body), elapsed_s, body.shape
        )
        if self._told:
            self._keep(moment)
            return True
        self._recent = [m for m in self._recent if m.t_s > t_s - CALM_S]
        self._recent.append(moment)
        tall = _is_upright(moment) and _is_calm(self._recent)
        if tall:
            self._keep(moment)
        return tall

    def _keep(self, moment: _UprightMoment) -> None:
        # An hour of standing at the sink holds no more information than a minute of it.
        self._passed += 1
        if self._passed % self._pace:
            return
        self._calm.append(replace(moment, seconds=moment.seconds * self._pace))
        if len(self._calm) > MOST_CALM:
            self._calm = [replace(m, seconds=2 * m.seconds) for m in self._calm[::2]]
            self._pace *= 2

    def stance(self, within: Sequence[tuple[float, float]] = ALWAYS) -> Stance:
        """Return the stance as known so far, of the (start, end) seconds ``within``."""
        calm = [m for m in self._calm if any(a <= m.t_s <= b for a, b in within)]
        moments = calm if self._told else _tallest(calm)
        bins: dict[int, list[_UprightMoment]] = {}
        for moment in moments:
            bins.setdefault(round(moment.trunk.facing_deg / BIN_DEG), []).append(moment)
        references = [_reference(b) for b in bins.values()]
        return Stance(_tall_ones([r for r in references if r.seconds >= ENOUGH_S]))


def _is_upright(moment: _UprightMoment) -> bool:
    return (
        moment.long_trunk
        and abs(moment.image_lean_deg) <= MAX_IMAGE_LEAN_DEG
        and moment.trunk.inclination_deg <= MAX_LEAN_DEG
    )


def _is_calm(recent: Sequence[_UprightMoment]) -> bool:
    if recent[-1].t_s - recent[0].t_s < 0.6 * CALM_S:  # at 6 frames a second it is two thirds
        return False
    image = [m.image_lean_deg for m in recent]
    lean = [m.trunk.inclination_deg for m in recent]
    return max(image) - min(image) <= CALM_IMAGE_DEG and max(lean) - min(lean) <= CALM_LEAN_DEG


def _tallest(calm: Sequence[_UprightMoment]) -> list[_UprightMoment]:
    # Someone who leans on the sink for long is calm too: only the least lean counts.
    kept: list[_UprightMoment] = []
    for facing in {round(m.trunk.facing_deg / BIN_DEG) for m in calm}:
        same = [m for m in calm if round(m.trunk.facing_deg / BIN_DEG) == facing]
        lean = np.array([m.trunk.inclination_deg for m in same])
        limit = _least_lean_held_deg(same) + TALL_WITHIN_DEG
        kept += [m for m, value in zip(same, lean, strict=True) if value <= limit]
    return kept


def _tall_ones(references: Sequence[Reference]) -> tuple[Reference, ...]:
    """Return the references that the model's false leans explain.

    A person who turns while bent, or first bends facing another way, is calm and upright
    enough there too; a bend must not become that way's tall stance.
    """
    if not references:
        return ()
    tallest = min(references, key=lambda r: angle_deg(r.up, UP))

    def is_tall(reference: Reference) -> bool:
        more_deg = angle_deg(reference.up, UP) - angle_deg(tallest.up, UP)
        frontal = sideness(tallest.facing_deg) - sideness(reference.facing_deg)
        return more_deg <= VIEWS_DIFFER_DEG + FRONT_LEANS_DEG * max(frontal, 0.0)

    return tuple(reference for reference in references if is_tall(reference))


def _least_lean_held_deg(moments: Sequence[_UprightMoment]) -> float:
    """Return the lean that the tallest moments, together long enough, do not exceed."""
    by_lean = sorted(moments, key=lambda m: m.trunk.inclination_deg)
    wanted_s = min(TALL_FOR_S, TALLEST_SHARE * sum(m.seconds for m in moments))
    held_s = 0.0
    for moment in by_lean:
        held_s += moment.seconds
        if held_s >= wanted_s:
            break
    return moment.trunk.inclination_deg


def _reference(moments: Sequence[_UprightMoment]) -> Reference:
    axes = np.array([m.trunk.axis for m in moments])
    up = unit(np.median(axes, axis=0))
    spread = np.degrees(np.arccos(np.clip(axes @ up, -1, 1)))
    # The more the tallest stance still leans for the model, the likelier it was none.
    facing_deg = _mean_angle_deg([m.trunk.facing_deg for m in moments])
    share = DOUBT_FRONT + (1.0 - DOUBT_FRONT) * sideness(facing_deg)
    doubt_deg = share * max(0.0, angle_deg(up, UP) - PLAIN_LEAN_DEG)
    return Reference(
        facing_deg=facing_deg,
        up=up,
        rotation_deg=float(np.median([m.trunk.rotation_deg for m in moments])),
        sd_deg=math.hypot(float(np.sqrt(np.mean(spread**2))), doubt_deg),
        seconds=sum(m.seconds for m in moments),
        shape=np.median([m.shape for m in moments], axis=0),
    )


def _mean_angle_deg(angles: Sequence[float]) -> float:
    turned = np.exp(1j * np.radians(angles)).mean()
    return math.degrees(math.atan2(turned.imag, turned.real))


def _image_lean_deg(body: Body) -> float:
    shoulders, hips = body.trunk_px
    across, down = shoulders - hips
    return math.degrees(math.atan2(across, -down))


def _trunk_is_long(body: Body) -> bool:
    shoulders, hips = body.trunk_px
    p = body.pose.points_px
    width = float(np.linalg.norm(p[Joint.LEFT_SHOULDER] - p[Joint.RIGHT_SHOULDER]))
    return float(np.linalg.norm(shoulders - hips)) >= LONG_TRUNK * width
