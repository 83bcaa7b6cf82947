"""Tests for placing every bone from joint angles, feet and hands."""

from __future__ import annotations

import math

import numpy as np
import pytest

from renderer.angles import Angles, FootGoal, HandGoal, HeadAngles, TrunkAngles
from renderer.body import load
from renderer.core import SIDES, Body, Person, Placed
from renderer.movements.holds import standing
from renderer.posing import pose
from renderer.rotations import FORWARD
from renderer.skeleton import Skeleton


@pytest.fixture(scope="module")
def skeleton(body: Body) -> Skeleton:
    return Skeleton(body)


@pytest.fixture(scope="module")
def kyphotic(assets: None) -> Skeleton:
    return Skeleton(load(Person("kyphotic", age=1.0, kyphosis_deg=35, head_forward_deg=15)))


def angles(skeleton: Skeleton, reach_m: float = 0.3, **trunk: float) -> Angles:
    body = skeleton.body
    pelvis = skeleton.pelvis_rest - np.array([0.0, 0.0, 0.03])
    fingers = np.array([0.0, -1.0, -0.5])
    return Angles(
        TrunkAngles(pelvis, **trunk),
        HeadAngles(),
        {side: FootGoal(body.at(f"foot.{side}")) for side in SIDES},
        {
            side: HandGoal(
                body.at(f"upperarm01.{side}") + np.array([0.0, -reach_m, -0.1]),
                fingers,
                np.array([0.0, 0.0, -1.0]),
            )
            for side in SIDES
        },
    )


def where(skeleton: Skeleton, placed: Placed, bone: str) -> np.ndarray:
    return placed.positions[skeleton.index[bone]]


def test_every_bone_stays_attached_to_its_parent(skeleton: Skeleton) -> None:
    placed = skeleton.solve(angles(skeleton, flexion=0.7, rotation=0.5, side_bend=0.2, yaw=1.0))
    body = skeleton.body
    for bone, parent in enumerate(body.parent):
        if parent < 0:
            continue
        own = placed.rotations[parent] @ (body.head[bone] - body.head[parent])
        attached = placed.positions[parent] + own
        apart_m = np.linalg.norm(placed.positions[bone] - attached)
        turned_beside_its_line = body.bones[bone].startswith(("lowerarm01", "wrist"))
        assert apart_m < (0.006 if turned_beside_its_line else 1e-9), body.bones[bone]


def test_every_rotation_is_one(skeleton: Skeleton) -> None:
    rotations = skeleton.solve(angles(skeleton, flexion=0.9, tilt=0.8)).rotations
    assert np.allclose(rotations @ rotations.transpose(0, 2, 1), np.eye(3), atol=1e-9)
    assert np.allclose(np.linalg.det(rotations), 1)


def test_hands_and_feet_are_where_they_are_wanted(skeleton: Skeleton) -> None:
    wanted = angles(skeleton, flexion=0.2)
    placed = skeleton.solve(wanted)
    for side in SIDES:
        ankle = where(skeleton, placed, f"foot.{side}")
        wrist = where(skeleton, placed, f"wrist.{side}")
        assert ankle == pytest.approx(wanted.feet[side].ankle, abs=1e-6)
        assert wrist == pytest.approx(wanted.hands[side].wrist, abs=1e-6)


def test_an_arm_stretches_towards_what_it_cannot_reach(skeleton: Skeleton) -> None:
    placed = skeleton.solve(angles(skeleton, reach_m=3.0))
    shoulder = where(skeleton, placed, "upperarm01.L")
    wrist = where(skeleton, placed, "wrist.L")
    length_m = skeleton.arms["L"].length_m
    assert np.linalg.norm(wrist - shoulder) == pytest.approx(length_m, rel=0.01)


def test_a_rounded_back_bends_at_every_spine_joint(skeleton: Skeleton) -> None:
    placed = skeleton.solve(angles(skeleton, flexion=math.radians(60)))
    tilts = [
        math.degrees(math.acos(placed.rotations[skeleton.index[bone]][2, 2]))
        for bone in ("spine05", "spine04", "spine03", "spine02", "spine01")
    ]
    assert np.all(np.diff(tilts) > 5)
    assert tilts[-1] == pytest.approx(60)


def test_a_kyphotic_person_stands_bent_and_looks_ahead(kyphotic: Skeleton) -> None:
    figure = pose(kyphotic, standing(kyphotic).but(gaze=None))
    thorax = figure.turned("spine01")
    assert math.degrees(math.acos(thorax[2, 2])) > 20
    assert figure.turned("head") @ FORWARD == pytest.approx(FORWARD, abs=0.02)
    assert figure.at("head")[1] < figure.at("spine05")[1] - 0.05


def test_fingers_curl_towards_the_palm(skeleton: Skeleton) -> None:
    goals = angles(skeleton)
    opened, closed = (
        skeleton.solve(
            Angles(
                goals.trunk,
                goals.head,
                goals.feet,
                {
                    side: HandGoal(hand.wrist, hand.fingers, hand.palm, curl)
                    for side, hand in goals.hands.items()
                },
            )
        )
        for curl in (0.0, 1.0)
    )
    moved = where(skeleton, closed, "finger3-3.R") - where(skeleton, opened, "finger3-3.R")
    out_of_palm = closed.rotations[skeleton.index["wrist.R"]] @ skeleton.palms["R"].normal
    assert moved @ out_of_palm > 0.01
