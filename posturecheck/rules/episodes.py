"""Episodes: verdicts over time become moments with a start and an end, within one movement.

The only hysteresis in the program. Everything is in seconds: crossings are interpolated
between frames, so the frame rate hardly moves a start or an end.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from posturecheck.core import (
    Episode,
    Movement,
    OpenEpisode,
    Posture,
    Severity,
    Verdict,
    number_of,
)
from posturecheck.profiles.settings import Profile
from posturecheck.rules import BY_ID

MAX_SPEED_DOUBT = 0.5  # sd as a share of the speed; more is not worth reporting


@dataclass(slots=True)
class _Open:
    """One rule's episode from its first suspicion to its end."""

    start_s: float
    peak: Verdict
    peak_t_s: float
    technique: str
    movement: int = 0
    speed_deg_s: float = math.nan
    confirmed: bool = False
    sure_since_s: float = math.nan
    red_since_s: float = math.nan
    red: bool = False
    red_limit: float = math.nan
    below_since_s: float = math.nan
    seen_s: float = math.nan


@dataclass(frozen=True, slots=True)
class _Noted:
    """What an episode notes beside the verdict: how the body held itself and moved."""

    posture: Posture
    technique: str
    movement: Movement | None

    @property
    def t_s(self) -> float:
        return self.posture.t_s

    def speed_deg_s(self, rule: str) -> float:
        """The speed that belongs to a rule; nan where it is mostly doubt."""
        value, sd = self.posture[BY_ID[rule].speed]
        return abs(value) if sd < MAX_SPEED_DOUBT * abs(value) else math.nan


class Episodes:
    """Opens, holds and closes the episodes of every rule."""

    def __init__(self, profile: Profile, load_kg: float = 0.0) -> None:
        self._profile = profile
        self._judging = profile.judging
        self._raised = profile.load.raises(load_kg)
        self._open: dict[str, _Open] = {}
        self._last: dict[str, tuple[float, float]] = {}
        self._cut_s: dict[str, float] = {}  # where the part before was cut off just now
        self._new_peaks: list[str] = []

    def update(
        self,
        posture: Posture,
        technique: str,
        verdicts: tuple[Verdict, ...],
        movement: Movement | None = None,
    ) -> tuple[Episode, ...]:
        """Take one moment's verdicts; return the episodes that are now over.

        Args:
            posture: The moment's measures: an episode notes how fast the trunk moved.
            technique: How the body held itself; noted at the peak.
            verdicts: What each rule says of the moment.
            movement: The movement under way. Another one than an episode began in ends it,
                except where the rule spans movements.
        """
        self._new_peaks.clear()
        self._cut_s.clear()
        moment = _Noted(posture, technique, movement)
        cut = [self._cut(moment, verdict.rule) for verdict in verdicts]
        closed = [self._step(moment, verdict) for verdict in verdicts]
        return tuple(episode for episode in (*cut, *closed) if episode is not None)

    def finish(self, t_s: float) -> tuple[Episode, ...]:
        """Close what is still open at the end of the recording."""
        ended = [
            self._closed(rule, o, end_s=min(_first(o.below_since_s, o.seen_s), t_s))
            for rule, o in self._open.items()
            if o.confirmed
        ]
        self._open.clear()
        return tuple(ended)

    @property
    def new_peaks(self) -> tuple[str, ...]:
        """The rules whose episode, or suspicion of one, was never worse than just now."""
        return tuple(self._new_peaks)

    @property
    def open_episodes(self) -> tuple[OpenEpisode, ...]:
        """The episodes under way (not already ending)."""
        return tuple(
            OpenEpisode(rule, self._severity(o), o.start_s, o.movement)
            for rule, o in self._open.items()
            if o.confirmed and not math.isfinite(o.below_since_s)
        )

    def _step(self, moment: _Noted, verdict: Verdict) -> Episode | None:
        rule = verdict.rule
        lost = self._lost(moment.t_s, rule)
        current = self._open.get(rule)
        if not math.isfinite(verdict.of_limit) or self._too_unsure_to_end(verdict, current):
            self._last.pop(rule, None)
            if current is not None:  # unseen time counts towards no dwell
                current.sure_since_s = current.red_since_s = math.nan
            return lost
        crossed_s = self._crossing(moment.t_s, verdict, self._threshold(current))
        self._last[rule] = (moment.t_s, verdict.of_limit)
        if current is not None:
            return self._go_on(moment, verdict, current, crossed_s)
        if verdict.of_limit >= 1:
            start_s = self._cut_s.get(rule, crossed_s)
            self._open[rule] = current = _begin(start_s, moment, verdict)
            self._new_peaks.append(rule)
            self._hold(moment, verdict, current)
        return lost

    def _cut(self, moment: _Noted, rule: str) -> Episode | None:
        """End what began in an earlier movement, at the beginning of the present one."""
        current, movement = self._open.get(rule), moment.movement
        if current is None or movement is None or current.movement == movement.number:
            return None
        if current.movement == 0 or not current.confirmed:
            current.movement = movement.number
            return None
        if BY_ID[rule].spans:
            return None
        del self._open[rule]
        if math.isnan(current.below_since_s):
            self._cut_s[rule] = movement.start_s
        end_s = min(_first(current.below_since_s, movement.start_s), movement.start_s)
        return self._closed(rule, current, end_s)

    def _too_unsure_to_end(self, verdict: Verdict, current: _Open | None) -> bool:
        below = verdict.of_limit < self._threshold(current)
        return current is not None and verdict.answer == "cannot tell" and below

    def _go_on(
        self, moment: _Noted, verdict: Verdict, current: _Open, crossed_s: float
    ) -> Episode | None:
        current.seen_s = moment.t_s
        below = verdict.of_limit < (self._judging.release_share if current.confirmed else 1)
        if not below:
            ending = math.isfinite(current.below_since_s)
            if ending and current.confirmed and verdict.of_limit < 1:
                rested_s = moment.t_s - current.below_since_s
                if rested_s >= self._judging.release_s:
                    return self._end_if_over(moment.t_s, verdict.rule, current)
            current.below_since_s = math.nan
            self._hold(moment, verdict, current)
            return None
        if not current.confirmed:
            del self._open[verdict.rule]
            return None
        if math.isnan(current.below_since_s):
            current.below_since_s = crossed_s
        return self._end_if_over(moment.t_s, verdict.rule, current)

    def _end_if_over(self, t_s: float, rule: str, current: _Open) -> Episode | None:
        wait_s = max(self._judging.release_s, self._judging.merge_gap_s)
        if t_s - current.below_since_s < wait_s:
            return None
        del self._open[rule]
        return self._closed(rule, current, current.below_since_s)

    def _hold(self, moment: _Noted, verdict: Verdict, current: _Open) -> None:
        """Note a moment over the limit: the peak, and whether it counts by now."""
        dwell_s = BY_ID[verdict.rule].settings(self._profile.rules).dwell_s
        current.seen_s = moment.t_s
        sure = verdict.answer in ("amber", "red")
        if math.isnan(current.sure_since_s) and sure:
            current.sure_since_s = moment.t_s
        if not current.confirmed:
            current.confirmed = sure and moment.t_s - current.sure_since_s >= dwell_s
        if verdict.answer != "red":
            current.red_since_s = math.nan
        elif math.isnan(current.red_since_s):
            current.red_since_s = moment.t_s
        if moment.t_s - current.red_since_s >= dwell_s:
            current.red, current.red_limit = True, verdict.red
        if verdict.value > current.peak.value:
            current.peak, current.peak_t_s = verdict, moment.t_s
            current.technique = moment.technique
            self._new_peaks.append(verdict.rule)
        current.speed_deg_s = _larger(current.speed_deg_s, moment.speed_deg_s(verdict.rule))

    def _lost(self, t_s: float, rule: str) -> Episode | None:
        """End what was not seen for too long, by a gap in time as well."""
        current = self._open.get(rule)
        if current is None or t_s - current.seen_s <= self._judging.lost_s:
            return None
        del self._open[rule]
        self._last.pop(rule, None)
        if not current.confirmed:
            return None
        ending = math.isfinite(current.below_since_s)
        end_s = current.below_since_s if ending else current.seen_s
        return self._closed(rule, current, end_s, lost=not ending)

    def _threshold(self, current: _Open | None) -> float:
        return self._judging.release_share if current and current.confirmed else 1.0

    def _crossing(self, t_s: float, verdict: Verdict, threshold: float) -> float:
        """When the value passed the threshold, on the straight line between two frames."""
        before = self._last.get(verdict.rule)
        if before is None or (before[1] < threshold) == (verdict.of_limit < threshold):
            return t_s
        before_s, value = before
        share = (threshold - value) / (verdict.of_limit - value)
        return before_s + share * (t_s - before_s)

    def _severity(self, current: _Open) -> Severity:
        return "red" if current.red or self._raised else "amber"

    def _closed(self, rule: str, o: _Open, end_s: float, *, lost: bool = False) -> Episode:
        severity = self._severity(o)
        return Episode(
            rule=rule,
            severity=severity,
            start_s=o.start_s,
            end_s=max(end_s, o.start_s),
            peak=o.peak.value,
            peak_sd=o.peak.sd,
            unit=o.peak.unit,
            peak_t_s=o.peak_t_s,
            limit=o.red_limit if o.red else o.peak.amber,
            lost=lost,
            technique=o.technique,
            speed_deg_s=o.speed_deg_s,
            movement=o.movement,
        )


def _begin(start_s: float, moment: _Noted, verdict: Verdict) -> _Open:
    at, way = moment.t_s, moment.technique
    return _Open(start_s, verdict, at, way, number_of(moment.movement), seen_s=at)


def _first(time_s: float, otherwise_s: float) -> float:
    return otherwise_s if math.isnan(time_s) else time_s


def _larger(a: float, b: float) -> float:
    # nan only where both are
    return b if math.isnan(a) or b > a else a
