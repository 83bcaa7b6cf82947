"""What the tests of cues share: a policy, moments for it, and what it then tells."""

import math
from typing import Any

from posturecheck.core import (
    Cue,
    Episode,
    Judged,
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


def policy(task: str = "other", day: int = 1, **settings: Any) -> CuePolicy:
    return CuePolicy(Cues(**settings), WORDS, task, day)


def seen(
    t_s: float, bend_deg_s: float = 0.0, twist_deg_s: float = 0.0, lean_deg: float = 30.0
) -> Posture:
    return Posture(
        t_s,
        {
            "trunk_inclination_deg": Reading(lean_deg, 3.0),
            "trunk_flexion_rate_deg_s": Reading(bend_deg_s, 3.0),
            "trunk_rotation_rate_deg_s": Reading(twist_deg_s, 3.0),
        },
    )


def over(
    rule: str, t_s: float = 1.0, severity: Severity = "amber", lasted_s: float = 1.0
) -> Episode:
    return Episode(rule, severity, t_s - lasted_s, t_s, 70.0, 3.0, "deg_s", t_s - 0.5, 60.0)


def opened(open_rules: Open) -> tuple[OpenEpisode, ...]:
    return tuple(OpenEpisode(rule, severity, 0.0) for rule, severity in open_rules)


def judged(
    posture: Posture,
    technique: str = "",
    open_rules: Open = (),
    closed: tuple[Episode, ...] = (),
    unseen: frozenset[str] = frozenset(),
) -> Judged:
    """A moment in which the rules of ``unseen`` could not be told, the others not asked."""
    nan = math.nan
    verdicts = tuple(
        Verdict(rule, "cannot tell", nan, nan, "deg", 20.0, 60.0, nan) for rule in sorted(unseen)
    )
    return Judged(posture, technique, verdicts, opened(open_rules), closed)


def said(
    speaker: CuePolicy,
    t_s: float,
    *,
    technique: str = "",
    open_rules: Open = (),
    closed: tuple[Episode, ...] = (),
) -> Cue | None:
    return speaker.choose(judged(seen(t_s), technique, open_rules, closed))


def bent(speaker: CuePolicy, t_s: float, rule: str = "deep-lean") -> Cue | None:
    return said(speaker, t_s, open_rules=((rule, "amber"),))


def corrected(**settings: Any) -> CuePolicy:
    """A policy that has corrected a lean at second 1."""
    speaker = policy(**settings)
    assert bent(speaker, 1.0) is not None
    return speaker


def praise(speaker: CuePolicy, start_s: float, end_s: float, technique: str) -> list[Cue]:
    times = [start_s + i / 10 for i in range(int((end_s - start_s) * 10))]
    cues = [said(speaker, t_s, technique=technique) for t_s in times]
    return [cue for cue in cues if cue is not None]


def spoken(cues: list[Cue]) -> list[bool]:
    return [cue.spoken for cue in cues]
