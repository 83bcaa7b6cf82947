"""A stretch of a clip: nothing else is looked at, and all times stay the clip's own."""

from __future__ import annotations

import math
from pathlib import Path

import av
import numpy as np
import pytest
from clips import ROUNDED

from posturecheck.clips.check import check_clip
from posturecheck.clips.gaps import lost_stretches
from posturecheck.clips.options import CheckOptions
from posturecheck.core import Frame, InputError, Posture, Step
from posturecheck.detectors.model_store import ModelFile
from posturecheck.drawing.gauges import GaugeLimits
from posturecheck.sinks.video import VideoSink
from posturecheck.sources.clip import ClipFacts

LIMITS = GaugeLimits(20, 60, 20, 30)


def film_times(path: Path) -> list[float]:
    with av.open(str(path)) as container:
        return [frame.time for frame in container.decode(video=0)]


def test_the_film_begins_with_the_stretch(tmp_path: Path) -> None:
    path = tmp_path / "annotated.mp4"
    facts = ClipFacts(Path("clip.mp4"), 160, 120, math.nan, 0, "h264", 0.0)
    sink = VideoSink(path, facts, LIMITS, None, begins_s=600.0)
    for t_s in (600.0, 600.2, 600.4):
        image = np.full((120, 160, 3), 90, np.uint8)
        sink.write(Step(Frame(0, t_s, image), (), None, Posture(t_s), "", ()))
    sink.close()
    assert film_times(path) == pytest.approx([0.0, 0.2, 0.4], abs=1e-4)


def test_what_lies_outside_is_not_lost() -> None:
    times = [20 + i / 30 for i in range(300)]
    assert lost_stretches(times, len(times), 30.0, 20.0) == ()
    assert lost_stretches(times, len(times), 32.0, 18.0) == ((18.0, 20.0), (times[-1], 32.0))


@pytest.mark.slow
def test_a_stretch_is_judged_by_the_clips_clock(tmp_path: Path, pose_model: ModelFile) -> None:
    whole = check_clip(ROUNDED, CheckOptions(workers=1))
    part = check_clip(ROUNDED, CheckOptions(workers=1, range_s=(1.0, 4.0)))
    bends = [
        {e.rule: e.peak_t_s for e in result.episodes}["rounded-bend"] for result in (whole, part)
    ]
    assert bends[0] == pytest.approx(bends[1], abs=0.3)
    assert 1.0 <= part.posture["t_s"][0] <= part.posture["t_s"][-1] < 4.0
    assert part.summary["settings"]["range_s"] == [1.0, 4.0]
    assert part.lost == ()
    folder = part.save(tmp_path)
    times = film_times(folder / "annotated.mp4")
    assert times[0] < 0.05
    assert times[-1] < 3.0
    for result in (whole, part):
        result.close()


def test_a_stretch_that_the_clip_has_not_is_refused(pose_model: ModelFile) -> None:
    with pytest.raises(InputError, match="--range 600-700: expected a stretch"):
        check_clip(ROUNDED, CheckOptions(range_s=(600.0, 700.0)))
