"""How far films of the same lie apart: the arithmetic, and what is recorded of it."""

from __future__ import annotations

import math
import tomllib

import pytest

pytest.importorskip("moderngl")
from visits import LEAN, TWIST, movement

from benchmarks.filmed_again import LEAST_PAIRS, Read, largest_of, report, spreads, text_of
from posturecheck.profiles.smallest_change import FilmedAgain
from renderer.filmed_again_plans import Filming, filmings

FRONT = [f for f in filmings() if f.view == "front"][::2]


def films(*leans: float, kind: str = "bend") -> Read:
    return tuple(movement(lean, kind=kind, facing_deg=0.0) for lean in leans)


def pairs(apart: list[float]) -> list[tuple[Filming, Read, Read]]:
    return [
        (filming, films(60.0), films(60.0 + deg))
        for filming, deg in zip(FRONT, apart, strict=False)
    ]


def test_the_spread_is_the_within_person_sd_of_one_film() -> None:
    found = spreads(pairs([4.0, -4.0] * 5))
    (lean,) = (s for s in found if s.measure == LEAN)
    assert lean.differences == tuple([4.0, -4.0] * 5)
    assert lean.within_sd == pytest.approx(4 / math.sqrt(2))


def test_of_bends_and_turns_the_larger_spread_counts() -> None:
    read = [
        (f, a + films(60.0, kind="turn"), b + films(70.0, kind="turn"))
        for f, a, b in pairs([2.0] * 10)
    ]
    counts = largest_of(spreads(read))
    assert counts["front"][LEAN].group == "turning"
    assert counts["front"][LEAN].within_sd == pytest.approx(10 / math.sqrt(2))
    assert set(counts) == {"front"}


def test_of_too_few_pairs_nothing_is_recorded() -> None:
    assert largest_of(spreads(pairs([2.0] * (LEAST_PAIRS - 1))))["front"] == {}


def test_a_film_in_which_nothing_was_found_is_left_out() -> None:
    read = [*pairs([2.0] * 9), (FRONT[9], films(60.0), ())]
    (lean,) = (s for s in spreads(read) if s.measure == LEAN)
    assert len(lean.differences) == 9


def test_what_is_recorded_is_read_again(capsys: pytest.CaptureFixture[str]) -> None:
    known = report(pairs([3.0, -5.0] * 5))
    data = tomllib.loads(text_of(known))
    again = FilmedAgain(data["within_sd"], data["about"])
    assert again.smallest_change(LEAN, "front") == known.smallest_change(LEAN, "front") > 0
    assert again.smallest_change(TWIST, "front") == 0
    assert math.isnan(again.smallest_change(LEAN, "back"))
    assert again.about["people"] == 10
    assert again.about["pairs"] == 10
    assert "Told although nothing changed" in capsys.readouterr().out
