"""Small networks asked together, in numpy."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posturecheck.learned.network import (
    ANGLES,
    FACING,
    MEANS,
    MIRROR,
    SDS,
    Layer,
    Network,
    load,
    save,
)

FEATURES = 6
numbers = st.integers(0, 10_000)


def made_up(seed=0, members=2, spread=1.0):
    rng = np.random.default_rng(seed)

    def layer(a, b):
        return Layer(rng.normal(size=(a, b)) * spread, rng.normal(size=b) * spread)

    nets = tuple((layer(FEATURES, 5), layer(5, MEANS + SDS)) for _ in range(members))
    return Network.taught_together(np.zeros(FEATURES), np.ones(FEATURES), nets)


def saying(*outputs):
    """Networks that always give these (MEANS + SDS) outputs, one for each."""
    nets = tuple((Layer(np.zeros((FEATURES, MEANS + SDS)), np.array(o)),) for o in outputs)
    return Network.taught_together(np.zeros(FEATURES), np.ones(FEATURES), nets)


@given(numbers)
def test_a_mirrored_picture_gives_mirrored_angles(seed):
    seen, mirrored = np.random.default_rng(seed).normal(size=(2, FEATURES))
    network = made_up(seed)
    one, other = network.estimate(seen, mirrored), network.estimate(mirrored, seen)
    for name in (*ANGLES, FACING):
        sideways = "side" in name or "rotation" in name or name == FACING
        assert other[name].value == pytest.approx((-1 if sideways else 1) * one[name].value)
        assert other[name].sd == pytest.approx(one[name].sd)


def test_networks_that_disagree_are_less_sure():
    means = np.zeros(MEANS)
    means[-1] = 1.0
    sds = np.full(SDS, -2.0)
    apart = means.copy()
    apart[:3] = 1.0
    x = np.zeros(FEATURES)
    agreed = saying([*means, *sds], [*means, *sds]).estimate(x, x)
    argued = saying([*means, *sds], [*apart, *sds]).estimate(x, x)
    assert argued["trunk_inclination_deg"].sd > 2 * agreed["trunk_inclination_deg"].sd
    assert argued["knee_flexion_deg"].sd == pytest.approx(agreed["knee_flexion_deg"].sd)


def test_what_was_not_known_is_taken_as_usual():
    network = made_up()
    usual = np.zeros(FEATURES)
    unknown = usual.copy()
    unknown[2] = np.nan
    assert network.estimate(unknown, unknown) == network.estimate(usual, usual)


def test_beyond_what_was_learned_from_nothing_grows_for_ever():
    network = made_up(spread=3.0)
    far, farther = np.full(FEATURES, 50.0), np.full(FEATURES, 5000.0)
    assert network.estimate(far, far) == network.estimate(farther, farther)


def test_a_saved_model_says_the_same(tmp_path):
    network = made_up()
    save(network, tmp_path / "model.npz")
    x = np.linspace(-1, 1, FEATURES)
    before, after = network.estimate(x, -x), load(tmp_path / "model.npz").estimate(x, -x)
    for name in ANGLES:
        assert after[name].value == pytest.approx(before[name].value, abs=0.2)


def test_a_file_that_is_no_model_is_refused(tmp_path):
    path = tmp_path / "model.npz"
    np.savez(path, a=np.zeros(3))
    with pytest.raises(KeyError):
        load(path)


def test_the_mirror_turns_what_is_sideways():
    turned = {name for name, sign in zip(ANGLES, MIRROR, strict=False) if sign < 0}
    assert turned == {"trunk_side_bend_deg", "trunk_rotation_deg"}
