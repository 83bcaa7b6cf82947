"""What every rule must keep to, tested over ``RULES``: a new rule is tested by being there."""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posturecheck.activity.situation import SAFE_WAYS_DOWN, MovementState
from posturecheck.core import UNSEEN, Posture, Reading, Verdict
from posturecheck.measures import MEASURE_NAMES
from posturecheck.profiles.files import SHIPPED, load_profile
from posturecheck.profiles.rule_settings import Rules, RuleSettings
from posturecheck.profiles.settings import Profile
from posturecheck.rules import BY_ID, RANK, RULES, SAID_AFTER, judge
from posturecheck.rules.guidance import load_guidance
from posturecheck.rules.guidance_file import RuleId
from posturecheck.rules.limit import Rule

MILDEST_FIRST = ("under", "cannot tell", "amber", "red")
RULE_IDS = tuple(rule.id for rule in RULES)
SIDEWAYS = ("twist", "fast-twist", "side-bend", "bend-and-twist")
OF_THE_BODY = tuple(id for id in RULE_IDS if id not in ("sustained-bend", "repeated-bend"))
every_rule = pytest.mark.parametrize("rule", RULES, ids=RULE_IDS)
every_profile = pytest.mark.parametrize(
    "profile", [load_profile(name) for name in SHIPPED], ids=SHIPPED
)


def standing(readings: Mapping[str, Reading] | None = None, **more: Any) -> MovementState:
    """Somebody standing upright, seen well, feet still, arms hanging, but for ``readings``."""
    upright = {name: Reading(0.0, 1.0) for name in MEASURE_NAMES}
    upright |= {"hand_height_m": Reading(0.8, 0.05), "hand_reach_m": Reading(0.2, 0.05)}
    calm: dict[str, Any] = {
        "feet_still": True,
        "hold_dose": Reading(0.0, 0.0),
        "bends_per_min": Reading(0.0, 0.0),
        "twist_excursion_deg": 2.0,
    }
    return MovementState(Posture(1.0, upright | dict(readings or {})), **(calm | more))


def measuring(name: str, **companions: float) -> Callable[[Reading], MovementState]:
    steady = {measure: Reading(value, 1.0) for measure, value in companions.items()}
    return lambda reading: standing(steady | {name: reading})


# For every rule, the situation in which what it judges reads so much.
READING: dict[str, Callable[[Reading], MovementState]] = {
    "rounded-bend": measuring("spine_flexion_deg"),
    "deep-lean": measuring("trunk_inclination_deg", spine_flexion_deg=30),
    "sustained-bend": lambda reading: standing(hold_dose=reading),
    "repeated-bend": lambda reading: standing(bends_per_min=reading),
    "fast-bend": measuring("trunk_flexion_rate_deg_s", trunk_flexion_deg=40),
    "twist": measuring("trunk_rotation_deg"),
    "fast-twist": lambda reading: standing(
        {"trunk_rotation_rate_deg_s": reading}, twist_excursion_deg=30.0
    ),
    "side-bend": measuring("trunk_side_bend_deg"),
    "bend-and-twist": measuring("trunk_rotation_deg", trunk_flexion_deg=40),
    "unsafe-lift": lambda reading: standing(lift=reading),
    "overreach": measuring("hand_reach_m", trunk_inclination_deg=40),
}
# A body as bent, twisted and quick as it can be read.
CONTORTED = {
    "trunk_inclination_deg": Reading(88.0, 1.0),
    "trunk_flexion_deg": Reading(85.0, 1.0),
    "trunk_side_bend_deg": Reading(40.0, 1.0),
    "trunk_rotation_deg": Reading(45.0, 1.0),
    "spine_flexion_deg": Reading(60.0, 1.0),
    "trunk_flexion_rate_deg_s": Reading(150.0, 1.0),
    "trunk_rotation_rate_deg_s": Reading(150.0, 1.0),
    "hand_reach_m": Reading(0.9, 0.01),
}


def verdict(rule: str, situation: MovementState, profile: Profile | None = None) -> Verdict:
    return next(v for v in judge(situation, profile or Profile()) if v.rule == rule)


def answer(rule: Rule, profile: Profile, value: float, sd: float) -> str:
    return verdict(rule.id, READING[rule.id](Reading(value, sd)), profile).answer


def test_the_rules_are_those_of_the_design_each_once():
    assert sorted(RULE_IDS) == sorted(get_args(RuleId))
    assert set(READING) == set(RULE_IDS)
    assert [RANK[id] for id in RULE_IDS] == list(range(len(RULES)))


@every_profile
def test_standing_upright_is_under_every_limit(profile):
    assert {v.rule: v.answer for v in judge(standing(), profile)} == dict.fromkeys(
        RULE_IDS, "under"
    )


@every_rule
def test_nobody_in_sight_is_never_called_safe(rule):
    seen = verdict(rule.id, MovementState(Posture(1.0)))
    assert seen.answer == "cannot tell"
    assert math.isnan(seen.of_limit)


@pytest.mark.parametrize("situation", [standing(CONTORTED, load_kg=5.0), standing()])
def test_what_was_known_before_judges_nobody_who_went_out_of_sight(situation):
    gone = replace(
        situation, posture=Posture(1.0), hold_dose=Reading(2, 0), bends_per_min=Reading(9, 0)
    )
    assert {v.answer for v in judge(gone, Profile())} == {"cannot tell"}


@every_rule
@pytest.mark.parametrize("unseen", [UNSEEN, Reading(math.nan, 3.0), Reading(1.0, math.nan)])
def test_a_measure_that_was_not_seen_cannot_be_told(rule, unseen):
    assert verdict(rule.id, READING[rule.id](unseen)).answer == "cannot tell"


@every_rule
@every_profile
def test_surely_over_the_limit_is_amber_and_over_the_red_one_red(rule, profile):
    settings = rule.settings(profile.rules)
    sd = (settings.red - settings.amber) / 10
    assert answer(rule, profile, settings.amber + 2 * sd, sd) == "amber"
    assert answer(rule, profile, settings.red + 2 * sd, sd) == "red"
    assert answer(rule, profile, settings.amber - 2 * sd, sd) == "under"


@every_rule
def test_a_limit_belongs_to_what_is_over_it(rule):
    settings = rule.settings(Rules())
    assert answer(rule, Profile(), settings.amber, 0.0) == "amber"
    assert answer(rule, Profile(), settings.red, 0.0) == "red"
    assert answer(rule, Profile(), settings.amber * 0.999, 0.0) == "under"
    at_limit = verdict(rule.id, READING[rule.id](Reading(settings.amber, 0.0)))
    assert at_limit.of_limit == pytest.approx(1)


@every_rule
@every_profile
@pytest.mark.parametrize("of_limit", [0.7, 0.9, 1.0, 1.2])
def test_near_the_limit_much_doubt_cannot_tell(rule, profile, of_limit):
    settings = rule.settings(profile.rules)
    sd = max(1.1 * settings.max_sd, 0.5 * settings.amber)
    assert answer(rule, profile, of_limit * settings.amber, sd) == "cannot tell"


@every_rule
def test_just_over_the_limit_within_doubt_is_neither_amber_nor_under(rule):
    settings = rule.settings(Rules())
    assert answer(rule, Profile(), 1.05 * settings.amber, 0.1 * settings.amber) == "cannot tell"


@every_rule
@given(small=st.floats(0, 3), more=st.floats(0, 3), doubt=st.floats(0, 3))
def test_a_larger_value_is_never_judged_milder(rule, small, more, doubt):
    settings = rule.settings(Rules())
    below, above = (
        MILDEST_FIRST.index(answer(rule, Profile(), v * settings.amber, doubt * settings.max_sd))
        for v in (small, small + more)
    )
    assert below <= above


@every_rule
@given(value=st.floats(0, 6), doubt=st.floats(0, 3), more=st.floats(0, 3))
def test_more_doubt_never_gives_a_graver_answer(rule, value, doubt, more):
    settings = rule.settings(Rules())
    surer, unsurer = (
        answer(rule, Profile(), value * settings.amber, sd * settings.max_sd)
        for sd in (doubt, doubt + more)
    )
    if unsurer in ("amber", "red"):
        assert MILDEST_FIRST.index(unsurer) <= MILDEST_FIRST.index(surer)
    assert (surer, unsurer) != ("cannot tell", "under")


@every_rule
@every_profile
def test_in_doubt_a_limit_is_passed_by_two_sds_not_by_one(rule, profile):
    settings = rule.settings(profile.rules)
    sd = 1.01 * settings.max_sd
    assert answer(rule, profile, settings.red + 2.01 * sd, sd) == "red"
    if rule.honest_sd is None:
        assert answer(rule, profile, settings.amber + 1.99 * sd, sd) == "cannot tell"
        assert answer(rule, profile, settings.amber + 1.1 * sd, 0.99 * settings.max_sd) != (
            "cannot tell"
        )


@every_rule
def test_being_surer_than_two_sds_may_be_asked_for_in_doubt_too(rule):
    settings = rule.settings(Rules())
    sd = 2 * settings.max_sd
    situation = READING[rule.id](Reading(settings.red + 2.5 * sd, sd))
    assert rule.judge(situation, settings, sure_sd=1.0).answer == "red"
    assert rule.judge(situation, settings, sure_sd=3.0).answer != "red"


# What was read of people whose truth is known, or can be seen: a rounded bend at a dishwasher, a
# woman sitting down, a man who turns to the side, and how quickly; a man sitting down.
@pytest.mark.parametrize(
    ("rule", "read", "expected"),
    [
        ("rounded-bend", Reading(35.4, 13.5), "amber"),
        ("rounded-bend", Reading(49.9, 27.3), "cannot tell"),
        ("twist", Reading(44.1, 18.5), "amber"),
        ("fast-twist", Reading(179.0, 80.0), "amber"),
        ("fast-bend", Reading(116.2, 51.4), "cannot tell"),
    ],
)
def test_what_grows_with_the_movement_is_an_honest_doubt_up_to_a_point(rule, read, expected):
    assert verdict(rule, READING[rule](read)).answer == expected


@every_rule
def test_asking_for_more_certainty_turns_amber_into_doubt(rule):
    settings = rule.settings(Rules())
    sd = (settings.red - settings.amber) / 4
    situation = READING[rule.id](Reading(settings.amber + 1.5 * sd, sd))
    assert rule.judge(situation, settings, sure_sd=1.0).answer == "amber"
    assert rule.judge(situation, settings, sure_sd=2.0).answer == "cannot tell"


@pytest.mark.parametrize("rule", SIDEWAYS)
@pytest.mark.parametrize("of_limit", [0.5, 1.1, 3.0])
def test_left_and_right_are_judged_alike(rule, of_limit):
    value = of_limit * BY_ID[rule].settings(Rules()).amber
    left, right = (verdict(rule, READING[rule](Reading(v, 0.5))) for v in (value, -value))
    assert left == right
    assert left.value == pytest.approx(value)


@pytest.mark.parametrize("rule", ["rounded-bend", "fast-bend"])
def test_backward_is_no_forward_bend(rule):
    backward = verdict(rule, READING[rule](Reading(-150.0, 1.0)))
    assert backward.answer == "under"
    assert backward.value == 0


@every_rule
def test_a_rule_that_is_switched_off_says_nothing(rule):
    off = Profile.model_validate({"rules": {rule.id: {"enabled": False}}})
    verdicts = judge(standing(CONTORTED), off)
    assert rule.id not in {v.rule for v in verdicts}
    assert len(verdicts) == len(RULES) - 1


@pytest.mark.parametrize("technique", sorted(SAFE_WAYS_DOWN))
def test_a_safe_way_down_spares_the_lean(technique):
    def lean(deg: float, how: str = technique) -> str:
        bent = {"trunk_inclination_deg": Reading(deg, 2.0), "spine_flexion_deg": Reading(30, 2.0)}
        return verdict("deep-lean", standing(bent, technique=how)).answer

    assert lean(50, "") == "amber"
    assert lean(50) == "under"
    assert lean(70, "") == "red"
    assert lean(70) == "amber"
    assert lean(120) == "amber"


def test_the_spared_lean_has_a_limit_of_its_own_in_the_profile():
    strict = Profile.model_validate({"rules": {"deep-lean": {"spared_amber_deg": 30}}})
    squat = standing({"trunk_inclination_deg": Reading(40.0, 2.0)}, technique="squat")
    assert verdict("deep-lean", squat, strict).answer == "amber"
    assert verdict("deep-lean", squat).answer == "under"


@pytest.mark.parametrize("technique", sorted(SAFE_WAYS_DOWN))
def test_a_safe_way_down_is_no_quick_bend(technique):
    quick = standing(CONTORTED, technique=technique)
    assert verdict("fast-bend", quick).answer == "under"


@pytest.mark.parametrize("technique", sorted(SAFE_WAYS_DOWN))
def test_a_lift_from_a_safe_way_down_is_no_unsafe_lift(technique):
    lift = standing(CONTORTED, lift=Reading(80.0, 2.0), lift_technique=technique)
    assert verdict("unsafe-lift", lift).answer == "under"
    assert verdict("unsafe-lift", replace(lift, lift_technique="")).answer == "red"


def test_a_safe_way_down_does_not_spare_a_rounded_back():
    assert verdict("rounded-bend", standing(CONTORTED, technique="squat")).answer == "red"


@pytest.mark.parametrize("rule", ["twist", "fast-twist", "bend-and-twist"])
def test_a_twist_while_the_feet_step_is_nothing(rule):
    turn = standing(CONTORTED, twist_excursion_deg=60.0)
    assert verdict(rule, turn).answer == "red"
    assert verdict(rule, replace(turn, feet_still=False)).answer == "under"


@pytest.mark.parametrize("rule", ["twist", "fast-twist", "bend-and-twist"])
def test_whoever_may_be_walking_on_hidden_feet_cannot_be_told_a_twist(rule):
    turn = standing(CONTORTED, twist_excursion_deg=60.0, feet_still=None)
    assert verdict(rule, turn).answer == "cannot tell"


def test_a_quick_twist_of_a_few_degrees_is_jitter():
    jitter = standing({"trunk_rotation_rate_deg_s": Reading(150.0, 1.0)}, twist_excursion_deg=10.0)
    assert verdict("fast-twist", jitter).answer == "under"


def test_how_quick_a_twist_is_cannot_be_told_while_the_body_folds():
    folding = standing(CONTORTED, twist_excursion_deg=60.0, changing_height=True)
    assert verdict("fast-twist", folding).answer == "cannot tell"


@pytest.mark.parametrize(("lean_deg", "expected"), [(10.0, "under"), (40.0, "red")])
def test_a_twist_counts_as_bent_only_while_the_trunk_leans(lean_deg, expected):
    twisted = standing(
        {"trunk_rotation_deg": Reading(35.0, 1.0), "trunk_flexion_deg": Reading(lean_deg, 1.0)}
    )
    assert verdict("bend-and-twist", twisted).answer == expected


@pytest.mark.parametrize("rule", OF_THE_BODY)
def test_nobody_on_the_floor_is_corrected_and_while_unsure_nothing_is_told(rule):
    bent = standing(
        CONTORTED,
        lift=Reading(80.0, 1.0),
        twist_excursion_deg=60.0,
        load_kg=5.0,
    )
    assert verdict(rule, bent).answer == "red"
    for on_floor in ("lying", "all-fours", "sitting"):
        assert verdict(rule, replace(bent, on_floor=on_floor)).answer == "under"
    assert verdict(rule, replace(bent, on_floor="unsure")).answer == "cannot tell"


@pytest.mark.parametrize(
    ("rounding", "answer"),
    [
        (Reading(8, 15), "amber"),
        (Reading(19, 15), "amber"),
        (Reading(35, 15), "amber"),
        (Reading(49, 15), "amber"),
        (Reading(50, 15), "red"),
    ],
)
def test_a_back_that_may_be_long_is_no_red_however_deep_it_leans(rounding, answer):
    bent = standing({"trunk_inclination_deg": Reading(88, 4), "spine_flexion_deg": rounding})
    assert verdict("deep-lean", bent).answer == answer


def test_a_deep_lean_whose_rounding_cannot_be_seen_may_be_red():
    bent = standing({"trunk_inclination_deg": Reading(88, 4), "spine_flexion_deg": UNSEEN})
    assert verdict("deep-lean", bent).answer == "red"


@pytest.mark.parametrize(
    ("flexion", "answer"),
    [
        (40, "amber"),
        (5, "amber"),
        (-15, "amber"),
        (-25, "under"),
        (-40, "under"),
        (math.nan, "amber"),
    ],
)
def test_who_leans_back_is_told_nothing_and_who_leans_to_the_side_is(flexion, answer):
    leaning = {
        "trunk_inclination_deg": Reading(40, 4),
        "trunk_flexion_deg": Reading(flexion, 4),
        "spine_flexion_deg": Reading(30, 4),
    }
    assert verdict("deep-lean", standing(leaning)).answer == answer


def test_sitting_down_is_no_fast_bend_and_no_deep_lean():
    quick = standing(
        {
            "trunk_inclination_deg": Reading(50.0, 2.0),
            "trunk_flexion_deg": Reading(50.0, 2.0),
            "trunk_flexion_rate_deg_s": Reading(90.0, 5.0),
        }
    )
    assert verdict("fast-bend", quick).answer == "amber"
    assert verdict("deep-lean", quick).answer == "amber"
    sitting_down = replace(quick, changing_height=True)
    assert verdict("fast-bend", sitting_down).answer == "under"
    assert verdict("deep-lean", sitting_down).answer == "under"


def test_a_slight_lean_may_be_quick():
    nod = standing(
        {
            "trunk_flexion_deg": Reading(12.0, 1.0),
            "trunk_flexion_rate_deg_s": Reading(150.0, 1.0),
        }
    )
    assert verdict("fast-bend", nod).answer == "under"


def test_no_lift_is_no_unsafe_lift():
    assert verdict("unsafe-lift", standing(CONTORTED)).answer == "under"


def test_reaching_counts_when_leaning_or_with_a_declared_load():
    reach = {"hand_reach_m": Reading(0.7, 0.01)}
    assert verdict("overreach", standing(reach)).answer == "under"
    assert verdict("overreach", standing(reach, load_kg=2.0)).answer == "red"
    leaning = reach | {"trunk_inclination_deg": Reading(30.0, 1.0)}
    assert verdict("overreach", standing(leaning)).answer == "red"


def test_quick_movements_are_spoken_of_afterwards():
    assert {"fast-bend", "fast-twist", "unsafe-lift"} == SAID_AFTER


@every_rule
def test_every_rule_has_settings_in_its_own_unit(rule):
    settings = rule.settings(Rules())
    assert isinstance(settings, RuleSettings)
    assert {f"{limit}_{rule.unit}" for limit in ("amber", "red", "max_sd")} <= set(
        type(settings).model_fields
    )
    assert 0 < settings.amber < settings.red
    assert settings.max_sd > 0


@every_rule
def test_every_rule_has_words_and_something_to_do_instead_for_every_task(rule):
    words = load_guidance()
    assert words.rule(rule.id).title
    for task in words.tasks:
        assert words.guide(rule.id, task).cue
        assert words.guide(rule.id, task).alternative


@every_rule
def test_every_setting_says_what_it_means_and_every_limit_where_it_comes_from(rule):
    for name, field in type(rule.settings(Rules())).model_fields.items():
        assert field.description, name
        if name.startswith(("amber_", "red_")):
            assert re.search(r"\b[RM]\d+|clinical\.md|our own", field.description), name
