"""What many clips cost, by processes of one machine and by the workers of a local cluster.

    python benchmarks/many.py [--clips 200] [--rounds 3] [--ways jobs:2 local:2]

Clips of a second, so that what is spent beside the clips shows. The ways take turns; processor
seconds of all processes are what counts, because another program's load lengthens the wall time.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from statistics import median

import av

from posturecheck.sources.clip import open_facts, read_clip

SAMPLE = Path(__file__).parents[1] / "samples" / "dishwasher_rounded.mp4"
FROM_S, LENGTH_S = 1.4, 1.0
CLOCK = 90_000
MOST_SHARE, MOST_S = 0.15, 20.0  # that a cluster may cost more


def tiny_clips(folder: Path, count: int) -> list[Path]:
    """Write so many clips of a second, each a little longer than the one before."""
    frames = list(read_clip(open_facts(SAMPLE), FROM_S, FROM_S + LENGTH_S))
    images = [f.image[::2, ::2] for f in frames if f.image is not None]
    clips = [folder / f"clip {number:04}.mp4" for number in range(count)]
    for number, path in enumerate(clips):
        with av.open(str(path), "w") as container:
            stream = container.add_stream("libx264", rate=30, options={"preset": "ultrafast"})
            stream.height, stream.width = images[0].shape[:2]
            stream.pix_fmt = "yuv420p"
            for frame, image in zip(frames, images, strict=True):
                picture = av.VideoFrame.from_ndarray(image, format="rgb24")
                since_s = (frame.t_s - frames[0].t_s) * (1 + number / 10_000)
                picture.pts, picture.time_base = round(since_s * CLOCK), Fraction(1, CLOCK)
                container.mux(stream.encode(picture))
            container.mux(stream.encode(None))
    return clips


def cost(way: str, folder: Path, out: Path) -> tuple[float, float]:
    """Check a folder of clips in one way; return processor and wall seconds."""
    kind, _, number = way.partition(":")
    how = ["--jobs", number] if kind == "jobs" else ["--cluster", way]
    words = ["check", str(folder), "--out", str(out), "--no-video", *how]
    before, begun_s = _cpu_s(), time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "posturecheck", *words], check=True, stdout=subprocess.DEVNULL
    )
    return _cpu_s() - before, time.perf_counter() - begun_s


def _cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def rounds(ways: Sequence[str], count: int, times: int) -> Iterator[tuple[str, float, float]]:
    """Yield what each way cost, each round all of them in turn."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch, "clips")
        folder.mkdir()
        tiny_clips(folder, count)
        for number in range(times):
            for way in ways:
                yield way, *cost(way, folder, Path(scratch, f"{number} {way.replace(':', ' ')}"))


def main() -> None:
    """Print each run, then the medians and how much more the last way costs than the first."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("--clips", type=int, default=200)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--ways", nargs="+", default=["jobs:2", "local:2"])
    chosen = options.parse_args()
    spent = defaultdict[str, list[float]](list)
    for way, cpu_s, wall_s in rounds(chosen.ways, chosen.clips, chosen.rounds):
        spent[way].append(cpu_s)
        load = f"load {os.getloadavg()[0]:.0f}" if hasattr(os, "getloadavg") else ""
        print(f"{way}: {chosen.clips} clips, {cpu_s:.1f} s of processor, {wall_s:.0f} s ({load})")
    first, last = median(spent[chosen.ways[0]]), median(spent[chosen.ways[-1]])
    more_s = last - first
    print(
        f"{chosen.ways[-1]} over {chosen.ways[0]}: {more_s:+.1f} s, {100 * more_s / first:+.1f} %"
    )
    if more_s > MOST_S or more_s > MOST_SHARE * first:
        sys.exit(f"more than {100 * MOST_SHARE:.0f} % or {MOST_S:.0f} s")


if __name__ == "__main__":
    main()
