"""Cameras by their path and by their name, as Linux tells them."""

from __future__ import annotations

from pathlib import Path

import pytest

from posturecheck.core import InputError
from posturecheck.sources import camera_names
from posturecheck.sources.camera_names import NamedCamera, camera_index, named_cameras
from posturecheck.sources.devices import OpenCVDevice, device_of

BUILT_IN = NamedCamera(0, "Integrated Camera: Integrated C")
OBS = NamedCamera(4, "OBS Virtual Camera")


@pytest.fixture
def system(tmp_path: Path) -> Path:
    """What a Linux with a built-in camera and a virtual one has in ``/sys``."""
    for number, index, name in ((0, 0, BUILT_IN.name), (1, 1, BUILT_IN.name), (4, 0, OBS.name)):
        place = tmp_path / f"video{number}"
        place.mkdir()
        (place / "index").write_text(f"{index}\n", encoding="utf-8")
        (place / "name").write_text(f"{name}\n", encoding="utf-8")
    (tmp_path / "video9").mkdir()  # unplugged while it is looked at
    return tmp_path


def test_linux_tells_its_cameras_and_no_second_place_of_one(system: Path) -> None:
    assert named_cameras(system, "linux") == [BUILT_IN, OBS]


def test_a_system_without_cameras_tells_none(tmp_path: Path) -> None:
    assert named_cameras(tmp_path / "none", "linux") == []
    assert named_cameras(tmp_path, "another system") == []


@pytest.mark.parametrize(
    ("name", "index"),
    [
        ("OBS Virtual Camera", 4),
        ("obs virtual camera", 4),
        ("obs", 4),
        ("Integrated", 0),
        ("/dev/video3", 3),
        ("nothing like it", None),
        ("", None),
        ("/dev/null", None),
    ],
)
def test_a_name_or_a_path_leads_to_a_number(name: str, index: int | None) -> None:
    assert camera_index(name, [BUILT_IN, OBS]) == index


def test_of_two_of_a_name_the_numbers_are_told() -> None:
    twice = [NamedCamera(0, "USB Camera"), NamedCamera(2, "USB Camera")]
    with pytest.raises(InputError, match=r"several are called so: 0 \(USB Camera\), 2 \(USB"):
        camera_index("USB camera", twice)


def test_the_whole_name_goes_before_a_part_of_another() -> None:
    cameras = [NamedCamera(0, "USB Camera"), NamedCamera(2, "USB Camera Pro")]
    assert camera_index("USB Camera", cameras) == 0


def test_live_takes_a_path_and_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(camera_names, "named_cameras", lambda: [BUILT_IN, OBS])
    for name, said in (("/dev/video0", "camera 0"), ("OBS Virtual Camera", "camera 4")):
        device = device_of(name)
        assert isinstance(device, OpenCVDevice)
        assert device.name == said


def test_a_clip_goes_before_a_camera_of_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(camera_names, "named_cameras", lambda: [OBS])
    monkeypatch.chdir(tmp_path)
    Path("obs").write_bytes(b"no clip")
    with pytest.raises(InputError, match="expected a video file"):
        device_of("obs")
