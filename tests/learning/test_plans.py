"""Which random clips are learned from, and which are kept back."""

from collections import Counter

import pytest

pytest.importorskip("moderngl")
from learning.plans import (
    BACK_SHARES,
    BACKS_FROM,
    ONE_EACH_FROM,
    RANDOM_SHARES,
    TEST_MOVEMENTS,
    TEST_RANGES,
    part_of,
    plan_of,
)
from renderer.movements import MOVEMENTS, ONLY_MEASURED

PLANS = [plan_of(number) for number in range(150)]


def test_the_same_number_is_the_same_clip():
    assert plan_of(7) == plan_of(7)
    assert plan_of(7) != plan_of(8)


def test_nobody_and_nothing_tested_on_was_learned_from():
    people = {part: {p.person.name for p in PLANS if part_of(p) == part} for part in PARTS}
    moves = {part: {p.movement for p in PLANS if part_of(p) == part} for part in PARTS}
    assert people["train"]
    assert people["test"]
    assert not people["train"] & people["test"]
    assert not moves["train"] & moves["test"]
    assert moves["test"] <= TEST_MOVEMENTS | set(TEST_RANGES) <= set(MOVEMENTS)


PARTS = ("train", "test")


def test_most_clips_are_learned_from():
    counts = Counter(part_of(plan) for plan in PLANS)
    assert counts["train"] > 4 * counts["test"] > 0


def test_who_is_kept_back_goes_through_whole_ranges_too():
    kept_back = {plan_of(n).movement for n in range(760) if part_of(plan_of(n)) == "test"}
    assert set(TEST_RANGES) <= kept_back


def test_from_a_number_on_everybody_is_somebody_else_and_learned_from():
    plans = [plan_of(number) for number in range(ONE_EACH_FROM, ONE_EACH_FROM + 300)]
    assert len({plan.person.name for plan in plans}) == len(plans)
    assert {part_of(plan) for plan in plans} == {"train"}
    done = Counter(plan.movement for plan in plans)
    for movement, share in RANDOM_SHARES.items():
        assert done[movement] / len(plans) == pytest.approx(share, abs=0.06)


def test_the_sweeps_and_the_frail_are_measured_on_and_never_learned_from():
    learned = {plan_of(n).movement for n in [*range(300), *range(ONE_EACH_FROM, 1600)]}
    assert not learned & ONLY_MEASURED


def test_from_a_higher_number_on_only_backs_are_drawn_and_some_are_kept_back():
    plans = [plan_of(number) for number in range(BACKS_FROM, BACKS_FROM + 120)]
    assert {plan.movement for plan in plans} == set(BACK_SHARES) <= set(MOVEMENTS)
    assert Counter(part_of(plan) for plan in plans) == {"train": 100, "test": 20}
    assert len({plan.person.name for plan in plans}) == len(plans)
