"""Where the time of ``check --no-video`` goes: each stage alone, processor and wall time.

    python -m benchmarks.profile_check [--clip CLIP] [--seconds 30]

The stages run one after the other on the clip of ``benchmarks/speed.py``; watching and the key
pictures use all cores in ``check``, the others one. Processor seconds say more than wall time
where other programs run. Results: ``benchmarks/RESULTS.md``.
"""

from __future__ import annotations

import argparse
import contextlib
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.speed import SAMPLE, make_clip
from posturecheck.clips.check import judged_result
from posturecheck.clips.first_pass import FirstPass
from posturecheck.clips.judging import judge_trace
from posturecheck.clips.options import CheckOptions
from posturecheck.clips.pictures import Studio
from posturecheck.clips.processes import quiet_native_code
from posturecheck.clips.segments import watch
from posturecheck.clips.turned import TurnedLook
from posturecheck.detectors.model_store import find_model
from posturecheck.sources.clip import open_facts, read_clip


@contextlib.contextmanager
def stage(name: str, frames: int = 0) -> Iterator[None]:
    """Print what is done within it cost, in all and for each of so many frames."""
    wall_s, cpu_s = time.perf_counter(), time.process_time()
    yield
    wall_s, cpu_s = time.perf_counter() - wall_s, time.process_time() - cpu_s
    each = f" {1000 * cpu_s / frames:8.2f} ms a frame" if frames else ""
    print(f"{name:44s} cpu {cpu_s:7.2f} s  wall {wall_s:7.2f} s{each}", flush=True)


def profile(clip: Path) -> None:
    """Go through the stages of one clip."""
    options = CheckOptions()
    with stage("loading MediaPipe"):
        import mediapipe  # noqa: F401

        from posturecheck.detectors.mediapipe_pose import MediaPipePose
    facts, model = open_facts(clip), find_model(options.model)
    with stage("making what sees (once a part)"):
        detector = MediaPipePose(model.path)
        detector.detect(next(read_clip(facts)))
        detector.close()
    frames = sum(1 for _ in read_clip(facts))
    with stage("decoding and colours", frames):
        for _ in read_clip(facts):
            pass
    ahead, turned = FirstPass(), TurnedLook()
    with stage("watching: all of the above, and looking", frames):
        trace = watch(facts, lambda: MediaPipePose(model.path), 1)
    with stage("first pass: whom, from which stance", frames):
        for t_s, people in trace:
            ahead.observe(t_s, people)
            turned.observe(people)
    with stage("judging", frames):
        judge_trace(clip.name, trace, ahead, options)
    result = judged_result(facts, model, trace, ahead, turned, options)
    with stage("key pictures"):
        Studio(result).key_pictures()
    with tempfile.TemporaryDirectory() as out, stage("saving: key pictures, tables, report"):
        result.save(out, video=False)
    result.close()


def main() -> None:
    """Read the options and run."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--clip", type=Path, default=SAMPLE)
    options.add_argument("--seconds", type=float, default=30)
    chosen = options.parse_args()
    quiet_native_code()
    with tempfile.TemporaryDirectory() as folder:
        profile(make_clip(Path(folder) / "clip.mp4", chosen.clip, chosen.seconds))


if __name__ == "__main__":
    main()
