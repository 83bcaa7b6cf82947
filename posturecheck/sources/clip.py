"""Recorded clips: frames with the container's own timestamps, upright and not too many.

Decoding is PyAV's; the rotation flag of phones is applied here, more than 30 frames a
second are thinned by time, and very large pictures are made smaller on the way.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import av.error
import av.stream
import numpy as np

from posturecheck.core import Frame, Image, InputError

MAX_RATE_HZ = 30.0  # the pose model gains nothing from more; see DESIGN, "Seeing"
MAX_SIDE_PX = 1280  # the model works on a 256-pixel crop; more only costs time
MAX_GAP_S = 600.0  # a longer pause between two frames is a broken clock, not a pause
TRUNCATION_SLACK_S = 0.5  # containers round their stated duration by a few frames
CLOCK_HZ = 90_000  # MPEG's, where a container names none
# What holds its pictures itself. Lists (HLS, DASH, SDP, ffconcat, image patterns) are not
# here: they make FFmpeg open other files, and addresses on the net. Sounds are here, so that
# it can be said that they show nothing.
SELF_CONTAINED = (
    *("mov", "matroska", "avi", "mpegts", "mpeg", "flv", "asf", "ogg", "gif", "apng", "mxf"),
    *("dv", "wtv", "nut", "rm", "ivf", "dhav", "yuv4mpegpipe", "m4v", "mpegvideo", "vc1"),
    *("h261", "h263", "h264", "hevc", "mjpeg", "obu", "wav", "mp3", "flac", "aac"),
)
WIND_BACK_S = (0.0, 5.0, 60.0, math.inf)  # tried in turn: some containers overshoot


@dataclass(frozen=True, slots=True)
class ClipFacts:
    """What a clip says about itself.

    ``width`` and ``height`` are as shown (after rotation), in pixels; ``duration_s`` is
    nan where the container does not say; ``rotation_deg`` is the flag's clockwise turn.
    """

    path: Path
    width: int
    height: int
    duration_s: float
    rotation_deg: int
    codec: str
    first_t_s: float

    @property
    def scale(self) -> float:
        """Factor from the clip's pixels to those of the frames handed out."""
        return min(1.0, MAX_SIDE_PX / max(self.width, self.height))


def open_facts(path: Path) -> ClipFacts:
    """Look at a clip without decoding more than its first frame.

    Raises:
        InputError: Missing, a folder, empty, no video in it, or nothing decodes.
    """
    _check_file(path)
    try:
        with _open(path) as container:
            stream = _video_stream(container, path)
            frame = next(container.decode(stream), None)
            if frame is None:
                raise InputError(f"{path}: expected a video, found no picture that decodes")
            turned = _quarter_turns(frame) % 2 == 1
            width, height = (frame.height, frame.width) if turned else (frame.width, frame.height)
            return ClipFacts(
                path=path,
                width=width,
                height=height,
                duration_s=_duration_s(container, stream),
                rotation_deg=-90 * _quarter_turns(frame) % 360,
                codec=stream.codec_context.name,
                first_t_s=_time_s(frame, path),
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
    gives the same frames as in one piece. Where the data break off, reading ends.

    Raises:
        InputError: The timestamps do not rise, or jump by more than ten minutes.
    """
    last_t_s, last_slot = -math.inf, -1
    index = round(start_s * MAX_RATE_HZ)
    stuck = 0
    for decoded in _pictures(facts, start_s - 0.5 / MAX_RATE_HZ):
        t_s = _time_s(decoded, facts.path) - facts.first_t_s
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
            yield Frame(index, t_s, _upright_image(decoded, facts.scale))
            index += 1


def clip_seconds_missing(facts: ClipFacts, last_t_s: float) -> float:
    """Return how many of the stated seconds did not decode; 0 where all did."""
    missing = facts.duration_s - last_t_s
    return missing if math.isfinite(missing) and missing > TRUNCATION_SLACK_S else 0.0


def _check_file(path: Path) -> None:
    if path.is_dir():
        raise InputError(f"{path}: expected a clip, this is a folder; name the files in it")
    if not path.exists():
        raise InputError(f"{path}: expected a clip, there is no such file; check the name")
    try:
        with path.open("rb") as file:
            empty = not file.read(1)
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); check its rights") from error
    if empty:
        raise InputError(f"{path}: expected a clip, the file is empty; copy it again")


def _video_stream(container: av.container.InputContainer, path: Path) -> av.VideoStream:
    cover = av.stream.Disposition.attached_pic
    streams = [s for s in container.streams.video if cover not in s.disposition]
    if not streams:
        raise InputError(f"{path}: expected a video, found sound only; record with the camera")
    return streams[0]


def _duration_s(container: av.container.InputContainer, stream: av.VideoStream) -> float:
    if stream.duration and stream.time_base:
        return float(stream.duration * stream.time_base)
    return container.duration / 1e6 if container.duration else math.nan


def _time_s(frame: av.VideoFrame, path: Path) -> float:
    if frame.time is None:
        raise InputError(
            f"{path}: its pictures carry no times; re-encode it (ffmpeg -i IN -r 30 OUT.mp4)"
        )
    return float(frame.time)


def _clock_error(path: Path, before_s: float, after_s: float) -> InputError:
    return InputError(
        f"{path}: expected times that rise steadily, but after {before_s:.2f} s comes "
        f"{after_s:.2f} s; re-encode it (ffmpeg -i IN -r 30 OUT.mp4)"
    )


def _open(path: Path) -> av.container.InputContainer:
    return av.open(
        str(path.absolute()),  # a relative "pipe:0" would be read as a protocol
        options={
            "format_whitelist": ",".join(SELF_CONTAINED),
            "protocol_whitelist": "file",
            "enable_drefs": "0",  # a MOV may name other files; also FFmpeg's own choice
        },
        metadata_errors="replace",  # old cameras write titles in anything but UTF-8
    )


def _pictures(facts: ClipFacts, from_s: float) -> Iterator[av.VideoFrame]:
    """Decode from a keyframe at or before a time on; from the beginning where none is found."""
    overshot = from_s <= 0
    for back_s in WIND_BACK_S:
        if math.isinf(back_s) and not overshot:
            return  # nothing comes after that time: the data broke off before it
        with _open(facts.path) as container:
            stream = _video_stream(container, facts.path)
            stream.codec_context.thread_count = 1  # parts run side by side already
            wound = from_s <= back_s or _wind(container, stream, facts.first_t_s + from_s - back_s)
            frames = _decoded(container, stream)
            first = next(frames, None) if wound else None
            if first is not None and (
                from_s <= back_s or _time_s(first, facts.path) <= facts.first_t_s + from_s
            ):
                yield first
                yield from frames
                return
            overshot = overshot or not wound or first is not None


def _wind(container: av.container.InputContainer, stream: av.VideoStream, to_s: float) -> bool:
    try:
        container.seek(int(to_s / (stream.time_base or Fraction(1, CLOCK_HZ))), stream=stream)
    except av.error.FFmpegError:
        return False
    return True


def _decoded(
    container: av.container.InputContainer, stream: av.VideoStream
) -> Iterator[av.VideoFrame]:
    # A damaged or cut-off file ends with an error; what came before it is still good.
    try:
        yield from container.decode(stream)
    except av.error.FFmpegError:
        return


def _upright_image(frame: av.VideoFrame, scale: float) -> Image:
    image = frame.to_ndarray(
        format="rgb24",
        width=max(2, round(frame.width * scale)),
        height=max(2, round(frame.height * scale)),
    )
    if turns := _quarter_turns(frame):
        image = np.rot90(image, k=turns)
    # MediaPipe reads the memory in a row and takes padded lines for noise.
    return np.ascontiguousarray(image)


def _quarter_turns(frame: av.VideoFrame) -> int:
    """Return how often the picture must be turned by 90 degrees, counterclockwise, 0 to 3."""
    return round(frame.rotation / 90) % 4
