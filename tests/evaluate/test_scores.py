"""The ruler itself: made-up predictions with known errors must give known figures."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up import LEAN, YAW, answers, labelled, times, truth

from posturecheck.evaluate.estimate import Estimate
from posturecheck.evaluate.scores import measure_scores

WAVE = 40 + 30 * np.sin(np.arange(500) / 20)


def score(labels, estimate, measure=LEAN, view="all"):
    found = [
        s for s in measure_scores([(labels, estimate)]) if (s.measure, s.view) == (measure, view)
    ]
    assert len(found) == 1
    return found[0]


def test_a_constant_bias_is_the_mae_the_rmse_and_the_bias():
    s = score(labelled(truth({LEAN: WAVE})), answers({LEAN: WAVE - 7}, sd=7.5))
    assert (s.rows, s.answered) == (500, 1.0)
    assert s.mae == pytest.approx(7)
    assert s.bias == pytest.approx(-7)
    assert s.rmse == pytest.approx(7)
    assert s.p90 == pytest.approx(7)
    assert s.correlation == pytest.approx(1)
    assert (s.within_1_sd, s.within_2_sd) == (1.0, 1.0)


def test_noise_of_known_sd_is_calibrated():
    rng = np.random.default_rng(1)
    rows, sd = 20_000, 5.0
    lean = np.full(rows, 30.0)
    s = score(labelled(truth({LEAN: lean})), answers({LEAN: lean + rng.normal(0, sd, rows)}, sd=sd))
    assert s.bias == pytest.approx(0, abs=4 * sd / math.sqrt(rows))
    assert s.rmse == pytest.approx(sd, rel=0.03)
    assert s.mae == pytest.approx(sd * math.sqrt(2 / math.pi), rel=0.03)
    assert s.p90 == pytest.approx(1.645 * sd, rel=0.03)
    assert s.within_1_sd == pytest.approx(0.683, abs=0.015)
    assert s.within_2_sd == pytest.approx(0.954, abs=0.008)


def test_too_small_an_sd_shows():
    rng = np.random.default_rng(2)
    lean = np.full(5000, 30.0)
    noisy = lean + rng.normal(0, 5, 5000)
    s = score(labelled(truth({LEAN: lean})), answers({LEAN: noisy}, sd=2.5))
    assert s.within_1_sd == pytest.approx(0.383, abs=0.03)


def test_a_swapped_sign_shows_in_the_correlation():
    twist = 20 * np.sin(np.arange(500) / 10)
    s = score(
        labelled(truth({"trunk_rotation_deg": twist})),
        answers({"trunk_rotation_deg": -twist}),
        "trunk_rotation_deg",
    )
    assert s.correlation == pytest.approx(-1)
    assert s.mae == pytest.approx(float(np.mean(2 * np.abs(twist))))


def test_half_unanswered_is_half_answered_and_costs_no_error():
    seen = WAVE.copy()
    seen[250:] = np.nan
    s = score(labelled(truth({LEAN: WAVE})), answers({LEAN: seen + 2}))
    assert s.answered == 0.5
    assert s.mae == pytest.approx(2)


def test_nothing_answered_has_no_error_at_all():
    s = score(labelled(truth({LEAN: WAVE})), Estimate(20.0))
    assert (s.rows, s.answered) == (500, 0.0)
    figures = (s.mae, s.bias, s.rmse, s.p90, s.correlation, s.within_1_sd, s.within_2_sd)
    assert figures == (None,) * 7


def test_nothing_labelled_has_no_score():
    assert measure_scores([]) == ()
    assert measure_scores([(labelled(episodes=[]), answers({LEAN: WAVE}))]) == ()


def test_truth_that_is_nowhere_known_counts_no_row():
    s = score(labelled(truth({LEAN: [np.nan] * 9})), answers({LEAN: WAVE}))
    assert (s.rows, s.answered, s.mae) == (0, None, None)


def test_truth_beyond_the_clip_is_not_asked():
    s = score(labelled(truth({LEAN: WAVE})), answers({LEAN: WAVE[:100]}, seconds=99 / 25))
    assert (s.rows, s.answered) == (100, 1.0)


def test_a_constant_has_no_correlation():
    s = score(labelled(truth({LEAN: [5.0] * 9})), answers({LEAN: np.arange(9.0)}))
    assert s.correlation is None
    assert s.mae == pytest.approx(float(np.mean(np.abs(np.arange(9) - 5.0))))


def test_facing_wraps():
    s = score(
        labelled(truth({YAW: [179.0, -179.0, 180.0, 90.0]})),
        answers({YAW: [-179.0, 179.0, -180.0, 92.0]}),
        YAW,
    )
    assert s.mae == pytest.approx((2 + 2 + 0 + 2) / 4)
    assert s.bias == pytest.approx((2 - 2 + 0 + 2) / 4)


def test_lean_does_not_wrap():
    s = score(labelled(truth({LEAN: [0.0] * 4})), answers({LEAN: [350.0] * 4}))
    assert s.mae == 350


def test_views_are_scored_apart():
    labels = labelled(truth({LEAN: [10.0] * 6}, views=["side"] * 4 + ["front"] * 2))
    estimate = answers({LEAN: [11.0] * 4 + [16.0] * 2})
    assert [s.view for s in measure_scores([(labels, estimate)])] == ["all", "front", "side"]
    assert score(labels, estimate, view="side").mae == 1
    assert score(labels, estimate, view="front").mae == 6
    assert score(labels, estimate).rows == 6


def test_without_a_view_in_the_truth_the_estimates_own_counts():
    labels = labelled(truth({LEAN: [10.0] * 6}, views=""))
    yaw = [0.0, 45.0, 90.0, -100.0, 170.0, np.nan]
    scores = measure_scores([(labels, answers({LEAN: [10.0] * 6, YAW: yaw}))])
    assert {s.view: s.rows for s in scores} == {
        "all": 6,
        "front": 1,
        "oblique": 1,
        "side": 2,
        "back": 1,
        "unknown": 1,
    }


def test_clips_are_pooled_by_row_not_by_clip():
    near = (labelled(truth({LEAN: [10.0] * 30})), answers({LEAN: [11.0] * 30}))
    far = (labelled(truth({LEAN: [10.0] * 10})), answers({LEAN: [15.0] * 10}))
    assert measure_scores([near, far])[0].mae == pytest.approx((30 * 1 + 10 * 5) / 40)


def test_between_two_frames_the_answer_is_interpolated():
    estimate = answers({LEAN: [10.0, 20.0], YAW: [179.0, -179.0]}, sd=[1.0, 3.0])
    value, sd = estimate.at(np.array([0.01]), LEAN)
    assert (value[0], sd[0]) == (pytest.approx(12.5), pytest.approx(1.5))
    assert abs(estimate.at(np.array([0.02]), YAW)[0][0]) == pytest.approx(180)


def test_nothing_is_interpolated_over_the_unseen():
    estimate = answers({LEAN: [10.0, np.nan, 30.0]})
    value, _ = estimate.at(np.array([0.0, 0.01, 0.03, 0.04, 0.05, 0.07, 0.08]), LEAN)
    np.testing.assert_allclose(value, [10, 10, np.nan, np.nan, np.nan, 30, 30])


def test_a_gap_in_the_frames_is_not_bridged():
    estimate = answers({LEAN: [10.0, 20.0]}, t_s=np.array([0.0, 0.12]))
    value, _ = estimate.at(np.array([-0.2, -0.04, 0.04, 0.06, 0.08, 0.16, 0.3]), LEAN)
    np.testing.assert_allclose(value, [np.nan, 10, 10, np.nan, 20, 20, np.nan])


def test_a_single_frame_answers_only_near_it():
    estimate = answers({LEAN: [10.0]}, t_s=np.array([1.0]))
    value, _ = estimate.at(np.array([0.9, 0.98, 1.0, 1.2]), LEAN)
    np.testing.assert_allclose(value, [np.nan, 10, 10, np.nan])


def test_a_measure_nobody_answered_has_no_value():
    assert np.isnan(answers({LEAN: WAVE}).at(times(3), "hand_reach_m")[0]).all()


@given(st.lists(st.floats(-170, 170), min_size=1, max_size=40), st.sampled_from([LEAN, YAW]))
def test_a_perfect_prediction_scores_perfect(values, measure):
    for s in measure_scores([(labelled(truth({measure: values})), answers({measure: values}))]):
        assert s.answered == 1
        assert (s.mae, s.bias, s.rmse, s.p90) == (pytest.approx(0, abs=1e-9),) * 4
        assert (s.within_1_sd, s.within_2_sd) == (1, 1)
        assert s.correlation is None or s.correlation == pytest.approx(1)


@given(
    st.lists(st.tuples(st.floats(0, 90), st.floats(-20, 20)), min_size=1, max_size=40),
    st.floats(0.5, 15),
)
def test_figures_are_what_their_definitions_say(rows, sd):
    true, error = (np.array(column) for column in zip(*rows, strict=True))
    s = score(labelled(truth({LEAN: true})), answers({LEAN: true + error}, sd=sd))
    error = (true + error) - true  # as rounded
    assert s.mae == pytest.approx(np.mean(np.abs(error)), abs=1e-9)
    assert s.bias == pytest.approx(np.mean(error), abs=1e-9)
    assert s.rmse == pytest.approx(math.sqrt(np.mean(error**2)), abs=1e-9)
    assert abs(s.bias) <= s.mae + 1e-9
    assert s.mae <= s.rmse + 1e-9
    assert s.within_1_sd <= s.within_2_sd
