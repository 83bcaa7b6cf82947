"""Who is filmed twice: alike but for the camera, the light, the room and the clothes' colours."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import replace
from itertools import product

import pytest

pytest.importorskip("moderngl")
from learning.plans import TASKS
from posturecheck.kinematics.velocities import MIN_RATE_HZ
from renderer.cast import CAST
from renderer.filmed_again_plans import (
    AZIMUTHS_DEG,
    FPS,
    MOVED_DEG,
    MOVED_M,
    MOVEMENT,
    PEOPLE,
    Filming,
    filmings,
)
from renderer.movements import ONLY_MEASURED

FILMS = filmings()
PAIRS = list(zip(FILMS[::2], FILMS[1::2], strict=True))


def test_everybody_is_filmed_twice_from_every_view() -> None:
    assert Counter((f.view, f.who) for f in FILMS) == dict.fromkeys(
        product(AZIMUTHS_DEG, range(PEOPLE)), 2
    )
    assert PEOPLE >= 10
    assert len({f.plan.name for f in FILMS}) == len(FILMS)


def body_of(filming: Filming) -> object:
    assert filming.plan.person
    return replace(filming.plan.person, shirt="", trousers="", shoes="")


def test_body_and_movement_are_the_same_in_both_films() -> None:
    for first, second in PAIRS:
        assert first.pair == second.pair
        assert first.movement_seed == second.movement_seed
        assert body_of(first) == body_of(second)
        assert first.plan.seed != second.plan.seed


def test_the_camera_is_moved_by_no_more_than_is_said() -> None:
    turned = [b.plan.camera.azimuth_deg - a.plan.camera.azimuth_deg for a, b in PAIRS]
    nearer = [b.plan.camera.distance_m - a.plan.camera.distance_m for a, b in PAIRS]
    assert max(map(abs, turned)) <= MOVED_DEG
    assert max(map(abs, nearer)) <= MOVED_M
    assert math.sqrt(sum(t * t for t in turned) / len(turned)) > MOVED_DEG / 2.5


def test_a_plan_is_the_same_each_time() -> None:
    assert filmings() == FILMS


def test_speeds_can_be_measured() -> None:
    assert FPS > MIN_RATE_HZ


def test_nobody_of_the_cast_and_nothing_that_is_learned() -> None:
    assert not {f.plan.person.name for f in FILMS if f.plan.person} & set(CAST)
    assert MOVEMENT in ONLY_MEASURED
    assert MOVEMENT not in TASKS
