import math
from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telling import WORDS, Open, bent, corrected, judged, over, policy, praise, said, seen

from posturecheck.core import Cue, Posture
from posturecheck.feedback.cues import PRAISED, STILL_NEWS_S, TOO_FAST_DEG_S, CuePolicy
from posturecheck.feedback.reminders import BENDS
from posturecheck.feedback.schedule import TEN_MIN_S
from posturecheck.profiles.settings import Cues
from posturecheck.rules import RANK, SAID_AFTER

DURING = tuple(rule for rule in RANK if rule not in SAID_AFTER)


def test_a_bend_is_answered_with_the_guidance_of_its_task():
    cue = said(policy("dishwasher"), 2.0, open_rules=(("rounded-bend", "amber"),))
    words = WORDS.guide("rounded-bend", "dishwasher").cue
    assert cue == Cue(2.0, "rounded-bend", "correct", words)


def test_nothing_wrong_nothing_said():
    speaker = policy()
    assert [said(speaker, t / 10, technique="squat") for t in range(100)] == [None] * 100


def test_one_episode_is_corrected_once():
    speaker = policy(quiet_s=1, repeat_s=1)
    cues = [bent(speaker, t / 2) for t in range(40)]
    assert sum(cue is not None for cue in cues) == 1


def test_the_next_episode_is_corrected_anew():
    speaker = corrected()
    assert said(speaker, 30.0, closed=(over("deep-lean", 30.0),)) is None
    assert bent(speaker, 31.0) is not None


def test_a_dip_within_an_episode_is_no_reason_to_say_it_again():
    speaker = corrected()
    assert said(speaker, 30.0) is None
    assert bent(speaker, 31.0) is None


def test_nothing_is_said_of_a_measure_that_is_not_seen_just_now():
    speaker = policy()
    open_rules: Open = (("twist", "red"),)
    now = seen(1.0)
    assert speaker.choose(judged(now, "", open_rules, (), frozenset({"twist"}))) is None
    assert speaker.choose(judged(seen(1.1), "", open_rules, (), frozenset())) is not None


def test_a_quick_movement_is_still_spoken_of_when_it_has_slowed_down():
    speaker = policy()
    fast = speaker.choose(judged(seen(1.0, bend_deg_s=90.0), "", (), (over("fast-bend", 1.0),)))
    assert fast is None
    assert said(speaker, 1.5) is not None


def test_red_goes_before_amber_then_the_graver_rule():
    both: Open = (("deep-lean", "amber"), ("twist", "amber"), ("side-bend", "red"))
    speaker = policy()
    first = said(speaker, 1.0, open_rules=both)
    second = said(speaker, 11.0, open_rules=both)
    assert first is not None
    assert second is not None
    assert (first.rule, second.rule) == ("side-bend", "twist")


@pytest.mark.parametrize("rule", sorted(SAID_AFTER))
def test_what_was_quick_is_said_after_it_and_not_during(rule):
    speaker = policy()
    assert said(speaker, 1.0, open_rules=((rule, "red"),)) is None
    cue = said(speaker, 2.0, closed=(over(rule, 2.0),))
    assert cue is not None
    assert (cue.rule, cue.kind) == (rule, "correct")


@pytest.mark.parametrize("rule", DURING)
def test_what_lasts_is_said_during_it_and_not_after(rule):
    assert said(policy(), 2.0, closed=(over(rule, 2.0),)) is None
    assert bent(policy(), 2.0, rule) is not None


@pytest.mark.parametrize("speed", [(80.0, 0.0), (-80.0, 0.0), (0.0, 80.0), (0.0, -80.0)])
def test_nothing_is_said_during_a_fast_movement(speed):
    speaker = policy()
    assert speaker.choose(judged(seen(1.0, *speed), "", (("deep-lean", "red"),), ())) is None
    assert bent(speaker, 1.2) is not None


def test_nothing_is_said_about_somebody_who_is_not_seen():
    speaker = policy()
    closed = (over("fast-bend"),)
    assert speaker.choose(judged(Posture(1.0), "", (("deep-lean", "red"),), closed)) is None
    assert bent(speaker, 1.2) is not None


def test_between_two_cues_there_is_quiet():
    speaker = corrected()
    assert bent(speaker, 9.9, "side-bend") is None
    assert bent(speaker, 10.0, "side-bend") is not None


def test_the_same_words_wait_longer():
    speaker = corrected()
    assert said(speaker, 20.0, closed=(over("deep-lean", 20.0),)) is None
    assert bent(speaker, 25.9) is None
    assert bent(speaker, 26.0) is not None


def test_the_same_words_wait_as_long_as_the_profile_wants():
    speaker = corrected(repeat_s=1800)
    assert said(speaker, 1000.0, closed=(over("deep-lean", 1000.0),)) is None
    assert bent(speaker, 1700.0) is None
    assert bent(speaker, 1801.0) is not None


def test_amber_is_left_alone_where_the_profile_wants_red_only():
    speaker = policy(amber_too=False)
    assert bent(speaker, 1.0) is None
    assert said(speaker, 1.1, closed=(over("fast-bend", 1.1),)) is None
    assert said(speaker, 2.0, open_rules=(("deep-lean", "red"),)) is not None


@pytest.mark.parametrize("technique", sorted(PRAISED))
def test_a_good_technique_after_a_correction_is_praised_once(technique):
    cues = praise(corrected(), 15, 60, technique)
    assert [(c.rule, c.kind, c.say) for c in cues] == [
        (technique, "praise", WORDS.technique(technique).praise)
    ]


def test_a_good_technique_without_a_correction_is_let_be():
    assert praise(policy(), 15, 60, "squat") == []


def test_a_correction_long_ago_is_praised_no_more():
    assert praise(corrected(praise_within_s=30), 40, 60, "squat") == []


def test_praise_can_be_switched_off():
    assert praise(corrected(praise=False), 15, 60, "squat") == []


def test_sitting_or_lying_is_no_reason_for_praise():
    assert praise(corrected(), 15, 60, "seated") == []
    assert praise(corrected(), 15, 60, "lying") == []


def test_a_flicker_is_not_praised():
    speaker = corrected()
    flicker = [said(speaker, 15 + i * 0.3, technique=("", "squat")[i % 2]) for i in range(50)]
    assert flicker == [None] * 50


def test_nobody_is_praised_while_something_is_wrong():
    speaker = corrected(amber_too=True)
    wrong: Open = (("deep-lean", "amber"),)
    cues = [said(speaker, 2 + i / 10, technique="squat", open_rules=wrong) for i in range(200)]
    assert cues == [None] * 200


def test_praise_too_does_not_repeat_its_words_at_once():
    speaker = corrected()
    first = praise(speaker, 10, 12, "squat")
    again = bent(speaker, 20.0, "side-bend")
    later = praise(speaker, 29, 60, "squat")
    assert again is not None
    assert [c.kind for c in first + later] == ["praise", "praise"]
    assert later[0].t_s - first[0].t_s >= 25


def test_the_words_follow_the_task_from_the_next_cue_on():
    speaker = corrected(task="other")
    speaker.set_task("shoes")
    assert said(speaker, 12.0, closed=(over("deep-lean", 12.0),)) is None
    cue = bent(speaker, 13.0)
    assert cue is not None
    assert cue.say == WORDS.guide("deep-lean", "shoes").cue != WORDS.guide("deep-lean", "other").cue


@dataclass(frozen=True)
class Instant:
    """What a generated moment holds."""

    wait_s: float
    lean_deg: float
    speed_deg_s: float
    technique: str
    open_rules: Open
    closed: tuple[str, ...]
    unseen: frozenset[str]
    wish: str

    @property
    def seen(self) -> bool:
        return math.isfinite(self.lean_deg)


severities = st.sampled_from(["amber", "red"])
rules = st.sampled_from(sorted(RANK))
instants = st.builds(
    Instant,
    wait_s=st.one_of(st.floats(0.03, 3), st.floats(3, 200)),
    lean_deg=st.sampled_from([4.0, 4.0, 16.0, 18.0, 40.0, math.nan]),
    speed_deg_s=st.sampled_from([0.0, 10.0, 30.0, -75.0, 90.0, math.nan]),
    technique=st.sampled_from(["", "", "squat", "hip-hinge", "seated", "step-turn"]),
    open_rules=st.dictionaries(rules, severities, max_size=3).map(
        lambda chosen: tuple(chosen.items())
    ),
    closed=st.lists(rules, max_size=2, unique=True).map(tuple),
    unseen=st.frozensets(rules, max_size=2),
    wish=st.sampled_from(["", "", "", "", "snooze", "unsnooze"]),
)
wishes = st.builds(
    Cues,
    quiet_s=st.sampled_from([0.0, 2.0, 9.0, 60.0]),
    repeat_s=st.sampled_from([0.0, 25.0, 300.0, 1500.0]),
    most_in_10_min=st.integers(0, 6),
    amber_too=st.booleans(),
    praise=st.booleans(),
    remind=st.booleans(),
    remind_after_bends=st.integers(1, 2),
    baseline_days=st.sampled_from([0, 0, 1]),
)
days = st.sampled_from([1, 2, 8, 15])
sessions = st.lists(instants, max_size=60)
SNOOZE_S = 60.0


@dataclass(frozen=True)
class Told:
    """A cue, the moment it was given in, and whether a snooze was on."""

    now: Instant
    cue: Cue
    snoozed: bool
    bent_before: bool


def tell(settings: Cues, session: list[Instant], day: int = 1) -> list[Told]:
    speaker, t_s, snoozed_until_s = CuePolicy(settings, WORDS, "other", day), 0.0, 0.0
    told = []
    news: list[tuple[float, str]] = []
    for now in session:
        t_s += now.wait_s
        if now.wish:
            snoozed_until_s = t_s + SNOOZE_S if now.wish == "snooze" else 0.0
            speaker.snooze(snoozed_until_s if now.wish == "snooze" else -math.inf)
        news += [(t_s, rule) for rule in now.closed]
        posture = seen(t_s, now.speed_deg_s, lean_deg=now.lean_deg) if now.seen else Posture(t_s)
        closed = tuple(over(rule, t_s) for rule in now.closed)
        cue = speaker.choose(judged(posture, now.technique, now.open_rules, closed, now.unseen))
        if cue is not None:
            fresh = tuple(rule for s, rule in news if s >= t_s - STILL_NEWS_S)
            bent_before = bool(BENDS & {rule for _, rule in news})
            told.append(Told(replace(now, closed=fresh), cue, t_s < snoozed_until_s, bent_before))
    return told


@given(wishes, sessions, days)
def test_whatever_happens_the_cues_keep_their_distances(settings, session, day):
    cues = [told.cue for told in tell(settings, session, day)]
    for later, cue in enumerate(cues):
        earlier = cues[:later]
        assert all(cue.t_s - e.t_s >= settings.quiet_s for e in earlier)
        held_back_by = [e for e in earlier if e.spoken or not cue.spoken]
        same = [e for e in held_back_by if e.say == cue.say]
        assert all(cue.t_s - e.t_s >= settings.repeat_s for e in same)
        if cue.spoken:
            recent = [e for e in earlier if e.spoken and cue.t_s - e.t_s < TEN_MIN_S]
            assert len(recent) < settings.most_in_10_min


@given(wishes, sessions, days)
def test_whatever_happens_a_cue_has_its_reason_in_its_moment(settings, session, day):
    for told in tell(settings, session, day):
        now, cue = told.now, told.cue
        assert now.seen
        assert not abs(now.speed_deg_s) > TOO_FAST_DEG_S
        if cue.kind == "praise":
            assert settings.praise
            assert cue.rule == now.technique
            assert not now.open_rules
        elif cue.kind == "remind":
            assert settings.remind
            assert told.bent_before
            assert cue.rule in BENDS
            assert cue.rule not in now.unseen
            assert not now.open_rules
            assert not now.technique
            assert now.speed_deg_s > 0
        elif cue.rule in SAID_AFTER:
            assert cue.rule in now.closed
        else:
            assert cue.rule not in now.unseen
            assert cue.rule in dict(now.open_rules)
            assert settings.amber_too or dict(now.open_rules)[cue.rule] == "red"


@given(wishes, sessions, days)
def test_whatever_happens_every_praise_follows_a_correction_of_its_own(settings, session, day):
    kinds = [told.cue.kind for told in tell(settings, session, day)]
    owed = 0
    for kind in kinds:
        owed = 1 if kind != "praise" else owed - 1
        assert owed >= 0


@given(wishes, sessions, days)
def test_whatever_happens_nothing_is_spoken_in_a_snooze_or_on_a_baseline_day(
    settings, session, day
):
    for told in tell(settings, session, day):
        if told.snoozed or day <= settings.baseline_days:
            assert not told.cue.spoken


@given(wishes, sessions, days)
def test_whatever_happens_the_first_correction_that_may_be_spoken_is(settings, session, day):
    told = tell(settings, session, day)
    first = next((t for t in told if t.cue.kind != "praise" and not t.snoozed), None)
    if first is not None and day > settings.baseline_days:
        assert first.cue.spoken


@given(wishes, sessions)
def test_whatever_happens_in_the_first_week_all_is_spoken_that_is_not_snoozed(settings, session):
    day = settings.baseline_days + 1
    assert all(told.cue.spoken or told.snoozed for told in tell(settings, session, day))


@given(wishes, sessions, days)
def test_the_same_session_gets_the_same_cues(settings, session, day):
    again = tell(settings, session, day)
    assert [t.cue for t in tell(settings, session, day)] == [t.cue for t in again]
