import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from posturecheck.report.axis import value_axis

VALUES = st.floats(-1e4, 1e4)


@given(VALUES, VALUES, st.integers(2, 8))
@example(-0.99999, -0.99999, 4)
def test_an_axis_holds_all_values_between_round_numbers(one, other, steps):
    low, high = sorted((one, other))
    axis = value_axis(low, high, steps, top_px=10, height_px=100)
    assert axis.low <= low
    assert axis.high >= high
    digits = axis.step / 10 ** math.floor(math.log10(axis.step * 1.001))
    assert round(digits, 6) in (1, 2, 5)
    assert 2 <= len(axis.ticks) <= steps + 3
    heights = [axis.y(tick) for tick in axis.ticks]
    assert heights == sorted(heights, reverse=True)
    assert (heights[0], heights[-1]) == (110, 10)


@pytest.mark.parametrize(("most", "ticks"), [(1, (0, 0.5, 1)), (47, (0, 20, 40, 60))])
def test_steps_are_ones_twos_and_fives(most, ticks):
    assert value_axis(0, most, 3, top_px=0, height_px=1).ticks == ticks
