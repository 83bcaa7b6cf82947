"""The day a clip was filmed: the container's, or unknown."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import pytest

from posturecheck.sources.filmed import filmed_at


@pytest.fixture(autouse=True)
def in_the_evening_zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A computer eight hours behind UTC, where the evening is UTC's next day."""
    if not hasattr(time, "tzset"):
        pytest.skip("the zone cannot be set here")
    monkeypatch.setenv("TZ", "XYZ+8")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def clip(path: Path, **tags: str) -> Path:
    options = {"movflags": "use_metadata_tags"} if "creation_time" not in tags else {}
    with av.open(str(path), "w", options=options) as container:
        container.metadata.update({name.replace("__", "."): said for name, said in tags.items()})
        stream = container.add_stream("mpeg4", rate=10)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        picture = av.VideoFrame.from_ndarray(np.zeros((48, 64, 3), np.uint8), "rgb24")
        container.mux(stream.encode(picture))
        container.mux(stream.encode(None))
    return path


def day(path: Path) -> str:
    filmed = filmed_at(path)
    return filmed.isoformat() if filmed else ""


def test_a_moment_in_utc_is_told_as_the_clock_on_the_wall_showed_it(tmp_path: Path) -> None:
    path = clip(tmp_path / "a.mp4", creation_time="2026-03-06T01:30:00.000000Z")
    assert day(path) == "2026-03-05T17:30:00-08:00"


def test_a_phone_that_names_its_zone_is_believed(tmp_path: Path) -> None:
    tags = {"com__apple__quicktime__creationdate": "2026-03-05T23:30:00+0200"}
    assert day(clip(tmp_path / "a.mov", **tags)) == "2026-03-05T23:30:00+02:00"


@pytest.mark.parametrize(
    "said", ["1904-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "2999-01-01T00:00:00Z"]
)
def test_a_moment_that_cannot_be_is_not_known(tmp_path: Path, said: str) -> None:
    assert day(clip(tmp_path / "a.mkv", creation_time=said)) == ""


def test_a_clip_that_does_not_say_is_undated(tmp_path: Path) -> None:
    assert day(clip(tmp_path / "a.mp4")) == ""


def test_what_is_no_clip_has_no_day(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_bytes(b"no film")
    assert day(tmp_path / "a.mp4") == ""
    assert day(tmp_path / "none.mp4") == ""
    assert day(tmp_path) == ""
