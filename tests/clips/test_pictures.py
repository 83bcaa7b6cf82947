"""Key pictures: those near each other are looked for in one go."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posturecheck.clips.pictures import AROUND_S, near_each_other


def test_what_is_looked_at_around_two_moments_is_looked_at_once_where_it_touches() -> None:
    assert near_each_other([9.0, 1.0, 1.0 + 2 * AROUND_S, 20.0]) == [[1.0, 1.8], [9.0], [20.0]]


@given(st.sets(st.floats(0, 1000), max_size=12))
def test_every_moment_is_looked_at_once(peaks_s: set[float]) -> None:
    together = near_each_other(peaks_s)
    assert [t_s for group in together for t_s in group] == pytest.approx(sorted(peaks_s))
