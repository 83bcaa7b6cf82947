"""The one loop: see, measure, judge, remember, speak.

``run`` is the whole program; live, clip, batch and evaluation differ only in the source,
the detector and the sinks they hand it. State lives in the memories that ``Checker``
owns, each in a file of its own.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from posturecheck.activity.recognition import ActivityTracker
from posturecheck.activity.situation import MovementState
from posturecheck.activity.tasks import OTHER, TaskFinder
from posturecheck.core import (
    Cue,
    Detector,
    Episode,
    Frame,
    Judged,
    Movement,
    People,
    Posture,
    Response,
    Sink,
    Step,
)
from posturecheck.feedback.cues import CuePolicy
from posturecheck.feedback.headlines import Headlines
from posturecheck.feedback.responses import Responses
from posturecheck.kinematics.angles import measure
from posturecheck.kinematics.body import Body, bodies_of
from posturecheck.kinematics.bone_lengths import BoneLengths
from posturecheck.kinematics.neutral_stance import NeutralStanceEstimator, Stance
from posturecheck.kinematics.smoothing import PoseSmoother
from posturecheck.kinematics.tracking import Choice, PersonTracker
from posturecheck.kinematics.tracks import Presence
from posturecheck.kinematics.velocities import AngularVelocities
from posturecheck.profiles.settings import Profile
from posturecheck.rules import judge
from posturecheck.rules.episodes import Episodes
from posturecheck.rules.guidance import Guidance, load_guidance

# A better estimate of a posture, from the smoothed body and the person's stance. It may
# remember the person, so each one gets an own.
Refine = Callable[[Posture, Body, Stance], Posture]
MakeRefine = Callable[[], Refine]

MOVEMENTS_KEPT = 8  # whose task is remembered: an episode is found to be over after its movement
STANCE_EVERY_S = 0.5  # live: how often what was learned of the stance is taken over


@dataclass(frozen=True, slots=True)
class Subject:
    """What is known or wished about the person before the first frame.

    ``track``, ``stance`` and ``present``, when the track was a person's, come from the
    first pass over a recording; live they are None and found on the way.
    """

    choice: Choice = "main"
    track: int | None = None
    stance: Stance | None = None
    height_m: float | None = None
    present: tuple[Presence, ...] | None = None


def as_measured() -> Refine:
    """Return what leaves every posture as geometry has it."""
    return lambda posture, body, stance: posture


class Checker:
    """Everything that happens to a frame after it was seen.

    ``refine`` makes what may know the angles better than plain geometry. ``judging`` may be
    switched off while a person gets ready: postures are then measured, and nothing is
    said of them. ``guidance`` None gives the words that come with posturecheck.
    """

    def __init__(
        self,
        profile: Profile,
        person: Subject,
        task: str,
        load_kg: float,
        refine: MakeRefine = as_measured,
        day: int = 1,
        guidance: Guidance | None = None,
    ) -> None:
        self._make_refine = refine
        self._profile = profile
        self._person = person
        self._load_kg = load_kg
        self._guidance: Guidance = guidance or load_guidance()
        self._tracker = PersonTracker(person.choice, person.track, person.present)
        self._number = self._tracker.number
        self._given_stance = person.stance
        self.set_task(task)
        self._episodes = Episodes(profile, load_kg)
        self.cues = CuePolicy(profile.cues, self._guidance, self.task, day)
        self._headlines = Headlines(self._guidance, self.cues.orders)
        self._responses = Responses(profile.judging.release_share)
        self._unanswered: tuple[Response, ...] = ()
        self.judging = True
        self._t_s = 0.0
        self._meet()

    def step(self, frame: Frame, people: People) -> Step:
        """Take one frame and the people seen in it; return all that is known of it."""
        t_s = self._t_s = frame.t_s
        body = self._tracker.follow(t_s, bodies_of(t_s, people))
        if self._tracker.number != self._number:
            self._change_person()
        situation = None
        if body is not None:
            body = self._smoother.smooth(body)
            if self._smoother.settled:
                situation = self._measure(body)
        situation = situation or self._activity.pass_unseen(Posture(t_s))
        is_person = self._tracker.judged
        # Whoever fell may be found no more: time goes on for a person who is out of sight.
        judges = self.judging and (is_person or body is None)
        judged = self._judge(situation if judges else MovementState(Posture(t_s)))
        return Step(
            frame=frame,
            people=people,
            pose=body.pose if body else None,
            posture=situation.posture,
            technique=situation.technique,
            verdicts=judged.verdicts,
            closed=judged.closed,
            open_episodes=judged.open_episodes,
            new_peaks=self._episodes.new_peaks,
            cue=judged.cue,
            responses=self._answers(judged),
            task=self.task,
            movement=judged.movement,
            ended=judged.ended,
            headline=self._headlines.update(judged, self._clear_task(judged.movement)),
            judged=is_person,
        )

    def finish(self) -> tuple[Episode, ...]:
        """Return the episodes that were still open at the end."""
        return self._worded(self._episodes.finish(self._t_s))

    def last_movements(self) -> tuple[Movement, ...]:
        """Return the movement that was still under way at the end."""
        return self._activity.finish()

    def last_cues(self) -> tuple[Cue, ...]:
        """Return what is still to be asked where the recording ends with somebody who fell."""
        asks = self._profile.cues.ask_after_fall and self._activity.fallen
        return (self.cues.question(self._t_s),) if asks else ()

    def unanswered(self) -> tuple[Response, ...]:
        """Return the cues whose answer was not seen before the end."""
        return self._responses.finish()

    def set_stance(self, stance: Stance | None) -> None:
        """Measure from this tall stance from now on; None finds one on the way, anew."""
        self._given_stance = stance
        if stance is None:
            self._stance_estimator, self._found = NeutralStanceEstimator(), Stance()

    def set_task(self, task: str) -> None:
        """Give the advice of this task from now on; "" has it recognised."""
        self._declared_task, self._seen_task = task, OTHER
        self._tasks = TaskFinder()

    @property
    def task(self) -> str:
        """The task whose advice is given."""
        return self._declared_task or self._seen_task

    @property
    def person(self) -> int | None:
        """Who is judged; another number is another person."""
        return self._number

    def _meet(self, movements: int = 0) -> None:
        """Begin with a person of whom nothing is known yet."""
        self._smoother = PoseSmoother()
        self._bone_lengths = BoneLengths(self._person.height_m)
        self._stance_estimator = NeutralStanceEstimator()
        self._found = Stance()
        self._stance_s = -math.inf
        self._velocities = AngularVelocities()
        self._refine = self._make_refine()
        self._activity = ActivityTracker(self._load_kg, movements)
        self._tasks_of: dict[int, str] = {}  # by movement's number

    def _change_person(self) -> None:
        # Bones and stance belong to one person; the first one judged keeps what was given.
        if self._number is not None and self._tracker.number is not None:
            self._given_stance = None
            self._unanswered = self._responses.finish()
            self.set_task(self._declared_task)
            self._meet(self._activity.movements)
        if self._tracker.number is not None:
            self._number = self._tracker.number

    def _judge(self, situation: MovementState) -> Judged:
        verdicts, movement = judge(situation, self._profile), situation.movement
        closed = self._episodes.update(situation.posture, situation.technique, verdicts, movement)
        for one in (*situation.ended, *((movement,) if movement else ())):
            self._tasks_of[one.number] = self._clear_task(one)
            self._tasks_of.pop(one.number - MOVEMENTS_KEPT, None)
        judged = Judged(
            posture=situation.posture,
            technique=situation.technique,
            verdicts=verdicts,
            open_episodes=self._episodes.open_episodes,
            closed=self._worded(closed),
            movement=movement,
            ended=situation.ended,
            ask=situation.ask and self._profile.cues.ask_after_fall,
        )
        self.cues.set_task(self._clear_task(movement))
        return replace(judged, cue=self.cues.choose(judged))

    def _answers(self, judged: Judged) -> tuple[Response, ...]:
        unanswered, self._unanswered = self._unanswered, ()
        return unanswered + self._responses.update(judged)

    def _measure(self, body: Body) -> MovementState:
        stance = self._stance(body)
        posture, level = measure(self._bone_lengths.steady(body), stance)
        posture = self._refine(posture, body, stance)
        if not posture.seen:
            return self._activity.pass_unseen(posture)
        seen_task = "" if self._seen_task == OTHER else self._seen_task
        situation = self._activity.update(
            self._velocities.add(posture), level, task=seen_task, stance_known=stance.known
        )
        if not self._declared_task:
            self._seen_task = self._tasks.update(situation, level)
        return situation

    def _stance(self, body: Body) -> Stance:
        if self._given_stance is not None:
            return self._given_stance
        self._stance_estimator.observe(body)
        if body.t_s - self._stance_s >= STANCE_EVERY_S:
            self._stance_s, self._found = body.t_s, self._stance_estimator.stance()
        return self._found

    def _worded(self, episodes: tuple[Episode, ...]) -> tuple[Episode, ...]:
        return tuple(self._with_words(episode) for episode in episodes)

    def _with_words(self, episode: Episode) -> Episode:
        task = self._tasks_of.get(episode.movement, self._clear_task(None))
        guide = self._guidance.guide(episode.rule, task)
        return replace(episode, task=task, cue=guide.cue, alternative=guide.alternative)

    def _clear_task(self, movement: Movement | None) -> str:
        """Return the task whose words fit a movement: declared, or clear for the whole of it."""
        return self._declared_task or (movement.task if movement else "") or OTHER


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
