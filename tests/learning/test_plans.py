"""Which random clips are learned from, and which are kept back."""

from collections import Counter

import pytest

pytest.importorskip("moderngl")
from learning.plans import BENDS_FROM, ONE_EACH_FROM, TEST_MOVEMENTS, part_of, plan_of
from renderer.movements import MOVEMENTS

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
    assert moves["test"] <= TEST_MOVEMENTS <= set(MOVEMENTS)


PARTS = ("train", "test")


def test_most_clips_are_learned_from():
    counts = Counter(part_of(plan) for plan in PLANS)
    assert counts["train"] > 4 * counts["test"] > 0


def test_the_last_numbers_are_held_bends_of_people_of_their_own():
    plans = [plan_of(number) for number in range(BENDS_FROM - 30, BENDS_FROM + 30)]
    assert {plan.movement for plan in plans[30:]} == {"random-bends"}
    assert "random-bends" not in {plan.movement for plan in plans[:30]}
    assert len({plan.person.name for plan in plans}) == len(plans)
    assert {part_of(plan) for plan in plans} == {"train"}
    assert ONE_EACH_FROM < BENDS_FROM
