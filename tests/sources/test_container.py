"""The film in a file: the right one of several, whole past damage, with pixels that are square."""

from __future__ import annotations

import shutil
import subprocess
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from clips import SIZE, even, film, painted

from posturecheck.core import Frame, InputError
from posturecheck.sources.clip import open_facts, read_clip
from posturecheck.sources.container import main_stream

needs_ffmpeg = pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="needs the ffmpeg program")
RED = "-f lavfi -i color=red:s=320x240:r=1:d=1"
SMALL = "-f lavfi -i color=red:s=32x24:r=25:d=2"


def ffmpeg(folder: Path, command: str) -> Path:
    subprocess.run(["ffmpeg", "-v", "error", "-y", *command.split()], cwd=folder, check=True)
    return folder / command.split()[-1]


def read(path: Path, **how: float) -> list[Frame]:
    return list(read_clip(open_facts(path, **how)))


def seconds(frames: list[Frame]) -> list[float]:
    return [frame.t_s for frame in frames]


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    return film(tmp_path / "plain.mkv", even(25, 2.0), keyframe_every=10)


@needs_ffmpeg
@pytest.mark.parametrize(
    "made",
    [
        f"{RED} -i plain.mkv -map 0 -map 1 -c:v:0 mjpeg -c:v:1 copy clip.mov",
        f"{RED} -i plain.mkv -map 0 -map 1 -c:v:0 mjpeg -c:v:1 copy clip.mkv",
        f"{SMALL} -i plain.mkv -map 0 -map 1 -c:v:0 mpeg2video -c:v:1 copy clip.ts",
        f"-i plain.mkv {RED} -map 0 -map 1 -c:v:1 mjpeg -c:v:0 copy -disposition:v:1 attached_pic"
        " clip.mp4",
    ],
    ids=["a large cover", "a cover in mkv", "a small copy", "a cover that says so"],
)
def test_the_film_is_found_among_pictures(tmp_path: Path, plain: Path, made: str) -> None:
    path = ffmpeg(tmp_path, made)
    frames = read(path)
    assert seconds(frames) == pytest.approx(even(25, 2.0), abs=0.001)
    assert frames[0].image.shape == (SIZE[1], SIZE[0], 3)


@needs_ffmpeg
@pytest.mark.parametrize(
    ("aspect", "shown"), [("4/3", (128, 64)), ("2/1", (192, 64)), ("1/2", (96, 128)),
                          ("64/45", (137, 64)), ("50/1", SIZE)],
)  # fmt: skip
@pytest.mark.parametrize("ending", ["mp4", "mkv", "mov", "avi", "ts"])
def test_pixels_are_made_square(
    tmp_path: Path, plain: Path, aspect: str, shown: tuple[int, int], ending: str
) -> None:
    codec = "mpeg4 -q:v 2" if ending == "avi" else "libx264"
    path = ffmpeg(tmp_path, f"-i plain.mkv -vf setsar={aspect} -c:v {codec} clip.{ending}")
    facts = open_facts(path)
    assert (facts.width, facts.height) == shown
    assert next(read_clip(facts)).image.shape == (shown[1], shown[0], 3)


@needs_ffmpeg
@pytest.mark.parametrize(
    "codec", ["libx264 -bf 2", "libx264 -bf 5 -x264-params open-gop=1:b-adapt=0", "mpeg4 -bf 2"]
)
def test_pictures_of_avi_come_in_the_order_and_at_the_times_of_showing(
    tmp_path: Path, plain: Path, codec: str
) -> None:
    path = ffmpeg(tmp_path, f"-r 25 -i plain.mkv -c:v {codec} -g 12 -q:v 2 clip.avi")
    frames, wanted = read(path), read(plain)
    assert seconds(frames) == pytest.approx(seconds(wanted), abs=0.001)
    for frame, other in zip(frames, wanted, strict=True):
        assert np.abs(frame.image.astype(float) - other.image).mean() < 25  # others differ by 40
    facts = open_facts(path)
    parts = [f for a, b in pairwise([0.0, 0.5, 1.1, np.inf]) for f in read_clip(facts, a, b)]
    assert seconds(parts) == pytest.approx(seconds(frames), abs=0.001)


def damaged(path: Path, first: float, last: float) -> Path:
    data = bytearray(path.read_bytes())
    a, b = round(first * len(data)), round(last * len(data))
    data[a:b] = bytes((37 * i + 11) % 251 for i in range(b - a))
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("name", ["clip.mp4", "clip.mkv", "clip.ts"])
@pytest.mark.parametrize("where", [0.3, 0.5, 0.7])
def test_past_damage_reading_goes_on(tmp_path: Path, name: str, where: float) -> None:
    path = film(tmp_path / name, even(25, 8.0), keyframe_every=10, b_frames=0)
    frames = read(damaged(path, where, where + 0.05))
    assert seconds(frames)[-1] > 7.5
    assert set(np.round(seconds(frames), 2)) <= set(np.round(even(25, 8.0), 2))
    assert 200 - 60 < len(frames) < 200


@needs_ffmpeg
def test_past_damage_an_avi_keeps_its_times(tmp_path: Path) -> None:
    film(tmp_path / "plain.mkv", even(25, 8.0))
    path = ffmpeg(tmp_path, "-r 25 -i plain.mkv -c:v libx264 -bf 2 -g 12 clip.avi")
    whole = {round(frame.t_s, 2): frame.image for frame in read(path)}
    left = read(damaged(path, 0.4, 0.42))
    assert 140 < len(left) < 200
    assert left[-1].t_s == pytest.approx(7.96, abs=0.01)
    late = [frame for frame in left if frame.t_s > 5]
    assert all(np.array_equal(frame.image, whole[round(frame.t_s, 2)]) for frame in late)


def test_what_is_built_on_damaged_pictures_is_left_out(tmp_path: Path) -> None:
    path = film(tmp_path / "clip.mp4", even(25, 4.0), keyframe_every=25, b_frames=2)
    whole = {frame.t_s: frame.image for frame in read(path)}
    left = read(damaged(path, 0.4, 0.42))
    assert 25 < len(left) < 100
    for frame in left:
        assert np.array_equal(frame.image, whole[frame.t_s])


def test_a_part_that_begins_in_damage_gives_the_same_pictures(tmp_path: Path) -> None:
    path = damaged(film(tmp_path / "clip.mp4", even(25, 4.0)), 0.4, 0.45)
    facts = open_facts(path)
    parts = [f for a, b in pairwise([0.0, 1.5, 1.8, np.inf]) for f in read_clip(facts, a, b)]
    assert seconds(parts) == seconds(list(read_clip(facts)))


def test_a_damaged_beginning_keeps_the_clips_clock(tmp_path: Path) -> None:
    path = film(tmp_path / "clip.mkv", even(25, 4.0))
    data = path.read_bytes()
    first = (data.index(b"\x1f\x43\xb6\x75") + 40) / len(data)
    damaged(path, first, first + 1200 / len(data))  # the first keyframe and the second
    assert seconds(read(path))[0] == pytest.approx(0.8, abs=0.01)


def test_a_clip_is_turned_and_slowed_as_asked(tmp_path: Path) -> None:
    path = film(tmp_path / "clip.mp4", even(25, 2.0))
    facts = open_facts(path, turned_deg=90, slow=4.0)
    frames = list(read_clip(facts))
    assert (facts.width, facts.height) == SIZE[::-1]
    assert facts.duration_s == pytest.approx(0.5, abs=0.01)
    assert seconds(frames)[-1] == pytest.approx(0.49, abs=0.02)
    assert np.array_equal(frames[0].image, np.rot90(read(path)[0].image, k=-1))


def test_a_turn_comes_on_top_of_the_flag(tmp_path: Path) -> None:
    flagged = film(tmp_path / "clip.mp4", even(25, 0.2), rotation=-90)
    bare = film(tmp_path / "bare.mp4", even(25, 0.2))
    once = read(bare, turned_deg=180)[0].image
    assert np.array_equal(read(flagged, turned_deg=90)[0].image, once)


def test_who_has_no_film_says_so(tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    path.write_bytes(b"no film at all")
    with pytest.raises(InputError, match="expected a video file"):
        open_facts(path)


def test_one_film_is_the_film(tmp_path: Path) -> None:
    path = film(tmp_path / "clip.mkv", [0.0], iter([painted(1)]), codec="mjpeg")
    assert main_stream(path) == 0
