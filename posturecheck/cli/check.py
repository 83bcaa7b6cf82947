"""``posturecheck check``: its options, and the words at its end."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, get_args

import typer
from rich.progress import Progress

from posturecheck.archive.renewal import PAGE, renew_overview
from posturecheck.cli.errors import fail
from posturecheck.cli.many import (
    ClusterSecurity,
    ClusterText,
    Dashboard,
    Insecure,
    Resume,
    ShardText,
    Workers,
    chosen_workers,
    runner,
)
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
from posturecheck.cli.outcomes import tell_outcomes
from posturecheck.clips.asked import Asked, clips_asked
from posturecheck.clips.batch import ClipJob, Outcome, clip_jobs, run_job, run_jobs, work_s
from posturecheck.clips.done import done_before
from posturecheck.clips.exports import Export, checked_exports
from posturecheck.clips.named import clips_named, common_names
from posturecheck.clips.options import AUTO
from posturecheck.clips.same_recording import with_same_recordings
from posturecheck.clips.shard import Shard, shard_of
from posturecheck.clips.stretch import stretch
from posturecheck.console.terminal import complain, progress_bar, tell
from posturecheck.core import InputError
from posturecheck.detectors.model_store import ModelFile, find_model
from posturecheck.kinematics.tracking import Choice
from posturecheck.profiles.files import load_profile


def check(
    clips: Annotated[
        list[Path],
        typer.Argument(
            metavar="CLIP...",
            help="Video files, folders or patterns of them, or a table (batch.csv).",
        ),
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
    resume: Resume = False,
    shard: ShardText = None,
    cluster: ClusterText = None,
    cluster_security: ClusterSecurity = None,
    insecure: Insecure = False,
    dashboard: Dashboard = False,
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
    workers = chosen_workers(jobs, cluster, cluster_security, insecure, dashboard)
    part = shard_of(shard) if shard else Shard(1, 1)
    # The places of all are chosen before a part is taken: each part gives them the same ones.
    every = clips_asked(clips_named(clips), line, out)
    known = [(a.clip, a.options) for a in every if a.options]
    exports = checked_exports(export)
    planned = clip_jobs(known, out, not no_video, exports, single, shared, not no_poses)
    todo = _of_part(every, planned, part)
    for ask, _ in todo:
        if ask.by_folder:
            tell(f"Patient {ask.patient}: {ask.clip}")
    first = not os.path.lexists(out / PAGE)
    outcomes = _run(todo, workers, model, resume=resume)
    outcomes = with_same_recordings(outcomes, beside=not shard)  # as the overview is renewed
    tell_outcomes(outcomes)
    if shard:
        tell(f"Part {part} is done. When all parts are: posturecheck overview {out}")
    else:
        _tell_where(outcomes, out, first)
        _renew(outcomes, out, shared)
    _leave(outcomes)


Todo = list[tuple[Asked, ClipJob | None]]  # no job where it cannot be known what is asked


def _of_part(every: list[Asked], planned: list[ClipJob], part: Shard) -> Todo:
    jobs, names = iter(planned), common_names([ask.clip for ask in every])
    paired = [(ask, next(jobs) if ask.options else None) for ask in every]
    todo = [one for one, name in zip(paired, names, strict=True) if part.holds(name)]
    if not todo:
        tell(f"Part {part} holds none of the {len(every)} clips.")
    return todo


def _run(todo: Todo, workers: Workers, model: str, *, resume: bool) -> list[Outcome]:
    """Do what is to be done, and return what came of it in order."""
    jobs = [job for _, job in todo if job]
    with progress_bar() as bar:
        alone = len(jobs) == 1 and workers.place is None and not resume
        found = None if alone or not jobs else _model_once(model, bar)
        if found and resume:
            jobs = _left(jobs, found.sha256)
        shown = bar.add_task("Watching", total=sum(map(_work_s, jobs)))

        def advance(seconds: float) -> None:
            bar.advance(shown, seconds)

        if alone:
            come = [run_job(jobs[0], advance, lambda text: bar.console.print(text))]
        elif jobs:
            come = _run_jobs(jobs, workers, (model, found.sha256 if found else ""), advance)
        else:
            come = []
    outcomes = {id(job): outcome for job, outcome in zip(jobs, come, strict=True)}
    said = [outcomes.get(id(job)) if job else _not_asked(ask) for ask, job in todo]
    return [outcome for outcome in said if outcome]


def _run_jobs(
    jobs: list[ClipJob], workers: Workers, model: tuple[str, str], advance: Callable[[float], None]
) -> list[Outcome]:
    clips, first = [job.clip for job in jobs], jobs[0]
    with runner(workers, clips, model, first.out, shared=first.shared) as by:
        return run_jobs(jobs, by, advance)


def _left(jobs: list[ClipJob], model_sha256: str) -> list[ClipJob]:
    before = done_before(jobs, model_sha256)
    if done := sum(folder is not None for folder in before):
        tell(
            f"{done} of {len(jobs)} clips are done already, with the same settings, versions and "
            "model; they are left as they are."
        )
    return [job for job, folder in zip(jobs, before, strict=True) if folder is None]


def _not_asked(ask: Asked) -> Outcome:
    return Outcome(ask.clip, ask.patient, error=ask.error)


def _work_s(job: ClipJob) -> float:
    try:
        return work_s(job)
    except InputError:
        return 0.0


def _model_once(model: str, bar: Progress) -> ModelFile:
    # Before the processes start: they would all fetch it at the same time.
    return find_model(model, say=lambda text: bar.console.print(text))


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
