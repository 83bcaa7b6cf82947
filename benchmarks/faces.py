"""Is any stranger's face left in what is saved? Ten rendered clips, checked and filmed live.

    python benchmarks/faces.py FOLDER [--only NAME ...] [--way check|live] [--pictures DIR]

The clips are rendered into FOLDER once (``face_clips``). ``check`` and the saver of
``live --save`` then make their films of them, and what they hide is compared with where the
renderer drew each face. Printed by clip and way: face-frames; the share in which 90 % of
the face lies under the veil; the longest run of saved pictures in which one does not;
covered area against that of the heads. Results: ``benchmarks/RESULTS.md``.
"""

from __future__ import annotations

import argparse
import contextlib
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from unittest import mock

import cv2
import numpy as np

from benchmarks.face_clips import CLIPS, Truth, rendered
from posturecheck.clips.check import check_clip
from posturecheck.clips.options import CheckOptions
from posturecheck.clips.processes import quiet_native_code
from posturecheck.core import Frame, Image, Step
from posturecheck.detectors.mediapipe_pose import MediaPipePose
from posturecheck.detectors.model_store import find_model
from posturecheck.drawing.face_blur import Hidden, hide
from posturecheck.drawing.gauges import GaugeLimits
from posturecheck.live.assembling import LiveOptions, checker_of
from posturecheck.live.saving import Saver
from posturecheck.sinks import video
from posturecheck.sources.clip import open_facts, read_clip

TURNED_AT_MOST_DEG = 100.0
SIZES_PX = (10.0, 120.0)
SEEN_SHARE = 0.15  # of the face's square: less of a face beside a door is none
HIDDEN_SHARE = 0.9
HEAD_TO_FACE = 1.15  # a head's area against its face's height squared, seen from any side
NOISE = np.random.default_rng(1).integers(0, 256, (1080, 1920, 3)).astype(np.uint8)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--way", choices=("check", "live"))
    parser.add_argument("--pictures", type=Path, help="where open faces are put, marked")
    args = parser.parse_args()
    quiet_native_code()
    faces = hidden = 0
    for plan in CLIPS:
        if args.only and plan.name not in args.only:
            continue
        clip, truth = rendered(plan, args.folder)
        for way in (args.way,) if args.way else ("check", "live"):
            began = time.perf_counter()
            films = checked(clip) if way == "check" else filmed_live(clip)
            seconds = time.perf_counter() - began
            counts = report(f"{plan.name} {way}", truth, films, seconds, clip, args.pictures)
            faces, hidden = faces + counts[0], hidden + counts[1]
    print(f"in all: {faces} face-frames, {100 * hidden / max(faces, 1):.2f} % hidden")


def checked(clip: Path) -> dict[float, Hidden]:
    """Return what ``check`` hides in its film, by second."""
    with drawn() as films, tempfile.TemporaryDirectory() as folder:
        check_clip(clip, CheckOptions()).save(folder)
    return films


def filmed_live(clip: Path) -> dict[float, Hidden]:
    """Return what ``live --save`` hides in its film of every picture of the clip."""
    options = LiveOptions()
    detector, checker = MediaPipePose(find_model("full").path), checker_of(options, 1)
    limits = GaugeLimits.of(options.profile.rules)
    with drawn() as films, tempfile.TemporaryDirectory() as folder:
        saver = Saver("live", Path(folder), limits, print)
        for frame in read_clip(open_facts(clip)):
            saver.write(checker.step(frame, detector.detect(frame)))
        saver.close()
        saver.put_away()
    detector.close()
    return films


@contextlib.contextmanager
def drawn() -> Iterator[dict[float, Hidden]]:
    """Gather what is hidden in every picture that is drawn meanwhile."""
    found: dict[float, Hidden] = {}

    def noting(image: Image, step: Step, limits: GaugeLimits, hidden: Hidden) -> Image:
        found[step.frame.t_s] = hidden
        return image

    with mock.patch.object(video, "annotate", noting):
        yield found


def report(
    name: str,
    truth: Truth,
    films: dict[float, Hidden],
    seconds: float,
    clip: Path,
    pictures: Path | None,
) -> tuple[int, int]:
    """Print one clip's figures; return how many face-frames there were and were hidden."""
    count = Counts(people=truth.face_px.shape[1])
    noise = NOISE[: truth.heads.shape[1], : truth.heads.shape[2]]
    for i, (t_s, regions) in enumerate(sorted(films.items())):
        covered = (hide(noise, regions) != noise).any(axis=2)
        if regions is None:
            count.wholly += 1
        else:
            count.areas.append(covered.sum() / max(1.0, _heads_px(truth, i)))
        for k in range(count.people):
            face, size = truth.heads[i] == 3 + 2 * k, truth.face_px[i, k]
            counts = face.sum() >= SEEN_SHARE * size**2 and SIZES_PX[0] <= size <= SIZES_PX[1]
            if not counts or truth.turned_deg[i, k] > TURNED_AT_MOST_DEG:
                count.runs[k] = 0
                continue
            share = float(covered[face].mean())
            words = f"{t_s:.2f} s: {size:.0f} px, {truth.turned_deg[i, k]:.0f} deg, {share:.1f}"
            if not count.add(k, share, words) and pictures:
                _show(clip, name, t_s, covered, face, pictures)
    assert len(films) == len(truth.times_s), "every picture is in the film"
    print(f"{name:28} {count}; {seconds:.1f} s", flush=True)
    if count.open_at:
        print("   open:", ", ".join(count.open_at[:14]), flush=True)
    return count.faces, count.hidden


@dataclass
class Counts:
    """Sums over one clip; ``runs`` are the open pictures in a row, by person, till now."""

    people: int
    faces: int = 0
    hidden: int = 0
    wholly: int = 0
    longest: int = 0
    runs: list[int] = field(default_factory=list)
    areas: list[float] = field(default_factory=list)
    open_at: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.runs = [0] * self.people

    def add(self, person: int, share: float, words: str) -> bool:
        """Take how much of a face is hidden in the next picture; return whether enough."""
        good = share >= HIDDEN_SHARE
        self.faces, self.hidden = self.faces + 1, self.hidden + int(good)
        self.runs[person] = 0 if good else self.runs[person] + 1
        self.longest = max(self.longest, self.runs[person])
        if not good:
            self.open_at.append(words)
        return good

    def __str__(self) -> str:
        hidden = 100 * self.hidden / max(self.faces, 1)
        areas = self.areas or [0.0]
        return (
            f"{self.faces:4} faces {hidden:6.2f} % hidden, open in a row {self.longest}; area "
            f"median {np.median(areas):.2f}, 95 % {np.percentile(areas, 95):.2f}, most "
            f"{max(areas):.2f}; wholly hidden {self.wholly}"
        )


def _heads_px(truth: Truth, i: int) -> float:
    """Return the area of all heads in a picture, what covers them left out."""
    seen = truth.heads[i]
    own = float(np.isin(seen, (1, 2)).sum())
    others = [
        max(HEAD_TO_FACE * size**2, float(np.isin(seen, (3 + 2 * k, 4 + 2 * k)).sum()))
        for k, size in enumerate(truth.face_px[i])
        if np.isin(seen, (3 + 2 * k, 4 + 2 * k)).any()
    ]
    return own + float(sum(others))


def _show(clip: Path, name: str, t_s: float, covered: Image, face: Image, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    frame: Frame = next(f for f in read_clip(open_facts(clip), max(0.0, t_s - 0.01)))
    assert frame.image is not None
    picture = frame.image.copy()
    picture[covered] //= 2
    picture[face] = (255, 0, 0)
    both = np.hstack([frame.image, picture])
    cv2.imwrite(str(folder / f"{name.replace(' ', '_')}_{t_s:.2f}.png"), both[..., ::-1])


if __name__ == "__main__":
    main()
