"""What each part of the measuring earns: the sample clips, measured with and without it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from learning.card import LEAST_ROWS
from posturecheck.clips.first_pass import FirstPass
from posturecheck.clips.segments import watch
from posturecheck.detectors.mediapipe_pose import MediaPipePose
from posturecheck.evaluate.estimate import Estimate
from posturecheck.evaluate.folder import labelled_clips
from posturecheck.evaluate.labels import VIEWS
from posturecheck.evaluate.scores import MeasureScore, Pair, measure_scores
from posturecheck.kinematics.neutral_stance import Stance
from posturecheck.learned.estimate import LearnedEstimate
from posturecheck.pipeline import Checker, MakeRefine, Subject, as_measured, run
from posturecheck.profiles.settings import Profile
from posturecheck.sinks.table import PostureTable
from posturecheck.sources.clip import open_facts
from posturecheck.sources.trace import Trace, TraceDetector, frames_of

SHOWN = (
    "trunk_inclination_deg",
    "trunk_side_bend_deg",
    "trunk_rotation_deg",
    "spine_flexion_deg",
    "hip_flexion_deg",
    "knee_flexion_deg",
    "pelvis_yaw_deg",
)
Variant = tuple[Stance, MakeRefine]


def ablation(folder: Path, task_path: Path) -> str:
    """Return a table: the mean absolute error of every variant, measure and view."""
    clips, _ = labelled_clips(folder)
    found: dict[str, list[Pair]] = {}
    for clip in clips:
        ahead = FirstPass()
        facts = open_facts(clip.path)
        with watch(
            facts, lambda: MediaPipePose(task_path), workers=1, on_seen=ahead.observe
        ) as trace:
            track = ahead.track()
            if track is None:
                continue
            for name, (stance, refine) in _variants(ahead.stance(track)).items():
                person = Subject("main", track, stance)
                checker = Checker(Profile(), person, "other", 0.0, refine)
                found.setdefault(name, []).append((clip.labels, _estimate(trace, checker)))
    return _table({name: measure_scores(pairs) for name, pairs in found.items()})


def _variants(stance: Stance) -> dict[str, Variant]:
    return {
        "plain geometry": (Stance(), as_measured),
        "+ gravity and stance": (stance, as_measured),
        "+ learned, no stance": (Stance(), LearnedEstimate),
        "+ learned": (stance, LearnedEstimate),
    }


def _estimate(trace: Trace, checker: Checker) -> Estimate:
    table = PostureTable()
    run(frames_of(trace), TraceDetector(trace), checker, (table,))
    columns = {name: table[name] for name in table.columns}
    return Estimate(float(table["t_s"][-1]), t_s=table["t_s"], columns=columns)


def _table(scores: Mapping[str, tuple[MeasureScore, ...]]) -> str:
    lines = [
        f"| measure | view | {' | '.join(scores)} |",
        f"|---|---|{'---|' * len(scores)}",
    ]
    by_name = {
        name: {(one.measure, one.view): one for one in found} for name, found in scores.items()
    }
    for measure in SHOWN:
        for view in ("all", *VIEWS):
            row = [found.get((measure, view)) for found in by_name.values()]
            if all(one and one.mae is not None and one.rows >= LEAST_ROWS for one in row):
                told = " | ".join(f"{one.mae:.1f}" for one in row if one)
                lines.append(f"| {measure} | {view} | {told} |")
    return "\n".join(lines)
