"""The pictures of a result: the annotated film and the episodes' key pictures.

Both need the clip decoded again, and faces hidden that no pose was found for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from posturecheck.core import Frame, Sink, Step
from posturecheck.detectors.faces import FaceFinder
from posturecheck.detectors.model_store import find_face_network
from posturecheck.pipeline import run
from posturecheck.sinks.face_veil import FaceWatch
from posturecheck.sinks.gauges import GaugeLimits
from posturecheck.sinks.key_picture import key_picture
from posturecheck.sinks.video import VideoSink
from posturecheck.sources.clip import read_clip
from posturecheck.trace import TraceDetector

if TYPE_CHECKING:
    from posturecheck.result import Result

MAX_PICTURES = 12  # in a report; more would be leafed over, not read


class Studio:
    """Draws one result; holds the face network until it is closed."""

    def __init__(self, result: Result) -> None:
        self._result = result
        network = None if result.show_face else find_face_network()
        self._finder = FaceFinder(network) if network else None
        self._limits = GaugeLimits.of(result.profile.rules)

    @property
    def bystanders_may_show(self) -> bool:
        """Whether only heads of bodies that were found could be hidden."""
        return self._finder is None and not self._result.show_face

    def key_pictures(self) -> dict[float, bytes]:
        """Return a JPEG of each episode's worst moment, by its second; the gravest first."""
        worst = sorted(self._result.episodes, key=lambda e: (e.severity != "red", e.start_s))
        steps = {e.peak_t_s: self._result.peaks.step_of(e) for e in worst[:MAX_PICTURES]}
        watch = self._watch(frozenset(steps))
        pictures = {}
        for t_s, frame in self._frames(sorted(steps)):
            if frame is None or frame.image is None or frame.t_s != t_s:
                continue  # a file that cannot be searched has no picture rather than a wrong one
            step = replace(steps[t_s], frame=frame)
            hidden = () if self._result.show_face else watch.hidden(step)
            pictures[t_s] = key_picture(frame.image, step, self._limits, hidden)
        return pictures

    def _frames(self, times: list[float]) -> Iterator[tuple[float, Frame | None]]:
        # Most of a key picture's time is decoding up to it; that can be done side by side.
        with ThreadPoolExecutor() as pool:
            frames = pool.map(lambda t_s: next(read_clip(self._result.facts, t_s), None), times)
            yield from zip(times, frames, strict=True)

    def film(self, path: Path, progress: Callable[[float], None]) -> None:
        """Write the annotated film; ``progress`` is told the seconds just drawn."""
        result = self._result
        watch = self._watch(frozenset())
        video = VideoSink(path, result.facts, self._limits, result.show_face, watch)
        sinks: list[Sink] = [video, _Progress(progress)]
        if not result.show_face:
            sinks.insert(0, watch)
        try:
            detector = TraceDetector(result.trace)
            run(read_clip(result.facts), detector, result.make_checker(), sinks)
        finally:
            video.close()

    def _watch(self, closely_at: frozenset[float]) -> FaceWatch:
        return FaceWatch(self._finder.find if self._finder else None, closely_at=closely_at)

    def close(self) -> None:
        """Release the face network."""
        if self._finder is not None:
            self._finder.close()


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
