"""A figure in one posture or between two: balance, feet that stay, hands that hold, gaze."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from renderer.angles import FootGoal, HandGoal, HeadAngles, TrunkAngles
from renderer.balance import centre_of_mass, pelvis_height_m, support
from renderer.core import SIDES, Floats, Side
from renderer.keyframes import Hand, Posture, lerp
from renderer.rotations import about_x, about_y, about_z, unit
from renderer.skeleton import Figure, Skeleton

STEP_LIFT_M = 0.07
STEP_FROM_M = 0.02  # a foot that moves less is not lifted
BALANCE_ROUNDS = 5
LOWEST_WRIST_M = 0.10  # hands stay above the floor
EYES_FROM_HEAD: Floats = np.array([0.0, -0.09, 0.07])
CHANNELS = ("yaw", "tilt", "flexion", "side_bend", "rotation", "pitch", "turn", "roll")
NO_SWAY: dict[str, float] = dict.fromkeys(CHANNELS, 0.0)


@dataclass(frozen=True, slots=True, eq=False)
class Blend:
    """Two postures and how far it is from one to the other."""

    before: Posture
    after: Posture
    share: float

    def number(self, name: str) -> float:
        """Return a field of the posture at this moment."""
        before, after = float(getattr(self.before, name)), float(getattr(self.after, name))
        return before + (after - before) * self.share

    def radians(self, name: str) -> float:
        """Return a field in degrees as radians."""
        return math.radians(self.number(name))


def balanced(
    skeleton: Skeleton,
    posture: Posture,
    near: Floats | None = None,
    *,
    rounds: int = BALANCE_ROUNDS,
) -> Floats:
    """Return how far the pelvis is from the support, (3,), so that nobody falls over.

    Its height is 0 and not used. For a posture with a fixed pelvis the offset is that of
    the pelvis.

    Args:
        skeleton: Who.
        posture: How.
        near: The offset of a posture like it, (3,); then few rounds are enough.
        rounds: How often the centre of mass is brought nearer to the support.
    """
    blend = Blend(posture, posture, 0.0)
    carried = support(posture.feet, posture.left_weight) + _shift(posture)
    if posture.pelvis is not None:
        fixed: Floats = (posture.pelvis - carried) * np.array([1.0, 1.0, 0.0])
        return fixed
    offset: Floats = np.array([0.0, 0.02, 0.0]) if near is None else near
    for _ in range(rounds):
        figure = figure_between(skeleton, blend, offset, NO_SWAY, fingers=False)
        error = centre_of_mass(figure) - carried
        offset = offset - np.array([error[0], error[1], 0.0]) * 1.1
    return offset


def pose(skeleton: Skeleton, posture: Posture, offset: Floats | None = None) -> Figure:
    """Return a figure in one posture, balanced where no ``offset`` of the pelvis is given."""
    if offset is None:
        offset = balanced(skeleton, posture)
    return figure_between(skeleton, Blend(posture, posture, 0.0), offset, NO_SWAY, fingers=False)


def figure_between(
    skeleton: Skeleton,
    blend: Blend,
    offset: Floats,
    sway: Mapping[str, float],
    *,
    fingers: bool = True,
) -> Figure:
    """Return the figure a share of the way between two postures.

    Args:
        skeleton: Who.
        blend: The postures.
        offset: Pelvis from the support, (3,), see ``balanced``.
        sway: What is added to each of ``CHANNELS``, radians.
        fingers: Whether the fingers are placed too.
    """
    feet = _feet(blend)
    trunk = TrunkAngles(
        pelvis=np.zeros(3),
        yaw=blend.radians("yaw_deg") + sway["yaw"],
        tilt=blend.radians("tilt_deg") + sway["tilt"],
        obliquity=blend.radians("obliquity_deg"),
        flexion=blend.radians("flexion_deg") + sway["flexion"],
        side_bend=blend.radians("side_bend_deg") + sway["side_bend"],
        rotation=blend.radians("rotation_deg") + sway["rotation"],
    )
    hips = (
        about_z(trunk.yaw)
        @ about_x(trunk.tilt + skeleton.pelvis_neutral)
        @ about_y(trunk.obliquity)
    )
    figure = skeleton.trunk(trunk)
    figure.positions += _pelvis(skeleton, blend, hips, feet, offset)
    skeleton.legs_and_head(figure, _head(skeleton, figure, blend, sway), feet)
    hands = {side: _hand(figure, blend, side) for side in SIDES}
    skeleton.arms_and_fingers(figure, hands, fingers=fingers)
    return figure


def _shift(posture: Posture) -> Floats:
    left, forward = posture.shift_m
    shift: Floats = about_z(math.radians(posture.yaw_deg)) @ np.array([left, -forward, 0.0])
    return shift


def _pelvis(
    skeleton: Skeleton,
    blend: Blend,
    hips: Floats,
    feet: Mapping[Side, FootGoal],
    offset: Floats,
) -> Floats:
    before, after = blend.before, blend.after
    if before.pelvis is not None and after.pelvis is not None:
        return lerp(before.pelvis, after.pelvis, blend.share)
    weight = blend.number("left_weight")
    shift = lerp(_shift(before), _shift(after), blend.share)
    free = support(feet, weight) + shift + offset
    free[2] = pelvis_height_m(skeleton, hips, free, feet, blend.number("knee_deg"), weight)
    if before.pelvis is not None:
        return lerp(before.pelvis, free, blend.share)
    if after.pelvis is not None:
        return lerp(free, after.pelvis, blend.share)
    return free


def _feet(blend: Blend) -> dict[Side, FootGoal]:
    feet: dict[Side, FootGoal] = {}
    for side in SIDES:
        before, after = blend.before.feet[side], blend.after.feet[side]
        ankle = lerp(before.ankle, after.ankle, blend.share)
        way_m = float(np.linalg.norm(after.ankle - before.ankle))
        way_m += 0.1 * abs(after.yaw - before.yaw)
        if way_m > STEP_FROM_M and before.pitch == after.pitch:
            ankle[2] += STEP_LIFT_M * math.sin(math.pi * blend.share)
        feet[side] = FootGoal(
            ankle,
            before.yaw + (after.yaw - before.yaw) * blend.share,
            before.pitch + (after.pitch - before.pitch) * blend.share,
            _towards(before.knee, after.knee, blend, side),
        )
    return feet


def _towards(
    before: Floats | None, after: Floats | None, blend: Blend, side: Side
) -> Floats | None:
    if before is None and after is None:
        return None
    outwards = 0.15 if side == "L" else -0.15
    usual = about_z(blend.radians("yaw_deg")) @ np.array([outwards, -1.0, 0.1])
    return lerp(usual if before is None else before, usual if after is None else after, blend.share)


def _head(
    skeleton: Skeleton, figure: Figure, blend: Blend, sway: Mapping[str, float]
) -> HeadAngles:
    before = _looking(skeleton, figure, blend.before)
    after = _looking(skeleton, figure, blend.after)
    pitch, yaw, roll = lerp(before, after, blend.share)
    return HeadAngles(pitch + sway["pitch"], yaw + sway["turn"], roll + sway["roll"])


def _looking(skeleton: Skeleton, figure: Figure, posture: Posture) -> Floats:
    if posture.gaze is None:
        return np.radians(posture.head_deg)
    level = skeleton.gaze_frame(figure)
    eyes = figure.at("head") + level @ EYES_FROM_HEAD
    x, y, z = level.T @ (posture.gaze - eyes)
    pitch = min(max(math.atan2(-z, math.hypot(x, y)), -0.8), 0.75)
    yaw = min(max(math.atan2(x, -y), -1.1), 1.1)
    return np.array([0.8 * pitch, 0.85 * yaw, 0.0])  # the eyes do the rest


def _hand(figure: Figure, blend: Blend, side: Side) -> HandGoal:
    before = _hand_goal(figure, blend.before.hands[side], side)
    after = _hand_goal(figure, blend.after.hands[side], side)
    elbow = None
    if before.elbow is not None or after.elbow is not None:
        outwards = 0.7 if side == "L" else -0.7
        usual = figure.turned("spine01") @ np.array([outwards, 0.75, -0.55])
        elbow = lerp(
            usual if before.elbow is None else before.elbow,
            usual if after.elbow is None else after.elbow,
            blend.share,
        )
    wrist = lerp(before.wrist, after.wrist, blend.share)
    wrist[2] = max(wrist[2], LOWEST_WRIST_M)
    return HandGoal(
        wrist,
        unit(lerp(unit(before.fingers), unit(after.fingers), blend.share)),
        unit(lerp(unit(before.palm), unit(after.palm), blend.share)),
        before.curl + (after.curl - before.curl) * blend.share,
        elbow,
    )


def _hand_goal(figure: Figure, hand: Hand, side: Side) -> HandGoal:
    if hand.hold == "room":
        return HandGoal(hand.at, hand.fingers, hand.palm, hand.curl, hand.elbow)
    if hand.hold == "shoulder":
        origin, bone = figure.at(f"upperarm01.{side}"), "spine01"
    elif hand.hold == "pelvis":
        origin, bone = figure.at("spine05"), "spine05"
    else:
        knee = "L" if hand.hold == "left-knee" else "R"
        origin, bone = figure.at(f"lowerleg01.{knee}"), "spine05"
    heading = _heading(figure.turned(bone))
    elbow = None if hand.elbow is None else heading @ hand.elbow
    return HandGoal(
        origin + heading @ hand.at,
        heading @ hand.fingers,
        heading @ hand.palm,
        hand.curl,
        elbow,
    )


def _heading(rotation: Floats) -> Floats:
    # From the lateral axis: safe beyond 90 degrees of bend.
    return about_z(math.atan2(float(rotation[1, 0]), float(rotation[0, 0])))
