"""A checked clip, as plain data: pictures, report and tables are made from it."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from posturecheck.clips.counted import Counted, Watched
from posturecheck.clips.film_notes import film_notes
from posturecheck.clips.gaps import Stretch
from posturecheck.clips.identity import clip_folder
from posturecheck.clips.summary import (
    FORMAT,
    clip_summary,
    measured_summary,
    rules_summary,
    stance_summary,
    versions,
)
from posturecheck.console.untrusted_text import printable
from posturecheck.core import Cue, Episode
from posturecheck.detectors.model_store import ModelFile
from posturecheck.kinematics.neutral_stance import Stance
from posturecheck.pipeline import Checker
from posturecheck.profiles.settings import Profile
from posturecheck.sinks.peaks import Peaks
from posturecheck.sinks.table import PostureTable
from posturecheck.sinks.totals import Totals
from posturecheck.sinks.words import Words
from posturecheck.sources.clip import ClipFacts
from posturecheck.sources.trace import Trace


@dataclass(frozen=True, eq=False)
class Checked:
    """One clip, judged.

    ``posture`` holds the measures as columns, ``episodes`` and ``cues`` are in order of
    time, ``lost`` are the (start, end) seconds that could not be read, ``looks_turned_deg``
    is how far to turn the pictures clockwise, 0 where they look upright, ``patient`` is the ID
    of whose clip it is, "" where none was named. ``trace`` and ``make_checker`` are for going
    through the clip again. ``known`` is what an earlier check said of the clip itself
    (``summary.json``: file, sha256, folder, day), ``remarks`` are notes beside those on the film.
    ``made_with`` is what an earlier check of the same said, where this is its new count.
    ``counted`` is what a review says that counts of it, ``watched`` then all that was seen.
    ``words`` is for who scores what was said: it is empty of a live
    session.
    """

    facts: ClipFacts
    model: ModelFile
    trace: Trace
    make_checker: Callable[[], Checker]
    profile: Profile
    stance: Stance
    posture: PostureTable
    totals: Totals
    peaks: Peaks
    episodes: tuple[Episode, ...]
    cues: tuple[Cue, ...]
    options: dict[str, Any]
    lost: tuple[Stretch, ...] = ()
    looks_turned_deg: int = 0
    show_face: bool = False
    patient: str = ""
    known: Mapping[str, Any] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
    made_with: str = ""
    counted: Counted = Counted()  # noqa: RUF009  # frozen
    watched: Watched | None = None
    words: Words = field(default_factory=Words)
    settings_sha256: str = ""

    @cached_property
    def film_notes(self) -> list[str]:
        """What is wrong or in doubt about the film, a sentence or two each."""
        notes = film_notes(self.facts, self.totals, self.lost, self.looks_turned_deg)
        return [*notes, *self.remarks]

    @cached_property
    def summary(self) -> dict[str, Any]:
        """The content of ``summary.json``."""
        return {
            "format": FORMAT,
            "checked": date.today().isoformat(),
            "patient": self.patient or None,
            "versions": versions(),
            "model": {
                "name": self.model.name,
                "sha256": self.model.sha256,
                "origin": self.model.origin,
            },
            "profile": self.profile.model_dump(mode="json", by_alias=True),
            "settings": self.options,
            "clip": clip_summary(self.facts, self.totals, self.lost, self.film_notes)
            | dict(self.known),
            "stance": stance_summary(self.stance),
            **measured_summary(self.totals),
            "rules": rules_summary(self.totals, self.episodes, self.profile),
            "cues": len(self.cues),
        }

    @property
    def range_s(self) -> tuple[float, float]:
        """The (start, end) seconds of the clip that were looked at; all to infinity."""
        start_s, end_s = self.options.get("range_s") or (0.0, math.inf)
        return start_s, end_s

    @property
    def whose(self) -> tuple[str, str] | None:
        """What the clip is known by beside its name: ("Patient", ID) or ("Folder", its name)."""
        if self.patient:
            return "Patient", self.patient
        folder = self.known["folder"] if self.known else clip_folder(self.facts.path)
        return ("Folder", printable(folder)) if folder else None
