"""What the zero was that angles were counted from, in words for the report.

Not everybody can stand tall for three seconds, and some are round when they do: their zero says so
instead of passing for an upright one.
"""

from __future__ import annotations

from posturecheck.clips.words import NOTES
from posturecheck.geometry import angle_deg
from posturecheck.kinematics.neutral_stance import Stance
from posturecheck.kinematics.trunk import UP, sideness
from posturecheck.language.numbers import decimal

SHORT_S = 1.0  # a tall moment shorter than this is hardly held
LEANING_DEG = 10.0  # more than a tall stance; from the front the pose model leans everybody
FROM_THE_SIDE = 0.5  # of ``sideness``: from here on a lean that is seen is one


def stance_notes(stance: Stance) -> list[str]:
    """Return a line or more about a film's zero."""
    if not stance.known:
        return [NOTES["no_stance"]]
    notes = [NOTES["own_stance"]]
    held_s = sum(reference.seconds for reference in stance.references)
    if held_s < SHORT_S:
        notes.append(NOTES["short_stance"].format(held=decimal(held_s, 1)))
    leaning = [
        angle_deg(r.up, UP) for r in stance.references if sideness(r.facing_deg) >= FROM_THE_SIDE
    ]
    if leaning and min(leaning) > LEANING_DEG:
        notes.append(NOTES["leaning_stance"].format(lean=f"{min(leaning):.0f}"))
    return notes
