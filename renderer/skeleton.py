"""From joint angles, feet and hands to every bone of a body at one moment."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from renderer.angles import Angles, FootGoal, HandGoal, HeadAngles, TrunkAngles
from renderer.bones import BonePlan, plan_bones
from renderer.core import SIDES, Body, Floats, Placed, Side
from renderer.limbs import arms_of, bend, legs_of, palms_of
from renderer.rotations import (
    FORWARD,
    about,
    about_x,
    about_y,
    about_z,
    cross,
    frame,
    rotation_vector,
    spine_rotation,
    twist_about,
    unit,
)

# Shares of flexion, kyphosis, side bend and rotation in the joints below T7: a rounded back
# bends everywhere, the kyphotic hump sits high over a deeper hollow, and lumbar joints hardly
# turn (clinical.md 2.3).
SPINE_SHARES = (
    ("spine04", 0.30, -0.10, 0.25, 0.08),  # L5/S1
    ("spine03", 0.30, 0.05, 0.30, 0.12),  # L3
    ("spine02", 0.25, 0.45, 0.25, 0.35),  # T12/L1
)
HIGHEST_SPINE = "spine01"  # T7
KYPHOSIS_PELVIS_SHARE = -0.30  # the pelvis tips back so that the trunk stands over the feet
NECK = ("neck01", "neck02", "neck03", "head")
NECK_SHARES = (0.2, 0.2, 0.25, 0.35)
HEAD_FORWARD_SHARES = (0.6, 0.4, 0.0, 0.0)
GAZE_LEVEL_SHARES = (0.0, 0.0, 0.45, 0.55)  # the upper neck bends back to look ahead
FINGER_CURLS = (0.9, 1.1, 0.8)
THUMB_CURLS = (0.15, 0.35, 0.4)
MOST_WRIST = 1.1  # radians a wrist bends
MOST_FOREARM_TURN = 1.6  # radians the forearm turns the hand
MOST_TOE = 0.6


class Figure:
    """A body being placed: bones' ``rotations`` (b, 3, 3) and ``positions`` (b, 3) so far."""

    def __init__(self, plan: BonePlan) -> None:
        self.plan = plan
        self.rotations = np.tile(np.eye(3), (len(plan.parent), 1, 1))
        self.positions = np.zeros((len(plan.parent), 3))

    def at(self, bone: str) -> Floats:
        """Return where a bone begins, (3,)."""
        where: Floats = self.positions[self.plan.index[bone]]
        return where

    def turned(self, bone: str) -> Floats:
        """Return a bone's rotation from rest, (3, 3)."""
        rotation: Floats = self.rotations[self.plan.index[bone]]
        return rotation

    def turn(self, bone: str, own: Floats) -> None:
        """Rotate a bone against its parent and carry along what is stiff on it."""
        self.set(bone, self.rotations[self.plan.parent[self.plan.index[bone]]] @ own)

    def set(self, bone: str, rotation: Floats, at: Floats | None = None) -> None:
        """Give a bone its rotation from rest and carry along what is stiff on it.

        It begins where its parent ends, or ``at`` (3,).
        """
        i = self.plan.index[bone]
        parent = self.plan.parent[i]
        self.rotations[i] = rotation
        if at is not None:
            self.positions[i] = at
        elif parent >= 0:
            self.positions[i] = (
                self.positions[parent] + self.rotations[parent] @ self.plan.offsets[i]
            )
        self.plan.carry(i, self.rotations, self.positions)


class Skeleton:
    """A body's bones with this person's own tall stance."""

    def __init__(self, body: Body) -> None:
        self.body = body
        self.arms, self.legs, self.palms = arms_of(body), legs_of(body), palms_of(body)
        self._plan = plan_bones(body, _moving_bones())
        self.index = self._plan.index
        self.pelvis_rest = body.at("spine05")
        person = body.person
        self.kyphosis = math.radians(person.kyphosis_deg)
        self.pelvis_neutral = KYPHOSIS_PELVIS_SHARE * self.kyphosis
        forward = math.radians(person.head_forward_deg)
        back = -(self.kyphosis + self.pelvis_neutral + forward)
        self._neck_neutral = [
            forward * f + back * b
            for f, b in zip(HEAD_FORWARD_SHARES, GAZE_LEVEL_SHARES, strict=True)
        ]
        self._finger_axes = {
            side: cross(palm.fingers, palm.normal) for side, palm in self.palms.items()
        }

    def solve(self, angles: Angles) -> Placed:
        """Return every bone's place.

        Hands and feet that are too far away are stretched for, not reached.
        """
        figure = self.trunk(angles.trunk)
        self.legs_and_head(figure, angles.head, angles.feet)
        self.arms_and_fingers(figure, angles.hands)
        return Placed(figure.rotations, figure.positions)

    def trunk(self, angles: TrunkAngles) -> Figure:
        """Return a figure with pelvis and spine placed, its head and shoulders neutral."""
        figure = Figure(self._plan)
        hips = (
            about_z(angles.yaw)
            @ about_x(angles.tilt + self.pelvis_neutral)
            @ about_y(angles.obliquity)
        )
        root = self._plan.index["root"]
        figure.positions[root] = angles.pelvis + hips @ (self.body.head[root] - self.pelvis_rest)
        figure.set("root", hips)
        thorax = hips @ spine_rotation(
            self.kyphosis + angles.flexion, angles.side_bend, angles.rotation
        )
        for bone, flexion, kyphosis, side_bend, rotation in SPINE_SHARES:
            figure.turn(
                bone,
                spine_rotation(
                    flexion * angles.flexion + kyphosis * self.kyphosis,
                    side_bend * angles.side_bend,
                    rotation * angles.rotation,
                ),
            )
        figure.set(HIGHEST_SPINE, thorax)  # takes what is left, so that the whole is exact
        for bone, neutral in zip(NECK, self._neck_neutral, strict=True):
            figure.turn(bone, about_x(neutral))
        for side in SIDES:
            figure.turn(f"clavicle.{side}", np.eye(3))
            figure.turn(f"upperarm01.{side}", np.eye(3))
            figure.turn(f"upperleg01.{side}", np.eye(3))
        return figure

    def legs_and_head(
        self, figure: Figure, head: HeadAngles, feet: Mapping[Side, FootGoal]
    ) -> None:
        """Place head and legs of a figure whose trunk is placed."""
        for bone, share, neutral in zip(NECK, NECK_SHARES, self._neck_neutral, strict=True):
            own = about_z(share * head.yaw) @ about_x(neutral + share * head.pitch)
            figure.turn(bone, own @ about_y(share * head.roll))
        for side in SIDES:
            self._leg(figure, side, feet[side])

    def arms_and_fingers(
        self, figure: Figure, hands: Mapping[Side, HandGoal], *, fingers: bool = True
    ) -> None:
        """Place the arms of a figure whose trunk is placed; fingers are for pictures only."""
        for side in SIDES:
            self._arm(figure, side, hands[side])
            if fingers:
                self._fingers(figure, side, hands[side].curl)

    def gaze_frame(self, figure: Figure) -> Floats:
        """Return the axes (3, 3) in which the neutral head looks along -y."""
        level: Floats = figure.turned("spine01") @ about_x(-(self.kyphosis + self.pelvis_neutral))
        return level

    def _leg(self, figure: Figure, side: Side, goal: FootGoal) -> None:
        knee = goal.knee
        if knee is None:
            outwards = 0.12 if side == "L" else -0.12
            knee = about_z(goal.yaw + outwards) @ FORWARD + 0.35 * (figure.turned("root") @ FORWARD)
        bent = bend(self.legs[side], figure.at(f"upperleg01.{side}"), goal.ankle, knee)
        figure.set(f"upperleg01.{side}", bent.upper)
        figure.set(f"lowerleg01.{side}", bent.lower)
        figure.set(f"foot.{side}", about_z(goal.yaw) @ about_x(goal.pitch))
        toes = about_x(-min(max(goal.pitch, 0.0), MOST_TOE))  # stay flat when the heel lifts
        for toe in range(1, 6):
            figure.turn(f"toe{toe}-1.{side}", toes)

    def _arm(self, figure: Figure, side: Side, goal: HandGoal) -> None:
        self._shrug(figure, side, goal.wrist)
        arm = self.arms[side]
        outwards = 0.7 if side == "L" else -0.7
        elbow = goal.elbow
        if elbow is None:
            elbow = figure.turned("spine01") @ np.array([outwards, 0.75, -0.55])
        bent = bend(arm, figure.at(f"upperarm01.{side}"), goal.wrist, elbow)
        axis = unit(arm.middle - arm.upper)
        turn = twist_about(figure.turned(f"shoulder01.{side}").T @ bent.upper, axis)
        # Half of the upper arm's turn is on each of its bones: the sleeve does not wring.
        figure.set(f"upperarm01.{side}", bent.upper @ about(axis, -turn / 2))
        figure.set(f"upperarm02.{side}", bent.upper)
        # The turned bones begin beside the limb's line: elbow and wrist are set to the
        # millimetre, so that hands are on what they hold.
        figure.set(f"lowerarm01.{side}", bent.lower, bent.middle)
        self._hand(figure, side, goal, bent.end)

    def _fingers(self, figure: Figure, side: Side, curl: float) -> None:
        axis = self._finger_axes[side]
        for level, (finger, thumb) in enumerate(zip(FINGER_CURLS, THUMB_CURLS, strict=True)):
            curled = about(axis, curl * finger)
            own = np.stack([about(axis, curl * thumb), curled, curled, curled, curled])
            figure.plan.curl(side, level, own, figure.rotations, figure.positions)

    def _shrug(self, figure: Figure, side: Side, wrist: Floats) -> None:
        # The collarbone follows a high or far hand.
        sign = 1.0 if side == "L" else -1.0
        length_m = self.arms[side].length_m
        thorax = figure.turned("spine01")
        to_wrist = thorax.T @ (wrist - figure.at(f"upperarm01.{side}"))
        far = min(max((float(np.linalg.norm(to_wrist)) / length_m - 0.75) / 0.3, 0.0), 1.0)
        height = min(max(float(to_wrist[2]) / length_m, -1.0), 1.0)
        ahead = min(max(-float(to_wrist[1]) / length_m, -0.3), 1.0)
        up = 0.42 * max(0.0, height + 0.15) + 0.06 * far
        forward = 0.34 * far * ahead
        figure.turn(f"clavicle.{side}", about_z(-sign * forward) @ about_y(-sign * up))
        figure.turn(f"upperarm01.{side}", np.eye(3))

    def _hand(self, figure: Figure, side: Side, goal: HandGoal, wrist: Floats) -> None:
        arm, palm = self.arms[side], self.palms[side]
        forearm = figure.turned(f"lowerarm01.{side}")
        wanted = frame(goal.fingers, goal.palm) @ frame(palm.fingers, palm.normal).T
        axis = unit(arm.end - arm.middle)
        relative = forearm.T @ wanted
        turn = twist_about(relative, axis)
        swing = rotation_vector(relative @ about(axis, -turn))
        angle = float(np.linalg.norm(swing))
        limited = about(swing, min(angle, MOST_WRIST)) if angle > 1e-9 else np.eye(3)
        turn = min(max(turn, -MOST_FOREARM_TURN), MOST_FOREARM_TURN)
        figure.set(f"lowerarm02.{side}", forearm @ about(axis, turn * 0.6))
        figure.set(f"wrist.{side}", forearm @ limited @ about(axis, turn), wrist)


def _moving_bones() -> tuple[str, ...]:
    moving = ["root", *(bone for bone, *_ in SPINE_SHARES), HIGHEST_SPINE, *NECK]
    for side in SIDES:
        arm = ("clavicle", "upperarm01", "upperarm02", "lowerarm01", "lowerarm02", "wrist")
        leg = ("upperleg01", "lowerleg01", "foot", *(f"toe{toe}-1" for toe in range(1, 6)))
        moving += [f"{bone}.{side}" for bone in (*arm, *leg)]
    return tuple(moving)
