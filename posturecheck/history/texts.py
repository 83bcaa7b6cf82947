"""Every text of the history: on its page, on a terminal, and where other rooms tell of days."""

from __future__ import annotations

from typing import Final

from posturecheck.language.words import Plural, Sentence, Words

NOTHING_YET: Final = Sentence(
    "Nothing yet. Begin with `posturecheck live`; what you practise then is shown here."
)
HOW_COUNTED: Final = Sentence(
    "The numbers: how often a limit was passed per hour in which the camera could tell, and in "
    "brackets how many times; a dash means less than 10 minutes. Time that was not seen counts "
    "neither as good nor as bad."
)
# Columns: what belongs together.
GROUPS: Final[Words[str, str]] = Words(
    {
        "rounding": "Rounded back",
        "bending": "Other bends",
        "twisting": "Twists",
        "reaching": "Side, lift, reach",
    }
)
GOOD_BENDS: Final = Sentence("Good bends")

# How long and how often.
MINUTES: Final = Plural("{minutes} minute", "{minutes} minutes")
HOURS: Final = Sentence("{hours} hours")
SELDOM: Final[Words[int, str]] = Words({0: "not once", 1: "once", 2: "twice"})
TIMES: Final = Plural("{count} times", "{count} times")
CHANGED: Final = Sentence("{changed} of {answered}")

# How cues were answered.
NO_CUE: Final = Sentence("No cue was needed in these days.")
CUES: Final = Plural("{count} cue given.", "{count} cues given.")
CUES_SHOWN: Final = Plural(
    "{count} cue given, {shown} of them on the screen only.",
    "{count} cues given, {shown} of them on the screen only.",
)
ANSWERED: Final = Sentence(
    "After {changed} of {answered} you changed how you moved within a few seconds."
)
ANSWERED_SHARE: Final = Sentence(
    "After {changed} of {answered} ({share} %) you changed how you moved within a few seconds."
)
UNKNOWN: Final = Plural(
    "After {count} it could not be seen.", "After {count} it could not be seen."
)

# What changed between two weeks.
TRENDS: Final[Words[str, str]] = Words(
    {
        "fewer": "{title}: fewer per hour than the week before, {now} instead of {before} (in "
        "{now_hours} and {before_hours} hours).",
        "more": "{title}: more per hour than the week before, {now} instead of {before} (in "
        "{now_hours} and {before_hours} hours).",
        "alike": "About as many per hour as the week before: {listed}.",
        "alike_one": "{title}, {now} instead of {before}",
        "too_short": "Not enough yet to compare weeks: that takes {least} minutes seen in the "
        "last 7 days (so far {now}) and in the 7 days before ({before}).",
        "not_judged": "Not enough yet to compare weeks: you were seen, but in one of them the "
        "camera could judge what happened for less than {least} minutes. A view from the side "
        "usually helps.",
        "none": "No limit was seen to be passed in the last two weeks, in {now} and {before}.",
    }
)
LISTED: Final = Sentence("{first}; {rest}")

# Charts
CHARTS: Final[Words[str, str]] = Words(
    {
        "time": "Time in front of the camera",
        "minutes": "minutes",
        "time_said": "Minutes seen and not seen. In all {seen} hours seen, {unseen} not seen.",
        "by_week": "per hour, by week",
        "by_day": "per hour, by day",
        "rate_said": "{group}: how often per hour; {rate} per hour at the last. The table below "
        "has every number.",
        "rate_said_none": "{group}: how often per hour; not enough time yet. The table below has "
        "every number.",
    }
)

# What one reads of one's days; a dash where it is not known.
DAYS: Final[Words[str, str]] = Words(
    {
        "headline": "Good bends in the last seven days: {count}.",
        "headline_none": "No practice in the last seven days. You are welcome back any time.",
        "headline_zero": "Practised on {days} of the last seven days.",
        "days": "Days with practice in the last seven: {days}.",
        "technique": "{title}: {count}",
        "praise": "Praised: {count}",
        "well_none": "No whole movement could be counted as good in these days. For that "
        "it must be known how you stand tall, and all of it must be in view, from head to hips.",
        "best": "Your best day so far: {day}, with {count} good bends.",
        "best_today": "Today is your best day so far: {count} good bends.",
        "best_none": "There is no best day yet: it is the one with the most good bends.",
        "goal_days": "Your goal: practise on {target} days in seven. Done in the last seven: "
        "{done}.",
        "goal_days_reached": "Goal reached: {done} days of practice in the last seven, of "
        "{target}.",
        "goal_bends": "Your goal: {target} good bends a day. Today: {done}. Reached on {days} of "
        "the last seven days.",
        "goal_bends_reached": "Goal reached today: {done} good bends, of {target}. Reached on "
        "{days} of the last seven days.",
        "goal_none": "No goal is set.",
        "work_on": "{title}, over the limit in the last seven days: {count}.",
        "work_none": "No limit was seen to be passed in the last seven days.",
        "work_unknown": "Nothing was seen in the last seven days, so nothing is known.",
        "pain": "{day}, {time}: you said that it hurt. Seek care for new or severe pain, and talk "
        "about it with your therapist.",
        "clips": "Clips that were played as a camera do not count as practice: {count}.",
    }
)
PAIN_PHASES: Final[Words[str, str]] = Words(
    {
        "watching": "said while it was watched",
        "waiting": "said during a pause, the camera open",
        "off": "said while the camera was off; the half minute is the last before that",
        "other": "said before watching had begun",
    }
)

# A terminal's tables; a line's end where a column is narrow.
TERMINAL: Final[Words[str, str]] = Words(
    {
        "day": "Day",
        "week": "Week from",
        "sessions": "Ses-\nsions",
        "seen": "Min\nseen",
        "unseen": "Min not\nseen",
        "cues": "Cues\nspoken",
        "changed": "Changed\nafter",
        "session": "Session",
        "begun": "Begun",
        "good": "Good\nbends",
        "over": "Over a\nlimit",
        "hurt": "Said to\nhurt",
        "clip": "{begun} (a clip)",
        "begun_at": "{day} {year}, {time}",
        "group": "{group}: {titles}.",
        "none": "No session in the last {days} days; the last one was on {last}. --days {needed} "
        "shows it.",
    }
)
