"""Walking through the room, turning round and coming back, arms swinging."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from renderer.angles import FootGoal, HandGoal, HeadAngles, TrunkAngles
from renderer.core import SIDES, Floats, Placed, Side
from renderer.keyframes import OTHER, lerp, minimum_jerk
from renderer.motion import Performance, Sway
from renderer.movements.holds import ankle_m, sign, vector
from renderer.rotations import FORWARD, about_x, about_z
from renderer.skeleton import Figure, Skeleton

TRACK_M = 0.09  # each foot from the line one walks on
STANDS_S = 1.3
LEG_STRETCH = 0.994
HEEL_OFF = 0.25  # of a step's time before the foot leaves
PUSH_OFF = 0.45  # radians the heel rises
TOE_UP = 0.25
LIFT_M = 0.075
ARM_SWING = 0.36
TRUNK_SWING = math.radians(4.0)
SMOOTH = 0.35  # of a step's time the body's way is evened out over


@dataclass(frozen=True, slots=True, eq=False)
class _Print:
    """Where one foot stands, (3,) at the ankle, and its heading."""

    ankle: Floats
    yaw: float


@dataclass(frozen=True, slots=True)
class _Stride:
    """One step of the plan: how far along the heading after turning by so much."""

    length_m: float
    turn: float


def walking(skeleton: Skeleton, rng: np.random.Generator) -> Performance:
    """Walks across, turns round in small steps and walks back, once or twice."""
    step_m = skeleton.legs["L"].length_m * rng.uniform(0.62, 0.74)
    step_s = rng.uniform(0.52, 0.60)
    turn = math.pi / 4 * (1 if rng.random() < 0.5 else -1)
    round_about = [_Stride(0.08, turn)] * 4
    strides = [_Stride(step_m * 0.6, 0.0), *[_Stride(step_m, 0.0)] * 2, *round_about]
    if rng.random() < 0.7:  # back and once more
        strides += [*[_Stride(step_m, 0.0)] * 2, *round_about]
    strides += [_Stride(step_m, 0.0), _Stride(step_m * 0.5, 0.0), _Stride(0.0, 0.0)]
    heading = float(rng.choice([0.0, math.pi / 2, -math.pi / 2, math.pi / 4])) + rng.normal(0, 0.1)
    motion = _Walk(skeleton, strides, heading, step_s, Sway(rng, 0.6))
    seconds = STANDS_S + len(strides) * step_s + 1.0
    return Performance(
        motion,
        seconds,
        name="walking",
        task="other",
    )


class _Walk:
    """A plan of strides walked at a steady pace; the left foot goes first."""

    def __init__(
        self,
        skeleton: Skeleton,
        strides: list[_Stride],
        heading: float,
        step_s: float,
        sway: Sway,
    ) -> None:
        self._skeleton, self._step_s, self._sway = skeleton, step_s, sway
        self._prints = _prints(skeleton, strides, heading)
        self._middles = np.array([(left.ankle + right.ankle) / 2 for left, right in self._prints])
        self._headings = np.array([(left.yaw + right.yaw) / 2 for left, right in self._prints])

    def placed(self, t_s: float) -> Placed:
        """Return every bone's place at a time."""
        phase = min(max((t_s - STANDS_S) / self._step_s, 0.0), len(self._prints) - 1.0)
        feet = {side: self._foot(side, phase) for side in SIDES}
        sway = self._sway.at(t_s)
        heading, forth = self._heading(phase), self._forth(feet, phase)
        swings = math.sin(math.pi * (phase % 1.0)) * min(1.0, abs(forth) + 0.3)
        onto = -1.0 if int(phase) % 2 == 0 else 1.0  # the left foot swings in even steps
        trunk = TrunkAngles(
            pelvis=np.zeros(3),
            yaw=heading - 0.06 * forth + sway["yaw"],
            tilt=math.radians(3) + sway["tilt"],
            obliquity=-0.03 * onto * swings,
            flexion=math.radians(1) + sway["flexion"],
            side_bend=0.025 * onto * swings + sway["side_bend"],
            rotation=TRUNK_SWING * forth + sway["rotation"],
        )
        figure = self._skeleton.trunk(trunk)
        aside = about_z(heading) @ vector(0.02 * onto * swings, -0.01, 0.0)
        over = self._middle(phase) * vector(1, 1, 0) + aside
        figure.positions += over + vector(0, 0, self._height_m(figure, over, feet))
        head = HeadAngles(0.02 + sway["pitch"], -TRUNK_SWING * forth + sway["turn"], 0.0)
        self._skeleton.legs_and_head(figure, head, feet)
        hands = {side: self._hand(figure, side, heading, forth) for side in SIDES}
        self._skeleton.arms_and_fingers(figure, hands)
        return Placed(figure.rotations, figure.positions)

    def _print(self, side: Side, step: int) -> _Print:
        step = min(max(step, 0), len(self._prints) - 1)
        return self._prints[step][0 if side == "L" else 1]

    def _foot(self, side: Side, phase: float) -> FootGoal:
        step = min(int(phase), len(self._prints) - 2)
        share = phase - step
        swinging = (step % 2 == 0) == (side == "L")
        before, after = self._print(side, step), self._print(side, step + 1)
        leaves = self._print(side, step + 2)
        pitch, lift_m = 0.0, 0.0
        if swinging:
            size = _size(before, after)
            pitch = _swing_pitch(share) * size
            lift_m = LIFT_M * math.sin(math.pi * share) ** 1.2 * max(size, 0.45)
        elif share > 1 - HEEL_OFF and phase < len(self._prints) - 1:
            size = _size(after, leaves)
            pitch = PUSH_OFF * size * (share - 1 + HEEL_OFF) / HEEL_OFF
        way = minimum_jerk(share) if swinging else 0.0
        yaw = before.yaw + (after.yaw - before.yaw) * way
        ankle = lerp(before.ankle, after.ankle, way) + vector(0, 0, lift_m)
        return FootGoal(ankle + self._about_ball(side, yaw, max(pitch, 0.0)), yaw, pitch)

    def _about_ball(self, side: Side, yaw: float, pitch: float) -> Floats:
        body = self._skeleton.body
        ball = body.at(f"toe2-1.{side}") - body.at(f"foot.{side}")
        turned: Floats = about_z(yaw) @ (ball - about_x(pitch) @ ball)
        return turned

    def _smooth(self, values: Floats, phase: float) -> Floats:
        # The mean over a part of a step: no jerk from one stride to the next.
        phases = np.clip(phase + np.linspace(-SMOOTH, SMOOTH, 7), 0, len(values) - 1)
        steps = np.arange(len(values))
        columns = values.reshape(len(values), -1).T
        return np.array([np.interp(phases, steps, column).mean() for column in columns])

    def _middle(self, phase: float) -> Floats:
        return self._smooth(self._middles, phase)

    def _heading(self, phase: float) -> float:
        return float(self._smooth(self._headings, phase)[0])

    def _forth(self, feet: dict[Side, FootGoal], phase: float) -> float:
        # How far the left foot is before the right one, in walking steps.
        ahead = about_z(self._heading(phase)) @ FORWARD
        apart_m = float((feet["L"].ankle - feet["R"].ankle) @ ahead)
        return min(max(apart_m / (0.68 * self._skeleton.legs["L"].length_m), -1.0), 1.0)

    def _height_m(self, figure: Figure, over: Floats, feet: dict[Side, FootGoal]) -> float:
        heights = []
        for side in SIDES:
            leg = self._skeleton.legs[side]
            hip = figure.turned("root") @ (leg.upper - self._skeleton.pelvis_rest)
            away = over[:2] + hip[:2] - feet[side].ankle[:2]
            rise_m = math.sqrt((leg.length_m * LEG_STRETCH) ** 2 - float(away @ away))
            heights.append(feet[side].ankle[2] + rise_m - hip[2])
        return float(min(heights))

    def _hand(self, figure: Figure, side: Side, heading: float, forth: float) -> HandGoal:
        out, arm_m = sign(side), self._skeleton.arms[side].length_m * 0.955
        swing = -out * forth * ARM_SWING + 0.1
        turn = about_z(heading)
        hang = vector(out * 0.08, -arm_m * math.sin(swing), -arm_m * math.cos(swing))
        fingers = turn @ vector(0, -math.sin(swing) - 0.25, -1)
        palm = turn @ vector(-out, 0.1, 0)
        return HandGoal(figure.at(f"upperarm01.{side}") + turn @ hang, fingers, palm, 0.4)


def _prints(
    skeleton: Skeleton, strides: list[_Stride], heading: float
) -> list[tuple[_Print, _Print]]:
    """Return where both feet stand before the first and after every step."""
    length_m = sum(stride.length_m for stride in strides[:3])
    place = about_z(heading) @ FORWARD * (-length_m / 2)
    feet = {side: _print_at(skeleton, side, place, heading) for side in SIDES}
    found = [(feet["L"], feet["R"])]
    side: Side = "L"
    for stride in strides:
        heading += stride.turn
        place = place + about_z(heading) @ FORWARD * stride.length_m
        feet[side] = _print_at(skeleton, side, place, heading)
        found.append((feet["L"], feet["R"]))
        side = OTHER[side]
    return found


def _print_at(skeleton: Skeleton, side: Side, place: Floats, heading: float) -> _Print:
    aside = about_z(heading) @ vector(sign(side) * TRACK_M, 0, 0)
    return _Print(place + aside + vector(0, 0, ankle_m(skeleton)), heading + sign(side) * 0.1)


def _size(before: _Print, after: _Print) -> float:
    return min(1.0, float(np.linalg.norm(after.ankle - before.ankle)) / 0.8)


def _swing_pitch(share: float) -> float:
    if share < 0.35:
        return PUSH_OFF * (1 - share / 0.35)
    if share < 0.6:
        return 0.0
    return -TOE_UP * math.sin(math.pi * (share - 0.6) / 0.4)
