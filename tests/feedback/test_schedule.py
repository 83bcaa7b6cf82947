import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telling import WORDS, bent, done, policy, said, spoken

from posturecheck.core import Cue, Severity
from posturecheck.feedback.cues import CuePolicy
from posturecheck.feedback.schedule import TEN_MIN_S, FadedSchedule
from posturecheck.profiles.settings import Cues


def corrections(speaker: CuePolicy, count: int, severity: Severity = "amber") -> list[Cue]:
    """As many corrections, ten minutes apart, each of an episode of its own."""
    cues = []
    for number in range(count):
        cues.append(bent(speaker, number * TEN_MIN_S, severity=severity))
    return [cue for cue in cues if cue is not None]


@pytest.mark.parametrize("day", [1, 7])
def test_in_the_first_week_every_correction_is_spoken(day):
    assert spoken(corrections(policy(day=day), 30)) == [True] * 30


@pytest.mark.parametrize("day", [8, 14])
def test_in_the_second_week_every_other_correction_is_spoken(day):
    assert spoken(corrections(policy(day=day), 100)) == [True, False] * 50


@pytest.mark.parametrize("day", [15, 400])
def test_from_the_third_week_on_every_third_correction_is_spoken(day):
    heard = spoken(corrections(policy(day=day), 100))
    assert sum(heard) == 33
    assert heard[:9] == [True, False, False] * 3


def test_what_is_not_spoken_is_shown_all_the_same():
    cues = corrections(policy(day=15), 100, "red")
    assert len(cues) == 100
    assert {cue.say for cue in cues} == {WORDS.guide("deep-lean", "other").cue}


def test_amber_corrections_do_not_use_up_the_share_of_the_red_ones():
    speaker = policy(day=8)
    cues = []
    for number in range(10):
        t_s = number * TEN_MIN_S
        cues.append(bent(speaker, t_s))
        cues.append(bent(speaker, t_s + 20, "twist", "red"))
    red = [cue.spoken for cue in cues if cue is not None and cue.rule == "twist"]
    assert red == [True, False] * 5


def test_on_a_baseline_day_nothing_is_spoken_and_everything_shown():
    quiet = policy(day=2, baseline_days=2)
    assert spoken(corrections(quiet, 20)) == [False] * 20
    thanks = said(quiet, 19 * TEN_MIN_S + 60, ended=(done(99_999, 19 * TEN_MIN_S + 60),))
    assert thanks is not None
    assert not thanks.spoken


def test_the_weeks_are_counted_from_the_end_of_the_baseline():
    assert spoken(corrections(policy(day=9, baseline_days=2), 10)) == [True] * 10
    assert spoken(corrections(policy(day=10, baseline_days=2), 10)) == [True, False] * 5


def test_snoozed_it_shows_and_does_not_speak_until_the_time_is_over():
    speaker = policy()
    speaker.snooze(2.5 * TEN_MIN_S)
    assert spoken(corrections(speaker, 6)) == [False, False, False, True, True, True]


def test_a_snooze_can_be_ended_early():
    speaker = policy()
    speaker.snooze(math.inf)
    first = bent(speaker, 1.0)
    speaker.snooze(-math.inf)
    second = bent(speaker, 11.0, "side-bend")
    assert first is not None
    assert second is not None
    assert (first.spoken, second.spoken) == (False, True)


def test_a_snooze_does_not_use_up_what_is_to_be_spoken():
    speaker = policy(day=8)
    speaker.snooze(1.5 * TEN_MIN_S)
    assert spoken(corrections(speaker, 5)) == [False, False, True, False, True]


def test_words_that_were_only_shown_hold_back_no_voice():
    speaker = policy()
    speaker.snooze(5.0)
    cues = [bent(speaker, 1.0), bent(speaker, 6.0)]
    assert [cue and cue.spoken for cue in cues] == [False, True]


def test_what_is_only_shown_leaves_the_voice_its_cues():
    speaker = policy(most_in_10_min=2)
    speaker.snooze(95.0)
    rules = ("twist", "side-bend", "overreach", "deep-lean", "fast-twist", "bend-and-twist")
    cues = [bent(speaker, 10.0 + 30 * i, rule) for i, rule in enumerate(rules)]
    assert [cue and cue.spoken for cue in cues] == [False, False, False, True, True, False]


def test_what_was_to_be_spoken_and_may_not_be_uses_up_no_share():
    speaker = policy(day=8)
    cues = [bent(speaker, t_s) for t_s in (1.0, 30.0, 34.0, 60.0)]
    assert [cue and cue.spoken for cue in cues] == [True, False, True, False]
    cues = [bent(speaker, t_s) for t_s in (61.0, 90.0)]  # too soon; then it is still its turn
    assert [cue and cue.spoken for cue in cues] == [True, False]


def test_a_share_of_seven_in_a_hundred_is_seven_in_a_hundred():
    assert 100 * 0.07 > 7  # as a computer has it
    assert sum(spoken(corrections(policy(day=8, spoken_share_week_2=0.07), 100))) == 7


def test_with_no_cue_left_for_the_voice_the_screen_goes_on():
    cue = bent(policy(most_in_10_min=0), 1.0)
    assert cue is not None
    assert not cue.spoken


@given(share=st.floats(0.01, 1), reds=st.lists(st.booleans(), max_size=100))
def test_any_share_comes_out_right_evenly_and_for_each_severity(share, reds):
    settings = Cues(spoken_share_week_2=share)
    fading = FadedSchedule(settings, 8)
    heard: dict[Severity, list[bool]] = {"red": [], "amber": []}
    for number, red in enumerate(reds):
        severity: Severity = "red" if red else "amber"
        heard[severity].append(fading.speaks(number, severity))
        fading.count(number, severity)
        spoken_now = sum(heard[severity])
        fair = share * len(heard[severity])
        assert fair - 1e-6 <= spoken_now < fair + 1
