"""The annotated video: drawing in the caller's thread, encoding beside it in another."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from itertools import chain
from pathlib import Path
from queue import SimpleQueue

import av
import cv2
from av.container import OutputContainer
from av.packet import Packet
from av.video.reformatter import ColorRange
from av.video.stream import VideoStream

from posturecheck.core import Image, Step
from posturecheck.drawing.face_watch import FaceWatch, Veiled
from posturecheck.drawing.gauges import GaugeLimits
from posturecheck.drawing.overlay import annotate
from posturecheck.sources.clip import ClipFacts

__all__ = ["GaugeLimits", "VideoSink"]

TICKS_PER_S = 90_000  # the clock of MPEG; fine enough for any camera
WAITING = 4  # pictures between drawing and encoding: 11 MB at 1280 x 720
KEYFRAME_EVERY = 60  # pictures; a viewer can jump to about every second one
LAST_SHOWN_S = 1 / 30  # of a clip with one picture and no stated duration
CRF = "23"
BT601 = 6  # ITU-R BT.601, what cv2 converts to; said in the file, or colours shift


class VideoSink:
    """Write each step's picture, annotated, at its own time.

    H.264 in MP4; the last picture is held until the clip's end. An error of the encoder
    is raised, as it came, by the next ``write`` or by ``close``; no part file stays then.

    Args:
        path: The file to write, of any name.
        facts: The clip; its duration in seconds may be nan.
        limits: The gauges' marks.
        watch: Decides what is hidden; None shows everything.
        drawn: Gets every picture that is drawn, and what is hidden in it.
        begins_s: The clip's second with which the film begins.
    """

    def __init__(
        self,
        path: Path,
        facts: ClipFacts,
        limits: GaugeLimits,
        watch: FaceWatch | None,
        drawn: Callable[[Veiled], None] = lambda veiled: None,
        begins_s: float = 0.0,
    ) -> None:
        self._limits, self._watch, self._drawn = limits, watch, drawn
        self._begins_s = begins_s
        self._failed = False
        self._encoder = _Encoder(path, facts.duration_s)

    def write(self, step: Step) -> None:
        """Take this step; it is drawn, in order, once it is known what is hidden in it.

        Raises:
            ValueError: The step has no picture, or the sink is closed.
            OSError: The encoder could not write (disk full, no such folder, ...).
        """
        self._encoder.check_open()
        if step.frame.image is None:
            raise ValueError("an annotated video needs steps with pictures")
        self._draw(self._watch.take(step) if self._watch else [Veiled(step, ())])

    def close(self) -> None:
        """Finish the file; a second call does nothing.

        Raises:
            OSError: The encoder could not write.
        """
        try:
            if self._watch and not self._failed:
                self._draw(self._watch.finish())
        finally:
            self._encoder.close()

    def _draw(self, ready: Iterable[Veiled]) -> None:
        self._failed = True
        for veiled in ready:
            step, t_s = veiled.step, veiled.step.frame.t_s
            assert step.frame.image is not None
            picture = annotate(step.frame.image, step, self._limits, veiled.hidden)
            self._encoder.put(t_s - self._begins_s, picture)
            self._drawn(veiled)
        self._failed = False


class _Encoder:
    """A thread that encodes what is put; it never leaves the other side waiting."""

    def __init__(self, path: Path, duration_s: float) -> None:
        self._path = path
        self._duration_s = duration_s
        # Simple queues: a Ctrl-C inside of one leaves it whole, a Queue it may leave locked.
        self._queue: SimpleQueue[tuple[float, Image] | None] = SimpleQueue()
        self._room: SimpleQueue[None] = SimpleQueue()
        for _ in range(WAITING):
            self._room.put(None)
        self._error: BaseException | None = None
        self._told = False
        self._closed = False
        # A daemon: a caller that dies without closing must not be kept from ending.
        self._thread = threading.Thread(target=self._run, name="video-encoder", daemon=True)
        self._thread.start()

    def check_open(self) -> None:
        if self._closed:
            raise ValueError("this video is closed; nothing can be written any more")

    def put(self, t_s: float, picture: Image) -> None:
        if self._error is not None:
            self._told = True
            raise self._error
        self._room.get()
        self._queue.put((t_s, picture))

    def close(self) -> None:
        if not self._closed:
            self._closed = True
            self._queue.put(None)
            self._thread.join()
        if self._error is not None and not self._told:
            self._told = True
            raise self._error

    def _take(self) -> tuple[float, Image] | None:
        taken = self._queue.get()
        self._room.put(None)
        return taken

    def _run(self) -> None:
        pictures = iter(self._take, None)
        try:
            self._encode(pictures)
        except BaseException as error:  # raised again in the caller's thread
            self._error = error
            for _ in pictures:  # take what still comes, or put and close would wait for ever
                pass

    def _encode(self, pictures: Iterator[tuple[float, Image]]) -> None:
        first = next(pictures, None)
        if first is None:
            return
        ours = not self._path.exists()
        try:
            options = {"movflags": "+faststart"}
            with av.open(str(self._path), "w", format="mp4", options=options) as container:
                height, width = (side - side % 2 for side in first[1].shape[:2])
                stream = _h264(container, width, height)
                container.start_encoding()
                ours = True
                for packet in _packets(stream, chain((first,), pictures), self._duration_s):
                    container.mux(packet)
        except BaseException:
            if ours and self._path.is_file():  # never a device, nor a file we could not open
                self._path.unlink()
            raise


def _h264(container: OutputContainer, width: int, height: int) -> VideoStream:
    # Without B-frames pictures leave in the order they came, so the last one can be held.
    options = {"preset": "veryfast", "crf": CRF, "bf": "0", "g": str(KEYFRAME_EVERY)}
    stream = container.add_stream("libx264", rate=30, options=options)
    stream.width, stream.height = width, height
    stream.pix_fmt = "yuv420p"
    codec = stream.codec_context
    codec.time_base = Fraction(1, TICKS_PER_S)
    codec.colorspace = codec.color_primaries = codec.color_trc = BT601
    codec.color_range = ColorRange.MPEG
    return stream


def _packets(
    stream: VideoStream, pictures: Iterable[tuple[float, Image]], duration_s: float
) -> Iterator[Packet[VideoStream]]:
    """Encode; the last packet's duration reaches to the clip's end."""
    held: Packet[VideoStream] | None = None
    pts, gap = -1, round(LAST_SHOWN_S * TICKS_PER_S)
    for t_s, picture in pictures:
        now = max(pts + 1, round(t_s * TICKS_PER_S))
        gap, pts = now - pts if pts >= 0 else gap, now
        for packet in stream.encode(_frame(picture, stream.width, stream.height, pts)):
            if held is not None:
                yield held
            held = packet
    for packet in stream.encode(None):
        if held is not None:
            yield held
        held = packet
    if held is not None:
        left = duration_s * TICKS_PER_S - pts
        held.duration = round(left) if math.isfinite(left) and left >= 1 else gap
        yield held


def _frame(picture: Image, width: int, height: int, pts: int) -> av.VideoFrame:
    if abs(picture.shape[0] - height) > 1 or abs(picture.shape[1] - width) > 1:
        picture = cv2.resize(picture, (width, height))  # the camera was turned in mid-clip
    # H.264 halves the colours: an odd last line or column is left out.
    planes = cv2.cvtColor(picture[:height, :width], cv2.COLOR_RGB2YUV_I420)
    frame = av.VideoFrame.from_ndarray(planes, format="yuv420p")
    frame.pts = pts
    frame.time_base = Fraction(1, TICKS_PER_S)
    return frame
