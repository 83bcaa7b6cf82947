"""My days in plain words: what went well first, then the goal, then what to work on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from posturecheck.history.my_days import MyDays, WorkOn
from posturecheck.history.pain import SaidPain
from posturecheck.history.texts import DAYS
from posturecheck.history.words import clock_time
from posturecheck.language.numbers import day_name
from posturecheck.rules.guidance import Guidance


@dataclass(frozen=True, slots=True)
class Advice:
    """One thing to work on: its words, a sentence more, how often, and the advice's id."""

    words: str
    detail: str
    why: str
    id: str


@dataclass(frozen=True, slots=True)
class DaysSaid:
    """What is read; every line is a whole sentence. ``goal`` says so where there is none.

    ``pains`` are those of the last seven days.
    """

    headline: str
    well: tuple[str, ...]
    best: str
    goal: str
    work_on: tuple[Advice, ...]
    work_none: str
    pains: tuple[str, ...]


def said_of(days: MyDays, pains: Sequence[SaidPain], guidance: Guidance) -> DaysSaid:
    """Return the words on somebody's days."""
    week = days.week
    recent = [p for p in pains if week.first <= p.said.date() <= week.last]
    return DaysSaid(
        headline=_headline(days),
        well=_well(days, guidance),
        best=_best(days),
        goal=_goal(days),
        work_on=tuple(_advice(one, guidance) for one in days.work_on),
        work_none="" if days.work_on else DAYS["work_none" if week.seen_s else "work_unknown"],
        pains=tuple(
            DAYS["pain"].format(day=day_name(p.said.date()), time=clock_time(p.said))
            for p in recent
        ),
    )


def _headline(days: MyDays) -> str:
    if not days.week.sessions:
        return DAYS["headline_none"]
    if not days.week.good_bends:
        return DAYS["headline_zero"].format(days=days.days)
    return DAYS["headline"].format(count=days.week.good_bends)


def _well(days: MyDays, guidance: Guidance) -> tuple[str, ...]:
    week = days.week
    if not week.sessions:
        return ()
    lines = [
        DAYS["technique"].format(title=guidance.technique(name).title, count=count)
        for name, count in week.good.most_common()
        if name in guidance.technique_words
    ] or [DAYS["well_none"]]
    if week.good_bends:
        lines.append(DAYS["days"].format(days=days.days))
    if week.cues.praise:
        lines.append(DAYS["praise"].format(count=week.cues.praise))
    return tuple(lines)


def _best(days: MyDays) -> str:
    best = days.best
    if best is None:
        return DAYS["best_none"]
    key = "best_today" if best.day == days.today else "best"
    return DAYS[key].format(day=day_name(best.day), count=best.bends)


def _goal(days: MyDays) -> str:
    if days.goal is None:
        return DAYS["goal_none"]
    goal = days.goal.goal
    key = f"goal_{goal.kind}{'_reached' if days.goal.reached else ''}"
    return DAYS[key].format(target=goal.target, done=days.goal.done, days=days.goal.days_reached)


def _advice(one: WorkOn, guidance: Guidance) -> Advice:
    title = guidance.rule(one.rule).title
    why = DAYS["work_on"].format(title=title, count=one.count)
    return Advice(one.guide.cue, one.guide.alternative, why, one.guide.id)
