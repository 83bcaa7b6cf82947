"""What the body is doing at one moment, beyond angles: the rules judge a MovementState.

Plain data; ``recognition`` makes it from the recent seconds.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from posturecheck.activity.floor import OnFloor
from posturecheck.core import UNSEEN, Movement, Posture, Reading, number_of

# Ways of getting low that need no correction; guidance.toml praises them under these ids.
SAFE_WAYS_DOWN = frozenset(
    {"squat", "half-kneel", "golfers-lift", "hip-hinge", "seated", "seated-foot-up"}
)
BACKWARD = 0.5  # the sine of 30 degrees from sideways


@dataclass(frozen=True, slots=True)
class MovementState:
    """One moment, ready to be judged.

    ``technique`` is a technique id of the guidance, or seated, lying, or empty.
    ``feet_still`` is None where the feet are hidden and the hips move: perhaps walking.
    ``hold_dose`` is the share of the longest advised holding time that the present bend
    has used up; ``bends_per_min`` counts bends begun within the last minute.
    ``twist_excursion_deg`` is the range of the twist within the last second.
    ``lift`` is the trunk's lean at the bottom of a lift that is under way, else unseen;
    ``lift_technique`` how the body went down for it. ``load_kg`` is as declared.
    ``movement`` is the one under way; ``ended`` are those just found to be over.
    ``on_floor`` says how the body is on the floor (lying, all-fours, sitting), until it has
    risen; empty on its feet, a seat or its knees; "unsure" while it falls or has only just
    come to look so. ``ask`` is true at the one moment after a fall to ask how it is.
    """

    posture: Posture
    technique: str = ""
    feet_still: bool | None = None
    changing_height: bool = False
    hold_dose: Reading = UNSEEN
    bends_per_min: Reading = UNSEEN
    twist_excursion_deg: float = math.nan
    lift: Reading | None = None
    lift_technique: str = ""
    load_kg: float = 0.0
    movement: Movement | None = None
    ended: tuple[Movement, ...] = ()
    on_floor: OnFloor = ""
    ask: bool = False

    @property
    def movement_number(self) -> int:
        """The number of the movement under way, 0 for none."""
        return number_of(self.movement)

    def __getitem__(self, measure: str) -> Reading:
        return self.posture[measure]


def lean_to_judge(posture: Posture) -> Reading:
    """Return the trunk's lean, degrees, 0 with the same sd where it leans back.

    What is judged is bending: nobody who leans back in a chair is to be told to push the hips back.
    Back is more backward than half of the lean; the rest is to the side, and counts.
    """
    lean, flexion = posture["trunk_inclination_deg"], posture["trunk_flexion_deg"]
    return Reading(0.0, lean.sd) if -flexion.value > BACKWARD * lean.value else lean
