"""Lifts: hands that go low and rise again together with the trunk or the hips."""

from __future__ import annotations

import math
from dataclasses import dataclass

from posturecheck.activity.techniques import LOW_HIPS, SEATED, surely_round
from posturecheck.core import UNSEEN, Joint, Pose, Posture, Reading
from posturecheck.kinematics.trunk import TRUNK_LENGTH_M, VISIBLE

DOWN_DEG = 20.0  # lean from which somebody is going down
DOWN_HIPS = 0.2  # trunk lengths the hips came down, or rise again
RISEN_DEG = 25.0
RISEN_HANDS_M = 0.25
LOW_HAND_M = 0.5  # above the floor; lower hands fetch something
LOW_HAND_BELOW_HIPS_M = 0.3  # where the floor is not seen


@dataclass(slots=True)
class _Bottom:
    """The deepest point of one movement."""

    movement: int = 0
    technique: str = ""
    lean: Reading = UNSEEN
    drop: float = 0.0
    hands_low: bool = False
    hand_m: float = math.inf


class LiftDetector:
    """Remembers the deepest point of the movement under way."""

    def __init__(self) -> None:
        self._bottom = _Bottom()

    @property
    def technique(self) -> str:
        """How the body went down for the lift."""
        return self._bottom.technique

    @property
    def hands_low(self) -> bool:
        """Whether a hand went low in this movement."""
        return self._bottom.hands_low

    def update(
        self, movement: int, posture: Posture, pose: Pose, hip_drop: float, technique: str
    ) -> Reading | None:
        """Return the lean at the bottom while a lift is under way, else None.

        Args:
            movement: The number of the movement under way, 0 for none.
            posture: The measures of this moment.
            pose: The levelled pose, metres, hips at the origin.
            hip_drop: How far the hips are below standing, trunk lengths.
            technique: How the body holds itself now.
        """
        if movement != self._bottom.movement:
            self._bottom = _Bottom(movement)
        lean = posture["trunk_inclination_deg"]
        drop = hip_drop if math.isfinite(hip_drop) else 0.0
        if not movement or not (lean.value >= DOWN_DEG or drop >= DOWN_HIPS):
            return None
        bottom = self._bottom
        hand_m = _lower_hand_m(pose) - drop * TRUNK_LENGTH_M
        bottom.hands_low |= _hands_low(posture, pose)
        bottom.hand_m = min(hand_m, bottom.hand_m)
        deeper = lean.value > bottom.lean.value or drop > bottom.drop
        if not lean.value <= bottom.lean.value:
            bottom.lean = lean
        bottom.drop = max(drop, bottom.drop)
        hips_rose = bottom.drop >= LOW_HIPS and bottom.drop - drop >= DOWN_HIPS
        risen = hips_rose or bottom.lean.value - lean.value >= RISEN_DEG
        lifting = bottom.hands_low and risen and hand_m - bottom.hand_m >= RISEN_HANDS_M
        # The technique is recognised on the way down: on the way up every back grows long.
        if surely_round(posture) and bottom.technique not in SEATED:
            bottom.technique = ""
        elif technique and (deeper or not (bottom.technique or lifting)):
            bottom.technique = technique
        return bottom.lean if lifting else None


def _lower_hand_m(pose: Pose) -> float:
    """Height of the lower hand that is seen, against the hips; inf where none is."""
    hips_m = (pose.points_m[Joint.LEFT_HIP][1] + pose.points_m[Joint.RIGHT_HIP][1]) / 2
    heights = [
        float(pose.points_m[wrist][1] - hips_m)
        for wrist in (Joint.LEFT_WRIST, Joint.RIGHT_WRIST)
        if pose.visibility[wrist] >= VISIBLE
    ]
    return min(heights, default=math.inf)


def _hands_low(posture: Posture, pose: Pose) -> bool:
    height_m = posture["hand_height_m"].value
    if math.isfinite(height_m):
        return height_m <= LOW_HAND_M
    return _lower_hand_m(pose) <= -LOW_HAND_BELOW_HIPS_M
