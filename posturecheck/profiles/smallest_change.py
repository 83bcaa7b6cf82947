"""How far two films of one person must differ before a change can be told.

The figures are measured, not chosen: ``smallest_change.toml`` beside this file says how, and
``benchmarks/filmed_again.py`` measures them again and writes it.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

PATH = Path(__file__).with_name("smallest_change.toml")
COVERS_95 = 1.96  # sds to both sides that hold 95 % of a normal distribution


@dataclass(frozen=True, slots=True)
class FilmedAgain:
    """The spread of one person's same movement, filmed again with the camera moved.

    ``within_sd`` holds it by view and measure, in the measure's own unit: the within-person
    standard deviation of one film, so that two films differ by the root of 2 times it.
    ``about`` says how it was measured.
    """

    within_sd: Mapping[str, Mapping[str, float]]
    about: Mapping[str, Any]

    def smallest_change(self, measure: str, view: str) -> float:
        """Return the smallest detectable change of a measure, in its unit.

        1.96 x root 2 x the within-person standard deviation (Weir 2005, Quantifying test-retest
        reliability, J Strength Cond Res 19:231; from memory). nan where it was not measured.
        """
        sd = self.within_sd.get(view, {}).get(measure, math.nan)
        return COVERS_95 * math.sqrt(2.0) * sd


@cache
def filmed_again() -> FilmedAgain:
    """Return what was measured; it comes with the package."""
    data = tomllib.loads(PATH.read_text(encoding="utf-8"))
    return FilmedAgain(data["within_sd"], data["about"])
