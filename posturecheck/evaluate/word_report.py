"""The figures on movements and words, as lines that fit 80 columns."""

from __future__ import annotations

from posturecheck.evaluate.figures import NONE, number, percent
from posturecheck.evaluate.movement_scores import MovementScore
from posturecheck.evaluate.word_scores import WordScore


def movement_lines(score: MovementScore) -> list[str]:
    """Return what is said of the movements."""
    shares = f"precision {percent(score.precision)}, recall {percent(score.recall)}"
    return [
        f"found: {score.matched} of {score.labelled} labelled, {score.false} false; {shares}",
        f"kind right: {_of(score.kinds_right, score.matched, score.kind_right_share)}",
        f"start: {_error(score.start_median_s, score.start_p90_s)}",
        f"end: {_error(score.end_median_s, score.end_p90_s)}",
    ]


def _error(median_s: float | None, p90_s: float | None) -> str:
    if median_s is None or p90_s is None:
        return NONE
    return f"{median_s:+.2f} s (median), {p90_s:.2f} s off (p90)"


def word_lines(score: WordScore) -> list[str]:
    """Return what is said of the words."""
    calmer = f"{number(1)(score.calmer_s)}{'' if score.calmer_s is None else ' s'}"
    return [
        f"orders: {number(2)(score.orders_mean)} in each of {score.over_limit} movement(s) "
        "that want one",
        f"  none in {score.without}, one in {score.with_one}, more in {score.with_more}",
        f"  besides: {score.replaced} where a red replaced an amber, {score.held} for a long bend",
        f"  right words: {_of(score.right, score.orders, score.right_share)}",
        f"orders where nothing may be said: {score.wrong} in movements "
        f"({score.wrong_reminders} as it began), {score.outside} outside",
        f"praise right: {_of(score.praises_right, score.praises, score.praise_precision)}",
        f"praise given where due: {_of(score.praised, score.due, score.praise_recall)}",
        f"said on the floor: {score.on_floor}; asked: {score.asks}",
        f"bar calmer than the gauges: {calmer} of the {score.warned_s:.1f} s in which they warned",
    ]


def _of(part: int, whole: int, share: float | None) -> str:
    return f"{part} of {whole} ({percent(share)})" if whole else f"{NONE} of 0"
