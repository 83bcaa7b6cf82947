"""Results to review, made without the pose model: mannequins who bend before a painted film."""

from __future__ import annotations

import atexit
import io
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import av
import numpy as np
from mannequin import keyed, mannequin, times

from posturecheck.clips.check import judged_result
from posturecheck.clips.counted import Counted, looked_ahead, seconds_of, stretch_of
from posturecheck.clips.options import CheckOptions
from posturecheck.clips.result import Result
from posturecheck.core import People, Pose
from posturecheck.detectors.model_store import ModelFile
from posturecheck.kinematics.tracking import Pointed
from posturecheck.sources.clip import open_facts
from posturecheck.sources.trace import Trace

MODEL = ModelFile(Path("pose_full.task"), "ab" * 32, "full", "official")
SIZE = (640, 480)
SECONDS = 14.0
DEEP_S = 3.3, 10.3  # the deepest moments of the two bends of whom the check follows
LEFT_X, RIGHT_X = 150.0, 480.0
BENDS = keyed((2.0, 4.0), (3.0, 75.0), (3.6, 75.0), (4.6, 4.0), (9.0, 4.0), (10.0, 80.0))
BACK_UP = keyed((10.6, 80.0), (11.6, 4.0))
TWISTS = keyed((5.0, 0.0), (6.0, 30.0), (7.0, 30.0), (8.0, 0.0))
ON_THE_RIGHT = Pointed(RIGHT_X / SIZE[0], 0.45, 6.0)


def bending(t_s: float) -> Pose:
    """One who bends deeply twice, seen from the side, on the left."""
    flexion = BENDS(t_s) if t_s < 10.3 else BACK_UP(t_s)
    return mannequin(flexion=flexion, yaw=70, motion=0.4, at_px=(LEFT_X, 250.0), distance_m=3.4)


def leaning(t_s: float) -> Pose:
    """Another who bends once, further away on the right, five seconds in."""
    lean = keyed((5.0, 4.0), (6.0, 70.0), (6.8, 70.0), (7.8, 4.0))
    return mannequin(flexion=lean(t_s), yaw=-70, motion=0.4, at_px=(RIGHT_X, 240.0), distance_m=4.2)


def alone(t_s: float) -> People:
    return (bending(t_s),)


def both(t_s: float) -> People:
    return bending(t_s), leaning(t_s)


@cache
def _clip_bytes() -> bytes:
    with io.BytesIO() as file:
        with av.open(file, "w", format="matroska") as container:
            stream = container.add_stream("libx264", rate=5, options={"preset": "ultrafast"})
            stream.width, stream.height, stream.pix_fmt = *SIZE, "yuv420p"
            for number in range(round(5 * SECONDS)):
                image = np.full((SIZE[1], SIZE[0], 3), 40 + number % 100, np.uint8)
                picture = av.VideoFrame.from_ndarray(image, format="rgb24")
                container.mux(stream.encode(picture.reformat(format="yuv420p")))
            container.mux(stream.encode(None))
        return file.getvalue()


def clip(folder: Path, name: str = "walk.mkv", extra: bytes = b"") -> Path:
    """Write the film that the mannequins are said to be in."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(_clip_bytes() + extra)
    return folder / name


class NoPictures:
    """Draws nothing but one picture of every moment."""

    bystanders_may_show = False

    def __init__(self, checked: object) -> None:
        self._peaks = [e.peak_t_s for e in checked.episodes]  # type: ignore[attr-defined]

    def key_pictures(self) -> dict[float, bytes]:
        return {peak_s: f"a picture of {peak_s:.3f}".encode() for peak_s in self._peaks}

    def film(self, path: Path, progress: Callable[[float], None]) -> None:
        path.write_bytes(b"a film")

    def close(self) -> None:
        """Nothing is open."""


def checked(
    path: Path,
    people: Callable[[float], People] = alone,
    options: CheckOptions = CheckOptions(),  # noqa: B008  # frozen
    counted: Counted = Counted(),  # noqa: B008  # frozen
) -> Result:
    """Judge mannequins as a check of this film would; a range is looked at alone."""
    facts = open_facts(path)
    judged = counted.within(options)
    with Trace() as whole:
        for t_s in times(SECONDS):
            whole.append(t_s, people(t_s))
        trace = stretch_of(whole, seconds_of(judged))
    seen = looked_ahead(trace, judged, facts.picture_px)
    result = judged_result(facts, MODEL, trace, *seen, judged)
    return replace(result, pictures=NoPictures, counted=counted)


def saved(
    folder: Path,
    people: Callable[[float], People] = alone,
    out: str = "out",
    **how: object,
) -> Path:
    """Check and save; return the result's folder. The first of each kind is judged, then copied."""
    if how or (folder / out).exists():
        return _saved(folder, people, out, **how)
    shutil.copytree(_made(people), folder, dirs_exist_ok=True)
    return folder / "out" / "walk"


@cache
def _made(people: Callable[[float], People]) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="reviewing-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    _saved(folder, people, "out")
    return folder


def _saved(folder: Path, people: Callable[[float], People], out: str, **how: object) -> Path:
    result = checked(clip(folder / "phone"), people)
    try:
        return result.save(folder / out, **how)  # type: ignore[arg-type]
    finally:
        result.close()
