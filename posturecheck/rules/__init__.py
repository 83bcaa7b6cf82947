"""What judges: the rules, in order of rank, and the guidance.

To add a rule: write a ``Rule`` row in one of the files here, add its settings to
``profiles.rule_settings.Rules``, its words to ``guidance.toml``, and its name to ``RULES``.
The tests over ``RULES`` then test it too. CONTRIBUTING says every step.
"""

from __future__ import annotations

from typing import Any

from posturecheck.activity.situation import MovementState
from posturecheck.core import Verdict
from posturecheck.profiles.settings import Profile
from posturecheck.rules.bending import (
    DEEP_LEAN,
    FAST_BEND,
    REPEATED_BEND,
    ROUNDED_BEND,
    SUSTAINED_BEND,
)
from posturecheck.rules.lifting import OVERREACH, UNSAFE_LIFT
from posturecheck.rules.limit import Rule
from posturecheck.rules.twisting import BEND_AND_TWIST, FAST_TWIST, SIDE_BEND, TWIST

RULES: tuple[Rule[Any], ...] = (
    BEND_AND_TWIST,
    ROUNDED_BEND,
    FAST_TWIST,
    TWIST,
    DEEP_LEAN,
    UNSAFE_LIFT,
    FAST_BEND,
    SIDE_BEND,
    OVERREACH,
    SUSTAINED_BEND,
    REPEATED_BEND,
)
BY_ID: dict[str, Rule[Any]] = {rule.id: rule for rule in RULES}
RANK: dict[str, int] = {rule.id: rank for rank, rule in enumerate(RULES)}
SAID_AFTER: frozenset[str] = frozenset(rule.id for rule in RULES if rule.after)


def judge(situation: MovementState, profile: Profile) -> tuple[Verdict, ...]:
    """Return the verdict of every rule that the profile has switched on."""
    verdicts = (rule.judged(situation, profile) for rule in RULES)
    return tuple(verdict for verdict in verdicts if verdict is not None)
