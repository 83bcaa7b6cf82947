"""Every word about the therapist's marks: in the report, the overview, the file, complaints."""

from __future__ import annotations

from typing import Final

from posturecheck.language.words import Sentence, Words

FILE_HEAD: Final = (
    "What the therapist says of this result. posturecheck review writes it: notes of another kind "
    "are not kept here."
)
TOO_LONG: Final = Sentence(
    "expected a remark of at most {most} letters, this one has {letters}; shorten it"
)
TOO_MUCH: Final = Sentence(
    "there is no more room for remarks on this result; shorten some, or take some marks away"
)

# The report's part, and the page's.
WORDS: Final[Words[str, str]] = Words(
    {
        "title": "The therapist's word",
        "counts": "Counted twice: as found, and after the therapist's word.",
        "rule": "Check",
        "found": "As found",
        "after": "After the therapist's word",
        "all": "All moments",
        "marks": "Marked moments",
        "without": "Marks without a moment",
        "without_detail": "What they were set on was not found again in this count. They are kept.",
        "not a problem": "Not a problem",
        "wrong": "Wrong: it was not so",
        "remark": "Remark",
        "said": "The therapist: {verdict}",
        "said_with": "The therapist: {verdict}. {remark}",
        "range": "Only {start} to {end} of the clip counts.",
        "person": "The person who counts was pointed out at {time}.",
        "moment": "Moment {number}",
        "span": "{start} to {end}",
    }
)

# Notes of a check and of a new count.
HELD_RANGE: Final = Sentence("only {start} to {end} s count, as a review of this clip says")
HELD_PERSON: Final = Sentence("the person who was pointed out in a review of this clip is followed")
NO_MORE_COUNTED: Final = Sentence(
    "the range or the person that a review of this clip had chosen no longer counts; marks and "
    "remarks are kept"
)
NOT_READ: Final = Sentence("what a therapist said is kept, but cannot be shown: {problem}")
PICTURES_KEPT: Final = Sentence(
    "the clip was not found, so the pictures are those of the count before, and the film beside "
    "this report shows that count"
)
