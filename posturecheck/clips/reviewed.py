"""A result beside what its therapist says of it: in words for the report, and as options."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from posturecheck.clips.checked import Checked
from posturecheck.clips.counted import Counted
from posturecheck.clips.identity import read_summary, reported_sha256
from posturecheck.clips.leading import headline, lead
from posturecheck.clips.options import CheckOptions
from posturecheck.clips.report_content import MOST_MOMENTS
from posturecheck.console.untrusted_text import printable
from posturecheck.core import InputError
from posturecheck.files.atomic import save_bytes
from posturecheck.files.drafts import held
from posturecheck.marks import words
from posturecheck.marks.found import FoundEpisode, read_found
from posturecheck.marks.matching import Matched, counted_range, matched
from posturecheck.marks.review_file import FILE, Mark, Review, Stretch, as_toml, read_review
from posturecheck.report.formats import clock
from posturecheck.report.review import ShownMark, ShownReview, with_review
from posturecheck.rules import BY_ID
from posturecheck.rules.guidance import Guidance, load_guidance

REPORT, SUMMARY = "report.html", "summary.json"
MOST_REPORT_BYTES = 200_000_000  # one with its film within has up to 86 million


def shown_review(
    review: Review, episodes: Sequence[FoundEpisode], found: Matched
) -> ShownReview | None:
    """Return what a report shows of a therapist's word; None where there is none."""
    if not review.said:
        return None
    guidance = load_guidance()
    return ShownReview(
        words=words.WORDS,
        remark="\n".join(map(printable, review.remark.split("\n"))),
        notes=tuple(_notes(review)),
        counts=tuple(counts(episodes, found, guidance)),
        marks=tuple(
            _shown(mark, guidance, index + 1 if index < MOST_MOMENTS else 0)
            for index, marks in enumerate(found.of)
            for mark in marks
        ),
        without=tuple(_shown(mark, guidance, 0) for mark in found.without),
    )


def counts(
    episodes: Sequence[FoundEpisode], found: Matched, guidance: Guidance
) -> list[tuple[str, int, int]]:
    """Return (title, as found, after the therapist's word) of each rule, and of all."""
    rows = []
    for rule in dict.fromkeys(e.rule for e in episodes):
        stays = [found.stays(i) for i, e in enumerate(episodes) if e.rule == rule]
        rows.append((rule_title(rule, guidance), len(stays), sum(stays)))
    everything = len(episodes), sum(found.stays(i) for i in range(len(episodes)))
    return [*rows, (words.WORDS["all"], *everything)]


def rule_title(rule: str, guidance: Guidance) -> str:
    """Return a rule in words; one that is not known here is named by its id."""
    return guidance.rule(rule).title if rule in BY_ID else printable(rule)


def _notes(review: Review) -> list[str]:
    notes = []
    if review.range_s:
        start, end = (clock(seconds) for seconds in review.range_s)
        notes.append(words.WORDS["range"].format(start=start, end=end))
    if review.person:
        notes.append(words.WORDS["person"].format(time=clock(review.person.t_s)))
    return notes


def _shown(mark: Mark, guidance: Guidance, number: int) -> ShownMark:
    span = words.WORDS["span"].format(start=clock(mark.start_s), end=clock(mark.end_s))
    return ShownMark(
        title=rule_title(mark.rule, guidance),
        when=span,
        verdict=words.WORDS[mark.verdict],
        remark=printable(mark.remark.replace("\n", " ")),
        number=number,
    )


def lay_into_report(report: Path, review: Review, episodes: Sequence[FoundEpisode]) -> None:
    """Put the therapist's word into a report that lies there.

    Raises:
        InputError: The report is no text, or far too long for one of ours.
        OSError: It cannot be read or written.
    """
    if report.stat().st_size > MOST_REPORT_BYTES:
        raise InputError(f"{report}: is too long for a report; it is left as it is")
    html = report.read_bytes().decode("utf-8", "replace")
    after = _laid(html, report.parent, review, episodes)
    if after != html:
        save_bytes(after.encode(), report, shared=True)


def _laid(html: str, folder: Path, review: Review, episodes: Sequence[FoundEpisode]) -> str:
    """Return the report of the result in a folder with a therapist's word in it."""
    summary = read_summary(folder / SUMMARY)
    found = matched(review.marks, episodes, _counted_s(summary))
    return with_review(html, shown_review(review, episodes, found), lead(episodes, found, summary))


def _counted_s(summary: Mapping[str, Any]) -> Stretch | None:
    settings = summary.get("settings")
    return counted_range(settings) if isinstance(settings, dict) else None


def headline_of(result: Checked, folder: Path) -> str:
    """Return the headline of a result that was just saved, after its therapist's word."""
    episodes, totals = result.episodes, result.totals
    try:
        marks = read_review(folder, reported_sha256(folder)).marks
    except InputError:
        marks = ()
    found = matched(marks, episodes, _counted_s(read_summary(folder / SUMMARY)))
    count = [episode for i, episode in enumerate(episodes) if found.stays(i)]
    left_out = len(episodes) - len(count)
    return headline(count, totals.seen_s, totals.total_s, load_guidance(), left_out)


def show_in_report(folder: Path, sha256: object) -> None:
    """Put what is said of a result now into its report, where there is one.

    Raises:
        InputError: The review or the episodes cannot be read, or the report not be written.
    """
    place = folder.absolute()
    try:
        with held(place.parent, shared=True):  # of two who do so the later one has seen both
            if (place / REPORT).is_file():
                lay_into_report(place / REPORT, read_review(place, sha256), read_found(place))
    except OSError as error:
        reason = error.strerror or error
        raise InputError(
            f"{place / REPORT}: cannot be written ({reason}); what was said is kept"
        ) from error


def with_word(page: str, new: Path, before: Path, counted: Counted) -> str:
    """Return a page of a new result with what is said of the one that it replaces.

    Where that cannot be read the page stays as it is.
    """
    try:
        review = read_review(before, reported_sha256(new))
        said = replace(review, range_s=counted.range_s, person=counted.person)
        return _laid(page, new, said, read_found(new))
    except InputError:
        return page


def take_review(new: Path, before: Path, counted: Counted) -> list[str]:
    """Take what is said of a result over into the one that takes its place, and show it there.

    Marks and remarks are kept as they are. What counts is what counted in the new result.

    Args:
        new: The folder of the new result.
        before: That of the one whose review it keeps.
        counted: What counted in the new one.

    Returns:
        A line on each thing that should be known.

    Raises:
        OSError: It cannot be written.
    """
    try:
        sha256 = reported_sha256(new)
        review = read_review(before, sha256)
        notes = []
        if Counted.of(review) != counted:
            if Counted.of(review) != Counted():
                notes.append(words.NO_MORE_COUNTED())
            review = replace(review, range_s=counted.range_s, person=counted.person)
            text = as_toml(review, sha256)
            (new / FILE).write_text(text, encoding="utf-8", newline="\n")
        lay_into_report(new / REPORT, review, read_found(new))
    except InputError as error:
        return [words.NOT_READ(problem=error)]
    return notes


def counted_in(folder: Path, asked: CheckOptions) -> tuple[Counted, list[str]]:
    """Return what counts of a clip as the review in a result's folder says, and a note on it.

    What is asked for now counts before what was said then.
    """
    try:
        counted = Counted.of(read_review(folder, reported_sha256(folder))).beside(asked)
    except InputError:  # that is said when the result takes its place
        return Counted(), []
    notes = []
    if counted.range_s:
        start_s, end_s = counted.range_s
        notes.append(words.HELD_RANGE(start=f"{start_s:g}", end=f"{end_s:g}"))
    if counted.person:
        notes.append(words.HELD_PERSON())
    return counted, notes
