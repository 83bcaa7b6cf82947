"""Samples several times in a row, as people do things: each movement its order, no more."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import pytest
from clips import SAMPLES

from posturecheck.clips.check import detector
from posturecheck.clips.first_pass import FirstPass
from posturecheck.clips.judging import frames_of, judge_trace
from posturecheck.clips.options import CheckOptions
from posturecheck.clips.segments import watch
from posturecheck.core import Cue, Movement, Severity, Step
from posturecheck.detectors.model_store import ModelFile
from posturecheck.drawing.gauges import judged
from posturecheck.pipeline import run
from posturecheck.sources.clip import open_facts
from posturecheck.sources.trace import Trace, TraceDetector

pytestmark = pytest.mark.slow
TIMES = 3
GRAVITY: dict[Severity | None, int] = {None: 0, "amber": 1, "red": 2}


@dataclass
class Heard:
    """A sink: what was said and shown, and where the gauges looked graver than the bar."""

    movements: list[Movement] = field(default_factory=list)
    cues: list[Cue] = field(default_factory=list)
    open_until_s: dict[int, float] = field(default_factory=dict)
    shown: dict[int, set[str]] = field(default_factory=dict)
    calmer_s: list[float] = field(default_factory=list)
    graver_s: list[float] = field(default_factory=list)

    def write(self, step: Step) -> None:
        t_s, bar = step.frame.t_s, step.headline
        self.movements += step.ended
        self.cues += [step.cue] if step.cue is not None else []
        tone = bar.tone if bar is not None and bar.tone in ("amber", "red") else None
        unseen = {v.rule for v in step.verdicts if math.isnan(v.of_limit)}
        # That there were many bends says nothing of somebody who stands and rests.
        past = {"repeated-bend"} if step.movement is None else set()
        seen = (e.severity for e in step.open_episodes if e.rule not in unseen | past)
        open_now = max((GRAVITY[severity] for severity in seen), default=0)
        gauges = max(GRAVITY[judged(step, "bend")], GRAVITY[judged(step, "twist")])
        if GRAVITY[tone] < max(gauges, open_now):
            self.calmer_s.append(t_s)
        if GRAVITY[tone] > open_now:
            self.graver_s.append(t_s)
        if tone is not None and bar is not None and step.movement is not None:
            self.shown.setdefault(step.movement.number, set()).add(bar.words)

    def close(self) -> None:
        """Nothing to finish."""


def heard(name: str, model: ModelFile, times: int = TIMES) -> Heard:
    """Watch a sample once, and judge it several times in a row."""
    once = list(watch(open_facts(SAMPLES / f"{name}.mp4"), lambda: detector(model), 1))
    length_s = once[-1][0] + (once[1][0] - once[0][0])
    ahead, memory = FirstPass("main"), Heard()
    with Trace() as trace:
        for again in range(times):
            for t_s, people in once:
                trace.append(again * length_s + t_s, people)
                ahead.observe(again * length_s + t_s, people)
        found = judge_trace(name, trace, ahead, CheckOptions())
        checker = found.make_checker()
        run(frames_of(trace), TraceDetector(trace), checker, (memory,))
    memory.movements += checker.last_movements()
    return memory


@pytest.fixture(scope="module")
def rounded(pose_model: ModelFile) -> Heard:
    return heard("dishwasher_rounded", pose_model)


@pytest.fixture(scope="module")
def sink(pose_model: ModelFile) -> Heard:
    return heard("sink_stoop", pose_model)


@pytest.fixture(scope="module")
def sweeping(pose_model: ModelFile) -> Heard:
    return heard("sweeping_poor", pose_model)


def test_rounded_bends_in_a_row_are_each_corrected_and_never_praised(rounded: Heard) -> None:
    assert [m.kind for m in rounded.movements] == ["lift"] * TIMES
    assert {cue.movement for cue in rounded.cues} == {m.number for m in rounded.movements}
    assert "praise" not in {cue.kind for cue in rounded.cues}


@pytest.mark.parametrize("name", ["rounded", "sink", "sweeping"])
def test_each_movement_hears_one_order(name: str, request: pytest.FixtureRequest) -> None:
    words = request.getfixturevalue(name)
    assert len(words.movements) >= TIMES
    for movement in words.movements:
        orders = [cue.say for cue in words.cues if cue.movement == movement.number]
        assert 1 <= len(orders) <= 2  # a red of another rule may have replaced it, once
        assert len(set(orders)) == len(orders)


def test_one_fault_at_the_sink_is_answered_with_the_same_words(sink: Heard) -> None:
    for movement in sink.movements:
        assert len(sink.shown[movement.number]) == 1


@pytest.mark.parametrize("name", ["rounded", "sink", "sweeping"])
def test_the_bar_is_never_calmer_nor_graver_than_what_is_open(
    name: str, request: pytest.FixtureRequest
) -> None:
    words = request.getfixturevalue(name)
    assert words.calmer_s == []
    assert words.graver_s == []
