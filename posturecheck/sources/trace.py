"""A recording without pictures: what was seen in each frame, kept in a temporary file.

Written while a clip is watched, read back as often as needed: to find the
person and the neutral stance, to judge, to draw. Its size on disk grows with the clip,
the memory it takes does not.
"""

from __future__ import annotations

import contextlib
import os
import struct
import tempfile
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import IO

import numpy as np

from posturecheck.core import Floats, Frame, InputError, Joint, People, Pose

HEADER = struct.Struct("<dI")  # seconds, number of people
JOINTS = len(Joint)
NUMBERS = JOINTS * 6 + 1  # x y z metres, x y pixels, visibility; then motion


class Trace:
    """People over time. Closing it (or leaving its ``with``) deletes it.

    Raises:
        InputError: There is no room for temporary files; ``append`` raises it too.
    """

    def __init__(self) -> None:
        with room_wanted():
            self._file: IO[bytes] = tempfile.TemporaryFile(prefix="posturecheck-")  # noqa: SIM115
        self.frames = 0
        self.last_t_s = 0.0
        self.people_frames = 0

    def append(self, t_s: float, people: People) -> None:
        """Add the next frame's people; times must rise."""
        numbers = [
            np.concatenate([p.points_m.ravel(), p.points_px.ravel(), p.visibility, [p.motion]])
            for p in people
        ]
        self.append_rows(t_s, np.array(numbers, "<f8"))

    def append_rows(self, t_s: float, rows: Floats) -> None:
        """Add the next frame's people as (people, ``NUMBERS``)."""
        with room_wanted():
            self._file.seek(0, os.SEEK_END)
            self._file.write(HEADER.pack(t_s, len(rows)))
            self._file.write(rows.astype("<f8").tobytes())
            self._file.flush()
        self.frames += 1
        self.people_frames += len(rows) > 0
        self.last_t_s = t_s

    def __iter__(self) -> Iterator[tuple[float, People]]:
        """Yield (seconds, people) in order; several readers take turns, not at once."""
        for t_s, data in self.records():
            rows = np.frombuffer(data, "<f8").reshape(-1, NUMBERS)
            yield t_s, tuple(_pose(row) for row in rows)

    def times_s(self) -> Iterator[float]:
        """Yield the frames' seconds alone, in order."""
        for t_s, _ in self.records():
            yield t_s

    def records(self) -> Iterator[tuple[float, bytes]]:
        """Yield (seconds, the people's numbers as bytes) in order."""
        place = 0
        for _ in range(self.frames):
            self._file.seek(place)
            t_s, count = HEADER.unpack(self._file.read(HEADER.size))
            data = self._file.read(count * NUMBERS * 8)
            place = self._file.tell()
            yield t_s, data

    def close(self) -> None:
        """Delete the recording."""
        with contextlib.suppress(OSError):  # what found no room before finds none now
            self._file.close()

    def __enter__(self) -> Trace:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


class TraceDetector:
    """Detects again what was detected before, frame by frame in the same order."""

    def __init__(self, trace: Trace) -> None:
        self._people = iter(trace)

    def detect(self, frame: Frame) -> People:
        """Return the people of the next recorded frame.

        Raises:
            ValueError: The frame is not the one that was recorded.
        """
        t_s, people = next(self._people)
        if t_s != frame.t_s:
            raise ValueError(f"expected the frame at {t_s} s, got the one at {frame.t_s} s")
        return people

    def close(self) -> None:
        """Nothing to release: the trace belongs to its owner."""


def frames_of(trace: Trace) -> Iterator[Frame]:
    """Yield the recorded frames without their pictures."""
    for index, t_s in enumerate(trace.times_s()):
        yield Frame(index, t_s)


def with_pictures(frames: Iterable[Frame], trace: Trace) -> Iterator[Frame]:
    """Yield the recorded frames with the pictures of a clip that is read once more.

    Around damage another reading may give other pictures: one too many is left out, and where
    one is lacking the one before it, or else the next, stands in for it.
    """
    read = iter(frames)
    shown = coming = next(read, None)
    for index, t_s in enumerate(trace.times_s()):
        while coming is not None and coming.t_s <= t_s:
            shown, coming = coming, next(read, None)
        if shown is not None:
            yield Frame(index, t_s, shown.image)


@contextlib.contextmanager
def room_wanted() -> Iterator[None]:
    """Turn what a full disk raises into an InputError that says what to do."""
    try:
        yield
    except OSError as error:
        raise InputError(
            f"expected room for temporary files, found none ({error.strerror or error}); make "
            "room on the disk, or set TMPDIR to a folder that has some"
        ) from error


def _pose(row: Floats) -> Pose:
    return Pose(
        points_m=row[: 3 * JOINTS].reshape(JOINTS, 3),
        points_px=row[3 * JOINTS : 5 * JOINTS].reshape(JOINTS, 2),
        visibility=row[5 * JOINTS : 6 * JOINTS],
        motion=float(row[-1]),
    )
