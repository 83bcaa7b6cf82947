"""What came of checking a clip, and the files it is saved as."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, Protocol, cast, get_args

from posturecheck.clips.folder import whole_folder
from posturecheck.clips.summary import (
    clip_summary,
    measured_summary,
    rules_summary,
    stance_summary,
    versions,
)
from posturecheck.core import Cue, Episode, InputError
from posturecheck.detectors.model_store import ModelFile
from posturecheck.files.atomic import folder_name
from posturecheck.kinematics.neutral_stance import Stance
from posturecheck.pipeline import Checker, run
from posturecheck.profiles.settings import Profile
from posturecheck.sinks.opensim import SUFFIXES, MarkerFile, MotionFile
from posturecheck.sinks.peaks import Peaks
from posturecheck.sinks.table import PostureTable, save_cues, save_episodes
from posturecheck.sinks.totals import Tally
from posturecheck.sources.clip import ClipFacts
from posturecheck.sources.trace import Trace, TraceDetector, frames_of

Export = Literal["opensim"]


class Pictures(Protocol):
    """Where a result's pictures come from; ``studio.Studio`` decodes the clip again."""

    @property
    def bystanders_may_show(self) -> bool:
        """Whether only heads of bodies that were found could be hidden."""
        ...

    def key_pictures(self) -> dict[float, bytes]:
        """Return a JPEG of each episode's worst moment, by its second."""
        ...

    def film(self, path: Path, progress: Callable[[float], None]) -> None:
        """Write the annotated film; ``progress`` is told the seconds just drawn."""
        ...

    def close(self) -> None:
        """Release what drawing took."""
        ...


def _studio(result: Result) -> Pictures:
    from posturecheck.clips.pictures import Studio

    return Studio(result)


@dataclass
class Result:
    """Everything that came of one clip.

    ``posture`` holds the measures as columns (``result.posture["trunk_flexion_deg"]``,
    ``.to_pandas()``), ``episodes`` and ``cues`` are in order of time, ``summary`` is
    what ``summary.json`` says.
    """

    facts: ClipFacts
    model: ModelFile
    trace: Trace
    make_checker: Callable[[], Checker]
    profile: Profile
    stance: Stance
    posture: PostureTable
    tally: Tally
    peaks: Peaks
    episodes: tuple[Episode, ...]
    cues: tuple[Cue, ...]
    missing_s: float
    wishes: dict[str, Any]
    show_face: bool = False
    pictures: Callable[[Result], Pictures] = _studio
    bystanders_may_show: bool = False  # told by save: faces were only hidden with a known body

    @cached_property
    def summary(self) -> dict[str, Any]:
        """The content of ``summary.json``."""
        return {
            "versions": versions(),
            "model": {
                "name": self.model.name,
                "sha256": self.model.sha256,
                "origin": self.model.origin,
            },
            "profile": self.profile.model_dump(mode="json", by_alias=True),
            "settings": self.wishes,
            "clip": clip_summary(self.facts, self.tally, self.missing_s),
            "stance": stance_summary(self.stance),
            **measured_summary(self.tally),
            "rules": rules_summary(self.tally, self.episodes, self.profile),
            "cues": len(self.cues),
        }

    def save(
        self,
        out: str | Path,
        *,
        video: bool = True,
        name: str | None = None,
        export: Export | None = None,
        shared: bool = False,
        progress: Callable[[float], None] = lambda seconds: None,
    ) -> Path:
        """Write the files of this clip into ``out/<clip stem>/`` and return that folder.

        Args:
            out: The folder for all clips; made if it is not there.
            video: Whether to write ``annotated.mp4`` too.
            name: Another name for the clip's folder; what would lead elsewhere is changed.
            export: "opensim" also writes ``<folder's name>.mot`` and ``.trc``, see
                ``sinks.opensim``.
            shared: Whether the group may see them as it may see ``out``; else only you may.
            progress: Told the seconds of clip just drawn.

        Raises:
            InputError: The folder cannot be written to, the disk is full, or there is no
                such export; then what was there before is still there, and nothing else.
        """
        check_export(export)
        final = Path(out) / folder_name(name or self.facts.path.stem)
        with whole_folder(final, shared=shared) as folder:
            self.posture.save(folder / "posture.csv")
            save_episodes(folder / "episodes.csv", self.episodes)
            save_cues(folder / "cues.csv", self.cues)
            if export:
                self._export_opensim(folder / final.name)
            _write_text(folder / "summary.json", json.dumps(self.summary, indent=2) + "\n")
            with contextlib.closing(self.pictures(self)) as studio:
                if video:
                    studio.film(folder / "annotated.mp4", progress)
                pictures = studio.key_pictures()
            self.bystanders_may_show = studio.bystanders_may_show
            _write_text(folder / "report.html", self._report(pictures, video))
        return final

    def close(self) -> None:
        """Forget the recorded trace; ``save`` no longer works."""
        self.trace.close()

    def _export_opensim(self, stem: Path) -> None:
        mot, trc = (stem.with_name(stem.name + suffix) for suffix in SUFFIXES)
        frames = self.trace.frames
        rate_hz = (frames - 1) / self.trace.last_t_s
        with (
            contextlib.closing(MotionFile(mot, frames)) as motion,
            contextlib.closing(MarkerFile(trc, frames, rate_hz, self.stance)) as markers,
        ):
            detector = TraceDetector(self.trace)
            run(frames_of(self.trace), detector, self.make_checker(), (motion, markers))

    def _report(self, pictures: dict[float, bytes], video: bool) -> str:
        from posturecheck.clips.report_content import report_content
        from posturecheck.report.page import render_report

        return render_report(report_content(self, pictures, "annotated.mp4" if video else None))


def check_export(name: str | None) -> Export | None:
    """Return the name of an export, seen to be one.

    Raises:
        InputError: There is none of that name.
    """
    if name is None or name in get_args(Export):
        return cast(Export | None, name)
    raise InputError(f"export: expected {', '.join(get_args(Export))}; got {name!r}")


def _write_text(path: Path, text: str) -> None:
    # A file's name may hold what is no text.
    path.write_text(text, encoding="utf-8", errors="replace", newline="\n")
