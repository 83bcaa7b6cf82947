"""Every word that the history's page has of its own."""

from __future__ import annotations

from typing import Final

from posturecheck.language.words import Plural, Words

WORDS: Final[Words[str, str]] = Words(
    {
        "page_title": "My practice, {first} to {last} {year}",
        "brand": "posturecheck <span>my practice</span>",
        "from": "From",
        "to": "To",
        "day_of_year": "{day} {year}",
        "days_with_data": "Days with data",
        "days_of": "{days} of the last {all}",
        "sessions": "Sessions",
        "headline_none": "No session in these days. You are welcome back any time.",
        "seen_for": "Seen: <b>{seen}</b>.",
        "unmeasured_for": "For <b>{unseen}</b> (hatched) nobody could be measured; nothing is "
        "known about that time.",
        "short_note": "For practice with your physical therapist. Not a medical device; the "
        'numbers are estimates and can be wrong. <a href="#about">Please read the note at the '
        "end.</a>",
        "well": "What went well",
        "work_on": "What to work on",
        "changed": "What changed",
        "how_compared": "These 7 days against the 7 before. It takes at least {minutes} minutes "
        "in each in which the camera could tell. “Fewer” and “more” stand only where the "
        "difference is larger than the ups and downs of chance.",
        "hurt": "Said to have hurt",
        "hurt_when": "{day}, {time} <small>({how})</small>",
        "half_minute": "In the half minute before",
        "lowest": "Lowest",
        "highest": "Highest",
        "course": "30 s before to the moment it was said",
        "course_short": "Course",
        "half_minute_seen": "Of each half second the largest value, ± one standard deviation; "
        "seen for {seen} of 30 seconds. Estimates of a camera, no finding.",
        "half_minute_unseen": "Nobody was measured in the half minute before.",
        "over_time": "Over time",
        "legend_seen": "seen",
        "legend_unseen": "not seen",
        "legend_rate": "times per hour over a limit; the line is how far chance alone may move it",
        "legend_short": "less than 10 minutes: too short to say",
        "no_charts": "Charts of how often per hour are drawn as soon as a day has 10 minutes seen.",
        "group": "{group}: {titles}.",
        "movements": "Movement by movement",
        "over_limit": "Over the limit",
        "last_week": "Last 7 days, per hour",
        "week_before": "7 days before, per hour",
        "over_red_since": "Over the red limit since {day}",
        "over_red": "Over the red limit",
        "cues_since": "Since {day}: {cues}",
        "weeks": "Weeks",
        "week": "Week",
        "week_from_to": "{first} to {last}",
        "days": "Days",
        "day": "Day",
        "minutes_seen": "Minutes seen",
        "not_seen": "Not seen",
        "minutes_not_seen": "Minutes not seen",
        "good_bends": "Good bends",
        "per_hour": "{group}, per hour",
        "cues_spoken": "Cues spoken",
        "changed_after": "Changed after a cue",
        "begun": "Begun",
        "begun_at": "{day}, {time}",
        "begun_clip": "{day}, {time} (a clip)",
        "number": "Number",
        "over_a_limit": "Over a limit",
        "said_to_hurt": "Said to hurt",
        "please_note": "Please note",
    }
)
COUNTED: Final = {
    "headline": Plural(
        "You practised on {count} day, for {time} in front of the camera.",
        "You practised on {count} days, for {time} in front of the camera.",
    ),
}
