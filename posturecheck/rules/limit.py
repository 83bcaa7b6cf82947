"""A rule as a row: one reading of a Situation against an amber and a red limit."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from posturecheck.activity.situation import Situation
from posturecheck.core import UNSEEN, Answer, Reading, Verdict
from posturecheck.profiles.settings import RuleSettings

# Nothing of the kind is going on: surely under every limit.
NOTHING = Reading(0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits in force at one moment; ``red`` may be infinite."""

    amber: float
    red: float


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing to do differently. Stateless: the same situation, the same verdict.

    Attributes:
        id: The rule's stable name.
        unit: Unit of its reading, as shown.
        reading: What is compared. ``NOTHING`` where the rule does not apply, nan where
            it applies but was not seen. The sign is dropped.
        limits: The limits at this moment, for rules that spare some techniques.
        after: Whether it is said after the movement: too late to correct it during.
    """

    id: str
    unit: str
    reading: Callable[[Situation, RuleSettings], Reading]
    limits: Callable[[Situation, RuleSettings], Limits] | None = None
    after: bool = False

    def judge(self, situation: Situation, settings: RuleSettings, sure_sd: float) -> Verdict:
        """Compare the situation with the rule's limits.

        A limit counts as passed only when ``value - sure_sd * sd`` is over it. A value
        below the limit counts as under it when its sd is within the rule's ``max_sd`` or
        even ``value + sure_sd * sd`` is below. Everything else is "cannot tell", and so
        is every rule while nobody is seen.
        """
        limits = self.limits(situation, settings) if self.limits else _plain(settings)
        seen = situation.posture.seen
        value, sd = self.reading(situation, settings) if seen else UNSEEN
        value = abs(value)
        return Verdict(
            rule=self.id,
            answer=_answer(value, sd, limits, settings.max_sd, sure_sd),
            value=value,
            sd=sd,
            unit=self.unit,
            amber=limits.amber,
            red=limits.red,
            of_limit=value / limits.amber,
        )


def _plain(settings: RuleSettings) -> Limits:
    return Limits(settings.amber, settings.red)


def _answer(value: float, sd: float, limits: Limits, max_sd: float, sure_sd: float) -> Answer:
    if not (math.isfinite(value) and math.isfinite(sd)):
        return "cannot tell"
    if value - sure_sd * sd >= limits.red:
        return "red"
    if value - sure_sd * sd >= limits.amber:
        return "amber"
    if value < limits.amber and (sd <= max_sd or value + sure_sd * sd < limits.amber):
        return "under"
    return "cannot tell"
