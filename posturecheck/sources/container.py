"""A video file from strangers: opened safely, its main pictures found, decoded past damage.

Decoding is PyAV's, packet by packet: what one packet spoils ends with the next picture that
stands alone, and everything after it is good again.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import count
from pathlib import Path
from typing import Any

import av
import av.error
import av.stream

from posturecheck.core import InputError
from posturecheck.files.looking import is_folder, is_there

# What holds its pictures itself. Lists (HLS, DASH, SDP, ffconcat, image patterns) are not
# here: they make FFmpeg open other files, and addresses on the net. Sounds are here, so that
# it can be said that they show nothing.
SELF_CONTAINED = (
    *("mov", "matroska", "avi", "mpegts", "mpeg", "flv", "asf", "ogg", "gif", "apng", "mxf"),
    *("dv", "wtv", "nut", "rm", "ivf", "dhav", "yuv4mpegpipe", "m4v", "mpegvideo", "vc1"),
    *("h261", "h263", "h264", "hevc", "mjpeg", "obu", "wav", "mp3", "flac", "aac"),
)
CLOCK_HZ = 90_000  # MPEG's, where a container names none
WITHOUT_SHOWN_TIMES = ("avi",)  # it counts pictures in the order in which they are decoded
CHUNK_HEAD_BYTES = 8  # of an AVI, between where its index points and where the data begin
NO_FILM = ("attached_pic", "timed_thumbnails", "still_image")
FEW_PICTURES = 0.2  # of the stream that has most; a cover or a strip of thumbnails has fewer
LOOKED_AT = 400  # packets, where a container does not say how many pictures there are
MOST_FAULTS = 1000  # of a file that gives nothing but errors
PIXEL_ASPECTS = (0.2, 5.0)  # outside of these it is damage; anamorphic films have 0.5 to 2


@dataclass(frozen=True, slots=True)
class Decoded:
    """One undamaged picture; ``t_s`` is the container's own time in seconds."""

    picture: av.VideoFrame
    t_s: float
    after_damage: bool = False


def check_file(path: Path) -> None:
    """See that there is something to open.

    Raises:
        InputError: Missing, a folder, not to be read, or empty.
    """
    if is_folder(path):
        raise InputError(f"{path}: expected a clip, this is a folder; name the files in it")
    if not is_there(path):
        raise InputError(f"{path}: expected a clip, there is no such file; check the name")
    try:
        with path.open("rb") as file:
            empty = not file.read(1)
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); check its rights") from error
    if empty:
        raise InputError(f"{path}: expected a clip, the file is empty; copy it again")


def open_container(path: Path) -> av.container.InputContainer:
    """Open a file by itself: it makes FFmpeg open no other one, and nothing on the net.

    Raises:
        av.error.FFmpegError: It is no video of ``SELF_CONTAINED``.
    """
    return av.open(
        str(path.absolute()),  # a relative "pipe:0" would be read as a protocol
        options={
            "format_whitelist": ",".join(SELF_CONTAINED),
            "protocol_whitelist": "file",
            "enable_drefs": "0",  # a MOV may name other files; also FFmpeg's own choice
        },
        metadata_errors="replace",  # old cameras write titles in anything but UTF-8
    )


def main_stream(path: Path) -> int:
    """Return the index of the film among a file's streams: not a cover, not its thumbnails.

    Of those with about as many pictures as any it is the largest; of equals the one that the
    file names as its default, then the first.

    Raises:
        InputError: There is no film in it.
        av.error.FFmpegError: It does not open.
    """
    with open_container(path) as container:
        films = [
            s
            for s in container.streams.video
            if not any(av.stream.Disposition[name] in s.disposition for name in NO_FILM)
        ]
        if not films:
            raise InputError(f"{path}: expected a video, found sound only; record with the camera")
        if len(films) == 1:
            return films[0].index
        pictures = _pictures_of(container, films)
        enough = [s for s in films if pictures[s.index] >= FEW_PICTURES * max(pictures.values())]
        default = av.stream.Disposition.default
        best = max(enough, key=lambda s: (s.width * s.height, default in s.disposition, -s.index))
        return best.index


def _pictures_of(
    container: av.container.InputContainer, films: list[av.VideoStream]
) -> dict[int, int]:
    if all(s.frames for s in films):
        return {s.index: s.frames for s in films}
    found = dict.fromkeys((s.index for s in films), 0)
    for number, packet in enumerate(_packets(container, films)):
        found[packet.stream_index] += packet.size > 0
        if number >= LOOKED_AT:
            break
    return found


def film_of(container: av.container.InputContainer, index: int) -> av.VideoStream:
    """Return an opened file's film, to be decoded by this thread alone.

    Raises:
        InputError: FFmpeg here has no decoder for it.
    """
    stream = next(s for s in container.streams.video if s.index == index)
    if stream.codec_context is None:
        raise InputError(f"{container.name}: its pictures are of a kind that cannot be read here")
    stream.codec_context.thread_count = 1  # parts run side by side already
    stream.codec_context.copy_opaque = True  # a picture names the packet that it came in
    return stream


def pixel_aspect(stream: av.VideoStream) -> float:
    """Return how much wider than high one pixel is shown; 1 where the file does not say."""
    said = stream.sample_aspect_ratio
    low, high = PIXEL_ASPECTS
    return float(said) if said and low <= said <= high else 1.0


def duration_s(container: av.container.InputContainer, stream: av.VideoStream) -> float:
    """Return the stated length in seconds, nan where none is stated."""
    if stream.duration and stream.time_base:
        return float(stream.duration * stream.time_base)
    return container.duration / 1e6 if container.duration else math.nan


def start_s(stream: av.VideoStream) -> float:
    """Return the stated time of the first picture in seconds, nan where none is stated."""
    if stream.start_time is None or not stream.time_base:
        return math.nan
    return float(stream.start_time * stream.time_base)


def wind(container: av.container.InputContainer, stream: av.VideoStream, to_s: float) -> bool:
    """Go to a picture that stands alone, at or before a time; whether the file allows it."""
    try:
        container.seek(int(to_s / (stream.time_base or Fraction(1, CLOCK_HZ))), stream=stream)
    except av.error.FFmpegError:
        return False
    return True


def decoded(container: av.container.InputContainer, stream: av.VideoStream) -> Iterator[Decoded]:
    """Yield the undamaged pictures from here on, in the order in which they are shown.

    Raises:
        InputError: The pictures carry no times.
    """
    damage = _Damage()
    clock = _Clock(container, stream)
    for number, packet in zip(count(), _packets(container, [stream])):
        packet.opaque = number
        if packet.is_corrupt:
            damage.at(number)
        try:
            pictures = stream.decode(packet)
        except av.error.FFmpegError:
            damage.at(number)
            continue
        clock.feed(packet)
        for picture in pictures:
            t_s = clock.time_s(picture)
            came = picture.opaque if isinstance(picture.opaque, int) else number
            if damage.spares(picture, came):
                yield Decoded(picture, t_s, damage.ever)


class _Damage:
    """From where to where in the stream pictures are built on what was damaged."""

    def __init__(self) -> None:
        self.ever = False
        self._first = self._last = -1

    def at(self, number: int) -> None:
        self._first = number if self._first < 0 else self._first
        self._last = max(self._last, number)
        self.ever = True

    def spares(self, picture: av.VideoFrame, number: int) -> bool:
        """Whether a picture, of the packet of this number, owes nothing to damaged ones."""
        if picture.is_corrupt:
            self.at(number)
            return False
        if picture.key_frame and number > self._last:
            self._first = self._last = -1
        return self._first < 0 or number < self._first


class _Clock:
    """Times of pictures, also where the container numbers them in the order of decoding."""

    def __init__(self, container: av.container.InputContainer, stream: av.VideoStream) -> None:
        self._path = container.name
        self._base = stream.time_base or Fraction(1, CLOCK_HZ)
        self._counts = container.format.name in WITHOUT_SHOWN_TIMES
        # Past damage FFmpeg counts on without the packets that it lost; the index knows better.
        entries = stream.index_entries if self._counts else ()
        self._indexed: dict[int | None, int | None] = {
            entry.pos + CHUNK_HEAD_BYTES: entry.timestamp for entry in entries
        }
        rate = stream.average_rate
        self._step = max(1, round(1 / (rate * self._base))) if rate else 1
        self._fed: int | None = None
        self._shown = -1

    def feed(self, packet: av.Packet[Any]) -> None:
        """Take note of the packet that goes into the decoder now."""
        fed = self._indexed.get(packet.pos, packet.dts)
        self._fed = self._fed if fed is None else fed

    def time_s(self, picture: av.VideoFrame) -> float:
        """Return when the picture that just came out is shown, in the container's seconds."""
        if not self._counts or self._fed is None:
            if picture.time is None:
                raise InputError(
                    f"{self._path}: its pictures carry no times; re-encode it "
                    "(ffmpeg -i IN -r 30 OUT.mp4)"
                )
            return float(picture.time)
        # A picture leaves the decoder as many packets after its turn as every other does.
        last = self._shown
        self._shown = self._fed if self._fed > last else last + self._step
        return float(self._shown * self._base)


def _packets(
    container: av.container.InputContainer, streams: list[av.VideoStream]
) -> Iterator[av.Packet[Any]]:
    """Yield packets past what the container itself cannot read; last comes an empty one."""
    for _ in range(MOST_FAULTS):
        try:
            yield from container.demux(streams)
        except av.error.EOFError:
            return
        except av.error.FFmpegError:
            continue
        return
