import pytest
from made_up import LEAN, answers, labelled

from posturecheck.evaluate.estimate import ToldCue
from posturecheck.evaluate.event_scores import cue_score, rule_scores
from posturecheck.evaluate.labels import ALL_RULES, Span
from posturecheck.rules import RULES


def lean(start_s, end_s):
    return Span("deep-lean", start_s, end_s)


def found(*episodes, cues=(), seconds=60.0):
    return answers({LEAN: [0.0, 0.0]}, episodes=episodes, cues=cues, seconds=seconds)


def deep_lean(*pairs):
    return next(s for s in rule_scores(pairs) if s.rule == "deep-lean")


def test_every_rule_that_was_looked_for_has_a_row():
    scores = rule_scores([(labelled(episodes=[]), found())])
    assert [s.rule for s in scores] == [rule.id for rule in RULES]


def test_nothing_labelled_and_nothing_found_says_none():
    s = deep_lean((labelled(episodes=[]), found()))
    assert (s.labelled, s.found, s.matched, s.missed, s.false) == (0,) * 5
    figures = (s.precision, s.recall, s.f1, s.overlap, s.onset_median_s, s.onset_p90_s)
    assert figures == (None,) * 6


def test_only_false_ones_have_a_precision_and_no_recall():
    s = deep_lean((labelled(episodes=[]), found(lean(1, 2))))
    assert (s.false, s.precision, s.recall, s.f1) == (1, 0.0, None, None)


def test_only_missed_ones_have_a_recall_and_no_precision():
    s = deep_lean((labelled(episodes=[lean(1, 2)]), found()))
    assert (s.missed, s.precision, s.recall, s.f1) == (1, None, 0.0, 0.0)


def test_figures_over_several_clips():
    one = (labelled(episodes=[lean(1, 3), lean(5, 8)]), found(lean(1.2, 3), lean(20, 21)))
    two = (labelled(episodes=[lean(1, 3)]), found(lean(1.6, 3), lean(1, 1.4)))
    s = deep_lean(one, two)
    assert (s.labelled, s.found, s.matched, s.missed, s.false) == (3, 4, 2, 1, 2)
    assert s.precision == 0.5
    assert s.recall == pytest.approx(2 / 3)
    assert s.f1 == pytest.approx(2 * 0.5 * (2 / 3) / (0.5 + 2 / 3))
    assert s.onset_median_s == pytest.approx(0.4)
    assert s.onset_p90_s == pytest.approx(0.2 + 0.9 * 0.4)
    assert s.overlap == pytest.approx((0.9 + 0.7) / 2)


def test_a_perfect_prediction_scores_perfect():
    episodes = [lean(1, 3), Span("twist", 2, 3), lean(5, 8)]
    for s in rule_scores([(labelled(episodes=episodes), found(*episodes))]):
        if s.labelled:
            assert (s.precision, s.recall, s.f1, s.overlap) == (1, 1, 1, 1)
            assert (s.onset_median_s, s.onset_p90_s) == (0, 0)


def test_rules_are_matched_apart():
    scores = rule_scores([(labelled(episodes=[lean(1, 3)]), found(Span("twist", 1, 3)))])
    by_rule = {s.rule: s for s in scores}
    assert by_rule["deep-lean"].missed == 1
    assert by_rule["twist"].false == 1


def test_rules_nobody_looked_for_are_not_scored():
    labels = labelled(episodes=[lean(1, 3)], looked_for=frozenset({"deep-lean"}))
    scores = rule_scores([(labels, found(lean(1, 3), Span("twist", 1, 3)))])
    assert [s.rule for s in scores] == ["deep-lean"]


def test_clips_without_labelled_events_say_nothing_of_events():
    assert rule_scores([(labelled(), found(lean(1, 3)))]) == ()
    s = cue_score([(labelled(), found(cues=[ToldCue(1, "deep-lean")]))])
    assert (s.hours, s.cues, s.false, s.false_per_hour) == (0, 0, 0, None)


def test_false_cues_per_hour_and_latency():
    cues = [
        ToldCue(1.5, "deep-lean"),
        ToldCue(2.5, "deep-lean"),
        ToldCue(2.0, "twist"),
        ToldCue(9, "twist"),
    ]
    labels = labelled(episodes=[lean(1, 3), lean(5, 8)])
    s = cue_score([(labels, found(cues=cues, seconds=360.0))])
    assert (s.cues, s.false, s.hours) == (4, 2, 0.1)
    assert s.false_per_hour == pytest.approx(20)
    assert (s.labelled, s.told) == (2, 1)
    assert (s.latency_median_s, s.latency_p90_s) == (0.5, 0.5)


def test_a_quick_movement_is_spoken_of_after_it():
    fast, slow = Span("fast-twist", 1, 1.5), Span("twist", 1, 1.5)
    cues = [ToldCue(3.5, "fast-twist"), ToldCue(3.5, "twist")]
    s = cue_score([(labelled(episodes=[fast, slow]), found(cues=cues))])
    assert (s.told, s.false, s.latency_median_s) == (1, 1, 2.5)


def test_no_cue_at_all_has_no_latency():
    s = cue_score([(labelled(episodes=[lean(1, 3)]), found())])
    assert (s.false_per_hour, s.told, s.latency_median_s, s.latency_p90_s) == (0, 0, None, None)


def test_cues_of_rules_nobody_looked_for_are_not_counted():
    labels = labelled(episodes=[], looked_for=ALL_RULES - {"twist"})
    s = cue_score([(labels, found(cues=[ToldCue(1, "twist"), ToldCue(2, "deep-lean")]))])
    assert (s.cues, s.false) == (1, 1)
