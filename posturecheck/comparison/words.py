"""What a comparison says, in whole sentences; numbers and names are put in as text."""

from __future__ import annotations

from typing import Final

from posturecheck.core import View
from posturecheck.language.words import Words

# Why two results are not compared, one line each, with the way out.
PROBLEMS: Final[Words[str, str]] = Words(
    {
        "same_folder": "{folder}: expected two results, got the same one twice; name another one",
        "same_film": "{before} and {after}: expected two recordings, got two results of the same "
        "one; name a result of another recording",
        "one_result": "{folder}: expected a second result to compare with, or the folder of a "
        "patient; got one result",
        "no_two": "{folder}: expected two results of one task, found: {found}; name the two "
        "folders, or check the clips again with the same --task",
        "no_patient": "{folder}: expected the folder of a patient with two results, found: "
        "{found}; name two results' folders",
        "nothing": "nothing",
        "two_people": "{before} and {after} are of two patients, {one} and {other}; only one "
        "person can be compared before and after",
        "two_tasks": "{before}, {after}; only the same task can be compared: name two results of "
        "one, or check the clips again with the same --task",
        "of_task": "{name} is of the task {task}",
        "of_no_task": "{name} is of no one task that was recognised",
        "two_views": "{before} was filmed {one}, {after} {other}, {apart} degrees apart; more than "
        "{most} cannot be compared: film the next one from where one of these was",
        "no_view": "{folder}: from where its movements were filmed is not known, or it was from "
        "all sides; only films from the same side can be compared",
        "no_movements": "{before} and {after} have no kind of movement in common that was seen "
        "whole ({kinds}; {others}); only the same can be compared",
    }
)

SEEN_FROM: Final[Words[View, str]] = Words(
    {
        "front": "from the front",
        "oblique": "obliquely, from the {side}",
        "side": "from the {side} side",
        "back": "from behind",
        "unknown": "from an unknown side",
    }
)
SIDES: Final[Words[bool, str]] = Words({False: "right", True: "left"})

# In front of a number; whole degrees only, for nothing is known more finely.
AMOUNTS: Final[Words[str, str]] = Words(
    {
        "°": "{value} degrees",
        "°/s": "{value} degrees a second",
    }
)
ONE: Final[Words[str, str]] = Words({"°": "1 degree", "°/s": "1 degree a second"})

GROUP_TITLES: Final[Words[str, str]] = Words(
    {
        "bending": "Bending and lifting",
        "turning": "Turning",
        "chair": "Sitting down and getting up",
    }
)
TOLD: Final[Words[str, str]] = Words(
    {
        "less": "Less than last time by {difference}; less than {smallest} could be chance.",
        "more": "More than last time by {difference}; less than {smallest} could be chance.",
        "unclear": "No clear difference: {difference} apart; less than {smallest} could be chance.",
        "alike": "The same; less than {smallest} could be chance.",
        "unsure": "Cannot be told: too unsure in one of the films.",
        "unseen": "Cannot be told: not seen in both films.",
        "unmeasured": "Cannot be told: how much of it could be chance is not known in this view.",
        "another program": "Cannot be told: the two films were measured by different versions. "
        "Check the older clip again.",
    }
)
HEADLINES: Final[Words[str, str]] = Words(
    {
        "less": "{measure}: less than last time by {difference}.",
        "more": "{measure}: more than last time by {difference}.",
        "less_in": "{measure} ({group}): less than last time by {difference}.",
        "more_in": "{measure} ({group}): more than last time by {difference}.",
        "none": "No clear difference between the two films.",
        "unknown": "Nothing can be told of what changed between the two films.",
    }
)
WORDS: Final[Words[str, str]] = Words(
    {
        "title": "Before and after: {before}, {after}",
        "brand": "before and after",
        "before": "Before",
        "after": "After",
        "patient": "Patient",
        "folder": "Folder",
        "task": "Task",
        "no_task": "not named",
        "view": "Filmed",
        "limits": "Limits",
        "filmed": "filmed {day}",
        "checked": "no date of filming; checked {day}",
        "no_date": "no date",
        "report": "Report",
        "order": "The films do not both say when they were made: they stand in the order in which "
        "they were named or checked.",
        "note": "For practice with your physical therapist. Not a medical device; the numbers are "
        "estimates and can be wrong.",
        "films": "The two films",
        "no_film": "No film was kept here.",
        "film_missing": "The film cannot be played from here. It lies in the result's folder.",
        "no_script": "The films play together where scripts may run; each can be played by itself.",
        "player": "Play them together",
        "play": "Play both",
        "pause": "Pause",
        "slow": "Half speed",
        "time": "Move through both films",
        "shift": "Move the second against the first",
        "shift_value": "{seconds} s",
        "align": "Begin both at the first movement",
        "curves": "The curves over each other",
        "curves_note": "Seconds from the beginning of the first movement of each film. A gap is "
        "what was not seen.",
        "not_drawn": "Not seen in either film.",
        "curve_aria": "{measure} of both films over time; largest before {before}, after {after}.",
        "changes": "What changed",
        "medians": "{before} movements before, {after} after: the medians are compared.",
        "largest": "{before} before, {after} after: the largest of each film is compared, for "
        "medians take three movements in both.",
        "left_out": "Of the movements of other kinds, or seen less than for four fifths, nothing "
        "is compared.",
        "measure": "Measure",
        "told": "What can be told",
        "unseen": "not seen",
        "how": "How a difference is told",
        "how_chance": "A difference is told from where it is larger than what comes of filming "
        "again: the same movement of the same person, filmed twice with the camera moved by up to "
        "{degrees} degrees and half a metre, differs by less in 95 of 100. That was measured on "
        "{people} rendered people, not on real ones.",
        "how_sds": "It is more where the movements of a film differ among themselves (where "
        "medians are compared), and never less than the ± of both films together. Where that ± is "
        "what decides, 2 of 3 differences by chance are smaller, not 95 of 100.",
        "how_else": "Nobody moves the same way twice, and furniture, clothes, load and pain change "
        "too: a difference says what was seen, not why.",
        "counted": "Over the limits, as found",
        "counted_both": "Over the limits",
        "as_found": "As found",
        "said": "After the therapist's word",
        "before_said": "Before (after the therapist's word)",
        "after_said": "After (after the therapist's word)",
        "counted_note": "How often depends on how much was filmed and done, so no difference is "
        "told.",
        "rule": "Check",
        "other_limits": "other limits",
        "off": "off",
        "nothing_counted": "No limit was clearly passed in either film, in the time in which the "
        "person was seen.",
        "shares": "Of the time seen",
        "share_0": "lean 0 to 20 degrees",
        "share_1": "lean 20 to 60 degrees",
        "share_2": "lean over 60 degrees",
        "seen": "Seen",
        "seen_value": "{seen} s of {total} s",
        "about": "Please note",
    }
)


def result_of_task(name: str, task: str) -> str:
    """Return what task a result is of."""
    return PROBLEMS["of_task" if task else "of_no_task"].format(name=name, task=task)


def seen_from(view: View, facing_deg: float) -> str:
    """Return from where somebody was filmed who faced so; the side is the person's own."""
    # Who turns to the own left (positive) shows the right side.
    return SEEN_FROM[view].format(side=SIDES[facing_deg < 0])


def amount(value: float, unit: str) -> str:
    """Return so many degrees, or degrees a second, in words; whole ones."""
    whole = round(abs(value))
    return ONE[unit] if whole == 1 else AMOUNTS[unit].format(value=whole)
