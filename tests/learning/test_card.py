"""The card: how sure to be is learned from the errors themselves, large ones too."""

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
