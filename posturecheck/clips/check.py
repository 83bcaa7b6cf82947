"""Checking one recorded clip: watch it, find the person and the stance, judge it.

Watching is the expensive part and happens once, in parts (``segments``); meanwhile the
first pass (``first_pass``) finds the person and the neutral stance. The trace is then
judged (``judging``). ``result`` writes the files, ``pictures`` draws.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from posturecheck.clips.counted import (
    Counted,
    Watched,
    first_pass,
    looked_ahead,
    seconds_of,
    stretch_of,
)
from posturecheck.clips.film_notes import lost_note
from posturecheck.clips.first_pass import FirstPass
from posturecheck.clips.gaps import lost_stretches
from posturecheck.clips.judging import judge_trace
from posturecheck.clips.options import AUTO, CheckOptions
from posturecheck.clips.result import Result
from posturecheck.clips.segments import WHOLE, watch
from posturecheck.clips.turned import TurnedLook
from posturecheck.core import Detector, InputError, NobodySeenError, People
from posturecheck.detectors.model_store import ModelFile, find_model
from posturecheck.kinematics.tracking import Choice
from posturecheck.profiles.files import load_profile
from posturecheck.profiles.settings import Profile
from posturecheck.sources.clip import ClipFacts, open_facts
from posturecheck.sources.trace import Trace


def check_clip(
    path: Path,
    options: CheckOptions,
    progress: Callable[[float], None] = lambda seconds: None,
    say: Callable[[str], None] = lambda text: None,
    counted: Counted = Counted(),  # noqa: B008  # frozen
) -> Result:
    """Check one clip and return its result; nothing is written.

    Args:
        path: The clip.
        options: What the user asked for.
        progress: Gets the seconds of clip just watched, from any thread.
        say: Gets a line on what takes long (getting the model).
        counted: What of it counts, as a review says; all that was asked for is watched.

    Raises:
        InputError: The clip, or what it shows, cannot be checked; one clear line.
    """
    facts = open_facts(path, turned_deg=options.rotate_deg, slow=options.slow)
    model = find_model(options.model, say=say)
    ahead, look = first_pass(options, facts.picture_px), TurnedLook()

    def on_seen(t_s: float, people: People) -> None:
        ahead.observe(t_s, people)
        look.observe(people)

    within = _within(facts, options)
    trace = watch(facts, lambda: detector(model), _workers(options), progress, on_seen, within)
    try:
        if counted == Counted():
            return judged_result(facts, model, trace, ahead, look, options)
        return _less(facts, model, trace, options, counted)
    except BaseException:
        trace.close()
        raise


def _less(
    facts: ClipFacts, model: ModelFile, trace: Trace, options: CheckOptions, counted: Counted
) -> Result:
    judged = counted.within(options)
    cut = stretch_of(trace, seconds_of(judged))
    try:
        seen = looked_ahead(cut, judged, facts.picture_px)
        result = judged_result(facts, model, cut, *seen, judged)
    except BaseException:
        cut.close()
        raise
    watched = Watched(trace, seconds_of(options), str(options.as_data()["person"]))
    asked = options.settings_sha256
    return replace(result, counted=counted, watched=watched, settings_sha256=asked)


def judged_result(
    facts: ClipFacts,
    model: ModelFile,
    trace: Trace,
    ahead: FirstPass,
    look: TurnedLook,
    options: CheckOptions,
) -> Result:
    """Judge what was seen of a clip; the result takes the trace over.

    Raises:
        InputError: Nobody was seen in it, or something that was asked for is not there.
    """
    start_s, end_s = _within(facts, options)
    end_s = min(facts.duration_s, end_s)
    lost = lost_stretches(trace.times_s(), trace.frames, end_s, start_s)
    try:
        judged = judge_trace(str(facts.path), trace, ahead, options)
    except NobodySeenError as error:
        if not lost:
            raise
        raise NobodySeenError(
            f"{facts.path}: nobody was seen in what could be read of it: it is damaged; copy it "
            f"again from the camera. {lost_note(lost, facts.duration_s)}"
        ) from error
    return Result(
        facts=facts,
        model=model,
        trace=trace,
        make_checker=judged.make_checker,
        profile=options.profile,
        stance=judged.stance,
        posture=judged.posture,
        totals=judged.totals,
        peaks=judged.peaks,
        episodes=judged.episodes,
        cues=tuple(judged.totals.cues),
        options=options.as_data(),
        lost=lost,
        looks_turned_deg=look.turn_deg,
        show_face=options.show_face,
        patient=options.patient,
        words=judged.words,
        settings_sha256=options.settings_sha256,
    )


def _within(facts: ClipFacts, options: CheckOptions) -> tuple[float, float]:
    if options.range_s is None:
        return WHOLE
    if options.range_s[0] >= facts.duration_s:
        start_s, end_s = options.range_s
        raise InputError(
            f"--range {start_s:g}-{end_s:g}: expected a stretch of {facts.path.name}, which is "
            f"{facts.duration_s:.1f} s long; name another one"
        )
    return options.range_s


def detector(model: ModelFile) -> Detector:
    """Return what sees with this model.

    Raises:
        InputError: MediaPipe cannot be loaded here.
    """
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


def _workers(options: CheckOptions) -> int:
    return options.workers or os.cpu_count() or 1


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
    rotate_deg: int = 0,
    slow: float = 1.0,
    range_s: tuple[float, float] | None = None,
    patient: str = "",
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
        rotate_deg: How far to turn the pictures clockwise: 90, 180 or 270.
        slow: How many times slower than life the film plays.
        range_s: (start, end) seconds to look at; None is all. Times stay the clip's own.
        patient: The ID of whose clip it is; ``save`` then writes into a folder of theirs.
            What ``patient.toml`` there says is read by the command line alone.

    Returns:
        A ``Result`` with ``posture``, ``episodes``, ``cues``, ``summary`` and
        ``save(dir)``.

    Raises:
        InputError: The clip or an argument is wrong; one line says what to do.
    """
    chosen_profile = profile if isinstance(profile, Profile) else load_profile(profile)
    options = CheckOptions(chosen_profile, task, load_kg, height_cm, model, person, neutral)
    options = replace(options, rotate_deg=rotate_deg, slow=slow)
    options = replace(options, range_s=range_s, patient=patient)
    return check_clip(Path(clip), options)
