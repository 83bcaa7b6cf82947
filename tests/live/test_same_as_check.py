"""A real clip through the real pose model: live and check agree to the last digit."""

from __future__ import annotations

from contextlib import closing

import pytest
from clips import ROUNDED, SAMPLES
from stand_ins import Trial

from posturecheck.clips.first_pass import FirstPass
from posturecheck.clips.judging import judge_trace
from posturecheck.clips.options import CheckOptions
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
    ahead = FirstPass()
    with Trace() as trace:
        with closing(MediaPipePose(pose_model.path)) as detector:  # one, as a camera's has
            for frame in frames.values():
                people = detector.detect(frame)
                trace.append(frame.t_s, people)
                ahead.observe(frame.t_s, people)
        result = judge_trace(clip.name, trace, ahead, CheckOptions(task="lift"))
    with closing(MediaPipePose(pose_model.path)) as detector:
        live = Trial(
            detector,
            0,
            times=list(frames),
            picture=lambda t_s: frames[t_s].image,
            person=Subject(track=1, stance=result.stance),
            profile=Profile(),
            begin="watching",
            task="lift",
            refine=LearnedEstimate,
        )
    assert len(live.kept.steps) == len(frames)
    assert result.episodes
    assert repr(live.in_order()) == repr(result.episodes)
    assert live.totals.cues == result.totals.cues
    assert [cue.say for cue in result.totals.cues if cue.spoken] == live.voice.texts
