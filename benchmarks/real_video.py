"""What can be asked of real video although nobody knows its true angles.

    python benchmarks/real_video.py [--neutral CLIP ...] [--mirrored CLIP ...]
                                    [--turning CLIP@START-END ...]

A clip may name a stretch of it in seconds: ``clip.mp4@2.5-4``. ``--neutral``: people who stand
or sit upright must read neutral within the standard deviation. ``--mirrored``: a clip and its
mirror image (written losslessly, into a temporary folder) must give mirrored figures and the
same episodes. ``--turning``: who turns by stepping, and stays as bent as before, must be read
the same from every side (``rendered_bends.py`` asks that where the angles are known). Results:
``benchmarks/RESULTS.md``.
"""

from __future__ import annotations

import argparse
import itertools
import re
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import cast

import av
import numpy as np

import posturecheck
from posturecheck.clips.processes import quiet_native_code
from posturecheck.clips.result import Result
from posturecheck.core import Episode, Floats, Image, InputError, NobodySeenError
from posturecheck.kinematics.trunk import view_of
from posturecheck.measures import mirror_signs
from posturecheck.sources.clip import open_facts, read_clip
from posturecheck.sources.container import CLOCK_HZ

LEAN, ROUNDING = "trunk_inclination_deg", "spine_flexion_deg"
SIDE_BEND, TWIST, FACING = "trunk_side_bend_deg", "trunk_rotation_deg", "pelvis_yaw_deg"
# By hip and shoulder joint centres, which is how lean is defined, somebody who stands tall leans
# 3.5 to 4 degrees (renderer/README.md); the other measures have their zero there.
NEUTRAL = {LEAN: 4.0, ROUNDING: 0.0, SIDE_BEND: 0.0, TWIST: 0.0}
SAME_WITHIN_S = 0.3  # an episode's start and end in the mirror
SAME_TIME_S = 0.002
LOSSLESS = ("libx264rgb", {"qp": "0", "preset": "veryfast"})


@dataclass(frozen=True, slots=True)
class Stretch:
    """A clip, or some seconds of it."""

    path: Path
    start_s: float = 0.0
    end_s: float = np.inf

    @classmethod
    def of(cls, text: str) -> Stretch:
        if found := re.fullmatch(r"(.+)@([\d.]+)-([\d.]+)", text):
            return cls(Path(found[1]), float(found[2]), float(found[3]))
        return cls(Path(text))

    def __str__(self) -> str:
        seconds = f" {self.start_s:g}-{self.end_s:g} s" if np.isfinite(self.end_s) else ""
        return f"{self.path.stem}{seconds}"

    def column(self, result: Result, name: str) -> Floats:
        """Return a measure, or its ``_sd``, in these seconds, where the trunk was seen."""
        t_s, seen = result.posture["t_s"], result.posture["seen"] > 0
        return result.posture[name][seen & (t_s >= self.start_s) & (t_s <= self.end_s)]


def checked(path: Path) -> Result | None:
    """Return what ``check`` says of a clip; None where nobody was seen."""
    try:
        result = posturecheck.check(path)
    except NobodySeenError:
        return None
    result.close()
    return result


def neutral(stretches: Sequence[Stretch]) -> None:
    """Print how far people who are upright are read from it."""
    rows, pooled = [], []
    for stretch in stretches:
        result = checked(stretch.path)
        if result is None or not stretch.column(result, LEAN).size:
            rows.append([f"{stretch}: nobody was seen"])
            continue
        pooled.append({n: stretch.column(result, n) for m in NEUTRAL for n in (m, f"{m}_sd")})
        rows += [[str(stretch)], *_neutral_rows(pooled[-1])]
        raised = [e for e in result.episodes if _overlaps(e, stretch)]
        rows.append([f"  episodes: {', '.join(map(_told, raised)) or 'none'}"])
        rows.append([f"  the pose model leans the tall stance {result.stance.leans_deg:.0f} deg"])
    if pooled:
        whole = {n: np.concatenate([one[n] for one in pooled]) for n in pooled[0]}
        rows += [["all"], *_neutral_rows(whole)]
    header = ["", "frames", "median", "p5", "p95", "sd", "in 1 sd", "in 2 sd"]
    show(f"Upright people (neutral: lean {NEUTRAL[LEAN]:g} deg, else 0)", header, rows)


def _neutral_rows(found: dict[str, Floats]) -> list[list[str]]:
    rows = []
    for measure, zero_deg in NEUTRAL.items():
        values, sd = found[measure], found[f"{measure}_sd"]
        off = np.abs(values - zero_deg) / sd
        shown = np.abs(values) if measure == TWIST else values
        middle, low, high = np.percentile(shown, (50, 5, 95))
        label = f"  |{measure}|" if measure == TWIST else f"  {measure}"
        figures = [f"{n:.1f}" for n in (middle, low, high, np.median(sd))]
        shares = [f"{np.mean(off <= n):.0%}" for n in (1, 2)]
        rows.append([label, f"{len(values)}", *figures, *shares])
    return rows


def mirrored(clips: Sequence[Path]) -> None:
    """Print how far a clip's mirror image is from giving mirrored figures."""
    names = [*NEUTRAL, "hip_flexion_deg", "knee_flexion_deg", FACING]
    rows, pooled = [], []
    with tempfile.TemporaryDirectory() as folder:
        for clip in clips:
            frames = read_clip(open_facts(clip))
            pictures = ((f.t_s, np.fliplr(f.image)) for f in frames if f.image is not None)
            copy = write_clip(Path(folder) / f"{clip.stem}.mp4", pictures, LOSSLESS)
            plain, turned = checked(clip), checked(copy)
            if plain is None or turned is None:
                who = "both" if plain is turned else "one of the two"
                rows.append([f"{clip.stem}: nobody was seen in {who}"])
                continue
            pooled.append({name: apart(plain, turned, name) for name in names})
            rows += [[clip.stem], *_apart_rows(pooled[-1]), *_episode_rows(plain, turned)]
    if pooled:
        rows += [["all"], *_apart_rows({n: np.hstack([p[n] for p in pooled]) for n in names})]
    show("Mirrored clips", ["", "frames", "median", "p95", "median/sd", "p95/sd"], rows)


def apart(plain: Result, turned: Result, name: str) -> Floats:
    """Return how far the mirror's figures are from mirrored, in degrees and in sds, (2, n)."""
    a, b = plain.posture, turned.posture
    i, j = same_times(a["t_s"], b["t_s"])
    off = a[name][i] - mirror_signs([name])[0] * b[name][j]
    if name == FACING:
        off = (off + 180.0) % 360.0 - 180.0
    sd = np.sqrt((a[f"{name}_sd"][i] ** 2 + b[f"{name}_sd"][j] ** 2) / 2)
    found: Floats = np.abs(np.stack([off, off / sd]))
    return found[:, np.isfinite(found).all(axis=0)]


def same_times(a_s: Floats, b_s: Floats) -> tuple[np.ndarray, np.ndarray]:
    """Return which rows of two columns of times belong together."""
    nearest = np.abs(a_s[:, None] - b_s).argmin(axis=1)
    same = np.abs(a_s - b_s[nearest]) <= SAME_TIME_S
    return np.flatnonzero(same), nearest[same]


def pair_episodes(
    plain: Iterable[Episode], turned: Iterable[Episode]
) -> tuple[list[Episode], list[Episode], list[Episode]]:
    """Return the episodes that both have, those of the first only, those of the second only."""
    both: list[Episode] = []
    only: list[Episode] = []
    left = list(turned)
    for one in plain:
        same = next((other for other in left if _same(one, other)), None)
        (only if same is None else both).append(one)
        if same is not None:
            left.remove(same)
    return both, only, left


def _same(one: Episode, other: Episode) -> bool:
    near = abs(one.start_s - other.start_s), abs(one.end_s - other.end_s)
    return one.rule == other.rule and max(near) <= SAME_WITHIN_S


def _apart_rows(found: dict[str, Floats]) -> list[list[str]]:
    rows = []
    for name, found_both in found.items():
        if found_both.size:
            figures = np.percentile(found_both, (50, 95), axis=1).T.ravel()
            row = [f"  {name}", f"{found_both.shape[1]}", *(f"{n:.2f}" for n in figures)]
            rows.append(row)
    return rows


def _episode_rows(plain: Result, turned: Result) -> list[list[str]]:
    both, only, other = pair_episodes(plain.episodes, turned.episodes)
    named = (("in both", both), ("only as filmed", only), ("only mirrored", other))
    return [[f"  {n}: {', '.join(map(_told, them))}"] for n, them in named if them]


def turning(stretches: Sequence[Stretch]) -> None:
    """Print what is read of people who turn round, by how they are seen."""
    rows = []
    for stretch in stretches:
        rows.append([str(stretch)])
        if (result := checked(stretch.path)) is None:
            rows.append(["  nobody was seen"])
            continue
        views = np.array([view_of(deg) for deg in stretch.column(result, FACING)])
        for name in (LEAN, ROUNDING, SIDE_BEND):
            values, sd = stretch.column(result, name), stretch.column(result, f"{name}_sd")
            for view in dict.fromkeys(views):
                here = values[views == view]
                figures = (here.mean(), here.min(), here.max(), np.median(sd[views == view]))
                rows.append([f"  {name} {view}", f"{len(here)}", *(f"{n:.1f}" for n in figures)])
    show("People who turn", ["", "frames", "mean", "least", "most", "sd"], rows)


def write_clip(
    path: Path, pictures: Iterable[tuple[float, Image]], codec: tuple[str, dict[str, str]]
) -> Path:
    """Write pictures with their own times."""
    pictures = iter(pictures)
    first = next(pictures)
    with av.open(str(path), "w") as out:
        stream = cast(av.VideoStream, out.add_stream(codec[0], rate=30, options=codec[1]))
        stream.height, stream.width = first[1].shape[:2]
        stream.pix_fmt = "rgb24" if codec is LOSSLESS else "yuv420p"
        stream.codec_context.time_base = Fraction(1, CLOCK_HZ)
        for t_s, image in itertools.chain([first], pictures):
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(image), format="rgb24")
            frame.pts, frame.time_base = round(t_s * CLOCK_HZ), Fraction(1, CLOCK_HZ)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return path


def show(title: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table of plain text; a row of one cell is a line of its own."""
    print(f"\n{title}\n{header[0]:28}" + "".join(f"{cell:>11}" for cell in header[1:]))
    for first, *others in rows:
        print(f"{first:28}" + "".join(f"{cell:>11}" for cell in others), flush=True)


def _told(e: Episode) -> str:
    return f"{e.rule} {e.start_s:.1f}-{e.end_s:.1f} s ({e.severity}, {e.peak:.0f} ±{e.peak_sd:.0f})"


def _overlaps(e: Episode, stretch: Stretch) -> bool:
    return e.start_s <= stretch.end_s and e.end_s >= stretch.start_s


def main() -> None:
    """Read the options and run."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--neutral", nargs="+", type=Stretch.of, default=[], metavar="CLIP")
    options.add_argument("--mirrored", nargs="+", type=Path, default=[], metavar="CLIP")
    options.add_argument("--turning", nargs="+", type=Stretch.of, default=[], metavar="CLIP")
    chosen = options.parse_args()
    quiet_native_code()
    todo: list[tuple[Callable[..., None], Sequence[object]]] = [
        (neutral, chosen.neutral),
        (mirrored, chosen.mirrored),
        (turning, chosen.turning),
    ]
    try:
        for run, clips in todo:
            if clips:
                run(clips)
    except InputError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
