"""Clips to estimates, in processes of their own; without the model."""

import pytest
from made_up import write
from made_up_words import found

from posturecheck.clips.options import CheckOptions
from posturecheck.clips.processes import Processes
from posturecheck.core import Cue, Frame, InputError, Posture, Step
from posturecheck.evaluate.checks import Asked, estimate_of, estimates
from posturecheck.evaluate.estimate import ToldCue
from posturecheck.sinks.table import PostureTable
from posturecheck.sinks.words import GivenCue, Words


def test_a_clip_that_fails_in_its_process_is_told_in_one_line(tmp_path):
    paths = [write(tmp_path, f"{name}.mp4", "not a film") for name in "ab"]
    with pytest.raises(InputError, match=r"[ab]\.mp4: expected a video file"):
        estimates(
            [Asked(path, CheckOptions()) for path in paths], Processes(2), lambda seconds: None
        )


def test_an_estimate_holds_every_kind_of_cue_the_movements_and_the_bar():
    table, words = PostureTable(), Words()
    table.write(Step(Frame(0, 2.0), (), None, Posture(2.0), "", ()))
    cues = (
        Cue(0.5, "twist", "correct", "Step your feet around to turn.", False, 1),
        Cue(1.5, "", "ask", "Are you all right?"),
    )
    words.cues = [GivenCue(cues[0], "red"), GivenCue(cues[1], "amber")]
    words.bar_orders = words.cues[:1]
    words.end([found(1, 0.25, 1.0)])
    words.warned_s, words.calmer_s = 0.5, 0.25
    said = estimate_of(table, (), words, 3.0)
    assert said.cues == (
        ToldCue(0.5, "twist", "correct", "Step your feet around to turn.", 1, False, "red"),
        ToldCue(1.5, "", "ask", "Are you all right?", 0, True, "amber"),
    )
    assert said.bar_orders == said.cues[:1]
    assert said.movements == (found(1, 0.25, 1.0),)
    assert (said.seconds, said.warned_s, said.calmer_s) == (3.0, 0.5, 0.25)
