"""A real clip through the real pose model: live and check agree to the last digit."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing

import pytest
from clips import ROUNDED, SAMPLES
from stand_ins import Trial

from posturecheck.clips.first_pass import FirstPass
from posturecheck.clips.judging import judge_trace
from posturecheck.clips.options import CheckOptions
from posturecheck.core import Episode, Frame
from posturecheck.detectors.mediapipe_pose import MediaPipePose
from posturecheck.detectors.model_store import ModelFile
from posturecheck.learned.estimate import LearnedEstimate
from posturecheck.pipeline import Subject
from posturecheck.profiles.settings import Profile
from posturecheck.sources.clip import open_facts, read_clip
from posturecheck.sources.trace import Trace


@pytest.mark.parametrize(
    "clip", [pytest.param(ROUNDED, marks=pytest.mark.slow), SAMPLES / "box_stoop.mp4"]
)
@pytest.mark.slow
def test_episodes_and_cues_are_the_same(clip, pose_model: ModelFile) -> None:
    frames = {frame.t_s: frame for frame in read_clip(open_facts(clip))}
    ahead, options = FirstPass(), CheckOptions(task="lift")
    with watched(frames.values(), pose_model) as trace:
        for t_s, people in trace:
            ahead.observe(t_s, people)
        whole = judge_trace(clip.name, trace, ahead, options)
    with closing(MediaPipePose(pose_model.path)) as detector:
        live = Trial(
            detector,
            0,
            times=list(frames),
            picture=lambda t_s: frames[t_s].image,
            person=Subject(track=1, stance=whole.stance),
            profile=Profile(),
            begin="watching",
            task="lift",
            refine=LearnedEstimate,
        )
    looks = [frames[step.frame.t_s] for step in live.kept.steps]
    assert len(frames) / 2 <= len(looks)  # not all of them while she moves slowly
    with watched(looks, pose_model) as trace:
        result = judge_trace(clip.name, trace, ahead, options)
    assert result.episodes
    assert repr(live.in_order()) == repr(result.episodes)
    assert live.totals.cues == result.totals.cues
    assert [cue.say for cue in result.totals.cues if cue.spoken] == live.voice.texts
    assert rules_of(result.episodes) == rules_of(whole.episodes)


def watched(frames: Iterable[Frame], pose_model: ModelFile) -> Trace:
    """Look at pictures one after the other with one detector, as a camera's are."""
    trace = Trace()
    with closing(MediaPipePose(pose_model.path)) as detector:
        for frame in frames:
            trace.append(frame.t_s, detector.detect(frame))
    return trace


def rules_of(episodes: Iterable[Episode]) -> list[str]:
    return sorted(e.rule for e in episodes if e.severity == "red")
