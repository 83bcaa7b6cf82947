"""What is told of a picture's change: how much more of a turn is shown, person by person."""

import math

import numpy as np
import pytest

pytest.importorskip("moderngl")
from benchmarks.changed_pictures import CHANGES, handless, on_hands
from benchmarks.picture_changes import plan_of, rows_of
from renderer.body import AssetsMissingError, load
from renderer.cast import CAST
from renderer.clothes import dress
from renderer.rotations import unit


def test_a_change_is_held_against_the_same_person_without_it():
    found = {(who, "as they are"): (0.3 + 0.1 * who, 0.99) for who in range(4)}
    found |= {(who, "sharp"): (0.5 + 0.1 * who, 0.98) for who in range(4)}
    usual, sharp = rows_of(found)
    assert usual[:2] == ["as they are", "4"]
    assert sharp[0] == "sharp"
    assert sharp[-1] == "+0.20 (+0.20 +0.20)"


def test_who_was_not_seen_with_or_without_it_does_not_count():
    found = {(who, name): (0.4, 0.9) for who in range(3) for name in ("as they are", "sharp")}
    found[1, "sharp"] = math.nan, math.nan
    del found[2, "as they are"]
    assert [row[1] for row in rows_of(found)] == ["2", "1"]


@pytest.mark.parametrize("name", CHANGES)
def test_the_same_person_turns_with_every_change(name):
    usual, changed = plan_of(3), CHANGES[name].plan(plan_of(3))
    assert changed.person == usual.person
    assert (changed.seed, changed.movement) == (usual.seed, usual.movement)


@pytest.mark.render
def test_hands_are_what_is_beyond_the_wrists():
    try:
        body = load(CAST["amara"])
    except AssetsMissingError as missing:
        pytest.skip(str(missing))
    skin = next(part for part in dress(body) if part.name == "skin")
    wrist = body.at("wrist.L")
    down_the_arm = unit(wrist - body.at("lowerarm01.L"))
    beyond_m = (skin.vertices - wrist) @ down_the_arm
    left, hand = skin.vertices[:, 0] > 0, on_hands(skin, body)
    assert beyond_m[left & hand].min() > -0.04
    assert beyond_m[left & hand].max() > 0.12
    bare = next(part for part in handless(body) if part.name == "skin")
    kept = np.unique(bare.triangles)
    forearm = kept[skin.vertices[kept, 0] > body.at("lowerarm01.L")[0]]
    assert len(forearm) > 0
    assert beyond_m[forearm].max() < 0.02
