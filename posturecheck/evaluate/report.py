"""The figures shown: tables that fit 80 columns, and plain data for ``--json``."""

from __future__ import annotations

import dataclasses
import json
import math
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from rich.table import Table

from posturecheck.console.terminal import Terminal
from posturecheck.core import InputError
from posturecheck.evaluate.bands import BandScore, band_name
from posturecheck.evaluate.event_scores import CueScore, RuleScore
from posturecheck.evaluate.figures import NONE, number, percent
from posturecheck.evaluate.run import Evaluation
from posturecheck.evaluate.scores import EVERY_VIEW, MeasureScore
from posturecheck.evaluate.word_report import movement_lines, word_lines
from posturecheck.files.atomic import save_text
from posturecheck.files.rights import rights_below
from posturecheck.measures import BY_NAME

# Of the figures as data; 0.1.0 wrote no number, before 2 there were no bands, before 3 neither
# movements nor words.
FORMAT = 3
MEASURE_COLUMNS = ("rows", "ans.", "MAE", "bias", "RMSE", "p90", "r", "1sd", "2sd")
BAND_COLUMNS = ("band", "rows", "ans.", "MAE", "bias", "slope", "1sd", "2sd")
RULE_COLUMNS = (
    "label",
    "found",
    "match",
    "miss",
    "false",
    "prec.",
    "rec.",
    "F1",
    "overl.",
    "onset",
    "p90",
)
METRE_DECIMALS, DEGREE_DECIMALS = 3, 1


def tell_evaluation(evaluation: Evaluation, console: Terminal) -> None:
    """Print everything."""
    for line in _clips_lines(evaluation):
        console.print(line)
    console.print()
    console.print("Measures (errors are estimate minus truth; 1sd should be 68%, 2sd 95%)")
    console.print(_measures(evaluation.measures) if evaluation.measures else f"  {NONE} labelled")
    console.print()
    console.print("By the size of the truth, degrees (bias: - is too small, to either side)")
    console.print(_bands(evaluation.bands) if evaluation.bands else f"  {NONE} labelled")
    console.print()
    console.print("Episodes (onset: seconds from the labelled start; p90 of it)")
    console.print(_rules(evaluation.rules))
    for title, lines in _sections(evaluation):
        console.print()
        console.print(title)
        for line in lines:
            console.print(f"  {line}")


def _sections(evaluation: Evaluation) -> Iterator[tuple[str, list[str]]]:
    yield "Cues", _cues(evaluation.cues)
    if evaluation.movements is None or evaluation.words is None:
        yield "Movements and words", [f"{NONE} labelled"]
        return
    yield "Movements (start and end: found minus labelled)", movement_lines(evaluation.movements)
    yield "Words (an order: what to do instead, spoken or shown)", word_lines(evaluation.words)


def _clips_lines(evaluation: Evaluation) -> Iterator[str]:
    clips = evaluation.clips
    seconds = sum(clip.seconds for clip in clips)
    line = f"{len(clips)} clip(s), {seconds:.0f} s; model {evaluation.model['name']} "
    yield line + f"({evaluation.model['sha256'][:12]}), profile {evaluation.profile['name']}"
    if nobody := [clip.file for clip in clips if clip.nobody_seen]:
        yield f"Nobody was seen in {', '.join(nobody)}."
    if evaluation.unlabelled:
        yield f"Without labels, so left out: {', '.join(evaluation.unlabelled)}."


def _grid(first: str, columns: tuple[str, ...]) -> Table:
    table = Table(box=None, padding=(0, 1, 0, 0), header_style="bold")
    table.add_column(first, no_wrap=True)
    for column in columns:
        table.add_column(column, justify="right", no_wrap=True)
    return table


def _measures(scores: tuple[MeasureScore, ...]) -> Table:
    table = _grid("measure", MEASURE_COLUMNS)
    for score in scores:
        metres = BY_NAME[score.measure].unit == "m"
        shown = number(METRE_DECIMALS if metres else DEGREE_DECIMALS)
        table.add_row(
            score.measure if score.view == EVERY_VIEW else f"  {score.view}",
            str(score.rows),
            percent(score.answered),
            *(shown(v) for v in (score.mae, score.bias, score.rmse, score.p90)),
            number(2)(score.correlation),
            percent(score.within_1_sd),
            percent(score.within_2_sd),
        )
    return table


def _bands(scores: tuple[BandScore, ...]) -> Table:
    table = _grid("measure", BAND_COLUMNS)
    told = ""
    for score in scores:
        table.add_row(
            "" if score.measure == told else score.measure,
            band_name(score.low_deg, score.high_deg),
            str(score.rows),
            percent(score.answered / score.rows),
            *(number(DEGREE_DECIMALS)(v) for v in (score.mae_deg, score.bias_deg)),
            number(2)(score.slope),
            percent(score.within_1_sd),
            percent(score.within_2_sd),
        )
        told = score.measure
    return table


def _rules(scores: tuple[RuleScore, ...]) -> Table | str:
    told = [score for score in scores if score.labelled or score.found]
    if not told:
        return "  none found, none labelled" if scores else f"  {NONE} labelled"
    table = _grid("rule", RULE_COLUMNS)
    for score in told:
        counts = (score.labelled, score.found, score.matched, score.missed, score.false)
        table.add_row(
            score.rule,
            *map(str, counts),
            *(percent(v) for v in (score.precision, score.recall)),
            number(2)(score.f1),
            percent(score.overlap),
            *(number(2)(v) for v in (score.onset_median_s, score.onset_p90_s)),
        )
    return table


def _cues(score: CueScore) -> list[str]:
    if not score.hours:
        return [f"{NONE} labelled"]
    rate = "" if score.false_per_hour is None else f" = {score.false_per_hour:.1f} an hour"
    latency = (
        NONE
        if score.latency_median_s is None or score.latency_p90_s is None
        else f"{score.latency_median_s:.2f} s (median), {score.latency_p90_s:.2f} s (p90)"
    )
    return [
        f"false: {score.false} of {score.cues} in {score.hours * 60:.1f} min{rate}",
        f"told: {score.told} of {score.labelled} labelled episodes",
        f"latency after the labelled start: {latency}",
    ]


def as_data(evaluation: Evaluation) -> dict[str, Any]:
    """Return everything as plain data; None where there is no figure, nor an end of a band."""
    data = {"format": FORMAT, **dataclasses.asdict(evaluation)}
    for band in data["bands"]:
        band["high_deg"] = band["high_deg"] if math.isfinite(band["high_deg"]) else None
    return data


def check_place(path: Path, option: str = "--json", *, shared: bool = False) -> None:
    """See that a file can be written, before the long work.

    Raises:
        InputError: It cannot.
    """
    above = path.absolute().parent
    if path.is_dir() or not above.is_dir() or not os.access(above, os.W_OK):
        came = "a folder" if path.is_dir() else f"nothing can be written in {above}"
        raise InputError(f"{option} {path}: expected a place for a file, but {came}")
    rights_below(above, shared=shared)


def save_json(
    evaluation: Evaluation,
    path: Path,
    *,
    shared: bool = False,
    more: Mapping[str, Any] | None = None,
) -> None:
    """Write the data, whole or not at all; ``more`` is what it carries beside the figures.

    Raises:
        InputError: It cannot be written; what was there before still is.
    """
    data = {**as_data(evaluation), **(more or {})}
    text = json.dumps(data, indent=2, allow_nan=False) + "\n"
    save_text(text, path, "--json", shared=shared)
