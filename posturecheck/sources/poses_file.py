"""``poses.npz``: the body points of everybody in every frame of a clip, and no picture.

Any numpy reads it: ``t_s`` (frames,) are seconds, ``people`` (frames,) how many bodies were
found in each; of all bodies in a row ``points_m`` (bodies, 23, 3) and ``visibility``
(bodies, 23) are as ``core.Pose`` has them, ``points_share`` (bodies, 23, 2) are shares of
the picture's width and height, ``motion`` (bodies,) is nan where there was nothing to compare
with. ``about`` is JSON, in bytes. Nothing is rounded: the pose model answers in 32 bits, and
what needs more keeps 64 (``points_px`` then stands in for the shares).
"""

from __future__ import annotations

import contextlib
import json
import math
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.lib import format as npy

from posturecheck.core import Floats, InputError
from posturecheck.sources.trace import JOINTS, NUMBERS, Trace

FORMAT = 1
MOST_BYTES = 4_000_000_000  # unpacked: a day and a half of one person
MOST_PEOPLE = 255  # in a frame
ABOUT_BYTES = 100_000
BLOCK = 4096  # frames at a time
METRES, PIXELS, SEEN = (slice(0, 3 * JOINTS), slice(3 * JOINTS, 5 * JOINTS), slice(5 * JOINTS, -1))
MAGIC = b"\x93NUMPY\x01\x00"
HEADER = re.compile(  # numpy's own reader raises what not, and takes more than we write
    r"\{'descr': '([<|][fu][1248])', 'fortran_order': False, 'shape': \(([0-9, ]{1,60})\), \}\s*"
)
Size = tuple[int, int]


@dataclass(frozen=True, slots=True)
class About:
    """What a file of poses says of itself.

    ``sha256`` is the clip's, ``size_px`` its pictures' (width, height) as they were watched,
    ``watched_s`` the (start, end) seconds of it, to infinity where all was, ``person`` whom
    the check was asked to follow.
    """

    sha256: str | None
    size_px: Size
    watched_s: tuple[float, float]
    person: str = "main"


def save_poses(path: Path, trace: Trace, about: About) -> None:
    """Write a trace; the memory that takes does not grow with it.

    Raises:
        OSError: It cannot be written.
    """
    people, exact, exact_share = _look(trace, about.size_px)
    small = "<f4" if exact else "<f8"
    said = json.dumps(
        {
            "format": FORMAT,
            "clip_sha256": about.sha256,
            "size_px": about.size_px,
            "watched_s": [about.watched_s[0], _finite(about.watched_s[1])],
            "person": about.person,
        }
    ).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as file:

        def add(name: str, shape: Sequence[int], kind: str, of: Callable[[_Block], Any]) -> None:
            with file.open(f"{name}.npy", "w", force_zip64=True) as member:
                header = {"descr": kind, "fortran_order": False, "shape": tuple(shape)}
                npy.write_array_header_1_0(member, header)
                for block in _blocks(trace):
                    member.write(np.asarray(of(block), kind).tobytes())

        with file.open("about.npy", "w") as member:
            npy.write_array(member, np.frombuffer(said, np.uint8))
        add("t_s", (trace.frames,), "<f8", lambda b: b.t_s)
        add("people", (trace.frames,), "|u1", lambda b: b.people)
        add("points_m", (people, JOINTS, 3), small, lambda b: b.rows[:, METRES])
        if exact_share:
            size = np.tile(np.array(about.size_px, float), JOINTS)
            share = (people, JOINTS, 2)
            add("points_share", share, "<f4", lambda b: b.rows[:, PIXELS] / size)
        else:
            add("points_px", (people, JOINTS, 2), "<f8", lambda b: b.rows[:, PIXELS])
        add("visibility", (people, JOINTS), small, lambda b: b.rows[:, SEEN])
        add("motion", (people,), "<f8", lambda b: b.rows[:, -1])


def read_about(path: Path) -> About:
    """Return what a file of poses says of itself.

    Raises:
        InputError: There is none, or it is no such file, or a newer posturecheck wrote it.
    """
    with _opened(path) as file:
        return _about(path, file)


def read_poses(path: Path, within: tuple[float, float] = (0.0, np.inf)) -> tuple[Trace, About]:
    """Return what was seen in the frames of ``start <= t_s < end``, to be closed by the caller.

    Raises:
        InputError: There is no such file, it is damaged or something else, or there is no
            room for temporary files.
    """
    with _opened(path) as file:
        about = _about(path, file)
        trace = Trace()
        try:
            _fill(trace, _Arrays(path, file), about.size_px, within)
        except BaseException:
            trace.close()
            raise
        return trace, about


@dataclass(frozen=True, slots=True)
class _Block:
    t_s: Floats
    people: Any
    rows: Floats  # (bodies, NUMBERS)


def _blocks(trace: Trace) -> Iterator[_Block]:
    times: list[float] = []
    rows: list[Floats] = []
    for t_s, data in trace.records():
        times.append(t_s)
        rows.append(np.frombuffer(data, "<f8").reshape(-1, NUMBERS))
        if len(times) == BLOCK:
            yield _block(times, rows)
            times, rows = [], []
    if times:
        yield _block(times, rows)


def _block(times: list[float], rows: list[Floats]) -> _Block:
    counts = np.array([len(each) for each in rows])
    return _Block(np.array(times), counts, np.concatenate(rows))


def _look(trace: Trace, size_px: Size) -> tuple[int, bool, bool]:
    """Return how many bodies there are, and whether 32 bits hold their numbers and shares."""
    people, exact, exact_share = 0, True, True
    size = np.tile(np.array(size_px, float), JOINTS)
    for block in _blocks(trace):
        people += len(block.rows)
        for part in (block.rows[:, METRES], block.rows[:, SEEN]):
            exact = exact and np.array_equal(part.astype("<f4"), part, equal_nan=True)
        pixels = block.rows[:, PIXELS]
        share = (pixels / size).astype("<f4").astype("<f8") * size
        exact_share = exact_share and np.array_equal(share, pixels, equal_nan=True)
    return people, exact, exact_share


def _finite(value: float) -> float | None:
    return value if np.isfinite(value) else None


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as file:
            if sum(info.file_size for info in file.infolist()) > MOST_BYTES:
                raise _wrong(path, f"more than {MOST_BYTES / 1e9:g} GB")
            yield file
    except FileNotFoundError as error:
        raise InputError(
            f"{path}: expected the body points of a check, found none; check the clip again "
            "without --no-poses"
        ) from error
    except (OSError, EOFError, KeyError, ValueError, RuntimeError) as error:
        raise _wrong(path, str(error) or type(error).__name__) from error
    except (zipfile.BadZipFile, zlib.error, NotImplementedError) as error:
        raise _wrong(path, str(error)) from error


def _wrong(path: Path, came: str) -> InputError:
    return InputError(
        f"{path}: expected the body points that a check keeps, but: {came}; check the clip again"
    )


def _about(path: Path, file: zipfile.ZipFile) -> About:
    with file.open("about.npy") as member:
        shape, kind = _header(path, file, "about", member)
        if kind != np.uint8 or shape[0] > ABOUT_BYTES:
            raise _wrong(path, "it does not say what it is")
        said = json.loads(member.read(ABOUT_BYTES))
    written = said.get("format") if isinstance(said, dict) else None
    if not isinstance(written, int) or written > FORMAT:
        raise _wrong(path, "it is of a newer posturecheck, or none of ours")
    try:
        width, height = (int(side) for side in said["size_px"])
        start_s, end_s = said["watched_s"]
        sha256, person = said["clip_sha256"], said["person"]
        watched_s = float(start_s), np.inf if end_s is None else float(end_s)
    except (KeyError, TypeError, OverflowError) as error:
        raise _wrong(path, "it does not say what it is") from error
    if not (0 < width <= 100_000 and 0 < height <= 100_000 and watched_s[0] < watched_s[1]):
        raise _wrong(path, "it does not say what it is")
    known = sha256 if isinstance(sha256, str) else None
    return About(known, (width, height), watched_s, str(person))


def _header(
    path: Path, file: zipfile.ZipFile, name: str, member: IO[bytes]
) -> tuple[tuple[int, ...], np.dtype[Any]]:
    """Read an array's header, seen to name as many numbers as there are."""
    start = member.read(len(MAGIC) + 2)
    length = int.from_bytes(start[len(MAGIC) :], "little")
    said = HEADER.fullmatch(member.read(length).decode("latin-1"))
    if not start.startswith(MAGIC) or said is None:
        raise _wrong(path, f"{name} is written in another way")
    kind, shape = np.dtype(said[1]), tuple(int(n) for n in said[2].split(",") if n.strip())
    stated = file.getinfo(f"{name}.npy").file_size - len(start) - length
    if not shape or math.prod(shape) * kind.itemsize != stated:
        raise _wrong(path, f"{name} is not whole")
    return shape, kind


class _Arrays:
    """The arrays of a file, read side by side."""

    def __init__(self, path: Path, file: zipfile.ZipFile) -> None:
        self._path, self._file = path, file
        self.names = {info.filename.removesuffix(".npy") for info in file.infolist()}

    def rows(self, name: str, each: tuple[int, ...]) -> _Rows:
        member = self._file.open(f"{name}.npy")
        shape, kind = _header(self._path, self._file, name, member)
        if shape[1:] != each or kind.kind not in "fu":
            raise _wrong(self._path, f"{name} has another shape")
        return _Rows(member, kind, int(np.prod(each, dtype=int)), shape[0])


class _Rows:
    def __init__(self, member: IO[bytes], kind: np.dtype[Any], width: int, count: int) -> None:
        self._member, self._kind, self._width, self.count = member, kind, width, count

    def take(self, count: int) -> Any:
        """Return the next rows as (count, width)."""
        data = self._member.read(count * self._width * self._kind.itemsize)
        return np.frombuffer(data, self._kind).reshape(count, self._width).astype("<f8")


def _fill(trace: Trace, arrays: _Arrays, size_px: Size, within: tuple[float, float]) -> None:
    times, counts = arrays.rows("t_s", ()), arrays.rows("people", ())
    metres, seen = arrays.rows("points_m", (JOINTS, 3)), arrays.rows("visibility", (JOINTS,))
    shared = "points_share" in arrays.names
    pixels = arrays.rows("points_share" if shared else "points_px", (JOINTS, 2))
    motion = arrays.rows("motion", ())
    people = counts.take(counts.count)[:, 0].astype(int)
    bodies = {people.sum(), metres.count, seen.count, pixels.count, motion.count}
    if len(bodies) > 1 or len(people) != times.count or (people > MOST_PEOPLE).any():
        raise ValueError("it does not hold the bodies of its frames")
    scale = np.tile(np.array(size_px, float), JOINTS) if shared else 1.0
    before_s = -np.inf
    for first in range(0, len(people), BLOCK):
        each = people[first : first + BLOCK]
        t_s = times.take(len(each))[:, 0]
        if not (np.diff(t_s, prepend=before_s) > 0).all():
            raise ValueError("its times do not rise")
        before_s = t_s[-1]
        n = int(each.sum())
        parts = (metres.take(n), pixels.take(n) * scale, seen.take(n), motion.take(n))
        rows = np.split(np.concatenate(parts, axis=1), np.cumsum(each)[:-1])
        for moment_s, bodies_then in zip(t_s, rows, strict=True):
            if within[0] <= moment_s < within[1]:
                trace.append_rows(float(moment_s), bodies_then)
