"""Body points kept in a file: to the last digit, in little room, and believed only when whole."""

from __future__ import annotations

import json
import math
import zipfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posturecheck.core import InputError, Joint, People, Pose
from posturecheck.sources.poses_file import About, read_about, read_poses, save_poses
from posturecheck.sources.trace import Trace

SIZE = (640, 478)
ABOUT = About("ab" * 32, SIZE, (0.0, math.inf))
Moments = Sequence[tuple[float, People]]


def pose(seed: int, *, single: bool = True, motion: float = 0.25) -> Pose:
    """A body as the model answers: numbers of 32 bits, shares of the picture times its size."""
    dice = np.random.default_rng(seed)
    kind = np.float32 if single else np.float64
    numbers = dice.normal(size=(len(Joint), 6)).astype(kind).astype(float)
    return Pose(numbers[:, :3], numbers[:, 3:5] * np.array(SIZE, float), numbers[:, 5], motion)


def kept(tmp_path: Path, moments: Moments, about: About = ABOUT) -> Path:
    with Trace() as trace:
        for t_s, people in moments:
            trace.append(t_s, people)
        save_poses(tmp_path / "poses.npz", trace, about)
    return tmp_path / "poses.npz"


def rows(moments: Moments) -> list[tuple[float, bytes]]:
    with Trace() as trace:
        for t_s, people in moments:
            trace.append(t_s, people)
        return list(trace.records())


MOMENTS = [(0.1 + i / 30, tuple(pose(7 * i + n) for n in range(i % 3))) for i in range(50)]


@pytest.mark.parametrize("single", [True, False])
def test_what_was_seen_comes_back_to_the_last_digit(tmp_path, single):
    moments = [
        (i / 30, tuple(pose(7 * i + n, single=single) for n in range(i % 3))) for i in range(20)
    ]
    trace, about = read_poses(kept(tmp_path, moments))
    with trace:
        assert list(trace.records()) == rows(moments)
        assert (trace.frames, trace.people_frames) == (20, 13)
    assert about == ABOUT


def test_what_was_not_seen_stays_so(tmp_path):
    body = pose(1, motion=math.nan)
    body.points_m[3] = math.nan
    moments = [(0.0, ()), (0.5, (body,))]
    with read_poses(kept(tmp_path, moments))[0] as trace:
        assert list(trace.records()) == rows(moments)


def test_more_than_a_block_is_kept_in_order(tmp_path, monkeypatch):
    monkeypatch.setattr("posturecheck.sources.poses_file.BLOCK", 7)
    with read_poses(kept(tmp_path, MOMENTS))[0] as trace:
        assert list(trace.records()) == rows(MOMENTS)


@given(st.floats(0, 2), st.floats(0, 2))
def test_a_stretch_is_its_own_frames(tmp_path_factory, start_s, end_s):
    path = kept(tmp_path_factory.mktemp("a"), MOMENTS)
    with read_poses(path, (start_s, end_s))[0] as trace:
        assert list(trace.records()) == [r for r in rows(MOMENTS) if start_s <= r[0] < end_s]


def test_any_numpy_reads_it(tmp_path):
    with np.load(kept(tmp_path, MOMENTS)) as file:
        assert file["points_m"].dtype == np.float32
        assert file["points_m"].shape == (file["people"].sum(), len(Joint), 3)
        assert file["t_s"].tolist() == [t_s for t_s, _ in MOMENTS]
        assert json.loads(file["about"].tobytes())["clip_sha256"] == ABOUT.sha256


def test_a_minute_of_one_person_is_about_a_megabyte(tmp_path):
    path = kept(tmp_path, [(i / 30, (pose(i),)) for i in range(300)])
    assert path.stat().st_size / 10 * 60 < 1.1e6


def test_where_nobody_was_the_file_is_whole(tmp_path):
    with read_poses(kept(tmp_path, [(0.0, ()), (1.0, ())]))[0] as trace:
        assert trace.frames == 2


def test_no_file_says_how_to_get_one(tmp_path):
    with pytest.raises(InputError, match=r"poses\.npz: expected the body points .* --no-poses"):
        read_poses(tmp_path / "poses.npz")


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-3000])


def _text(path: Path) -> None:
    path.write_text("PK not a zip", encoding="utf-8")


def _flipped(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(bytes(data))


def _pickled(path: Path) -> None:
    np.savez(path, about=np.array([{"a": 1}], dtype=object))


def _another(path: Path) -> None:
    np.savez(path, points=np.zeros(3))


def _replaced(path: Path, name: str, array: np.ndarray) -> None:
    with np.load(path) as file:
        arrays = dict(file)
    np.savez(path, **{**arrays, name: array})


def _newer(path: Path) -> None:
    _replaced(path, "about", np.frombuffer(b'{"format": 99}', np.uint8))


def _odd_size(path: Path) -> None:
    said = {
        "format": 1,
        "clip_sha256": None,
        "size_px": [0, 3],
        "watched_s": [0, None],
    }  # and no person
    _replaced(path, "about", np.frombuffer(json.dumps(said).encode(), np.uint8))


def _backwards(path: Path) -> None:
    with np.load(path) as file:
        times = file["t_s"][::-1]
    _replaced(path, "t_s", np.ascontiguousarray(times))


def _too_few(path: Path) -> None:
    with np.load(path) as file:
        motion = file["motion"][:-5]
    _replaced(path, "motion", motion)


def _too_many(path: Path) -> None:
    with np.load(path) as file:
        arrays = {n: file[n] for n in ("points_m", "points_share", "visibility", "motion")}
    for name, array in arrays.items():
        _replaced(path, name, np.concatenate([array, array]))


def _bomb(path: Path) -> None:
    header = b"\x93NUMPY\x01\x00v\x00{'descr': '|u1', 'fortran_order': False, 'shape': (%d,), }"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("about.npy", (header % 10**15).ljust(127) + b"\n" + bytes(1000))


HARMS = (_cut, _text, _flipped, _pickled, _another, _newer, _odd_size, _backwards, _too_few)


@pytest.mark.parametrize("harm", [*HARMS, _too_many, _bomb])
def test_what_is_damaged_or_foreign_is_said_in_one_line(tmp_path, harm):
    path = kept(tmp_path, MOMENTS)
    harm(path)
    with pytest.raises(InputError, match=r"^[^\n]*poses\.npz: expected the body points[^\n]*$"):
        read_poses(path)


def test_what_it_says_of_itself_is_read_alone(tmp_path):
    about = About(None, SIZE, (2.0, 5.5))
    assert read_about(kept(tmp_path, MOMENTS, about)) == about
