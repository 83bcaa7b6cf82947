from pathlib import Path

import numpy as np
import pytest
from mannequin import mannequin
from seated_man import keraal_folder, landmarks_of, targets, write_landmarks

from benchmarks.real_keraal import (
    RATE_HZ,
    poses_from,
    read_poses,
    read_targets,
    recordings,
    side_bend_deg,
    twist_deg,
    zeroed,
)
from posturecheck.core import InputError
from posturecheck.evaluate.estimate import Estimate
from posturecheck.kinematics.trunk import trunk_from


@pytest.mark.parametrize("body", [{"side_bend": 25.0}, {"rotation": 30.0}, {"flexion": 40.0}])
def test_picture_landmarks_become_the_pose_they_were_made_of(body: dict[str, float]) -> None:
    given = mannequin(**body)
    made = poses_from(landmarks_of(given)[None])[0]
    assert made.points_m == pytest.approx(given.points_m, abs=1e-9)
    want, got = trunk_from(given.points_m), trunk_from(made.points_m)
    assert want is not None
    assert got is not None
    assert got.rotation_deg == pytest.approx(want.rotation_deg)
    assert got.side_bend_deg == pytest.approx(want.side_bend_deg)


def test_one_scale_makes_the_usual_trunk_half_a_metre_and_keeps_sizes() -> None:
    sizes = (1.0, 1.0, 0.8)
    made = poses_from(np.array([landmarks_of(mannequin(scale=s)) for s in sizes]))
    lengths = [np.linalg.norm(p.points_m[5:7].mean(0) - p.points_m[13:15].mean(0)) for p in made]
    assert lengths == pytest.approx([0.5, 0.5, 0.4])


def test_frames_are_read_in_order_of_their_number(tmp_path: Path) -> None:
    bends = [float(b) for b in range(12)]  # "10.0" stands before "2.0" in the alphabet
    write_landmarks(tmp_path / "G3-BP-A.json", [mannequin(side_bend=b) for b in bends])
    with read_poses(tmp_path / "G3-BP-A.json") as trace:
        seen = [(t, people[0]) for t, people in trace]
    assert [t for t, _ in seen] == pytest.approx(np.arange(12) / RATE_HZ)
    trunks = [trunk_from(pose.points_m) for _, pose in seen]
    assert [t.side_bend_deg for t in trunks if t] == pytest.approx(bends, abs=1e-6)


def test_targets_give_side_bend_and_twist_to_his_left() -> None:
    bodies = targets(np.array([0.0, 20.0, -35.0]), np.array([0.0, 30.0, -15.0])).reshape(3, 17, 7)
    assert side_bend_deg(bodies) == pytest.approx([0.0, 20.0, -35.0])
    assert twist_deg(bodies) == pytest.approx([0.0, 30.0, -15.0])


def test_the_truth_is_mirrored_resampled_and_zero_in_the_first_second(tmp_path: Path) -> None:
    seconds = np.arange(60) / RATE_HZ
    bend = np.where(seconds < 1.0, 4.0, 24.0)
    folder = keraal_folder(tmp_path / "keraal", np.zeros(60), bend)
    truth = read_targets(folder / "G3-Vicon-A.txt", 60)
    said = truth.values["trunk_side_bend_deg"]
    assert said[:25] == pytest.approx(0.0, abs=1e-6)
    assert said[35:] == pytest.approx(-20.0, abs=1e-6)
    assert truth.t_s == pytest.approx(seconds)
    assert set(truth.views) == {"front"}


@pytest.mark.parametrize("text", ["", "[]", '{"positions": {"1.0": {"Nose": [0, 0, 0]}}}', "{"])
def test_a_file_that_holds_no_landmarks_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "G3-BP-A.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"G3-BP-A\.json: expected BlazePose"):
        read_poses(path)


def test_targets_of_another_width_are_named(tmp_path: Path) -> None:
    path = tmp_path / "G3-Vicon-A.txt"
    path.write_text("1 2 3\n4 5 6\n", encoding="utf-8")
    with pytest.raises(InputError, match="17 bodies"):
        read_targets(path, 2)


def test_landmarks_without_targets_are_no_recording(tmp_path: Path) -> None:
    folder = keraal_folder(tmp_path / "keraal", np.zeros(2), np.zeros(2))
    (folder / "G3-BP-B.json").write_text("{}", encoding="utf-8")
    assert [pair[0].name for pair in recordings(folder)] == ["G3-BP-A.json"]


def test_what_is_said_in_the_first_second_is_taken_off_whatever_was_not_seen() -> None:
    t_s = np.array([0.0, 0.5, 0.9, 1.5])
    said = Estimate(1.5, t_s, {"a": np.array([np.nan, 2.0, 4.0, 13.0]), "b": t_s})
    moved, zeros = zeroed(said, ("a",))
    assert zeros == {"a": 3.0}
    assert moved.columns["a"][1:] == pytest.approx([-1.0, 1.0, 10.0])
    assert np.array_equal(moved.columns["b"], t_s)
