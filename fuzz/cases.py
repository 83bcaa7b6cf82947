"""What a case is: a command in a folder of its own, made from nothing but seed and number."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from fuzz.material import Material


@dataclass(frozen=True, slots=True)
class Case:
    """One run: ``name`` is kind/number, ``arguments`` those of posturecheck, in ``folder``."""

    name: str
    folder: Path
    arguments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Making:
    """What a kind's maker gets: its chance, an empty folder, and what to spoil."""

    number: int
    chance: random.Random
    folder: Path
    material: Material


Maker = Callable[[Making], tuple[str, ...]]


def make_case(
    kind: str, maker: Maker, number: int, seed: int, folder: Path, material: Material
) -> Case:
    """Return a case; the same seed, kind and number give the same one, on any machine."""
    chance = random.Random(f"{seed}/{kind}/{number}")
    folder.mkdir(parents=True)
    return Case(f"{kind}/{number}", folder, maker(Making(number, chance, folder, material)))
