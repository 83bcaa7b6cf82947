"""What is spoiled: short clips of our own sample in many containers, labels, a history."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from posturecheck.core import Image
from posturecheck.history.database import open_database
from posturecheck.sources.clip import open_facts, read_clip

SAMPLES = Path(__file__).parents[1] / "samples"
SAMPLE = SAMPLES / "dishwasher_rounded.mp4"
# A stretch in which somebody moves: who never does is taken for furniture.
START_S, END_S, EVERY = 1.4, 2.9, 3
TITLE = "A title of thirty-two letters: __"
CLOCK = 90_000
# (suffix, codec, pixels, the muxer's options)
CONTAINERS: tuple[tuple[str, str, str, dict[str, str]], ...] = (
    ("mp4", "libx264", "yuv420p", {"movflags": "+faststart"}),
    ("mp4", "libx264", "yuv420p", {"movflags": "+frag_keyframe+empty_moov"}),
    ("mov", "mpeg4", "yuv420p", {"movflags": "+use_metadata_tags"}),
    ("3gp", "mpeg4", "yuv420p", {}),
    ("mkv", "libx264", "yuv420p", {}),
    ("mkv", "ffv1", "yuv420p", {}),
    ("webm", "libvpx", "yuv420p", {}),
    ("avi", "mpeg4", "yuv420p", {}),
    ("avi", "mjpeg", "yuvj420p", {}),
    ("ts", "libx264", "yuv420p", {}),
    ("mpg", "mpeg2video", "yuv420p", {}),
    ("flv", "flv", "yuv420p", {}),
    ("asf", "msmpeg4", "yuv420p", {}),
    ("nut", "mpeg4", "yuv420p", {}),
    ("gif", "gif", "rgb8", {}),
)


@dataclass(frozen=True, slots=True)
class Material:
    """``clips`` are (suffix, content); ``plain`` a clip that is whole; ``history`` a database."""

    clips: tuple[tuple[str, bytes], ...]
    plain: bytes
    history: bytes
    truth: str


def make_material(folder: Path) -> Material:
    """Make everything that the cases are made of; ``folder`` is used on the way."""
    folder.mkdir(parents=True)
    frames = list(read_clip(open_facts(SAMPLE), START_S, END_S))[::EVERY]
    images = [f.image[::2, ::2] for f in frames if f.image is not None]
    times = [f.t_s - frames[0].t_s for f in frames]
    clips = []
    for number, (suffix, codec, pixels, options) in enumerate(CONTAINERS):
        if codec in av.codec.codecs_available:
            path = folder / f"{number}.{suffix}"
            film(path, codec, pixels, options, times, images)
            clips.append((suffix, path.read_bytes()))
    return Material(tuple(clips), clips[0][1], _history(folder / "history.sqlite3"), _truth())


def film(
    path: Path,
    codec: str,
    pixels: str,
    options: dict[str, str],
    times: Sequence[float],
    images: Sequence[Image],
) -> None:
    """Write pictures with these times (seconds) as a clip."""
    with av.open(str(path), "w", options=options) as container:
        container.metadata["title"] = TITLE
        steady = path.suffix in (".mpg", ".gif", ".avi")  # these have a rate, not times
        rate = Fraction(10 if steady else 30)
        stream = container.add_stream(codec, rate=rate)
        assert isinstance(stream, av.VideoStream)
        stream.height, stream.width = images[0].shape[:2]
        stream.pix_fmt = pixels
        base = Fraction(1, 10) if steady else Fraction(1, 1000)
        stream.codec_context.time_base = base
        for number, (t_s, image) in enumerate(zip(times, images, strict=True)):
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(image), format="rgb24")
            frame = frame.reformat(format=pixels)
            frame.pts = number if steady else round(t_s / base)
            frame.time_base = base
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def _truth() -> str:
    lines = SAMPLE.with_suffix(".truth.csv").read_text(encoding="utf-8").splitlines()
    return "\n".join(lines[:40]) + "\n"


def _history(path: Path) -> bytes:
    connection = open_database(path, lambda line: None)
    try:
        connection.execute("PRAGMA journal_mode = DELETE")  # all in one file
        for number in range(1, 9):
            _practised(connection, number)
        connection.execute("INSERT INTO goals VALUES (1, 'bends', 8, 1790000000.0)")
    finally:
        connection.close()
    return path.read_bytes()


def _practised(connection: sqlite3.Connection, number: int) -> None:
    start_unix_s = 1_790_000_000.0 + 86_400 * number
    connection.execute(
        "INSERT INTO sessions VALUES (?, ?, ?, 7200, ?, ?, 'quit', 'camera', 'laundry', 'default',"
        " '{}', '0.1.0', 9000, 280.0, 20.0, 1)",
        (number, f"key{number}", start_unix_s, start_unix_s + 300, start_unix_s + 300),
    )
    connection.execute(
        "INSERT INTO movements VALUES (?, ?, 'bend', 'hip-hinge', 1, 4.0, 6.0, 'laundry')",
        (number, number),
    )
    connection.execute(
        "INSERT INTO pain_reports VALUES (?, ?, 20.0, ?, 'watching', 'laundry')",
        (number, number, start_unix_s + 20),
    )
    connection.execute(
        "INSERT INTO pain_measures VALUES (?, 'trunk_inclination_deg', 2.5, 48.0, 4.0)", (number,)
    )
    connection.execute(
        "INSERT INTO measure_seconds VALUES (?, 'trunk_flexion_deg', 280.0, 20.0)", (number,)
    )
    for rule in ("deep-lean", "rounded-bend", "twist"):
        connection.execute("INSERT INTO rule_seconds VALUES (?, ?, 270.0)", (number, rule))
        connection.execute(
            "INSERT INTO episodes (session_id, rule, severity, start_s, end_s, peak, peak_sd, unit,"
            ' peak_t_s, "limit", task, cue, alternative, lost, technique, speed_deg_s)'
            " VALUES (?, ?, 'red', 10.0, 12.0, 70.0, 4.0, 'deg', 11.0, 60.0, 'laundry', 'Step in.',"
            " 'Kneel.', 0, 'stoop', 40.0)",
            (number, rule),
        )
        connection.execute(
            "INSERT INTO cues (session_id, t_s, rule, kind, say, spoken, task, answered, after_s)"
            " VALUES (?, 11.0, ?, 'correct', 'Step in.', 1, 'laundry', 'changed', 1.5)",
            (number, rule),
        )
