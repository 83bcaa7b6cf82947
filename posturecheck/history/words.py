"""The history in plain words: counts and rates, kindly, with the time they rest on."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date

from posturecheck.history.aggregates import GROUPS, TREND_FROM_S, Rate, Trend, trends, two_weeks
from posturecheck.history.reading import CueCounts, PracticeSession
from posturecheck.rules.guidance import Guidance

SHARE_FROM = 10  # fewer answers make no share: 1 of 1 is no 100 %
NOTHING_YET = "Nothing yet. Begin with `posturecheck live`; what you practise then is shown here."
HOW_COUNTED = (
    "The numbers: how often a limit was passed per hour in which the camera could tell, and in "
    "brackets how many times; a dash means less than 10 minutes. Time that was not seen counts "
    "neither as good nor as bad."
)


def day_name(day: date) -> str:
    """Return a day like ``Mon 23 Nov``."""
    return f"{day:%a} {day.day} {day:%b}"


def short_day(day: date) -> str:
    """Return a day like ``23 Nov``."""
    return f"{day.day} {day:%b}"


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
    lines = [
        _trend_line(t, guidance)
        for change in ("fewer", "more")
        for t in found
        if t.change == change
    ]
    alike = [t for t in found if t.change == "about as many"]
    if alike:
        named = "; ".join(f"{guidance.rule(t.rule).title}, {_numbers(t)}" for t in alike)
        lines.append(f"About as many per hour as the week before: {named}.")
    if lines:
        return lines
    return [_no_trend(bool(found), *(s.seen_s for s in two_weeks(sessions, today)))]


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
    title = guidance.rule(trend.rule).title
    return f"{title}: {trend.change} per hour than the week before, {_rates(trend)}."


def _rates(trend: Trend) -> str:
    spans = f"{trend.now.judged_s / 3600:.1f} and {trend.before.judged_s / 3600:.1f} hours"
    return f"{_numbers(trend)} (in {spans})"


def _numbers(trend: Trend) -> str:
    return f"{_per_hour(trend.now.per_hour)} instead of {_per_hour(trend.before.per_hour)}"


def _per_hour(value: float) -> str:
    return f"{value:.1f}" if math.isfinite(value) else "–"
