"""The pictures of a checked clip: the annotated film and the episodes' key pictures.

Both need the clip decoded again, and faces hidden that no pose was found for. Pictures are
taken from the film while it is drawn; without one, the clip is looked at around each of them,
and once around those that are near each other.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from posturecheck.clips.checked import Checked
from posturecheck.core import Frame, People, Step
from posturecheck.detectors.carry import carry_face
from posturecheck.detectors.face_network import FaceNetworks
from posturecheck.detectors.faces import FaceFinder
from posturecheck.detectors.model_store import find_face_network
from posturecheck.drawing.face_watch import FaceWatch, Veiled
from posturecheck.drawing.gauges import GaugeLimits
from posturecheck.drawing.key_picture import key_picture
from posturecheck.pipeline import run
from posturecheck.sinks.video import VideoSink
from posturecheck.sources.clip import read_clip
from posturecheck.sources.trace import TraceDetector, with_pictures

MAX_PICTURES = 12  # in a report; more would be leafed over, not read
LOOKS_PER_S = 45.0  # more than live: no person waits for a picture
AROUND_S = 0.4  # of a key picture, before and after: who is seen there may be missed in it


class Studio:
    """Draws one checked clip."""

    def __init__(self, checked: Checked) -> None:
        self._checked = checked
        self._network = find_face_network()
        self._limits = GaugeLimits.of(checked.profile.rules)
        worst = sorted(checked.episodes, key=lambda e: (e.severity != "red", e.start_s))
        self._peaks = {e.peak_t_s: checked.peaks.step_of(e) for e in worst[:MAX_PICTURES]}
        self._taken: dict[float, bytes] = {}
        self._filmed = False

    @property
    def bystanders_may_show(self) -> bool:
        """Whether only heads of bodies that were found could be hidden."""
        return self._network is None

    def film(self, path: Path, progress: Callable[[float], None]) -> None:
        """Write the annotated film; ``progress`` gets the seconds just drawn."""
        checked = self._checked
        with self._networks() as networks:
            watch = self._watch(networks)
            start_s, end_s = checked.range_s
            length_s = min(checked.facts.duration_s, end_s) - start_s
            facts = replace(checked.facts, duration_s=length_s)
            video = VideoSink(path, facts, self._limits, watch, self._take, begins_s=start_s)
            try:
                detector = TraceDetector(checked.trace)
                sinks = (video, _Progress(progress, start_s))
                frames = with_pictures(read_clip(checked.facts, start_s, end_s), checked.trace)
                run(frames, detector, checked.make_checker(), sinks)
            finally:
                video.close()
        self._filmed = True

    def key_pictures(self) -> dict[float, bytes]:
        """Return a JPEG of each episode's worst moment, by its second."""
        if not self._filmed:
            people = self._people_around()
            with self._networks() as networks, ThreadPoolExecutor(os.cpu_count()) as pool:

                def look(peaks_s: list[float]) -> list[Veiled]:
                    return self._look_around(peaks_s, people, self._watch(networks))

                for veiled in pool.map(look, near_each_other(self._peaks)):
                    for one in veiled:
                        self._take(one)
        return self._taken

    def close(self) -> None:
        """Nothing to release: each look at the clip releases its own."""

    def _take(self, veiled: Veiled) -> None:
        frame = veiled.step.frame
        peak = self._peaks.get(frame.t_s)
        if peak is not None and frame.image is not None:
            step = replace(peak, frame=frame)
            self._taken[frame.t_s] = key_picture(frame.image, step, self._limits, veiled.hidden)

    @contextlib.contextmanager
    def _networks(self) -> Iterator[FaceNetworks | None]:
        if self._network is None:
            yield None
            return
        with contextlib.closing(FaceNetworks(self._network, os.cpu_count() or 1)) as networks:
            yield networks

    def _watch(self, networks: FaceNetworks | None) -> FaceWatch:
        find = FaceFinder(networks, LOOKS_PER_S).find if networks else None
        return FaceWatch(find, carry_face, self._checked.show_face)

    def _people_around(self) -> dict[float, People]:
        peaks = sorted(self._peaks)
        return {
            t_s: people
            for t_s, people in self._checked.trace
            if any(abs(t_s - peak) <= AROUND_S for peak in peaks)
        }

    def _look_around(
        self, peaks_s: list[float], people: dict[float, People], watch: FaceWatch
    ) -> list[Veiled]:
        """Return the pictures of those seconds; none where the file cannot be searched."""
        ready: list[Veiled] = []

        def keep(veiled: list[Veiled]) -> None:
            ready.extend(one for one in veiled if one.step.frame.t_s in self._peaks)

        for frame in read_clip(self._checked.facts, max(0.0, peaks_s[0] - AROUND_S)):
            if frame.t_s > peaks_s[-1] + AROUND_S:
                break
            nearest_s = min(peaks_s, key=lambda t_s: abs(t_s - frame.t_s))
            keep(watch.take(_step(self._peaks[nearest_s], frame, people.get(frame.t_s, ()))))
        keep(watch.finish())
        return ready


def near_each_other(peaks_s: Iterable[float]) -> list[list[float]]:
    """Return the seconds in order, together where what is looked at around them touches."""
    together: list[list[float]] = []
    for t_s in sorted(peaks_s):
        if together and t_s - together[-1][-1] <= 2 * AROUND_S:
            together[-1].append(t_s)
        else:
            together.append([t_s])
    return together


def _step(peak: Step, frame: Frame, people: People) -> Step:
    """Return what the watch needs to know of a frame near a peak."""
    return replace(peak, frame=frame, people=people)


class _Progress:
    """A sink that reports how far the drawing is."""

    def __init__(self, progress: Callable[[float], None], t_s: float) -> None:
        self._progress = progress
        self._t_s = t_s

    def write(self, step: Step) -> None:
        self._progress(step.frame.t_s - self._t_s)
        self._t_s = step.frame.t_s

    def close(self) -> None:
        """Nothing to finish."""
