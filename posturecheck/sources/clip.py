"""Recorded clips: frames with the container's own timestamps, upright and not too many.

Decoding is ``container``'s; here pixels become square, the rotation flag of phones is obeyed,
more than 30 frames a second are thinned by time, and very large pictures are made smaller on
the way.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import av
import av.error
import numpy as np

from posturecheck.core import Frame, Image, InputError
from posturecheck.sources.container import (
    Decoded,
    check_file,
    decoded,
    duration_s,
    film_of,
    main_stream,
    open_container,
    pixel_aspect,
    start_s,
    wind,
)

MAX_RATE_HZ = 30.0  # the pose model gains nothing from more; see DESIGN, "Seeing"
MAX_SIDE_PX = 1280  # the model works on a 256-pixel crop; more only costs time
MAX_GAP_S = 600.0  # a longer pause between two frames is a broken clock, not a pause
WIND_BACK_S = (0.0, 5.0, 60.0, math.inf)  # tried in turn: some containers overshoot
ROTATIONS = (0, 90, 180, 270)
MOST_SLOW = 100.0
# Tags of phones for the pictures a second that were taken, where fewer are played.
TAKEN_RATE_TAGS = ("com.android.capture.fps", "com.android.capture_fps")


@dataclass(frozen=True, slots=True)
class ClipFacts:
    """What a clip says about itself, and how it is to be taken.

    ``width`` and ``height`` are as shown (square pixels, after rotation), in pixels;
    ``duration_s`` is nan where the container does not say; ``rotation_deg`` is the flag's
    clockwise turn, ``turned_deg`` the one that was asked for beside it. ``pixel_aspect`` is
    how much wider than high a pixel of the file is. ``slow`` is how many times slower than
    life it plays: all times here and of frames are the container's divided by it, except
    ``first_t_s``, which is the container's. ``taken_rate_hz`` is how many pictures a second
    the camera says it took, nan where it does not say, ``stated_rate_hz`` how many are played.
    """

    path: Path
    width: int
    height: int
    duration_s: float
    rotation_deg: int
    codec: str
    first_t_s: float
    stream: int = 0
    pixel_aspect: float = 1.0
    turned_deg: int = 0
    slow: float = 1.0
    stated_rate_hz: float = math.nan
    taken_rate_hz: float = math.nan

    @property
    def scale(self) -> float:
        """Factor from the clip's pixels as shown to those of the frames handed out."""
        return min(1.0, MAX_SIDE_PX / max(self.width, self.height))

    @property
    def picture_px(self) -> tuple[int, int]:
        """The (width, height) of the frames handed out, in pixels."""
        return max(2, round(self.width * self.scale)), max(2, round(self.height * self.scale))


def open_facts(path: Path, *, turned_deg: int = 0, slow: float = 1.0) -> ClipFacts:
    """Look at a clip without decoding more than its first frame.

    Args:
        path: The file.
        turned_deg: How far to turn its pictures clockwise, beside what its flag says.
        slow: How many times slower than life it plays.

    Raises:
        InputError: Missing, a folder, empty, no video in it, or nothing decodes.
    """
    check_file(path)
    try:
        index = main_stream(path)
        with open_container(path) as container:
            stream = film_of(container, index)
            first = next(decoded(container, stream), None)
            if first is None:
                raise InputError(f"{path}: expected a video, found no picture that decodes")
            frame, aspect = first.picture, pixel_aspect(stream)
            width, height = _square(frame, aspect)
            if (_quarter_turns(frame, turned_deg)) % 2 == 1:
                width, height = height, width
            return ClipFacts(
                path=path,
                width=width,
                height=height,
                duration_s=duration_s(container, stream) / slow,
                rotation_deg=-90 * _quarter_turns(frame) % 360,
                codec=stream.codec_context.name,
                first_t_s=_beginning_s(first, stream),
                stream=index,
                pixel_aspect=aspect,
                turned_deg=turned_deg,
                slow=slow,
                stated_rate_hz=float(stream.average_rate or math.nan),
                taken_rate_hz=_taken_rate_hz(container.metadata | stream.metadata),
            )
    except av.error.ArgumentError as error:  # also what is not SELF_CONTAINED
        raise InputError(
            f"{path}: expected a video file, but it does not decode as one: it is damaged, or "
            "something else, such as a picture or a list of other files; name the video itself"
        ) from error
    except av.error.FFmpegError as error:
        raise InputError(
            f"{path}: expected a video file, but it does not decode ({error.strerror}); "
            "try playing it, or record it again"
        ) from error


def read_clip(facts: ClipFacts, start_s: float = 0.0, end_s: float = math.inf) -> Iterator[Frame]:
    """Yield the frames of ``start_s <= t_s < end_s``, at most about 30 a second.

    Which frames are kept depends on their own times alone, so a clip read in parts
    gives the same frames as in one piece. What is damaged is left out.

    Raises:
        InputError: The timestamps do not rise, or jump by more than ten minutes.
    """
    last_t_s, last_slot = -math.inf, -1
    index = round(start_s * MAX_RATE_HZ)
    stuck = 0
    for found in _pictures(facts, start_s - 0.5 / MAX_RATE_HZ):
        t_s = (found.t_s - facts.first_t_s) / facts.slow
        stuck = stuck + 1 if t_s <= last_t_s else 0
        if stuck > MAX_RATE_HZ or (math.isfinite(last_t_s) and t_s - last_t_s > MAX_GAP_S):
            raise _clock_error(facts.path, last_t_s, t_s)
        if t_s <= last_t_s:
            continue
        last_t_s = t_s
        slot = math.floor(t_s * MAX_RATE_HZ + 0.5)
        if slot == last_slot:
            continue
        last_slot = slot
        if t_s >= end_s:
            return
        if t_s >= start_s:
            yield Frame(index, t_s, _upright_image(found.picture, facts))
            index += 1


def _clock_error(path: Path, before_s: float, after_s: float) -> InputError:
    return InputError(
        f"{path}: expected times that rise steadily, but after {before_s:.2f} s comes "
        f"{after_s:.2f} s; re-encode it (ffmpeg -i IN -r 30 OUT.mp4)"
    )


def _pictures(facts: ClipFacts, from_s: float) -> Iterator[Decoded]:
    """Decode from a keyframe at or before a time on; from the beginning where none is found."""
    wanted_s, begins = facts.first_t_s + from_s * facts.slow, from_s <= 0
    overshot = begins
    for back_s in WIND_BACK_S:
        if math.isinf(back_s) and not overshot:
            return  # nothing comes after that time: the data broke off before it
        with open_container(facts.path) as container:
            stream = film_of(container, facts.stream)
            whole = begins or facts.first_t_s + back_s >= wanted_s
            wound = whole or wind(container, stream, wanted_s - back_s)
            pictures = decoded(container, stream)
            first = next(pictures, None) if wound else None
            if first is not None and (whole or first.t_s <= wanted_s):
                yield first
                yield from pictures
                return
            overshot = overshot or not wound or first is not None


def _upright_image(frame: av.VideoFrame, facts: ClipFacts) -> Image:
    width, height = _square(frame, facts.pixel_aspect)
    image = frame.to_ndarray(
        format="rgb24",
        width=max(2, round(width * facts.scale)),
        height=max(2, round(height * facts.scale)),
    )
    if turns := _quarter_turns(frame, facts.turned_deg):
        image = np.rot90(image, k=turns)
    # MediaPipe reads the memory in a row and takes padded lines for noise.
    return np.ascontiguousarray(image)


def _square(frame: av.VideoFrame, aspect: float) -> tuple[int, int]:
    """Return width and height in square pixels, as many of them as there are at least."""
    if aspect >= 1:
        return round(frame.width * aspect), frame.height
    return frame.width, round(frame.height / aspect)


def _quarter_turns(frame: av.VideoFrame, turned_deg: int = 0) -> int:
    """Return how often the picture must be turned by 90 degrees, counterclockwise, 0 to 3."""
    return round((frame.rotation - turned_deg) / 90) % 4


def _beginning_s(first: Decoded, stream: av.VideoStream) -> float:
    """Return when the clip begins: with its first picture, also where that one is damaged."""
    stated_s = start_s(stream)
    believed = first.after_damage and 0 < first.t_s - stated_s < MAX_GAP_S
    return stated_s if believed else first.t_s


def _taken_rate_hz(tags: dict[str, str]) -> float:
    for tag in TAKEN_RATE_TAGS:
        with contextlib.suppress(KeyError, ValueError):
            return float(tags[tag])
    return math.nan
