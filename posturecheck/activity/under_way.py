"""A movement under way: what it is cut by, and what is known of it so far."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from posturecheck.activity.techniques import LOW_HIPS, surely_round
from posturecheck.core import Movement, MovementKind, MovementPhase, Posture

REST_DEG = 14.0  # lean: .7 of the 20 degrees from which a trunk is bent (ISO 11226)
REST_TWIST_DEG = 10.0  # clearly visible from there on (EN 1005-4), so not at rest
REST_S = 0.3  # at rest for so long: people pass the upright on their way, too
LOW_REST_S = 1.5  # a squat is not held upright for so long; a seat and a knee are
STILL_LEAN_DEG, STILL_HIPS = 10.0, 0.15  # on the floor: less is breathing and noise
STILL_S = 1.0

BENT_DEG = 20.0  # ISO 11226: below it nothing was bent
HIPS_MOVED = 0.3  # trunk lengths up or down: a seat, a squat, a knee; half of it in half a second
# is no walking (.1, towards the camera)
TURNED_DEG = 45.0  # by stepping round
SPLIT_DEG = 15.0  # three sds of the lean
PAST_DEG = 5.0  # come up so far from the deepest point: past it
DEEPER_DEG = 2.0  # by less is noise
HELD_S = 0.3  # no deeper for so long: low
MAX_GAP_S = 0.5  # frames further apart have unseen time between them


@dataclass(frozen=True, slots=True)
class BodyNow:
    """What a movement is cut by, at one moment.

    ``hip_drop`` is how far the hips are below standing and ``hips_moved`` how far they moved
    in the last half second, trunk lengths; ``turned_deg`` how far the feet turned the body
    in that time, ``stepped_deg`` since the last moment. ``technique`` is as ``techniques``
    names it, or lying; ``task`` is "" where none is clear.
    """

    posture: Posture
    technique: str = ""
    hip_drop: float = 0.0
    hips_moved: float = 0.0
    turned_deg: float = 0.0
    stepped_deg: float = 0.0
    on_floor: bool = False
    stance_known: bool = False
    task: str = ""

    @property
    def t_s(self) -> float:
        """The moment, seconds."""
        return self.posture.t_s

    @property
    def lean_deg(self) -> float:
        """The lean of the trunk, any way."""
        return self.posture["trunk_inclination_deg"].value

    @property
    def twist_deg(self) -> float:
        """The part of the twist that is beyond doubt; 0 where it is not seen."""
        value, sd = self.posture["trunk_rotation_deg"]
        return max(abs(value) - sd, 0.0) if math.isfinite(value) else 0.0

    @property
    def changing(self) -> bool:
        """Whether the hips sink or rise, or the feet turn the body."""
        return abs(self.hips_moved) >= HIPS_MOVED / 2 or abs(self.turned_deg) >= TURNED_DEG / 3

    @property
    def at_rest(self) -> bool:
        """Whether the trunk is upright and nothing moves it."""
        upright = self.lean_deg < REST_DEG and self.twist_deg < REST_TWIST_DEG
        return upright and not self.changing


@dataclass(slots=True)
class UnderWay:
    """A movement that has begun, as far as it has come."""

    number: int
    start_s: float
    drop_at_start: float
    was_low: bool
    last: BodyNow
    deepest: BodyNow
    deeper: BodyNow  # when it was last clearly deeper than before
    most_twisted: BodyNow
    task: str
    stance_known: bool
    drops: tuple[float, float]
    turned_deg: float = 0.0
    floor: bool = False
    rounded: bool = False
    lifted: bool = False
    hands_low: bool = False
    seen_s: float = 0.0
    bend_deg_s: float = math.nan
    twist_deg_s: float = math.nan
    held_s: dict[str, float] = field(default_factory=dict)  # by technique, going down
    highest: BodyNow | None = None  # since the deepest point
    resting_since_s: float = math.nan
    still: BodyNow | None = None  # on the floor: where the body came to lie

    @property
    def counts(self) -> bool:
        """Whether it has come so far that it is a movement and no sway."""
        bent = self.deepest.lean_deg >= BENT_DEG
        twisted = self.most_twisted.twist_deg >= REST_TWIST_DEG
        turned = abs(self.turned_deg) >= TURNED_DEG
        return bent or twisted or turned or self.floor or self.height >= HIPS_MOVED

    @property
    def height(self) -> float:
        """How far the hips sank or rose, trunk lengths."""
        return max(self.drops[1] - self.drop_at_start, self.drop_at_start - self.drops[0])

    @property
    def sank(self) -> bool:
        """Whether the hips came down as far as a squat's."""
        return self.drops[1] - self.drop_at_start >= LOW_HIPS

    @property
    def side(self) -> bool:
        """Whether it went to the side more than forward."""
        posture = self.deepest.posture
        forward, sideways = posture["trunk_flexion_deg"], posture["trunk_side_bend_deg"]
        return abs(sideways.value) - sideways.sd > abs(forward.value)


def follow(u: UnderWay, now: BodyNow) -> None:
    """Take one moment into what is known of a movement."""
    elapsed_s = now.t_s - u.last.t_s
    seen_s = elapsed_s if elapsed_s <= MAX_GAP_S else 0.0
    u.seen_s += seen_s
    u.drops = (min(u.drops[0], now.hip_drop), max(u.drops[1], now.hip_drop))
    u.turned_deg += now.stepped_deg
    u.task = u.task if u.task == now.task else ""
    u.stance_known &= now.stance_known
    u.floor |= now.on_floor
    u.rounded |= now.lean_deg >= BENT_DEG and surely_round(now.posture)
    u.bend_deg_s = _larger(u.bend_deg_s, now.posture["trunk_flexion_rate_deg_s"].value)
    u.twist_deg_s = _larger(u.twist_deg_s, abs(now.posture["trunk_rotation_rate_deg_s"].value))
    if now.twist_deg > u.most_twisted.twist_deg:
        u.most_twisted = now
    if now.lean_deg - u.deeper.lean_deg >= DEEPER_DEG:
        u.deeper = now
    if now.lean_deg > u.deepest.lean_deg:
        u.deepest, u.highest = now, None
    elif u.highest is None or now.lean_deg < u.highest.lean_deg:
        u.highest = now
    if u.deepest.lean_deg - now.lean_deg < PAST_DEG:  # on the way up every back grows long
        u.held_s[now.technique] = u.held_s.get(now.technique, 0.0) + seen_s
    if not now.at_rest:
        u.resting_since_s = math.nan
    elif math.isnan(u.resting_since_s):
        u.resting_since_s = crossing_s(u.last, now)
    u.last = now


def over_since_s(u: UnderWay, now: BodyNow) -> float | None:
    """Return since when the body has been at rest, None where it is not or not for long."""
    if now.on_floor:
        return _still_since_s(u, now)
    low = now.hip_drop >= LOW_HIPS and not u.was_low
    rested_s = now.t_s - u.resting_since_s
    return u.resting_since_s if rested_s >= (LOW_REST_S if low else REST_S) else None


def _still_since_s(u: UnderWay, now: BodyNow) -> float | None:
    before = u.still
    if before is None or stirs(before, now):
        u.still = before = now
    return before.t_s if now.t_s - before.t_s >= STILL_S else None


def stirs(before: BodyNow, now: BodyNow) -> bool:
    """Whether a body on the floor has moved from where it lay."""
    leans = abs(now.lean_deg - before.lean_deg) > STILL_LEAN_DEG
    return leans or abs(now.hip_drop - before.hip_drop) > STILL_HIPS


def splits(u: UnderWay, now: BodyNow) -> bool:
    """Whether the trunk came up from its deepest point and has gone down again by as much."""
    if u.highest is None or u.floor:
        return False
    up_deg = u.deepest.lean_deg - u.highest.lean_deg
    return min(up_deg, now.lean_deg - u.highest.lean_deg) >= SPLIT_DEG


def _phase(u: UnderWay) -> MovementPhase:
    if u.highest is not None and u.deepest.lean_deg - u.highest.lean_deg >= PAST_DEG:
        return "coming up"
    return "low" if u.last.t_s - u.deeper.t_s >= HELD_S else "going down"


def _kind(u: UnderWay, *, over: bool) -> MovementKind:
    if u.floor:
        return "to-floor"
    low = u.last.hip_drop >= LOW_HIPS
    if over and low and not u.was_low:
        return "kneel-down" if _technique(u) == "half-kneel" else "sit-down"
    if u.was_low and u.last.hip_drop < LOW_HIPS / 2:
        return "stand-up"
    if u.lifted:
        return "lift"
    if u.deepest.lean_deg < BENT_DEG and not u.sank:
        return "turn"
    return "side-bend" if u.side and not u.sank else "bend"


def _technique(u: UnderWay) -> str:
    if abs(u.turned_deg) >= TURNED_DEG and u.deepest.lean_deg < BENT_DEG:
        return "step-turn"
    return "" if u.rounded or not u.held_s else max(u.held_s, key=u.held_s.__getitem__)


def movement_of(u: UnderWay, end_s: float | None = None) -> Movement:
    """Return what is known of a movement so far, or of one that was over at ``end_s``."""
    kind = _kind(u, over=end_s is not None)
    lasted_s = u.last.t_s - u.start_s
    return Movement(
        number=u.number,
        kind=kind,
        phase=_phase(u) if end_s is None else "over",
        start_s=u.start_s,
        deepest=(u.most_twisted if kind == "turn" else u.deepest).posture,
        end_s=math.nan if end_s is None else end_s,
        technique=_technique(u),
        hands_low=u.hands_low,
        peak_bend_deg_s=u.bend_deg_s,
        peak_twist_deg_s=u.twist_deg_s,
        seen_share=min(u.seen_s / lasted_s, 1.0) if lasted_s > 0 else 1.0,
        stance_known=u.stance_known,
        task=u.task,
    )


def crossing_s(before: BodyNow | None, now: BodyNow) -> float:
    """When the lean passed its rest, on the straight line between two frames."""
    if before is None or now.t_s - before.t_s > MAX_GAP_S:
        return now.t_s
    if (before.lean_deg < REST_DEG) == (now.lean_deg < REST_DEG):
        return now.t_s
    share = (REST_DEG - before.lean_deg) / (now.lean_deg - before.lean_deg)
    return before.t_s + share * (now.t_s - before.t_s)


def _larger(a: float, b: float) -> float:
    # nan only where both are
    return b if math.isnan(a) or b > a else a
