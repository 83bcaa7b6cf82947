"""Checking one recorded clip: watch it, look ahead, judge it.

Watching is the expensive part and happens once, in parts (``parts``); meanwhile a look
ahead finds the person and the neutral stance. The trace then goes through the one loop
(``pipeline.run``) to be judged. Writing files is ``result``'s, pictures are ``studio``'s.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

from posturecheck.clips.first_pass import LookAhead
from posturecheck.clips.result import Result
from posturecheck.clips.segments import watch
from posturecheck.core import Detector, InputError, NobodySeenError
from posturecheck.detectors.model_store import ModelFile, find_model
from posturecheck.kinematics.neutral_stance import Stance
from posturecheck.kinematics.tracking import Choice
from posturecheck.learned.estimate import LearnedEstimate
from posturecheck.pipeline import Checker, Person, run
from posturecheck.profiles.files import load_profile
from posturecheck.profiles.settings import Profile
from posturecheck.rules.guidance import load_guidance
from posturecheck.sinks.peaks import Peaks
from posturecheck.sinks.table import PostureTable
from posturecheck.sinks.totals import Tally
from posturecheck.sources.clip import ClipFacts, clip_seconds_missing, open_facts
from posturecheck.sources.trace import Trace, TraceDetector, frames_of

AUTO = "auto"  # the task is recognised
MIN_FRAMES = 2
MAX_NEUTRAL_LEAN_DEG = 45.0  # no camera is tilted, and nobody leaned by the model, so far
MIN_SEEN_SHARE = 0.02  # of the frames; less is a glimpse of somebody, or of furniture


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the user asked for; see ``posturecheck check -h``.

    ``task`` "auto" is recognised from the movement.
    ``neutral`` are the (start, end) seconds of a tall stance, ``workers`` how many parts
    of a clip are watched at once (0 = one for each core).
    """

    profile: Profile = field(default_factory=Profile)
    task: str = AUTO
    load_kg: float | None = None
    height_cm: float | None = None
    model: str = "full"
    person: Choice = "main"
    neutral: tuple[float, float] | None = None
    show_face: bool = False
    workers: int = 0

    def __post_init__(self) -> None:
        """Check what the user named.

        Raises:
            InputError: There is no such task or choice of person.
        """
        if self.task != AUTO:
            load_guidance().base_task(self.task)
        if self.person not in get_args(Choice):
            choices = ", ".join(get_args(Choice))
            raise InputError(f"person: expected one of {choices}; got {self.person!r}")

    @property
    def declared_task(self) -> str:
        """The task as the checker takes it: "" is recognised."""
        return "" if self.task == AUTO else self.task

    @property
    def declared_load_kg(self) -> float:
        """The load from the command line, else the profile's."""
        return self.profile.load.load_kg if self.load_kg is None else self.load_kg


def check_clip(
    path: Path,
    wishes: Wishes,
    progress: Callable[[float], None] = lambda seconds: None,
    say: Callable[[str], None] = lambda text: None,
) -> Result:
    """Check one clip and return everything that came of it; nothing is written.

    Args:
        path: The clip.
        wishes: What the user asked for.
        progress: Told the seconds of clip just watched, from any thread.
        say: Told in a line what takes long (getting the model).

    Raises:
        InputError: The clip, or what it shows, cannot be checked; one clear line.
    """
    facts = open_facts(path)
    model = find_model(wishes.model, say=say)
    ahead = LookAhead(wishes.person, wishes.neutral)
    trace = watch(facts, lambda: _detector(model), _workers(wishes), progress, ahead.observe)
    try:
        return _judge(facts, model, trace, ahead, wishes)
    except BaseException:
        trace.close()
        raise


def _judge(
    facts: ClipFacts, model: ModelFile, trace: Trace, ahead: LookAhead, wishes: Wishes
) -> Result:
    if trace.frames < MIN_FRAMES:
        raise InputError(
            f"{facts.path}: expected a film, found {trace.frames} picture(s) that decode; "
            "record at least a second"
        )
    track = ahead.track()
    if track is None or ahead.seconds(track) < MIN_SEEN_SHARE * trace.last_t_s:
        raise NobodySeenError(
            f"{facts.path}: nobody was seen in it; film the whole person, head to hips at "
            "least, in good light, 2 to 4 m from the camera"
        )
    stance = _stance(ahead, track, wishes)
    person = Person(wishes.person, track, stance, _metres(wishes.height_cm))

    def make_checker() -> Checker:
        return Checker(
            wishes.profile,
            person,
            wishes.declared_task,
            wishes.declared_load_kg,
            refine=LearnedEstimate,
        )

    table, tally, peaks = PostureTable(), Tally(), Peaks()
    last = run(frames_of(trace), TraceDetector(trace), make_checker(), (table, tally, peaks))
    tally.close()
    peaks.keep(last)
    return Result(
        facts=facts,
        model=model,
        trace=trace,
        make_checker=make_checker,
        profile=wishes.profile,
        stance=stance,
        posture=table,
        tally=tally,
        peaks=peaks,
        episodes=tuple(sorted((*tally.episodes, *last), key=lambda e: (e.start_s, e.rule))),
        cues=tuple(tally.cues),
        missing_s=clip_seconds_missing(facts, trace.last_t_s),
        wishes=_as_data(wishes),
        show_face=wishes.show_face,
    )


def _stance(ahead: LookAhead, track: int, wishes: Wishes) -> Stance:
    stance = ahead.stance(track)
    if wishes.neutral is None:
        return stance
    start_s, end_s = wishes.neutral
    if not stance.known:
        raise InputError(
            f"--neutral {start_s:g}-{end_s:g}: expected the person in view there for half a "
            "second or more, saw less; name another stretch or leave it out"
        )
    if stance.leans_deg > MAX_NEUTRAL_LEAN_DEG:
        raise InputError(
            f"--neutral {start_s:g}-{end_s:g}: expected somebody standing tall there, saw a trunk "
            f"leaning {stance.leans_deg:.0f} degrees; name another stretch or leave it out"
        )
    return stance


def _detector(model: ModelFile) -> Detector:
    try:
        from posturecheck.detectors.mediapipe_pose import MediaPipePose

        return MediaPipePose(model.path)
    except (ImportError, OSError) as error:
        if "shared object" not in str(error):
            raise
        raise InputError(
            f"MediaPipe needs system libraries that are not here ({error}); on Debian or "
            "Ubuntu: sudo apt install libegl1 libgles2 libgl1 libglib2.0-0"
        ) from error


def _workers(wishes: Wishes) -> int:
    return wishes.workers or os.cpu_count() or 1


def _metres(height_cm: float | None) -> float | None:
    return None if height_cm is None else height_cm / 100


def _as_data(wishes: Wishes) -> dict[str, Any]:
    return {
        "task": wishes.task,
        "load_kg": wishes.declared_load_kg,
        "height_cm": wishes.height_cm,
        "person": wishes.person,
        "neutral_s": list(wishes.neutral) if wishes.neutral else None,
    }


def check(
    clip: str | Path,
    *,
    profile: str | Profile = "default",
    task: str = AUTO,
    load_kg: float | None = None,
    height_cm: float | None = None,
    model: str = "full",
    person: Choice = "main",
    neutral: tuple[float, float] | None = None,
) -> Result:
    """Check a recorded clip.

    Args:
        clip: The video file.
        profile: A shipped profile's name, the path of a TOML file, or a ``Profile``.
        task: A task or activity of the guidance, such as "dishwasher" or "laundry"; "auto"
            has it recognised from the movement.
        load_kg: What is carried, kg; None takes the profile's.
        height_cm: The person's height; gives hand heights and reaches their scale.
        model: "lite", "full", "heavy", or the path of a ``.task`` file.
        person: Whom to follow: "main", "left", "right" or "largest".
        neutral: (start, end) seconds in which the person stands tall; None finds it.

    Returns:
        A ``Result`` with ``posture``, ``episodes``, ``cues``, ``summary`` and
        ``save(dir)``.

    Raises:
        InputError: The clip or an argument is wrong; one line says what to do.
    """
    chosen_profile = profile if isinstance(profile, Profile) else load_profile(profile)
    wishes = Wishes(chosen_profile, task, load_kg, height_cm, model, person, neutral)
    return check_clip(Path(clip), wishes)
