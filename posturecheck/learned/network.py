"""The learned estimate itself: a few small networks asked together, in numpy.

Each network gives every angle a mean and a standard deviation; where they disagree, the
standard deviation grows. The picture is also looked at mirrored, so that left and right
are treated exactly alike. How they were taught, and how wrong they are: MODEL_CARD.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import numpy as np

from posturecheck.core import Floats, Reading
from posturecheck.geometry import wrapped_deg
from posturecheck.kinematics.uncertainty import uprightness
from posturecheck.measures import mirror_signs

MODEL_PATH = Path(__file__).parent / "model.npz"
# Outputs in this order; the facing is two numbers, its sine and cosine, with one sd.
ANGLES = (
    "trunk_inclination_deg",
    "trunk_flexion_deg",
    "trunk_side_bend_deg",
    "trunk_rotation_deg",
    "spine_flexion_deg",
    "hip_flexion_deg",
    "knee_flexion_deg",
)
LEAN = ANGLES.index("trunk_inclination_deg")
FLEXION = ANGLES.index("trunk_flexion_deg")
FACING = "pelvis_yaw_deg"
MEANS = len(ANGLES) + 2
SDS = len(ANGLES) + 1
SCALE_DEG = 30.0  # one unit of an angle's output
MIRROR = np.array([*mirror_signs(ANGLES), -1.0, 1.0])  # what a mirror does to the means
FARTHEST = 4.0  # standard deviations of what was learned from; beyond, nothing is known
LEAST_LOG_SD, MOST_LOG_SD = -4.0, 1.5
# Who is said to lean back by the first of these is left in part to those who know leaning back, by
# the second wholly. Of rendered people who stand tall, kept back from the teaching, 3 % of the
# moments are said to lean back by more than 2 degrees, 2 % by more than 4. A steeper change makes
# a trunk that leans back look quicker than it is (5 % on the sweeps, obliquely).
SAID_BACK_DEG = (2.0, 14.0)


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """``weights`` (in, out) and ``bias`` (out,) of one network's layer."""

    weights: Floats
    bias: Floats


@dataclass(frozen=True, eq=False)
class Network:
    """Several networks, its m members, on the same n features.

    ``centre`` and ``spread`` (m, n) scale each one's features, ``sd_gain`` (m, SDS) is what its
    standard deviations were found too small by. ``shares`` (m, SDS) is how much each says of each
    angle: those taught on other movements know other angles well. They add up to 1, and so do
    ``upright_shares``, which take their place as far as no lean is said (who knows deep leans best
    does not know best who stands), and ``back_shares``, which take the place of both as far as
    those who know it say that somebody leans back.
    """

    centre: Floats
    spread: Floats
    members: tuple[tuple[Layer, ...], ...]
    sd_gain: Floats
    shares: Floats
    upright_shares: Floats
    back_shares: Floats

    @classmethod
    def taught_together(
        cls, centre: Floats, spread: Floats, members: tuple[tuple[Layer, ...], ...]
    ) -> Network:
        """Return members with one scale, (n,) each, that say as much each; gains are 1."""
        m = len(members)
        scale, alike = (np.tile(centre, (m, 1)), np.tile(spread, (m, 1))), np.full((m, SDS), 1 / m)
        return cls(*scale, members, np.ones((m, SDS)), alike, alike, alike)

    def estimate(self, seen: Floats, mirrored: Floats) -> Mapping[str, Reading]:
        """Return every angle of one moment with its sd, degrees.

        Args:
            seen: (n,) features of the picture.
            mirrored: (n,) features of the same picture mirrored.
        """
        both = (np.stack([seen, mirrored]) - self.centre[:, None]) / self.spread[:, None]
        both = np.clip(np.nan_to_num(both), -FARTHEST, FARTHEST).astype(np.float32)
        outputs = _forward(self._side_by_side, both)
        means, log_sds = outputs[..., :MEANS].copy(), outputs[..., MEANS:]
        means[:, 1] *= MIRROR
        shares = self._shares(means.mean(axis=1))
        variances = np.exp(2 * np.clip(log_sds, LEAST_LOG_SD, MOST_LOG_SD))
        variances = (variances.mean(axis=1) * self.sd_gain**2 * shares).sum(axis=0)
        share = np.concatenate([shares, shares[:, -1:]], axis=1)  # facing: two numbers
        mean = (means.mean(axis=1) * share).sum(axis=0)
        apart = ((means - mean) ** 2).mean(axis=1) * share
        apart = apart.sum(axis=0)
        apart = np.append(apart[: len(ANGLES)], apart[len(ANGLES) :].sum())
        return _readings(mean, np.sqrt(variances + apart))

    def _shares(self, means: Floats) -> Floats:
        # Whom those say to be bent who know bends, is.
        lean_deg = SCALE_DEG * float(means[:, LEAN] @ self.shares[:, LEAN])
        shares = self.shares + uprightness(lean_deg) * (self.upright_shares - self.shares)
        back_deg = -SCALE_DEG * float(means[:, FLEXION] @ self.back_shares[:, FLEXION])
        leans_back = float(np.interp(back_deg, SAID_BACK_DEG, (0.0, 1.0)))
        return np.asarray(shares + leans_back * (self.back_shares - shares))

    @cached_property
    def _side_by_side(self) -> tuple[Layer, ...]:
        # (members, in, out) and (members, 1, out): all are asked in one go.
        return tuple(
            Layer(
                np.stack([layer.weights for layer in layers]),
                np.stack([layer.bias for layer in layers])[:, None],
            )
            for layers in zip(*self.members, strict=True)
        )


def _forward(layers: tuple[Layer, ...], x: Floats) -> Floats:
    *hidden, last = layers
    for layer in hidden:
        x = np.maximum(x @ layer.weights + layer.bias, 0.0)
    return np.asarray(x @ last.weights + last.bias)


def _readings(mean: Floats, sd: Floats) -> dict[str, Reading]:
    read = {
        name: Reading(float(mean[i]) * SCALE_DEG, float(sd[i]) * SCALE_DEG)
        for i, name in enumerate(ANGLES)
    }
    yaw = float(np.degrees(np.arctan2(mean[-2], mean[-1])))
    read[FACING] = Reading(wrapped_deg(yaw), float(np.degrees(sd[-1])))
    return read


def load(path: Path = MODEL_PATH) -> Network:
    """Read a model file.

    Raises:
        OSError: It cannot be read.
        KeyError, ValueError: It is no model file.
    """
    with np.load(path) as kept:
        count, depth = (int(n) for n in kept["shape"])
        members = tuple(
            tuple(
                Layer(
                    kept[f"weights_{member}_{layer}"].astype(np.float32),
                    kept[f"bias_{member}_{layer}"].astype(np.float32),
                )
                for layer in range(depth)
            )
            for member in range(count)
        )
        return Network(
            kept["centre"].astype(float),
            kept["spread"].astype(float),
            members,
            kept["sd_gain"].astype(float),
            kept["shares"].astype(float),
            kept["upright_shares"].astype(float),
            kept["back_shares"].astype(float),
        )


def save(network: Network, path: Path) -> None:
    """Write a model file; weights are kept in half precision, which moves no angle."""
    arrays = {
        "shape": np.array([len(network.members), len(network.members[0])]),
        "centre": network.centre.astype(np.float32),
        "spread": network.spread.astype(np.float32),
        "sd_gain": network.sd_gain.astype(np.float32),
        "shares": network.shares.astype(np.float32),
        "upright_shares": network.upright_shares.astype(np.float32),
        "back_shares": network.back_shares.astype(np.float32),
    }
    for m, layers in enumerate(network.members):
        for i, layer in enumerate(layers):
            arrays[f"weights_{m}_{i}"] = layer.weights.astype(np.float16)
            arrays[f"bias_{m}_{i}"] = layer.bias.astype(np.float16)
    np.savez_compressed(path, **arrays)  # type: ignore[arg-type]


@cache
def shipped() -> Network:
    """Return the model that comes with the package."""
    return load()
