from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from clips import ROUNDED, even, film

from posturecheck.core import Frame, Image, InputError
from posturecheck.sources import camera as cameras
from posturecheck.sources.camera import Camera, FileDevice, OpenCVDevice, Shot, device_of
from posturecheck.sources.clip import open_facts, read_clip

GREY: Image = np.full((48, 64, 3), 127, np.uint8)


class Scripted:
    """A device that plays one script each time it is opened."""

    name = "scripted"

    def __init__(self, *scripts: Callable[[], Iterator[Image]], comes_back: bool = True) -> None:
        self._scripts = list(scripts)
        self.comes_back = comes_back
        self.closed = threading.Event()

    def pictures(self) -> Iterator[tuple[float | None, Image]]:
        if not self._scripts:
            raise InputError("scripted: expected a camera, it is still gone")
        for image in self._scripts.pop(0)():
            if self.closed.is_set():
                return
            yield None, image

    def close(self) -> None:
        self.closed.set()


def steady(count: int, every_s: float = 0.02) -> Callable[[], Iterator[Image]]:
    def play() -> Iterator[Image]:
        for number in range(count):
            yield np.full((48, 64, 3), number % 256, np.uint8)
            time.sleep(every_s)

    return play


def shots(camera: Camera, wait_s: float = 0.5, pause_s: float = 0.0) -> list[Shot]:
    taken = []
    while (shot := camera.newest(wait_s)) is not None:
        taken.append(shot)
        time.sleep(pause_s)
    return taken


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cameras, "RETRY_S", 0.05)
    monkeypatch.setattr(cameras, "OPEN_WITHIN_S", 0.3)


def test_every_picture_comes_once_with_a_time_that_rises() -> None:
    camera = Camera(Scripted(steady(10), comes_back=False))
    camera.open()
    taken = shots(camera)
    times = [shot.frame.t_s for shot in taken]
    assert times == sorted(set(times))
    assert len(taken) >= 5
    assert camera.state == "ended"
    camera.close()


def test_who_is_slow_gets_the_newest_picture_and_no_queue() -> None:
    camera = Camera(Scripted(steady(30), comes_back=False))
    camera.open()
    taken = shots(camera, pause_s=0.15)
    last_seen = [int(shot.frame.image[0, 0, 0]) for shot in taken if shot.frame.image is not None]
    assert len(taken) < 10
    assert last_seen[-1] >= 28
    assert last_seen == sorted(set(last_seen))
    camera.close()


def test_a_picture_is_stamped_when_it_arrives() -> None:
    camera = Camera(Scripted(steady(3, 0.05), comes_back=False))
    before_s = time.time()
    camera.open()
    shot = camera.newest(0.5)
    assert shot is not None
    assert before_s <= shot.taken_unix_s <= time.time()
    camera.close()


@pytest.mark.usefixtures("quick")
def test_a_camera_that_was_unplugged_is_waited_for_and_goes_on() -> None:
    device = Scripted(steady(4, 0.04), steady(4, 0.04))
    camera = Camera(device)
    camera.open()
    first = shots(camera, 0.08)
    states = {camera.state}
    second = []
    for _ in range(40):
        states.add(camera.state)
        if (shot := camera.newest(0.02)) is not None:
            second.append(shot)
    assert "lost" in states
    assert first
    assert second
    assert second[0].frame.t_s > first[-1].frame.t_s
    camera.close()


@pytest.mark.usefixtures("quick")
def test_a_camera_that_never_opened_says_so_in_one_line() -> None:
    with pytest.raises(InputError, match="expected a camera") as told:
        Camera(Scripted()).open()
    assert "\n" not in str(told.value)


@pytest.mark.usefixtures("quick")
def test_a_camera_that_hangs_is_given_up() -> None:
    def hang() -> Iterator[Image]:
        time.sleep(1.5)
        yield GREY

    start_s = time.monotonic()
    with pytest.raises(InputError, match="none came"):
        Camera(Scripted(hang)).open()
    assert time.monotonic() - start_s < 1.4


def test_closing_ends_its_thread_at_once() -> None:
    before = set(threading.enumerate())
    camera = Camera(Scripted(steady(1000)))
    camera.open()
    start_s = time.monotonic()
    camera.close()
    assert time.monotonic() - start_s < 0.5
    assert set(threading.enumerate()) <= before


def test_a_clip_plays_at_its_own_speed_with_its_own_times(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mp4", even(20, 0.5))
    camera = Camera(FileDevice(path))
    start_s = time.monotonic()
    camera.open()
    taken = shots(camera)
    played_s = time.monotonic() - start_s
    assert [s.frame.t_s for s in taken] == [f.t_s for f in read_clip(open_facts(path))]
    assert 0.4 <= played_s <= 1.2
    assert camera.state == "ended"
    camera.close()


def test_a_clip_is_stopped_in_the_middle_of_a_long_pause() -> None:
    device = FileDevice(Path("x"), iter([Frame(0, 0.0, GREY), Frame(1, 60.0, GREY)]))
    camera = Camera(device)
    camera.open()
    start_s = time.monotonic()
    camera.close()
    assert time.monotonic() - start_s < 0.5


@pytest.mark.parametrize(
    ("name", "kind"),
    [("0", OpenCVDevice), ("rtsp://x/y", OpenCVDevice), (str(ROUNDED), FileDevice)],
)
def test_a_name_leads_to_its_device(name: str, kind: type) -> None:
    assert isinstance(device_of(name), kind)


def test_a_name_that_is_nothing_is_told_in_one_line() -> None:
    with pytest.raises(InputError, match="expected a number such as 0"):
        device_of("no-such-clip.mp4")


def test_a_file_that_is_no_video_is_told_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "notes.mp4"
    path.write_text("no video")
    with pytest.raises(InputError, match="expected a video"):
        device_of(str(path))


def test_a_number_without_a_camera_is_told_in_one_line(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(InputError, match="camera 97: expected a camera that opens"):
        Camera(OpenCVDevice(97)).open()


class Driver:
    """What OpenCV gives of a camera: three pictures, then nothing."""

    def __init__(self, picture: np.ndarray) -> None:
        self._left = [picture] * 3
        self.released = False

    def isOpened(self) -> bool:  # noqa: N802
        return True

    def set(self, *_: object) -> bool:
        return False

    def read(self) -> tuple[bool, np.ndarray | None]:
        return (True, self._left.pop()) if self._left else (False, None)

    def release(self) -> None:
        self.released = True


@pytest.mark.parametrize(
    ("given", "shape"),
    [
        (np.zeros((480, 640, 3), np.uint8), (480, 640, 3)),
        (np.zeros((480, 640), np.uint8), (480, 640, 3)),
        (np.zeros((2160, 3840, 3), np.uint8), (720, 1280, 3)),
    ],
)
def test_whatever_a_camera_gives_becomes_a_picture_of_a_size_that_serves(
    given: np.ndarray, shape: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    driver = Driver(given)
    monkeypatch.setattr(cameras.cv2, "VideoCapture", lambda *_: driver)
    pictures = [image for _, image in OpenCVDevice(0).pictures()]
    assert [p.shape for p in pictures] == [shape] * 3
    assert all(p.flags["C_CONTIGUOUS"] for p in pictures)
    assert driver.released


def test_a_cameras_blue_green_red_becomes_red_green_blue(monkeypatch: pytest.MonkeyPatch) -> None:
    blue = np.zeros((48, 64, 3), np.uint8)
    blue[:, :, 0] = 200  # OpenCV's order
    monkeypatch.setattr(cameras.cv2, "VideoCapture", lambda *_: Driver(blue))
    (_, image), *_ = OpenCVDevice(0).pictures()
    assert image[0, 0].tolist() == [0, 0, 200]
