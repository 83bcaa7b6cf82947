"""How much of an angle geometry shows, person by person."""

import math

import numpy as np
import pytest

pytest.importorskip("moderngl")
from learning.recording import MEASURES
from learning.spread import LEAST_CLIPS, shown, spread_table
from learning.table import Source, Table, outputs_of
from posturecheck.kinematics.angles import ROTATION_GAIN
from posturecheck.learned.features import FEATURES, GEOMETRY

TWIST, SIDE = "trunk_rotation_deg", "trunk_side_bend_deg"


def people(shares: list[float], measure: str = TWIST, *, gain: float = ROTATION_GAIN) -> Table:
    """Somebody a share, five moments each, seen from the front; so much of the angle shows."""
    true = np.array([-30.0, -20.0, 2.0, 20.0, 30.0])
    degrees = np.zeros((5 * len(shares), len(MEASURES)))
    seen = np.zeros((len(degrees), FEATURES))
    for i, share in enumerate(shares):
        degrees[5 * i : 5 * i + 5, MEASURES.index(measure)] = true
        seen[5 * i : 5 * i + 5, GEOMETRY.index(measure)] = gain * share * true
    clip = np.repeat(np.arange(len(shares)), 5)
    sources = tuple(Source(f"p{i}", "", "train") for i in range(len(shares)))
    return Table(seen, outputs_of(degrees), degrees, clip, sources)


def test_what_shows_of_a_turn_is_told_without_geometry_s_own_gain() -> None:
    assert shown(people([0.3, 0.9]), TWIST, "front") == pytest.approx([0.3, 0.9])
    assert shown(people([0.5], SIDE, gain=1.0), SIDE, "front") == pytest.approx([0.5])


def test_a_view_in_which_nobody_was_seen_shows_nothing() -> None:
    assert len(shown(people([0.3, 0.9]), TWIST, "side")) == 0


def test_without_a_stance_there_is_no_geometry_to_ask() -> None:
    table = people([0.3])
    table.seen[:, GEOMETRY.index(TWIST)] = math.nan
    assert len(shown(table, TWIST, "front")) == 0


def test_both_kinds_of_people_stand_side_by_side() -> None:
    rendered, made_up = people([0.3] * LEAST_CLIPS), people([0.4] * 8 + [1.0] * 8)
    (row,) = spread_table(rendered, made_up).splitlines()[2:]
    assert row == (
        f"| {TWIST} | front | {LEAST_CLIPS} | 0.30 | 0.30 | 0.30 | 16 | 0.40 | 0.70 | 1.00 |"
    )
