"""The figures on episodes and cues, pooled over all clips whose events are labelled; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from posturecheck.evaluate.estimate import Estimate, ToldCue
from posturecheck.evaluate.labels import Labels, Span
from posturecheck.evaluate.matching import TOLERANCE_S, Matching, match
from posturecheck.evaluate.scores import HIGH_PERCENTILE, Pair, percentile
from posturecheck.rules import RULES, SAID_AFTER

HOUR_S = 3600.0
# A quick movement's episode is over half a second after it, and then it is spoken of
# within two (``cues.STILL_NEWS_S``).
SAID_AFTER_S = 3.0


@dataclass(frozen=True, slots=True)
class RuleScore:
    """How one rule's episodes fared.

    ``f1`` is None where nothing was labelled. ``overlap`` is the median share of the time
    of a matched pair that both cover; ``onset_median_s`` is found minus labelled start.
    """

    rule: str
    labelled: int
    found: int
    matched: int
    missed: int
    false: int
    precision: float | None
    recall: float | None
    f1: float | None
    overlap: float | None
    onset_median_s: float | None
    onset_p90_s: float | None


@dataclass(frozen=True, slots=True)
class CueScore:
    """How the corrections fared: was there a cue, in time, and were there false ones?

    ``told`` are the labelled episodes that got a cue of their rule, ``false`` the cues
    outside every labelled episode of theirs. Latency is from the labelled start to the
    first cue.
    """

    hours: float
    cues: int
    false: int
    false_per_hour: float | None
    labelled: int
    told: int
    latency_median_s: float | None
    latency_p90_s: float | None


def rule_scores(pairs: Sequence[Pair]) -> tuple[RuleScore, ...]:
    """Return the score of every rule that was looked for in a clip."""
    scores = []
    for rule in (rule.id for rule in RULES):
        matchings = [
            _matching(rule, labels.episodes, estimate)
            for labels, estimate in pairs
            if labels.episodes is not None and rule in labels.looked_for
        ]
        if matchings:
            scores.append(_rule_score(rule, matchings))
    return tuple(scores)


def _matching(rule: str, labelled: tuple[Span, ...], estimate: Estimate) -> Matching:
    return match(
        [span for span in labelled if span.rule == rule],
        [span for span in estimate.episodes if span.rule == rule],
    )


def _rule_score(rule: str, matchings: Sequence[Matching]) -> RuleScore:
    pairs = [pair for matching in matchings for pair in matching.matched]
    missed = sum(len(matching.missed) for matching in matchings)
    false = sum(len(matching.false) for matching in matchings)
    labelled, found = len(pairs) + missed, len(pairs) + false
    onsets = [found.start_s - label.start_s for label, found in pairs]
    return RuleScore(
        rule=rule,
        labelled=labelled,
        found=found,
        matched=len(pairs),
        missed=missed,
        false=false,
        precision=len(pairs) / found if found else None,
        recall=len(pairs) / labelled if labelled else None,
        f1=2 * len(pairs) / (labelled + found) if labelled else None,
        overlap=percentile([_overlap(*pair) for pair in pairs], 50),
        onset_median_s=percentile(onsets, 50),
        onset_p90_s=percentile(onsets, HIGH_PERCENTILE),
    )


def _overlap(label: Span, found: Span) -> float:
    both_s = max(min(label.end_s, found.end_s) - max(label.start_s, found.start_s), 0.0)
    return both_s / (max(label.end_s, found.end_s) - min(label.start_s, found.start_s))


def cue_score(pairs: Sequence[Pair]) -> CueScore:
    """Return the score of the corrections over all clips whose events are labelled."""
    false, latencies = 0, list[float]()
    cues, labelled, seconds = 0, 0, 0.0
    for labels, estimate in pairs:
        if labels.episodes is None:
            continue
        heard = [c for c in estimate.cues if c.kind == "correct" and c.rule in labels.looked_for]
        false += sum(not any(_within(cue, span) for span in labels.episodes) for cue in heard)
        latencies += _latencies(labels, heard)
        cues, labelled = cues + len(heard), labelled + len(labels.episodes)
        seconds += estimate.seconds
    hours = seconds / HOUR_S
    return CueScore(
        hours=hours,
        cues=cues,
        false=false,
        false_per_hour=false / hours if hours else None,
        labelled=labelled,
        told=len(latencies),
        latency_median_s=percentile(latencies, 50),
        latency_p90_s=percentile(latencies, HIGH_PERCENTILE),
    )


def _latencies(labels: Labels, heard: Sequence[ToldCue]) -> list[float]:
    firsts = [
        min((cue.t_s - span.start_s for cue in heard if _within(cue, span)), default=None)
        for span in labels.episodes or ()
    ]
    return [latency for latency in firsts if latency is not None]


def _within(cue: ToldCue, span: Span) -> bool:
    """Whether a cue speaks of this episode, quick things shortly after they are over."""
    after_s = SAID_AFTER_S if cue.rule in SAID_AFTER else TOLERANCE_S
    return cue.rule == span.rule and span.start_s - TOLERANCE_S <= cue.t_s <= span.end_s + after_s
