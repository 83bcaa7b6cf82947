"""Figures held against earlier ones: what is worse by more than its noise is told, no more."""

from dataclasses import replace

import pytest
from made_up import LEAN, YAW, answers, evaluation, labelled, truth

from posturecheck.evaluate.baseline import record_of
from posturecheck.evaluate.comparison import worse
from posturecheck.evaluate.labels import Span

LIFTS = [Span("unsafe-lift", float(s), s + 0.5) for s in (0, 4, 8)]
UPRIGHT_ROWS, BENT_ROWS = 900, 100


def lifting(error_deg=3.0, found=LIFTS, unseen=0):
    said = [10.0 + error_deg] * 100
    said[:unseen] = [float("nan")] * unseen
    return evaluation(
        (
            labelled(truth({LEAN: [10.0] * 100}), episodes=LIFTS),
            answers({LEAN: said, YAW: [90.0] * 100}, episodes=found, seconds=10.0),
        )
    )


def bending(said_deg=66.0, off_deg=0.0, sd=2.5, unseen=0, bent_rows=BENT_ROWS):
    """Upright nearly all the time, read rightly; bent by 70, every other row ``off_deg`` more."""
    bent = [said_deg + off_deg * (row % 2) for row in range(bent_rows)]
    bent[:unseen] = [float("nan")] * unseen
    lean = [0.0] * UPRIGHT_ROWS
    return evaluation(
        (
            labelled(truth({LEAN: [*lean, *[70.0] * bent_rows]})),
            answers({LEAN: [*lean, *bent]}, sd=sd),
        )
    )


def told(before, later):
    return worse(record_of(before), record_of(later))


def test_the_same_figures_are_not_worse():
    assert told(lifting(), lifting()) == []
    assert told(bending(), bending()) == []


@pytest.mark.parametrize(
    ("later", "said"),
    [
        (lifting(error_deg=3.6), "mean absolute error 3.60, was 3.00"),
        (lifting(unseen=20), "answered 80%, was 100%"),
        (lifting(found=LIFTS[:1]), "unsafe-lift: 2 missed, was 0"),
        (
            lifting(found=[*LIFTS, *(Span("unsafe-lift", s, s + 0.4) for s in (2.0, 6.0))]),
            "unsafe-lift: 2 false, was 0",
        ),
        (replace(lifting(), measures=()), "trunk_inclination_deg (all): not measured any more"),
        (replace(lifting(), bands=()), "(true 0-20): not measured any more"),
        (replace(lifting(), rules=()), "not scored any more"),
    ],
)
def test_what_got_worse_by_more_than_noise_is_told(later, said):
    assert said in "\n".join(told(lifting(), later))


@pytest.mark.parametrize(
    "later", [lifting(error_deg=3.4), lifting(unseen=2), lifting(found=LIFTS[:2])]
)
def test_noise_is_not_worse(later):
    assert told(lifting(), later) == []


def test_better_is_not_worse():
    assert told(lifting(), lifting(error_deg=1.0)) == []
    assert told(bending(), bending(said_deg=69.0)) == []


def test_what_goes_wrong_in_deep_bends_alone_is_told_though_the_measure_hardly_changes():
    lines = told(bending(), bending(said_deg=62.0))
    assert [line for line in lines if "(all)" in line] == []
    assert "trunk_inclination_deg (true over 60): mean absolute error 8.00, was 4.00" in lines
    assert "trunk_inclination_deg (true over 60): bias -8.00, was -4.00" in lines


def test_a_bias_that_grows_within_the_same_error_is_told():
    scattered = bending(said_deg=66.0, off_deg=8.0)
    assert told(scattered, bending(said_deg=66.0)) == [
        "trunk_inclination_deg (true over 60): bias -4.00, was 0.00"
    ]
    assert told(bending(said_deg=66.0), bending(said_deg=74.0)) == []


def test_an_sd_that_no_longer_tells_the_error_is_told_and_one_too_large_as_well():
    within = bending(off_deg=3.0, sd=2.5)
    assert told(within, bending(off_deg=3.0, sd=1.5)) == [
        "trunk_inclination_deg (true over 60): 50% within 2 sd, was 100% (honest: 90% to 100%)"
    ]
    assert told(within, bending(off_deg=3.0, sd=9.0)) == [
        "trunk_inclination_deg (true over 60): 100% within 1 sd, was 50% (honest: 60% to 80%)"
    ]


def test_a_band_that_is_no_longer_answered_is_told():
    assert told(bending(), bending(unseen=20)) == [
        "trunk_inclination_deg (true over 60): answered 80%, was 100%"
    ]


def test_a_band_of_few_rows_is_not_compared():
    few = BENT_ROWS - 1
    lines = told(bending(bent_rows=few), bending(said_deg=62.0, bent_rows=few))
    assert [line for line in lines if "(true" in line] == []


def test_a_record_without_bands_is_compared_in_all_the_rest():
    before = record_of(lifting())
    del before["bands"]
    assert worse(before, record_of(lifting())) == []
    lines = worse(before, record_of(lifting(error_deg=9.0)))
    assert lines == [
        f"{LEAN} ({view}): mean absolute error 9.00, was 3.00" for view in ("all", "side")
    ]
