"""Every word of the report's page; what it says of a clip comes with its data."""

from __future__ import annotations

from typing import Final

from posturecheck.core import Severity
from posturecheck.language.words import Plural, Sentence, Words

WORDS: Final[Words[str, str]] = Words(
    {
        "page_title": "Movement report: {clip}",
        "page_title_whose": "Movement report: {clip} ({whose})",
        "brand": "posturecheck <span>movement report</span>",
        "clip": "Clip",
        "filmed": "Filmed",
        "looked_at": "Looked at",
        "length": "Length",
        "checked": "Checked",
        "limits": "Limits",
        "span": "{start} – {end}",
        "unseen_headline": "The camera could not see the person, so nothing can be said about the "
        "movement in this clip.",
        "measured_for": "The person could be measured for <b>{seen}</b> ({share} of the clip).",
        "unmeasured_for": "For <b>{unseen}</b> nobody could be measured; nothing is known about "
        "that time.",
        "not_seen_at_all": "Not seen: <b>{unseen}</b>, the whole clip.",
        "short_note": "For practice with your physical therapist. Not a medical device; the "
        'numbers are estimates and can be wrong. <a href="#about">Please read the note at the '
        "end.</a>",
        # What to try
        "try": "What to try",
        "found": "What was found",
        "what_was_seen": "What was seen",
        "why_it_helps": "Why it helps",
        "source": "Source",
        "nobody": "The camera could not see the person.",
        "nobody_detail": "This report says nothing about the movement, neither good nor bad. For "
        "the next recording:",
        "nobody_place": "Stand 2 to 4 metres from the camera, with the whole body in the picture, "
        "feet too if you can.",
        "nobody_light": "Turn on the light, and keep a window behind the camera, not behind you.",
        "nobody_steady": "Put the camera down on something steady, at about the height of the "
        "hips.",
        "no_limit": "No limit was clearly passed in the {seen} ({share} of the clip) in which the "
        "person could be measured.",
        "none_counts": "Nothing counted after the therapist's word.",
        "none_counts_detail": "Every moment is listed below, with what the therapist says of it.",
        "not_seen_for": "Not seen: {unseen} ({share}).",
        "nothing_known": "Nothing is known about that time.",
        "not_always_judged": "Some checks could not always be judged; they are listed under "
        '<a href="#measured">How well could it be measured?</a>',
        "well": "Already going well",
        # When it happened
        "when": "When it happened",
        "over_time": "Over time",
        "legend_value": "measured value; the band around it is ± one standard deviation",
        "legend_amber": "amber limit",
        "legend_red": "red limit",
        "legend_over_amber": "moment over the amber limit",
        "legend_over_red": "moment over the red limit",
        "not_seen": "not seen",
        "numbers_left_out": "Where moments lie close together some numbers are left out here; "
        "every moment is listed below.",
        "one_time": "Look at one time",
        "scrub": "Move through the clip",
        "moments_steps": "Moments",
        "previous": "← Previous",
        "previous_moment": "Previous moment",
        "next": "Next →",
        "next_moment": "Next moment",
        "largest_at": "largest <b>{value}</b> at {time}",
        "not_seen_here": "not seen in this clip",
        "curve_said": "{curve} over time, {start} to {end}. Largest {value} at {time}.",
        "curve_said_unseen": "{curve} over time, {start} to {end}. Not seen in this clip.",
        "gap": "not seen {start} to {end}",
        "moment": "Moment {number}",
        "now_moment": "moment {number}: {title}",
        # The moments
        "moments": "The moments, one by one",
        "index_line": "{time} · peak {peak} · {severity}",
        "amber_first": "<b>Amber</b> · Worth practising",
        "red_first": "<b>Red</b> · Practise this first",
        "picture": "The clip at {time}, the largest point of moment {number}: {title}, {reading}.",
        "at": "at {time}",
        "largest": "Largest",
        "limit": "Limit",
        "lasted": "Lasted",
        "from_to": "From – to",
        "fastest": "Fastest trunk movement",
        "movement": "Movement",
        "not_recognised": "not recognised",
        "close_call": "A close call: the limit lies within the ± of this estimate.",
        "lost": "The person went out of sight before this ended, so it may have lasted longer or "
        "gone further.",
        "instead": "What to do instead",
        "watch": "Watch this moment",
        # How well it was measured
        "measured": "How well could it be measured?",
        "leaned": "How far the trunk leaned",
        "leaned_little": "0 to 20 degrees",
        "leaned_some": "20 to 60 degrees",
        "leaned_far": "over 60 degrees",
        "upright": "0 degrees is upright. Leaning from the hips with a long back counts here too; "
        "it is often a good way to bend.",
        "no_trunk": "The trunk could not be measured.",
        "unsure": "Where the camera was unsure",
        "check": "Check",
        "could_not_tell": "Could not tell",
        "of_seen": "of seen time",
        "nobody_measured": "Nobody measured at all",
        "neither": "“Could not tell” is neither good nor bad. A view from the side usually helps.",
        "notes": "Notes on this recording",
        "settings": "Settings and versions",
        "limits_used": "Limits used: {profile}",
        "amber_from": "Amber from",
        "red_from": "Red from",
        "at_least": "For at least",
        "made_with": "Made with",
        "please_note": "Please note",
    }
)
COUNTED: Final = {
    "moments_over": Plural(
        "{count} moment over a limit, shown below.", "{count} moments over a limit, shown below."
    ),
    "times": Plural("once", "{count} times"),
}
SEVERITIES: Final[Words[Severity, str]] = Words({"amber": "amber", "red": "red"})
AXIS_LIMIT: Final[Words[str, str]] = Words({"amber": "amber {value}", "red": "red {value}"})
NOT_MEASURED: Final = Sentence("not measured")
SECONDS: Final = Sentence("{seconds} s")
MINUTES: Final = Sentence("{minutes} min {seconds} s")
PERCENT: Final = Sentence("{share} %")
