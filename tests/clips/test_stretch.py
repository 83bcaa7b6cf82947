"""A stretch of a clip, as people write it."""

import pytest

from posturecheck.clips.stretch import stretch
from posturecheck.core import InputError


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("20-65.5", (20, 65.5)),
        ("0:20-1:05.5", (20, 65.5)),
        ("0.5-3", (0.5, 3)),
        ("1:00:00-1:00:01", (3600, 3601)),
        (" 0:05 – 0:07 ", (5, 7)),
        ("90-2:00", (90, 120)),
    ],
)
def test_seconds_and_minutes_are_understood(text: str, seconds: tuple[float, float]) -> None:
    assert stretch(text, "--range") == seconds


@pytest.mark.parametrize(
    "text", ["", "5", "5-", "-5", "5-1", "3-3", "a-b", "1-2-3", "1:2:3:4-9", "-1-3"]
)
def test_what_is_no_stretch_is_refused(text: str) -> None:
    with pytest.raises(InputError, match=r"^--range .*: expected START-END"):
        stretch(text, "--range")
