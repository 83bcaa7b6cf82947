"""Several clips at once: a process for each, one bad clip does not stop the others."""

from __future__ import annotations

import math
import os
import traceback
from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from pathlib import Path

from posturecheck.clips.check import check_clip
from posturecheck.clips.exports import Export
from posturecheck.clips.folder import check_place
from posturecheck.clips.identity import clip_folder
from posturecheck.clips.options import CheckOptions
from posturecheck.clips.place import Place
from posturecheck.clips.processes import StoppedError, cores_for_each, in_processes
from posturecheck.core import PostureCheckError
from posturecheck.files.names import same_name
from posturecheck.people.patients import check_different
from posturecheck.sources.clip import open_facts

DRAWN_SHARE = 2.0  # a clip is watched, then drawn: its seconds pass twice


@dataclass(frozen=True, slots=True)
class ClipJob:
    """One clip to check, and what to write.

    ``folder`` is where its result will lie as far as is known before the work, ``others`` are
    the names that other clips of the run have been given there.
    """

    clip: Path
    options: CheckOptions
    out: Path
    folder: Path
    others: frozenset[str]
    video: bool
    export: tuple[Export, ...] = ()
    single: bool = False
    shared: bool = False
    poses: bool = True

    @property
    def whose(self) -> str:
        """The patient, or else the folder in which the clip lies."""
        return self.options.patient or clip_folder(self.clip)

    def failed(self, error: str, *, fault: bool = False) -> Outcome:
        """Return the outcome where there is no result."""
        return Outcome(self.clip, self.whose, error=error, fault=fault)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of one clip; ``error`` is the one line where there is no result.

    ``whose`` is the patient, or else the folder in which the clip lies. ``fault`` says that the
    error is the program's, not the clip's.
    """

    clip: Path
    whose: str = ""
    folder: Path | None = None
    seen_s: float = 0.0
    total_s: float = 0.0
    red: int = 0
    amber: int = 0
    headline: str = ""
    notes: tuple[str, ...] = ()
    error: str = ""
    fault: bool = False


def clip_jobs(
    clips: Sequence[tuple[Path, CheckOptions]],
    out: Path,
    video: bool,
    export: tuple[Export, ...] = (),
    single: bool = False,
    shared: bool = False,
    poses: bool = True,
) -> list[ClipJob]:
    """Give every clip a folder of its own, see ``place``.

    Raises:
        InputError: An ID cannot be that of a patient.
    """
    check_different(options.patient for _, options in clips if options.patient)
    taken: dict[str, set[str]] = defaultdict(set)
    planned = []
    for clip, options in clips:
        others = frozenset(taken[options.patient])
        folder = Place(out, clip, "", options.patient, others).free()
        taken[options.patient].add(same_name(folder.name))
        job = ClipJob(clip, options, out, folder, others, video, export, single, shared, poses)
        planned.append(job)
    return planned


def work_s(job: ClipJob) -> float:
    """Return the seconds of clip that a job goes through, as its progress counts them.

    Raises:
        InputError: The clip cannot be read.
    """
    duration_s = open_facts(job.clip).duration_s
    start_s, end_s = job.options.range_s or (0.0, math.inf)
    length_s = min(duration_s / job.options.slow, end_s) - start_s
    passes = DRAWN_SHARE if job.video else 1.0
    return passes * length_s if length_s > 0 else 0.0


def run_job(job: ClipJob, progress: Callable[[float], None], say: Callable[[str], None]) -> Outcome:
    """Check one clip and save its files; errors become the outcome's text."""
    from posturecheck.clips.report_content import headline
    from posturecheck.clips.reviewed import counted_in
    from posturecheck.rules.guidance import load_guidance

    try:
        check_place(job.folder, shared=job.shared)
        counted, notes = counted_in(job.folder, job.options)
        result = check_clip(job.clip, job.options, progress, say, counted)
        notes += [note.rstrip(".") for note in result.film_notes]
        try:
            folder = result.save(
                job.out,
                video=job.video,
                export=job.export,
                single=job.single,
                shared=job.shared,
                progress=progress,
                note=notes.append,
                others=job.others,
                poses=job.poses,
            )
            totals = result.totals
            return Outcome(
                clip=job.clip,
                whose=job.whose,
                folder=folder,
                seen_s=totals.seen_s,
                total_s=totals.total_s,
                red=sum(e.severity == "red" for e in result.episodes),
                amber=sum(e.severity == "amber" for e in result.episodes),
                headline=headline(result, load_guidance()),
                notes=tuple(notes),
            )
        finally:
            result.close()
    except PostureCheckError as error:
        return job.failed(str(error))
    except StoppedError:
        raise
    except Exception as error:
        if os.environ.get("POSTURECHECK_DEBUG"):
            traceback.print_exc()
        text = f"{job.clip}: a fault of ours: {type(error).__name__}: {error}"
        return job.failed(text, fault=True)


def run_jobs(
    planned: Sequence[ClipJob], jobs: int, progress: Callable[[float], None]
) -> list[Outcome]:
    """Check several clips in as many processes as ``jobs`` allows.

    Raises:
        KeyboardInterrupt: The user stopped it; the processes have tidied up by then.
    """
    if not planned:
        return []
    outcomes = []
    for job, outcome in zip(planned, _in_processes(planned, jobs, progress), strict=True):
        # A clip that crashes its process takes the others' down: those get one of their own.
        again = outcome or _in_processes([job], 1, progress)[0]
        outcomes.append(again or _crashed(job))
    return outcomes


def _in_processes(
    planned: Sequence[ClipJob], jobs: int, progress: Callable[[float], None]
) -> list[Outcome | None]:
    """Return the outcome of each job; None where its process crashed."""
    workers = cores_for_each(min(jobs, len(planned)))
    alone = [replace(e, options=replace(e.options, workers=workers)) for e in planned]
    futures = in_processes(_work, alone, jobs, progress)
    return [_outcome(f, e) for f, e in zip(futures, planned, strict=True)]


def _work(job: ClipJob, progress: Callable[[float], None]) -> Outcome:
    return run_job(job, progress, lambda text: None)


def _outcome(future: Future[Outcome], job: ClipJob) -> Outcome | None:
    error = future.exception()
    if error is None:
        return future.result()
    if isinstance(error, BrokenProcessPool):
        return None
    text = f"{job.clip}: a fault of ours: {type(error).__name__}: {error}"
    return job.failed(text, fault=True)


def _crashed(job: ClipJob) -> Outcome:
    return job.failed(f"{job.clip}: a fault of ours: it crashed", fault=True)
