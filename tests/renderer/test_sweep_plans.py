"""The clips of samples/sweeps: who is seen doing what, from where."""

from collections import Counter
from itertools import product

import pytest

pytest.importorskip("moderngl")
from learning.plans import TASKS
from posturecheck.kinematics.trunk import view_of
from renderer.cast import CAST
from renderer.movements import ONLY_MEASURED
from renderer.movements.sweeps import SWEEPS
from renderer.sweep_plans import AZIMUTHS_DEG, PEOPLE, SWEEP_PLANS


def test_every_sweep_is_seen_from_every_side_by_four_people():
    seen = {(p.movement, view_of(-p.camera.azimuth_deg)) for p in SWEEP_PLANS}
    assert seen == set(product(SWEEPS, AZIMUTHS_DEG))
    assert len(SWEEP_PLANS) == len({p.name for p in SWEEP_PLANS}) == 32
    for movement in SWEEPS:
        assert len({p.person.name for p in SWEEP_PLANS if p.movement == movement}) == 4


def test_everybody_has_the_same_share_and_none_is_of_the_cast_or_learned_from():
    shares = Counter(p.person.name for p in SWEEP_PLANS)
    assert len(shares) == PEOPLE
    assert set(shares.values()) == {4}
    assert not {person.split("-")[0] for person in shares} & {"person", *CAST}


def test_nothing_is_learned_from_sweeps():
    assert set(SWEEPS) <= ONLY_MEASURED
    assert not ONLY_MEASURED & set(TASKS)
