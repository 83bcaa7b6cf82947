"""The history on a terminal: days, weeks, and what changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from rich.console import Console
from rich.table import Table

from posturecheck.history import texts, words
from posturecheck.history.aggregates import GROUPS, Period, by_day, by_week, span
from posturecheck.history.day_words import DaysSaid, said_of
from posturecheck.history.goals import Goal
from posturecheck.history.my_days import my_days
from posturecheck.history.pain import SaidPain
from posturecheck.history.reading import PracticeSession, practised
from posturecheck.language.numbers import day_name, short_day
from posturecheck.rules.guidance import Guidance


def tell(
    sessions: Sequence[PracticeSession],
    today: date,
    days: int,
    guidance: Guidance,
    console: Console,
    *,
    goal: Goal | None = None,
    pains: Sequence[SaidPain] = (),
) -> None:
    """Print what went well, the last ``days`` days, the weeks they lie in, and the trends.

    Clips that were played as a camera are left out.
    """
    played, sessions = len(sessions), practised(sessions)
    played -= len(sessions)
    if played:
        console.print(texts.DAYS["clips"].format(count=played))
    if not sessions:
        console.print(texts.NOTHING_YET())
        return
    _tell_well(said_of(my_days(sessions, today, goal, guidance), pains, guidance), console)
    since = today - timedelta(days=days - 1)
    recent = [s for s in by_day(sessions) if s.last >= since]
    if recent:
        console.print(_table(texts.TERMINAL["day"], recent, lambda s: day_name(s.first)))
        console.print()
        weeks = [s for s in by_week(sessions) if s.last >= since]
        console.print(_table(texts.TERMINAL["week"], weeks, lambda s: short_day(s.first)))
    else:
        last = max(s.day for s in sessions)
        console.print(
            texts.TERMINAL["none"].format(
                days=days, last=day_name(last), needed=(today - last).days + 1
            )
        )
    console.print()
    for line in words.trend_lines(sessions, today, guidance):
        console.print(line)
    if line := words.cue_line(span(since, today, sessions).cues):
        console.print(line)
    console.print()
    for name, titles in words.group_titles(guidance):
        console.print(texts.TERMINAL["group"].format(group=name, titles=titles))
    console.print(texts.HOW_COUNTED())


def tell_sessions(sessions: Sequence[PracticeSession], console: Console) -> None:
    """Print every session with its number, the newest first."""
    table = Table(box=None, header_style="bold", padding=(0, 1, 0, 0), pad_edge=False)
    table.add_column(texts.TERMINAL["session"], justify="right")
    table.add_column(texts.TERMINAL["begun"], no_wrap=True)
    for column in ("seen", "good", "over", "hurt"):
        table.add_column(texts.TERMINAL[column], justify="right")
    for s in reversed(sessions):
        begun = texts.TERMINAL["begun_at"].format(
            day=day_name(s.day), year=s.day.year, time=words.clock_time(s.started)
        )
        table.add_row(
            str(s.id),
            begun if s.is_practice else texts.TERMINAL["clip"].format(begun=begun),
            words.minutes(s.seen_s),
            str(s.good_bends) if s.counted else "–",
            str(s.moments.total()),
            str(s.pains or ""),
        )
    console.print(table)


def _tell_well(said: DaysSaid, console: Console) -> None:
    for line in (said.headline, *said.well, said.best, said.goal):
        console.print(line)
    for one in said.work_on:
        console.print(f"{one.why} {one.words}")
    for line in said.pains:
        console.print(line)
    console.print()


def _table(head: str, spans: Sequence[Period], name: Callable[[Period], str]) -> Table:
    table = Table(box=None, header_style="bold", padding=(0, 1, 0, 0), pad_edge=False)
    table.add_column(head, no_wrap=True)
    for column in ("sessions", "seen", "unseen"):
        table.add_column(texts.TERMINAL[column], justify="right")
    for group in GROUPS:
        table.add_column(group.name.replace(" ", "\n"), justify="right", no_wrap=True)
    table.add_column(texts.TERMINAL["cues"], justify="right")
    table.add_column(texts.TERMINAL["changed"], justify="right", no_wrap=True)
    for s in spans:
        table.add_row(
            name(s),
            str(s.sessions),
            words.minutes(s.seen_s),
            words.minutes(s.unseen_s),
            *(words.rate(s.group_rate(group)) for group in GROUPS),
            str(s.cues.spoken),
            words.changed(s.cues),
        )
    return table
