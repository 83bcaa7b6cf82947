"""What the pose model saw of a clip, kept in a folder: watching again would take minutes.

A file is named after the clip, its content and the pose model's, so that another clip or model
is watched anew; after a change in ``detectors/`` the folder is to be emptied by hand.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
from pathlib import Path

import numpy as np

from posturecheck.clips.check import detector
from posturecheck.clips.segments import watch
from posturecheck.core import Frame, Image, InputError, Joint, Pose
from posturecheck.detectors.model_store import ModelFile
from posturecheck.files.atomic import save_bytes
from posturecheck.sources.clip import open_facts, read_clip
from posturecheck.sources.trace import Trace

WORKERS = 1  # as many as leave a machine that others share alone
NAME_LETTERS = 12
JOINTS = len(Joint)


# Left, right, top, bottom as shares of the picture.
Window = tuple[float, float, float, float]


def seen_in(clip: Path, model: ModelFile, keep: Path | None, window: Window | None = None) -> Trace:
    """Return what is seen in a clip or a window of it, from the kept points where they are there.

    Raises:
        InputError: The clip cannot be watched, or what is kept is no such file.
    """
    if keep is None:
        return _watched(clip, model, window)
    content = clip.read_bytes() + f"{model.sha256} {window}".encode()
    place = keep / f"{clip.stem}-{hashlib.sha256(content).hexdigest()[:NAME_LETTERS]}.npz"
    if place.exists():
        return read_points(place)
    trace = _watched(clip, model, window)
    save_points(trace, place)
    return trace


def _watched(clip: Path, model: ModelFile, window: Window | None) -> Trace:
    if window is None:
        return watch(open_facts(clip), lambda: detector(model), WORKERS)
    trace = Trace()
    with contextlib.closing(detector(model)) as eye:
        for frame in read_clip(open_facts(clip)):
            part = Frame(frame.index, frame.t_s, _part_of(frame.image, window))
            trace.append(frame.t_s, eye.detect(part))
    return trace


def _part_of(image: Image | None, window: Window) -> Image:
    assert image is not None  # a clip's frames have one
    height, width = image.shape[:2]
    left, right, top, bottom = window
    rows = slice(int(top * height), int(bottom * height))
    return np.ascontiguousarray(image[rows, int(left * width) : int(right * width)])


def save_points(trace: Trace, place: Path) -> None:
    """Write a trace as one file, whole or not at all.

    Raises:
        InputError: It cannot be written.
    """
    frames = list(trace)
    people = [pose for _, poses in frames for pose in poses]
    data = io.BytesIO()
    np.savez_compressed(
        data,
        t_s=np.array([t_s for t_s, _ in frames]),
        people=np.array([len(poses) for _, poses in frames]),
        points_m=np.array([p.points_m for p in people]).reshape(-1, JOINTS, 3),
        points_px=np.array([p.points_px for p in people]).reshape(-1, JOINTS, 2),
        visibility=np.array([p.visibility for p in people]).reshape(-1, JOINTS),
        motion=np.array([p.motion for p in people]),
    )
    try:
        save_bytes(data.getvalue(), place)
    except OSError as error:
        raise InputError(f"--keep {place.parent}: {error.strerror or error}") from error


def read_points(place: Path) -> Trace:
    """Return the trace that ``save_points`` wrote, to the last bit.

    Raises:
        InputError: The file is not one of those.
    """
    try:
        with np.load(place) as kept:
            columns = {name: kept[name] for name in kept.files}
        parts = (columns[n] for n in ("points_m", "points_px", "visibility", "motion"))
        people = [
            Pose(m, px, seen, float(moved)) for m, px, seen, moved in zip(*parts, strict=True)
        ]
        counts = columns["people"]
    except (OSError, ValueError, KeyError) as error:
        raise InputError(f"{place}: expected kept points, found {error}; remove it") from error
    trace, first = Trace(), 0
    for t_s, count in zip(columns["t_s"], counts, strict=True):
        trace.append(float(t_s), tuple(people[first : first + count]))
        first += int(count)
    return trace
