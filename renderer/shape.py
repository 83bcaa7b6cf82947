"""Which of MakeHuman's macro targets shape a person, and how strongly."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

from renderer.core import Person

NEGLIGIBLE = 1e-6


def macro_targets(person: Person) -> dict[str, float]:
    """Return target file stems under ``targets/macrodetails`` with their factors, 0 to 1.

    Every target is a corner of the scales (a young, muscular, heavy woman); a person
    between the corners takes a share of each, as MakeHuman itself mixes them.
    """
    sexes = {"female": 1 - person.sex, "male": person.sex}
    ages = {"young": 1 - max(0.0, 2 * person.age - 1), "old": max(0.0, 2 * person.age - 1)}
    muscles, weights = _three_way("muscle", person.muscle), _three_way("weight", person.weight)
    heights = {"minheight": max(0.0, 1 - 2 * person.height)}
    heights["maxheight"] = max(0.0, 2 * person.height - 1)
    factors = _corners("{}-{}-{}", person.ancestry, sexes, ages)
    factors |= _corners("universal-{}-{}-{}-{}", sexes, ages, muscles, weights)
    factors |= _corners("height/{}-{}-{}-{}-{}", sexes, ages, muscles, weights, heights)
    return {stem: factor for stem, factor in factors.items() if factor > NEGLIGIBLE}


def _three_way(scale: str, value: float) -> dict[str, float]:
    """Shares of a scale's two ends and its middle, by target word."""
    return {
        f"min{scale}": max(0.0, 1 - 2 * value),
        f"average{scale}": 1 - abs(2 * value - 1),
        f"max{scale}": max(0.0, 2 * value - 1),
    }


def _corners(stem: str, *scales: Mapping[str, float]) -> dict[str, float]:
    factors = {}
    for words in product(*scales):
        factor = 1.0
        for scale, word in zip(scales, words, strict=True):
            factor *= scale[word]
        factors[stem.format(*words)] = factor
    return factors
