"""A zero that is no upright one says so."""

import numpy as np
import pytest

from posturecheck.clips.stance_notes import stance_notes
from posturecheck.geometry import unit
from posturecheck.kinematics.neutral_stance import Reference, Stance


def stood(seconds: float, leaning_deg: float = 0.0, facing_deg: float = 80.0) -> Stance:
    lean = np.radians(leaning_deg)
    up = unit(np.array([0.0, np.cos(lean), np.sin(lean)]))
    return Stance((Reference(facing_deg, up, 0.0, 2.0, seconds),))


def test_nobody_who_stood_tall_is_told_what_to_do() -> None:
    assert len(stance_notes(Stance())) == 1
    assert "--neutral" in stance_notes(Stance())[0]


def test_a_good_zero_says_only_whose_it_is() -> None:
    (note,) = stance_notes(stood(3.0))
    assert "round there counts as straight" in note


@pytest.mark.parametrize(("seconds", "told"), [(0.4, True), (0.9, True), (1.0, False), (5, False)])
def test_a_short_tall_moment_makes_a_rough_zero(seconds: float, told: bool) -> None:
    assert any(f"only {seconds:.1f} s" in note for note in stance_notes(stood(seconds))) == told


def test_a_zero_that_leans_says_by_how_much() -> None:
    assert any("about 15 degrees" in note for note in stance_notes(stood(3.0, leaning_deg=15)))
    assert not any("degrees" in note for note in stance_notes(stood(3.0, leaning_deg=5)))


def test_from_the_front_where_the_model_leans_everybody_no_lean_is_told() -> None:
    assert len(stance_notes(stood(3.0, leaning_deg=25, facing_deg=0))) == 1
