"""What the zero was that angles were counted from, in words for the report.

Not everybody can stand tall for three seconds, and some are round when they do: their zero says so
instead of passing for an upright one.
"""

from __future__ import annotations

from posturecheck.geometry import angle_deg
from posturecheck.kinematics.neutral_stance import Stance
from posturecheck.kinematics.trunk import UP, sideness

SHORT_S = 1.0  # a tall moment shorter than this is hardly held
LEANING_DEG = 10.0  # more than a tall stance; from the front the pose model leans everybody
FROM_THE_SIDE = 0.5  # of ``sideness``: from here on a lean that is seen is one


def stance_notes(stance: Stance) -> list[str]:
    """Return a line or more about a film's zero."""
    if not stance.known:
        return [
            "No calm, upright moment was found to measure from, so the angles are rough. "
            "Stand tall for a few seconds at the start, or name such a moment with --neutral."
        ]
    notes = [
        "Angles count from your own tallest calm moment in this film: a back that is round there "
        "counts as straight."
    ]
    held_s = sum(reference.seconds for reference in stance.references)
    if held_s < SHORT_S:
        notes.append(
            f"That moment lasted only {held_s:.1f} s, so this zero is rough. If standing tall for "
            "longer is hard, sit tall, or name the best moment with --neutral."
        )
    leaning = [
        angle_deg(r.up, UP) for r in stance.references if sideness(r.facing_deg) >= FROM_THE_SIDE
    ]
    if leaning and min(leaning) > LEANING_DEG:
        notes.append(
            f"In that moment you leaned about {min(leaning):.0f} degrees as the camera saw it. "
            "If the camera stood level, the true leans are larger than shown by as much."
        )
    return notes
