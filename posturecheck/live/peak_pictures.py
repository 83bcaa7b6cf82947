"""The pictures of a running session's worst moments, kept as JPEG and few at that."""

from __future__ import annotations

import math
from collections.abc import Iterable

from posturecheck.clips.pictures import MAX_PICTURES
from posturecheck.core import Episode, Step
from posturecheck.drawing.face_watch import Veiled
from posturecheck.drawing.gauges import GaugeLimits
from posturecheck.drawing.key_picture import key_picture

OVERDUE_S = 10.0  # a picture that has not been drawn by then will not come


class PeakPictures:
    """Takes every step as it comes, and again when it is drawn, faces hidden.

    While a bend deepens each step is a new peak: a picture is only made of one that is
    still the worst when its turn to be drawn has come.
    """

    def __init__(self, limits: GaugeLimits) -> None:
        self._limits = limits
        self._newest_s: dict[str, float] = {}  # by rule: the worst moment so far
        self._drawn: dict[str, tuple[float, bytes]] = {}  # by rule: the last one drawn
        self._wanted: dict[tuple[str, float], Episode] = {}  # over, and not drawn yet
        self._kept: dict[float, tuple[Episode, bytes]] = {}

    @property
    def kept(self) -> dict[float, bytes]:
        """A JPEG of each episode's worst moment, by its second; the few most serious."""
        return {t_s: jpeg for t_s, (_, jpeg) in self._kept.items()}

    def expect(self, step: Step) -> None:
        """Take a step that will be drawn later."""
        self._newest_s.update(dict.fromkeys(step.new_peaks, step.frame.t_s))

    def want(self, episodes: Iterable[Episode]) -> None:
        """Keep the pictures of these episodes, drawn already or not."""
        for episode in episodes:
            t_s, jpeg = self._drawn.get(episode.rule, (math.nan, b""))
            if t_s == episode.peak_t_s:
                self._keep(episode, jpeg)
            else:
                self._wanted[episode.rule, episode.peak_t_s] = episode

    def drawn(self, veiled: Veiled) -> None:
        """Take a step that is being drawn, and what is hidden in it."""
        step, t_s = veiled.step, veiled.step.frame.t_s
        wanted = [e for rule in step.new_peaks if (e := self._wanted.pop((rule, t_s), None))]
        worst = [rule for rule in step.new_peaks if self._newest_s.get(rule) == t_s]
        if (wanted or worst) and step.frame.image is not None:
            jpeg = key_picture(step.frame.image, step, self._limits, veiled.hidden)
            self._drawn.update(dict.fromkeys(worst, (t_s, jpeg)))
            for episode in wanted:
                self._keep(episode, jpeg)
        self._wanted = {k: e for k, e in self._wanted.items() if t_s - k[1] < OVERDUE_S}

    def _keep(self, episode: Episode, jpeg: bytes) -> None:
        self._kept[episode.peak_t_s] = (episode, jpeg)
        if len(self._kept) > MAX_PICTURES:
            worst = sorted(
                self._kept.values(), key=lambda e: (e[0].severity != "red", e[0].peak_t_s)
            )
            self._kept = {e.peak_t_s: (e, picture) for e, picture in worst[:MAX_PICTURES]}
