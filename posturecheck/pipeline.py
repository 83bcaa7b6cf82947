"""The one loop: see, measure, judge, remember, speak.

``run`` is the whole program; live, clip, batch and evaluation differ only in the source,
the detector and the sinks they hand it. State lives in the memories that ``Checker``
owns, each in a file of its own.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from posturecheck.activity import Activity
from posturecheck.core import (
    Detector,
    Episode,
    Frame,
    People,
    Pose,
    Posture,
    Sink,
    Step,
)
from posturecheck.cues import CuePolicy
from posturecheck.episodes import Episodes, Moment
from posturecheck.follow import Choice, Follower
from posturecheck.posture import measure
from posturecheck.rates import Rates
from posturecheck.rules import judge
from posturecheck.rules.guidance import Guidance, load_guidance
from posturecheck.settings import Profile
from posturecheck.situation import Situation
from posturecheck.skeleton import Skeleton
from posturecheck.smoothing import PoseSmoother
from posturecheck.stance import Stance, StanceFinder

# A better estimate of a posture, from the smoothed pose and the person's stance.
Refine = Callable[[Posture, Pose, Stance], Posture]

STANCE_EVERY_S = 0.5  # live: how often what was learned of the stance is taken over


@dataclass(frozen=True, slots=True)
class Person:
    """What is known or wished about the person before the first frame.

    ``track`` and ``stance`` come from a look ahead over a recording; live they are None
    and found on the way.
    """

    choice: Choice = "main"
    track: int | None = None
    stance: Stance | None = None
    height_m: float | None = None


def as_measured(posture: Posture, pose: Pose, stance: Stance) -> Posture:
    """Return the posture as geometry has it."""
    return posture


class Checker:
    """Everything that happens to a frame after it was seen.

    ``refine`` is what may know the angles better than plain geometry.
    """

    def __init__(
        self,
        profile: Profile,
        person: Person,
        task: str,
        load_kg: float,
        refine: Refine = as_measured,
    ) -> None:
        self._refine = refine
        self._profile = profile
        self._task = task
        self._guidance: Guidance = load_guidance()
        self._follower = Follower(person.choice, person.track)
        self._smoother = PoseSmoother()
        self._skeleton = Skeleton(person.height_m)
        self._given_stance = person.stance
        self._finder = StanceFinder()
        self._found = Stance()
        self._stance_s = -math.inf
        self._rates = Rates()
        self._activity = Activity(load_kg)
        self._episodes = Episodes(profile, load_kg)
        self._cues = CuePolicy(profile.cues, self._guidance, task)
        self._t_s = 0.0

    def step(self, frame: Frame, people: People) -> Step:
        """Take one frame and the people seen in it; return all that is known of it."""
        self._t_s = frame.t_s
        pose = self._follower.follow(frame.t_s, people)
        if pose is None:
            situation = Situation(Posture(frame.t_s))
        else:
            pose = self._smoother.smooth(frame.t_s, pose)
            situation = (
                self._measure(frame.t_s, pose)
                if self._smoother.settled
                else Situation(Posture(frame.t_s))
            )
        verdicts = judge(situation, self._profile)
        moment = Moment(
            frame.t_s,
            situation.technique,
            situation["trunk_flexion_rate_deg_s"],
            situation["trunk_rotation_rate_deg_s"],
        )
        closed = self._worded(self._episodes.update(moment, verdicts))
        open_rules = self._episodes.open_rules
        return Step(
            frame=frame,
            people=people,
            pose=pose,
            posture=situation.posture,
            technique=situation.technique,
            verdicts=verdicts,
            closed=closed,
            open_rules=open_rules,
            new_peaks=self._episodes.new_peaks,
            cue=self._cues.choose(
                situation.posture,
                situation.technique,
                open_rules,
                closed,
                frozenset(v.rule for v in verdicts if math.isnan(v.of_limit)),
            ),
        )

    def finish(self) -> tuple[Episode, ...]:
        """Return the episodes that were still open at the end."""
        return self._worded(self._episodes.finish(self._t_s))

    def _measure(self, t_s: float, pose: Pose) -> Situation:
        steady = self._skeleton.steady(t_s, pose)
        stance = self._stance(t_s, pose)
        posture, level = measure(t_s, steady, stance)
        posture = self._refine(posture, pose, stance)
        if not posture.seen:
            return Situation(posture)
        return self._activity.update(self._rates.add(posture), level)

    def _stance(self, t_s: float, pose: Pose) -> Stance:
        if self._given_stance is not None:
            return self._given_stance
        self._finder.observe(t_s, pose)
        if t_s - self._stance_s >= STANCE_EVERY_S:
            self._stance_s, self._found = t_s, self._finder.stance()
        return self._found

    def _worded(self, episodes: tuple[Episode, ...]) -> tuple[Episode, ...]:
        return tuple(self._with_words(episode) for episode in episodes)

    def _with_words(self, episode: Episode) -> Episode:
        guide = self._guidance.guide(episode.rule, self._task)
        return replace(episode, task=self._task, cue=guide.cue, alternative=guide.alternative)


def run(
    source: Iterable[Frame], detector: Detector, checker: Checker, sinks: Iterable[Sink]
) -> tuple[Episode, ...]:
    """Take every frame through the detector and the checker to the sinks.

    Returns the episodes still open when the source ended.
    """
    sinks = tuple(sinks)
    for frame in source:
        step = checker.step(frame, detector.detect(frame))
        for sink in sinks:
            sink.write(step)
    return checker.finish()
