"""Frames of recorded clips: their own times, upright, not too many, the same in parts."""

import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest
from clips import SIZE, even, film, film_times, painted, spliced, stopped_clock

from posturecheck.core import Frame, InputError
from posturecheck.sources.clip import (
    MAX_RATE_HZ,
    MAX_SIDE_PX,
    open_facts,
    read_clip,
)

UNEVEN_S = (0.0, 0.04, 0.11, 0.15, 0.31, 0.35, 0.9, 0.94, 1.0)


def read(path: Path, start_s: float = 0.0, end_s: float = np.inf) -> list[Frame]:
    return list(read_clip(open_facts(path), start_s, end_s))


def seconds(frames: list[Frame]) -> list[float]:
    return [frame.t_s for frame in frames]


def brightest_red_corner(frame: Frame) -> str:
    image = frame.image.astype(int)
    redness = image[..., 0] - image[..., 1] - image[..., 2] // 2
    corners = {
        f"{row} {column}": redness[rows, columns].mean()
        for row, rows in (("top", slice(0, 8)), ("bottom", slice(-8, None)))
        for column, columns in (("left", slice(0, 8)), ("right", slice(-8, None)))
    }
    return max(corners, key=corners.get)


@pytest.mark.parametrize("name", ["clip.mp4", "clip.mov", "clip.mkv"])
def test_uneven_times_are_the_containers_own(tmp_path: Path, name: str) -> None:
    frames = read(film(tmp_path / name, UNEVEN_S))
    assert seconds(frames) == pytest.approx(UNEVEN_S, abs=0.001)


@pytest.mark.parametrize("name", ["clip.mp4", "clip.mkv", "clip.ts"])
def test_time_begins_with_the_first_picture(tmp_path: Path, name: str) -> None:
    times = [3.0 + t for t in UNEVEN_S]
    path = film(tmp_path / name, times)
    assert film_times(path)[0] > 1
    assert seconds(read(path)) == pytest.approx(UNEVEN_S, abs=0.001)


@pytest.mark.parametrize(
    ("name", "codec"),
    [("clip.gif", "gif"), ("clip.webm", "libvpx"), ("clip.mkv", "libx264"), ("clip.ts", "libx264")],
)
def test_other_containers_are_read_too(tmp_path: Path, name: str, codec: str) -> None:
    if codec not in av.codec.codecs_available:
        pytest.skip(f"needs PyAV built with the encoder {codec}")
    frames = read(film(tmp_path / name, even(25, 0.4), codec=codec))
    assert seconds(frames) == pytest.approx(even(25, 0.4), abs=0.001)
    assert frames[0].image.shape == (SIZE[1], SIZE[0], 3)


@pytest.mark.parametrize("rate_hz", [10, 24, 25, 29.97, 30])
def test_of_an_ordinary_clip_every_picture_is_used(tmp_path: Path, rate_hz: float) -> None:
    times = even(rate_hz, 2.0)
    assert seconds(read(film(tmp_path / "clip.mp4", times))) == pytest.approx(times, abs=1e-4)


@pytest.mark.parametrize("rate_hz", [50, 59.94, 60, 120, 240])
def test_a_fast_clip_is_thinned_to_thirty_a_second(tmp_path: Path, rate_hz: float) -> None:
    frames = read(film(tmp_path / "clip.mp4", even(rate_hz, 2.0)))
    assert len(frames) == pytest.approx(60, abs=1)
    gaps = [b - a for a, b in pairwise(seconds(frames))]
    assert max(gaps) < 1.7 / MAX_RATE_HZ


def test_a_burst_gives_one_picture_a_slot(tmp_path: Path) -> None:
    burst = [0.0, 0.1, *(0.2 + i / 1000 for i in range(200)), 0.5]
    frames = read(film(tmp_path / "clip.mp4", burst))
    slots = [np.floor(t * MAX_RATE_HZ + 0.5) for t in seconds(frames)]
    assert slots == sorted(set(slots))
    assert {0.0, 0.1, 0.5} <= {round(t, 3) for t in seconds(frames)}


@pytest.mark.parametrize("rate_hz", [25, 240])
@pytest.mark.parametrize(
    ("name", "keyframe_every", "b_frames"),
    [("clip.mp4", 7, 3), ("clip.mp4", 1000, 2), ("clip.mkv", 7, 0), ("clip.ts", 12, 2)],
)
def test_parts_give_the_same_frames_as_one_piece(
    tmp_path: Path, name: str, keyframe_every: int, b_frames: int, rate_hz: float
) -> None:
    path = film(
        tmp_path / name,
        even(rate_hz, 1.0, first_s=1.5),
        keyframe_every=keyframe_every,
        b_frames=b_frames,
    )
    facts = open_facts(path)
    whole = read(path)
    cuts = [0.0, 0.119, 0.28, 7 / 30, 0.5, 0.52, 0.5834, 0.9, np.inf]
    parts = [f for a, b in pairwise(sorted(cuts)) for f in read_clip(facts, a, b)]
    assert seconds(parts) == seconds(whole)
    assert all(np.array_equal(a.image, b.image) for a, b in zip(parts, whole, strict=True))


@pytest.mark.parametrize(("name", "codec"), [("clip.gif", "gif"), ("clip.webm", "libvpx")])
def test_a_clip_that_cannot_be_wound_on_is_read_from_its_beginning(
    tmp_path: Path, name: str, codec: str
) -> None:
    path = film(tmp_path / name, even(25, 1.0), codec=codec)
    assert seconds(read(path, 0.5)) == [t for t in seconds(read(path)) if t >= 0.5]


@pytest.mark.parametrize(
    ("flag", "clockwise", "corner"),
    [(None, 0, "top left"), (-90, 90, "top right"), (180, 180, "bottom right"),
     (90, 270, "bottom left")],
)  # fmt: skip
def test_a_phones_rotation_flag_is_obeyed(
    tmp_path: Path, flag: int | None, clockwise: int, corner: str
) -> None:
    path = film(tmp_path / "clip.mp4", even(25, 0.2), rotation=flag)
    facts = open_facts(path)
    frame = next(read_clip(facts))
    assert facts.rotation_deg == clockwise
    assert brightest_red_corner(frame) == corner
    assert frame.image.shape == (facts.height, facts.width, 3)
    portrait = flag in (90, -90)
    assert (facts.width, facts.height) == (SIZE[::-1] if portrait else SIZE)


@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="needs the ffmpeg program")
def test_ffmpeg_turns_a_portrait_clip_the_same_way(tmp_path: Path) -> None:
    path = film(tmp_path / "clip.mp4", even(25, 0.2), rotation=-90)
    picture = tmp_path / "first.ppm"
    subprocess.run(["ffmpeg", "-v", "error", "-i", path, "-frames:v", "1", picture], check=True)
    with av.open(str(picture)) as container:
        expected = next(container.decode(video=0)).to_ndarray(format="rgb24").astype(int)
    assert np.abs(expected - next(read_clip(open_facts(path))).image).max() < 8


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs Linux's /proc")
def test_an_8k_clip_is_scaled_down_within_bounded_memory(tmp_path: Path) -> None:
    path = film(tmp_path / "8k.mp4", even(30, 0.07), (painted(i, (7680, 4320)) for i in range(2)))
    watched = (
        "import re, sys; from pathlib import Path;"
        "from posturecheck.sources.clip import open_facts, read_clip;"
        "shapes = {f.image.shape for f in read_clip(open_facts(Path(sys.argv[1])))};"
        "status = Path('/proc/self/status').read_text();"
        "print(shapes, int(re.search(r'VmHWM:\\s+(\\d+)', status)[1]) // 1000)"
    )
    done = subprocess.run(
        [sys.executable, "-c", watched, path], check=True, capture_output=True, text=True
    )
    shapes, megabytes = done.stdout.rsplit(maxsplit=1)
    assert shapes == f"{{(720, {MAX_SIDE_PX}, 3)}}"
    assert int(megabytes) < 600  # one such picture is 50 in the decoder, which keeps several


@pytest.mark.parametrize("size", [(98, 66), (130, 34), (16, 16), (2, 200)])
def test_sizes_off_any_grid_are_kept(tmp_path: Path, size: tuple[int, int]) -> None:
    pictures = (painted(i, size) for i in range(3))
    frames = read(film(tmp_path / "clip.mkv", even(25, 0.12), pictures, codec="mjpeg"))
    assert [f.image.shape for f in frames] == [(size[1], size[0], 3)] * 3


def test_an_odd_size_is_kept(tmp_path: Path) -> None:
    pictures = (painted(i, (97, 63)) for i in range(3))
    path = film(tmp_path / "clip.gif", even(25, 0.12), pictures, codec="gif")
    assert read(path)[0].image.shape == (63, 97, 3)


def test_pictures_lie_in_memory_without_padding(tmp_path: Path) -> None:
    path = film(tmp_path / "clip.mp4", even(25, 0.2), rotation=90)
    assert all(frame.image.flags.c_contiguous for frame in read(path))


def test_a_name_with_a_colon_is_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    film(tmp_path / "clip.mp4", even(25, 0.2)).rename(tmp_path / "pipe:0")
    monkeypatch.chdir(tmp_path)
    assert len(read(Path("pipe:0"))) == 5


def test_a_stopped_clock_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="times that rise"):
        read(stopped_clock(tmp_path / "clip.mkv", 40))


def test_a_clock_that_jumps_by_hours_is_told(tmp_path: Path) -> None:
    path = film(tmp_path / "clip.mkv", [*even(30, 0.5), *even(30, 0.5, 7200)])
    with pytest.raises(InputError, match=r"after 0\.47 s comes 7200\.00 s"):
        read(path)


def test_a_clock_that_is_set_back_for_long_is_told(tmp_path: Path) -> None:
    late = film(tmp_path / "late.ts", even(30, 0.5, 30.0))
    early = film(tmp_path / "early.ts", even(30, 2.0, 20.0))
    with pytest.raises(InputError, match="times that rise"):
        read(spliced(tmp_path / "clip.ts", late, early))


def test_a_clock_that_is_set_back_for_a_moment_is_waited_for(tmp_path: Path) -> None:
    late = film(tmp_path / "late.ts", even(30, 0.5, 20.0))
    early = film(tmp_path / "early.ts", even(30, 1.0, 20.2))
    times = seconds(read(spliced(tmp_path / "clip.ts", late, early)))
    assert times == sorted(set(times))
    assert times[-1] == pytest.approx(0.2 + 29 / 30, abs=0.001)


def test_of_a_cut_off_clip_what_decodes_is_used(tmp_path: Path) -> None:
    path = film(tmp_path / "clip.mp4", even(25, 4.0))
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    facts, frames = open_facts(path), read(path)
    assert 1.0 < frames[-1].t_s < 3.0
    assert seconds(frames)[:-2] == pytest.approx(even(25, 4.0)[: len(frames) - 2], abs=0.001)
    assert facts.duration_s == pytest.approx(4.0, abs=0.1)  # what is missing can be told
    assert read(path, 3.5) == []


def test_a_song_with_a_cover_picture_is_no_video(tmp_path: Path) -> None:
    ffmpeg = shutil.which("ffmpeg")
    if ffmpeg is None:
        pytest.skip("needs the ffmpeg program")
    film(tmp_path / "cover.mkv", [0.0], codec="mjpeg")
    song = tmp_path / "song.m4a"
    subprocess.run(
        f"{ffmpeg} -v error -f lavfi -i sine=duration=1 -i cover.mkv -map 0 -map 1 -c:v copy"
        " -disposition:v attached_pic song.m4a".split(),
        cwd=tmp_path,
        check=True,
    )
    with pytest.raises(InputError, match="found sound only"):
        open_facts(song)


@pytest.mark.parametrize("name", ["clip.mp4", "clip.mkv", "clip.mov", "clip.flv", "clip.ts"])
def test_a_title_that_is_no_text_is_no_hindrance(tmp_path: Path, name: str) -> None:
    title = "a title of so many letters"
    path = film(tmp_path / name, even(25, 0.4), title=title)
    data = path.read_bytes()
    odd = b"\xe9\xff\x80".ljust(len(title), b"\x1b")
    path.write_bytes(data.replace(title.encode(), odd))
    assert len(read(path)) >= 9
