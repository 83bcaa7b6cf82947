"""The measures, once: their names (columns of ``posture.csv``), units, meaning and signs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from posturecheck.language.words import Words

# What a reader sees.
LABELS: Words[str, str] = Words(
    {
        "trunk_inclination_deg": "Trunk lean",
        "trunk_flexion_deg": "Lean forward",
        "trunk_side_bend_deg": "Lean sideways",
        "trunk_rotation_deg": "Twist",
        "spine_flexion_deg": "Rounding of the back",
        "hip_flexion_deg": "Hip bend",
        "knee_flexion_deg": "Knee bend",
        "trunk_flexion_rate_deg_s": "Speed of bending",
        "trunk_rotation_rate_deg_s": "Speed of twisting",
        "pelvis_yaw_deg": "Facing",
        "hand_height_m": "Lower hand above the floor",
        "hand_reach_m": "Reach",
    }
)


@dataclass(frozen=True, slots=True)
class Measure:
    """One column: ``name`` ends in its unit."""

    name: str
    unit: str
    meaning: str

    @property
    def label(self) -> str:
        """What a reader sees."""
        return LABELS[self.name]


MEASURES: tuple[Measure, ...] = (
    Measure(
        "trunk_inclination_deg",
        "°",
        "angle between mid-hip to mid-shoulder and the vertical; 0 upright, 90 level",
    ),
    Measure(
        "trunk_flexion_deg",
        "°",
        "forward part of the lean, in the pelvis' sagittal plane; forward +",
    ),
    Measure(
        "trunk_side_bend_deg",
        "°",
        "sideways part of the lean; to the person's left +",
    ),
    Measure(
        "trunk_rotation_deg",
        "°",
        "thorax against pelvis about the trunk's long axis; to the person's left +",
    ),
    Measure(
        "spine_flexion_deg",
        "°",
        "thorax against pelvis in the sagittal plane, hinge excluded; forward +, 0 at tall stance",
    ),
    Measure(
        "hip_flexion_deg",
        "°",
        "thigh against trunk, more bent leg; 0 straight",
    ),
    Measure(
        "knee_flexion_deg",
        "°",
        "shank against thigh, more bent leg; 0 straight",
    ),
    Measure(
        "trunk_flexion_rate_deg_s",
        "°/s",
        "change of the forward lean in a second; forward +",
    ),
    Measure(
        "trunk_rotation_rate_deg_s",
        "°/s",
        "change of the twist in a second; to the person's left +",
    ),
    Measure(
        "pelvis_yaw_deg",
        "°",
        "which way the pelvis faces; 0 towards the camera, to the person's left +",
    ),
    Measure(
        "hand_height_m",
        "m",
        "height of the lower hand above the floor",
    ),
    Measure(
        "hand_reach_m",
        "m",
        "horizontal distance of the farther hand from the ankles' midpoint (hips if hidden)",
    ),
)

MEASURE_NAMES: tuple[str, ...] = tuple(m.name for m in MEASURES)
# What changes its sign when the picture is mirrored.
SIDEWAYS = frozenset(
    {
        "trunk_side_bend_deg",
        "trunk_rotation_deg",
        "trunk_rotation_rate_deg_s",
        "pelvis_yaw_deg",
    }
)


def mirror_signs(names: Iterable[str]) -> list[float]:
    """Return -1 for each measure that a mirror turns, 1 for the others."""
    return [-1.0 if name in SIDEWAYS else 1.0 for name in names]


BY_NAME: dict[str, Measure] = {m.name: m for m in MEASURES}
COLUMNS: tuple[str, ...] = (
    "t_s",
    *(column for m in MEASURES for column in (m.name, f"{m.name}_sd")),
    "seen",
)
