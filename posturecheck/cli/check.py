"""``posturecheck check``: its options, and the words at its end."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any, get_args

import typer
from rich.progress import Progress
from rich.table import Table

from posturecheck.archive.renewal import PAGE, renew_overview
from posturecheck.cli.errors import fail
from posturecheck.cli.options import (
    HeightCm,
    Jobs,
    LoadKg,
    ModelName,
    ProfileOrPatients,
    Rotate,
    Shared,
    Slow,
    TaskName,
    chosen_person,
)
from posturecheck.clips.asked import Asked, clips_asked
from posturecheck.clips.batch import ClipJob, Outcome, clip_jobs, run_job, run_jobs, work_s
from posturecheck.clips.exports import Export, checked_exports
from posturecheck.clips.options import AUTO
from posturecheck.clips.stretch import stretch
from posturecheck.console.terminal import complain, progress_bar, tell, terminal
from posturecheck.console.untrusted_text import printable
from posturecheck.core import InputError
from posturecheck.kinematics.tracking import Choice
from posturecheck.profiles.files import load_profile
from posturecheck.sources.address import without_secrets


def check(
    clips: Annotated[
        list[Path],
        typer.Argument(metavar="CLIP...", help="Video files, or a table of them (batch.csv)."),
    ],
    out: Annotated[
        Path, typer.Option("--out", metavar="DIR", help="Folder for the reports.")
    ] = Path("posturecheck-report"),
    patient: Annotated[
        str | None,
        typer.Option(
            metavar="ID|folder:", help="Whose clips; folder: takes the name of each clip's folder."
        ),
    ] = None,
    profile: ProfileOrPatients = None,
    task: TaskName = AUTO,
    load: LoadKg = None,
    height: HeightCm = None,
    model: ModelName = "full",
    person: Annotated[
        str,
        typer.Option(
            "--person",
            metavar=f"{'|'.join(get_args(Choice))}|X,Y@SECOND",
            help="Whom to follow among several; or where they stand, in shares of the picture.",
        ),
    ] = "main",
    neutral: Annotated[
        str | None, typer.Option(metavar="START-END", help="Seconds in which you stand tall.")
    ] = None,
    range_: Annotated[
        str | None,
        typer.Option("--range", metavar="START-END", help="Look at this stretch of the clip only."),
    ] = None,
    rotate: Rotate = None,
    slow: Slow = None,
    no_video: Annotated[bool, typer.Option("--no-video", help="No annotated video.")] = False,
    export: Annotated[
        list[str] | None,
        typer.Option(
            metavar="|".join(get_args(Export)),
            help="Also files for OpenSim, or a workbook; may be repeated.",
        ),
    ] = None,
    single: Annotated[
        bool, typer.Option("--single", help="The film within report.html: one file to hand over.")
    ] = False,
    show_face: Annotated[
        bool, typer.Option("--show-face", help="Show the face of the person followed.")
    ] = False,
    no_poses: Annotated[
        bool, typer.Option("--no-poses", help="Do not keep the body points for a review.")
    ] = False,
    shared: Shared = False,
    jobs: Jobs = 0,
) -> None:
    """Check recorded clips: risky moments, numbers, pictures and a report for each."""
    line: dict[str, Any] = {
        "patient": patient,
        "task": task,
        "load_kg": load,
        "model": model,
        "person": person if "@" in person else chosen_person(person),
        "neutral": stretch(neutral, "--neutral") if neutral else None,
        "range_s": stretch(range_, "--range") if range_ else None,
        "show_face": show_face,
        "rotate_deg": rotate or 0,
        "slow": 1.0 if slow is None else slow,
    }
    if profile:
        line["profile"] = load_profile(profile)
    if height:
        line["height_cm"] = height
    asked = clips_asked(clips, line, out)
    known = [(a.clip, a.options) for a in asked if a.options]
    exports = checked_exports(export)
    planned = clip_jobs(known, out, not no_video, exports, single, shared, not no_poses)
    for ask in asked:
        if ask.by_folder:
            tell(f"Patient {ask.patient}: {ask.clip}")
    first = not (out / PAGE).exists()
    outcomes = _in_order(asked, _run(planned, jobs, model))
    _tell(outcomes)
    _tell_where(outcomes, out, first)
    _renew(outcomes, out, shared)
    _leave(outcomes)


def _run(planned: list[ClipJob], jobs: int, model: str) -> list[Outcome]:
    total_s = sum(map(_work_s, planned))
    with progress_bar() as bar:
        shown = bar.add_task("Watching", total=total_s)

        def advance(seconds: float) -> None:
            bar.advance(shown, seconds)

        if len(planned) == 1:
            return [run_job(planned[0], advance, lambda text: bar.console.print(text))]
        _model_once(model, bar)
        return run_jobs(planned, jobs or os.cpu_count() or 1, advance)


def _in_order(asked: list[Asked], outcomes: list[Outcome]) -> list[Outcome]:
    come = iter(outcomes)
    return [next(come) if a.options else Outcome(a.clip, a.patient, error=a.error) for a in asked]


def _work_s(job: ClipJob) -> float:
    try:
        return work_s(job)
    except InputError:
        return 0.0


def _model_once(model: str, bar: Progress) -> None:
    # Before the processes start: they would all fetch it at the same time.
    from posturecheck.detectors.model_store import find_model

    find_model(model, say=lambda text: bar.console.print(text))


def _tell(outcomes: list[Outcome]) -> None:
    if len(outcomes) == 1:
        _tell_one(outcomes[0])
    else:
        _tell_several(outcomes)


def _tell_one(outcome: Outcome) -> None:
    if outcome.folder is None:
        return
    console = terminal()
    console.print(outcome.headline)
    for note in outcome.notes:
        console.print(f"Note: {note}.")
    of = f" of {outcome.whose}" if outcome.whose else ""
    tell(f"Report on {outcome.clip.name}{of}: {outcome.folder / 'report.html'}")


def _tell_where(outcomes: list[Outcome], out: Path, first: bool) -> None:
    if first and any(outcome.folder for outcome in outcomes):
        tell(
            f"Everything lies in {out.absolute()}. It is not encrypted: who can read this disk can "
            "read it, so keep it on one that is."
        )


def _renew(outcomes: list[Outcome], out: Path, shared: bool) -> None:
    if not any(outcome.folder for outcome in outcomes):
        return
    try:
        for problem in renew_overview(out, shared=shared).problems:
            complain(problem)
        tell(f"Overview: {out / PAGE}")
    except InputError as error:  # the results are there all the same
        complain(str(error))


def _leave(outcomes: list[Outcome]) -> None:
    for outcome in outcomes:
        if outcome.error:
            fail(outcome.error)
    if any(o.fault for o in outcomes):
        raise typer.Exit(1)
    if any(o.error for o in outcomes):
        raise typer.Exit(2)


def _tell_several(outcomes: list[Outcome]) -> None:
    console = terminal()
    console.print(_table(outcomes))
    for outcome in outcomes:
        for note in outcome.notes:
            named = (
                f"{outcome.whose}/{_named(outcome.clip)}" if outcome.whose else outcome.clip.name
            )
            console.print(printable(f"{named}: {note}."))
    for folder in dict.fromkeys(o.folder.parent for o in outcomes if o.folder):
        tell(f"Reports: {folder / '<folder>' / 'report.html'}")


def _named(clip: Path) -> str:
    told = without_secrets(str(clip), [str(clip)])  # it may be an address: a clip that is none
    return clip.name if told == str(clip) else told


def _table(outcomes: list[Outcome]) -> Table:
    table = Table(box=None, header_style="bold")
    table.add_column("Whose", overflow="fold")  # a patient, or else the clip's folder
    table.add_column("Clip", overflow="fold")
    for column in ("Seen", "Red", "Amber"):
        table.add_column(column, justify="right")
    table.add_column("Report in")
    for o in outcomes:
        whose, clip = printable(o.whose), printable(_named(o.clip))
        if o.folder is None:
            table.add_row(whose, clip, "-", "-", "-", "(not checked, see below)")
            continue
        seen = f"{o.seen_s:.0f} of {o.total_s:.0f} s"
        counts = (seen, str(o.red), str(o.amber))
        table.add_row(whose, clip, *counts, printable(o.folder.name))
    return table
