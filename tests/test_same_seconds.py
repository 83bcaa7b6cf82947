"""The same steps are as many seconds in the report, in its summary and in the history."""

from pathlib import Path
from typing import Any, cast

import pytest

from posturecheck.clips.checked import Checked
from posturecheck.clips.report_content import report_content
from posturecheck.core import Step
from posturecheck.detectors.model_store import ModelFile
from posturecheck.history.paths import NAME
from posturecheck.history.reading import PracticeSession
from posturecheck.history.store import History
from posturecheck.kinematics.neutral_stance import Stance
from posturecheck.profiles.settings import Profile
from posturecheck.rules import RULES
from posturecheck.sinks.peaks import Peaks
from posturecheck.sinks.table import PostureTable
from posturecheck.sinks.totals import Totals
from posturecheck.sources.clip import ClipFacts
from tests.history.practice import begin, nothing_said, step

# Eleven steps: out of sight in the fourth and fifth, no rule can tell in the last three.
STEPS = [
    step(i * 0.8, seen=i not in (3, 4), told=() if i > 7 else [r.id for r in RULES])
    for i in range(11)
]
SEEN_S, UNSEEN_S = 9 * 0.8, 2 * 0.8  # the last one counts as the mean one


def checked(steps: list[Step]) -> Checked:
    table, totals = PostureTable(), Totals()
    for moment in steps:
        table.write(moment)
        totals.write(moment)
    totals.close()
    nothing = cast(Any, None)
    return Checked(
        facts=ClipFacts(Path("anna.mp4"), 640, 480, 8.8, 0, "h264", 0.0),
        model=ModelFile(Path("full.task"), "ab" * 32, "full", "wheel"),
        trace=nothing,
        make_checker=nothing,
        profile=Profile(),
        stance=Stance(),
        posture=table,
        totals=totals,
        peaks=Peaks(),
        episodes=(),
        cues=(),
        options={"task": "other", "load_kg": 0.0},
    )


def kept(steps: list[Step], folder: Path) -> PracticeSession:
    history = History(folder / NAME, nothing_said)
    recorder = begin(history)
    for moment in steps:
        recorder.write(moment)
    recorder.close()
    (session,) = history.sessions()
    return session


def test_steps_far_apart_are_as_many_seconds_everywhere(tmp_path: Path) -> None:
    clip, session = checked(STEPS), kept(STEPS, tmp_path)
    report, summary = report_content(clip, {}, None), clip.summary["seconds"]
    assert report.seen_s == session.seen_s == pytest.approx(SEEN_S)
    assert report.unseen_s == session.unseen_s == pytest.approx(UNSEEN_S)
    assert (summary["seen"], summary["unseen"]) == (round(SEEN_S, 3), round(UNSEEN_S, 3))


def test_what_a_rule_could_and_could_not_tell_is_the_seen_time(tmp_path: Path) -> None:
    clip, session = checked(STEPS), kept(STEPS, tmp_path)
    for rule in RULES:
        unsure_s = clip.summary["rules"][rule.id]["cannot_tell_seconds"]
        assert unsure_s == pytest.approx(3 * 0.8)
        assert session.judged_s[rule.id] + unsure_s == pytest.approx(session.seen_s)
