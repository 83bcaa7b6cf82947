"""The people of the samples, and people drawn at random for training."""

from __future__ import annotations

import colorsys
from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from renderer.core import Floats, Hair, Person

_PEOPLE = (
    Person(
        name="ingrid", sex=0.0, age=0.95, muscle=0.35, weight=0.48, height=0.44,
        skin="#e6bda6", hair="bun", hair_colour="#b9b5ae", shirt="#7d6a86", trousers="#55524c",
        shoes="#6b4a3a", sleeve=1.85, loose=1.9, kyphosis_deg=30, head_forward_deg=16,
    ),
    Person(
        name="tomas", sex=1.0, age=0.9, muscle=0.45, weight=0.82, height=0.5,
        skin="#dba78c", hair="short", hair_colour="#a6a29c", shirt="#b9c4cc", trousers="#5b5346",
        shoes="#2b2420", sleeve=0.6, loose=1.1, kyphosis_deg=14, head_forward_deg=8,
    ),
    Person(
        name="amara", sex=0.0, age=0.55, muscle=0.62, weight=0.45, height=0.53,
        ancestry={"african": 1.0}, skin="#6b4430", hair="bun", hair_colour="#14100e",
        shirt="#c8553d", trousers="#22252b", shoes="#e4e4e2", sleeve=0.3, loose=0.4,
    ),
    Person(
        name="wei", sex=1.0, age=0.62, muscle=0.42, weight=0.3, height=0.47,
        ancestry={"asian": 1.0}, skin="#dcb08c", hair="short", hair_colour="#17130f",
        shirt="#e9e7e1", trousers="#39465c", shoes="#4a4a4c", sleeve=1.8, loose=0.7,
        kyphosis_deg=3, head_forward_deg=6,
    ),
    Person(
        name="joan", sex=0.0, age=0.78, muscle=0.4, weight=0.78, height=0.4,
        skin="#efc9b4", hair="long", hair_colour="#6a4427", shirt="#2f6f62", trousers="#8d8272",
        shoes="#d8d2c8", sleeve=0.95, trouser_length=0.55, loose=1.4, kyphosis_deg=10,
        head_forward_deg=6,
    ),
    Person(
        name="felix", sex=1.0, age=0.52, muscle=0.85, weight=0.5, height=0.57,
        skin="#d6a07f", hair="short", hair_colour="#7a5a33", shirt="#26415f", trousers="#a59a84",
        shoes="#f0efec", sleeve=0.4, trouser_length=-0.2, loose=0.5,
    ),
    Person(
        name="rosa", sex=0.0, age=0.84, muscle=0.45, weight=0.58, height=0.46,
        ancestry={"caucasian": 0.6, "african": 0.2, "asian": 0.2}, skin="#c08d6a", hair="short",
        hair_colour="#4a3c34", shirt="#c9a8a0", trousers="#3b3f4a", shoes="#7a2f38", sleeve=1.3,
        loose=1.0, kyphosis_deg=18, head_forward_deg=10,
    ),
    Person(
        name="samir", sex=1.0, age=0.68, muscle=0.5, weight=0.6, height=0.5,
        ancestry={"caucasian": 0.6, "asian": 0.4}, skin="#7d5439", hair="bald",
        hair_colour="#1a1512", shirt="#1d1e22", trousers="#16171a", shoes="#141414",
        sleeve=1.85, loose=2.4, kyphosis_deg=5, head_forward_deg=4,
    ),
)  # fmt: skip
CAST: Mapping[str, Person] = MappingProxyType({person.name: person for person in _PEOPLE})

# Darkest and lightest skin of each ancestry.
SKIN = {
    "african": ("#3d2618", "#8f6044"),
    "asian": ("#a97a54", "#edcaa9"),
    "caucasian": ("#b98463", "#f3d4c1"),
}
DARK_HAIR, FAIR_HAIR = ("#0f0c0a", "#3a271a"), ("#5a3a20", "#c79a5b")
GREY_HAIR = ("#7d7a76", "#d9d7d2")
HAIR_OF_WOMEN: Mapping[Hair, float] = {"short": 0.3, "long": 0.35, "bun": 0.32, "bald": 0.03}
HAIR_OF_MEN: Mapping[Hair, float] = {"short": 0.68, "long": 0.07, "bun": 0.02, "bald": 0.23}


def random_person(rng: np.random.Generator, name: str) -> Person:
    """Return somebody drawn from the ranges that the cast spans, and a little beyond."""
    man = rng.random() < 0.5
    age = rng.uniform(0.5, 1.0)
    ancestry = dict(zip(SKIN, map(float, rng.dirichlet([0.3] * len(SKIN))), strict=True))
    kyphosis_deg = 40 * rng.beta(1.0, 4.5 - 2.5 * (2 * age - 1))
    long_trousers = rng.random() < 0.75
    styles = HAIR_OF_MEN if man else HAIR_OF_WOMEN
    return Person(
        name=name,
        sex=float(man) + rng.uniform(0, 0.15) * (-1 if man else 1),
        age=age,
        muscle=rng.uniform(0.25, 0.85),
        weight=rng.uniform(0.2, 0.9),
        height=float(np.clip(rng.normal(0.48, 0.05), 0.36, 0.58)),
        ancestry=ancestry,
        skin=_skin(rng, ancestry),
        hair=list(styles)[rng.choice(len(styles), p=list(styles.values()))],
        hair_colour=_hair_colour(rng, age, ancestry["caucasian"]),
        shirt=_cloth_colour(rng),
        trousers=_cloth_colour(rng),
        shoes=_cloth_colour(rng),
        sleeve=rng.uniform(0.3, 1.9),
        trouser_length=rng.uniform(0.8, 1.0) if long_trousers else rng.uniform(-0.3, 0.8),
        loose=float(np.exp(rng.uniform(np.log(0.4), np.log(3.0)))),
        kyphosis_deg=kyphosis_deg,
        head_forward_deg=float(np.clip(0.4 * kyphosis_deg + rng.normal(3, 3), 0, 25)),
    )


def _skin(rng: np.random.Generator, ancestry: Mapping[str, float]) -> str:
    lightness = rng.random()
    mixed = [share * _between(*SKIN[people], lightness) for people, share in ancestry.items()]
    return _hex(np.sum(mixed, axis=0))


def _hair_colour(rng: np.random.Generator, age: float, caucasian: float) -> str:
    natural = FAIR_HAIR if rng.random() < 0.6 * caucasian else DARK_HAIR
    grey = float(np.clip(3 * (age - 0.7) + rng.normal(0, 0.2), 0, 1))
    colour = _between(*natural, rng.random())
    return _hex(colour + grey * (_between(*GREY_HAIR, rng.random()) - colour))


def _cloth_colour(rng: np.random.Generator) -> str:
    """Any hue, mostly muted; one in four is near-black or near-white."""
    value = rng.uniform(0.2, 0.85)
    saturation = rng.beta(1.3, 2.5)
    extreme = rng.random()
    if extreme < 0.25:
        value = rng.uniform(0.04, 0.15) if extreme < 0.13 else rng.uniform(0.88, 0.98)
        saturation *= 0.2
    return _hex(255 * np.array(colorsys.hsv_to_rgb(rng.random(), saturation, value)))


def _between(dark: str, light: str, share: float) -> Floats:
    low, high = (np.array(list(bytes.fromhex(colour[1:])), float) for colour in (dark, light))
    return np.asarray(low + share * (high - low))


def _hex(colour: Floats) -> str:
    return "#" + bytes(int(channel) for channel in np.clip(np.round(colour), 0, 255)).hex()
