from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

from benchmarks.real_video import (
    LEAN,
    LOSSLESS,
    TWIST,
    Stretch,
    apart,
    pair_episodes,
    write_clip,
)
from posturecheck.core import Episode
from posturecheck.sources.clip import open_facts, read_clip


def result(t_s: list[float], **columns: list[float]) -> Any:
    data = {"t_s": np.array(t_s), "seen": np.ones(len(t_s))}
    for name, values in columns.items():
        data[name] = np.array(values)
        data[f"{name}_sd"] = np.full(len(values), 2.0)
    return SimpleNamespace(posture=data)


def episode(rule: str, start_s: float, end_s: float) -> Episode:
    return Episode(rule, "amber", start_s, end_s, 30.0, 3.0, "°", start_s, 20.0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a.mp4", Stretch(Path("a.mp4"))),
        ("a.mp4@2.5-4", Stretch(Path("a.mp4"), 2.5, 4.0)),
        ("me@home-1.mp4", Stretch(Path("me@home-1.mp4"))),
        ("me@home.mp4@0-1", Stretch(Path("me@home.mp4"), 0.0, 1.0)),
    ],
)
def test_a_clip_may_name_a_stretch_of_it(text: str, expected: Stretch) -> None:
    assert Stretch.of(text) == expected


def test_a_stretch_keeps_what_was_seen_in_it() -> None:
    clip = result([0.0, 1.0, 2.0, 3.0], **{LEAN: [1.0, 2.0, 3.0, 4.0]})
    clip.posture["seen"][2] = 0
    assert Stretch(Path("a.mp4"), 1.0, 2.5).column(cast(Any, clip), LEAN).tolist() == [2.0]


def test_a_perfect_mirror_is_nothing_apart() -> None:
    plain = result([0.0, 0.1], **{LEAN: [10.0, 20.0], TWIST: [5.0, -7.0]})
    turned = result([0.0, 0.1], **{LEAN: [10.0, 20.0], TWIST: [-5.0, 7.0]})
    for name in (LEAN, TWIST):
        assert apart(plain, turned, name).tolist() == [[0.0, 0.0], [0.0, 0.0]]


def test_apart_is_told_in_degrees_and_in_sds_where_both_saw() -> None:
    plain = result([0.0, 0.1, 0.2], **{TWIST: [5.0, np.nan, 1.0]})
    turned = result([0.0, 0.1, 0.4], **{TWIST: [-1.0, 3.0, 1.0]})
    assert apart(plain, turned, TWIST).tolist() == [[4.0], [2.0]]


def test_facing_is_apart_the_shorter_way_round() -> None:
    plain = result([0.0], pelvis_yaw_deg=[178.0])
    turned = result([0.0], pelvis_yaw_deg=[178.0])  # mirrored: -178
    assert apart(plain, turned, "pelvis_yaw_deg")[0].tolist() == [4.0]


def test_episodes_pair_one_to_one_by_rule_and_time() -> None:
    first, second = episode("twist", 1.0, 2.0), episode("deep-lean", 1.0, 3.0)
    near, late = episode("twist", 1.2, 2.2), episode("deep-lean", 1.0, 3.5)
    both, only, other = pair_episodes([first, second, first], [near, late])
    assert (both, only, other) == ([first], [second, first], [late])


def test_what_is_written_losslessly_is_read_as_it_was(tmp_path: Path) -> None:
    pictures = np.random.default_rng(1).integers(0, 255, (3, 32, 48, 3), dtype=np.uint8)
    times_s = (0.0, 0.04, 0.11)
    clip = write_clip(tmp_path / "a.mp4", zip(times_s, pictures, strict=True), LOSSLESS)
    frames = list(read_clip(open_facts(clip)))
    assert [frame.t_s for frame in frames] == pytest.approx(times_s, abs=1e-4)
    for frame, picture in zip(frames, pictures, strict=True):
        assert np.array_equal(frame.image, picture)
