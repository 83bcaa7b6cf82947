"""What a report leads with: its headline and what to try, of the moments that count."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Protocol, TypeVar

from posturecheck.clips import words as said
from posturecheck.core import InputError, Severity
from posturecheck.marks.found import FoundEpisode
from posturecheck.marks.matching import Matched
from posturecheck.report.data import Advice
from posturecheck.report.review import ShownLead
from posturecheck.rules import BY_ID, RANK
from posturecheck.rules.guidance import Guidance, load_guidance

MOST_ADVICE = 3
MOST_TOLD = 2  # in the headline; it should stay one sentence that is read in one breath


class Moment(Protocol):
    """An episode as far as it matters here; ``peak`` and ``peak_sd`` are in ``unit``."""

    @property
    def rule(self) -> str:
        """The rule's id."""
        ...

    @property
    def severity(self) -> Severity:
        """Which limit was passed."""
        ...

    @property
    def peak(self) -> float:
        """How far at the worst."""
        ...

    @property
    def peak_sd(self) -> float:
        """How sure that is."""
        ...

    @property
    def unit(self) -> str:
        """Of the peak."""
        ...

    @property
    def task(self) -> str:
        """A task, or an activity's id."""
        ...


AMoment = TypeVar("AMoment", bound=Moment)


def headline(
    moments: Sequence[Moment], seen_s: float, total_s: float, words: Guidance, left_out: int = 0
) -> str:
    """Return one sentence: what was seen, how often and how far.

    Args:
        moments: What counts.
        seen_s: For how long the person could be seen, seconds.
        total_s: Of how many.
        words: The wording.
        left_out: How many more were found that do not count after a therapist's word.
    """
    if round(seen_s) != round(total_s):
        span = said.SECONDS_OF(seen=f"{seen_s:.0f}", total=f"{total_s:.0f}")
    else:
        span = said.SECONDS(seconds=f"{seen_s:.0f}")
    groups = _by_rule(moments)
    if not groups and left_out:
        return said.NOTHING_COUNTED(span=span)
    if not groups and round(seen_s) == 0:
        return said.TOO_LITTLE(span=span)
    if not groups:
        return said.NO_LIMIT(span=span)
    parts = []
    for rule, episodes in groups[:MOST_TOLD]:
        worst = max(episodes, key=lambda e: e.peak)
        what, times = words.rule(rule).seen, said.TIMES(len(episodes))
        if worst.unit == "deg" and math.isfinite(worst.peak):
            peak, sd = (said.DEGREES(value=f"{v:.0f}") for v in (worst.peak, worst.peak_sd))
            parts.append(said.SEEN_UP_TO(what=what, times=times, peak=peak, sd=sd))
        else:
            parts.append(said.SEEN(what=what, times=times))
    return said.SAW(span=span, seen=said.listed(parts))


def advice(moments: Sequence[Moment], words: Guidance) -> tuple[Advice, ...]:
    """Return what to try, the most serious first.

    Raises:
        InputError: A moment is of a task that is not known.
    """
    chosen: dict[str, Advice] = {}
    for rule, episodes in _by_rule(moments):
        guide, about = words.guide(rule, episodes[0].task), words.rule(rule)
        times = said.TIMES(len(episodes))
        chosen.setdefault(
            guide.cue,
            Advice(
                title=about.title,
                seen=said.ADVICE_SEEN(seen=about.seen, times=times),
                cue=guide.cue,
                alternative=guide.alternative,
                explanation=f"{about.why} {guide.explanation}",
                source="; ".join(dict.fromkeys(f"{about.source}; {guide.source}".split("; "))),
            ),
        )
    return tuple(chosen.values())[:MOST_ADVICE]


def lead(
    episodes: Sequence[FoundEpisode], found: Matched, summary: Mapping[str, Any]
) -> ShownLead | None:
    """Return what a result leads with after a therapist's word; None where it stays as it is.

    Args:
        episodes: What was found.
        found: What is said of each.
        summary: The content of the result's ``summary.json``.
    """
    seconds = summary.get("seconds")
    about = seconds if isinstance(seconds, dict) else {}
    seen_s, total_s = about.get("seen"), about.get("total")
    if not isinstance(seen_s, int | float) or not isinstance(total_s, int | float) or seen_s <= 0:
        return None
    words = load_guidance()
    known = [(e, found.stays(i)) for i, e in enumerate(episodes) if e.rule in BY_ID]
    count = [episode for episode, stays in known if stays]
    left_out = len(known) - len(count)
    if not known:
        return None
    try:
        tried = advice(count, words)
    except InputError:  # a file that somebody changed, or a newer program's
        return None
    return ShownLead(headline(count, seen_s, total_s, words, left_out), tried, left_out > 0)


def _by_rule(moments: Sequence[AMoment]) -> list[tuple[str, list[AMoment]]]:
    """Group moments by rule, the most serious and highest ranked first."""
    groups: dict[str, list[AMoment]] = defaultdict(list)
    for moment in moments:
        groups[moment.rule].append(moment)

    def rank(item: tuple[str, list[AMoment]]) -> tuple[bool, int]:
        return all(e.severity != "red" for e in item[1]), RANK[item[0]]

    return sorted(groups.items(), key=rank)
