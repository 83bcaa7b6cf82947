"""Which single thing to say now, if anything.

``orders`` chooses what each movement is told, ``reminders`` knows when a bend deserves a word as
it begins, ``praising`` whether a whole movement was good. Here it is decided what becomes a
cue: one at a time, each movement's words once, and spoken only with quiet between (clinical.md
section 6): people stop listening to what never stops talking, and a startle in mid-lift is a
hazard of its own. ``schedule`` keeps the spoken ones apart and fades the voice.
"""

from __future__ import annotations

import math

from posturecheck.core import Cue, CueKind, Judged, Movement, Posture, Severity
from posturecheck.feedback.orders import Order, Orders
from posturecheck.feedback.praising import was_good
from posturecheck.feedback.reminders import Reminders
from posturecheck.feedback.schedule import CueSpacing, FadedSchedule
from posturecheck.profiles.settings import Cues as CueSettings
from posturecheck.rules.bending import REPEATED_BEND
from posturecheck.rules.guidance import Guidance

TOO_FAST_DEG_S = 60.0  # nothing is said during the fastest part of a movement
STILL_NEWS_S = 2.0  # a quick movement is spoken of so soon after, or not at all


class CuePolicy:
    """Chooses cues; remembers what was given, and when.

    Args:
        settings: What the profile says of cues.
        guidance: The words.
        task: Whose words are used at first.
        day: How many days were practised, this one included; 1 is the first. The voice
            fades with it, the screen does not: what is not spoken is still a cue, with
            ``spoken`` False.
    """

    def __init__(self, settings: CueSettings, guidance: Guidance, task: str, day: int = 1) -> None:
        self._settings = settings
        self._guidance = guidance
        self._task = task
        self._fading = FadedSchedule(settings, day)
        self._spacing = CueSpacing(settings)
        self._reminders = Reminders(settings)
        self.orders = Orders(guidance, amber_too=settings.amber_too)
        self._waiting: Order | None = None  # for the fastest part of its movement to be over
        self._told_s = -math.inf  # the last correction or reminder not yet praised for

    def set_task(self, task: str) -> None:
        """Use this task's words from the next cue on."""
        self._task = task

    def mute(self, muted: bool) -> None:
        """Speak nothing while it could not be heard; cues are shown."""
        self._fading.muted = muted

    def snooze(self, until_s: float) -> None:
        """Speak nothing before ``until_s``, in the time of the postures; cues are shown."""
        self._fading.snooze(until_s)

    def choose(self, judged: Judged) -> Cue | None:
        """Return the cue for this moment, or None."""
        posture, t_s = judged.posture, judged.posture.t_s
        self._reminders.note(judged)
        if judged.ask:
            question = self.question(t_s)
            self._spacing.add(question)
            return question
        self._order(judged)
        if not posture.seen:
            return None
        cue = self._correct(posture) if self._waiting else None
        if cue is None and not any(e.rule != REPEATED_BEND.id for e in judged.open_episodes):
            cue = self._remind(judged) or self._praise(judged)
        if cue is not None and cue.spoken:
            self._spacing.add(cue)
        return cue

    def question(self, t_s: float) -> Cue:
        """Return what is asked after a fall, whatever the distances and the day."""
        return Cue(t_s, "", "ask", self._guidance.question.words, not self._fading.muted)

    def _order(self, judged: Judged) -> None:
        before = self.orders.of(judged.movement_number)
        order = self.orders.update(judged, self._task)
        if order is None:
            return
        same = before is not None and (before.movement, before.say) == (order.movement, order.say)
        if not same:  # the same words for a graver rule are no news
            self._waiting = order

    def _correct(self, posture: Posture) -> Cue | None:
        """Give the order that waits, shown at once; spoken if the distances allow."""
        order, t_s = self._waiting, posture.t_s
        assert order is not None
        if _moving_fast(posture) and t_s - order.t_s <= STILL_NEWS_S:
            return None
        self._waiting = None
        return self._advice(t_s, order, "correct", order.severity)

    def _remind(self, judged: Judged) -> Cue | None:
        number, t_s = judged.movement_number, judged.posture.t_s
        if not number or self.orders.of(number) is not None or _moving_fast(judged.posture):
            return None
        rule = self._reminders.due(judged)
        if not rule or rule in judged.unseen_rules:
            return None
        say = self._guidance.guide(rule, self._task).cue
        if self._fading.speaks(t_s, "amber") and not self._spacing.allows(t_s, say):
            return None  # what is not worth breaking the silence is not shown in its stead
        self._reminders.given(number)
        order = self.orders.remind(number, rule, self._task, t_s)
        return self._advice(t_s, order, "remind", "amber")

    def _advice(self, t_s: float, order: Order, kind: CueKind, severity: Severity) -> Cue:
        spoken = self._fading.speaks(t_s, severity) and self._spacing.allows(t_s, order.say)
        if spoken or not self._fading.speaks(t_s, severity):
            self._fading.count(t_s, severity)
        self._told_s = t_s
        return Cue(t_s, order.rule, kind, order.say, spoken, order.movement)

    def _praise(self, judged: Judged) -> Cue | None:
        t_s = judged.posture.t_s
        good = next((m for m in judged.ended if self._deserves_praise(m, t_s)), None)
        if good is None:
            return None
        self._told_s = -math.inf  # praised once for each correction or reminder
        say = self._guidance.technique(good.technique).praise
        spoken = self._fading.voice_on(t_s) and self._spacing.allows(t_s, say)
        return Cue(t_s, good.technique, "praise", say, spoken, good.number)

    def _deserves_praise(self, movement: Movement, t_s: float) -> bool:
        recent = t_s - self._told_s <= self._settings.praise_within_s
        if not (self._settings.praise and recent):
            return False
        told_in_it = self.orders.of(movement.number)
        reminded = told_in_it is not None  # a reminder that helped is worth the praise
        clean = not self.orders.broke_a_rule(movement.number)
        return clean and was_good(movement) and (reminded or movement.start_s > self._told_s)


def _moving_fast(posture: Posture) -> bool:
    rates = ("trunk_flexion_rate_deg_s", "trunk_rotation_rate_deg_s")
    return any(abs(posture[name].value) > TOO_FAST_DEG_S for name in rates)
