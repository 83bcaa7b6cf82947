"""Every word of the overview's page. Its tables keep their English names: programs read them."""

from __future__ import annotations

from typing import Final

from posturecheck.language.words import Plural, Sentence, Words

WORDS: Final[Words[str, str]] = Words(
    {
        "page_title": "Overview: {results}",
        "brand": "posturecheck <span>overview</span>",
        "results_of_patients": "{results} of {patients}",
        "short_note": "The worst of each, as of {today}; ± is one standard deviation. Not a "
        "medical device; the numbers are estimates and can be wrong. The same as tables: "
        "overview.xlsx and overview.csv.",
        "results": "Results",
        "find": "Find",
        "find_what": "patient, clip, date, task",
        "whose": "Patient or folder",
        "all": "all",
        "over": "Over a limit",
        "any_or_none": "any or none",
        "sort": "Sort by",
        "sort_patient_newest": "patient, newest first",
        "sort_whose": "patient or folder",
        "sort_filmed": "filmed, newest first",
        "sort_clip": "clip",
        "sort_seen": "time seen",
        "sort_red": "times red",
        "sort_rule": "{rule}, worst first",
        "filmed": "Filmed",
        "clip": "Clip",
        "seen": "Seen",
        "times_over": "Times over",
        "checked": "checked {day}",
        "no_report": "{clip} (no report)",
        "in_folder": "in {folder}",
        "seen_of": "{seen} s <small>of {total} s</small>",
        "seen_of_part": "{seen} s <small>of a part of {total} s</small>",
        "nobody_in": "nobody <small>in {total} s</small>",
        "nobody_in_part": "nobody <small>in a part of {total} s</small>",
        "red_and_amber": "{red} red <small>{amber} amber</small>",
        "legend": "◆ a red limit was passed, ● an amber one, – none clearly. “Cannot tell”: for "
        "more than a tenth of the seen time the camera could not judge it. “Off”: the profile "
        "does not look at it. Neither says that all was well.",
        "problems": "What could not be shown as it should",
        "people": "Patients",
        "patient": "Patient",
        "born": "Born",
        "height": "Height",
        "limits": "Limits",
        "notes": "Notes",
        "height_cm": "{height} cm",
        "from_patient_file": "From patient.toml in each patient's folder.",
        "please_note": "Please note",
        "undated": "undated",
        # A therapist's word.
        "after_review": "after review: {red} red, {amber} amber",
        "remark_said": "Remark: {remark}",
    }
)
COUNTED: Final = {
    "results": Plural("{count} result", "{count} results"),
    "patients": Plural("{count} patient", "{count} patients"),
    "problems": Plural(
        "{count} folder could not be shown as they should.",
        "{count} folders could not be shown as they should.",
    ),
    "without_moment": Plural("({count} mark without a moment)", "({count} marks without a moment)"),
    "some_found": Plural("{found} of {count} results", "{found} of {count} results"),
    "all_found": Plural("All {count} results", "All {count} results"),
}
# What is known of one rule in one result.
STATES: Final[Words[str, str]] = Words(
    {
        "red": "red",
        "amber": "amber",
        "off": "off",
        "not seen": "not seen",
        "cannot tell": "cannot tell",
        "none": "–",
    }
)
UNITS: Final[Words[str, str]] = Words({"share": "%", "per_min": "/min"})
SD: Final = Sentence("± {sd}")
