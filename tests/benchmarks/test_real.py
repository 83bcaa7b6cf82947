from pathlib import Path

import numpy as np
import pytest
from seated_man import keraal_folder

from benchmarks import real_answers
from benchmarks.real_answers import SIDE_BEND, TWIST, answer, find, plain_estimate
from benchmarks.real_keraal import RATE_HZ
from posturecheck.clips.options import CheckOptions
from posturecheck.detectors.model_store import ModelFile
from posturecheck.sources.trace import Trace

NO_MODEL = ModelFile(Path("none"), "", "none", "")  # what is given as points needs none
TRUTH = "t_s,trunk_inclination_deg\n0.0,4\n"


def files(folder: Path, *names: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / name).write_text(TRUTH, encoding="utf-8")
    return folder.parent


def test_a_clip_is_scored_with_its_truth_and_what_lacks_either_is_named(tmp_path: Path) -> None:
    here = files(tmp_path / "a" / "parkour", "one.mp4", "one.truth.csv", "two.truth.csv")
    files(tmp_path / "a" / "home", "x.mp4", "notes.txt")
    found, absent = find([here])
    assert [(r.part, r.path.name) for r in found] == [("parkour", "one.mp4"), ("home", "x.mp4")]
    assert absent == [
        "keraal: no recording in any folder",
        "lab: no recording in any folder",
        "parkour/two: its clip is not there, only its truth",
    ]


def test_of_two_folders_one_may_hold_the_clip_that_the_other_lacks(tmp_path: Path) -> None:
    here = files(tmp_path / "a" / "parkour", "one.truth.csv")
    there = files(tmp_path / "b" / "parkour", "one.mp4", "one.truth.csv")
    found, absent = find([here, there])
    assert [r.path for r in found] == [there / "parkour" / "one.mp4"]
    assert not any("one" in line for line in absent)


@pytest.fixture
def seated(tmp_path: Path) -> real_answers.Answer:
    """A man who twists to both sides, then bends, as picture landmarks and as targets."""
    t_s = np.arange(round(6 * RATE_HZ)) / RATE_HZ
    twist = 20 * np.sin(np.clip(t_s - 1.5, 0, 2) * np.pi)
    bend = np.interp(t_s, (3.8, 4.6, 5.2, 6.0), (0, 30, 30, 0))
    keraal_folder(tmp_path / "keraal", twist, bend)
    (recording,), _ = find([tmp_path])
    return answer(recording, NO_MODEL, CheckOptions(), None)


def test_given_points_go_through_the_whole_chain(seated: real_answers.Answer) -> None:
    assert seated.seconds == pytest.approx(6 - 1 / RATE_HZ)
    assert seated.seen_s > 5.5
    assert np.isfinite(seated.said.columns[f"{TWIST}_sd"][15:]).all()
    assert [name for name, _ in seated.zeros] == [SIDE_BEND, TWIST]


def test_plain_points_and_the_mirrored_truth_agree(seated: real_answers.Answer) -> None:
    assert seated.truth is not None
    for measure in (SIDE_BEND, TWIST):
        want = seated.truth.values[measure]
        assert np.abs(want).max() > 19
        assert seated.plain.at(seated.truth.t_s, measure)[0] == pytest.approx(want, abs=0.5)


def test_where_nobody_is_seen_plain_points_say_nothing() -> None:
    with Trace() as trace:
        trace.append(0.0, ())
        trace.append(0.1, ())
        plain = plain_estimate(trace, 1)
    assert np.isnan(plain.columns[TWIST]).all()
