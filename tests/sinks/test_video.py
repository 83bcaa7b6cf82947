"""The annotated video: its format, its times, its end, and what happens when it cannot be."""

import math
import threading
from dataclasses import replace
from pathlib import Path

import av
import av.error
import numpy as np
import pytest

from posturecheck.core import Frame, Headline, Pose, Posture, Step
from posturecheck.detectors.face_network import Face
from posturecheck.drawing.face_blur import Hidden
from posturecheck.drawing.face_watch import FaceWatch
from posturecheck.sinks import video
from posturecheck.sinks.video import GaugeLimits, VideoSink
from posturecheck.sources.clip import ClipFacts

LIMITS = GaugeLimits(20, 60, 20, 30)
UNEVEN_S = (0.0, 0.033, 0.05, 0.2, 0.61, 0.65, 1.4)


def facts(duration_s: float = math.nan) -> ClipFacts:
    return ClipFacts(Path("clip.mp4"), 320, 240, duration_s, 0, "h264", 0.0)


def step(t_s: float, size: tuple[int, int] = (120, 160)) -> Step:
    image = np.full((*size, 3), 90, np.uint8)
    return Step(Frame(0, t_s, image), (), None, Posture(t_s), "", ())


def write(path: Path, *steps: Step, duration_s: float = math.nan) -> None:
    sink = VideoSink(path, facts(duration_s), LIMITS, None)
    for one in steps:
        sink.write(one)
    sink.close()


def times(path: Path) -> list[float]:
    with av.open(str(path)) as container:
        return [frame.time for frame in container.decode(video=0)]


def seconds(path: Path) -> float:
    with av.open(str(path)) as container:
        return container.duration / 1e6


def test_any_browser_can_play_it_from_its_first_bytes(tmp_path: Path) -> None:
    path = tmp_path / "annotated.mp4"
    write(path, *(step(t) for t in UNEVEN_S))
    with av.open(str(path)) as container:
        codec = container.streams.video[0].codec_context
        assert (codec.name, codec.pix_fmt) == ("h264", "yuv420p")
    written = path.read_bytes()
    assert written.index(b"moov") < written.index(b"mdat")


def test_every_picture_keeps_its_own_time(tmp_path: Path) -> None:
    path = tmp_path / "annotated.mp4"
    write(path, *(step(t) for t in UNEVEN_S))
    assert times(path) == pytest.approx(UNEVEN_S, abs=1 / 90_000)


@pytest.mark.parametrize(
    ("stated_s", "expected_s"),
    [(3.0, 3.0), (math.nan, 1.4 + 0.75), (0.5, 1.4 + 0.75)],
    ids=["held to the clip's end", "not stated", "stated too short"],
)
def test_the_last_picture_is_held(tmp_path: Path, stated_s: float, expected_s: float) -> None:
    path = tmp_path / "annotated.mp4"
    write(path, *(step(t) for t in UNEVEN_S), duration_s=stated_s)
    assert seconds(path) == pytest.approx(expected_s, abs=0.002)
    assert len(times(path)) == len(UNEVEN_S)


def test_a_clip_of_one_picture_lasts_as_stated(tmp_path: Path) -> None:
    write(tmp_path / "one.mp4", step(0.0), duration_s=1.0)
    assert seconds(tmp_path / "one.mp4") == pytest.approx(1.0, abs=0.002)
    write(tmp_path / "unknown.mp4", step(0.0))
    assert len(times(tmp_path / "unknown.mp4")) == 1


@pytest.mark.parametrize("size", [(121, 161), (120, 161), (97, 54)])
def test_odd_sizes_lose_one_line_at_most(tmp_path: Path, size: tuple[int, int]) -> None:
    path = tmp_path / "odd.mp4"
    write(path, step(0.0, size), step(0.1, size))
    with av.open(str(path)) as container:
        frame = next(container.decode(video=0))
    assert (frame.height, frame.width) == (size[0] // 2 * 2, size[1] // 2 * 2)


def test_pictures_of_another_size_in_mid_clip_are_made_to_fit(tmp_path: Path) -> None:
    path = tmp_path / "turned.mp4"
    write(path, step(0.0), step(0.1, (160, 120)))
    assert len(times(path)) == 2


def test_colours_come_back_as_they_were(tmp_path: Path) -> None:
    path, colour = tmp_path / "colour.mp4", np.array([200, 90, 40])
    painted = step(0.0)
    assert painted.frame.image is not None
    painted.frame.image[:] = colour
    write(path, painted)
    with av.open(str(path)) as container:
        read = next(container.decode(video=0)).to_ndarray(format="rgb24")
    assert read[70:110, 40:120].mean(axis=(0, 1)) == pytest.approx(colour, abs=6)


def test_what_the_bar_says_is_on_the_film_as_long_as_it_says_it(tmp_path: Path) -> None:
    def banner(headline: Headline | None) -> float:
        path = tmp_path / "bar.mp4"
        write(path, replace(step(0.0, (240, 320)), headline=headline))
        with av.open(str(path)) as container:
            read = next(container.decode(video=0)).to_ndarray(format="rgb24")
        return float(read[-20:].std())

    assert banner(None) < 2 < banner(Headline("next", "Stand tall"))


def test_nothing_written_leaves_no_file_and_closing_twice_is_fine(tmp_path: Path) -> None:
    sink = VideoSink(tmp_path / "none.mp4", facts(), LIMITS, None)
    sink.close()
    sink.close()
    assert not list(tmp_path.iterdir())
    with pytest.raises(ValueError, match="closed"):
        sink.write(step(0.0))


def test_a_step_without_its_picture_is_refused(tmp_path: Path) -> None:
    sink = VideoSink(tmp_path / "none.mp4", facts(), LIMITS, None)
    bare = replace(step(0.0), frame=Frame(0, 0.0))
    with pytest.raises(ValueError, match="pictures"):
        sink.write(bare)
    sink.close()


def test_a_missing_folder_is_told_as_itself_and_once(tmp_path: Path) -> None:
    sink = VideoSink(tmp_path / "nowhere" / "annotated.mp4", facts(), LIMITS, None)

    def write_many() -> None:  # many more than may wait: it must not block either
        for i in range(200):
            sink.write(step(i / 30))

    with pytest.raises(FileNotFoundError):
        write_many()
    sink.close()


def test_an_error_after_the_last_picture_is_raised_by_close(tmp_path: Path, monkeypatch) -> None:
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(video, "_packets", full)
    path = tmp_path / "annotated.mp4"
    sink = VideoSink(path, facts(), LIMITS, None)
    sink.write(step(0.0))
    with pytest.raises(OSError, match="No space left"):
        sink.close()
    assert not path.exists(), "nothing half-written stays"
    sink.close()
    assert not [t for t in threading.enumerate() if t.name == "video-encoder"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full here")
def test_a_full_disk_is_told_as_itself(tmp_path: Path) -> None:
    path = tmp_path / "annotated.mp4"
    path.symlink_to("/dev/full")
    with pytest.raises(OSError, match="No space left"):
        write(path, *(step(i / 30) for i in range(5)))
    assert Path("/dev/full").exists()


def test_a_picture_is_drawn_once_it_is_known_what_is_hidden_and_told_with_it(
    tmp_path, monkeypatch
) -> None:
    drawn: list[tuple[float, Hidden]] = []
    told: list[tuple[float, Hidden]] = []

    def spy(image, step, limits, hidden):
        drawn.append((step.frame.t_s, hidden))
        return image

    def find(frame: Frame, expected: object) -> tuple[Face, ...]:
        return (Face(50.0, 60.0, 20.0),) if frame.t_s >= 0.2 else ()

    monkeypatch.setattr(video, "annotate", spy)
    sink = VideoSink(
        tmp_path / "late.mp4",
        facts(),
        LIMITS,
        FaceWatch(find),
        lambda veiled: told.append((veiled.step.frame.t_s, veiled.hidden)),
    )
    for i in range(30):
        sink.write(replace(step(i / 20), pose=middle()))
    assert 0 < len(drawn) < 30
    sink.close()
    assert [t_s for t_s, _ in drawn] == [i / 20 for i in range(30)]
    assert [len(hidden or ()) for _, hidden in drawn] == [1] * 30
    assert told == drawn


def middle() -> Pose:
    return Pose(np.zeros((23, 3)), np.full((23, 2), 80.0), np.ones(23))
