from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from clips import ROUNDED, even, film
from patience import PATIENCE_S, until

from posturecheck.core import Frame, Image, InputError
from posturecheck.sources import camera as cameras
from posturecheck.sources import devices
from posturecheck.sources.camera import Camera, Shot
from posturecheck.sources.clip import open_facts, read_clip
from posturecheck.sources.devices import FileDevice, OpenCVDevice, device_of

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


def each_taken(camera: list[Camera], count: int) -> Iterator[Image]:
    """Pictures at 25 a second, each after the last one was taken."""
    for number in range(count):
        yield np.full((48, 64, 3), number, np.uint8)
        time.sleep(0.04)
        assert until(lambda: camera[0]._shot is None)


def steady(count: int, every_s: float = 0.02) -> Callable[[], Iterator[Image]]:
    def play() -> Iterator[Image]:
        for number in range(count):
            yield np.full((48, 64, 3), number % 256, np.uint8)
            time.sleep(every_s)

    return play


def shots(camera: Camera) -> list[Shot]:
    taken = []
    while (shot := camera.newest(PATIENCE_S)) is not None:
        taken.append(shot)
    return taken


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cameras, "RETRY_S", 0.05)
    monkeypatch.setattr(cameras, "OPEN_WITHIN_S", 0.3)


def test_a_camera_that_is_turned_off_gives_nothing_and_goes_on_when_it_is_turned_on() -> None:
    ended = threading.Event()

    def endless() -> Iterator[Image]:
        try:
            yield from steady(10**6)()
        finally:
            ended.set()

    camera = Camera(Scripted(endless, steady(10**6)))
    camera.open()
    before = camera.newest(PATIENCE_S)
    camera.turn_off()
    assert until(lambda: camera.state == "off")
    assert ended.is_set()  # the device is let go of, not only ignored
    assert camera.newest(0.05) is None
    camera.turn_on()
    after = camera.newest(PATIENCE_S)
    camera.close()
    assert before is not None
    assert after is not None
    assert after.frame.t_s > before.frame.t_s


def test_a_camera_can_be_closed_while_it_is_off() -> None:
    camera = Camera(Scripted(steady(10**6)))
    camera.open()
    camera.turn_off()
    assert until(lambda: camera.state == "off")
    camera.close()
    assert until(lambda: not camera._thread.is_alive())


def test_every_picture_comes_once_with_a_time_that_rises() -> None:
    watched: list[Camera] = []
    camera = Camera(Scripted(lambda: each_taken(watched, 10), comes_back=False))
    watched.append(camera)
    camera.open()
    taken = shots(camera)
    times = [shot.frame.t_s for shot in taken]
    assert times == sorted(set(times))
    assert len(taken) == 10
    assert camera.state == "ended"
    camera.close()


def test_who_is_slow_gets_the_newest_picture_and_no_queue() -> None:
    came, taken = threading.Semaphore(0), threading.Semaphore(0)

    def five_at_a_time() -> Iterator[Image]:
        for number in range(15):
            yield np.full((48, 64, 3), number, np.uint8)
            time.sleep(0.04)
            if number % 5 == 4:
                came.release()
                taken.acquire(timeout=PATIENCE_S)

    camera = Camera(Scripted(five_at_a_time, comes_back=False))
    camera.open()
    seen = []
    for _ in range(3):
        came.acquire(timeout=PATIENCE_S)
        seen += [int(shot.frame.image[0, 0, 0]) for shot in [camera.newest(0.0)] if shot]
        assert camera.newest(0.0) is None
        taken.release()
    assert seen == [4, 9, 14]
    camera.close()


def test_a_picture_is_stamped_when_it_arrives() -> None:
    camera = Camera(Scripted(steady(3, 0.05), comes_back=False))
    before_s = time.time()
    camera.open()
    shot = camera.newest(PATIENCE_S)
    assert shot is not None
    assert before_s <= shot.taken_unix_s <= time.time()
    camera.close()


@pytest.mark.usefixtures("quick")
def test_a_camera_that_was_unplugged_is_waited_for_and_goes_on() -> None:
    plugged_in = threading.Event()

    def again() -> Iterator[Image]:
        plugged_in.wait(PATIENCE_S)
        yield from steady(1000)()

    camera = Camera(Scripted(steady(4, 0.04), again))
    camera.open()
    assert until(lambda: camera.state == "lost")
    first = camera.newest(0.0)
    plugged_in.set()
    second = camera.newest(PATIENCE_S)
    assert camera.state == "open"
    assert first
    assert second
    assert second.frame.t_s > first.frame.t_s
    camera.close()


@pytest.mark.usefixtures("quick")
def test_a_camera_that_never_opened_says_so_in_one_line() -> None:
    with pytest.raises(InputError, match="expected a camera") as told:
        Camera(Scripted()).open()
    assert "\n" not in str(told.value)


@pytest.mark.usefixtures("quick")
def test_a_camera_that_hangs_is_given_up() -> None:
    over = threading.Event()

    def hang() -> Iterator[Image]:
        over.wait(PATIENCE_S)
        yield GREY

    camera = Camera(Scripted(hang))
    with pytest.raises(InputError, match="none came"):
        camera.open()
    assert camera._thread.is_alive(), "it was waited for"
    over.set()
    camera._thread.join()


def test_closing_ends_its_thread_with_the_next_picture() -> None:
    before = set(threading.enumerate())
    camera = Camera(Scripted(steady(10**6)))
    camera.open()
    camera.close()
    assert until(lambda: set(threading.enumerate()) <= before)


def test_a_clip_plays_at_its_own_speed_with_its_own_times(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mp4", even(20, 0.5))
    now_s = [70.0]

    def pause(seconds: float) -> bool:
        now_s[0] += seconds
        return False

    device = FileDevice(path, clock=lambda: now_s[0], pause=pause)
    played = [(own_t_s, now_s[0] - 70.0) for own_t_s, _ in device.pictures()]
    assert [own_t_s for own_t_s, _ in played] == [f.t_s for f in read_clip(open_facts(path))]
    assert [at_s for _, at_s in played] == pytest.approx([own_t_s for own_t_s, _ in played])


def test_where_a_clip_ends_the_camera_ends(tmp_path: Path) -> None:
    camera = Camera(FileDevice(film(tmp_path / "a.mp4", even(5, 0.5))))
    camera.open()
    assert until(lambda: camera.state == "ended")
    assert camera.newest(0.0) is not None
    camera.close()


def test_a_clip_is_stopped_in_the_middle_of_a_long_pause() -> None:
    device = FileDevice(Path("x"), iter([Frame(0, 0.0, GREY), Frame(1, 6000.0, GREY)]))
    camera = Camera(device)
    camera.open()
    camera.close()
    assert until(lambda: not camera._thread.is_alive())


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
    monkeypatch.setattr(devices.cv2, "VideoCapture", lambda *_: driver)
    pictures = [image for _, image in OpenCVDevice(0).pictures()]
    assert [p.shape for p in pictures] == [shape] * 3
    assert all(p.flags["C_CONTIGUOUS"] for p in pictures)
    assert driver.released


def test_a_cameras_blue_green_red_becomes_red_green_blue(monkeypatch: pytest.MonkeyPatch) -> None:
    blue = np.zeros((48, 64, 3), np.uint8)
    blue[:, :, 0] = 200  # OpenCV's order
    monkeypatch.setattr(devices.cv2, "VideoCapture", lambda *_: Driver(blue))
    (_, image), *_ = OpenCVDevice(0).pictures()
    assert image[0, 0].tolist() == [0, 0, 200]
