"""The shape memory."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posturecheck.core import Joint
from posturecheck.learned.recent import LAGS_S, RECENT_JOINTS, RecentShapes


def shape(value):
    return np.full((len(Joint), 5), float(value))


def after(times, value_of, memory=None):
    """The changes at the last of these moments."""
    memory = memory or RecentShapes()
    for t_s in times:
        changes = memory.changes(t_s, shape(value_of(t_s)))
    return changes


def test_nothing_is_known_of_before_the_first_moment():
    assert np.isnan(RecentShapes().changes(3.0, shape(1))).all()


def test_every_lag_tells_the_change_since_then():
    changes = after(np.arange(0, 2, 1 / 30), lambda t_s: 10 * t_s)
    assert changes.shape == (len(LAGS_S), len(RECENT_JOINTS), 5)
    for lag_s, change in zip(LAGS_S, changes, strict=True):
        assert change == pytest.approx(10 * lag_s)


@given(st.floats(6, 60), st.floats(0, 1000))
def test_the_frame_rate_and_the_hour_do_not_matter(rate_hz, start_s):
    times = start_s + np.arange(0, 1.6, 1 / rate_hz)
    changes = after(times, lambda t_s: 3 * (t_s - start_s))
    assert changes[:, 0, 0] == pytest.approx(3 * np.array(LAGS_S), abs=1e-6)


def test_what_lies_in_a_gap_is_not_known():
    memory = RecentShapes()
    after(np.arange(0, 1, 0.1), lambda t_s: 0, memory)
    changes = after(np.arange(1.6, 1.95, 0.1), lambda t_s: 1, memory)
    at_gap, at_both_sides = changes[1, 0, 0], changes[0, 0, 0]
    assert np.isnan(at_gap)  # .5 s ago nobody was seen
    assert at_both_sides == 0
    assert changes[2, 0, 0] == 1


def test_memory_does_not_grow_with_time():
    memory = RecentShapes()
    after(np.arange(0, 60, 0.05), lambda t_s: t_s, memory)
    assert len(memory._t_s) <= 1.0 / 0.05 + 3
