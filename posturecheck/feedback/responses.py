"""What the person did within three seconds of a cue.

Every correction and reminder about something that lasts gets exactly one answer, spoken or
only shown. People come up by themselves, too: what the voice is worth is not shown by
one "changed", but by how many more there are after spoken cues than after shown ones. Quick
movements are over when they are spoken of, and the count of bends in a minute cannot fall
within seconds, so cues about them get no answer; nor does praise.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from posturecheck.core import Cue, Episode, Judged, OpenEpisode, Reading, Response, Verdict
from posturecheck.feedback.praising import PRAISED
from posturecheck.feedback.reminders import BENDS
from posturecheck.rules import RULES, SAID_AFTER

GOOD_FOR_S = 0.4  # a change must be held for so long
ANSWER_S = 3.0  # from cue to change (our own; a cue takes about a second to hear)
SEEN_SHARE = 0.5  # of the three seconds; seen for less, nothing is claimed
MAX_GAP_S = 0.5  # frames further apart have unseen time between them
UPRIGHT_DEG = 20.0  # ISO 11226: below it nothing is held
NO_ANSWER = SAID_AFTER | {rule.id for rule in RULES if rule.answered == "never"}
ADVICE = frozenset({"correct", "remind"})
ANSWERED_UPRIGHT = frozenset(rule.id for rule in RULES if rule.answered == "upright")


@dataclass(frozen=True, slots=True)
class _Now:
    """One moment, as far as an answer depends on it."""

    t_s: float
    technique: str
    lean: Reading
    verdicts: dict[str, Verdict]
    open_episodes: tuple[OpenEpisode, ...]
    closed: tuple[Episode, ...]
    movement: int

    def opened_in(self, cue: Cue, rules: frozenset[str]) -> bool:
        """Whether an episode of these rules is under way in the cue's movement."""
        own = (e for e in self.open_episodes if e.movement == cue.movement or not cue.movement)
        return any(e.rule in rules for e in own)

    def is_in(self, cue: Cue) -> bool:
        """Whether the movement that the cue was given in is still under way."""
        return not cue.movement or self.movement == cue.movement

    def is_over(self, rules: frozenset[str]) -> bool:
        """Whether the limit of one of these rules is surely passed just now."""
        verdicts = (self.verdicts[rule] for rule in rules if rule in self.verdicts)
        return any(verdict.answer in ("amber", "red") for verdict in verdicts)


@dataclass(slots=True)
class _Awaited:
    """A cue whose answer is still open, and what was seen since.

    ``over`` is how far the rule's value is above where it would be good; nan: not known.
    """

    cue: Cue
    technique: str
    t_s: float
    over: float
    seen_s: float = 0.0
    good_since_s: float = math.nan
    failed: bool = False  # a reminded bend went over its limit all the same

    @property
    def until_s(self) -> float:
        return self.cue.t_s + ANSWER_S


class Responses:
    """Remembers the cues that wait for an answer; time comes from the postures alone."""

    def __init__(self, release_share: float) -> None:
        """``release_share`` is where an episode ends, as a share of the amber limit."""
        self._release_share = release_share
        self._awaited: list[_Awaited] = []

    def update(self, judged: Judged) -> tuple[Response, ...]:
        """Take one moment and the cue that was just given; return the answers now known.

        A correction is answered "changed" where the rule's value fell below its release
        (for a long bend: the trunk came upright), or a safe technique began and the limit
        is passed no more, or the episode ended in sight. A reminder is, where the bend
        became a safe technique, or no bend rule counted as passed in it in the three seconds;
        then ``after_s`` is all of them. A change must begin within ``ANSWER_S`` and be
        held for ``GOOD_FOR_S``, so an answer comes that much later at most.
        """
        now, cue = _now(judged), judged.cue
        answers = [(awaited, self._answer(awaited, now)) for awaited in self._awaited]
        self._awaited = [awaited for awaited, response in answers if response is None]
        if cue is not None and cue.kind in ADVICE and cue.rule not in NO_ANSWER:
            over = self._over(cue, now)
            self._awaited.append(_Awaited(cue, now.technique, now.t_s, over))
        return tuple(response for _, response in answers if response is not None)

    def finish(self) -> tuple[Response, ...]:
        """Return the answers still open at the end: they were not seen."""
        unseen = tuple(Response(awaited.cue, "not seen") for awaited in self._awaited)
        self._awaited.clear()
        return unseen

    def _answer(self, awaited: _Awaited, now: _Now) -> Response | None:
        cue, until_s = awaited.cue, awaited.until_s
        self._watch(awaited, now)
        in_time = awaited.good_since_s <= until_s
        if in_time and now.t_s - awaited.good_since_s >= GOOD_FOR_S:
            return Response(cue, "changed", awaited.good_since_s - cue.t_s)
        for episode in now.closed:
            ended_here = episode.rule == cue.rule and not episode.lost
            if cue.kind == "correct" and ended_here and episode.end_s <= until_s:
                return Response(cue, "changed", max(episode.end_s - cue.t_s, 0.0))
        if now.t_s < until_s or in_time:
            return None
        if math.isnan(awaited.over) or awaited.seen_s < SEEN_SHARE * ANSWER_S:
            return Response(cue, "not seen")
        bends_on = now.is_in(cue) and now.is_over(BENDS)
        if cue.kind == "remind" and not awaited.failed and not bends_on:
            return Response(cue, "changed", ANSWER_S)
        return Response(cue, "unchanged")

    def _watch(self, awaited: _Awaited, now: _Now) -> None:
        """Take one moment into what is known about an open answer."""
        before_s, before = awaited.t_s, awaited.over
        awaited.t_s, awaited.over = now.t_s, self._over(awaited.cue, now)
        if now.t_s - before_s > MAX_GAP_S:
            before = awaited.good_since_s = math.nan
            if now.t_s > awaited.until_s:
                awaited.over = math.nan  # what is seen now is not how the three seconds ended
        elif math.isfinite(awaited.over):
            awaited.seen_s += max(min(now.t_s, awaited.until_s) - before_s, 0.0)
        if now.t_s <= awaited.until_s:
            awaited.failed |= now.opened_in(awaited.cue, BENDS)
        if not self._is_good(awaited, now):
            awaited.good_since_s = math.nan
        elif math.isnan(awaited.good_since_s):
            awaited.good_since_s = _crossing(before_s, before, now.t_s, awaited.over)

    def _is_good(self, awaited: _Awaited, now: _Now) -> bool:
        cue = awaited.cue
        if cue.kind == "correct" and awaited.over < 0:
            return True
        began = now.technique in PRAISED and now.technique != awaited.technique
        matter = BENDS if cue.kind == "remind" else frozenset({cue.rule})
        return began and math.isfinite(awaited.over) and not now.is_over(matter)

    def _over(self, cue: Cue, now: _Now) -> float:
        """How far the cue's matter is from being good; nan where that is not known."""
        if cue.rule in ANSWERED_UPRIGHT:
            return now.lean.value - UPRIGHT_DEG
        verdict = now.verdicts.get(cue.rule)
        if verdict is None:
            return math.nan
        over = verdict.of_limit - self._release_share
        return math.nan if over < 0 and verdict.answer == "cannot tell" else over


def _now(judged: Judged) -> _Now:
    return _Now(
        judged.posture.t_s,
        judged.technique,
        judged.posture["trunk_inclination_deg"],
        {verdict.rule: verdict for verdict in judged.verdicts},
        judged.open_episodes,
        judged.closed,
        judged.movement_number,
    )


def _crossing(before_s: float, before: float, t_s: float, over: float) -> float:
    """When the value became good, on the straight line between two frames."""
    if not before >= 0 > over:
        return t_s
    return before_s + before / (before - over) * (t_s - before_s)
