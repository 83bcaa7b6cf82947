"""What ``live --save`` holds in memory over an hour of film.

    python benchmarks/live_save_memory.py [--minutes 60]

A sample with bends, at half its size and 10 pictures a second, is played to and fro through
the checker and the saver as fast as they take it; the pose network looks at it once. The
process's resident memory is printed as the film grows. Results: ``benchmarks/RESULTS.md``.
"""

from __future__ import annotations

import argparse
import itertools
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from posturecheck.clips.processes import quiet_native_code
from posturecheck.core import Frame, Image, People
from posturecheck.detectors.mediapipe_pose import MediaPipePose
from posturecheck.detectors.model_store import find_model
from posturecheck.drawing.gauges import GaugeLimits
from posturecheck.live.assembling import LiveOptions, checker_of
from posturecheck.live.saving import Saver
from posturecheck.sources.clip import open_facts, read_clip

SAMPLE = Path(__file__).parent.parent / "samples" / "box_stoop.mp4"
RATE_HZ = 10.0
TOLD_MIN = (1, 5, 10, 20, 40, 60)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--minutes", type=float, default=60)
    args = parser.parse_args()
    quiet_native_code()
    options, seen = LiveOptions(), seen_once()
    checker = checker_of(options, 1)
    told = list(TOLD_MIN)
    with tempfile.TemporaryDirectory() as folder:
        saver = Saver("live", Path(folder), GaugeLimits.of(options.profile.rules), print)
        for index, (image, people) in zip(
            range(round(args.minutes * 60 * RATE_HZ) + 1), to_and_fro(seen), strict=False
        ):
            step = checker.step(Frame(index, index / RATE_HZ, image.copy()), people)
            saver.write(step)
            saver.sums.write(step)
            while told and index / RATE_HZ >= 60 * told[0]:
                print(
                    f"{told.pop(0):3} min: {resident_mib():6.1f} MiB, "
                    f"{len(saver.totals.episodes)} episodes",
                    flush=True,
                )
        saver.close()
        saver.put_away()


def seen_once() -> list[tuple[Image, People]]:
    detector = MediaPipePose(find_model("full").path)
    seen = []
    for frame in itertools.islice(read_clip(open_facts(SAMPLE)), 0, None, 3):
        assert frame.image is not None
        people = detector.detect(frame)
        halved = tuple(replace(pose, points_px=pose.points_px / 2) for pose in people)
        seen.append((np.ascontiguousarray(frame.image[::2, ::2]), halved))
    detector.close()
    return seen


def to_and_fro(seen: list[tuple[Image, People]]) -> Iterator[tuple[Image, People]]:
    yield from itertools.cycle(seen + seen[::-1])


def resident_mib() -> float:
    for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    raise OSError("this system does not tell a process's resident memory")


if __name__ == "__main__":
    main()
