"""Recordings of a folder: listed, checked one at a time, their reports found again.

They are read where they lie. The reports go into a folder of their own beside them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from posturecheck.clips.batch import ClipJob, Outcome, clip_jobs, run_job, work_s
from posturecheck.clips.long_work import LongWork, UnderWay
from posturecheck.clips.options import CheckOptions
from posturecheck.clips.place import Place
from posturecheck.clips.result import FILM, REPORT
from posturecheck.core import InputError
from posturecheck.home import words
from posturecheck.home.settings import HomeSettings
from posturecheck.profiles.files import load_profile

ENDINGS = frozenset({".mp4", ".mov", ".m4v", ".avi", ".mkv", ".webm", ".3gp", ".mts", ".mpg"})
REPORTS = "posturecheck-report"
ENDS_WITHIN_S = 10.0

Run = Callable[[ClipJob, Callable[[float], None], Callable[[str], None]], Outcome]


@dataclass(frozen=True, slots=True)
class Film:
    """One recording of the folder; ``report`` says whether it was checked before."""

    name: str
    size_mb: float
    report: bool


class Films:
    """The recordings of the folder that is named in the settings."""

    def __init__(self, settings: Callable[[], HomeSettings], run: Run = run_job) -> None:
        self._settings, self._run = settings, run
        self._work = LongWork(lambda: words.ONE_FILM(), lambda: words.STOPPED(), ENDS_WITHIN_S)

    @property
    def checking(self) -> UnderWay:
        """The check under way, or the last one."""
        return self._work.now

    @property
    def folder(self) -> Path | None:
        """Where the recordings are; None where no folder is named."""
        named = self._settings().films
        return Path(named).expanduser().absolute() if named else None

    def listed(self) -> list[Film]:
        """Return the recordings, newest first.

        Raises:
            InputError: The folder cannot be read.
        """
        folder = self.folder
        if folder is None:
            return []
        try:
            found = [p for p in folder.iterdir() if p.suffix.lower() in ENDINGS and p.is_file()]
            newest = sorted(found, key=lambda path: (-path.stat().st_mtime, path.name))
            return [
                Film(path.name, path.stat().st_size / 1e6, self._has_report(path))
                for path in newest
            ]
        except OSError as error:
            reason = error.strerror or error
            raise InputError(f"{folder}: cannot be read ({reason})") from error

    def check(self, name: str) -> None:
        """Begin to check a recording; its progress is in ``checking``.

        Raises:
            InputError: There is none of this name, it cannot be read, or another is being checked.
        """
        clip = self._named(name)
        if self._work.running:
            raise InputError(words.ONE_FILM())
        settings = self._settings()
        options = CheckOptions(
            profile=load_profile(settings.profile), task=settings.task, height_cm=settings.height_cm
        )
        (job,) = clip_jobs([(clip, options)], clip.parent / REPORTS, True)
        total_s = work_s(job)
        self._work.begin(name, lambda: self._check(job, total_s))

    def stop(self) -> None:
        """End the check under way, if there is one."""
        self._work.stop()

    def close(self) -> None:
        """End the check under way and wait until nothing half-done is left."""
        self._work.close()

    def report(self, name: str, file: str) -> Path | None:
        """Return the report of a recording, or the film beside it; None where there is none.

        Raises:
            InputError: There is no recording of this name.
        """
        clip = self._named(name)
        path = _place(clip) / file
        return path if file in (REPORT, FILM) and path.is_file() else None

    def _named(self, name: str) -> Path:
        # A name is only ever compared with those in the folder: it leads nowhere else.
        folder = self.folder
        if folder is not None and name in {film.name for film in self.listed()}:
            return folder / name
        raise InputError(words.NO_SUCH_FILM())

    def _has_report(self, clip: Path) -> bool:
        return (_place(clip) / REPORT).is_file()

    def _check(self, job: ClipJob, total_s: float) -> UnderWay:
        name = job.clip.name
        outcome = self._run(job, self._work.progress(name, total_s), lambda text: None)
        said = outcome.error or outcome.headline
        return UnderWay(name, 1.0, said=said, failed=bool(outcome.error))


def _place(clip: Path) -> Path:
    return Place(clip.parent / REPORTS, clip).free()
