"""What the page My days shows: all of it for its template."""

from __future__ import annotations

from datetime import date
from typing import Any

from posturecheck.app.figures import OF_ADVICE
from posturecheck.app.words import WORDS as APP_WORDS
from posturecheck.history.day_words import said_of
from posturecheck.history.goals import AT_MOST
from posturecheck.history.my_days import my_days
from posturecheck.history.reading import PracticeSession, practised
from posturecheck.history.words import clock_time, long_time, trend_lines
from posturecheck.home import words
from posturecheck.home.house import Kept
from posturecheck.language.numbers import day_name
from posturecheck.rules.guidance import Guidance


def days_shown(kept: Kept, today: date, guidance: Guidance) -> dict[str, Any]:
    """Return what the template is filled with."""
    practice = practised(kept.sessions)
    said = said_of(my_days(practice, today, kept.goal, guidance), kept.pains, guidance)
    return {
        "said": said,
        "figures": [OF_ADVICE.get(one.id, "") for one in said.work_on],
        "figure_words": APP_WORDS,
        "trends": trend_lines(practice, today, guidance),
        "goal": kept.goal,
        "at_most": AT_MOST,
        "sessions": [_listed(one) for one in reversed(kept.sessions)],
    }


def when_begun(session: PracticeSession) -> str:
    """Return when a session was begun."""
    day, time = day_name(session.day), clock_time(session.started)
    return words.WORDS["when"].format(day=day, time=time)


def _listed(session: PracticeSession) -> dict[str, Any]:
    """Return one session as the list of them shows it."""
    about = {
        "when": when_begun(session),
        "time": long_time(session.seen_s),
        "bends": session.good_bends,
    }
    text = "session" if session.is_practice and session.counted else "session_uncounted"
    text = text if session.is_practice else "session_clip"
    return {"id": session.id, "text": words.WORDS[text].format(**about)}
