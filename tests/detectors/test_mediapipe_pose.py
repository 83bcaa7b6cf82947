"""The real pose model as a detector: its axes, its sides, and how it recovers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import cv2
import numpy as np
import pytest
from clips import ROUNDED

from posturecheck.core import Frame, Image, Joint, People, Pose
from posturecheck.detectors.mediapipe_pose import MediaPipePose
from posturecheck.detectors.model_store import ModelFile
from posturecheck.kinematics.body import bodies_of
from posturecheck.kinematics.tracking import PersonTracker
from posturecheck.kinematics.trunk import body_size_px, trunk_points_px
from posturecheck.sources.clip import open_facts, read_clip

RATE_HZ = 25


@pytest.fixture
def detector(pose_model: ModelFile) -> Iterator[MediaPipePose]:
    detector = MediaPipePose(pose_model.path)
    yield detector
    detector.close()


def pictures(clip, start_s: float, end_s: float) -> list[Image]:
    """A stretch of a sample, all in the size of the smaller one."""
    frames = read_clip(open_facts(clip), start_s, end_s)
    return [cv2.resize(f.image, (480, 360), interpolation=cv2.INTER_AREA) for f in frames]


@pytest.fixture(scope="module")
def standing() -> list[Image]:
    return pictures(ROUNDED, 0.4, 1.2)


@pytest.fixture(scope="module")
def bent() -> list[Image]:
    return pictures(ROUNDED, 3.0, 4.0)


def watch(detector: MediaPipePose, images: Iterable[Image]) -> list[People]:
    return [detector.detect(Frame(i, i / RATE_HZ, image)) for i, image in enumerate(images)]


def apart(a: Pose, b: Pose) -> float:
    """Distance of two trunks on the picture, in trunk lengths."""
    distance = np.linalg.norm(trunk_points_px(a) - trunk_points_px(b), axis=1).mean()
    return float(distance) / body_size_px(b)


def only(people: People) -> Pose:
    assert len(people) == 1
    return people[0]


def test_somebody_who_stands_is_seen_upright(
    detector: MediaPipePose, standing: list[Image]
) -> None:
    pose = only(watch(detector, standing)[-1])
    height = pose.points_m[:, 1]
    assert height[Joint.NOSE] > height[Joint.LEFT_SHOULDER] > 0.3
    assert abs(height[Joint.LEFT_HIP]) < 0.1
    assert height[Joint.LEFT_ANKLE] < height[Joint.LEFT_KNEE] < -0.2
    down = pose.points_px[:, 1]
    assert down[Joint.NOSE] < down[Joint.LEFT_HIP] < down[Joint.LEFT_ANKLE] < 360


def test_depth_grows_towards_the_camera(detector: MediaPipePose, standing: list[Image]) -> None:
    # In the sample the person faces the camera obliquely, towards the picture's left, so
    # that the right shoulder is the far one.
    pose = only(watch(detector, standing)[-1])
    depth = pose.points_m[:, 2]
    ears = (depth[Joint.LEFT_EAR] + depth[Joint.RIGHT_EAR]) / 2
    assert depth[Joint.NOSE] > ears + 0.03
    toes = (depth[Joint.LEFT_TOE] + depth[Joint.RIGHT_TOE]) / 2
    heels = (depth[Joint.LEFT_HEEL] + depth[Joint.RIGHT_HEEL]) / 2
    assert toes > heels


def test_left_is_the_persons_own(detector: MediaPipePose, standing: list[Image]) -> None:
    pose = only(watch(detector, standing)[-1])
    for left, right in (
        (Joint.LEFT_SHOULDER, Joint.RIGHT_SHOULDER),
        (Joint.LEFT_HIP, Joint.RIGHT_HIP),
    ):
        assert pose.points_px[left, 0] > pose.points_px[right, 0]
        assert pose.points_m[left, 0] > pose.points_m[right, 0]


def test_a_mirrored_picture_mirrors_the_depth_of_the_shoulders(
    pose_model: ModelFile, standing: list[Image]
) -> None:
    def nearer(images: list[Image]) -> float:
        detector = MediaPipePose(pose_model.path)
        pose = only(watch(detector, images)[-1])
        detector.close()
        return float(pose.points_m[Joint.LEFT_SHOULDER, 2] - pose.points_m[Joint.RIGHT_SHOULDER, 2])

    mirrored = [np.ascontiguousarray(image[:, ::-1]) for image in standing]
    assert nearer(standing) * nearer(mirrored) < 0
    assert nearer(standing) > 0.03  # who turns towards the picture's left brings that nearer


@pytest.mark.parametrize("black", [0, 5], ids=["a hard cut", "a cut through black"])
def test_after_a_cut_the_person_is_found_at_once(
    pose_model: ModelFile,
    detector: MediaPipePose,
    bent: list[Image],
    standing: list[Image],
    black: int,
) -> None:
    shifted = [np.roll(image, 120, axis=1) for image in standing]
    between = [np.zeros_like(bent[0])] * black
    seen = watch(detector, [*bent, *between, *shifted])
    fresh = MediaPipePose(pose_model.path)
    expected = watch(fresh, shifted)
    fresh.close()
    assert all(people == () for people in seen[len(bent) : len(bent) + black])
    after = seen[len(bent) + black :]
    assert apart(only(seen[len(bent) - 1]), only(expected[0])) > 0.5
    assert all(apart(only(a), only(b)) < 0.15 for a, b in zip(after[:5], expected[:5], strict=True))


def test_frames_a_hair_apart_are_taken(detector: MediaPipePose, standing: list[Image]) -> None:
    times = (0.01665, 0.01668, 0.016681, 0.05)
    seen = [detector.detect(Frame(i, t, standing[0])) for i, t in enumerate(times)]
    assert [len(people) for people in seen] == [1, 1, 1, 1]


def test_after_a_pause_the_person_is_found_at_once(
    detector: MediaPipePose, standing: list[Image]
) -> None:
    before = only(watch(detector, standing)[-1])
    later = only(detector.detect(Frame(99, 60.0, standing[-1])))
    assert apart(later, before) < 0.1


def test_furniture_in_an_empty_room_is_no_person(
    detector: MediaPipePose, standing: list[Image]
) -> None:
    room = standing[0].copy()
    room[:, 195:305] = room[:, 305:415]  # wall and floor where the person stood
    rng = np.random.default_rng(3)
    follower = PersonTracker()
    for i in range(60):
        noisy = np.clip(room + rng.normal(0, 6, room.shape), 0, 255).astype(np.uint8)
        t_s = i / RATE_HZ
        assert follower.follow(t_s, bodies_of(t_s, detector.detect(Frame(i, t_s, noisy)))) is None
    assert not any(track.is_person for track in follower.tracks)


def test_the_person_of_the_sample_is_one_to_the_follower(
    detector: MediaPipePose, standing: list[Image], bent: list[Image]
) -> None:
    follower = PersonTracker()
    for i, image in enumerate([*bent, *bent[::-1]]):
        t_s = i / RATE_HZ
        follower.follow(t_s, bodies_of(t_s, detector.detect(Frame(i, t_s, image))))
    assert [track.is_person for track in follower.tracks] == [True]


def test_movement_around_the_body_is_told(detector: MediaPipePose, standing: list[Image]) -> None:
    still = watch(detector, [standing[0]] * 5)
    moving = detector.detect(Frame(9, 0.3, np.roll(standing[0], 12, axis=1)))
    assert np.isnan(still[0][0].motion)
    assert still[-1][0].motion == 0.0
    assert only(moving).motion > 0.2


def test_a_frame_without_a_picture_is_refused(detector: MediaPipePose) -> None:
    with pytest.raises(ValueError, match="with a picture"):
        detector.detect(Frame(0, 0.0))
