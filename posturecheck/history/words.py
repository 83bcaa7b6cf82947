"""The history in plain words: counts and rates, kindly, with the time they rest on."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from posturecheck.history.aggregates import (
    GOOD,
    GROUPS,
    TREND_FROM_S,
    Rate,
    Trend,
    trends,
    two_weeks,
)
from posturecheck.history.reading import CueCounts, PracticeSession
from posturecheck.rules.guidance import Guidance

SHARE_FROM = 10  # fewer answers make no share: 1 of 1 is no 100 %
NOTHING_YET = "Nothing yet. Begin with `posturecheck live`; what you practise then is shown here."
HOW_COUNTED = (
    "The numbers: how often a limit was passed per hour in which the camera could tell, and in "
    "brackets how many times; a dash means less than 10 minutes. Time that was not seen counts "
    "neither as good nor as bad."
)


# What one reads of one's days; a dash where it is not known.
DAYS: Final[dict[str, str]] = {
    "headline": "Good bends in the last seven days: {count}.",
    "headline_none": "No practice in the last seven days. You are welcome back any time.",
    "headline_zero": "Practised on {days} of the last seven days.",
    "days": "Days with practice in the last seven: {days}.",
    "technique": "{title}: {count}",
    "praise": "Praised: {count}",
    "well_none": "No whole movement could be counted as good in these days. For that all of it "
    "must be in view, from head to hips.",
    "best": "Your best day so far: {day}, with {count} good bends.",
    "best_today": "Today is your best day so far: {count} good bends.",
    "best_none": "There is no best day yet: it is the one with the most good bends.",
    "goal_days": "Your goal: practise on {target} days in seven. Done in the last seven: {done}.",
    "goal_days_reached": "Goal reached: {done} days of practice in the last seven, of {target}.",
    "goal_bends": "Your goal: {target} good bends a day. Today: {done}. Reached on {days} of the "
    "last seven days.",
    "goal_bends_reached": "Goal reached today: {done} good bends, of {target}. Reached on {days} "
    "of the last seven days.",
    "goal_none": "No goal is set.",
    "work_on": "{title}, over the limit in the last seven days: {count}.",
    "work_none": "No limit was seen to be passed in the last seven days.",
    "work_unknown": "Nothing was seen in the last seven days, so nothing is known.",
    "pain": "{day}, {time}: you said that it hurt. Seek care for new or severe pain, and talk "
    "about it with your therapist.",
    "clips": "Clips that were played as a camera do not count as practice: {count}.",
}
PAIN_PHASES: Final[dict[str, str]] = {
    "watching": "said while it was watched",
    "waiting": "said during a pause, the camera open",
    "off": "said while the camera was off; the half minute is the last before that",
}
PAIN_OTHER = "said before watching had begun"


def day_name(day: date) -> str:
    """Return a day like ``Mon 23 Nov``."""
    return f"{day:%a} {day.day} {day:%b}"


def short_day(day: date) -> str:
    """Return a day like ``23 Nov``."""
    return f"{day.day} {day:%b}"


def clock_time(moment: datetime) -> str:
    """Return a time of day like ``9:05``."""
    return f"{moment.hour}:{moment.minute:02d}"


def minutes(seconds: float) -> str:
    """Return a length of time in whole minutes; a little is not nothing."""
    return "<1" if 0 < seconds < 30 else f"{seconds / 60:.0f}"


def long_time(seconds: float) -> str:
    """Return a length of time: ``25 minutes``, ``2.4 hours``."""
    if seconds < 5400:
        count = minutes(seconds)
        return f"{count} minute{'' if count in ('1', '<1') else 's'}"
    return f"{seconds / 3600:.1f} hours"


def times(count: int) -> str:
    """Return ``once``, ``twice``, ``3 times``; ``not once``."""
    return {0: "not once", 1: "once", 2: "twice"}.get(count, f"{count} times")


def rate(value: Rate) -> str:
    """Return ``3.1 (7)``: times per hour, and times; a dash where the time is too short."""
    if not value.judged_s and not value.count:
        return "–"
    return f"{_per_hour(value.per_hour)} ({value.count})"


def changed(cues: CueCounts) -> str:
    """Return ``7 of 12``: after so many of the cues whose answer is known."""
    return f"{cues.changed} of {cues.answered}" if cues.answered else "–"


def cue_line(cues: CueCounts) -> str:
    """Say how the cues were answered; a share only where there are enough of them."""
    given = cues.spoken + cues.on_screen
    if not given:
        return "No cue was needed in these days." if cues.praise else ""
    shown = f", {cues.on_screen} of them on the screen only" if cues.on_screen else ""
    line = f"{given} cue{'' if given == 1 else 's'} given{shown}."
    if cues.answered:
        share = f" ({100 * cues.changed / cues.answered:.0f} %)"
        line += f" After {changed(cues)}{share if cues.answered >= SHARE_FROM else ''} you changed"
        line += " how you moved within a few seconds."
    if cues.unknown:
        line += f" After {cues.unknown} it could not be seen."
    return line


def group_titles(guidance: Guidance) -> list[tuple[str, str]]:
    """Return each column's name with the titles of what it counts, where they differ."""
    named = [(g.name, ", ".join(guidance.rule(r).title for r in g.rules)) for g in GROUPS]
    return [(name, titles) for name, titles in named if name != titles]


def trend_lines(sessions: Sequence[PracticeSession], today: date, guidance: Guidance) -> list[str]:
    """Say what changed between the last two weeks, the good news first."""
    found = trends(sessions, today)
    changed = [t for t in found if t.change in ("fewer", "more")]
    lines = [_trend_line(t, guidance) for t in sorted(changed, key=lambda t: not is_good_news(t))]
    alike = [t for t in found if t.change == "about as many"]
    if alike:
        named = "; ".join(f"{_title(t, guidance)}, {_numbers(t)}" for t in alike)
        lines.append(f"About as many per hour as the week before: {named}.")
    if lines:
        return lines
    return [_no_trend(bool(found), *(s.seen_s for s in two_weeks(sessions, today)))]


def is_good_news(trend: Trend) -> bool:
    """Whether a change is one for the better."""
    return trend.change == ("more" if trend.rule == GOOD else "fewer")


def _title(trend: Trend, guidance: Guidance) -> str:
    return "Good bends" if trend.rule == GOOD else guidance.rule(trend.rule).title


def _no_trend(occurred: bool, now_s: float, before_s: float) -> str:
    least = f"{TREND_FROM_S / 60:.0f} minutes"
    if min(now_s, before_s) < TREND_FROM_S:
        return (
            f"Not enough yet to compare weeks: that takes {least} seen in the last 7 days (so far "
            f"{minutes(now_s)}) and in the 7 days before ({minutes(before_s)})."
        )
    if occurred:
        return (
            "Not enough yet to compare weeks: you were seen, but in one of them the camera could "
            f"judge what happened for less than {least}. A view from the side usually helps."
        )
    return (
        f"No limit was seen to be passed in the last two weeks, in {long_time(now_s)} and "
        f"{long_time(before_s)}."
    )


def _trend_line(trend: Trend, guidance: Guidance) -> str:
    title = _title(trend, guidance)
    return f"{title}: {trend.change} per hour than the week before, {_rates(trend)}."


def _rates(trend: Trend) -> str:
    spans = f"{trend.now.judged_s / 3600:.1f} and {trend.before.judged_s / 3600:.1f} hours"
    return f"{_numbers(trend)} (in {spans})"


def _numbers(trend: Trend) -> str:
    return f"{_per_hour(trend.now.per_hour)} instead of {_per_hour(trend.before.per_hour)}"


def _per_hour(value: float) -> str:
    return f"{value:.1f}" if math.isfinite(value) else "–"
