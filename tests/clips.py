"""Small clips for the tests: painted ones in which every picture is another, and cuttings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from posturecheck.core import Image
from posturecheck.sources.clip import open_facts, read_clip

SAMPLES = Path(__file__).parents[1] / "samples"
ROUNDED = SAMPLES / "dishwasher_rounded.mp4"
SQUAT = SAMPLES / "dishwasher_squat.mp4"
SIZE = (96, 64)  # width, height
CLOCK = 90_000


def even(rate_hz: float, seconds: float, first_s: float = 0.0) -> list[float]:
    """Return the times of a steady camera."""
    return [first_s + i / rate_hz for i in range(round(rate_hz * seconds))]


def painted(number: int, size: tuple[int, int] = SIZE) -> Image:
    """Return a picture that no compression takes for the one before; red at its top left."""
    width, height = size
    image = np.full((height, width, 3), 20 + 37 * number % 200, np.uint8)
    image[:, width * (number % 7) // 7 :, 2] = 220
    image[: height // 4, : width // 4] = (255, 0, 0)
    return image


def film(
    path: Path,
    times: Sequence[float],
    images: Iterable[Image] | None = None,
    *,
    codec: str = "libx264",
    keyframe_every: int = 10,
    b_frames: int = 2,
    rotation: int | None = None,
    fragile: bool = False,
    title: str = "",
) -> Path:
    """Write a clip whose pictures carry these times.

    Args:
        path: Its name decides the container.
        times: Seconds, rising.
        images: Of one size; painted ones where there are none.
        codec: The encoder's name.
        keyframe_every: Pictures.
        b_frames: Pictures in a row that are decoded out of order.
        rotation: The flag, degrees counterclockwise; None writes none.
        fragile: Whether the index stands at the end, so that nothing plays without it.
        title: Of the container; none where it is empty.
    """
    pictures = iter(images) if images is not None else (painted(i) for i in range(len(times)))
    with av.open(str(path), "w", options=_movflags(path, fragile)) as container:
        stream = None
        container.metadata.update({"title": title} if title else {})
        for t_s, image in zip(times, pictures, strict=False):
            if stream is None:
                stream = _stream(container, codec, image, keyframe_every, b_frames)
                if rotation is not None:
                    stream.set_display_rotation(rotation)
            pixels = _pixels(codec)
            frame = av.VideoFrame.from_ndarray(image, format="rgb24").reformat(format=pixels)
            frame.pts, frame.time_base = round(t_s * CLOCK), Fraction(1, CLOCK)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def stopped_clock(path: Path, pictures: int) -> Path:
    """Write a Matroska clip whose pictures all carry the same time."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mjpeg", rate=30)
        stream.width, stream.height = SIZE
        stream.pix_fmt = "yuvj420p"
        for number in range(pictures):
            frame = av.VideoFrame.from_ndarray(painted(number), format="rgb24")
            for packet in stream.encode(frame.reformat(format="yuvj420p")):
                packet.pts = packet.dts = 0
                container.mux(packet)
    return path


def spliced(path: Path, *films: Path) -> Path:
    """Put MPEG transport streams in a row, as a camera does that starts its clock anew."""
    path.write_bytes(b"".join(film.read_bytes() for film in films))
    return path


def cutting(
    path: Path,
    clip: Path = ROUNDED,
    start_s: float = 1.4,
    end_s: float = 2.9,
    every: int = 1,
    **how: bool,
) -> Path:
    """Write a stretch of a sample clip, at half its size, every so many of its pictures.

    By default one in which somebody moves: who never does is taken for furniture.
    """
    taken = list(read_clip(open_facts(clip), start_s, end_s))[::every]
    times = [frame.t_s - taken[0].t_s for frame in taken]
    return film(path, times, (frame.image[::2, ::2] for frame in taken), **how)


def film_times(path: Path) -> list[float]:
    """Return the times of a file's pictures as its container has them."""
    with av.open(str(path)) as container:
        return [frame.time for frame in container.decode(video=0)]


def _movflags(path: Path, fragile: bool) -> dict[str, str]:
    ends_in_index = path.suffix not in (".mp4", ".mov") or fragile
    return {} if ends_in_index else {"movflags": "+faststart"}


def _stream(container, codec, image, keyframe_every, b_frames):
    options = {"libx264": {"preset": "ultrafast", "bf": str(b_frames), "crf": "20"}}
    stream = container.add_stream(codec, rate=30, options=options.get(codec, {}))
    stream.height, stream.width = image.shape[:2]
    stream.pix_fmt = _pixels(codec)
    stream.codec_context.gop_size = keyframe_every
    stream.codec_context.time_base = Fraction(1, CLOCK)
    return stream


def _pixels(codec: str) -> str:
    return {"gif": "rgb8", "mjpeg": "yuvj420p"}.get(codec, "yuv420p")
