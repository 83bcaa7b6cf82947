"""The learned angles in place of the measured ones."""

import math
from itertools import product
from statistics import mean

import numpy as np
import pytest
from mannequin import mannequin, mirrored, tall_stance

from posturecheck.core import Joint, Reading
from posturecheck.kinematics.angles import measure
from posturecheck.kinematics.body import Body
from posturecheck.kinematics.neutral_stance import Stance
from posturecheck.kinematics.trunk import TALL_LEAN_DEG
from posturecheck.kinematics.uncertainty import least_sd_deg
from posturecheck.learned import estimate
from posturecheck.learned.estimate import LearnedEstimate
from posturecheck.learned.features import FEATURES
from posturecheck.learned.network import ANGLES, FACING, MEANS, SCALE_DEG, SDS, Layer, Network

STANCE = tall_stance(yaw=40)


def always(lean_deg, sd_deg=3.0, features=FEATURES, forward_deg=0.0):
    """A network that says this lean, and how far forward, whatever it sees."""
    outputs = np.zeros(MEANS + SDS)
    outputs[:2] = lean_deg / SCALE_DEG, forward_deg / SCALE_DEG
    outputs[MEANS - 1] = 1.0  # faces the camera
    outputs[MEANS:] = math.log(sd_deg / SCALE_DEG)
    layers = (Layer(np.zeros((features, MEANS + SDS)), outputs),)
    return Network.taught_together(np.zeros(features), np.ones(features), (layers,))


def refined(pose, network=None, stance=STANCE):
    body = Body(0.0, pose)
    measured, _ = measure(body, stance)
    return LearnedEstimate(network)(measured, body, stance)


def test_learned_angles_take_the_place_of_measured_ones():
    posture = refined(mannequin(flexion=30, yaw=40), always(32.0, sd_deg=12.0))
    assert posture["trunk_inclination_deg"].value == pytest.approx(32.0, abs=0.1)
    assert posture["trunk_inclination_deg"].sd == pytest.approx(12.0, abs=0.1)
    assert posture.view == "front"
    assert math.isfinite(posture["hand_height_m"].value)


def test_no_lean_is_surer_than_real_people_s_are_known():
    lean = refined(mannequin(flexion=30, yaw=40), always(32.0))["trunk_inclination_deg"]
    assert lean.sd == pytest.approx(least_sd_deg("trunk_inclination_deg", 32.0))
    assert lean.sd > 6


def test_a_body_unlike_any_learned_from_makes_it_doubt():
    # Geometry sees somebody lying down; the networks never saw one.
    posture = refined(mannequin(flexion=95, yaw=40), always(5.0))
    assert posture["trunk_inclination_deg"].sd > 40
    assert posture["spine_flexion_deg"].sd > 40


@pytest.mark.parametrize(
    ("yaw", "forward_deg", "back_deg"),
    [
        (90, 0.0, 25.0 + TALL_LEAN_DEG),  # from the side geometry is right, with its own zero
        (0, 0.0, 5.0),  # from the front it sees nothing
        (90, 40.0, 5.0),  # what is surely forward was turned round
    ],
)
def test_who_leans_back_is_seen_by_geometry_from_the_side(yaw, forward_deg, back_deg):
    stance = tall_stance(yaw=yaw)
    network = always(5.0, forward_deg=forward_deg)
    posture = refined(mannequin(flexion=-25, yaw=yaw), network, stance)
    assert posture["trunk_inclination_deg"].value == pytest.approx(back_deg, abs=2)
    expected = -back_deg if back_deg > 25 else forward_deg
    assert posture["trunk_flexion_deg"].value == pytest.approx(expected, abs=2)


def test_a_lean_back_grows_without_a_jump():
    stance = tall_stance(yaw=90)
    bends = np.arange(4.0, -30.0, -0.5)
    read = [refined(mannequin(flexion=b, yaw=90), always(2.0), stance) for b in bends]
    flexion = np.array([posture["trunk_flexion_deg"].value for posture in read])
    assert np.all(np.diff(flexion) <= 1e-9)
    assert np.all(np.diff(flexion) > -2.5)


def test_an_unseen_trunk_stays_unseen():
    assert not refined(mannequin(hidden=[Joint.RIGHT_SHOULDER])).seen


@pytest.mark.parametrize(("flexion", "yaw"), [(5, 20), (45, 60), (70, 90)])
def test_the_shipped_model_treats_left_and_right_alike(flexion, yaw):
    pose = mannequin(flexion=flexion, yaw=yaw, rotation=8)
    one = refined(pose)
    other = refined(mirrored(pose), stance=tall_stance(yaw=-40))
    for name in (*ANGLES, FACING):
        sideways = "side" in name or "rotation" in name or name == FACING
        expected = (-1 if sideways else 1) * one[name].value
        assert other[name].value == pytest.approx(expected, abs=0.01)
        assert other[name].sd == pytest.approx(one[name].sd, abs=0.01)


def test_without_a_stance_the_shipped_model_answers_alike_and_is_less_sure(monkeypatch):
    monkeypatch.setattr(estimate, "least_sd_deg", lambda *_: 0.0)  # the networks' own doubt
    poses_of = list(product((0, 20, 40, 60), (30, 60, 90)))
    poses = [mannequin(flexion=bend, yaw=yaw) for bend, yaw in poses_of]
    known = [refined(pose)["trunk_inclination_deg"] for pose in poses]
    unknown = [refined(pose, stance=Stance())["trunk_inclination_deg"] for pose in poses]
    for one, other in zip(known, unknown, strict=True):
        assert other.value == pytest.approx(one.value, abs=2 * math.hypot(one.sd, other.sd))
    assert mean(lean.sd for lean in unknown) > mean(lean.sd for lean in known)
    at_40_from_60 = poses_of.index((40, 60))
    assert unknown[at_40_from_60].sd > known[at_40_from_60].sd


@pytest.mark.parametrize(
    ("name", "angles", "doubt_deg"),
    [
        ("trunk_rotation_deg", {"rotation": 15}, 10),
        ("trunk_side_bend_deg", {"side_bend": 25}, 5),
        ("hip_flexion_deg", {"hip": 40}, 5),
    ],
)
def test_what_only_geometry_sees_is_doubted(name, angles, doubt_deg):
    still, seen = (refined(mannequin(yaw=40, **a), always(5.0)) for a in ({}, angles))
    assert seen[name].value == pytest.approx(still[name].value, abs=0.1)
    assert seen[name].sd > still[name].sd + doubt_deg


@pytest.mark.parametrize(
    ("said_deg", "facing_deg", "grows"),
    [(10.0, 0.0, True), (10.0, 90.0, False), (-10.0, 0.0, False), (40.0, 0.0, False)],
)
def test_of_a_side_bend_ahead_the_larger_to_the_same_side_is_heard_too(said_deg, facing_deg, grows):
    seen = Reading(30.0, 4.0)  # by geometry
    read = estimate._bent_further(Reading(said_deg, 4.0), seen, facing_deg)
    assert (read.value > said_deg + 2) == grows
    if not grows:
        assert read.value == pytest.approx(said_deg)


def test_a_twist_of_hidden_legs_cannot_be_told():
    knees = [Joint.LEFT_KNEE, Joint.RIGHT_KNEE]
    seen, hidden = (refined(mannequin(hidden=h), always(5.0)) for h in ([], knees))
    name = "trunk_rotation_deg"
    assert hidden[name].value == pytest.approx(seen[name].value)
    assert hidden[name].sd > 20
