"""Whether a clip's result is there already, made with the same settings, versions and model.

``summary.json`` says as ``made_with`` what a result was made with, as one sha256: what was asked of
the clip, which files were wanted, the versions of all that measures, and the pose model's content.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from posturecheck.clips.batch import ClipJob
from posturecheck.clips.exports import PDF, WORKBOOK
from posturecheck.clips.folder import FILES, POSES
from posturecheck.clips.identity import content_sha256, read_summary
from posturecheck.clips.named import FILM, SUMMARY
from posturecheck.clips.summary import made_with
from posturecheck.files.atomic import names_in
from posturecheck.sinks.opensim import SUFFIXES

ALWAYS = set(FILES) - {FILM}


def done_before(jobs: Sequence[ClipJob], model_sha256: str) -> list[Path | None]:
    """Return of each job the folder in which its result lies already, None where it is to do.

    Args:
        jobs: Clips, each with the folder that its result has, or would have.
        model_sha256: Of the pose model's file.
    """
    return [_folder_of(job, model_sha256) for job in jobs]


def _folder_of(job: ClipJob, model_sha256: str) -> Path | None:
    wanted = made_with(
        job.options.settings_sha256,
        model_sha256,
        video=job.video,
        export=job.export,
        single=job.single,
    )
    summary = read_summary(job.folder / SUMMARY)
    if summary.get("made_with") != wanted:
        return None
    clip = summary.get("clip")
    if not isinstance(clip, dict) or clip.get("sha256") != content_sha256(job.clip):
        return None
    names = set(names_in(job.folder))
    unwanted = POSES in names and not job.poses
    return job.folder if _files(job) <= names and not unwanted else None


def _files(job: ClipJob) -> set[str]:
    """Return the names of the files that a whole result has."""
    exported = {
        "opensim": {job.folder.name + suffix for suffix in SUFFIXES},
        "xlsx": {WORKBOOK},
        "pdf": {PDF},
    }
    asked = [*([FILM] if job.video else []), *([POSES] if job.poses else [])]
    return {*ALWAYS, *asked}.union(*(exported[e] for e in job.export))
