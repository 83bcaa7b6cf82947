"""The steps at the episodes' worst moments, kept for their key pictures, without a picture."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from posturecheck.core import Episode, Step


class Peaks:
    """A sink that keeps, for each rule, the step of the newest peak; and those of episodes."""

    def __init__(self) -> None:
        self._newest: dict[str, Step] = {}
        self._kept: dict[tuple[str, float], Step] = {}

    def write(self, step: Step) -> None:
        """Take one step."""
        self.keep(step.closed)
        if step.new_peaks:
            bare = replace(step, frame=replace(step.frame, image=None))
            self._newest.update(dict.fromkeys(step.new_peaks, bare))

    def close(self) -> None:
        """Nothing to finish."""

    def keep(self, episodes: Iterable[Episode]) -> None:
        """Keep the peaks of episodes that are over; ask for those left open at the end too."""
        for episode in episodes:
            self._kept[episode.rule, episode.peak_t_s] = self._newest[episode.rule]

    def step_of(self, episode: Episode) -> Step:
        """Return the step of an episode's worst moment."""
        return self._kept[episode.rule, episode.peak_t_s]
