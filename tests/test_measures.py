"""The measures are a contract: names, units and columns that files and tables rely on."""

from __future__ import annotations

import pytest

from posturecheck.measures import BY_NAME, COLUMNS, MEASURE_NAMES, MEASURES

DESIGN_SECTION_3 = (
    "trunk_inclination_deg",
    "trunk_flexion_deg",
    "trunk_side_bend_deg",
    "trunk_rotation_deg",
    "spine_flexion_deg",
    "hip_flexion_deg",
    "knee_flexion_deg",
    "trunk_flexion_rate_deg_s",
    "trunk_rotation_rate_deg_s",
    "pelvis_yaw_deg",
    "hand_height_m",
    "hand_reach_m",
)
UNITS = {"_deg_s": "°/s", "_deg": "°", "_m": "m"}


def test_the_measures_are_those_of_the_design_in_its_order():
    assert MEASURE_NAMES == DESIGN_SECTION_3


def test_a_table_has_the_time_each_measure_with_its_sd_beside_it_and_whether_seen():
    assert COLUMNS[0] == "t_s"
    assert COLUMNS[-1] == "seen"
    assert COLUMNS[1:-1:2] == MEASURE_NAMES
    assert COLUMNS[2:-1:2] == tuple(f"{name}_sd" for name in MEASURE_NAMES)


@pytest.mark.parametrize("measure", MEASURES, ids=lambda m: m.name)
def test_a_measure_carries_its_unit_in_its_name(measure):
    ending = next(end for end in UNITS if measure.name.endswith(end))
    assert measure.unit == UNITS[ending]
    assert BY_NAME[measure.name] is measure


@pytest.mark.parametrize(
    ("name", "sign"),
    [
        ("trunk_inclination_deg", "0 upright"),
        ("trunk_flexion_deg", "forward +"),
        ("trunk_side_bend_deg", "to the person's left +"),
        ("trunk_rotation_deg", "to the person's left +"),
        ("spine_flexion_deg", "forward +"),
        ("trunk_flexion_rate_deg_s", "forward +"),
        ("trunk_rotation_rate_deg_s", "to the person's left +"),
        ("pelvis_yaw_deg", "to the person's left +"),
    ],
)
def test_a_signed_measure_says_which_way_is_positive(name, sign):
    assert sign in BY_NAME[name].meaning


def test_no_two_measures_are_called_the_same():
    assert len({m.label for m in MEASURES}) == len(MEASURES)
