"""A watched clip kept in a file, and the rows made of it."""

import numpy as np
import pytest
from mannequin import mannequin

from learning.recording import MEASURES, Recording
from learning.table import moments, outputs_of, table_of
from posturecheck.learned.network import ANGLES, MEANS, MIRROR

FRAMES = 30


def recording(unseen=0):
    poses = [mannequin(flexion=4 + i, rotation=3.0, yaw=20) for i in range(FRAMES)]
    seen = np.ones(FRAMES)
    seen[:unseen] = np.nan
    truth = np.tile(np.arange(len(MEASURES), dtype=float), (FRAMES, 1))
    return Recording(
        part="train",
        person="person-001",
        movement="made-up",
        azimuth_deg=10.0,
        pitch_deg=0.0,
        roll_deg=0.0,
        t_s=np.arange(FRAMES) / 12,
        points_m=np.array([p.points_m for p in poses]) * seen[:, None, None],
        points_px=np.array([p.points_px for p in poses]) * seen[:, None, None],
        visibility=np.array([p.visibility for p in poses]),
        truth=truth,
    )


def test_a_recording_is_read_back_as_it_was(tmp_path):
    path = tmp_path / "clip.npz"
    recording().save(path)
    kept = Recording.load(path)
    assert (kept.person, kept.part) == ("person-001", "train")
    assert np.allclose(kept.points_px, recording().points_px, atol=1e-3)
    assert [p.name for p in tmp_path.iterdir()] == ["clip.npz"]


def test_only_settled_moments_of_somebody_seen_become_rows():
    everything = list(moments(recording()))
    later = list(moments(recording(unseen=10)))
    assert 0 < len(everything) < FRAMES
    assert 0 < len(later) <= len(everything) - 10


def test_rows_know_their_clip(tmp_path):
    paths = [tmp_path / f"clip-{i}.npz" for i in range(2)]
    for path in paths:
        recording().save(path)
    table = table_of(paths)
    assert set(table.clip) == {0, 1}
    only = table.of([1])
    assert set(only.clip) == {1}
    assert len(only.seen) * 2 == len(table.seen)
    assert table.truth.shape[1] == MEANS


def test_outputs_of_a_mirrored_truth_are_mirrored():
    degrees = np.array([[30.0, 28.0, 5.0, 20.0, 12.0, 40.0, 15.0, 25.0]])
    flipped = degrees.copy()
    for name in ("trunk_side_bend_deg", "trunk_rotation_deg", "pelvis_yaw_deg"):
        flipped[0, MEASURES.index(name)] *= -1
    assert np.allclose(outputs_of(degrees) * MIRROR, outputs_of(flipped))
    assert outputs_of(degrees)[0, ANGLES.index("trunk_inclination_deg")] == pytest.approx(1.0)
