"""The pose model's points on the rig, and its errors carried over to other poses."""

import numpy as np
import pytest

pytest.importorskip("moderngl")
pytest.importorskip("scipy")
from learning.errors import LOOK_IN_A_MIRROR, Errors, look_of, true_pose, true_size_px
from learning.landmarks import BONES, carried, fitted_offsets, landmarks
from learning.recording import MEASURES
from learning.synthesis import Bank, session
from posturecheck.core import Joint
from posturecheck.kinematics.trunk import body_size_px
from renderer import truth
from renderer.body import AssetsMissingError, load
from renderer.cameras import projection
from renderer.core import Camera, Person
from renderer.movements import make
from renderer.skeleton import Skeleton

CAMERAS = [projection(Camera(azimuth_deg=a, height_m=1.2, pitch_deg=6)) for a in (0, 50, 95)]


@pytest.fixture(scope="module")
def skeleton():
    try:
        return Skeleton(load(Person("plain")))
    except AssetsMissingError as missing:
        pytest.skip(str(missing))


@pytest.fixture(scope="module")
def moments(skeleton):
    movement = make("range-of-motion", skeleton, np.random.default_rng(2))
    return list(movement.moments(np.linspace(0.5, movement.seconds, 25)))


@pytest.fixture(scope="module")
def rigs(skeleton, moments):
    return [carried(skeleton, moment.placed) for moment in moments]


def test_every_joint_rides_on_a_bone_of_its_own_side():
    assert len(BONES) == len(Joint)
    for joint, (start, _) in zip(Joint, BONES, strict=True):
        if joint.name.startswith(("LEFT", "RIGHT")) and start != "head":
            assert start.endswith(joint.name[0])


def test_offsets_are_found_again_from_what_is_seen(rigs):
    wanted = np.random.default_rng(0).normal(0, 0.03, (len(Joint), 3))
    views = [CAMERAS[i % len(CAMERAS)] for i in range(len(rigs))]
    seen = [v.pixels(landmarks(r, wanted)) for v, r in zip(views, rigs, strict=True)]
    found = fitted_offsets(rigs, views, seen)
    assert np.abs(found - wanted).max() < 0.01


def test_a_true_pose_is_in_posturechecks_axes(rigs):
    pose = true_pose(rigs[0], CAMERAS[0], np.zeros((len(Joint), 3)))
    metres = pose.points_m
    assert metres[Joint.LEFT_SHOULDER, 0] > metres[Joint.RIGHT_SHOULDER, 0]  # faces the camera
    assert metres[Joint.LEFT_SHOULDER, 1] > 0.3 > -0.3 > metres[Joint.LEFT_ANKLE, 1]
    assert metres[Joint.LEFT_TOE, 2] > metres[Joint.LEFT_HEEL, 2]
    assert true_size_px(rigs[0], CAMERAS[0]) == pytest.approx(body_size_px(pose), rel=0.15)


def of_nobody(rows=40):
    rng = np.random.default_rng(1)
    degrees = rng.normal(0, 20, (rows, len(MEASURES)))
    return Errors(
        look=look_of(degrees),
        flat=rng.normal(0, 0.01, (rows, len(Joint), 2)),
        deep=rng.normal(0, 0.01, (rows, len(Joint), 3)),
        visibility=np.ones((rows, len(Joint))),
        clip=np.repeat(np.arange(rows // 10 + 1), 10)[:rows],
        offsets=np.zeros((len(Joint), 3)),
    )


def test_a_bank_has_every_error_both_ways_round():
    errors = of_nobody()
    bank = Bank.of(errors)
    assert len(bank.errors.look) == 2 * len(errors.look)
    n = len(errors.look)
    left = bank.errors.flat[n:, Joint.LEFT_KNEE]
    assert np.allclose(left, errors.flat[:, Joint.RIGHT_KNEE] * (-1, 1))
    assert np.allclose(bank.errors.look[n:] * LOOK_IN_A_MIRROR, errors.look)


def test_a_session_is_the_same_again_and_tells_the_truth(skeleton):
    bank = Bank.of(of_nobody())
    one, again = list(session(bank, 5)[1]), list(session(bank, 5)[1])
    assert len(one) > 30
    assert all(np.array_equal(a[0], b[0], equal_nan=True) for a, b in zip(one, again, strict=True))
    degrees = np.array([row[1] for row in one])
    lean = degrees[:, MEASURES.index("trunk_inclination_deg")]
    geometry = np.array([row[0][0] for row in one])
    assert np.median(np.abs(geometry - lean)) < 6


def test_degrees_of_a_session_are_the_renderers(skeleton, moments):
    measured = truth.measures(skeleton, moments[3].placed, 0.0)
    assert set(MEASURES) <= set(measured)
