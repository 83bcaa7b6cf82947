from pathlib import Path

import numpy as np
import pytest
from mannequin import mannequin

from benchmarks.real_points import _part_of, read_points, save_points
from posturecheck.core import InputError
from posturecheck.sources.trace import Trace


def test_kept_points_are_read_to_the_last_bit(tmp_path: Path) -> None:
    frames = [
        (0.0, ()),
        (0.04, (mannequin(flexion=30, motion=0.3), mannequin(yaw=90, visibility=0.7))),
        (0.1, (mannequin(side_bend=10),)),
    ]
    place = tmp_path / "a.npz"
    with Trace() as trace:
        for t_s, people in frames:
            trace.append(t_s, people)
        save_points(trace, place)
    with read_points(place) as again:
        read = list(again)
    assert [t for t, _ in read] == [t for t, _ in frames]
    for (_, want), (_, got) in zip(frames, read, strict=True):
        assert len(want) == len(got)
        for a, b in zip(want, got, strict=True):
            assert np.array_equal(a.points_m, b.points_m)
            assert np.array_equal(a.points_px, b.points_px)
            assert np.array_equal(a.visibility, b.visibility)
            assert np.array_equal(a.motion, b.motion, equal_nan=True)


def test_a_clip_in_which_nobody_was_seen_is_kept_too(tmp_path: Path) -> None:
    with Trace() as trace:
        trace.append(0.0, ())
        save_points(trace, tmp_path / "a.npz")
    with read_points(tmp_path / "a.npz") as again:
        assert list(again) == [(0.0, ())]


def test_a_file_that_holds_no_points_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.npz").write_bytes(b"no points")
    with pytest.raises(InputError, match=r"a\.npz: expected kept points"):
        read_points(tmp_path / "a.npz")


def test_where_there_is_no_folder_nothing_is_kept(tmp_path: Path) -> None:
    with Trace() as trace:
        trace.append(0.0, ())
        with pytest.raises(InputError, match="--keep"):
            save_points(trace, tmp_path / "none" / "a.npz")


def test_a_window_is_cut_in_shares_of_the_picture() -> None:
    image = np.arange(100, dtype=np.uint8).repeat(3).reshape(10, 10, 3)
    part = _part_of(image, (0.2, 0.5, 0.1, 0.9))
    assert part.shape == (8, 3, 3)
    assert part[0, 0, 0] == 12
