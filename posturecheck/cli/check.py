"""``posturecheck check``: its options, and the words at its end."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Annotated, get_args

import typer
from rich.progress import Progress
from rich.table import Table

from posturecheck.cli.errors import fail
from posturecheck.cli.options import (
    HeightCm,
    Jobs,
    LoadKg,
    ModelName,
    PersonChoice,
    ProfileName,
    Rotate,
    Shared,
    Slow,
    TaskName,
    chosen_person,
)
from posturecheck.clips.batch import Outcome, clip_jobs, run_job, run_jobs
from posturecheck.clips.options import AUTO, CheckOptions
from posturecheck.clips.result import Export, check_export
from posturecheck.console.terminal import progress_bar, tell, terminal
from posturecheck.console.untrusted_text import printable
from posturecheck.core import InputError
from posturecheck.profiles.files import load_profile
from posturecheck.sources.address import without_secrets
from posturecheck.sources.clip import open_facts

DRAWN_SHARE = 2.0  # a clip is watched, then drawn: its seconds pass twice


def check(
    clips: Annotated[list[Path], typer.Argument(metavar="CLIP...", help="Video files.")],
    out: Annotated[
        Path, typer.Option("--out", metavar="DIR", help="Folder for the reports.")
    ] = Path("posturecheck-report"),
    profile: ProfileName = "default",
    task: TaskName = AUTO,
    load: LoadKg = None,
    height: HeightCm = None,
    model: ModelName = "full",
    person: PersonChoice = "main",
    neutral: Annotated[
        str | None, typer.Option(metavar="START-END", help="Seconds in which you stand tall.")
    ] = None,
    rotate: Rotate = None,
    slow: Slow = None,
    no_video: Annotated[bool, typer.Option("--no-video", help="No annotated video.")] = False,
    export: Annotated[
        str | None,
        typer.Option(metavar="|".join(get_args(Export)), help="Also angles and points as files."),
    ] = None,
    show_face: Annotated[
        bool, typer.Option("--show-face", help="Show the face of the person followed.")
    ] = False,
    shared: Shared = False,
    jobs: Jobs = 0,
) -> None:
    """Check recorded clips: risky moments, numbers, pictures and a report for each."""
    options = CheckOptions(
        profile=load_profile(profile),
        task=task,
        load_kg=load,
        height_cm=height,
        model=model,
        person=chosen_person(person),
        neutral=_stretch(neutral),
        show_face=show_face,
        rotate_deg=rotate or 0,
        slow=1.0 if slow is None else slow,
    )
    planned = clip_jobs(clips, out, not no_video, options, check_export(export), shared)
    total_s = sum(_seconds(clip) for clip in clips) / options.slow
    with progress_bar() as bar:
        shown = bar.add_task("Watching", total=total_s * (1 if no_video else DRAWN_SHARE))

        def advance(seconds: float) -> None:
            bar.advance(shown, seconds)

        if len(planned) == 1:
            outcomes = [run_job(planned[0], advance, lambda text: bar.console.print(text))]
        else:
            _model_once(model, bar)
            outcomes = run_jobs(planned, jobs or os.cpu_count() or 1, advance)
    _tell(outcomes)


def _stretch(text: str | None) -> tuple[float, float] | None:
    if text is None:
        return None
    match = re.fullmatch(r"(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)", text)
    if not match or float(match[1]) >= float(match[2]):
        raise InputError(f"--neutral {text}: expected START-END in seconds, such as 0.5-3")
    return float(match[1]), float(match[2])


def _seconds(clip: Path) -> float:
    try:
        duration_s = open_facts(clip).duration_s
    except InputError:
        return 0.0
    return duration_s if duration_s == duration_s else 0.0


def _model_once(model: str, bar: Progress) -> None:
    # Before the processes start: they would all fetch it at the same time.
    from posturecheck.detectors.model_store import find_model

    find_model(model, say=lambda text: bar.console.print(text))


def _tell(outcomes: list[Outcome]) -> None:
    if len(outcomes) == 1:
        _tell_one(outcomes[0])
    else:
        _tell_several(outcomes)
    for outcome in outcomes:
        if outcome.error:
            fail(outcome.error)
    if any(o.fault for o in outcomes):
        raise typer.Exit(1)
    if any(o.error for o in outcomes):
        raise typer.Exit(2)


def _tell_one(outcome: Outcome) -> None:
    if outcome.folder is None:
        return
    console = terminal()
    console.print(outcome.headline)
    for note in outcome.notes:
        console.print(f"Note: {note}.")
    tell(f"Report: {outcome.folder / 'report.html'}")


def _tell_several(outcomes: list[Outcome]) -> None:
    console = terminal()
    console.print(_table(outcomes))
    for outcome in outcomes:
        for note in outcome.notes:
            console.print(printable(f"{_named(outcome.clip)}: {note}."))
    for folder in {o.folder.parent for o in outcomes if o.folder}:
        tell(f"Reports: {folder / '<folder>' / 'report.html'}")


def _named(clip: Path) -> str:
    told = without_secrets(str(clip), [str(clip)])  # it may be an address: a clip that is none
    return clip.name if told == str(clip) else told


def _table(outcomes: list[Outcome]) -> Table:
    table = Table(box=None, header_style="bold")
    table.add_column("Clip", overflow="fold")
    for column in ("Seen", "Red", "Amber"):
        table.add_column(column, justify="right")
    table.add_column("Report in")
    for o in outcomes:
        if o.folder is None:
            table.add_row(printable(_named(o.clip)), "-", "-", "-", "(not checked, see below)")
            continue
        seen = f"{o.seen_s:.0f} of {o.total_s:.0f} s"
        counts = (seen, str(o.red), str(o.amber))
        table.add_row(printable(o.clip.name), *counts, printable(o.folder.name))
    return table
