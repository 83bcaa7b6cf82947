"""What is said of each recording, beside what is true and what plain points say."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks import real_keraal
from benchmarks.real_points import seen_in
from posturecheck.clips.first_pass import FirstPass
from posturecheck.clips.judging import Judged, judge_trace
from posturecheck.clips.options import CheckOptions
from posturecheck.core import Cue, Episode, Floats, NobodySeenError
from posturecheck.detectors.model_store import ModelFile
from posturecheck.evaluate.checks import estimate_of
from posturecheck.evaluate.estimate import Estimate
from posturecheck.evaluate.folder import CLIPS
from posturecheck.evaluate.labels import Truth, read_truth
from posturecheck.kinematics.body import bodies_of
from posturecheck.kinematics.tracking import PersonTracker
from posturecheck.kinematics.trunk import Trunk
from posturecheck.sources.trace import Trace

LEAN, FLEXION = "trunk_inclination_deg", "trunk_flexion_deg"
SIDE_BEND, TWIST = "trunk_side_bend_deg", "trunk_rotation_deg"
MEASURES = (LEAN, FLEXION, SIDE_BEND, TWIST)
KERAAL, PARKOUR, LAB, HOME = "keraal", "parkour", "lab", "home"
SETS = (KERAAL, PARKOUR, LAB, HOME)
TRUTH = ".truth.csv"
# Beside the man of whom the truth is stands a larger rendered woman: where only he is, by eye.
HE_ALONE = {"cam01": (0.0, 0.68, 0.1, 0.68), "cam02": (0.35, 1.0, 0.1, 0.72)}


@dataclass(frozen=True, slots=True)
class Recording:
    """One recording: of which set, its file, and the file that says what is true of it."""

    part: str
    path: Path
    truth: Path | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """What was said of one recording.

    ``plain`` are the angles of the pose model's own points, neither smoothed nor levelled.
    ``truth`` is None where nobody knows it; ``zeros`` is what was taken off what was said.
    """

    recording: Recording
    truth: Truth | None
    said: Estimate
    plain: Estimate
    seconds: float = 0.0
    seen_s: float = 0.0
    episodes: tuple[Episode, ...] = ()
    cues: tuple[Cue, ...] = ()
    zeros: tuple[tuple[str, float], ...] = ()

    @property
    def name(self) -> str:
        """Which recording it is, in a word."""
        return f"{self.recording.part}/{self.recording.path.stem}"


def find(folders: list[Path]) -> tuple[list[Recording], list[str]]:
    """Return the recordings of all folders, and a line for each thing that is not there."""
    found: dict[tuple[str, str], Recording] = {}
    without: dict[tuple[str, str], str] = {}
    for folder in folders:
        for part in SETS:
            for recording in _in_set(folder / part, part):
                found.setdefault((part, recording.path.stem), recording)
        for part in (PARKOUR, LAB):
            for truth in sorted((folder / part).glob(f"*{TRUTH}")):
                stem = truth.name.removesuffix(TRUTH)
                without[part, stem] = f"{part}/{stem}: its clip is not there, only its truth"
    absent = [f"{p}: no recording in any folder" for p in SETS if not any(f[0] == p for f in found)]
    return list(found.values()), absent + [w for key, w in without.items() if key not in found]


def _in_set(folder: Path, part: str) -> Iterator[Recording]:
    if part == KERAAL:
        yield from (Recording(part, a, b) for a, b in real_keraal.recordings(folder))
        return
    for clip in sorted(p for p in folder.glob("*") if p.suffix.lower() in CLIPS):
        truth = clip.with_name(clip.stem + TRUTH)
        if part == HOME:
            yield Recording(part, clip)
        elif truth.exists():
            yield Recording(part, clip, truth)


def answer(
    recording: Recording, model: ModelFile, options: CheckOptions, keep: Path | None
) -> Answer:
    """Return what is said of a recording.

    Raises:
        InputError: It cannot be read.
    """
    keraal = recording.part == KERAAL
    path = recording.path
    window = HE_ALONE.get(path.stem) if recording.part == LAB else None
    trace = real_keraal.read_poses(path) if keraal else seen_in(path, model, keep, window)
    with trace:
        truth = _truth(recording, trace.frames)
        ahead = real_keraal.OneMan() if keraal else FirstPass(options.person, options.neutral)
        for t_s, people in trace:
            ahead.observe(t_s, people)
        try:
            judged = judge_trace(str(path), trace, ahead, options)
        except NobodySeenError:
            nothing = Estimate(trace.last_t_s)
            return Answer(recording, truth, nothing, nothing, trace.last_t_s)
        plain = plain_estimate(trace, judged.track)
        done = _answer(recording, truth, judged, plain)
    return _zeroed(done) if keraal else done


def _truth(recording: Recording, frames: int) -> Truth | None:
    if recording.truth is None:
        return None
    if recording.part == KERAAL:
        return real_keraal.read_targets(recording.truth, frames)
    return read_truth(recording.truth)


def _answer(recording: Recording, truth: Truth | None, judged: Judged, plain: Estimate) -> Answer:
    cues = tuple(judged.totals.cues)
    said = estimate_of(judged.posture, judged.episodes, judged.words, math.nan)
    seen_s = judged.totals.seen_s
    return Answer(recording, truth, said, plain, said.seconds, seen_s, judged.episodes, cues)


def _zeroed(done: Answer) -> Answer:
    sideways = (SIDE_BEND, TWIST)
    said, zeros = real_keraal.zeroed(done.said, sideways)
    plain = real_keraal.zeroed(done.plain, sideways)[0]
    return Answer(
        done.recording,
        done.truth,
        said,
        plain,
        done.seconds,
        done.seen_s,
        done.episodes,
        done.cues,
        tuple(zeros.items()),
    )


def plain_estimate(trace: Trace, track: int) -> Estimate:
    """Return the angles of one person's points as the model gave them, y taken as up; no sd."""
    tracker = PersonTracker(known=track)
    rows = []
    for t_s, people in trace:
        body = tracker.follow(t_s, bodies_of(t_s, people))
        rows.append((t_s, *_angles(body.trunk if body else None)))
    table = np.array(rows)
    unsure: Floats = np.full(len(table), np.nan)
    columns: dict[str, Floats] = {}
    for i, name in enumerate(MEASURES, start=1):
        columns |= {name: table[:, i], f"{name}_sd": unsure}
    return Estimate(trace.last_t_s, table[:, 0], columns)


def _angles(trunk: Trunk | None) -> tuple[float, ...]:
    if trunk is None:
        return (math.nan,) * len(MEASURES)
    return trunk.inclination_deg, trunk.flexion_deg, trunk.side_bend_deg, trunk.rotation_deg
