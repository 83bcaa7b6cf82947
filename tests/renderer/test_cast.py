"""The cast is eight different people; strangers are drawn from the ranges they span."""

from __future__ import annotations

import re

import numpy as np
import pytest

from renderer.body import load
from renderer.cast import CAST, random_person
from renderer.clothes import dress

COLOUR = re.compile("#[0-9a-f]{6}")
STRANGERS = [random_person(np.random.default_rng(seed), f"p{seed}") for seed in range(300)]


def _light(colour):
    return sum(bytes.fromhex(colour[1:])) / 765


def test_the_cast_is_eight_people_under_their_names():
    assert len(CAST) == 8
    assert all(person.name == name for name, person in CAST.items())


@pytest.mark.usefixtures("assets")
def test_the_cast_differs_in_all_that_a_camera_sees():
    people = list(CAST.values())
    assert {person.sex for person in people} == {0.0, 1.0}
    assert {person.hair for person in people} == {"short", "long", "bun", "bald"}
    assert max(person.kyphosis_deg for person in people) >= 30
    assert min(person.loose for person in people) < 0.5
    assert max(person.loose for person in people) > 2
    skins, shirts = ([_light(getattr(p, what)) for p in people] for what in ("skin", "shirt"))
    assert max(skins) - min(skins) > 0.4
    assert max(shirts) - min(shirts) > 0.7
    statures = [load(person).vertices[:, 2].max() for person in people]
    assert max(statures) - min(statures) > 0.25


def test_the_same_seed_draws_the_same_stranger():
    first, second = (random_person(np.random.default_rng(7), "p") for _ in range(2))
    assert first == second
    assert first != random_person(np.random.default_rng(8), "p")


def test_strangers_keep_to_the_scales():
    for person in STRANGERS:
        scales = (person.sex, person.age, person.muscle, person.weight, person.height)
        assert all(0 <= scale <= 1 for scale in scales)
        assert sum(person.ancestry.values()) == pytest.approx(1)
        assert 0 <= person.kyphosis_deg <= 40
        assert 0 <= person.head_forward_deg <= 25
        assert 0.4 <= person.loose <= 3
        colours = (person.skin, person.hair_colour, person.shirt, person.trousers, person.shoes)
        assert all(COLOUR.fullmatch(colour) for colour in colours)


def test_most_strangers_stand_tall_and_some_are_bent():
    kyphosis_deg = np.array([person.kyphosis_deg for person in STRANGERS])
    head_deg = np.array([person.head_forward_deg for person in STRANGERS])
    assert np.median(kyphosis_deg) < 12
    assert (kyphosis_deg > 25).mean() > 0.02
    assert np.corrcoef(kyphosis_deg, head_deg)[0, 1] > 0.5


def test_skin_follows_ancestry_and_cloth_reaches_black_and_white():
    african = [_light(p.skin) for p in STRANGERS if p.ancestry["african"] > 0.8]
    caucasian = [_light(p.skin) for p in STRANGERS if p.ancestry["caucasian"] > 0.8]
    assert np.mean(african) < np.mean(caucasian) - 0.25
    shirts = [_light(person.shirt) for person in STRANGERS]
    assert min(shirts) < 0.1
    assert max(shirts) > 0.9


@pytest.mark.usefixtures("assets")
@pytest.mark.parametrize("person", STRANGERS[:4], ids=lambda person: person.name)
def test_strangers_can_be_dressed(person):
    parts = dress(load(person))
    assert all(np.isfinite(part.vertices).all() for part in parts)
    assert min(part.vertices[:, 2].min() for part in parts) == pytest.approx(0, abs=1e-9)
