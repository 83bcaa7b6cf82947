"""Risky stretches from true angles."""

from dataclasses import dataclass

import numpy as np
import pytest

from renderer.core import Doing
from renderer.labels import LabelError, labels

RATE_HZ = 25.0
SECONDS = 8.0


@dataclass(frozen=True)
class Done:
    """A movement as far as labelling asks."""

    technique: str = ""
    task: str = "other"
    name: str = "made-up"
    lift_s: tuple | None = None

    @property
    def doings(self):
        return (Doing(0, SECONDS, self.task, self.technique, lift_s=self.lift_s),)


def columns(**given):
    times_s = np.arange(0, SECONDS, 1 / RATE_HZ)
    names = (
        "trunk_inclination_deg",
        "trunk_flexion_deg",
        "trunk_side_bend_deg",
        "trunk_rotation_deg",
        "spine_flexion_deg",
        "trunk_flexion_rate_deg_s",
        "trunk_rotation_rate_deg_s",
    )
    made = {name: np.zeros(len(times_s)) for name in names}
    for short, (start_s, end_s, value) in given.items():
        name = next(n for n in names if short in n)
        made[name][(times_s >= start_s) & (times_s < end_s)] = value
    return times_s, made


def found(movement, **given):
    return [(one.rule, one.severity) for one in labels(*columns(**given), movement)]


def test_a_rounded_back_is_a_stretch_from_crossing_to_release():
    (one,) = labels(*columns(spine_flexion=(2, 5, 45)), Done())
    assert (one.rule, one.severity) == ("rounded-bend", "red")
    assert one.start_s == pytest.approx(2.0)
    assert one.end_s == pytest.approx(5.0, abs=1.01 / RATE_HZ)


def test_a_moment_shorter_than_the_dwell_is_none():
    assert found(Done(), spine_flexion=(2, 2.3, 45)) == []


def test_a_short_return_below_the_limit_is_the_same_stretch():
    times_s, made = columns(spine_flexion=(2, 5, 30))
    made["spine_flexion_deg"][(times_s >= 3) & (times_s < 3.3)] = 0
    assert len(labels(times_s, made, Done())) == 1


def test_a_hinge_may_lean_further_than_a_stoop():
    lean = {"inclination": (2, 5, 55)}
    assert found(Done(), **lean) == [("deep-lean", "amber")]
    assert found(Done("hip-hinge"), **lean) == []


def test_a_lift_runs_from_the_deepest_lean_to_upright():
    times_s, made = columns(inclination=(2, 4, 50), spine_flexion=(2, 4, 30))
    made["trunk_inclination_deg"][np.searchsorted(times_s, 3.0)] = 80
    found = labels(times_s, made, Done(lift_s=(2.5, 4.5)))
    lift = next(one for one in found if one.rule == "unsafe-lift")
    assert lift.start_s == pytest.approx(3.0)
    assert lift.end_s == pytest.approx(4.0, abs=1.01 / RATE_HZ)
    assert lift.severity == "red"


def test_a_safe_technique_that_rounds_is_an_error():
    with pytest.raises(LabelError, match="shows squat, but rounded-bend"):
        found(Done("squat"), spine_flexion=(2, 5, 30))


def test_a_safe_technique_may_lean_far():
    assert found(Done("golfers-lift"), inclination=(2, 5, 90)) == [("deep-lean", "amber")]
