"""The history in plain words: counts and rates, kindly, with the time they rest on."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, datetime
from functools import reduce

from posturecheck.history import texts
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
from posturecheck.language.numbers import decimal
from posturecheck.rules.guidance import Guidance

SHARE_FROM = 10  # fewer answers make no share: 1 of 1 is no 100 %


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
        return texts.MINUTES(1 if count == "<1" else int(count), minutes=count)
    return texts.HOURS(hours=decimal(seconds / 3600, 1))


def times(count: int) -> str:
    """Return ``once``, ``twice``, ``3 times``; ``not once``."""
    return texts.SELDOM[count] if count in texts.SELDOM else texts.TIMES(count)


def rate(value: Rate) -> str:
    """Return ``3.1 (7)``: times per hour, and times; a dash where the time is too short."""
    if not value.judged_s and not value.count:
        return "–"
    return f"{_per_hour(value.per_hour)} ({value.count})"


def changed(cues: CueCounts) -> str:
    """Return ``7 of 12``: after so many of the cues whose answer is known."""
    if not cues.answered:
        return "–"
    return texts.CHANGED(changed=cues.changed, answered=cues.answered)


def cue_line(cues: CueCounts) -> str:
    """Say how the cues were answered; a share only where there are enough of them."""
    given = cues.spoken + cues.on_screen
    if not given:
        return texts.NO_CUE() if cues.praise else ""
    shown = cues.on_screen
    lines = [texts.CUES_SHOWN(given, shown=shown) if shown else texts.CUES(given)]
    counts = {"changed": cues.changed, "answered": cues.answered}
    if cues.answered >= SHARE_FROM:
        share = f"{100 * cues.changed / cues.answered:.0f}"
        lines.append(texts.ANSWERED_SHARE(share=share, **counts))
    elif cues.answered:
        lines.append(texts.ANSWERED(**counts))
    if cues.unknown:
        lines.append(texts.UNKNOWN(cues.unknown))
    return " ".join(lines)


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
        one = texts.TRENDS["alike_one"]
        named = [one.format(title=_title(t, guidance), **_rates(t)) for t in alike]
        listed = reduce(lambda first, rest: texts.LISTED(first=first, rest=rest), named)
        lines.append(texts.TRENDS["alike"].format(listed=listed))
    if lines:
        return lines
    return [_no_trend(bool(found), *(s.seen_s for s in two_weeks(sessions, today)))]


def is_good_news(trend: Trend) -> bool:
    """Whether a change is one for the better."""
    return trend.change == ("more" if trend.rule == GOOD else "fewer")


def _title(trend: Trend, guidance: Guidance) -> str:
    return texts.GOOD_BENDS() if trend.rule == GOOD else guidance.rule(trend.rule).title


def _no_trend(occurred: bool, now_s: float, before_s: float) -> str:
    least = f"{TREND_FROM_S / 60:.0f}"
    if min(now_s, before_s) < TREND_FROM_S:
        so_far = {"now": minutes(now_s), "before": minutes(before_s)}
        return texts.TRENDS["too_short"].format(least=least, **so_far)
    if occurred:
        return texts.TRENDS["not_judged"].format(least=least)
    return texts.TRENDS["none"].format(now=long_time(now_s), before=long_time(before_s))


def _trend_line(trend: Trend, guidance: Guidance) -> str:
    return texts.TRENDS[trend.change].format(
        title=_title(trend, guidance),
        now_hours=decimal(trend.now.judged_s / 3600, 1),
        before_hours=decimal(trend.before.judged_s / 3600, 1),
        **_rates(trend),
    )


def _rates(trend: Trend) -> dict[str, str]:
    return {"now": _per_hour(trend.now.per_hour), "before": _per_hour(trend.before.per_hour)}


def _per_hour(value: float) -> str:
    return decimal(value, 1) if math.isfinite(value) else "–"
