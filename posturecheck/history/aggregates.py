"""Days, weeks and what changed between weeks: pure sums over sessions.

Rates are per hour in which the rule could be judged, rule by rule: time that was not seen,
or in which a rule could not be judged, is never counted as good.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from operator import add
from statistics import NormalDist
from typing import Literal

from posturecheck.history.reading import CueCounts, PracticeSession
from posturecheck.history.texts import GROUPS as NAMES
from posturecheck.rules import RULES as RULES_BY_RANK

RATE_FROM_S = 600.0  # a rate from less than 10 minutes jumps about too much to be shown
TREND_FROM_S = 1800.0  # in each of the two weeks; our own
# Of all the lines of one comparison together: so seldom may chance alone make one of them.
CHANCE = 0.05
DAY, WEEK = timedelta(days=1), timedelta(days=7)

GOOD = "good bends"  # beside the rules' ids
Change = Literal["fewer", "more", "about as many", "not enough"]


@dataclass(frozen=True, slots=True)
class Group:
    """Rules shown in one column; the first one's judged time stands for the group's."""

    id: str
    rules: tuple[str, ...]

    @property
    def name(self) -> str:
        """What a reader sees."""
        return NAMES[self.id]


# What lasts, and has a curve of its own, is judged the longest: it stands for its group.
_BY_JUDGED_TIME = sorted(RULES_BY_RANK, key=lambda rule: (rule.after, not rule.curve))
GROUPS: tuple[Group, ...] = tuple(
    Group(group, tuple(rule.id for rule in _BY_JUDGED_TIME if rule.group == group))
    for group in NAMES
)
RULES: tuple[str, ...] = tuple(rule for group in GROUPS for rule in group.rules)


@dataclass(frozen=True, slots=True)
class Rate:
    """So many times in so many judged seconds."""

    count: int
    judged_s: float

    @property
    def per_hour(self) -> float:
        """Times per judged hour; nan where that time is too short to say."""
        return self.count / self.judged_s * 3600 if self.judged_s >= RATE_FROM_S else math.nan

    @property
    def sd_per_hour(self) -> float:
        """How far chance alone moves it: the root of a Poisson count, half a time added."""
        seen = self.judged_s >= RATE_FROM_S
        return math.sqrt(self.count + 0.5) / self.judged_s * 3600 if seen else math.nan


@dataclass(frozen=True, slots=True)
class Period:
    """The sums of some days, both ends included."""

    first: date
    last: date
    sessions: int
    seen_s: float
    unseen_s: float
    judged_s: dict[str, float]
    moments: Counter[str]
    red: Counter[str]
    cues: CueCounts
    asked: Counter[tuple[str, str]]
    good: Counter[str]
    good_bends: int
    counted_s: float  # seen in sessions of which movements were kept
    pains: int

    @property
    def good_rate(self) -> Rate:
        """How often a bend was good as a whole, in the time in which that was kept."""
        return Rate(self.good_bends, self.counted_s)

    def rate(self, rule: str) -> Rate:
        """Return how often a rule's limit was passed."""
        return Rate(self.moments[rule], self.judged_s[rule])

    def group_rate(self, group: Group) -> Rate:
        """Return how often any limit of a group was passed."""
        return Rate(sum(self.moments[r] for r in group.rules), self.judged_s[group.rules[0]])


@dataclass(frozen=True, slots=True)
class Trend:
    """One rule in the last seven days against the seven before; ``GOOD`` for good bends."""

    rule: str
    change: Change
    now: Rate
    before: Rate


def span(first: date, last: date, sessions: Iterable[PracticeSession]) -> Period:
    """Sum up the sessions that began from ``first`` to ``last``."""
    within = [s for s in sessions if first <= s.day <= last]
    return Period(
        first=first,
        last=last,
        sessions=len(within),
        seen_s=math.fsum(s.seen_s for s in within),
        unseen_s=math.fsum(s.unseen_s for s in within),
        judged_s={r: math.fsum(s.judged_s.get(r, 0.0) for s in within) for r in RULES},
        moments=reduce(add, (s.moments for s in within), Counter()),
        red=reduce(add, (s.red for s in within), Counter()),
        cues=reduce(add, (s.cues for s in within), CueCounts()),
        asked=reduce(add, (s.asked for s in within), Counter()),
        good=reduce(add, (s.good for s in within), Counter()),
        good_bends=sum(s.good_bends for s in within),
        counted_s=math.fsum(s.seen_s for s in within if s.counted),
        pains=sum(s.pains for s in within),
    )


def by_day(sessions: Sequence[PracticeSession]) -> list[Period]:
    """Return the days with a session, in order."""
    return _grouped(sessions, DAY)


def by_week(sessions: Sequence[PracticeSession]) -> list[Period]:
    """Return the weeks (Monday to Sunday) with a session, in order."""
    return _grouped(sessions, WEEK)


def trends(sessions: Sequence[PracticeSession], today: date) -> list[Trend]:
    """Compare the last seven days with the seven before: good bends, and each rule that occurred.

    What has too little time on either side is "not enough"; a difference within what chance
    alone may bring about is "about as many".
    """
    now, before = two_weeks(sessions, today)
    names = [rule for rule in RULES if now.moments[rule] or before.moments[rule]]
    if now.good_bends or before.good_bends:
        names.insert(0, GOOD)
    sure_sd = NormalDist().inv_cdf(1 - CHANCE / max(len(names), 1) / 2)
    days = by_day(sessions)
    compared = []
    for name in names:
        rates = _rate(now, name), _rate(before, name)
        noise = _overdispersion(name, days, (now, before))
        compared.append(Trend(name, _change(*rates, sure_sd * math.sqrt(noise)), *rates))
    return compared


def two_weeks(sessions: Sequence[PracticeSession], today: date) -> tuple[Period, Period]:
    """Return the seven days up to today, and the seven before them."""
    begin = today - WEEK + DAY
    return (
        span(begin, today, sessions),
        span(begin - WEEK, begin - DAY, sessions),
    )


def _rate(period: Period, name: str) -> Rate:
    return period.good_rate if name == GOOD else period.rate(name)


def _overdispersion(name: str, days: Iterable[Period], weeks: Iterable[Period]) -> float:
    """How much more the days of a week differ than chance alone lets them, 1 or more.

    Pearson's chi squared over its degrees of freedom: somebody who cooks on one day and
    reads on the next has days that differ more than a Poisson count does.
    """
    chi_squared, free = 0.0, 0
    for week in weeks:
        own = [_rate(day, name) for day in days if week.first <= day.first <= week.last]
        own = [rate for rate in own if rate.judged_s > 0]
        seconds, count = math.fsum(r.judged_s for r in own), sum(r.count for r in own)
        if not count or len(own) < 2:
            continue
        free += len(own) - 1
        expected = [count * rate.judged_s / seconds for rate in own]
        chi_squared += sum((r.count - e) ** 2 / e for r, e in zip(own, expected, strict=True))
    return max(1.0, chi_squared / free) if free else 1.0


def _change(now: Rate, before: Rate, sure_sd: float) -> Change:
    if min(now.judged_s, before.judged_s) < TREND_FROM_S:
        return "not enough"
    difference = now.per_hour - before.per_hour
    if abs(difference) <= sure_sd * math.hypot(now.sd_per_hour, before.sd_per_hour):
        return "about as many"
    return "fewer" if difference < 0 else "more"


def _grouped(sessions: Sequence[PracticeSession], length: timedelta) -> list[Period]:
    by_first: defaultdict[date, list[PracticeSession]] = defaultdict(list)
    for session in sessions:
        by_first[start_of(session.day, length)].append(session)
    return [span(first, first + length - DAY, own) for first, own in sorted(by_first.items())]


def start_of(day: date, length: timedelta) -> date:
    """Return the first day of the day or the week (from Monday) that a day lies in."""
    return day - timedelta(days=day.weekday()) if length == WEEK else day
