"""What came of checking a clip, and the files it is saved as.

Outputs appear whole or not at all: everything is written into a folder beside the
final one, which is then put in its place.
"""

from __future__ import annotations

import contextlib
import json
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from posturecheck.core import Cue, Episode, Frame, InputError, Sink, Step
from posturecheck.detectors.model_store import ModelFile
from posturecheck.pipeline import Checker, run
from posturecheck.settings import Profile
from posturecheck.sinks.table import PostureTable, save_cues, save_episodes
from posturecheck.sinks.tally import Tally
from posturecheck.sources.clip import ClipFacts, read_clip
from posturecheck.stance import Stance
from posturecheck.summary import (
    clip_summary,
    measured_summary,
    rules_summary,
    stance_summary,
    versions,
)
from posturecheck.trace import Trace, TraceDetector

MAX_PICTURES = 24  # in a report; more would be leafed over, not read


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
    episodes: tuple[Episode, ...]
    cues: tuple[Cue, ...]
    missing_s: float
    wishes: dict[str, Any]
    show_face: bool = False

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
        progress: Callable[[float], None] = lambda seconds: None,
    ) -> Path:
        """Write the files of this clip into ``out/<clip stem>/`` and return that folder.

        Args:
            out: The folder for all clips; made if it is not there.
            video: Whether to write ``annotated.mp4`` too.
            name: Another name for the clip's folder.
            progress: Told the seconds of clip just drawn.

        Raises:
            InputError: The folder cannot be written to, or the disk is full; then what
                was there before is still there, and nothing else.
        """
        out = Path(out)
        with whole_folder(out / (name or self.facts.path.stem)) as folder:
            self.posture.save(folder / "posture.csv")
            save_episodes(folder / "episodes.csv", self.episodes)
            save_cues(folder / "cues.csv", self.cues)
            _write_text(folder / "summary.json", json.dumps(self.summary, indent=2) + "\n")
            pictures = self._draw(folder / "annotated.mp4" if video else None, progress)
            _write_text(folder / "report.html", self._report(pictures, video))
        return out / (name or self.facts.path.stem)

    def close(self) -> None:
        """Forget the recorded trace; ``save`` no longer works."""
        self.trace.close()

    def _draw(
        self, video_path: Path | None, progress: Callable[[float], None]
    ) -> dict[float, bytes]:
        """Write the video, if wanted, and return the episodes' key pictures by time."""
        from posturecheck.sinks.drawing import GaugeLimits
        from posturecheck.sinks.key_picture import key_picture
        from posturecheck.sinks.video import VideoSink

        rules = self.profile.rules
        limits = GaugeLimits(
            bend_amber_deg=rules.deep_lean.amber,
            bend_red_deg=rules.deep_lean.red,
            twist_amber_deg=rules.twist.amber,
            twist_red_deg=rules.twist.red,
        )
        album = _Album(
            self._peaks(), lambda step, image: key_picture(image, step, limits, self.show_face)
        )
        if video_path is not None:
            sink = VideoSink(video_path, self.facts, limits, self.show_face)
            source: Iterator[Frame] = read_clip(self.facts)
        elif album.wanted:
            sink, source = None, self._frames_at(album.wanted)
        else:
            return {}
        sinks: list[Sink] = [album, _Progress(progress)]
        if sink is not None:
            sinks.append(sink)
        try:
            run(source, TraceDetector(self.trace), self.make_checker(), sinks)
        finally:
            if sink is not None:
                sink.close()
        return album.pictures

    def _peaks(self) -> set[float]:
        worst = sorted(self.episodes, key=lambda e: (e.severity != "red", e.start_s))
        return {e.peak_t_s for e in worst[:MAX_PICTURES]}

    def _frames_at(self, wanted: set[float]) -> Iterator[Frame]:
        """Yield all frames, with pictures only at the wanted times."""
        for index, (t_s, _) in enumerate(self.trace):
            picture = next(read_clip(self.facts, t_s), None) if t_s in wanted else None
            yield Frame(index, t_s, picture.image if picture else None)

    def _report(self, pictures: dict[float, bytes], video: bool) -> str:
        from posturecheck.report_content import report_content
        from posturecheck.sinks.report import render_report

        return render_report(report_content(self, pictures, "annotated.mp4" if video else None))


class _Album:
    """A sink that keeps pictures of a few wanted moments."""

    def __init__(self, wanted: set[float], draw: Callable[[Step, Any], bytes]) -> None:
        self.wanted = wanted
        self.pictures: dict[float, bytes] = {}
        self._draw = draw

    def write(self, step: Step) -> None:
        """Draw the step if its moment is wanted."""
        if step.frame.t_s in self.wanted and step.frame.image is not None:
            self.pictures[step.frame.t_s] = self._draw(step, step.frame.image)

    def close(self) -> None:
        """Nothing to finish."""


class _Progress:
    """A sink that tells how far the drawing is."""

    def __init__(self, progress: Callable[[float], None]) -> None:
        self._progress = progress
        self._t_s = 0.0

    def write(self, step: Step) -> None:
        self._progress(step.frame.t_s - self._t_s)
        self._t_s = step.frame.t_s

    def close(self) -> None:
        """Nothing to finish."""


@contextlib.contextmanager
def whole_folder(final: Path) -> Iterator[Path]:
    """Give a folder to write into that takes the place of ``final`` only when all is well.

    Raises:
        InputError: It cannot be written; what was at ``final`` before stays.
    """
    try:
        final.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(
            prefix=f".{final.name[:40]}-", dir=final.parent, ignore_cleanup_errors=True
        ) as place:
            draft = Path(place) / "new"
            draft.mkdir()
            yield draft
            if final.exists():
                final.rename(Path(place) / "old")
            draft.rename(final)
    except OSError as error:
        raise InputError(
            f"{final}: cannot be written ({error.strerror or error}); choose another place with "
            "--out, or make room; nothing was left there"
        ) from error


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
