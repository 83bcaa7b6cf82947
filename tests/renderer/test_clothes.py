"""A dressed person is skin where it shows, and clothes that lie outside each other."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from renderer.body import load
from renderer.cast import CAST
from renderer.clothes import dress
from renderer.core import Person

MATERIALS = {"skin", "cloth", "hair", "shoe", "eye", "lash"}

pytestmark = [pytest.mark.usefixtures("assets"), pytest.mark.slow]


def _dressed(**look):
    return {part.name: part for part in dress(load(Person("dressed", **look)))}


@pytest.fixture(scope="module", params=list(CAST))
def one_of_the_cast(request):
    body = load(CAST[request.param])
    return body, dress(body)


def test_every_part_is_ready_to_be_skinned(one_of_the_cast):
    body, parts = one_of_the_cast
    assert sum(len(part.vertices) for part in parts) < 40_000
    for part in parts:
        count = len(part.vertices)
        assert part.material in MATERIALS
        assert part.normals.shape == part.tint.shape == (count, 3)
        assert np.linalg.norm(part.normals, axis=1) == pytest.approx(1)
        assert part.bone_ids.shape == part.bone_weights.shape == (count, 4)
        assert part.bone_weights.sum(axis=1) == pytest.approx(1)
        assert part.bone_ids.max() < len(body.bones)
        assert np.array_equal(np.unique(part.triangles), np.arange(count))
        assert part.tint.min() >= 0
        assert part.tint.max() <= 1
        assert np.isfinite(part.vertices).all()


def test_everybody_stands_with_the_soles_on_the_floor(one_of_the_cast):
    _, parts = one_of_the_cast
    assert min(part.vertices[:, 2].min() for part in parts) == pytest.approx(0, abs=1e-9)


def test_the_shirt_lies_outside_the_trousers(one_of_the_cast):
    _, parts = one_of_the_cast
    named = {part.name: part for part in parts}
    shirt, trousers = named["shirt"].vertices, named["trousers"]
    over = shirt[shirt[:, 2] < trousers.vertices[:, 2].max() - 0.02]
    distance = np.linalg.norm(over[:, None] - trousers.vertices, axis=2)
    nearest = distance.argmin(axis=1)
    outwards = ((over - trousers.vertices[nearest]) * trousers.normals[nearest]).sum(axis=1)
    assert len(over) > 200
    assert (outwards > 0).mean() > 0.99


def test_skin_under_cloth_is_left_out(one_of_the_cast):
    body, parts = one_of_the_cast
    skin = parts[0].vertices
    trunk = np.abs(skin[:, 0]) < 0.08
    hips, chest = body.at("upperleg01.L")[2], body.at("spine01")[2]
    assert not (trunk & (skin[:, 2] > hips) & (skin[:, 2] < chest - 0.05)).any()


def test_sleeves_run_from_the_shoulder_to_the_wrist():
    reach = [np.abs(_dressed(sleeve=s)["shirt"].vertices[:, 0]).max() for s in (0.3, 1, 1.85)]
    assert reach == sorted(reach)
    assert reach[-1] - reach[0] > 0.15


@pytest.mark.parametrize(("length", "joint"), [(0.0, "lowerleg01.L"), (1.0, "foot.L")])
def test_trousers_end_where_asked(length, joint):
    hem_z = _dressed(trouser_length=length)["trousers"].vertices[:, 2].min()
    assert hem_z == pytest.approx(load(Person("plain")).at(joint)[2], abs=0.03)


def test_shorts_show_the_knees():
    skin, knee_z = _dressed(trouser_length=-0.2)["skin"].vertices, 0.47
    assert (np.abs(skin[:, 2] - knee_z) < 0.01).any()


def test_a_skirt_hangs_around_both_legs_down_to_where_trousers_would_end():
    skirt = _dressed(skirt=True, trouser_length=0.6)["trousers"].vertices
    trousers = _dressed(trouser_length=0.6)["trousers"].vertices
    knee_z = load(Person("plain")).at("lowerleg01.L")[2]
    assert skirt[:, 2].min() == pytest.approx(trousers[:, 2].min(), abs=0.01)
    around, legs = (part[np.abs(part[:, 2] - knee_z) < 0.05] for part in (skirt, trousers))
    assert np.hypot(around[:, 0], around[:, 1]).min() > 0.12  # nothing between the knees
    for axis in (0, 1):
        assert np.ptp(around[:, axis]) > np.ptp(legs[:, axis]) + 0.02


def test_a_cardigan_lies_over_the_shirt_and_is_open_in_front():
    parts = _dressed(cardigan="#5c6f57")
    shirt, cardigan = parts["shirt"].vertices, parts["cardigan"].vertices
    belly_z = load(Person("plain")).at("spine03")[2]
    in_front = cardigan[(cardigan[:, 1] < -0.05) & (np.abs(cardigan[:, 2] - belly_z) < 0.15)]
    assert np.abs(in_front[:, 0]).min() > 0.04
    at_the_back = [part[np.abs(part[:, 2] - belly_z) < 0.15, 1].max() for part in (shirt, cardigan)]
    assert at_the_back[1] > at_the_back[0] + 0.01
    assert "cardigan" not in _dressed()


def test_loose_clothes_are_wider_than_tight_ones():
    tight, loose = (_dressed(loose=loose)["shirt"].vertices for loose in (0.4, 3.0))
    assert np.abs(loose[:, 1]).max() > np.abs(tight[:, 1]).max() + 0.02


@pytest.mark.parametrize(
    ("style", "surfaces"), [("bald", 0), ("short", 1), ("bun", 2), ("long", 2)]
)
def test_hair_is_what_the_style_says(style, surfaces):
    parts = dress(load(Person("styled", hair=style)))
    assert sum(part.material == "hair" for part in parts) == surfaces


def test_long_hair_falls_below_the_chin_and_short_hair_does_not():
    lowest = {}
    for style in ("short", "long"):
        parts = dress(load(Person("styled", hair=style)))
        lowest[style] = min(p.vertices[:, 2].min() for p in parts if p.material == "hair")
    chin_z = load(Person("plain")).eye["L"][2] - 0.11
    assert lowest["long"] < chin_z < lowest["short"]


def test_hair_leaves_the_face_free(one_of_the_cast):
    body, parts = one_of_the_cast
    eyes = next(part.vertices for part in parts if part.material == "eye")
    for part in parts:
        if part.material == "hair":
            before = part.vertices[part.vertices[:, 1] < eyes[:, 1].min()]
            assert not (np.abs(before[:, 2] - body.eye["L"][2]) < 0.03).any()


def test_brows_and_lips_are_darker_than_the_skin_around(body):
    skin = next(part for part in dress(body) if part.name == "skin")
    darkest = skin.vertices[skin.tint[:, 1] < 0.75]
    above_eyes = darkest[:, 2] - body.eye["L"][2]
    assert (above_eyes > 0.01).sum() > 10  # brows
    assert ((above_eyes < -0.05) & (above_eyes > -0.09)).sum() > 10  # lips


def test_the_same_body_is_dressed_alike(body):
    for first, second in zip(dress(body), dress(replace(body)), strict=True):
        assert np.array_equal(first.vertices, second.vertices)
        assert np.array_equal(first.bone_weights, second.bone_weights)
