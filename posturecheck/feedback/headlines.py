"""What the bar says now: one place for page, film and evaluation.

What is open is on it while it is open, whatever the voice may say; when it closes, its words
stay a while as words for the next time. Nothing looks graver, or calmer, than it is now: that
there were many bends is shown within a bend, not while the body rests.
"""

from __future__ import annotations

import math

from posturecheck.core import Cue, Headline, HeadlineTone, Judged, OpenEpisode
from posturecheck.feedback.orders import Orders
from posturecheck.rules import RANK
from posturecheck.rules.bending import REPEATED_BEND
from posturecheck.rules.guidance import Guidance

SHOWN_S = 7.0  # eight large words are read in two; and again by those who were bent
ASKED_S = 30.0  # a question waits longer for somebody on the floor


class Headlines:
    """Remembers what was last on the bar, and until when it may stay."""

    def __init__(self, guidance: Guidance, orders: Orders) -> None:
        self._guidance = guidance
        self._orders = orders
        self._last = Headline("next", "")  # of what was open, or of a cue
        self._until_s = -math.inf

    def update(self, judged: Judged, task: str) -> Headline | None:
        """Take one moment, its cue included; return what the bar says, None for nothing.

        Args:
            judged: What was judged of it.
            task: The task that is clear for the movement under way.
        """
        t_s, cue = judged.posture.t_s, judged.cue
        if cue is not None and cue.kind == "ask":
            question = self._guidance.question
            self._keep(Headline("ask", question.words, question.detail), t_s + ASKED_S)
        seen = [e for e in judged.open_episodes if _is_now(e, judged)]
        if seen:
            now = self._of_open(seen, judged.movement_number, task)
            self._keep(_next_time(now), t_s + SHOWN_S)
            return now
        if cue is not None and cue.kind in ("praise", "remind"):
            self._keep(self._of_cue(cue), t_s + SHOWN_S)
        if self._last.tone == "remind" and judged.movement is None:
            self._until_s = -math.inf  # the bend that it was for is over
        return self._last if t_s <= self._until_s else None

    def _keep(self, headline: Headline, until_s: float) -> None:
        self._last, self._until_s = headline, until_s

    def _of_open(self, seen: list[OpenEpisode], movement: int, task: str) -> Headline:
        tone: HeadlineTone = "red" if any(e.severity == "red" for e in seen) else "amber"
        # The tone is the gravest that is open; a movement under way keeps the words of its order.
        own = [e for e in seen if e.movement == movement] or seen
        gravest = min(own, key=lambda e: (e.severity != "red", RANK[e.rule]))
        order = (self._orders.of(movement) if movement else None) or self._orders.of(
            gravest.movement
        )
        if order is None:
            return self._advice(tone, gravest.rule, self._guidance.guide(gravest.rule, task).cue)
        return self._advice(tone, order.rule, order.say)

    def _of_cue(self, cue: Cue) -> Headline:
        if cue.kind == "praise":
            return Headline("praise", cue.say)
        return self._advice("remind", cue.rule, cue.say)

    def _advice(self, tone: HeadlineTone, rule: str, say: str) -> Headline:
        guide = self._guidance.guide_that_says(rule, say)
        return Headline(tone, say, guide.alternative.partition(". ")[0].rstrip(".") + ".", rule)


def _is_now(episode: OpenEpisode, judged: Judged) -> bool:
    """Whether an open episode is about what the body does at this moment.

    Too many bends within a minute stay too many while one stands and rests; there is nothing to
    change then, only in the next bend.
    """
    resting = judged.movement is None and episode.rule == REPEATED_BEND.id
    return episode.rule not in judged.unseen_rules and not resting


def _next_time(now: Headline) -> Headline:
    return Headline("next", now.words, now.detail, now.rule)
