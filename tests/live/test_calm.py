from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from mannequin import keyed
from stand_ins import Kept, Trial, tall

from posturecheck.core import People, Step
from posturecheck.live.calm import Calm

SECONDS = 14
FAST = keyed((0, 4), (8, 4), (9, 70), (20, 70))  # 66 degrees a second
SLOW = keyed((0, 4), (8, 4), (13, 14), (20, 14))  # 2 degrees a second


def steps_of(flexion: Callable[[float], float]) -> list[Step]:
    def seen(t_s: float) -> People:
        return tall(t_s, flexion=flexion(t_s))

    kept = Kept()
    times = [i / 30 for i in range(30 * SECONDS)]
    Trial(seen, SECONDS, times=times, begin="watching", all_step_sinks=[kept])
    return kept.steps


def calm_at(steps: list[Step]) -> list[tuple[float, bool]]:
    calm, found = Calm(), []
    for step in steps:
        calm.see(step)
        found.append((step.frame.t_s, calm.calm))
    return found


def test_who_stands_or_moves_slowly_is_calm() -> None:
    assert all(calm for t_s, calm in calm_at(steps_of(SLOW)) if t_s > 4)


def test_a_quick_bend_is_no_calm_from_its_first_tenths_on_and_calm_comes_back() -> None:
    found = calm_at(steps_of(FAST))
    assert all(calm for t_s, calm in found if 6 < t_s < 8)
    assert not any(calm for t_s, calm in found if 8.2 < t_s < 9)
    assert all(calm for t_s, calm in found if t_s > 10.5)


def test_who_is_not_seen_is_not_calm() -> None:
    steps = steps_of(SLOW)
    calm = Calm()
    for step in steps:
        calm.see(step)
    assert calm.calm
    unseen = Trial(lambda t_s: (), 1, begin="watching").kept.steps
    calm.see(unseen[-1])
    assert not calm.calm


@pytest.mark.parametrize("gap_s", [0.6, 5.0])
def test_after_a_gap_nothing_is_known(gap_s: float) -> None:
    steps = steps_of(SLOW)
    calm = Calm()
    for step in steps:
        calm.see(step)
    late = replace(steps[-1].frame, t_s=steps[-1].frame.t_s + gap_s)
    calm.see(replace(steps[-1], frame=late))
    assert not calm.calm
