"""What the tests of cues share: a policy, movements and moments for it, and what it then tells."""

import math
from typing import Any

from posturecheck.core import (
    Cue,
    Episode,
    Judged,
    Movement,
    MovementKind,
    MovementPhase,
    OpenEpisode,
    Posture,
    Reading,
    Severity,
    Verdict,
)
from posturecheck.feedback.cues import CuePolicy
from posturecheck.profiles.settings import Cues
from posturecheck.rules.guidance import load_guidance

WORDS = load_guidance()
Open = tuple[tuple[str, Severity], ...]
LONG = Reading(5.0, 4.0)  # the rounding of a long back


def policy(task: str = "other", day: int = 1, **settings: Any) -> CuePolicy:
    return CuePolicy(Cues(**settings), WORDS, task, day)


def seen(
    t_s: float,
    bend_deg_s: float = 0.0,
    twist_deg_s: float = 0.0,
    lean_deg: float = 30.0,
    rounding: Reading = LONG,
) -> Posture:
    return Posture(
        t_s,
        {
            "trunk_inclination_deg": Reading(lean_deg, 3.0),
            "trunk_flexion_rate_deg_s": Reading(bend_deg_s, 3.0),
            "trunk_rotation_rate_deg_s": Reading(twist_deg_s, 3.0),
            "spine_flexion_deg": rounding,
        },
    )


def moving(
    number: int,
    start_s: float = 0.0,
    *,
    phase: MovementPhase = "going down",
    kind: MovementKind = "bend",
    technique: str = "",
    **facts: Any,
) -> Movement:
    deepest = facts.pop("deepest", seen(start_s + 1.0))
    facts = {"stance_known": True, **facts}
    return Movement(number, kind, phase, start_s, deepest, technique=technique, **facts)


def done(number: int, t_s: float, technique: str = "squat", **facts: Any) -> Movement:
    """A movement of two seconds that is over at ``t_s``."""
    return moving(number, t_s - 2.0, phase="over", end_s=t_s, technique=technique, **facts)


def over(
    rule: str, t_s: float = 1.0, severity: Severity = "amber", lasted_s: float = 1.0
) -> Episode:
    return Episode(rule, severity, t_s - lasted_s, t_s, 70.0, 3.0, "deg_s", t_s - 0.5, 60.0)


def opened(open_rules: Open, movement: int = 0, since_s: float = 0.0) -> tuple[OpenEpisode, ...]:
    return tuple(OpenEpisode(rule, severity, since_s, movement) for rule, severity in open_rules)


def judged(
    posture: Posture,
    technique: str = "",
    open_rules: Open = (),
    closed: tuple[Episode, ...] = (),
    unseen: frozenset[str] = frozenset(),
    *,
    movement: int | Movement = 0,
    ended: tuple[Movement, ...] = (),
    since_s: float = 0.0,
) -> Judged:
    """A moment in which the rules of ``unseen`` could not be told, the others not asked."""
    nan = math.nan
    verdicts = tuple(
        Verdict(rule, "cannot tell", nan, nan, "deg", 20.0, 60.0, nan) for rule in sorted(unseen)
    )
    under_way = moving(movement, posture.t_s - 0.5) if isinstance(movement, int) else movement
    number = under_way.number
    return Judged(
        posture,
        technique,
        verdicts,
        opened(open_rules, number, since_s),
        closed,
        movement=under_way if number else None,
        ended=ended,
    )


def said(speaker: CuePolicy, t_s: float, *, open_rules: Open = (), **moment: Any) -> Cue | None:
    return speaker.choose(judged(seen(t_s), open_rules=open_rules, **moment))


def bent(
    speaker: CuePolicy,
    t_s: float,
    rule: str = "deep-lean",
    severity: Severity = "amber",
    **moment: Any,
) -> Cue | None:
    """Somebody bends too far, each second in a movement of its own unless one is named."""
    moment = {"movement": 1 + int(t_s), "since_s": t_s, **moment}
    return said(speaker, t_s, open_rules=((rule, severity),), **moment)


def corrected(**settings: Any) -> CuePolicy:
    """A policy that has corrected a lean at second 1, in movement 2."""
    speaker = policy(**settings)
    assert bent(speaker, 1.0) is not None
    return speaker


def spoken(cues: list[Cue]) -> list[bool]:
    return [cue.spoken for cue in cues]
