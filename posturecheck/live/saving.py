"""``--save``: the same files as ``check`` writes, gathered while a session runs.

The film is drawn as it happens, faces hidden, so that no plain picture ever reaches the
disk.
"""

from __future__ import annotations

import contextlib
import math
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

from posturecheck.clips.result import Result
from posturecheck.core import InputError, Sink, Step
from posturecheck.detectors.carry import carry_face
from posturecheck.detectors.face_network import FaceNetworks
from posturecheck.detectors.faces import FaceFinder
from posturecheck.detectors.model_store import ModelFile, find_face_network
from posturecheck.drawing.face_watch import FaceWatch
from posturecheck.drawing.gauges import GaugeLimits
from posturecheck.files.drafts import FILM, Draft, open_draft
from posturecheck.files.rights import FOLDER
from posturecheck.kinematics.neutral_stance import Stance
from posturecheck.live.peak_pictures import PeakPictures
from posturecheck.live.session import Session
from posturecheck.pipeline import Checker
from posturecheck.profiles.settings import Profile
from posturecheck.sinks.peaks import Peaks
from posturecheck.sinks.table import PostureTable
from posturecheck.sinks.totals import Totals
from posturecheck.sinks.video import VideoSink
from posturecheck.sources.clip import ClipFacts
from posturecheck.sources.trace import Trace


class Saver:
    """A sink that gathers a session's figures and draws its film.

    Args:
        name: The session's, which becomes its folder's; with a number where there is one.
        out: Where that folder will be; until then the film grows in a hidden one there.
        limits: The gauges' marks.
        say: Gets one line when the film had to be given up.
        shared: Whether the group may see what is made, see ``rights``.
    """

    def __init__(
        self,
        name: str,
        out: Path,
        limits: GaugeLimits,
        say: Callable[[str], None],
        *,
        shared: bool = False,
    ) -> None:
        self._limits, self._say = limits, say
        name, self._draft = _claimed(name, out, shared)
        self.facts = ClipFacts(Path(name), 0, 0, math.nan, 0, "live", 0.0)
        self.table, self.totals, self.trace = PostureTable(), Totals(), Trace()
        self._folder = self._draft.new
        network = find_face_network()
        self._faces = FaceNetworks(network, threads=1) if network else None
        find = FaceFinder(self._faces).find if self._faces else None
        self._watch = FaceWatch(find, carry_face)
        self._video: VideoSink | None = None
        self._filming = True
        self.pictures = PeakPictures(limits)

    @property
    def bystanders_may_show(self) -> bool:
        """Whether only heads of bodies that were found could be hidden."""
        return self._faces is None

    @property
    def has_film(self) -> bool:
        """Whether there is a film to save."""
        return self._filming and (self._folder / FILM).exists()

    def write(self, step: Step) -> None:
        """Film one step, judged or not."""
        if self._filming and step.frame.image is not None:
            self.pictures.expect(step)
            self._try(lambda: self._film(step))

    def judged(self, step: Step) -> None:
        """Sum up one step that was judged; what was not is no part of the report."""
        for sink in (self.table, self.totals):
            sink.write(step)
        if self._filming:
            self.pictures.want(step.closed)

    @property
    def sums(self) -> Sink:
        """The sink for the steps that are judged; the saver itself takes all."""
        return _Judged(self)

    def _film(self, step: Step) -> None:
        self.trace.append(step.frame.t_s, step.people)
        if self._video is None:
            assert step.frame.image is not None
            height, width = step.frame.image.shape[:2]
            self.facts = replace(self.facts, width=width, height=height)
            film = self._folder / FILM
            self._video = VideoSink(
                film, self.facts, self._limits, self._watch, self.pictures.drawn
            )
        self._video.write(step)

    def _try(self, film: Callable[[], None]) -> None:
        """Film, or give it up for good: a full disk must not end the session."""
        try:
            film()
        except (OSError, InputError) as error:
            reason = getattr(error, "strerror", None) or error
            self._say(f"the film could not be written ({reason}); all else goes on")
            self._filming = False
            if self._video is not None:
                with contextlib.suppress(OSError):
                    self._video.close()
            self._video = None
            (self._folder / FILM).unlink(missing_ok=True)

    def close(self) -> None:
        """Finish the film and the sums."""
        self.totals.close()
        if self._video is not None:
            self._try(self._video.close)

    def result(
        self,
        session: Session,
        model: ModelFile,
        profile: Profile,
        make_checker: Callable[[], Checker],
        options: dict[str, Any],
    ) -> Result:
        """Close, and return the session's result in the form that ``check`` saves."""
        self.close()
        self.pictures.want(session.episodes)
        episodes = (*self.totals.episodes, *session.episodes)
        return Result(
            facts=replace(self.facts, duration_s=self.totals.total_s),
            model=model,
            trace=self.trace,
            make_checker=make_checker,
            profile=profile,
            stance=session.stance or Stance(),
            posture=self.table,
            totals=self.totals,
            peaks=Peaks(),  # the pictures are drawn already
            episodes=tuple(sorted(episodes, key=lambda e: (e.start_s, e.rule))),
            cues=tuple(self.totals.cues),
            options=options,
            pictures=lambda result: _Kept(self),
        )

    def put_away(self) -> None:
        """Remove what was written on the way, and end the thread that wrote it."""
        if self._video is not None:
            with contextlib.suppress(OSError):
                self._video.close()
        self.trace.close()
        if self._faces is not None:
            self._faces.close()
        self._draft.close()


class _Judged:
    def __init__(self, saver: Saver) -> None:
        self._saver = saver

    def write(self, step: Step) -> None:
        self._saver.judged(step)

    def close(self) -> None:
        """The saver closes itself."""


def _claimed(name: str, out: Path, shared: bool) -> tuple[str, Draft]:
    """Make a hidden folder to film into, named so that no other session takes our name."""
    try:
        for number in count(1):
            ours = name if number == 1 else f"{name}-{number}"
            with contextlib.suppress(FileExistsError):
                draft = open_draft(out, f".{ours}", shared=shared)
                if not os.path.lexists(out / ours):  # else it has been saved just now
                    draft.new.mkdir(FOLDER)
                    return ours, draft
                draft.close()
        raise AssertionError
    except OSError as error:
        raise InputError(
            f"--save {out}: cannot be written ({error.strerror or error}); choose another place"
        ) from error


class _Kept:
    """The pictures taken while the session ran."""

    def __init__(self, saver: Saver) -> None:
        self._saver = saver

    @property
    def bystanders_may_show(self) -> bool:
        return self._saver.bystanders_may_show

    def key_pictures(self) -> dict[float, bytes]:
        return self._saver.pictures.kept

    def film(self, path: Path, progress: Callable[[float], None]) -> None:
        film = self._saver._folder / FILM
        if film.exists():
            shutil.move(film, path)

    def close(self) -> None:
        """Nothing was opened."""
