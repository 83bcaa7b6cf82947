"""Imagined movements borrow errors that last as the pose model's own do."""

import numpy as np
import pytest

pytest.importorskip("scipy")
from learning.errors import LOOK_IN_A_MIRROR, Errors
from learning.synthesis import Bank

LOOKS = len(LOOK_IN_A_MIRROR)
LONG = 20  # moments of each recording


def bank():
    """Two recordings that bend through the same angles, one moment a step."""
    look = np.zeros((2 * LONG, LOOKS))
    look[:, 0] = np.tile(np.linspace(1, 3, LONG), 2)
    look[:LONG, 1] = 0.01
    n = len(look)
    return Bank.of(
        Errors(
            look,
            np.zeros((n, 23, 2)),
            np.zeros((n, 23, 3)),
            np.ones((n, 23)),
            np.repeat([0, 1], LONG),
            np.zeros((23, 3)),
        )
    )


def clip_of(number):
    return number // LONG


def test_who_stands_still_is_seen_wrongly_in_the_same_way():
    errors, rng = bank(), np.random.default_rng(0)
    look = errors.errors.look[5]
    numbers = [errors.like(look, None, rng)]
    for _ in range(20):
        numbers.append(errors.like(look, numbers[-1], rng))
    assert {clip_of(number) for number in numbers} == {clip_of(numbers[0])}
    assert len(set(numbers[10:])) == 1


def test_a_movement_goes_on_with_the_recording_it_began_with():
    errors, rng = bank(), np.random.default_rng(1)
    number = errors.like(errors.errors.look[3], None, rng)
    began = clip_of(number)
    for look in errors.errors.look[4 : LONG - 1]:
        number = errors.like(look, number, rng)
        assert clip_of(number) == began


def test_a_recording_that_is_no_longer_alike_is_left():
    errors, rng = bank(), np.random.default_rng(2)
    number = errors.like(errors.errors.look[0], None, rng)
    far = errors.like(errors.errors.look[LONG - 1], number, rng)
    assert abs(far % LONG - (LONG - 1)) < 6


def test_a_recordings_end_does_not_lead_into_the_next_one():
    errors, rng = bank(), np.random.default_rng(3)
    last = LONG - 1
    after = errors.like(errors.errors.look[last], last, rng)
    assert after == last
