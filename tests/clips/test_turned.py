"""A picture that looks turned: those who stand in it point another way than up."""

from __future__ import annotations

import numpy as np
import pytest

from posturecheck.clips.turned import TurnedLook
from posturecheck.core import Joint, Pose

HEIGHTS = {"SHOULDER": 1.4, "HIP": 0.9, "KNEE": 0.5, "ANKLE": 0.1}


def standing(turned_deg: float = 0.0, lean_deg: float = 0.0) -> Pose:
    """Somebody in a picture that was turned clockwise, leaning to the side from the hips."""
    points = np.zeros((len(Joint), 2))
    for side, x in (("LEFT", 0.2), ("RIGHT", -0.2)):
        for name, height in HEIGHTS.items():
            points[Joint[f"{side}_{name}"]] = (x, -height)
    lean, hips = np.radians(lean_deg), np.array([0.0, -HEIGHTS["HIP"]])
    for joint in (Joint.LEFT_SHOULDER, Joint.RIGHT_SHOULDER):
        points[joint] = hips + _turned(points[joint] - hips, lean)
    points = 200 * _turned(points, np.radians(turned_deg)) + 300
    return Pose(np.zeros((len(Joint), 3)), points, np.ones(len(Joint)))


def _turned(points: np.ndarray, clockwise: float) -> np.ndarray:
    cos, sin = np.cos(clockwise), np.sin(clockwise)
    return points @ np.array([[cos, sin], [-sin, cos]])


def look_at(poses: list[Pose]) -> int:
    look = TurnedLook()
    for pose in poses:
        look.observe((pose,))
    return look.turn_deg


@pytest.mark.parametrize(("turned_deg", "back_deg"), [(0, 0), (90, 270), (180, 180), (270, 90)])
def test_it_says_how_to_turn_it_back(turned_deg: int, back_deg: int) -> None:
    bends = [standing(turned_deg, 80.0)] * 60
    assert look_at([standing(turned_deg + 8)] * 30 + bends) == back_deg


def test_who_stood_and_then_lies_is_not_turned() -> None:
    assert look_at([standing(0)] * 30 + [standing(90)] * 60) == 0


def test_who_only_bends_says_nothing() -> None:
    assert look_at([standing(90, 80.0)] * 60) == 0


def test_a_moment_is_too_little() -> None:
    assert look_at([standing(90)] * 5) == 0
    assert look_at([]) == 0
