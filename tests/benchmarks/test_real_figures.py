from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from benchmarks.real_answers import LEAN, SIDE_BEND, TWIST, Answer, Recording
from benchmarks.real_figures import calm_of, figures
from benchmarks.real_record import others, read_record, save_record, worse
from benchmarks.real_rows import rows_of
from benchmarks.real_tables import told_text
from posturecheck.core import Cue, Episode, InputError
from posturecheck.evaluate.estimate import Estimate
from posturecheck.evaluate.labels import Truth

N = 40
T_S = np.arange(N) / 10


def answer(part: str = "lab", view: str = "front", **measures: tuple[Any, Any, Any]) -> Answer:
    """Return an answer: measure -> (truth, said, plain), each a number or (N,)."""
    full = {name: [np.zeros(N) + column for column in three] for name, three in measures.items()}
    truth = Truth(T_S, {name: three[0] for name, three in full.items()}, (view,) * N)
    said = {name: three[1] for name, three in full.items()}
    sds = {f"{name}_sd": np.full(N, 4.0) for name in full}
    plain = {name: three[2] for name, three in full.items()}
    unsure = {f"{name}_sd": np.full(N, np.nan) for name in full}
    return Answer(
        Recording(part, Path("a.mp4")),
        truth,
        Estimate(T_S[-1], T_S, said | sds),
        Estimate(T_S[-1], T_S, plain | unsure),
    )


RAMP = np.linspace(-40, 40, N)


def test_a_measure_that_always_says_nought_is_shown_deaf_beside_points_that_hear() -> None:
    found = figures([answer(**{SIDE_BEND: (RAMP, 0.0, 0.9 * RAMP)})], 1.0)
    whole = found.bands[-1]
    assert whole.ours.slope == pytest.approx(0.0)
    assert whole.plain.slope == pytest.approx(0.9)
    large = next(b for b in found.bands if b.ours.low_deg == 30)
    assert large.ours.bias_deg == pytest.approx(-large.ours.mae_deg)
    assert large.ours.within_2_sd == 0.0
    assert large.plain.within_2_sd == 0.0  # nan sds cover nothing


def test_plain_points_are_asked_only_where_the_program_answered() -> None:
    said = np.where(np.arange(N) < 10, np.nan, 30.0)
    rows = rows_of([answer(**{LEAN: (30.0, said, 20.0)})], LEAN)
    assert np.isnan(rows.plain[:9]).all()
    assert (rows.plain[10:] == 20.0).all()


def test_sets_are_scored_apart_and_together() -> None:
    found = figures(
        [answer(**{LEAN: (10.0, 12.0, 10.0)}), answer("parkour", **{LEAN: (30.0, 34.0, 30.0)})], 1.0
    )
    whole = {b.part: b.ours.mae_deg for b in found.bands if b.ours.high_deg == np.inf}
    assert whole == pytest.approx({"parkour": 4.0, "lab": 2.0, "all": 3.0})


def test_honest_sds_go_by_what_is_said() -> None:
    found = figures([answer(**{LEAN: (50.0, 10.0, 45.0)})], 1.0).said[0]
    assert (found.low_deg, found.high_deg, found.rows) == (0.0, 20.0, N)
    assert found.rms_deg == pytest.approx(40.0)
    assert found.bias_deg == pytest.approx(-40.0)
    assert found.sd_deg == pytest.approx(4.0)
    assert found.plain_rms_deg == pytest.approx(5.0)


def test_a_large_bend_is_told_only_to_its_own_side() -> None:
    to_left = np.where(np.arange(N) < 10, -25.0, 25.0)
    told = figures([answer(**{SIDE_BEND: (25.0, to_left, 0.0)})], 1.0).told[0]
    assert (told.view, told.true, told.rows) == ("front, forward <30", ">=20", N)
    assert (told.value, told.surely, told.plain) == (0.75, 0.75, 0.0)


def test_surely_takes_the_sd_off() -> None:
    told = figures([answer(**{TWIST: (30.0, 18.0, 40.0)})], 1.0).told[0]
    assert (told.value, told.surely, told.plain) == (1.0, 0.0, 1.0)


def test_nothing_false_in_half_an_hour_is_at_most_six_an_hour() -> None:
    seen = SimpleNamespace(seconds=2400.0, seen_s=1800.0, episodes=(), cues=())
    calm = calm_of([seen])  # type: ignore[list-item]
    assert calm.false_an_hour_at_most == pytest.approx(6.0)
    assert calm.minutes == 40.0


def home(*rules: str) -> Answer:
    episodes = tuple(Episode(r, "amber", 1.0, 2.0, 30.0, 3.0, "deg", 1.5, 20.0) for r in rules)
    cues = tuple(Cue(1.5, r, "correct", "Stand tall") for r in rules)
    none = Estimate(60.0)
    return Answer(Recording("home", Path("b.mp4")), None, none, none, 60.0, 60.0, episodes, cues)


def test_figures_that_are_recorded_are_compared_with(tmp_path: Path) -> None:
    path = tmp_path / "REAL.md"
    path.write_text("# Real people\n\nBy hand.\n\n", encoding="utf-8")
    before = [answer(**{SIDE_BEND: (RAMP, 0.9 * RAMP, 0.0)}), home("twist")]
    for _ in range(2):  # the second takes the first one's place
        found = figures(before, 1.0)
        save_record(found, told_text(found, before, []), path)
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# Real people\n\nBy hand.\n\n## Recorded figures\n")
    assert text.count("## Recorded figures") == 1
    assert worse(read_record(path), found) == []

    deaf = figures([answer(**{SIDE_BEND: (RAMP, 0.1 * RAMP, 0.0)}), home("twist", "twist")], 1.0)
    lines = worse(read_record(path), deaf)
    assert any(line.startswith("lab trunk_side_bend_deg 30.0: MAE") for line in lines)
    assert any("slope 0.10, was 0.90" in line for line in lines)
    assert any("told (surely) 0%" in line for line in lines)
    assert any(line.startswith("home: 2 twist (episodes), was 1") for line in lines)


def test_what_is_absent_now_is_not_called_worse(tmp_path: Path) -> None:
    path = tmp_path / "REAL.md"
    found = figures([answer(**{LEAN: (RAMP, RAMP, RAMP)}), home()], 1.0)
    save_record(found, "", path)
    nothing = figures([], 1.0)
    assert worse(read_record(path), nothing) == []
    assert others(read_record(path), nothing)
    assert not others(read_record(path), found)


def test_a_file_without_figures_is_named(tmp_path: Path) -> None:
    path = tmp_path / "REAL.md"
    path.write_text("# Real people\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"REAL\.md: expected figures"):
        read_record(path)
