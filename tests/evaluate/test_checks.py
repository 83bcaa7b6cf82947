"""Clips to estimates, in processes of their own; without the model."""

import pytest
from made_up import write

from posturecheck.clips.options import CheckOptions
from posturecheck.core import InputError
from posturecheck.evaluate.checks import estimates


def test_a_clip_that_fails_in_its_process_is_told_in_one_line(tmp_path):
    paths = [write(tmp_path, f"{name}.mp4", "not a film") for name in "ab"]
    with pytest.raises(InputError, match=r"[ab]\.mp4: expected a video file"):
        estimates(paths, CheckOptions(), 2, lambda seconds: None)
