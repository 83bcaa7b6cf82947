"""Every word of the therapist's page and of its command, in one place."""

from __future__ import annotations

from typing import Final

from posturecheck.language.words import Sentence, Words

# What the terminal says.
NOBODY: Final = Sentence("Nobody is at the page, I stop in a minute.")
NOBODY_STOPPED: Final = Sentence("Nobody was at the page: stopped. What was said is kept.")
NO_RESULTS: Final = Sentence(
    "{out}: expected a folder of results, found none in it; check clips into it first"
)
LABELLED: Final = Sentence(
    "Labels of {clip}: {path}. Put the clip beside it, under the name {name}."
)
LABELLED_BESIDE: Final = Sentence("Labels of {clip}: {path}.")
LABELS_NONE: Final = Sentence("There is no mark yet, so no labels were written.")
LABELS_PART: Final = Sentence(
    "{place}: a part of the clip or a pointed out person counts there, and evaluate looks at the "
    "whole clip; it gets no labels"
)
LABELS_FOREIGN: Final = Sentence(
    "{path}: expected nothing or labels of an earlier review there, found another file; it is "
    "left as it is: move it away, or name another folder"
)
LABELS_TWICE: Final = Sentence(
    "{path}: two results would have labels of this name; only the first is written"
)
LABELS_HEAD: Final = "posturecheck review: what a therapist left of what was found"

# What the page answers.
NO_SUCH: Final = Sentence("There is no such result any more; go back to the list.")
BUSY: Final = Sentence("One count at a time: this one is begun when the other is done.")
WRONG_ASKED: Final = Sentence("expected what this page asks for; load it again")
STOPPED: Final = Sentence("Stopped. The count of before is still there.")
DONE: Final = Sentence("Counted anew.")
DONE_NO_FILM: Final = Sentence("Counted anew; the film is that of the count before.")

WORDS: Final[Words[str, str]] = Words(
    {
        "title": "Review",
        "headline": "Results to review",
        "intro": "Marks and remarks stay on this computer, in review.toml beside each result.",
        "back": "All results",
        "to_result": "Back to the marks",
        "stop": "Stop",
        "stopped": "Stopped. You can close this page.",
        "lost": "posturecheck does not answer.",
        "lost_detail": "Start it again with “posturecheck review”.",
        "no_script": "This page needs JavaScript. Everything it loads comes from this computer.",
        "whose": "Patient or folder",
        "filmed": "Filmed",
        "clip": "Clip",
        "found": "As found",
        "after": "After the therapist's word",
        "counts": "{red} red, {amber} amber",
        "no_word": "not reviewed",
        "undated": "undated",
        "problems": "What could not be shown as it should",
        "report": "Report",
        "film": "Film",
        "no_film": "There is no film beside this result.",
        "moments": "Moments",
        "no_moments": "No limit was clearly passed.",
        "times": "{start} to {end}",
        "peak": "largest {peak}",
        "red": "red",
        "amber": "amber",
        "watch": "Watch from {time}",
        "verdict": "This moment",
        "as_found": "Counts, as found",
        "not a problem": "Not a problem",
        "wrong": "Wrong: it was not so",
        "remark": "Remark",
        "remark_of": "Remark on this moment",
        "kept": "Kept.",
        "whole_remark": "Remark on the whole",
        "keep": "Keep",
        "counts_twice": "Counts",
        "check": "Check",
        "all": "All moments",
        "without": "Marks without a moment",
        "without_detail": "What they were set on was not found again. They stay, but change no "
        "count.",
        "take_away": "Take away",
        "take_away_of": "Take away the mark on {title}, {times}",
        "anew": "Count anew",
        "anew_detail": "From the body points that were kept; the clip is not looked at again. The "
        "film is drawn anew where the clip is found.",
        "no_points": "Nothing can be counted anew. {why}",
        "from": "From (minutes:seconds)",
        "to": "To (minutes:seconds)",
        "range_help": "The whole is {start} to {end}.",
        "whole": "The whole",
        "person": "Who counts",
        "person_detail": "Move to a second in which the person is seen, then click on them or "
        "choose them below.",
        "second": "Second",
        "at": "at {time}",
        "by_check": "Whom the check chose",
        "pointed_out": "Pointed out at {time}",
        "one_person": "Person {number}, {side}, in view for {seconds} s",
        "nobody_then": "Nobody is seen at this moment.",
        "left": "on the left",
        "middle": "in the middle",
        "right": "on the right",
        "begin": "Count anew",
        "counting": "Counting anew …",
        "stop_counting": "Stop counting",
        "wrong_time": "Expected times such as 0:20 and 1:05.5, the second after the first.",
    }
)
