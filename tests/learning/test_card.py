"""The card: how sure to be is learned from the errors themselves, large ones too."""

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning import card
from learning.recording import MEASURES
from learning.table import Source, Table, outputs_of
from posturecheck.learned.network import SDS

NO_NETWORK = None


def of_errors(error, monkeypatch):
    """A table whose estimates are all zero with an sd of one degree, wrong by ``error``."""
    degrees = np.tile(error[:, None], (1, len(MEASURES)))
    clip = np.zeros(len(error), int)
    table = Table(
        np.zeros((len(error), 1)), outputs_of(degrees), degrees, clip, (Source("", "", ""),)
    )
    zero = np.zeros_like(degrees)
    monkeypatch.setattr(card, "estimates", lambda network, table: (zero, zero + 1))
    return table


def gain_of(error):
    with pytest.MonkeyPatch.context() as patch:
        return card.sd_gain(NO_NETWORK, of_errors(error, patch))


@given(st.floats(0.1, 10.0), st.integers(0, 99))
def test_normal_errors_give_their_own_standard_deviation(sd, seed):
    gain = gain_of(np.random.default_rng(seed).normal(0, sd, 20_000))
    assert gain == pytest.approx(np.full(SDS, sd), rel=0.05)


@given(st.integers(0, 99))
def test_of_errors_with_heavy_tails_too_many_lie_within_one_sd_and_too_few_within_two(seed):
    error = np.random.default_rng(seed).standard_t(2, 20_000)
    sd = gain_of(error)[0]
    assert 0.68 < np.mean(np.abs(error) <= sd) < 0.8
    assert 0.88 < np.mean(np.abs(error) <= 2 * sd) < 0.954


def test_what_always_says_zero_is_shown_by_the_size_of_the_truth(monkeypatch):
    turn = np.concatenate([np.zeros(900), np.linspace(16, 28, 50), np.linspace(-44, -32, 50)])
    table = of_errors(turn, monkeypatch)
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in card.by_size(*card.estimates(NO_NETWORK, table), table).splitlines()
    ]
    assert [row[1:] for row in rows if row[0] == "trunk_rotation_deg"] == [
        ["0-5", "900", "0.0", "+0.0", "none", "100%", "100%"],
        ["15-30", "50", "22.0", "-22.0", "0.00", "0%", "0%"],
        ["over 30", "50", "38.0", "-38.0", "0.00", "0%", "0%"],
        ["all", "1000", "3.0", "-3.0", "0.00", "90%", "90%"],
    ]


def test_facing_hips_and_knees_are_told_by_view_only(monkeypatch):
    table = of_errors(np.linspace(0, 80, 100), monkeypatch)
    told = card.by_size(*card.estimates(NO_NETWORK, table), table)
    assert "trunk_inclination_deg" in told
    assert not [name for name in ("pelvis_yaw_deg", "hip_flexion_deg") if name in told]


def test_the_card_says_by_view_and_by_size_how_wrong_the_model_is(monkeypatch):
    table = of_errors(np.linspace(-40, 40, 400), monkeypatch)
    network = SimpleNamespace(members=(1, 2), shares=np.ones((1, SDS)))
    told = card.model_card(network, table, None, table, table)
    assert "| measure | view | rows |" in told
    assert "| trunk_side_bend_deg | over 30 |" in told


def test_a_file_of_several_teachings_says_whose_word_counts_for_what():
    together = SimpleNamespace(members=(1, 2), shares=np.full((2, SDS), 0.5))
    assert card._joined(together) == ""
    shares = np.full((2, SDS), 0.5)
    shares[:, 2] = 0.0, 1.0
    upright = shares.copy()
    upright[:, 0] = 0.75, 0.25
    back = shares.copy()
    back[:, 1] = 0.0, 1.0
    told = card._joined(
        SimpleNamespace(members=(1, 2), shares=shares, upright_shares=upright, back_shares=back)
    )
    assert "| trunk_inclination_deg | 0.5 | 0.5 |" in told
    assert "| trunk_inclination_deg, upright | 0.75 | 0.25 |" in told
    assert "| trunk_flexion_deg, leaning back | 0 | 1 |" in told
    assert "trunk_side_bend_deg, upright" not in told
    assert "| trunk_side_bend_deg | 0 | 1 |" in told
    assert "| trunk_rotation_deg | 0.5 | 0.5 |" in told
