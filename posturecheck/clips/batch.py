"""Several clips: what is written of each, and one bad clip does not stop the others."""

from __future__ import annotations

import math
import os
import traceback
from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from posturecheck.clips.check import check_clip
from posturecheck.clips.exports import Export
from posturecheck.clips.folder import check_place
from posturecheck.clips.identity import clip_folder, reported_sha256
from posturecheck.clips.named import whole_path
from posturecheck.clips.options import CheckOptions
from posturecheck.clips.place import Place, TakenNames, names_in_order
from posturecheck.clips.processes import StoppedError
from posturecheck.clips.sent import options_data, options_from
from posturecheck.clips.work import FaultError, Runner, Work, crashed, run_each
from posturecheck.core import PostureCheckError
from posturecheck.files.names import same_name
from posturecheck.people.patients import check_different
from posturecheck.sources.clip import open_facts

FAULT = ": a fault of ours: "
DRAWN_SHARE = 2.0  # a clip is watched, then drawn: its seconds pass twice


@dataclass(frozen=True, slots=True)
class ClipJob:
    """One clip to check, and what to write.

    ``folder`` is where its result will lie as far as is known before the work, ``others`` are
    the names that other clips of the run have been given there, whichever is done first.
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
    taken = defaultdict[str, TakenNames](TakenNames)
    # What lies there is looked at once, not for each clip.
    listed, reported = cache(names_in_order), cache(reported_sha256)
    folders = []
    for clip, options in clips:
        names = taken[options.patient]
        place = Place(out, clip, "", options.patient, listed=listed, reported=reported)
        folder = replace(place, others=names.of_others(place)).free()
        names.add(clip, same_name(folder.name))
        folders.append((place, folder))
    return [
        ClipJob(
            clip=clip,
            options=options,
            out=out,
            folder=folder,
            others=taken[options.patient].of_others(place, same_name(folder.name)),
            video=video,
            export=export,
            single=single,
            shared=shared,
            poses=poses,
        )
        for (clip, options), (place, folder) in zip(clips, folders, strict=True)
    ]


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
    from posturecheck.clips.reviewed import counted_in, headline_of

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
                headline=headline_of(result, folder),
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
        return _fault(job, f"{type(error).__name__}: {error}")


def run_jobs(
    planned: Sequence[ClipJob], runner: Runner, progress: Callable[[float], None]
) -> list[Outcome]:
    """Check several clips, whoever does it.

    Raises:
        InputError: Nobody can do it where the runner would have it done.
        KeyboardInterrupt: The user stopped it; all that was begun here has tidied up by then.
    """
    workers = runner.cores_for_each(len(planned))
    alone = [replace(e, options=replace(e.options, workers=workers)) for e in planned]
    futures = run_each(runner, CHECKING, alone, progress)
    return [_outcome(f, e) for f, e in zip(futures, planned, strict=True)]


def _work(job: ClipJob, progress: Callable[[float], None]) -> Outcome:
    return run_job(job, progress, lambda text: None)


def _outcome(future: Future[Outcome], job: ClipJob) -> Outcome:
    error = future.exception()
    if error is None:
        return future.result()
    said = str(error) if isinstance(error, FaultError) else f"{type(error).__name__}: {error}"
    return _fault(job, "it crashed" if crashed(future) else said)


def _fault(job: ClipJob, said: str) -> Outcome:
    return job.failed(f"{job.clip}{FAULT}{said}", fault=True)


def _sent(job: ClipJob) -> dict[str, Any]:
    return {
        "clip": whole_path(job.clip),
        "options": options_data(job.options),
        "out": whole_path(job.out),
        "folder": whole_path(job.folder),
        "others": sorted(job.others),
        "video": job.video,
        "export": list(job.export),
        "single": job.single,
        "poses": job.poses,
        "shared": job.shared,
    }


def _received(data: dict[str, Any]) -> ClipJob:
    paths = {name: Path(data[name]) for name in ("clip", "out", "folder")}
    options, others = options_from(data["options"]), frozenset(data["others"])
    return ClipJob(
        **{**data, **paths, "options": options, "others": others, "export": tuple(data["export"])}
    )


def _answered(outcome: Outcome) -> dict[str, Any]:
    folder = outcome.folder and str(outcome.folder)
    return {**asdict(outcome), "clip": str(outcome.clip), "folder": folder}


def _answer(data: dict[str, Any], job: ClipJob) -> Outcome:
    folder = data["folder"] and job.out / Path(data["folder"]).relative_to(whole_path(job.out))
    notes = tuple(data["notes"])
    own = {"clip": job.clip, "whose": job.whose, "folder": folder, "notes": notes}
    return Outcome(**{**data, **own})


CHECKING = Work("check", _work, lambda job: job.clip, _sent, _received, _answered, _answer)
