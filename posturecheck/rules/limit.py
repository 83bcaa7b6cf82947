"""A rule as a row: one reading of a MovementState against an amber and a red limit."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from posturecheck.activity.situation import MovementState
from posturecheck.core import UNSEEN, Answer, Gauge, Reading, Verdict
from posturecheck.profiles.rule_settings import Rules, RuleSettings
from posturecheck.profiles.settings import Profile

S = TypeVar("S", bound=RuleSettings)
Group = Literal["rounding", "bending", "twisting", "reaching"]

# Nothing of the kind is going on: surely under every limit.
NOTHING = Reading(0.0, 0.0)
# In more doubt than that the sd itself is doubtful: one of them over a limit is not enough.
SURE_IN_DOUBT_SD = 2.0


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits in force at one moment; ``red`` may be infinite."""

    amber: float
    red: float


@dataclass(frozen=True, slots=True)
class Rule(Generic[S]):
    """One thing to do differently. Stateless: the same situation, the same verdict.

    Everything that other rooms must know of a rule stands here, so that a new rule is a
    new row.

    Attributes:
        id: The rule's stable name.
        unit: Unit of its reading, as shown.
        settings: Where its settings are in a profile.
        reading: What is compared. ``NOTHING`` where the rule does not apply, nan where
            it applies but was not seen. The sign is dropped.
        group: The column of the history in which it is counted.
        limits: The limits at this moment, for rules that spare some techniques.
        after: Whether it is over before words could change it: nothing within seconds answers it.
        speed: The measure of the speed that its episodes note.
        gauge: The gauge beside which its sure answers put a sign; "" for none.
        curve: The measure whose curve in the report shows its limits; "" for none.
        remind: Whether a bend over its limit is worth a word as the next one begins: "worded"
            with its own words, "plain" with those for any bend; "" for no.
        spans: Whether an episode may go on from one movement into the next.
        honest_sd: Up to which sd one sd over the limit counts, by the value (never less for
            more) and the settings; None: up to ``max_sd``, beyond which it takes two. Only
            where a larger one was measured to be honest over the limit.
        answered: What answers a correction of it: the value "below" its release, the trunk
            "upright" again, or "never" anything within seconds.
    """

    id: str
    unit: str
    settings: Callable[[Rules], S]
    reading: Callable[[MovementState, S], Reading]
    group: Group
    limits: Callable[[MovementState, S], Limits] | None = None
    honest_sd: Callable[[float, S], float] | None = None
    after: bool = False
    speed: str = "trunk_flexion_rate_deg_s"
    gauge: Gauge = ""
    curve: str = ""
    remind: Literal["", "plain", "worded"] = ""
    spans: bool = False
    answered: Literal["below", "upright", "never"] = "below"

    def judged(self, situation: MovementState, profile: Profile) -> Verdict | None:
        """Return the verdict by a profile's settings, None where it is switched off."""
        settings = self.settings(profile.rules)
        if not settings.enabled:
            return None
        return self.judge(situation, settings, profile.judging.sure_sd)

    def judge(self, situation: MovementState, settings: S, sure_sd: float) -> Verdict:
        """Compare the situation with the rule's limits.

        A limit counts as passed only when ``value - sure_sd * sd`` is over it; where the sd
        is beyond the rule's ``max_sd`` (or its ``honest_sd``), only by ``SURE_IN_DOUBT_SD``
        or more. A value below the limit counts as under it when its sd is within ``max_sd``
        or even ``value + sure_sd * sd`` is below. Everything else is "cannot tell", and so
        is every rule while no person is seen. Nothing of its kind goes on on the floor.
        """
        limits = self.limits(situation, settings) if self.limits else _plain(settings)
        value, sd = self._read(situation, settings)
        value = abs(value)
        honest_sd = self.honest_sd(value, settings) if self.honest_sd else settings.max_sd
        doubted = sd > max(honest_sd, settings.max_sd)
        over_sd = max(sure_sd, SURE_IN_DOUBT_SD) if doubted else sure_sd
        return Verdict(
            rule=self.id,
            answer=_answer(value, sd, limits, settings.max_sd, sure_sd, over_sd),
            value=value,
            sd=sd,
            unit=self.unit,
            amber=limits.amber,
            red=limits.red,
            of_limit=value / limits.amber,
            gauge=self.gauge,
        )

    def _read(self, situation: MovementState, settings: S) -> Reading:
        if not situation.posture.seen or situation.on_floor == "unsure":
            return UNSEEN
        return NOTHING if situation.on_floor else self.reading(situation, settings)


def _plain(settings: RuleSettings) -> Limits:
    return Limits(settings.amber, settings.red)


def _answer(
    value: float, sd: float, limits: Limits, max_sd: float, sure_sd: float, over_sd: float
) -> Answer:
    if not (math.isfinite(value) and math.isfinite(sd)):
        return "cannot tell"
    if value - over_sd * sd >= limits.red:
        return "red"
    if value - over_sd * sd >= limits.amber:
        return "amber"
    if value < limits.amber and (sd <= max_sd or value + sure_sd * sd < limits.amber):
        return "under"
    return "cannot tell"
