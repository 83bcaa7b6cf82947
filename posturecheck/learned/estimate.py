"""The learned estimate in place of plain geometry, wherever the two do not contradict."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

from posturecheck.core import Posture, Reading
from posturecheck.geometry import wrapped_deg
from posturecheck.kinematics.body import Body
from posturecheck.kinematics.neutral_stance import Stance
from posturecheck.kinematics.trunk import TALL_LEAN_DEG, view_of
from posturecheck.kinematics.uncertainty import (
    LEANS_BACK_SD_DEG,
    hidden_legs_sd_deg,
    least_sd_deg,
    share_of_geometry,
)
from posturecheck.learned.features import features, mirrored
from posturecheck.learned.network import FACING, Network, shipped
from posturecheck.learned.recent import RecentShapes

# Geometry is compressed or blind where the networks are not; of the lean it knows enough to
# show a body unlike any that was learned from (lying, upside down, a child's).
WITNESS = LEAN = "trunk_inclination_deg"
FLEXION = "trunk_flexion_deg"
SIDE_BEND, TWIST = "trunk_side_bend_deg", "trunk_rotation_deg"
AGREES_WITHIN_SD = 2.0
# What is easily lost (a twist most of all) the networks do not know that they lost. Geometry's
# reading is noisy, but where it sees more, so much of the difference must be covered: of the
# held-out people's side bends 91 % then lie within two sd, not 85 %; of their turns of 25 to
# 60 degrees 77 %, not 54 %.
DOUBT_SHARES = {
    "trunk_rotation_deg": 0.7,
    "trunk_side_bend_deg": 0.4,
    "hip_flexion_deg": 0.3,
    "knee_flexion_deg": 0.3,
}


class LearnedEstimate:
    """Replaces a posture's angles by learned ones, each with its own sd; of one person."""

    def __init__(self, network: Network | None = None) -> None:
        self._network = network or shipped()
        self._recent = RecentShapes()

    def __call__(self, posture: Posture, body: Body, stance: Stance) -> Posture:
        """Return the posture with learned angles; unchanged where the trunk was not seen.

        Args:
            posture: As geometry measured it, later than the one before.
            body: Smoothed, in the camera's axes.
            stance: The person's tall stance.
        """
        seen = features(body, stance, posture, self._recent)
        if seen is None or not posture.seen:
            return posture
        learned = self._network.estimate(seen, mirrored(seen))
        doubt_deg = _contradiction_deg(posture[WITNESS], learned[WITNESS])
        sure = {
            name: Reading(reading.value, math.hypot(reading.sd, doubt_deg))
            for name, reading in learned.items()
        }
        for name, share in DOUBT_SHARES.items():
            sure[name] = _with_doubt(sure[name], posture[name], share)
        hidden_deg = hidden_legs_sd_deg(body.pose)
        sure[TWIST] = Reading(sure[TWIST].value, math.hypot(sure[TWIST].sd, hidden_deg))
        if body.trunk is not None:
            facing_deg = body.trunk.facing_deg
            sure |= _leaning_back(sure, posture, facing_deg)
            sure[SIDE_BEND] = _bent_further(sure[SIDE_BEND], posture[SIDE_BEND], sure[FACING].value)
        for name, reading in sure.items():
            least_deg = least_sd_deg(name, reading.value)
            sure[name] = Reading(reading.value, max(reading.sd, least_deg))
        readings = {**posture.readings, **sure}
        return replace(posture, readings=readings, view=view_of(sure[FACING].value))


def _with_doubt(learned: Reading, geometric: Reading, share: float) -> Reading:
    if not math.isfinite(geometric.value):
        return learned
    doubt_deg = share * (geometric.value - learned.value)
    return Reading(learned.value, math.hypot(learned.sd, doubt_deg))


def _leaning_back(
    learned: Mapping[str, Reading], geometric: Posture, facing_deg: float
) -> dict[str, Reading]:
    """Return lean and flexion of who leans back for geometry; it is heard as far as it may be."""
    flexion = geometric[FLEXION]
    # Geometry's zero was moved to where people stand, ahead of their hips; back there it is none.
    back_deg = TALL_LEAN_DEG - flexion.value
    if not flexion.value < 0:
        return {}
    share = share_of_geometry(back_deg, learned[FLEXION].value, facing_deg)
    further_deg = {FLEXION: -TALL_LEAN_DEG, LEAN: TALL_LEAN_DEG}
    return {
        name: _mixed(learned[name], geometric[name], further_deg[name], share)
        for name in further_deg
    }


def _mixed(learned: Reading, geometric: Reading, further_deg: float, share: float) -> Reading:
    value_deg = geometric.value + further_deg
    sd_deg = math.hypot((1.0 - share) * learned.sd, share * geometric.sd)
    return Reading(
        learned.value + share * (value_deg - learned.value), max(sd_deg, share * LEANS_BACK_SD_DEG)
    )


def _bent_further(learned: Reading, geometric: Reading, facing_deg: float) -> Reading:
    """Return a side bend of which geometry sees more, to the same side: both only ever shrink.

    From the front both are asked by how sure they are, from elsewhere the networks alone.
    """
    further = geometric.value * learned.value > 0 and abs(geometric.value) > abs(learned.value)
    ahead = max(0.0, math.cos(math.radians(facing_deg)))
    if not further:
        return learned
    weight = learned.sd**2 / (learned.sd**2 + geometric.sd**2)
    more_deg = ahead**2 * weight * (geometric.value - learned.value)
    return Reading(learned.value + more_deg, learned.sd)


def _contradiction_deg(geometric: Reading, learned: Reading) -> float:
    """Return by how much two leans differ beyond what their errors explain."""
    apart = abs(wrapped_deg(geometric.value - learned.value))
    explained = AGREES_WITHIN_SD * math.hypot(geometric.sd, learned.sd)
    return max(0.0, apart - explained)
