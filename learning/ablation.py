"""What each part of the measuring earns: the sample clips, measured with and without it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np

from learning.card import LEAST_ROWS, VIEWS
from posturecheck.core import Floats, Frame, People, Pose, Posture
from posturecheck.detectors.mediapipe_pose import MediaPipePose
from posturecheck.evaluate.estimate import Estimate
from posturecheck.evaluate.folder import labelled_clips
from posturecheck.evaluate.scores import MeasureScore, measure_scores
from posturecheck.learned.estimate import LearnedEstimate
from posturecheck.look_ahead import LookAhead
from posturecheck.measures import MEASURE_NAMES
from posturecheck.pipeline import Checker, Person, as_measured
from posturecheck.settings import Profile
from posturecheck.sources.clip import open_facts, read_clip
from posturecheck.stance import Stance

SHOWN = (
    "trunk_inclination_deg",
    "trunk_side_bend_deg",
    "trunk_rotation_deg",
    "spine_flexion_deg",
    "hip_flexion_deg",
    "knee_flexion_deg",
    "pelvis_yaw_deg",
)
Seen = list[tuple[float, People]]
Variant = tuple[Stance | None, Callable[[Posture, Pose, Stance], Posture]]


def ablation(folder: Path, task_path: Path) -> str:
    """Return a table: the mean absolute error of every variant, measure and view."""
    clips, _ = labelled_clips(folder)
    found: dict[str, list[tuple[object, Estimate]]] = {}
    for clip in clips:
        seen, ahead = _watched(clip.path, task_path)
        track = ahead.track()
        if track is None:
            continue
        for name, (stance, refine) in _variants(ahead.stance(track)).items():
            person = Person("main", track, stance)
            checker = Checker(Profile(), person, "other", 0.0, refine)
            found.setdefault(name, []).append((clip.labels, _estimate(seen, checker)))
    scores = {name: measure_scores(pairs) for name, pairs in found.items()}  # type: ignore[arg-type]
    return _table(scores)


def _variants(stance: Stance) -> dict[str, Variant]:
    return {
        "plain geometry": (Stance(), as_measured),
        "+ gravity and stance": (stance, as_measured),
        "+ learned, no stance": (Stance(), LearnedEstimate()),
        "+ learned": (stance, LearnedEstimate()),
    }


def _watched(path: Path, task_path: Path) -> tuple[Seen, LookAhead]:
    seen: Seen = []
    ahead = LookAhead()
    with contextlib.closing(MediaPipePose(task_path)) as detector:
        for frame in read_clip(open_facts(path)):
            people = detector.detect(frame)
            seen.append((frame.t_s, people))
            ahead.observe(frame.t_s, people)
    return seen, ahead


def _estimate(seen: Seen, checker: Checker) -> Estimate:
    steps = [checker.step(Frame(i, t_s), people) for i, (t_s, people) in enumerate(seen)]
    columns: dict[str, Floats] = {}
    for name in MEASURE_NAMES:
        readings = [step.posture[name] for step in steps]
        columns[name] = np.array([r.value for r in readings])
        columns[f"{name}_sd"] = np.array([r.sd for r in readings])
    t_s = np.array([t_s for t_s, _ in seen])
    return replace(Estimate(float(t_s[-1])), t_s=t_s, columns=columns)


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
