"""What the benchmark of frail people shows, and when it says that a band fails."""

import numpy as np
import pytest

pytest.importorskip("moderngl")
from benchmarks.frail_people import KINDS, MEASURES, plans_of, rows_of
from posturecheck.evaluate.estimate import Estimate
from posturecheck.evaluate.labels import Truth
from renderer.cast import CAST

T_S = np.arange(200) / 20


def read(error_deg):
    """The tables of somebody who leans from 0 to 40 degrees, read off by so much (±2)."""
    true = np.linspace(0, 40, len(T_S), endpoint=False)
    truth = Truth(T_S, dict.fromkeys(MEASURES, true), ("side",) * len(T_S))
    columns = {m: true + error_deg(true) for m in MEASURES}
    columns |= {f"{m}_sd": np.full(len(T_S), 2.0) for m in MEASURES}
    rows = rows_of([(truth, Estimate(10.0, T_S, columns))])
    return {row[0].strip(): row[1:] for row in rows[: rows.index([MEASURES[1]])]}


def test_a_band_fails_where_less_than_85_percent_lie_within_two_sd():
    table = read(lambda true: np.where(true < 20, 1.0, -10.0))
    n, answered, mae, bias, slope, within_1, within_2, verdict = table["0 to 20"]
    assert (n, answered, mae, bias, slope) == ("100", "100%", "1.0", "1.0", "1.00")
    assert (within_1, within_2, verdict) == ("100%", "100%", "")
    assert table["20 to 40"][3] == "-10.0"
    assert table["20 to 40"][-1] == "fails"


def test_few_rows_are_shown_without_a_verdict_that_counts():
    table = read(lambda true: np.where(true < 30, 0.0, -10.0))
    assert table["20 to 40"][-1] == "fails"
    rows = np.linspace(0, 25, len(T_S), endpoint=False)
    truth = Truth(T_S, dict.fromkeys(MEASURES, rows), ("side",) * len(T_S))
    said = {m: np.where(rows < 20, rows, 0.0) for m in MEASURES}
    said |= {f"{m}_sd": np.full(len(T_S), 2.0) for m in MEASURES}
    lean = rows_of([(truth, Estimate(10.0, T_S, said))])[2]
    assert lean[0].strip() == "20 to 40"
    assert lean[-1] == "(few)"


def test_the_same_four_people_of_nobody_else_are_in_every_kind():
    for kind in KINDS:
        plans = plans_of(kind)
        assert [plan.person.name for plan in plans] == [f"frail-{i}" for i in range(4)]
        assert [plan.camera for plan in plans] == [plan.camera for plan in plans_of("plain")]
        assert not {plan.person.name for plan in plans} & set(CAST)


def test_a_kind_is_what_its_name_says():
    assert all(plan.person.skirt for plan in plans_of("skirt"))
    assert all(plan.person.cardigan for plan in plans_of("cardigan"))
    assert {plan.person.kyphosis_deg for plan in plans_of("kyphosis-60")} == {60.0}
    assert {plan.movement for plan in plans_of("rollator")} == {"rollator-bends"}
    assert max(plan.person.kyphosis_deg for plan in plans_of("plain")) < 20
