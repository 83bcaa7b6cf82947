"""Teaching: what can be known is learned, what cannot is doubted."""

from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("jax")
pytest.importorskip("optax")
from learning.card import figures, sd_gain
from learning.fit import Recipe, fit, weights_of
from learning.recording import MEASURES
from learning.table import Source, Table, outputs_of
from posturecheck.learned.features import FEATURES, GEOMETRY

QUICK = Recipe(members=2, hidden=(48,), epochs=15, batch=128, rate=5e-3)
LEAN = MEASURES.index("trunk_inclination_deg")
SPINE = MEASURES.index("spine_flexion_deg")
NOSE = len(GEOMETRY)  # the first joint's numbers, seen with and without a stance


def made_up(rows, seed):
    """The lean can be read off two numbers of the nose; the rounding is pure chance."""
    rng = np.random.default_rng(seed)
    seen = rng.normal(size=(rows, FEATURES)).astype(np.float32)
    degrees = np.zeros((rows, len(MEASURES)))
    degrees[:, LEAN] = 30 + 10 * seen[:, NOSE + 1] - 10 * seen[:, NOSE + 3]
    degrees[:, SPINE] = rng.normal(20, 15, rows)
    clip = np.arange(rows) // 100
    sources = tuple(Source("a", "standing", "train") for _ in range(clip.max() + 1))
    return Table(seen, outputs_of(degrees), degrees, clip, sources)


@pytest.mark.slow
def test_a_known_angle_is_learned_and_chance_is_doubted():
    network = fit(made_up(4000, 0), QUICK, lambda _: None)
    found = figures(network, made_up(300, 1))
    lean = found["trunk_inclination_deg", "all"]
    spine = found["spine_flexion_deg", "all"]
    assert lean.mae < 5
    assert spine.sd == pytest.approx(15, rel=0.35)
    assert lean.sd < spine.sd / 2
    gain = sd_gain(network, made_up(300, 2))
    assert np.isfinite(gain).all()
    assert (gain[[LEAN, SPINE]] > 0.3).all()


def test_rounding_is_not_learned_where_nothing_tells_it():
    table = made_up(200, 0)
    silent = replace(table.sources[0], movement="random-bends")
    weights = weights_of(replace(table, sources=(silent, *table.sources[1:])))
    assert (weights[table.clip == 0, SPINE] == 0).all()
    assert (weights[table.clip == 1, SPINE] > 0).all()
    assert (weights[:, LEAN] > 0).all()
