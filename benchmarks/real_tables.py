"""The real ruler's figures as text."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from benchmarks.real_answers import HOME, Answer
from benchmarks.real_figures import Band, Calm, Figures
from posturecheck.evaluate.bands import BandScore

WIDE = 42
BAND_HEADER = (
    f"{'measure, size of the truth':{WIDE}}{'rows':>6}{'ans.':>6}"
    + "".join(f"{name:>7}" for name in ("MAE", "bias", "slope", "1sd", "2sd"))
    + " |"
    + "".join(f"{name:>7}" for name in ("MAE", "bias", "slope"))
)
SAID_HEADER = f"{'measure, size of what is said':{WIDE}}" + "".join(
    f"{name:>7}" for name in ("rows", "bias", "rms", "sd", "plain")
)
TOLD_HEADER = f"{'measure, view, size of the truth':56}" + "".join(
    f"{name:>8}" for name in ("rows", "told", "surely", "plain")
)


def told_text(figures: Figures, answers: Sequence[Answer], absent: Sequence[str]) -> str:
    """Return everything as text."""
    lines = [*_absent(absent), *_clips(answers), ""]
    lines += ["By the size of the truth (1sd should be 68%, 2sd 95%), beside plain points' MAE,"]
    lines += ["bias and slope on the same frames; bias is negative where too little is said"]
    lines += [*_bands(figures.bands), "", *_said(figures), "", *_told(figures), ""]
    lines += ["By recording, of all sizes together", *_bands(figures.each), ""]
    lines += [*_calm(figures.calm, answers)]
    return "\n".join(lines) + "\n"


def _absent(absent: Sequence[str]) -> Iterator[str]:
    yield from (f"Absent: {line}." for line in absent)


def _clips(answers: Sequence[Answer]) -> Iterator[str]:
    yield "Recordings: seconds, of them with the trunk seen"
    for a in answers:
        zeros = "".join(f", {name} {zero:+.1f} taken off" for name, zero in a.zeros)
        yield f"  {a.name:38}{a.seconds:7.1f}{a.seen_s:7.1f}{zeros}"


def _bands(bands: Sequence[Band]) -> Iterator[str]:
    yield BAND_HEADER
    for band in bands:
        one = band.ours
        name = f"{band.part} {one.measure} {_range(one.low_deg, one.high_deg)}"
        shares = f"{_percent(one.within_1_sd)}{_percent(one.within_2_sd)}"
        ours = f"{one.rows:6}{one.answered:6}{_three(one)}{shares}"
        yield f"{name:{WIDE}}{ours} |{_three(band.plain)}"


def _three(score: BandScore) -> str:
    slope = "" if score.slope is None else f"{score.slope:.2f}"
    return f"{_degrees(score.mae_deg)}{_degrees(score.bias_deg)}{slope:>7}"


def _said(figures: Figures) -> Iterator[str]:
    yield "By the size of what is said (sd: root mean square of those said; rms ought to equal it)"
    yield SAID_HEADER
    for one in figures.said:
        name = f"{one.part} {one.measure} {_range(one.low_deg, one.high_deg)}"
        numbers = (one.bias_deg, one.rms_deg, one.sd_deg, one.plain_rms_deg)
        yield f"{name:{WIDE}}{one.rows:7}" + "".join(map(_degrees, numbers))


def _told(figures: Figures) -> Iterator[str]:
    yield "Told over 15 degrees (surely: less its sd; the large ones to the right side)"
    yield TOLD_HEADER
    for one in figures.told:
        name = f"{one.part} {one.measure} {one.view}, true {one.true}"
        shares = (one.value, one.surely, one.plain)
        yield f"{name:56}{one.rows:8}" + "".join(f" {_percent(share)}" for share in shares)


def _calm(calm: Calm, answers: Sequence[Answer]) -> Iterator[str]:
    yield "home: nobody knows the angles; whether each is true is judged by eye"
    for a in answers:
        if a.recording.part == HOME:
            yield f"  {a.recording.path.stem}"
            for e in a.episodes:
                peak = f"{e.peak:.0f} ±{e.peak_sd:.0f} {e.unit}"
                yield f"    {e.rule} {e.severity} {e.start_s:.1f}-{e.end_s:.1f} s, peak {peak}"
            for cue in a.cues:
                yield f"    cue {cue.kind} {cue.rule} {cue.t_s:.1f} s: {cue.say}"
    yield f"  episodes: {_counts(calm.episodes)}"
    yield f"  corrections: {_counts(calm.cues)}"
    limit = calm.false_an_hour_at_most
    if math.isfinite(limit):
        yield f"  T: {calm.seen_minutes:.2f} min seen of {calm.minutes:.2f}"
        yield f"  a rule that was never false is so at most {limit:.0f} times an hour (3/T, 95 %)"


def _counts(counts: Sequence[tuple[str, int]]) -> str:
    return ", ".join(f"{rule} {count}" for rule, count in counts) or "none"


def _range(low: float, high: float) -> str:
    if math.isfinite(high):
        return f"{low:g}-{high:g}"
    return f"{low:g}+" if low else "all"


def _degrees(value: float | None) -> str:
    return f"{'' if value is None or math.isnan(value) else f'{value:.1f}':>7}"


def _percent(share: float | None) -> str:
    return f"{'' if share is None or math.isnan(share) else f'{share:.0%}':>7}"
