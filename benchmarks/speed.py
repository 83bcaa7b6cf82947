"""How fast ``check --no-video`` is against the plain MediaPipe loop, in one run.

    python benchmarks/speed.py [--clip CLIP] [--seconds 60] [--rounds 3] [--memory]

The named alternative is the loop every tutorial shows: OpenCV read, cvtColor, stock full
model in VIDEO mode, one thread. Both see the same 1280x720 clip, in turn, round by round;
what counts is the ratio of frames analysed a second in the same round. How much of the clip
moves is printed; last comes one round with a clip that
never rests. ``--memory`` also measures peak memory on a 2 and a 20 minute clip. Results:
``benchmarks/RESULTS.md``.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from posturecheck.clips.check import check_clip
from posturecheck.clips.checked import Checked
from posturecheck.clips.options import CheckOptions
from posturecheck.clips.processes import quiet_native_code
from posturecheck.detectors import no_reports
from posturecheck.detectors.model_store import find_model

SAMPLE = Path(__file__).parent.parent / "samples" / "dishwasher_rounded.mp4"
SIZE = (1280, 720)
MOVES_DEG_S = 10.0
NEVER_RESTS = SAMPLE.with_name("box_stoop_twist.mp4")


def make_clip(path: Path, source: Path, seconds: float, rate: int = 30) -> Path:
    """Write a 1280x720 clip of a source played to and fro until it is long enough."""
    with av.open(str(source)) as container:
        frames = [
            f.to_ndarray(format="rgb24", width=960, height=720) for f in container.decode(video=0)
        ]
    loop = frames + frames[::-1]
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=rate, options={"preset": "veryfast"})
        stream.width, stream.height, stream.pix_fmt = *SIZE, "yuv420p"
        stream.time_base = Fraction(1, rate)
        canvas = np.full((SIZE[1], SIZE[0], 3), 128, np.uint8)
        for i in range(round(seconds * rate)):
            canvas[:, 160:1120] = loop[i % len(loop)]
            frame = av.VideoFrame.from_ndarray(canvas, format="rgb24")
            frame.pts, frame.time_base = i, Fraction(1, rate)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return path


def plain_loop(clip: Path, model: Path) -> tuple[int, float, list[np.ndarray | None]]:
    """The alternative: frames, seconds, and the landmarks in pixels of every frame."""
    import cv2
    import mediapipe as mp
    from mediapipe.tasks.python import BaseOptions, vision

    started = time.perf_counter()
    options = vision.PoseLandmarkerOptions(
        base_options=BaseOptions(model_asset_path=str(model)),
        running_mode=vision.RunningMode.VIDEO,
    )
    seen: list[np.ndarray | None] = []
    capture = cv2.VideoCapture(str(clip))
    with no_reports.create(vision.PoseLandmarker, options) as landmarker:
        while True:
            there, bgr = capture.read()
            if not there:
                break
            rgb = cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB)
            image = mp.Image(image_format=mp.ImageFormat.SRGB, data=rgb)
            t_ms = round(len(seen) * 1000 / capture.get(cv2.CAP_PROP_FPS))
            result = landmarker.detect_for_video(image, t_ms)
            height, width = rgb.shape[:2]
            flat = result.pose_landmarks[0] if result.pose_landmarks else None
            seen.append(flat and np.array([(p.x * width, p.y * height) for p in flat]))
    return len(seen), time.perf_counter() - started, seen


def ours(clip: Path, out: Path) -> tuple[int, float, list[np.ndarray | None], str]:
    """``check --no-video``: everything, report and tables written too; and how much moved."""
    started = time.perf_counter()
    result = check_clip(clip, CheckOptions())
    result.save(out, video=False)
    seconds = time.perf_counter() - started
    seen = [people[0].points_px if people else None for _, people in result.trace]
    moved = moving(result)
    result.close()
    return len(seen), seconds, seen, moved


def moving(checked: Checked) -> str:
    """Say how much of a clip moves."""
    speeds = np.abs([checked.posture[f"trunk_{n}_rate_deg_s"] for n in ("flexion", "rotation")])
    fast = (np.nan_to_num(speeds).max(axis=0) > MOVES_DEG_S).mean()
    return (
        f"the trunk bends or twists faster than {MOVES_DEG_S:.0f} degrees/s in {fast:.0%} of the "
        "pictures"
    )


def compare(clip: Path, rounds: int) -> None:
    """Time both in turn and print the ratio of each round, and how near the landmarks are."""
    from posturecheck.detectors.mediapipe_pose import LANDMARK_OF_JOINT

    stock = find_model("full", with_mask=True).path
    ratios = []
    for number in range(rounds):
        frames, seconds, theirs = plain_loop(clip, stock)
        with tempfile.TemporaryDirectory() as out:
            our_frames, our_seconds, mine, moved = ours(clip, Path(out))
        ratios.append((our_frames / our_seconds) / (frames / seconds))
        print(
            f"round {number + 1}: plain loop {frames / seconds:6.1f} frames/s, "
            f"check --no-video {our_frames / our_seconds:6.1f} frames/s, ratio {ratios[-1]:.2f}"
        )
    print(moved)
    apart = [
        np.linalg.norm(a[LANDMARK_OF_JOINT] - b, axis=1).mean()
        for a, b in zip(theirs, mine, strict=False)
        if a is not None and b is not None
    ]
    print(f"ratio: median {statistics.median(ratios):.2f}, worst {min(ratios):.2f}")
    print(
        f"landmarks apart: median {np.median(apart):.2f} px, 95 % within "
        f"{np.percentile(apart, 95):.2f} px of {SIZE[0]}x{SIZE[1]}; {len(apart)} frames"
    )


def memory(clip: Path) -> str:
    """Return the peak memory of ``check --no-video`` on a clip, measured from outside."""
    program = (
        "import resource, sys, tempfile; from pathlib import Path\n"
        "from posturecheck.clips.check import check_clip\n"
        "from posturecheck.clips.options import CheckOptions\n"
        "r = check_clip(Path(sys.argv[1]), CheckOptions())\n"
        "r.save(tempfile.mkdtemp(), video=False)\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, r.trace.frames)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(clip)], capture_output=True, text=True, check=True
    )
    megabytes, frames = done.stdout.split()
    return f"{megabytes} MiB peak for {frames} frames"


def main() -> None:
    """Read the options and run."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--clip", type=Path, default=SAMPLE)
    options.add_argument("--seconds", type=float, default=60)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--memory", action="store_true")
    chosen = options.parse_args()
    quiet_native_code()
    with tempfile.TemporaryDirectory() as folder:
        compare(make_clip(Path(folder) / "clip.mp4", chosen.clip, chosen.seconds), chosen.rounds)
        print(f"{NEVER_RESTS.stem}, to and fro as well:")
        compare(make_clip(Path(folder) / "busy.mp4", NEVER_RESTS, chosen.seconds), 1)
        if chosen.memory:
            for minutes in (2, 20):
                clip = make_clip(Path(folder) / f"{minutes}.mp4", chosen.clip, minutes * 60)
                print(f"{minutes} min clip: {memory(clip)}", flush=True)


if __name__ == "__main__":
    main()
