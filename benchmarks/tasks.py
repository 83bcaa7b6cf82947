"""How well tasks are recognised: the true task of a clip against what was recognised.

    python benchmarks/tasks.py [CLIP ...] [--recordings DIR] [--part train|test]

Without ``--recordings``, clips (the samples by default) are watched with the pose model;
their true task is read from ``<name>.scene.json``. With it, what ``python -m learning
watch`` kept of rendered clips is replayed, which takes a second for ten clips. Both go
through the one loop of the program, the task left to be recognised and the stance found on
the way, as live does. Two tables are printed: the share of time, and the task at the moment
the first bend of a clip is over, which is when an episode gets its advice. A precision below
counts what was named ("other" names nothing); random exercises belong to no task and are a
row of their own, counted only in the stricter figure.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import numpy as np

from learning.recording import Recording, recordings
from posturecheck.clips.processes import quiet_native_code
from posturecheck.core import Frame, People, Pose, Step
from posturecheck.detectors.mediapipe_pose import MediaPipePose
from posturecheck.detectors.model_store import find_model
from posturecheck.learned.estimate import LearnedEstimate
from posturecheck.pipeline import Checker, Subject
from posturecheck.profiles.files import load_profile
from posturecheck.rules.guidance import load_guidance
from posturecheck.sources.clip import open_facts, read_clip

SAMPLES = Path(__file__).parent.parent / "samples"
EXERCISE = "(exercise)"
TASK_OF = {  # by the first word of a movement's name
    "dishwasher": "dishwasher",
    "cupboard": "dishwasher",
    "shoes": "shoes",
    "box": "lift",
    "golfers": "lift",
    "sweeping": "sweep",
    "high": "reach-high",
    "sink": "sink",
    "sit": "sit-stand",
    "range": EXERCISE,
}
BENT_DEG, UPRIGHT_DEG = 30.0, 14.0  # a bend, and the end of one
RELEASE_S = 0.6  # after which its episode is closed and gets its words


Shares = defaultdict[str, defaultdict[str, float]]


@dataclass(slots=True)
class Tables:
    """Seconds, and clips, by true and recognised task."""

    seconds: Shares = field(default_factory=lambda: defaultdict(lambda: defaultdict(float)))
    clips: Shares = field(default_factory=lambda: defaultdict(lambda: defaultdict(float)))

    def add(self, true: str, steps: list[Step]) -> None:
        """Count one clip."""
        for step, after in pairwise(steps):
            self.seconds[true][step.task] += after.frame.t_s - step.frame.t_s
        if steps:
            self.clips[true][steps[after_first_bend(steps)].task] += 1

    def show(self) -> None:
        """Print both."""
        _show("share of time, %", self.seconds, share=True)
        _show("clips, when the first bend is over", self.clips, share=False)


def after_first_bend(steps: list[Step]) -> int:
    """Return the step at which the first bend's episode gets its words; else the last one."""
    bent, upright_s = False, np.inf
    for i, step in enumerate(steps):
        lean_deg = step.posture["trunk_inclination_deg"].value
        bent |= lean_deg >= BENT_DEG
        if bent and lean_deg < UPRIGHT_DEG:
            upright_s = min(upright_s, step.frame.t_s)
        if step.frame.t_s >= upright_s + RELEASE_S:
            return i
    return len(steps) - 1


def steps_of(seen: Iterable[tuple[Frame, People]]) -> list[Step]:
    """Return a clip's steps with the task left to be recognised."""
    checker = Checker(load_profile("default"), Subject(), "", 0.0, refine=LearnedEstimate)
    return [checker.step(frame, people) for frame, people in seen]


def watched(clip: Path) -> Iterator[tuple[Frame, People]]:
    """Yield what the pose model sees in a clip."""
    with contextlib.closing(MediaPipePose(find_model("full").path)) as detector:
        for frame in read_clip(open_facts(clip)):
            yield frame, detector.detect(frame)


def replayed(recording: Recording) -> Iterator[tuple[Frame, People]]:
    """Yield what was seen of a rendered clip; how much moved was not kept, and is made up."""
    for i, t_s in enumerate(recording.t_s):
        points = recording.points_m[i]
        pose = Pose(points, recording.points_px[i], recording.visibility[i], motion=1.0)
        yield Frame(i, float(t_s)), () if np.isnan(points).any() else (pose,)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("clips", nargs="*", type=Path, default=sorted(SAMPLES.glob("*.mp4")))
    parser.add_argument("--recordings", type=Path)
    parser.add_argument("--part", choices=("train", "test"))
    options = parser.parse_args()
    quiet_native_code()
    tables, frames, began_s = Tables(), 0, time.perf_counter()
    if options.recordings:
        for path in recordings(options.recordings):
            recording = Recording.load(path)
            if options.part in (None, recording.part):
                steps = steps_of(replayed(recording))
                tables.add(TASK_OF.get(recording.movement.partition("-")[0], "other"), steps)
                frames += len(steps)
    else:
        for clip in options.clips:
            scene = json.loads(clip.with_suffix(".scene.json").read_text(encoding="utf-8"))
            steps = steps_of(watched(clip))
            tables.add(scene["task"] or "other", steps)
            frames += len(steps)
            print(f"{clip.stem}: {scene['task'] or 'other'}, {_course(steps)}", flush=True)
    tables.show()
    print(f"{frames} frames in {time.perf_counter() - began_s:.0f} s")


def _course(steps: list[Step]) -> str:
    changes = [
        f"{after.task} from {after.frame.t_s:.1f} s"
        for before, after in pairwise(steps)
        if after.task != before.task
    ]
    return "recognised " + (", ".join(changes) or "nothing")


def _show(title: str, table: Shares, *, share: bool) -> None:
    tasks = load_guidance().tasks
    print(f"\n{title}\n{'':12}" + "".join(f"{task:>11}" for task in tasks))
    for true in sorted(table):
        row, whole = table[true], sum(table[true].values()) if share else 100.0
        print(f"{true:12}" + "".join(f"{100 * row[task] / whole:11.0f}" for task in tasks))
    right = sum(row[true] for true, row in table.items() if true != "other")
    meant = sum(sum(row.values()) for true, row in table.items() if true not in ("other", EXERCISE))
    named = _named(row for true, row in table.items() if true != EXERCISE)
    print(
        f"precision {right / max(named, 1e-9):.2f}, "
        f"with exercises {right / max(_named(table.values()), 1e-9):.2f}, "
        f"recall {right / max(meant, 1e-9):.2f}"
    )


def _named(rows: Iterable[defaultdict[str, float]]) -> float:
    return sum(count for row in rows for task, count in row.items() if task != "other")


if __name__ == "__main__":
    main()
