"""Teach the networks: rows of features to angles with honest standard deviations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax

from learning.table import Table
from posturecheck.core import Floats
from posturecheck.learned.features import GEOMETRY, NO_STANCE, mirrored
from posturecheck.learned.network import (
    ANGLES,
    FARTHEST,
    LEAST_LOG_SD,
    MEANS,
    MIRROR,
    MOST_LOG_SD,
    SCALE_DEG,
    SDS,
    Layer,
    Network,
)

STANCE = len(NO_STANCE)  # the last features; geometry's are the first
LEAST_SPREAD = 1e-4
BIN_DEG = 5.0
MOST_WEIGHT = 10.0
# How far rare angles are evened out: 0 not at all, 1 wholly.
RARE_COUNTS = {"trunk_rotation_deg": 0.5, "trunk_side_bend_deg": 0.5}
# Movements in which nothing tells an angle, so that they would teach to doubt it everywhere:
# the points of a bend with idle arms hardly show whether the back is round.
SAYS_NOTHING_OF = {
    "spine_flexion_deg": frozenset({"random-bends", "standing-range", "seated-range"})
}
Params = list[tuple[Any, Any]]


@dataclass(frozen=True, slots=True)
class Recipe:
    """How it is taught; the shipped model used the defaults."""

    members: int = 4
    hidden: tuple[int, ...] = (384, 192)
    epochs: int = 15
    batch: int = 1024
    rate: float = 1.5e-3
    decay: float = 5e-2
    grain: float = 0.1  # noise on every feature, in its own standard deviations
    without_stance: float = 0.1
    sd_weight: float = 0.5  # beta-NLL (Seitzer 2022): 0 = likelihood, 1 = squares


def fit(table: Table, recipe: Recipe, say: Callable[[str], None] = print) -> Network:
    """Return networks taught on every row and its mirror image (``sd_gain`` still 1)."""
    centre, spread = scale_of(table)
    x = np.concatenate([table.seen, mirrored(table.seen)])
    x = np.nan_to_num((x - centre) / spread)
    x = np.clip(x, -FARTHEST, FARTHEST).astype(np.float32)
    y = np.concatenate([table.truth, table.truth * MIRROR])
    weight = np.tile(weights_of(table), (2, 1))
    members = []
    for member in range(recipe.members):
        members.append(_fit_one(x, y.astype(np.float32), weight, recipe, member))
        say(f"network {member + 1} of {recipe.members} taught")
    return Network.taught_together(centre, spread, tuple(members))


def scale_of(table: Table) -> tuple[Floats, Floats]:
    """Return every feature's centre and spread, (n,) each, the same for mirrored ones.

    What never varies (the marks of what is known) is left as it is: 1, or 0 where nan.
    """
    both = np.concatenate([table.seen, mirrored(table.seen)]).astype(float)
    centre, spread = np.nanmean(both, axis=0), np.nanstd(both, axis=0)
    constant = ~(spread > LEAST_SPREAD)
    return np.where(constant, 0.0, centre), np.where(constant, 1.0, spread)


def weights_of(table: Table) -> Floats:
    """Return each output's weight in every row, (n, SDS), mean 1: rare angles count for more.

    People hardly ever twist. Taught on all moments alike, a network does best to doubt
    every twist it sees; those who matter here are the ones who do.
    """
    weights = np.ones((len(table.truth), SDS))
    for name, power in RARE_COUNTS.items():
        column = ANGLES.index(name)
        which = np.floor(np.abs(table.truth[:, column]) * SCALE_DEG / BIN_DEG).astype(int)
        rare = (1.0 / np.maximum(np.bincount(which)[which], 1)) ** power
        rare = np.minimum(rare / rare.mean(), MOST_WEIGHT)
        weights[:, column] = rare / rare.mean()
    for name, movements in SAYS_NOTHING_OF.items():
        silent = np.array([source.movement in movements for source in table.sources])
        weights[silent[table.clip], ANGLES.index(name)] = 0.0
    return weights.astype(np.float32)


def _fit_one(x: Floats, y: Floats, weight: Floats, recipe: Recipe, seed: int) -> tuple[Layer, ...]:
    rng = np.random.default_rng(seed)
    sizes = (x.shape[1], *recipe.hidden, MEANS + SDS)
    params: Params = [
        (
            jnp.asarray(rng.normal(0, np.sqrt(2 / a), (a, b)), jnp.float32),
            jnp.zeros(b, jnp.float32),
        )
        for a, b in pairwise(sizes)
    ]
    steps = recipe.epochs * (len(x) // recipe.batch)
    schedule = optax.warmup_cosine_decay_schedule(0.0, recipe.rate, steps // 20, steps)
    optimiser = optax.adamw(schedule, weight_decay=recipe.decay)
    state = optimiser.init(params)
    key = jax.random.key(seed)

    def step(params: Params, state: Any, key: Any, x: Any, y: Any, weight: Any) -> Any:
        gradient = jax.grad(partial(_loss, recipe=recipe))(params, key, x, y, weight)
        updates, state = optimiser.update(gradient, state, params)
        return optax.apply_updates(params, updates), state

    fast_step = jax.jit(step)
    for _ in range(recipe.epochs):
        order = rng.permutation(len(x))
        for start in range(0, len(x) - recipe.batch + 1, recipe.batch):
            rows = order[start : start + recipe.batch]
            key, now = jax.random.split(key)
            params, state = fast_step(params, state, now, x[rows], y[rows], weight[rows])
    return tuple(Layer(np.asarray(w), np.asarray(b)) for w, b in params)


def _loss(params: Params, key: Any, x: Any, y: Any, weight: Any, recipe: Recipe) -> Any:
    output = _forward(params, _disturbed(x, key, recipe))
    error = y - output[:, :MEANS]
    squares = error[:, : len(ANGLES)] ** 2
    facing = (error[:, len(ANGLES) :] ** 2).sum(axis=1, keepdims=True)
    squares = jnp.concatenate([squares, facing], axis=1)
    log_sd = jnp.clip(output[:, MEANS:], LEAST_LOG_SD, MOST_LOG_SD)
    likelihood = 0.5 * squares * jnp.exp(-2 * log_sd) + log_sd
    balance = jax.lax.stop_gradient(jnp.exp(2 * recipe.sd_weight * log_sd))
    return (weight * balance * likelihood).mean()


def _disturbed(x: Any, key: Any, recipe: Recipe) -> Any:
    grain, stance = jax.random.split(key)
    n = len(x)
    x = x + recipe.grain * jax.random.normal(grain, x.shape)
    known = jax.random.uniform(stance, (n, 1)) >= recipe.without_stance
    column = jnp.arange(x.shape[1])
    of_stance = (column < len(GEOMETRY)) | (column >= x.shape[1] - STANCE)
    return jnp.where(known | ~of_stance, x, 0.0)


def _forward(params: Params, x: Any) -> Any:
    *hidden, (last_weights, last_bias) = params
    for weights, bias in hidden:
        x = jax.nn.relu(x @ weights + bias)
    return x @ last_weights + last_bias
